/**
 * The methods that may have a route for a path, collected at start-up: never too few, but sometimes too many. So most
 * unknown paths cost only two look-ups, and only for the others Fastify's router is asked, which knows exactly.
 */

/** Most paths: to normalize them would change nothing. */
const normalizedPath = /^(?:\/[a-z\d_.~-]+)+$/

/** A path that the router reads in the same way with all its options: it has nothing to decode, and no other end. */
const plainPath = /^\/[\w./~!$&'()*+,:=@-]*$/

/** The methods of a path, as a problem has them. */
export interface AllowedMethods {
  readonly extensions: { readonly allow: readonly string[] }
  readonly headers: { readonly allow: string }
}

export class RouteIndex {
  private readonly methods = new Set<string>()
  /** A path without parameters → its methods. */
  private readonly fixed = new Map<string, Set<string>>()
  /** A folder → the methods of the routes below it that have parameters. */
  private readonly folders = new Map<string, Set<string>>()
  private deepest = 0
  /** The paths of the routes, unchanged. */
  private readonly exactPaths = new Set<string>()
  private isConstrained = false
  /** The answers of Fastify's router for such paths. */
  readonly allowed = new Map<string, AllowedMethods>()

  add (method: string, url: string, isConstrained = false): void {
    this.methods.add(method)
    this.exactPaths.add(url)
    this.isConstrained ||= isConstrained
    const parameter = url.search(/[:*]/)
    if (parameter < 0) methodsAt(this.fixed, normalize(url)).add(method)
    else this.addBelow(method, normalize(url.slice(0, url.lastIndexOf('/', parameter) + 1)))
  }

  private addBelow (method: string, folder: string): void {
    methodsAt(this.folders, folder).add(method)
    this.deepest = Math.max(this.deepest, folder.split('/').length - 1)
  }

  /** Whether the router's answer for a path may be kept. Only paths of routes are, so that clients cannot add any. */
  isSettled (url: string): boolean {
    return !this.isConstrained && this.exactPaths.has(url)
  }

  /** In the order in which the methods were first seen. */
  methodsOf (target: string): readonly string[] {
    const query = target.indexOf('?')
    const url = query < 0 ? target : target.slice(0, query)
    const isNormalized = normalizedPath.test(url)
    if (!isNormalized && !plainPath.test(url)) return [...this.methods]
    const path = isNormalized ? url : normalize(url)
    const found = this.foldersAbove(path)
    const fixed = this.fixed.get(path)
    if (fixed !== undefined) found.push(fixed)
    return found.length === 0
      ? none
      : [...this.methods].filter((method) => found.some((methods) => methods.has(method)))
  }

  /** It stops at the depth of the deepest route, because a path may have thousands of slashes. */
  private foldersAbove (path: string): Array<Set<string>> {
    const found: Array<Set<string>> = []
    let end = 0
    for (let depth = 0; depth <= this.deepest; depth++) {
      const methods = this.folders.get(path.slice(0, end))
      if (methods !== undefined) found.push(methods)
      if (end === path.length) break
      end = path.indexOf('/', end + 1)
      if (end < 0) end = path.length
    }
    return found
  }
}

const none: readonly string[] = []

/** The router may ignore the case, repeated slashes and the last slash; the index always ignores them. */
function normalize (path: string): string {
  const single = path.includes('//') ? path.replace(/\/{2,}/g, '/') : path
  return (single.endsWith('/') ? single.slice(0, -1) : single).toLowerCase()
}

function methodsAt (map: Map<string, Set<string>>, key: string): Set<string> {
  const methods = map.get(key) ?? new Set()
  map.set(key, methods)
  return methods
}
