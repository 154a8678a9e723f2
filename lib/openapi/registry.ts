/**
 * What the routes of one document answer, found by the mark of an operation or by its method and path. Pure.
 */
import type { ProblemSource, RouteProblems } from './document/write.js'

export interface Registry extends ProblemSource {
  /** Takes a route in, and returns its mark. */
  readonly add: (problems: RouteProblems, methods: readonly string[], url: string) => string
  /** Paths of the servers, which @fastify/swagger takes off its paths. */
  readonly setBasePaths: (basePaths: readonly string[]) => void
}

/** Marks are texts, which survive an application's transform of a schema. They are unique in the process. */
const registries = new Map<number, WeakRef<Registry>>()
const forgotten = new FinalizationRegistry((id: number) => registries.delete(id))
let lastId = 0

export function createRegistry (): Registry {
  const id = ++lastId
  const entries: RouteProblems[] = []
  const byPath = new Map<string, RouteProblems>()
  let basePaths: readonly string[] = []

  const registry: Registry = {
    add (problems, methods, url) {
      for (const method of methods) byPath.set(placeOf(method, url), problems)
      return `${id}-${entries.push(problems)}`
    },
    byMark (mark) {
      const [owner, number] = typeof mark === 'string' ? mark.split('-').map(Number) : []
      return owner === id ? entries[Number(number) - 1] : undefined
    },
    byPath: (method, path) => ['', ...basePaths].map((base) => byPath.get(placeOf(method, base + path))).find(Boolean),
    catalogs: () => [...new Set(entries.map(({ options }) => options.catalog))],
    setBasePaths: (paths) => { basePaths = paths }
  }
  registries.set(id, new WeakRef(registry))
  forgotten.register(registry, id)
  return registry
}

/** The registry that a mark is of; `undefined` where the value is not a mark. */
export function registryOf (mark: unknown): Registry | undefined {
  return typeof mark === 'string' ? registries.get(Number.parseInt(mark, 10))?.deref() : undefined
}

/**
 * Fastify writes `/orders/:id(^\\d+$)` and `*`, OpenAPI `/orders/{id}` and `{*}`: the names of parameters do not count.
 */
function placeOf (method: string, url: string): string {
  const path = url
    .replaceAll('::', '\0')
    .replace(/:\w+(?:\([^)]*\)+)?\??|\{[^}]*\}|\*/g, '{}')
    .replaceAll('\0', ':')
  return `${method.toLowerCase()} ${path}`
}
