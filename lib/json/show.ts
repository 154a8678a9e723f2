/**
 * A value as messages show it: as JSON, with words for what JSON would leave out.
 */
import { isThenable } from './promise.js'

export function show (value: unknown): string {
  if (isThenable(value)) return 'a promise'
  const text = typeof value === 'number' ? String(value) : toJson(value)
  return text.length > 120 ? `${text.slice(0, 120)}…` : text
}

/** A value may be circular. */
function toJson (value: unknown): string {
  const kind = Object.prototype.toString.call(value)
  if (kind === '[object Map]' || kind === '[object Set]') return kind
  if (typeof value === 'function') return 'a function'
  try {
    return JSON.stringify(value, (_, inner: unknown) => {
      return typeof inner === 'function' ? 'a function' : typeof inner === 'bigint' ? `${inner}n` : inner
    }) ?? String(value)
  } catch {
    return kind
  }
}
