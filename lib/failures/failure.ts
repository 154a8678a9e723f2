/**
 * What a recognizer takes and what it answers. Types only; each recognizer imports them.
 */
import type { Problem } from '../catalog/problem/occurrence.js'
import type { StandardCode } from '../catalog/standard.js'
import type { Thrown } from './thrown.js'
import type { Verdict } from './whose/verdict.js'

/** Where a failure came from: the recognizer that knew it, or `application` for what the application stated itself. */
export type Origin =
  | 'application' | 'validation' | 'framework' | 'rate-limit' | 'upstream' | 'database' | 'http-error' | 'unknown'

/** What a recognizer answers: a standard code, and what is particular about this occurrence. */
export interface RecognizedFailure {
  readonly code: StandardCode
  /** The status that the application chose, where it is not that of the code. */
  readonly status?: number | undefined
  readonly extensions?: Readonly<Record<string, unknown>>
  readonly detail?: string | undefined
  readonly retryAfter?: number | undefined
  readonly headers?: Readonly<Record<string, string | readonly string[]>> | undefined
  /** The names under which the option `constraints` may have a code for a violated constraint. */
  readonly constraint?: readonly string[]
  /** What is wrong with the credentials (RFC 6750 §3.1); absent where the request had none. */
  readonly challenge?: 'invalid_token'
}

/** What a recognizer may look at beside the value: the reply as plugins left it, and what the server knows. */
export interface FailureContext {
  readonly status: number
  header (name: string): unknown
  readonly method: string
  readonly bodyLimit: number | undefined
  readonly bodyMissing: boolean
  /** The media types that the route's parsers take. */
  acceptedTypes (): readonly string[]
  readonly maxValidationErrors: number
}

/** Knows one kind of failure. It reads from the value only what the record does not hold. */
export type Recognizer = (thrown: Thrown, context: FailureContext) => RecognizedFailure | undefined

/** A problem, and where it came from. */
export interface Recognized {
  readonly problem: Problem
  readonly origin: Origin
  /** Whose error it was, and what decided it; absent where the error stated no status. */
  readonly verdict?: Verdict | undefined
}
