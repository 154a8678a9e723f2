/**
 * Promises where a plain value was asked for.
 */
import { member } from './untrusted.js'

export function isThenable (value: unknown): value is PromiseLike<unknown> {
  return typeof member(value, 'then') === 'function'
}

/** Nothing awaits this promise, and a rejection that nothing handles ends the process. */
export function ignoreRejection (value: unknown): void {
  if (isThenable(value)) value.then(undefined, () => {})
}
