/**
 * Brings the problems of routes into the document of @fastify/swagger: collected while routes are added, written
 * into the schemas after Fastify has compiled its serializers. What is sent, and how, does not depend on it.
 */
import type { FastifyInstance, RouteOptions } from 'fastify'
import type { AnyCatalog } from '../catalog/definition.js'
import { withResolvedMappings } from './names.js'
import type { Generate } from './names.js'
import { invalidItem } from './invalid.js'
import { createResponder, defaultResponse, withoutBody } from './response.js'
import type { NameSchema, Respond, ResponseEntry, ResponseOptions, Responses } from './response.js'
import { bareProblemSchema, describeCodes, problemCodeSchema, problemSchema } from './schema.js'
import type { JsonSchema, SharedSchema } from './schema.js'
import { usesZod, zodReadable } from './zod.js'

/** Takes a route into the document, with the codes that it can answer. `instance` is the one it is added to. */
export type DocumentRoute = (instance: FastifyInstance, route: RouteOptions, codes: Iterable<string>) => void

/** The schemas of one document. Two catalogs may give a code two meanings, so a code has more than one name there. */
interface DocumentSchemas {
  readonly ids: Map<string, string>
  readonly catalogs: Set<AnyCatalog>
  add: (schema: SharedSchema) => void
  hasZod: boolean
}

interface Documented {
  readonly route: RouteOptions
  readonly problems: Responses
  readonly schemas: DocumentSchemas
}

/** Prepares an instance, and hands out what its `onRoute` hook has to call. */
export function documentRoutes (instance: FastifyInstance, options: ResponseOptions): DocumentRoute {
  const ownsProblem = addSharedSchema(instance, bareProblemSchema)
  const ownsCodes = addSharedSchema(instance, problemCodeSchema([options.catalog]))
  const documented: Documented[] = []
  const responders = new Map<DocumentSchemas, Respond>()

  instance.addHook('onReady', function documentProblems (done) {
    for (const entry of documented) entry.route.schema = mergedSchema(entry)
    // What is changed is our own schema, as Fastify keeps it.
    if (ownsProblem) Object.assign(instance.getSchema(problemSchema.$id) as object, structuredClone(problemSchema))
    if (ownsCodes) listCodes(instance, options.catalog)
    done()
  })

  return function documentRoute (scope, route, codes) {
    const schema = route.schema as JsonSchema | undefined
    if (schema?.['hide'] === true || !scope.hasPlugin(swaggerPlugin)) return
    const schemas = schemasOf(swaggerOwner(scope))
    if (schema !== undefined && usesZod(schema)) schemas.hasZod = true
    schemas.catalogs.add(options.catalog)
    const respond = responders.get(schemas) ?? createResponder(options, createNaming(schemas))
    responders.set(schemas, respond)
    const invalid = invalidItem(schema, (id) => scope.getSchema(id))
    documented.push({ route, problems: respond(Array.from(codes, (code) => options.catalog[code]!), invalid), schemas })
  }
}

const swaggerPlugin = '@fastify/swagger'

/** A schema that routes may refer to. One that is there already stays: it is that of a catalog above, or the user's. */
function addSharedSchema (instance: FastifyInstance, schema: SharedSchema): boolean {
  const isNew = instance.getSchema(schema.$id) === undefined
  if (isNew) instance.addSchema(schema)
  return isNew
}

/**
 * Children may have catalogs of their own, and @fastify/swagger keeps one `ProblemCode` of all: each names the codes of
 * the whole document.
 */
function listCodes (instance: FastifyInstance, catalog: AnyCatalog): void {
  const { catalogs = [] } = documents.get(swaggerOwner(instance)) ?? {}
  Object.assign(instance.getSchema('ProblemCode') as object, { description: describeCodes([catalog, ...catalogs]) })
}

/** The outermost instance that has @fastify/swagger: every instance below it shares its document. */
function swaggerOwner (instance: FastifyInstance): FastifyInstance {
  const above = Object.getPrototypeOf(instance) as FastifyInstance
  return above.hasPlugin?.(swaggerPlugin) ? swaggerOwner(above) : instance
}

const documents = new WeakMap<FastifyInstance, DocumentSchemas>()

function schemasOf (owner: FastifyInstance): DocumentSchemas {
  const known = documents.get(owner)
  if (known) return known
  const schemas: DocumentSchemas = { ids: new Map(), catalogs: new Set(), add: registerSchemaHolder(owner), hasZod: false }
  documents.set(owner, schemas)
  const decorated = owner as unknown as { swagger?: Generate }
  if (decorated.swagger !== undefined) decorated.swagger = withResolvedMappings(decorated.swagger, () => schemas.ids.keys())
  return schemas
}

/**
 * An empty child that holds the schemas: @fastify/swagger finds them there, and no route compiles them. It must be
 * registered after @fastify/swagger, and is loaded later than the first schemas are known.
 */
function registerSchemaHolder (owner: FastifyInstance): (schema: SharedSchema) => void {
  const waiting: SharedSchema[] = []
  let add = (schema: SharedSchema) => { waiting.push(schema) }
  owner.register(async function problemSchemas (holder: FastifyInstance) {
    for (const schema of waiting) holder.addSchema(schema)
    add = (schema) => { holder.addSchema(schema) }
  })
  return (schema) => add(schema)
}

/** Names a schema, and adds it: with a number where another catalog has one of that name. */
function createNaming ({ ids, add }: DocumentSchemas): NameSchema {
  return function nameSchema (name, schema) {
    const text = JSON.stringify(schema)
    let id = name
    for (let number = 2; (ids.get(id) ?? text) !== text; number++) id = `${name}-${number}`
    if (!ids.has(id)) add({ $id: id, ...schema })
    ids.set(id, text)
    return id
  }
}

/** What the user says of a status stays as it is. */
function mergedSchema ({ route, problems, schemas }: Documented): NonNullable<RouteOptions['schema']> {
  const finish = (entry: ResponseEntry) => {
    const shown = route.method === 'HEAD' && entry !== defaultResponse ? withoutBody(entry) : entry
    return schemas.hasZod ? zodReadable(shown) : shown
  }
  const own = route.schema?.response as Readonly<Record<string, unknown>> | undefined
  const response = sparseObject()
  for (const [status, entry] of problems) response[status] = finish(entry)
  return { ...route.schema, response: Object.assign(response, own ?? { 200: finish(defaultResponse) }) }
}

/** A key that is far off makes V8 keep the others in a table, even when it is gone; see `Responses`. */
function sparseObject (): Record<string, unknown> {
  const object: Record<string, unknown> = { 65_535: undefined }
  delete object['65535']
  return object
}
