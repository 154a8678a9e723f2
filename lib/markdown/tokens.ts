/**
 * Markdown as tokens. The lexer is `marked`, an optional peer that is loaded when it is needed.
 */

/** What is read of a token of `marked`. */
export interface Token {
  readonly type: string
  readonly raw: string
  readonly text?: string
  readonly href?: string
  readonly depth?: number
  readonly lang?: string
  readonly tokens?: readonly Token[]
  readonly items?: readonly Token[]
  readonly header?: readonly Cell[]
  readonly rows?: readonly (readonly Cell[])[]
}

export interface Cell { readonly tokens: readonly Token[] }

/** The tokens of a document. */
export type Lex = (markdown: string) => readonly Token[]

/** @throws {Error} where `marked` is not installed */
export async function loadLexer (load: () => Promise<object> = () => import('marked')): Promise<Lex> {
  const { Lexer, Tokenizer } = await load().catch((cause: unknown) => {
    throw new Error("Reading Markdown needs the package 'marked': npm install --save-dev marked", { cause })
  }) as typeof import('marked')
  class PlainTokenizer extends Tokenizer {
    // A bare URL is text: as a link it would lose what is escaped in it.
    override url () { return undefined }
  }
  return (markdown) =>
    new Lexer({ gfm: true, tokenizer: new PlainTokenizer() }).lex(markdown) as unknown as readonly Token[]
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0' }

/** The text that inline tokens mean. Code keeps its backticks; a line break is `<br>` only. */
export function toPlain (tokens: readonly Token[]): string {
  return tokens.map(plainOf).join('')
}

const plain: Readonly<Record<string, (token: Token) => string>> = {
  text: ({ raw }) => decode(raw.replaceAll('\n', ' ')),
  escape: ({ text = '' }) => text,
  codespan: ({ raw }) => raw,
  br: () => '\n',
  html: ({ raw }) => (/^<br\b/i.test(raw) ? '\n' : ''),
  link: ({ text = '', href = '', tokens = [] }) =>
    /^https?:/.test(href) && href !== text ? `${toPlain(tokens)} (${href})` : toPlain(tokens)
}

function plainOf (token: Token): string {
  const read = Object.hasOwn(plain, token.type) ? plain[token.type] : undefined
  if (read && !(token.type === 'text' && token.tokens)) return read(token)
  return token.tokens ? toPlain(token.tokens) : token.raw
}

function decode (text: string): string {
  return text.replace(
    /&(?:#(\d{1,7})|#x([\da-f]{1,6})|(amp|lt|gt|quot|apos|nbsp));/gi,
    (entity: string, decimal?: string, hex?: string, name?: string) => {
      if (name !== undefined) return entities[name.toLowerCase()]!
      const point = decimal === undefined ? Number.parseInt(hex!, 16) : Number(decimal)
      return point <= 0x10ffff ? String.fromCodePoint(point) : entity
    }
  )
}

/** The contents of all code spans, within emphasis and links, too. */
export function codeSpans (tokens: readonly Token[]): string[] {
  return tokens.flatMap((token) => token.type === 'codespan' ? [token.text!] : codeSpans(token.tokens ?? []))
}

/** `**Label:** text` → its parts; `undefined` for a text that starts otherwise. */
export function readLabel (tokens: readonly Token[]): { label: string, rest: readonly Token[] } | undefined {
  const [only] = tokens
  if (tokens.length === 1 && only?.type === 'text' && only.tokens) return readLabel(only.tokens)
  if (only?.type !== 'strong') return undefined
  const label = toPlain(only.tokens!).trim()
  const rest = tokens.slice(1)
  if (label.endsWith(':')) return { label: label.slice(0, -1).trim(), rest }
  const [next] = rest
  if (rest.length > 0 && !(next?.type === 'text' && next.raw.trimStart().startsWith(':'))) return undefined
  return { label, rest: next ? [{ ...next, raw: next.raw.trimStart().slice(1) }, ...rest.slice(1)] : [] }
}
