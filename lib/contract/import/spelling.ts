/**
 * What looks like a code, and what looks like a status. Nothing here knows the form of a document.
 */
import { STATUS_CODES } from 'node:http'
import { anyOf } from '../../json/any-of.js'

/**
 * How much a word looks like a code: `constant` (`ORDER_LOST`, `E1001`), `compound` (`order_lost`, `OrderLost`), `word`
 * (`conflict`), `number` (`40401`).
 */
export type Likeness = 'constant' | 'compound' | 'word' | 'number'

const constant = /^(?:\d?[A-Z][A-Z0-9]*(?:[_.:/-][A-Z0-9]+)+|[A-Z]{1,8}\d{2,6}|[A-Z][A-Za-z]*[.-]\d{2,})$/
const compound = anyOf(
  /^[a-z][a-z0-9]*(?:[_.:/-][a-z0-9]+)+$/,
  /^[A-Za-z][a-z0-9]*(?:[A-Z]+[a-z0-9]*)+$/,
  /^[A-Za-z][A-Za-z0-9]*(?:[_.:/-][A-Za-z0-9]+)+$/
)
const word = /^[A-Za-z][A-Za-z0-9]*$/
const number = /^-?\d{4,6}$/
/** Methods, header fields, files and addresses: they are beside codes, and are not codes. */
const other = anyOf(
  /^(?:GET|PUT|POST|PATCH|DELETE|HEAD|OPTIONS|HTTPS?|URL|URI|API|JSON|N\/A|n\/a)$/,
  /^(?:X-|Content-|Retry-|WWW-|Accept-|If-)[A-Za-z-]+$|^(?:HTTPS?|RFC|ISO|UTF|TLS|SHA|ES)[-/]?[\d.]+$/,
  /^(?:application|text|image|audio|video|multipart)\//,
  /\.(?:json|ya?ml|[cm]?[jt]sx?|mdx?|go|py|rs|rb|php|java|kt|cs|sql|sh|txt|html?)$/
)

/** `undefined` for what cannot be a code. */
export function likenessOf (text: string): Likeness | undefined {
  if (number.test(text)) return 'number'
  if (text.length > 120 || other.test(text) || isPattern(text)) return undefined
  if (constant.test(text)) return 'constant'
  if (compound.test(text) && /[a-z]/.test(text)) return 'compound'
  return word.test(text) ? 'word' : undefined
}

/** `AUTH-*` and `SYS_XXX` mean many codes, and are not one. */
export function isPattern (text: string): boolean {
  return /^[A-Za-z][\w.:-]*[_.:-](?:\*+|X{2,}|x{2,}|N{3,}|n{2,})$/.test(text)
}

export function isStatus (status: number): boolean {
  return status >= 400 && status <= 599
}

/** Whether the list of HTTP knows the status: a column of other numbers is not a column of statuses. */
export function isRegistered (status: number): boolean {
  return STATUS_CODES[status] !== undefined
}

/** Whether a text after a status is its reason phrase, or the beginning of it. */
export function startsWithReason (text: string, status: number): boolean {
  const [first = ''] = (STATUS_CODES[status] ?? '').toLowerCase().split(' ')
  return first !== '' && text.trim().toLowerCase().startsWith(first)
}

/** Every number from 100 to 599 of a text, once; not a part of a longer number, a name or a range such as 4xx. */
export function statusesOf (text: string): number[] {
  return [...new Set([...text.matchAll(/(?<![\w.])([1-5]\d\d)(?![\w]|\.\d)/g)].map(([status]) => Number(status)))]
}

/** Quotation marks, emphasis and footnote marks that a document puts around a name. */
export function unquote (text: string): string {
  const bare = text.trim().replace(/\[\^[^\]]*\]|[*†‡¹²³]+$/g, '').trim()
  const [, inner] = /^[`"'“”„‘’«»‹›「『]+(.*?)[`"'“”‘’«»‹›」』]+$/.exec(bare) ?? []
  return (inner ?? bare).trim()
}
