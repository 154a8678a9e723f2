/**
 * What a failure behind the service becomes. Nothing here says that any request may be repeated, and nothing carries
 * a word of what failed: who stands behind an API, and what it said, is not the client's.
 */
import type { RecognizedFailure } from './failure.js'

/** Never connected, or refused: the seconds are a guess that keeps clients from coming back at once. */
export const unavailable: RecognizedFailure = Object.freeze({ code: 'SERVICE_UNAVAILABLE', retryAfter: 5 })

/** Lost against another transaction, or a short queue was full: the next attempt may well succeed. */
export const busy: RecognizedFailure = Object.freeze({ code: 'SERVICE_UNAVAILABLE', retryAfter: 1 })

/** A circuit breaker is open. None tells for how long; ten seconds is what most are set to. */
export const tripped: RecognizedFailure = Object.freeze({ code: 'SERVICE_UNAVAILABLE', retryAfter: 10 })

/** Answered, in a way that cannot be used. */
export const broken: RecognizedFailure = Object.freeze({ code: 'EXTERNAL_SERVICE_ERROR' })

/** Did not answer in time, or was given up. */
export const timedOut: RecognizedFailure = Object.freeze({ code: 'EXTERNAL_SERVICE_TIMEOUT' })

/** The stored data contradict the request. */
export const conflict: RecognizedFailure = Object.freeze({ code: 'CONFLICT' })

/** A database refused a statement: a bug, or a validation that is missing. */
export const databaseError: RecognizedFailure = Object.freeze({ code: 'DATABASE_ERROR' })

/** A library says that the program uses it wrongly. */
export const ownFault: RecognizedFailure = Object.freeze({ code: 'INTERNAL_ERROR' })

/** A token that was shown is expired, forged or none (RFC 6750 §3.1). */
export const invalidToken: RecognizedFailure = Object.freeze({ code: 'UNAUTHORIZED', challenge: 'invalid_token' })
