/**
 * The problems of the routes of one document, by the mark of an operation or by its method and path. Pure.
 */
import type { ProblemSource, RouteProblems } from './document/write.js'

export interface Registry extends ProblemSource {
  /** Adds a route, and returns its mark. */
  readonly add: (problems: RouteProblems, methods: readonly string[], url: string) => string
  /** Sets the paths of the servers, which @fastify/swagger removes from its paths. */
  readonly setBasePaths: (basePaths: readonly string[]) => void
}

/** Marks are texts, so that they survive a transform of the application. Ids make them unique in the process. */
const registries = new Map<number, WeakRef<Registry>>()
const forgotten = new FinalizationRegistry((id: number) => registries.delete(id))
let lastId = 0

interface MarkedRoute { readonly problems: RouteProblems, readonly methods: readonly string[], readonly url: string }

export function createRegistry (): Registry {
  const id = ++lastId
  const entries: MarkedRoute[] = []
  // Made on demand, because marks are rarely lost.
  let places: Map<string, RouteProblems> | undefined
  let basePaths: readonly string[] = []

  const registry: Registry = {
    add (problems, methods, url) {
      places = undefined
      return `${id}-${entries.push({ problems, methods, url })}`
    },
    byMark (mark) {
      if (typeof mark !== 'string' || Number.parseInt(mark, 10) !== id) return undefined
      return entries[Number(mark.slice(mark.indexOf('-') + 1)) - 1]?.problems
    },
    byPath (method, path) {
      const known = places ??= placesOf(entries)
      // HEAD may be a copy of GET, which is not added again.
      const methods = method === 'head' ? ['head', 'get'] : [method]
      const asked = methods.flatMap((one) => ['', ...basePaths].map((base) => placeOf(one, base + path)))
      return asked.map((place) => known.get(place)).find(Boolean)
    },
    catalogs: () => [...new Set(entries.map(({ problems }) => problems.options.catalog))],
    setBasePaths: (paths) => { basePaths = paths }
  }
  registries.set(id, new WeakRef(registry))
  forgotten.register(registry, id)
  return registry
}

function placesOf (entries: readonly MarkedRoute[]): Map<string, RouteProblems> {
  return new Map(entries.flatMap(({ problems, methods, url }) =>
    methods.map((method) => [placeOf(method, url), problems] as const)))
}

/** The registry of a mark; `undefined` where the value is not a mark. */
export function registryOf (mark: unknown): Registry | undefined {
  return typeof mark === 'string' ? registries.get(Number.parseInt(mark, 10))?.deref() : undefined
}

/**
 * Fastify writes `/orders/:id(^\\d+$)` and `*`, OpenAPI `/orders/{id}` and `{*}`. The names of parameters do not count.
 */
function placeOf (method: string, url: string): string {
  const path = url
    .replaceAll('::', '\0')
    .replace(/:\w+(?:\([^)]*\)+)?\??|\{[^}]*\}|\*/g, '{}')
    .replaceAll('\0', ':')
  return `${method.toLowerCase()} ${path}`
}
