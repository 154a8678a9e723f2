/**
 * The snapshot: what a catalog promises, resolved and in canonical form, to be committed and compared.
 */
import { catalogInfo } from '../catalog/define.js'
import { validationCodes } from '../catalog/standard.js'
import type { Retry } from '../catalog/status.js'
import type { AnyCatalog, Deprecation, ProblemType, Retired, Texts, WireText } from '../catalog/definition.js'
import { compareText, isJsonObject, toCanonical } from '../json/canonical.js'
import type { Json, JsonObject } from '../json/canonical.js'

/** What a client may rely on: one catalog, every code resolved, the standard ones too. */
export interface Snapshot {
  readonly version: 1
  readonly problems: Readonly<Record<string, SnapshotProblem>>
  readonly retired: Readonly<Record<string, Retired>>
  /** The codes that an entry of `errors` in a `VALIDATION_ERROR` may hold. */
  readonly validation: readonly string[]
  /** Findings that somebody approved, with name and reason. */
  readonly approved: readonly Approval[]
  /** `GET /orders/:id` → the codes that the route declares. Present where the snapshot was made with an app. */
  readonly routes?: Readonly<Record<string, readonly string[]>>
  /** The mode of the envelope. Present where the snapshot was made with an app. */
  readonly envelope?: EnvelopeMode
  /**
   * Codes of other services that this one translates (`defineUpstream()`): name of the service → code → type URI, empty
   * where it is not known. Present where the snapshot was made with an app that translates some.
   */
  readonly upstreams?: Upstreams
}

export type Upstreams = Readonly<Record<string, Readonly<Record<string, string>>>>

/** @throws {TypeError} for a code that the snapshot does not have */
export function problemOf ({ problems }: Pick<Snapshot, 'problems'>, code: string): SnapshotProblem {
  const problem = Object.hasOwn(problems, code) ? problems[code] : undefined
  if (problem === undefined) throw new TypeError(`There is no code '${code}' in the catalog`)
  return problem
}

/** One code of a snapshot. Members that say nothing are absent. */
export interface SnapshotProblem {
  readonly status: number
  readonly type: string
  readonly title: string
  readonly retry: Retry
  readonly description?: string
  readonly guidance?: string
  /** The texts that each problem carries. */
  readonly wire?: readonly WireText[]
  readonly action?: string
  readonly area?: string
  /** The templates, in order. */
  readonly detail?: readonly string[]
  /** The JSON Schema of the extension members, inherited ones included. */
  readonly extensions?: JsonObject
  readonly retryAfter?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly replaces?: readonly string[]
  readonly refines?: string
  readonly legacyCode?: string
  readonly deprecated?: Deprecation
  readonly examples?: readonly JsonObject[]
  /** Language tag → texts. */
  readonly locales?: Readonly<Record<string, Texts>>
}

export interface Approval {
  /** Names one finding: rule, code, path, old and new value. */
  readonly fingerprint: string
  readonly rule: string
  readonly codes: readonly string[]
  readonly by: string
  readonly reason: string
  /** The day, as `YYYY-MM-DD`. */
  readonly on: string
}

export type EnvelopeMode = 'legacy' | 'superset' | 'problem'

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
  readonly saidTwice: readonly string[]
}

export interface SnapshotOptions {
  /** What the routes of the app declare; without it, the rules about routes are not checked. */
  routes?: readonly ProblemRoute[] | undefined
  /** Default, where there are routes: `problem`. */
  envelope?: EnvelopeMode | undefined
  /** Codes of other services that this one translates. */
  upstreams?: Upstreams | undefined
  /** Approvals to keep. */
  approved?: readonly Approval[] | undefined
}

/**
 * The snapshot of a catalog.
 *
 * @throws {TypeError} for a value that is no catalog
 * @example
 * await writeFile('problems.snapshot.json', renderSnapshot(createSnapshot(catalog)))
 */
export function createSnapshot (catalog: AnyCatalog, options: SnapshotOptions = {}): Snapshot {
  const info = catalogInfo(catalog)
  if (!info) throw new TypeError('createSnapshot() must be given a catalog made by defineCatalog()')
  const { routes, envelope = routes && 'problem', upstreams = {}, approved = [] } = options
  const problems = Object.values(catalog).map((type) => [
    type.code, toSnapshotProblem(type, textsOf(type.code, info.locales))
  ])
  return toCanonical({
    version: 1,
    problems: Object.fromEntries(problems),
    retired: info.retired,
    validation: [...validationCodes].sort(),
    approved,
    routes: routes && routesByName(routes),
    envelope,
    ...(!isEmpty(upstreams) && { upstreams })
  }) as unknown as Snapshot
}

function toSnapshotProblem (type: ProblemType, locales: Readonly<Record<string, Texts>>): Json {
  // What only the pages show is no promise.
  const { code, extensions, causes, documentation, ...rest } = type
  const members = Object.entries({ ...rest, extensions: extensions && toSchema(extensions), locales })
    .filter(([, value]) => value !== undefined && !isEmpty(value))
  return toCanonical(Object.fromEntries(members))
}

/** A schema in canonical form: the order of `required` means nothing. */
export function toSchema (schema: unknown): Json {
  return sortRequired(toCanonical(schema))
}

function sortRequired (schema: Json): Json {
  if (Array.isArray(schema)) return schema.map(sortRequired)
  if (!isJsonObject(schema)) return schema
  return Object.fromEntries(Object.entries(schema).map(([key, value]) => {
    const isNames = key === 'required' && Array.isArray(value)
    return [key, isNames ? (value as string[]).toSorted(compareText) : sortRequired(value)]
  }))
}

function isEmpty (value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0
}

function textsOf (
  code: string, locales: Readonly<Record<string, Readonly<Record<string, Texts>>>>
): Record<string, Texts> {
  return Object.fromEntries(
    Object.entries(locales).flatMap(([tag, texts]) => (texts[code] ? [[tag, texts[code]]] : []))
  )
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

/** The text of a snapshot: sorted keys, one code per block, a final newline. */
export function renderSnapshot (snapshot: Snapshot): string {
  return JSON.stringify(toCanonical(snapshot), null, 2) + '\n'
}

/**
 * Reads the text of a snapshot.
 *
 * @param name what the message calls it
 * @throws {Error} for a text that is no snapshot, or one of a later version
 */
export function readSnapshot (text: string, name = 'the snapshot'): Snapshot {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    throw new Error(`${name} is not JSON: restore it, or write it again with 'problem-json snapshot'`, { cause })
  }
  const { version, problems, retired = {}, validation = [], approved = [] } = Object(value) as Partial<Snapshot>
  if (version !== 1) {
    throw new Error(`${name} must be a snapshot of version 1, got ${JSON.stringify(version) ?? 'none'}`)
  }
  if (!isJsonObject(problems)) throw new Error(`${name} must hold 'problems'`)
  return { ...value as Snapshot, retired, validation, approved }
}
