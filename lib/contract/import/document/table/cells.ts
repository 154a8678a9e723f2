/**
 * The codes of a cell: `` `A`, `B` ``, `~~A~~ (deprecated)`, `"A"`, `404 A`.
 */
import { likenessOf, unquote } from '../../spelling.js'

/** The texts of cells. */
export type Rows = readonly (readonly string[])[]

export interface CodeName {
  readonly spelling: string
  /** Whether the document marks it as code. */
  readonly quoted: boolean
  /** A status in front of it, within the same cell. */
  readonly status?: number
  /** The URI of the problem type, where the cell holds that: its last segment is the name. */
  readonly type?: string
}

const separator = /^\s*(?:[,/|;、，+·]|&|<br>|\n|\bor\b|\band\b|\bund\b|\boder\b|\bou\b|или|或)?\s*/i
const span = /^(?:`([^`]+)`|"([^"]+)"|“([^”]+)”|'([^']+)')/

/** @param text plain text, code between backticks */
export function cellCodes (text: string): CodeName[] {
  const [, negative] = /^[`*\s]*(-\d{4,6})[`*\s]*$/.exec(text) ?? []
  // JSON-RPC.
  if (negative !== undefined) return [{ spelling: negative, quoted: true }]
  const trimmed = text.replace(/^[^\p{L}\p{N}`"“'[(]+/u, '').trim()
  const quoted = leadingSpans(trimmed)
  return quoted.length > 0 ? quoted : bareNames(trimmed)
}

const statusInFront = /^(?:HTTP\s*)?(?:`([45]\d\d)`|([45]\d\d))\s*[:/–—-]?\s*(?=[`"“'])/i

/** The run of code spans at the start, each with a status in front of it; words end it. */
export function leadingSpans (text: string): CodeName[] {
  const found: CodeName[] = []
  let rest = text
  for (;;) {
    const [front = '', marked, bare] = statusInFront.exec(rest) ?? []
    const status = marked ?? bare
    const match = span.exec(rest.slice(front.length))
    const name = match && toName(match.slice(1).find((part) => part !== undefined) ?? '', true)
    if (!match || !name) break
    found.push(status === undefined ? name : { ...name, status: Number(status) })
    rest = rest
      .slice(front.length + match[0].length)
      .replace(/^\s*\((?:deprecated|legacy|new|old|default)\)/i, '')
      .replace(separator, '')
  }
  return found
}

function bareNames (text: string): CodeName[] {
  const words = text
    .replace(/\s*(?:\([^()]*\)|\[[^[\]]*\])\s*$/, '')
    .split(/\s*[,;\n、，]\s*|\s+[/|&]\s+|\s+or\s+/)
    .filter((word) => word !== '')
  const found = words.map((word) => toName(word, false))
  return found.every((name) => name !== undefined) ? found : leadingConstant(text)
}

/** `ORDER_LOST since 2.0`: only a name that cannot be a word of a sentence. */
function leadingConstant (text: string): CodeName[] {
  const [, first] = /^(\d?[A-Z][\w.-]*)\s/.exec(text) ?? []
  return first !== undefined && likenessOf(first) === 'constant' ? [{ spelling: first, quoted: false }] : []
}

function toName (text: string, quoted: boolean): CodeName | undefined {
  const bare = unquote(text)
  const [type, segment] = /^(?:https?:\/\/\S+|urn:\S+)[/:#]([\w.-]+)\/?$/.exec(bare) ?? []
  if (type !== undefined && segment !== undefined) {
    return likenessOf(segment) === undefined ? undefined : { spelling: segment, quoted: true, type }
  }
  const [, status, code = bare] = /^(?:HTTP\s*)?([1-5]\d\d)[\s:/-]+(\S+)$/i.exec(bare) ?? []
  const likeness = likenessOf(code)
  const isName = likeness === 'constant' || likeness === 'compound' || /^[A-Z]{3,}$/.test(code) ||
    (quoted && /^[a-z]{4,}$/.test(code))
  if (likeness === undefined || (status !== undefined && !isName)) return undefined
  return { spelling: code, quoted, ...(status !== undefined && { status: Number(status) }) }
}
