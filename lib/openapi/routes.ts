/**
 * Puts the problems of routes into the document of @fastify/swagger: collects them while routes are added, and marks
 * the schemas after Fastify has compiled its serializers. Answers do not depend on this.
 */
import { typeOfCode } from '../catalog/info.js'
import type { FastifyInstance, FastifySchema, RouteOptions } from 'fastify'
import type { AnyCatalog, ProblemType } from '../catalog/definition.js'
import type { ValidationItem } from '../catalog/standard.js'
import { nameOf } from './document/names.js'
import type { DocumentOptions } from './document/response.js'
import { markName } from './document/write.js'
import { createRegistry } from './registry.js'
import type { Registry } from './registry.js'
import type { JsonSchema } from './extensions.js'
import { shareSchemas } from './shared.js'
import { isGenerated, withProblems } from './swagger.js'
import type { Generate } from './swagger.js'

/** What the document has of a route beside its schema. */
export interface RouteAnswers {
  /** The codes that it can answer. */
  readonly answers: ReadonlySet<string>
  /** An example of its failed validation; `undefined` where none can fail. */
  readonly invalid: ValidationItem | undefined
}

/** Adds a route to the document. `instance` is the one that it belongs to. */
export type DocumentRoute = (instance: FastifyInstance, route: RouteOptions, answers: RouteAnswers) => void

/**
 * Prepares an instance, and returns the function that its `onRoute` hook calls.
 *
 * @param hasEarly whether there may be routes from before the hooks
 */
export function documentRoutes (
  instance: FastifyInstance, options: DocumentOptions, hasEarly: () => boolean
): DocumentRoute {
  const { catalog, componentName } = options
  // An invalid name stops the start, and not the first request for the document.
  for (const code of Object.keys(catalog)) {
    nameOf(code, 'schema', componentName)
    nameOf(`${code}_response`, 'response', componentName)
  }
  const completeShared = shareSchemas(instance, hasEarly)
  const typesOf = createTypesOf(catalog)
  /** A route may come twice: when it is added, and when further codes are declared for it. */
  const taken = new Map<LinkedRoute, Links>()
  const linksOf = (route: LinkedRoute, types: readonly ProblemType[]) => {
    if (route.links === undefined) return taken.get(route) ?? none
    const links = { ...taken.get(route), ...takeLinks(route, types) }
    taken.set(route, links)
    return links
  }
  const marked: { readonly route: RouteOptions, readonly mark: string }[] = []
  const registries = new Map<FastifyInstance, Registry>()
  let last: { schema?: unknown, url?: string, answers?: unknown } = {}

  instance.addHook('onReady', function markRoutes (done) {
    const registry = instance.hasPlugin(swaggerPlugin) ? registryFor(instance) : undefined
    // A generator may be registered after the first route of its scope.
    for (const scope of registries.keys()) registryFor(scope)
    for (const { route, mark } of marked) route.schema = withMark(route.schema, mark)
    // Children may have other catalogs, but @fastify/swagger keeps one `ProblemCode`.
    completeShared([catalog, ...registry?.catalogs() ?? []])
    done()
  })

  return function documentRoute (scope, route, { answers, invalid }) {
    if (!scope.hasPlugin(swaggerPlugin)) return
    const registry = registries.get(scope) ?? registryFor(scope)
    registries.set(scope, registry)
    const { schema, url } = route
    if ((schema as JsonSchema | undefined)?.['hide'] === true) return
    // Fastify copies a GET route for HEAD; the registry finds the copy by the GET route.
    const isCopy = last.schema === schema && last.url === url && last.answers === answers
    if (route.method === 'HEAD' && isCopy) return
    last = { schema, url, answers }
    const types = typesOf(answers)
    const problems = { types, invalid, options, links: linksOf(route, types) }
    marked.push({ route, mark: registry.add(problems, [route.method].flat(), route.url) })
  }
}

const swaggerPlugin = '@fastify/swagger'

/** Routes with the same set of codes share one list, in the order of the catalog. */
function createTypesOf (catalog: AnyCatalog): (codes: ReadonlySet<string>) => readonly ProblemType[] {
  const places = new Map(Object.keys(catalog).map((code, index) => [code, index]))
  const known = new Map<ReadonlySet<string>, readonly ProblemType[]>()
  return function typesOf (codes) {
    const types = known.get(codes) ??
      Array.from(codes, (code) => typeOfCode(catalog, code))
        .sort((one, other) => places.get(one.code)! - places.get(other.code)!)
    known.set(codes, types)
    return types
  }
}

const byOwner = new WeakMap<FastifyInstance, Registry>()

/** Every instance below the outermost one that has @fastify/swagger shares its document. */
function registryFor (scope: FastifyInstance): Registry {
  const owner = swaggerOwner(scope)
  const registry = byOwner.get(owner) ?? createRegistry()
  byOwner.set(owner, registry)
  for (let instance = scope; instance !== Object.prototype; instance = above(instance)) {
    wrapGenerator(instance, registry)
  }
  return registry
}

function swaggerOwner (instance: FastifyInstance): FastifyInstance {
  return above(instance).hasPlugin?.(swaggerPlugin) ? swaggerOwner(above(instance)) : instance
}

function above (instance: FastifyInstance): FastifyInstance {
  return Object.getPrototypeOf(instance) as FastifyInstance
}

const wrapped = new WeakSet<FastifyInstance>()

function wrapGenerator (instance: FastifyInstance, registry: Registry): void {
  if (wrapped.has(instance) || !Object.hasOwn(instance, 'swagger')) return
  wrapped.add(instance)
  const decorated = instance as unknown as { swagger: Generate }
  if (isGenerated(decorated.swagger)) decorated.swagger = withProblems(decorated.swagger, registry)
}

/**
 * The schema with its mark. The codes are not enumerable: a transform can read them, but @fastify/swagger, which looks
 * at each member, does not find them.
 */
function withMark ({ problems, ...schema }: FastifySchema = {}, mark: string): FastifySchema {
  return Object.defineProperty({ ...schema, [markName]: mark }, 'problems', { value: problems, writable: true })
}

type Links = Readonly<Record<string, unknown>>
type LinkedRoute = RouteOptions & { links?: Record<string, unknown> }

const none: Links = {}

/** @fastify/swagger refuses links of an unknown status, so those of problems are added with their responses. */
function takeLinks (route: LinkedRoute, types: readonly ProblemType[]): Links {
  const described = Object(route.schema?.response) as object
  const statuses = new Set(types.map(({ status }) => String(status)).filter((status) => !(status in described)))
  const links = Object.entries(route.links ?? {})
  if (!links.some(([status]) => statuses.has(status))) return none
  route.links = Object.fromEntries(links.filter(([status]) => !statuses.has(status)))
  return Object.fromEntries(links.filter(([status]) => statuses.has(status)))
}
