/**
 * What each route declares, collected while routes are added; and which routes were added too early to be seen.
 */
import type { FastifyInstance, RouteOptions } from 'fastify'
import type { AnyCatalog } from '../catalog/types.js'
import type { ProblemRoute } from '../contract/snapshot.js'
import { routeKey } from './state.js'
import type { RouteFacts } from './state.js'

/** @throws {TypeError} for a code that the catalog does not have, or two that refine the same one */
export function factsOfRoute (route: RouteOptions, catalog: AnyCatalog): RouteFacts {
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

/** Keeps the facts where a request finds them again: in the route's own configuration. */
export function rememberRoute (route: RouteOptions, facts: RouteFacts): void {
  route.config = { ...route.config, [routeKey]: facts } as NonNullable<RouteOptions['config']>
}

/** A route as one entry for each of its methods. */
export function problemRoutesOf (route: RouteOptions, { declared = new Set<string>() }: RouteFacts): ProblemRoute[] {
  return [route.method].flat().map((method) => ({ method, url: route.url, problems: [...declared] }))
}

/** Routes that were there before the plugin: its `onRoute` hook did not see them. */
export function unseenRoutes (instance: FastifyInstance, seen: ReadonlySet<string>): string[] {
  return listRoutes(instance).filter((route) => !seen.has(route))
}

export function routeNames (route: RouteOptions): string[] {
  return [route.method].flat().map((method) => `${method} ${route.url}`)
}

function methodsOf (route: RouteOptions): string {
  return [route.method].flat().join(', ')
}

/** Fastify offers its list of routes as a picture of their tree only. Each level is indented by four characters. */
function listRoutes (instance: FastifyInstance): string[] {
  const routes: string[] = []
  const path: string[] = []
  for (const line of instance.printRoutes({ commonPrefix: false }).split('\n')) {
    const match = /^([│ ]*)(?:├──|└──) (.*?)(?: \(([A-Z, -]+)\))?$/u.exec(line)
    if (!match) continue
    const [, indent = '', segment = '', methods = ''] = match
    path.length = indent.length / 4
    path.push(segment)
    for (const method of methods.split(', ').filter((name) => /^[A-Z]/.test(name))) routes.push(`${method} ${path.join('')}`)
  }
  return routes
}
