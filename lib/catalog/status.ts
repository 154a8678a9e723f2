/** What a status says about repeating the request. */

/** Which requests may be repeated: none, those whose repetition does no harm, or any (nothing was executed). */
export type Retry = 'none' | 'idempotent' | 'any'

export const retries: readonly Retry[] = ['none', 'idempotent', 'any']

const repeatable = new Set([408, 425, 500, 502, 503, 504])

/** The retry rule of a problem type that does not state one. */
export function defaultRetry (status: number): Retry {
  if (status === 429) return 'any'
  return repeatable.has(status) ? 'idempotent' : 'none'
}
