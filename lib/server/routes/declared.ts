/**
 * The codes that each route declares and answers, collected while routes are added.
 */
import { typeOfCode } from '../../catalog/info.js'
import type { RouteOptions } from 'fastify'
import type { AnyCatalog } from '../../catalog/definition.js'
import type { ProblemOperation } from '../../contract/snapshot/routes.js'
import { automaticCodes, automaticCodesOf, automaticProblems } from '../../openapi/automatic.js'
import type { AutomaticCode } from '../../openapi/automatic.js'
import { createFirstMistake } from '../../openapi/input.js'
import type { FindSchema, RouteInput } from '../../openapi/input.js'
import { codesDescribedTwice } from './described-twice.js'
import type { RouteFacts, SeenRoute } from './route-facts.js'

interface FactsState {
  readonly catalog: AnyCatalog
  readonly rateLimited: boolean
}

/** The declarations that decide the facts of a route. */
export interface Declarations {
  /** The codes of its scope. */
  readonly scope: readonly string[]
  /** The codes of the route and of its scope, as one text. */
  readonly codes: string
}

type FactsOfRoute = (route: RouteOptions, declarations: Declarations, findSchema: FindSchema) => RouteFacts

/**
 * Routes with the same codes share their facts, because a service has many more routes than sets of codes.
 *
 * @returns a function that throws a `TypeError` for a code that the catalog does not have, two that refine the same
 * one, or an ill-formed `config.problems`
 */
export function createFactsOfRoute (state: FactsState): FactsOfRoute {
  const known = new Map<string, Omit<RouteFacts, 'invalid'>>()
  const firstMistake = createFirstMistake()
  return function factsOfRoute (route, { scope, codes }, findSchema) {
    const input: RouteInput = { url: route.url, schema: route.schema as RouteInput['schema'] }
    const invalid = firstMistake(input, findSchema)
    const shape = { ...input, methods: [route.method].flat(), limited: isLimited(route, state), invalid }
    const omitted = omittedCodes(route)
    const automatic = automaticCodesOf(shape).filter((code) => !omitted.includes(code))
    const key = `${codes};${automatic.join()}`
    const shared = known.get(key) ?? factsOfCodes(route, state.catalog, scope, automatic)
    known.set(key, shared)
    return { ...shared, invalid }
  }
}

/** The codes of a route and of its scope; as a text, they show whether they have changed. */
export function declarationsOf (route: RouteOptions, scope: readonly string[]): Declarations {
  const codes: unknown = (route.schema as { problems?: unknown } | undefined)?.problems
  const ofRoute = Array.isArray(codes) ? `[${codes.map(String).join('\n')}]` : typeof codes
  return { scope, codes: `${ofRoute};${scope.join()}` }
}

function factsOfCodes (
  route: RouteOptions, catalog: AnyCatalog, scope: readonly string[], automatic: readonly AutomaticCode[]
): Omit<RouteFacts, 'invalid'> {
  const { declared, refined } = declaredCodes(route, catalog)
  const ofScope = refinedBy(scope, catalog, () => `app.declareProblems() for ${methodsOf(route)} ${route.url}`)
  for (const [general, code] of ofScope) {
    // The route's declaration is more precise than that of its scope.
    if (!refined.has(general)) refined.set(general, code)
  }
  const promised = new Set([...(declared ?? []), ...scope])
  const answers = new Set([...promised, ...automaticProblems(catalog, automatic, refined)])
  return { declared, promised, refined, answers }
}

function declaredCodes (
  route: RouteOptions, catalog: AnyCatalog
): { declared: Set<string> | undefined; refined: Map<string, string> } {
  const codes = (route.schema as { problems?: unknown } | undefined)?.problems
  if (codes === undefined) return { declared: undefined, refined: new Map() }
  // A function, because only a message needs the text.
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

/**
 * One entry for each method of a route. A hidden route without declarations, such as a page for people, is not part of
 * the contract.
 */
export function operationsOf (
  { route, url, facts: { declared, promised, answers } }: SeenRoute, catalog: AnyCatalog
): ProblemOperation[] {
  if (!declared?.size && (route.schema as { hide?: unknown } | undefined)?.hide === true) return []
  const facts = {
    url,
    problems: [...promised],
    answers: [...answers],
    describedTwice: codesDescribedTwice(route, catalog, promised)
  }
  return [route.method].flat().map((method) => ({ method, ...facts }))
}

export function methodsOf (route: RouteOptions): string {
  return [route.method].flat().join(', ')
}
