/**
 * The compiler of TypeBox 0.34 (@fastify/type-provider-typebox 5) reports a path and a message, but no keyword.
 * It makes its messages from the schema, in a fixed number of forms. Only whole messages are read.
 */
import type { Entry, Fields } from './entry.js'

interface Meaning {
  keyword: string
  params: Fields
  names: string[]
}

type Read = (first: string, second: string) => { keyword: string, params?: Fields }

const comparisons: Readonly<Record<string, string>> = {
  'greater or equal to': 'minimum',
  'greater than': 'exclusiveMinimum',
  'less or equal to': 'maximum',
  'less than': 'exclusiveMaximum'
}
const sides: Readonly<Record<string, string>> = { greater: 'min', less: 'max' }

const messages: ReadonlyArray<readonly [RegExp, Read]> = [
  [/^Expected required property$/, () => ({ keyword: 'required' })],
  [/^Unexpected property$/, () => ({ keyword: 'boolean' })],
  [/^Expected union value$/, () => ({ keyword: 'anyOf' })],
  [/^Expected (?:'.*'|-?\d\S*|true|false)$/s, () => ({ keyword: 'const' })],
  [/^Expected (\w+)$/, (type) => ({ keyword: 'type', params: { type } })],
  [
    /^Expected string length (greater|less) or equal to (\d+)$/,
    (side, limit) => ({ keyword: `${sides[side]}Length`, params: { limit: Number(limit) } })
  ],
  [
    /^Expected array length to be (greater|less) or equal to (\d+)$/,
    (side, limit) => ({ keyword: `${sides[side]}Items`, params: { limit: Number(limit) } })
  ],
  [
    /^Expected (?:number|integer|bigint) to be ((?:greater|less) (?:or equal to|than)) (-?\d[\d.e+-]*)$/,
    (comparison, limit) => ({ keyword: comparisons[comparison]!, params: { limit: Number(limit) } })
  ],
  [
    /^Expected (?:number|integer|bigint) to be a multiple of (-?\d[\d.e+-]*)$/,
    (factor) => ({ keyword: 'multipleOf', params: { multipleOf: Number(factor) } })
  ],
  [/^Expected string to match '([\w-]+)' format$/, (format) => ({ keyword: 'format', params: { format } })],
  [/^Expected string to match (?:regular expression|'.*')$/s, () => ({ keyword: 'pattern' })],
  [/^Expected array elements to be unique$/, () => ({ keyword: 'uniqueItems' })]
]

/** The keyword of an entry that has none, if it is TypeBox's. Its path is that of the member, even of a missing one. */
export function fromMessage ({ raw: { message } }: Entry): Partial<Meaning> {
  if (typeof message !== 'string' || !/^(?:Une|E)xpected /.test(message)) return {}
  for (const [pattern, read] of messages) {
    const match = pattern.exec(message)
    if (match) return { params: {}, names: [], ...read(match[1] ?? '', match[2] ?? '') }
  }
  return {}
}
