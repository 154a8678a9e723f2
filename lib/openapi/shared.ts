/**
 * `Problem` and `ProblemCode`, which any route may refer to. Fastify looks through each shared schema for each route
 * that it compiles: as long as no route refers to them, they are next to nothing.
 */
import type { FastifyInstance, RouteOptions } from 'fastify'
import type { AnyCatalog } from '../catalog/definition.js'
import { bareProblemSchema, describeCodes, problemSchema } from './schema.js'

/** Those of this package, as Fastify keeps them; true where a route refers to one. */
const ours = new WeakMap<object, boolean>()

/**
 * One that is there already stays: it is that of a catalog above, or the user's.
 *
 * @param hasEarly whether there may be routes that no hook has seen
 * @returns what adds, when all is compiled, what does not decide whether a value fits
 */
export function shareSchemas (
  instance: FastifyInstance, hasEarly: () => boolean
): (catalogs: readonly AnyCatalog[]) => void {
  const problem = share(instance, { $id: 'Problem', type: 'object' })
  const code = share(instance, { $id: 'ProblemCode', type: 'string' })
  if (problem !== undefined && hasEarly()) use(problem)
  else if (problem !== undefined) watchRoutes(instance)
  return function completeShared (catalogs) {
    if (problem !== undefined) Object.assign(problem, structuredClone(problemSchema))
    if (code !== undefined) Object.assign(code, { description: describeCodes(catalogs) })
  }
}

interface Added { readonly scope: FastifyInstance, readonly route: RouteOptions }

function watchRoutes (instance: FastifyInstance): void {
  let added: Added[] = []
  instance.addHook('onRoute', function watchReferences (this: FastifyInstance, route: RouteOptions) {
    // Hooks that come later may change the schema, but not after the task in which the route is added.
    if (added.length === 0) queueMicrotask(lookAtAdded)
    added.push({ scope: this, route })
  })

  function lookAtAdded (): void {
    let last: unknown
    for (const { scope, route: { schema } } of added) {
      // The copy for HEAD, that Fastify makes of a GET route, shares its schema.
      if (schema === undefined || schema === last) continue
      last = schema
      const target = Object(scope.getSchema('Problem')) as object
      const parts = Object(schema) as Readonly<Record<string, unknown>>
      if (ours.get(target) === false && compiled.some((part) => leadsTo(parts[part], scope))) use(target)
    }
    added = []
  }
}

interface Bare { readonly $id: string, readonly type: string }

function share (instance: FastifyInstance, schema: Bare): object | undefined {
  if (instance.getSchema(schema.$id) !== undefined) return undefined
  instance.addSchema(schema)
  const shared = instance.getSchema(schema.$id) as object
  ours.set(shared, false)
  return shared
}

/** The schema is the same object in all instances below. */
function use (problem: object): void {
  Object.assign(problem, structuredClone(bareProblemSchema))
  ours.set(problem, true)
}

const compiled = ['body', 'querystring', 'query', 'params', 'headers', 'response']
const maxDepth = 100

/** Whether a schema may refer to `Problem`, by other shared schemas or itself; in doubt it does. */
function leadsTo (schema: unknown, scope: FastifyInstance, depth = 0): boolean {
  if (typeof schema !== 'object' || schema === null) return typeof schema === 'function'
  if (depth > maxDepth || !isPlain(schema)) return true
  for (const [keyword, value] of Object.entries(schema) as [string, unknown][]) {
    const isReference = keyword === '$ref' && typeof value === 'string'
    if (isReference ? refersTo(value, scope, depth) : leadsTo(value, scope, depth + 1)) return true
  }
  return false
}

function refersTo (reference: string, scope: FastifyInstance, depth: number): boolean {
  const [id = ''] = reference.split('#')
  if (id === '' || id === 'ProblemCode') return false
  const shared = id === 'Problem' ? undefined : scope.getSchema(id)
  // What is not there yet may be added later.
  return shared === undefined || leadsTo(shared, scope, depth + 1)
}

/** Schemas of other validators are objects of classes. */
function isPlain (value: object): boolean {
  return Array.isArray(value) || [Object.prototype, null].includes(Object.getPrototypeOf(value) as null)
}
