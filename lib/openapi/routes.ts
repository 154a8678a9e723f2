/**
 * Brings the problems of routes into the document of @fastify/swagger: collected while routes are added, written
 * into the schemas after Fastify has compiled its serializers. What is sent, and how, does not depend on it.
 */
import type { FastifyInstance, RouteOptions } from 'fastify'
import type { AnyCatalog, ProblemType } from '../catalog/types.js'
import { withResolvedMappings } from './names.js'
import type { Generate } from './names.js'
import { createResponder, defaultResponse, withoutBody } from './response.js'
import type { Respond, ResponseEntry } from './response.js'
import { codeSchema, problemCodeSchema, problemSchema } from './schema.js'
import type { JsonSchema, SharedSchema } from './schema.js'
import { usesZod, zodReadable } from './zod.js'

export interface DocumentOptions {
  readonly catalog: AnyCatalog
  readonly open: boolean
  readonly requestIdHeader: string | false
}

/** Takes a route into the document, with the codes that it can answer. `instance` is the one it is added to. */
export type DocumentRoute = (instance: FastifyInstance, route: RouteOptions, codes: Iterable<string>) => void

/** The schemas of one document. Two catalogs may give a code two meanings, so a code has more than one name there. */
interface DocumentSchemas {
  readonly ids: Map<string, string>
  add: (schema: SharedSchema) => void
  hasZod: boolean
}

interface Documented {
  readonly route: RouteOptions
  readonly problems: Responses
  readonly schemas: DocumentSchemas
}

type Responses = Readonly<Record<string, ResponseEntry>>

/** Prepares an instance, and hands out what its `onRoute` hook has to call. */
export function documentRoutes (instance: FastifyInstance, options: DocumentOptions): DocumentRoute {
  addSharedSchema(instance, problemSchema)
  addSharedSchema(instance, problemCodeSchema(options.catalog))
  const documented: Documented[] = []
  const responders = new Map<DocumentSchemas, Respond>()

  instance.addHook('onReady', function documentProblems (done) {
    for (const entry of documented) entry.route.schema = mergedSchema(entry)
    done()
  })

  return function documentRoute (scope, route, codes) {
    const schema = route.schema as JsonSchema | undefined
    if (schema?.['hide'] === true || !scope.hasPlugin(swaggerPlugin)) return
    const schemas = schemasOf(swaggerOwner(scope))
    if (schema !== undefined && usesZod(schema)) schemas.hasZod = true
    const respond = responders.get(schemas) ?? createResponder({ ...options, idOf: createNaming(schemas) })
    responders.set(schemas, respond)
    documented.push({ route, problems: respond(Array.from(codes, (code) => options.catalog[code]!)), schemas })
  }
}

const swaggerPlugin = '@fastify/swagger'

/** A schema that routes may refer to. One that is there already stays: it is that of a catalog above, or the user's. */
function addSharedSchema (instance: FastifyInstance, schema: SharedSchema): void {
  if (instance.getSchema(schema.$id) === undefined) instance.addSchema(schema)
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
  const schemas: DocumentSchemas = { ids: new Map(), add: registerSchemaHolder(owner), hasZod: false }
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

/** Names the schema of each problem type, and adds it: by its code, with a number where another catalog took that. */
function createNaming ({ ids, add }: DocumentSchemas): (problemType: ProblemType) => string {
  const named = new Map<ProblemType, string>()
  return function idOf (problemType) {
    const known = named.get(problemType)
    if (known !== undefined) return known
    const schema = codeSchema(problemType)
    const text = JSON.stringify(schema)
    let id = problemType.code
    for (let number = 2; (ids.get(id) ?? text) !== text; number++) id = `${problemType.code}-${number}`
    if (!ids.has(id)) add({ $id: id, ...schema })
    ids.set(id, text)
    named.set(problemType, id)
    return id
  }
}

/** What the user says of a status stays as it is. */
function mergedSchema ({ route, problems, schemas }: Documented): NonNullable<RouteOptions['schema']> {
  const finish = (entry: ResponseEntry) => {
    const shown = route.method === 'HEAD' && entry !== defaultResponse ? withoutBody(entry) : entry
    return schemas.hasZod ? zodReadable(shown) : shown
  }
  const ours = Object.fromEntries(Object.entries(problems).map(([status, entry]) => [status, finish(entry)]))
  const own = (route.schema?.response as Responses | undefined) ?? { 200: finish(defaultResponse) }
  return { ...route.schema, response: { ...ours, ...own } }
}
