/**
 * Errors that carry another service's answer. Its status and headers never become ours: only the time to wait is passed
 * on, up to a limit.
 */
import type { RecognizedFailure } from '../failure.js'
import { headerOf } from './header.js'
import { broken, busy, unavailable } from '../outcome.js'
import { toSeconds } from '../../http/retry-after.js'
import type { Thrown } from '../thrown.js'
import { member } from '../../json/untrusted.js'

/** The longest wait that an upstream can impose on our clients, in seconds. */
export const maxRetryAfter = 3600

/** The failure for a refusal under load. */
export function refused (retryAfter: number | undefined): RecognizedFailure {
  return retryAfter === undefined ? unavailable : { ...unavailable, retryAfter: Math.min(retryAfter, maxRetryAfter) }
}

/** 429 and 503 mean "later"; any other status means an answer that cannot be used. */
export function statusFailure (status: number, retryAfter: number | undefined): RecognizedFailure {
  return status === 429 || status === 503 ? refused(retryAfter) : broken
}

/** The status that another service answered, even a successful one; `undefined` where the error carries no answer. */
export function answeredStatus (thrown: Thrown): number | undefined {
  const { verdict } = thrown
  return verdict?.whose === 'service' ? verdict.status : undefined
}

/** Seconds, from the `Retry-After` of the answer that an error carries. */
export function answeredRetryAfter (error: unknown): number | undefined {
  const answers = [
    member(error, 'response'), error, member(error, '$response'), member(error, 'rawResponse'), member(error, 'meta')
  ]
  const wait = answers.map((answer) => headerOf(answer, 'retry-after')).find((value) => value !== undefined)
  return toSeconds(wait ?? headerOf({ headers: member(error, 'responseHeaders') }, 'retry-after'))
}

const throttled = /Throttl|SlowDown|TooManyRequests|RequestLimitExceeded|ThroughputExceeded|LimitExceeded/

/** The AWS SDK marks its errors with `$metadata`. Only their name shows throttling, whose status may be 400. */
export function awsFailure ({ error, name }: Thrown): RecognizedFailure | undefined {
  const metadata = member(error, '$metadata')
  if (metadata === undefined) return undefined
  if (throttled.test(name)) return busy
  const status = member(metadata, 'httpStatusCode')
  return typeof status === 'number'
    ? statusFailure(status, toSeconds(headerOf(member(error, '$response'), 'retry-after')))
    : undefined
}
