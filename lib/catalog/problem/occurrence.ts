/**
 * One occurrence of a problem type, before it is written: what the application states of it.
 */
import type { ProblemType } from '../definition.js'

/** What one occurrence may add to its type, beside its extension members. */
export interface ProblemOptions {
  /** Replaces the text that the template gives. */
  detail?: string | undefined
  /** Seconds until the request may be repeated. */
  retryAfter?: number | undefined
  /** Response headers of this occurrence; they win over those of the type. */
  headers?: Readonly<Record<string, string | readonly string[]>> | undefined
  /** What led to it. Logged, never sent. */
  cause?: unknown
  /**
   * Names this occurrence (RFC 9457 §3.1.5): a URI. It is public, and must differ each time.
   *
   * @default `urn:uuid:…`
   */
  instance?: string | undefined
}

/** A `ProblemError` is one; `reply.problem()` makes one without an Error. */
export interface Problem extends ProblemOptions {
  readonly problemType: ProblemType
  readonly extensions: Readonly<Record<string, unknown>>
  /** The status that the application chose, where the type has another. */
  readonly status?: number | undefined
}

type Extensions = Problem['extensions']

/**
 * Constant extensions → problem type → what a writer keeps of them. Extensions that are not here belong to one
 * occurrence.
 */
export const keptOfConstants = new WeakMap<Extensions, WeakMap<ProblemType, unknown>>()

/** Extensions that the package makes itself, for many occurrences. What is written of them is written once. */
export function constantExtensions (extensions: Extensions): Extensions {
  keptOfConstants.set(Object.freeze(extensions), new WeakMap())
  return extensions
}

export const noExtensions = constantExtensions({})
