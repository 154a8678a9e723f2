/**
 * Requests that a limit refused: by `@fastify/rate-limit` with any options, and by `@fastify/under-pressure`.
 * The limiter throws what its `errorResponseBuilder` returns, so the headers that it put on the reply identify it.
 */
import type { FailureContext, RecognizedFailure } from './failure.js'
import { applicationMessage } from './http-error.js'
import { toSeconds } from '../http/retry-after.js'
import type { Thrown } from './thrown.js'

/** The headers of a limiter beside those that count what remains. */
const limitHeaders = ['x-ratelimit-limit', 'ratelimit-limit', 'x-ratelimit-reset', 'ratelimit-reset']

export function recognizeRateLimit (thrown: Thrown, context: FailureContext): RecognizedFailure | undefined {
  if (thrown.code === 'FST_UNDER_PRESSURE') {
    return { code: 'OVERLOADED', retryAfter: toSeconds(context.header('retry-after')) }
  }
  if (!isOverLimit(context)) return undefined
  const status = isNothing(thrown) ? 429 : thrown.status ?? 429
  // The application chose any other status.
  if (status !== 429 && status !== 403) return undefined
  return {
    code: status === 403 ? 'FORBIDDEN' : 'RATE_LIMITED',
    detail: applicationMessage(thrown),
    retryAfter: toSeconds(context.header('retry-after'))
  }
}

/**
 * `Retry-After` beside the limiter's own headers is there only once the limit is exceeded. They have the names of
 * @fastify/rate-limit, or those of the IETF draft.
 */
function isOverLimit (context: FailureContext): boolean {
  if (context.header('retry-after') === undefined) return false
  const remaining = context.header('x-ratelimit-remaining') ?? context.header('ratelimit-remaining')
  return remaining === undefined
    ? limitHeaders.some((name) => context.header(name) !== undefined)
    : Number(remaining) === 0
}

/** Fastify throws this code where the builder returns nothing. */
function isNothing ({ code }: Thrown): boolean {
  return code === 'FST_ERR_SEND_UNDEFINED_ERR'
}
