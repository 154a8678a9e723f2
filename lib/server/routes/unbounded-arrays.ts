/**
 * Warns at start-up of bodies that can cost too much time and memory: with `allErrors`, each wrong item of an array is
 * an error, and one megabyte can hold millions of them.
 */
import type { FastifyInstance, RouteOptions } from 'fastify'
import { methodsOf } from './declared.js'

interface RouteWithBody { readonly instance: FastifyInstance, readonly route: RouteOptions }

type Schema = Readonly<Record<string, unknown>>
type Compiler = (definition: { schema: Schema, method: string, url: string, httpPart: string }) => unknown

const maxNamed = 10

export function warnOfUnboundedArrays (instance: FastifyInstance): void {
  const routes: RouteWithBody[] = []
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

function costlyArrays (routes: readonly RouteWithBody[]): string[] {
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

/** Whether a validator reports two mistakes at once: Fastify does not show the validator's options. */
function reportsAll (compiler: Compiler): boolean {
  try {
    const validate = compiler({ schema: probe, method: 'POST', url: '/', httpPart: 'body' }) as ((
      value: unknown
    ) => unknown) & { errors?: unknown[] }
    return validate(['a', 'b']) === false && validate.errors?.length === 2
  } catch {
    // There is no validator, or one for other schemas, such as zod's.
    return false
  }
}

/** Pointers to the arrays in the schema of a body; schemas that it refers to by their `$id` count in that place. */
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
