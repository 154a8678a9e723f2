/** Reads a header of an answer, with any HTTP client. */
import { member } from '../../json/untrusted.js'

/** The headers may be a `Headers` object or a plain one. */
export function headerOf (answer: unknown, name: string): unknown {
  const headers = member(answer, 'headers')
  const get = member(headers, 'get')
  if (typeof get !== 'function') return member(headers, name)
  try {
    return get.call(headers, name) ?? undefined
  } catch {
    return undefined
  }
}
