/**
 * `Problem` and `ProblemCode`, which any route may refer to. Fastify looks through each shared schema for each route
 * that it compiles, so they stay nearly empty as long as no route refers to them.
 */
import type { FastifyInstance, RouteOptions } from 'fastify'
import type { AnyCatalog } from '../catalog/definition.js'
import { bareProblemSchema, describeCodes, problemSchema } from './schema.js'

/** The schemas of this package, as Fastify keeps them → whether a route refers to them. */
const ours = new WeakMap<object, boolean>()

/**
 * Adds both schemas. One that exists already stays: it is that of a catalog above, or the user's.
 *
 * @param hasEarly whether there may be routes from before the hooks
 * @returns a function that completes the schemas when all routes are compiled
 */
export function shareSchemas (
  instance: FastifyInstance, hasEarly: () => boolean
): (catalogs: readonly AnyCatalog[]) => void {
  const problem = share(instance, { $id: 'Problem', type: 'object' })
  const code = share(instance, { $id: 'ProblemCode', type: 'string' })
  if (problem !== undefined && hasEarly()) addMembers(problem)
  else if (problem !== undefined) watchRoutes(instance)
  return function completeShared (catalogs) {
    if (problem !== undefined) Object.assign(problem, structuredClone(problemSchema))
    if (code !== undefined) Object.assign(code, { description: describeCodes(catalogs) })
  }
}

interface AddedRoute { readonly scope: FastifyInstance, readonly route: RouteOptions }

function watchRoutes (instance: FastifyInstance): void {
  let added: AddedRoute[] = []
  instance.addHook('onRoute', function watchReferences (this: FastifyInstance, route: RouteOptions) {
    // Later hooks may change the schema, but only in the task in which the route is added.
    if (added.length === 0) queueMicrotask(lookAtAdded)
    added.push({ scope: this, route })
  })

  function lookAtAdded (): void {
    let last: unknown
    for (const { scope, route: { schema } } of added) {
      // Fastify copies a GET route for HEAD, with the same schema.
      if (schema === undefined || schema === last) continue
      last = schema
      const target = Object(scope.getSchema('Problem')) as object
      const parts = Object(schema) as Readonly<Record<string, unknown>>
      if (ours.get(target) === false && compiled.some((part) => leadsTo(parts[part], scope))) addMembers(target)
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

/** All instances below have the same object. */
function addMembers (problem: object): void {
  Object.assign(problem, structuredClone(bareProblemSchema))
  ours.set(problem, true)
}

const compiled = ['body', 'querystring', 'query', 'params', 'headers', 'response']
const maxDepth = 100

/** Whether a schema may refer to `Problem`, by other shared schemas or itself; in doubt it does. */
function leadsTo (schema: unknown, scope: FastifyInstance, depth = 0): boolean {
  if (typeof schema !== 'object' || schema === null) return typeof schema === 'function'
  if (depth > maxDepth || !isPlainValue(schema)) return true
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
  // A missing schema may be added later.
  return shared === undefined || leadsTo(shared, scope, depth + 1)
}

/** Schemas of other validators are objects of classes. */
function isPlainValue (value: object): boolean {
  return Array.isArray(value) || [Object.prototype, null].includes(Object.getPrototypeOf(value) as null)
}
