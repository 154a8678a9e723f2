/**
 * The few marks that texts of a catalog may have: `code`, [links](https://…), lists, and blank lines between
 * paragraphs. Everything else is plain text.
 */

/** A piece of a line. */
export type Inline = string | { readonly code: string } | { readonly text: string, readonly href: string }

export type Block =
  | { readonly kind: 'paragraph', readonly text: string }
  | { readonly kind: 'list', readonly ordered: boolean, readonly items: readonly string[] }

// A link leads to the web, to a mailbox, or to a path of the same host. Anything else is text, such as `javascript:`.
const marks = /(?<!`)`([^`\n]+)`(?!`)|\[([^\][\n]+)\]\(((?:https?:\/\/|mailto:|\/(?!\/))[^\s()<>"'`\\]+)\)/g

/**
 * The pieces of a line.
 *
 * @example
 * parseInline('See `id` in [the guide](https://example.com)')
 * // ['See ', { code: 'id' }, ' in ', { text: 'the guide', href: 'https://example.com' }]
 */
export function parseInline (line: string): readonly Inline[] {
  const pieces: Inline[] = []
  let end = 0
  for (const { 0: mark, 1: code, 2: text, 3: href, index } of line.matchAll(marks)) {
    if (index > end) pieces.push(line.slice(end, index))
    pieces.push(code === undefined ? { text: text!, href: href! } : { code })
    end = index + mark.length
  }
  if (end < line.length) pieces.push(line.slice(end))
  return pieces
}

const bullet = /^\s*[-*•]\s+(?=\S)/
const number = /^\s*\d{1,3}[.)]\s+(?=\S)/

/** Paragraphs and lists, in order. */
export function parseBlocks (text: string): readonly Block[] {
  return text.split(/\n\s*\n/).flatMap(blocksOf)
}

function blocksOf (part: string): Block[] {
  const blocks: { kind: 'paragraph' | 'bullets' | 'numbers', lines: string[] }[] = []
  for (const line of part.split('\n').filter((one) => one.trim() !== '')) {
    const kind = bullet.test(line) ? 'bullets' : number.test(line) ? 'numbers' : 'paragraph'
    const last = blocks.at(-1)
    if (last?.kind === kind) last.lines.push(line)
    // An indented line goes on with the item above it.
    else if (kind === 'paragraph' && last !== undefined && /^\s/.test(line)) {
      last.lines.push(`${last.lines.pop()} ${line.trim()}`)
    } else blocks.push({ kind, lines: [line] })
  }
  return blocks.map(({ kind, lines }) =>
    kind === 'paragraph'
      ? { kind, text: lines.map((line) => line.trim()).join(' ') }
      : {
          kind: 'list',
          ordered: kind === 'numbers',
          items: lines.map((line) => line.replace(kind === 'numbers' ? number : bullet, '').trim())
        }
  )
}

/** The first paragraph, for places that have room for one; nothing where the text starts with a list. */
export function summaryOf (text: string): string {
  const [first] = parseBlocks(text)
  return first?.kind === 'paragraph' ? first.text : ''
}
