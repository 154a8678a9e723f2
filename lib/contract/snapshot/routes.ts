/**
 * What a snapshot holds of an app's routes: which codes each may answer.
 */
import { compareText } from '../../json/canonical.js'

/** A route and the codes that it declares. */
export interface ProblemRoute {
  readonly method: string
  readonly url: string
  readonly problems: readonly string[]
}

/** A route, and more than its declaration. */
export interface ProblemOperation extends ProblemRoute {
  /** The codes that it can answer: those that it declares, and those that follow from its form. */
  readonly answers: readonly string[]
  /** Those of `problems` whose status `schema.response` describes, too: the document shows what is never sent. */
  readonly describedTwice: readonly string[]
}

/** `GET /orders/:id` → the codes of the route. */
export function routesByName (routes: readonly ProblemRoute[]): Record<string, readonly string[]> {
  return Object.fromEntries(
    withoutHeadCopies(routes).map(({ method, url, problems }) => [`${method} ${url}`, problems.toSorted(compareText)])
  )
}

/** Fastify makes a HEAD route from each GET one, also from one whose path ends in a slash: it declares the same. */
export function withoutHeadCopies<Route extends ProblemRoute> (routes: readonly Route[]): Route[] {
  const read = new Set(routes.filter(({ method }) => method === 'GET').map(({ url }) => withoutSlash(url)))
  return routes.filter(({ method, url }) => method !== 'HEAD' || !read.has(withoutSlash(url)))
}

function withoutSlash (url: string): string {
  return url.length > 1 ? url.replace(/\/$/, '') : url
}
