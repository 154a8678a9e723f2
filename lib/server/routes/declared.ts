/**
 * What each route declares, collected while routes are added.
 */
import { typeOfCode } from '../../catalog/define.js'
import type { RouteOptions } from 'fastify'
import type { AnyCatalog } from '../../catalog/definition.js'
import type { ProblemOperation } from '../../contract/snapshot.js'
import { automaticCodes, automaticProblems } from '../../openapi/automatic.js'
import { firstMistake } from '../../openapi/input.js'
import type { FindSchema, RouteInput } from '../../openapi/input.js'
import { codesSaidTwice } from './said-twice.js'
import { routeKey } from './route-facts.js'
import type { RouteFacts, SeenRoute } from './route-facts.js'

interface FactsState {
  readonly catalog: AnyCatalog
  readonly rateLimited: boolean
}

/**
 * @throws {TypeError} for a code that the catalog does not have, two that refine the same one, or an ill-formed
 * `config.problems`
 */
export function factsOfRoute (
  route: RouteOptions, state: FactsState, findSchema: FindSchema, scope: readonly string[]
): RouteFacts {
  const { declared, refined } = declaredCodes(route, state.catalog)
  for (const [general, code] of refinedBy(
    scope, state.catalog, () => `app.declareProblems() for ${methodsOf(route)} ${route.url}`
  )) {
    // What the route says itself is more precise.
    if (!refined.has(general)) refined.set(general, code)
  }
  const input: RouteInput = { url: route.url, schema: route.schema as RouteInput['schema'] }
  const invalid = firstMistake(input, findSchema)
  const shape = { ...input, methods: [route.method].flat(), limited: isLimited(route, state), invalid }
  const automatic = automaticProblems(state.catalog, shape, refined, omittedCodes(route))
  const promised = new Set([...(declared ?? []), ...scope])
  return { declared, promised, refined, invalid, answers: new Set([...promised, ...automatic]) }
}

function declaredCodes (
  route: RouteOptions, catalog: AnyCatalog
): { declared: Set<string> | undefined; refined: Map<string, string> } {
  const codes = (route.schema as { problems?: unknown } | undefined)?.problems
  if (codes === undefined) return { declared: undefined, refined: new Map() }
  // Made only for a message.
  const subject = () => `schema.problems of ${methodsOf(route)} ${route.url}`
  if (!Array.isArray(codes)) throw new TypeError(`${subject()} must be a list of codes, got ${JSON.stringify(codes)}`)
  for (const code of codes as string[]) {
    if (!Object.hasOwn(catalog, code)) throw new TypeError(`${subject()} must hold codes of the catalog, got '${code}'`)
  }
  return { declared: new Set(codes as string[]), refined: refinedBy(codes as string[], catalog, subject) }
}

/** General code → the one of these that refines it. */
function refinedBy (codes: readonly string[], catalog: AnyCatalog, subject: () => string): Map<string, string> {
  const refined = new Map<string, string>()
  for (const code of codes) {
    const general = typeOfCode(catalog, code).refines
    if (general === undefined) continue
    const other = refined.get(general)
    if (other !== undefined) {
      throw new TypeError(`${subject()} must hold one code that refines '${general}', got '${other}' and '${code}'`)
    }
    refined.set(general, code)
  }
  return refined
}

function isLimited ({ config }: RouteOptions, { rateLimited }: FactsState): boolean {
  const { rateLimit } = (config ?? {}) as { rateLimit?: unknown }
  return rateLimit === undefined ? rateLimited : rateLimit !== false
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

/**
 * A route as one entry for each of its methods. A hidden one that declares nothing, such as a page for people, is no
 * part of the contract.
 */
export function operationsOf (
  { route, url, facts: { declared, promised, answers } }: SeenRoute, catalog: AnyCatalog
): ProblemOperation[] {
  if (!declared?.size && (route.schema as { hide?: unknown } | undefined)?.hide === true) return []
  const facts = {
    url,
    problems: [...promised],
    answers: [...answers],
    saidTwice: codesSaidTwice(route, catalog, promised)
  }
  return [route.method].flat().map((method) => ({ method, ...facts }))
}

export function methodsOf (route: RouteOptions): string {
  return [route.method].flat().join(', ')
}
