/**
 * What each route declares, collected while routes are added; and which routes were added too early to be seen.
 */
import type { FastifyInstance, RouteOptions } from 'fastify'
import type { AnyCatalog } from '../../catalog/definition.js'
import type { ProblemRoute } from '../../contract/snapshot.js'
import { automaticCodes, automaticProblems } from '../../openapi/automatic.js'
import type { FindSchema } from '../../openapi/input.js'
import { routeKey } from '../state.js'
import type { RouteFacts, State } from '../state.js'

type FactsState = Pick<State, 'catalog' | 'openapi'>

/** @throws {TypeError} for a code that the catalog does not have, two that refine the same one, or an ill-formed `config.problems` */
export function factsOfRoute (route: RouteOptions, state: FactsState, findSchema: FindSchema): RouteFacts {
  const { declared, refined } = declaredCodes(route, state.catalog)
  const shape = {
    url: route.url,
    methods: [route.method].flat(),
    schema: route.schema as Readonly<Record<string, unknown>> | undefined,
    limited: isLimited(route, state),
    findSchema
  }
  const automatic = automaticProblems(state.catalog, shape, refined, omittedCodes(route))
  return { declared, refined, answers: new Set([...declared ?? [], ...automatic]) }
}

function declaredCodes (route: RouteOptions, catalog: AnyCatalog): Pick<RouteFacts, 'declared' | 'refined'> {
  const codes = (route.schema as { problems?: unknown } | undefined)?.problems
  if (codes === undefined) return { declared: undefined, refined: new Map() }
  const subject = `schema.problems of ${methodsOf(route)} ${route.url}`
  if (!Array.isArray(codes)) throw new TypeError(`${subject} must be a list of codes, got ${JSON.stringify(codes)}`)
  const refined = new Map<string, string>()
  for (const code of codes as string[]) {
    if (!Object.hasOwn(catalog, code)) throw new TypeError(`${subject} must hold codes of the catalog, got '${code}'`)
    const general = catalog[code]!.refines
    if (general === undefined) continue
    const other = refined.get(general)
    if (other !== undefined) throw new TypeError(`${subject} must hold one code that refines '${general}', got '${other}' and '${code}'`)
    refined.set(general, code)
  }
  return { declared: new Set(codes as string[]), refined }
}

/** A global limiter cannot be seen from a route: with the document switched off, any route may have one. */
function isLimited ({ config }: RouteOptions, { openapi }: FactsState): boolean {
  const { rateLimit } = (config ?? {}) as { rateLimit?: unknown }
  return rateLimit === undefined ? openapi === false || openapi.rateLimited : rateLimit !== false
}

function omittedCodes (route: RouteOptions): readonly string[] {
  const problems: unknown = route.config?.problems
  if (problems === undefined || problems === false) return []
  const { omit } = Object(problems) as { omit?: unknown }
  const known: readonly unknown[] = automaticCodes
  if (!Array.isArray(omit) || !omit.every((code) => known.includes(code))) {
    throw new TypeError(`config.problems of ${methodsOf(route)} ${route.url} must be false, or { omit: [...] } ` +
      `with codes of ${automaticCodes.join(', ')}, got ${JSON.stringify(problems)}`)
  }
  return omit
}

/** Keeps the facts where a request finds them again: in the route's own configuration. */
export function rememberRoute (route: RouteOptions, facts: RouteFacts): void {
  route.config = { ...route.config, [routeKey]: facts } as NonNullable<RouteOptions['config']>
}

/** A route as one entry for each of its methods. A hidden one that declares nothing, such as a page for people, is no part of the contract. */
export function problemRoutesOf (route: RouteOptions, { declared = new Set<string>() }: RouteFacts): ProblemRoute[] {
  if (declared.size === 0 && (route.schema as { hide?: unknown } | undefined)?.hide === true) return []
  return [route.method].flat().map((method) => ({ method, url: route.url, problems: [...declared] }))
}

export function methodsOf (route: RouteOptions): string {
  return [route.method].flat().join(', ')
}

export function hasRoutes (instance: FastifyInstance): boolean {
  return instance.printRoutes() !== '(empty tree)'
}

/** The routes so far. Fastify offers them as a picture of their tree only, in which a level is indented by four characters. */
export function listRoutes (instance: FastifyInstance): string[] {
  const routes: string[] = []
  const path: string[] = []
  for (const line of instance.printRoutes({ commonPrefix: false }).split('\n')) {
    const match = /^([│ ]*)(?:├──|└──) (.*?)(?: \(([A-Z, -]+)\)(?: \{.*\})?)?$/u.exec(line)
    if (!match) continue
    const [, indent = '', segment = '', methods = ''] = match
    path.length = indent.length / 4
    path.push(segment)
    for (const method of methods.split(', ').filter((name) => /^[A-Z]/.test(name))) routes.push(`${method} ${path.join('')}`)
  }
  return routes
}
