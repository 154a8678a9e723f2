/**
 * A warning at start-up of bodies that cost more than their size: with `allErrors`, each wrong item of an array is an
 * error, so that one megabyte can make millions of them.
 */
import type { FastifyInstance, RouteOptions } from 'fastify'
import { methodsOf } from './declared.js'

interface SeenRoute { readonly instance: FastifyInstance, readonly route: RouteOptions }

type Schema = Readonly<Record<string, unknown>>
type Compiler = (definition: { schema: Schema, method: string, url: string, httpPart: string }) => unknown

const maxNamed = 10

/** Warns once, when the instance is ready, of arrays that have no `maxItems` where a validator reports every error. */
export function warnOfUnboundedArrays (instance: FastifyInstance): void {
  const routes: SeenRoute[] = []
  instance.addHook('onRoute', function rememberBody (this: FastifyInstance, route) {
    if (route.schema?.body !== undefined) routes.push({ instance: this, route })
  })
  instance.addHook('onReady', function warnOfArrays (done) {
    const arrays = costlyArrays(routes)
    if (arrays.length > 0) {
      instance.log.warn(
        `the validator reports all errors, and ${arrays.length} arrays have no maxItems ` +
        `(${arrays.slice(0, maxNamed).join(', ')}): ` +
          'each wrong item of a request costs time and memory. Give them a maxItems, or switch allErrors off'
      )
    }
    done()
  })
}

function costlyArrays (routes: readonly SeenRoute[]): string[] {
  const known = new Map<unknown, boolean>()
  return routes.flatMap(({ instance, route }) => {
    const compiler = (route.validatorCompiler ?? instance.validatorCompiler) as Compiler
    if (!known.has(compiler)) known.set(compiler, reportsAll(compiler))
    if (!known.get(compiler)) return []
    return unboundedArrays(instance, route.schema?.body).map(
      (pointer) => `${methodsOf(route)} ${route.url} #${pointer}`
    )
  })
}

const probe = { type: 'array', items: { type: 'integer' } }

/** Fastify does not show the options of its validator, so the validator gets two mistakes. */
function reportsAll (compiler: Compiler): boolean {
  try {
    const validate = compiler({ schema: probe, method: 'POST', url: '/', httpPart: 'body' }) as ((
      value: unknown
    ) => unknown) & { errors?: unknown[] }
    return validate(['a', 'b']) === false && validate.errors?.length === 2
  } catch {
    // No validator, or one of other schemas, such as zod's.
    return false
  }
}

/** Pointers into the schema of a body; the schemas that it refers to by their `$id` count where they are used. */
function unboundedArrays (instance: FastifyInstance, body: unknown): string[] {
  const found: string[] = []
  const seen = new Set<unknown>()

  function walk (value: unknown, pointer: string): void {
    if (typeof value !== 'object' || value === null || seen.has(value)) return
    seen.add(value)
    const schema = value as Schema
    if (isUnbounded(schema)) found.push(pointer)
    if (typeof schema['$ref'] === 'string') walk(instance.getSchema(schema['$ref'].replace(/#$/, '')), pointer)
    for (const [name, part] of Object.entries(schema)) walk(part, `${pointer}/${name}`)
  }

  walk(body, '')
  return found
}

function isUnbounded ({ type, items, maxItems }: Schema): boolean {
  return [type].flat().includes('array') && typeof items === 'object' && maxItems === undefined
}
