/**
 * The snapshot: what a catalog promises, resolved and in canonical form, to be committed and compared.
 */
import type { Deprecation, Retired, Texts, WireText } from '../../catalog/definition.js'
import type { Retry } from '../../catalog/status.js'
import type { JsonObject } from '../../json/canonical.js'

/** What a client may rely on: one catalog, every code resolved, the standard ones too. */
export interface Snapshot {
  readonly version: 1
  readonly problems: Readonly<Record<string, SnapshotProblem>>
  readonly retired: Readonly<Record<string, Retired>>
  /** The codes that an entry of `errors` in a `VALIDATION_ERROR` may hold. */
  readonly validation: readonly string[]
  /** Approved findings, with name and reason. */
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

/** One code of a snapshot. Empty members are absent. */
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
