/**
 * Which form of a page an `Accept` header asks for (RFC 9110 §12.5.1).
 */
import { parsePreferences } from '../http/accept.js'
import type { Format } from './site.js'

/** In the order of preference among equals. */
const ranges: readonly (readonly [Format, readonly string[]])[] = [
  ['html', ['text/html', 'application/xhtml+xml', 'text/*', '*/*']],
  ['md', ['text/markdown', 'text/plain', 'text/*', '*/*']],
  ['json', ['application/json', 'application/problem+json', 'application/*', '*/*']]
]

/** The form that is wanted most; HTML where none is. Documentation is worth more than a 406. */
export function chooseFormat (accept: string | undefined): Format {
  if (accept === undefined) return 'html'
  const weights = new Map(parsePreferences(accept).map(({ value, weight }) => [value, weight]))
  let chosen: Format = 'html'
  let best = 0
  for (const [format, names] of ranges) {
    // The first range that is present is the most specific one.
    const name = names.find((one) => weights.has(one))
    const weight = name === undefined ? 0 : weights.get(name)!
    if (weight > best) [chosen, best] = [format, weight]
  }
  return chosen
}
