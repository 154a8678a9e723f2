/** One header of an answer, whatever the client that got it. */
import { member } from '../../json/untrusted.js'

/** A header of an answer: of a `Headers` object, or of a plain one. */
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
