/**
 * What a client prefers, read from `Accept` and `Accept-Language`, and the `Vary` of an answer that depends on it.
 * Never throws: broken entries count as absent.
 */

/** One entry of such a header, with its weight (RFC 9110 §12.4.2). */
export interface Weighted {
  readonly value: string
  readonly weight: number
}

// A header is as long as its sender likes; a list of preferences is shorter.
const maxLength = 1000

const weightPattern = /^q=(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/i

/** The entries in lower case, the most wanted first; refused ones (`q=0`) come last. Of parameters only `q` counts. */
export function parsePreferences (header: string): Weighted[] {
  const text = header.length > maxLength ? header.slice(0, Math.max(0, header.lastIndexOf(',', maxLength))) : header
  return text.split(',').flatMap(parseEntry).sort((a, b) => b.weight - a.weight)
}

function parseEntry (entry: string): Weighted[] {
  const [value = '', ...parameters] = entry.split(';').map((part) => part.trim().toLowerCase())
  const parameter = parameters.find((one) => one.startsWith('q='))
  if (value === '') return []
  if (parameter === undefined) return [{ value, weight: 1 }]
  const weight = weightPattern.exec(parameter)?.[1]
  return weight === undefined ? [] : [{ value, weight: Number(weight) }]
}

/** One `Vary` from several, such as that of a plugin and that of a problem (RFC 9110 §12.5.5). `*` covers all. */
export function mergeVary (...values: readonly unknown[]): string {
  const names = values
    .flat()
    .flatMap((value) => String(value ?? '').split(','))
    .map((name) => name.trim())
    .filter((name) => name !== '')
  if (names.includes('*')) return '*'
  return names
    .filter((name, index) => names.findIndex((other) => other.toLowerCase() === name.toLowerCase()) === index)
    .join(', ')
}
