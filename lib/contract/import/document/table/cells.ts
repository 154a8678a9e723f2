/**
 * The codes of a cell: `` `A`, `B` ``, `~~A~~ (deprecated)`, `"A"`, `404 A`.
 */
import { likenessOf, unquote } from '../../spelling.js'

export interface CodeName {
  readonly spelling: string
  /** Whether the document marks it as code. */
  readonly quoted: boolean
  /** A status in front of it, within the same cell. */
  readonly status?: number
}

const separator = /^\s*(?:[,/|;、，+]|&|<br>|\n|\bor\b|\band\b|\bund\b|\boder\b|\bou\b|или|或)?\s*/i
const span = /^(?:`([^`]+)`|"([^"]+)"|“([^”]+)”|'([^']+)')/

/** @param text plain text, code between backticks */
export function cellCodes (text: string): CodeName[] {
  const trimmed = text.replace(/^[^\p{L}\p{N}`"“'[(]+/u, '').trim()
  const quoted = leadingSpans(trimmed)
  return quoted.length > 0 ? quoted : bareNames(trimmed)
}

/** The run of code spans at the start; words end it. */
export function leadingSpans (text: string): CodeName[] {
  const found: CodeName[] = []
  let rest = text
  for (let match = span.exec(rest); match; match = span.exec(rest)) {
    const name = toName(match.slice(1).find((part) => part !== undefined) ?? '', true)
    if (!name) break
    found.push(name)
    rest = rest
      .slice(match[0].length)
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
  const [, status, code = bare] = /^(?:HTTP\s*)?([1-5]\d\d)[\s:/-]+(\S+)$/i.exec(bare) ?? []
  const likeness = likenessOf(code)
  if (likeness === undefined || (status !== undefined && likeness !== 'constant' && likeness !== 'compound')) {
    return undefined
  }
  return { spelling: code, quoted, ...(status !== undefined && { status: Number(status) }) }
}
