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
  /** The codes that it can answer: those that it declares, and what follows from its form. */
  readonly answers: readonly string[]
  /** Those of `problems` whose status the route describes itself: the document shows what it never sends. */
  readonly describedTwice: readonly string[]
}

/** A HEAD route that Fastify made of a GET one says nothing of its own, nor does the one whose path ends in a slash. */
export function routesByName (routes: readonly ProblemRoute[]): Record<string, readonly string[]> {
  const read = new Set(routes.filter(({ method }) => method === 'GET').map(({ url }) => withoutSlash(url)))
  const own = routes.filter(({ method, url }) => method !== 'HEAD' || !read.has(withoutSlash(url)))
  return Object.fromEntries(
    own.map(({ method, url, problems }) => [`${method} ${url}`, problems.toSorted(compareText)])
  )
}

function withoutSlash (url: string): string {
  return url.length > 1 ? url.replace(/\/$/, '') : url
}
