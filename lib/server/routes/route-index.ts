/**
 * Which methods may have a route for a path, found out at start-up: more than have one, and never fewer. So an unknown
 * path costs a look into two maps, and Fastify's router, which knows it exactly, is asked about the others only.
 */

/** A path as Fastify finds it whatever its router's options are: nothing to decode, and nothing that ends it. */
const plainPath = /^\/[\w./~!$&'()*+,:=@-]*$/

export class RouteIndex {
  private readonly methods = new Set<string>()
  /** A path without parameters → its methods. */
  private readonly fixed = new Map<string, Set<string>>()
  /** A folder → the methods of the routes below it that have parameters. */
  private readonly folders = new Map<string, Set<string>>()
  private deepest = 0
  /** The paths without parameters as they were given: none, once a route depends on more than its path. */
  private readonly given = new Set<string>()
  private isConstrained = false
  /** What Fastify's router said of such a path. */
  readonly allowed = new Map<string, readonly string[]>()

  add (method: string, url: string, isConstrained = false): void {
    this.methods.add(method)
    this.given.add(url)
    this.isConstrained ||= isConstrained
    const parameter = url.search(/[:*]/)
    if (parameter < 0) methodsAt(this.fixed, fold(url)).add(method)
    else this.addBelow(method, fold(url.slice(0, url.lastIndexOf('/', parameter) + 1)))
  }

  private addBelow (method: string, folder: string): void {
    methodsAt(this.folders, folder).add(method)
    this.deepest = Math.max(this.deepest, folder.split('/').length - 1)
  }

  /** Whether the router always says the same of it. There are as many as there are routes: no client adds one. */
  isSettled (url: string): boolean {
    return !this.isConstrained && this.given.has(url)
  }

  /** In the order in which the methods were first seen. */
  methodsOf (target: string): readonly string[] {
    const query = target.indexOf('?')
    const url = query < 0 ? target : target.slice(0, query)
    if (!plainPath.test(url)) return [...this.methods]
    const path = fold(url)
    const found = this.foldersAbove(path)
    const fixed = this.fixed.get(path)
    if (fixed !== undefined) found.push(fixed)
    return found.length === 0
      ? none
      : [...this.methods].filter((method) => found.some((methods) => methods.has(method)))
  }

  /** No deeper than there are routes: a path may have thousands of slashes. */
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

/**
 * The router may take letters of both cases for one, several slashes too, and pass over the last one: here it always
 * does.
 */
function fold (path: string): string {
  const single = path.includes('//') ? path.replace(/\/{2,}/g, '/') : path
  return (single.endsWith('/') ? single.slice(0, -1) : single).toLowerCase()
}

function methodsAt (map: Map<string, Set<string>>, key: string): Set<string> {
  const methods = map.get(key) ?? new Set()
  map.set(key, methods)
  return methods
}
