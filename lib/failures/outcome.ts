/**
 * What a failure behind the service becomes. None of these lets every request be repeated, and none names what failed:
 * clients do not learn which services are behind an API, nor what those answered.
 */
import type { RecognizedFailure } from './failure.js'

/** The service was not reached, or refused. The seconds are a guess that keeps clients from returning at once. */
export const unavailable: RecognizedFailure = Object.freeze({ code: 'SERVICE_UNAVAILABLE', retryAfter: 5 })

/** The call lost against another transaction, or a short queue was full: the next attempt may well succeed. */
export const busy: RecognizedFailure = Object.freeze({ code: 'SERVICE_UNAVAILABLE', retryAfter: 1 })

/** A circuit breaker is open. No library states for how long; most are set to ten seconds. */
export const tripped: RecognizedFailure = Object.freeze({ code: 'SERVICE_UNAVAILABLE', retryAfter: 10 })

/** The service gave an answer that cannot be used. */
export const broken: RecognizedFailure = Object.freeze({ code: 'EXTERNAL_SERVICE_ERROR' })

/** The service did not answer in time, or the call was given up. */
export const timedOut: RecognizedFailure = Object.freeze({ code: 'EXTERNAL_SERVICE_TIMEOUT' })

/** The stored data contradict the request. */
export const conflict: RecognizedFailure = Object.freeze({ code: 'CONFLICT' })

/** A database refused a statement: a bug, or a validation that is missing. */
export const databaseError: RecognizedFailure = Object.freeze({ code: 'DATABASE_ERROR' })

/** A library reports that the program uses it wrongly. */
export const programError: RecognizedFailure = Object.freeze({ code: 'INTERNAL_ERROR' })

/** The request has a token that is expired, forged or malformed (RFC 6750 §3.1). */
export const invalidToken: RecognizedFailure = Object.freeze({ code: 'UNAUTHORIZED', challenge: 'invalid_token' })
