/**
 * The parts of a page in Markdown, and texts of the catalog in them.
 */
import type { LocalText } from '../../catalog/texts/language.js'
import { cleanText } from '../../catalog/texts/template.js'
import { toCodeSpan, toInline } from '../../markdown/text.js'
import { parseBlocks, parseInline } from '../text.js'

type Part = string | false | undefined

export function join (parts: readonly Part[]): string {
  return `${parts.filter(Boolean).join('\n\n')}\n`
}

export function list (items: readonly Part[]): string {
  return items.filter(Boolean).map((item) => `- ${item}`).join('\n')
}

export function table (head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

/** A text of the catalog: its paragraphs and lists. */
export function blocks ({ text: value }: LocalText): string {
  return parseBlocks(value).map((block) => {
    if (block.kind === 'paragraph') return text(block.text)
    return block.items.map((item, index) => `${block.ordered ? `${index + 1}.` : '-'} ${text(item)}`).join('\n')
  }).join('\n\n')
}

// No text has them: they take the place of code and links while all else is escaped.
const placeholder = /\ue000(\d+)\ue001/g

/** One line of a text of the catalog, in which only code and links have a meaning. */
export function text (value: string): string {
  const marked: string[] = []
  const line = parseInline(oneLine(value)).map((piece) => {
    if (typeof piece === 'string') return piece
    const markdown = 'code' in piece ? toCodeSpan(piece.code) : `[${toInline(piece.text)}](${piece.href})`
    return `\ue000${marked.push(markdown) - 1}\ue001`
  }).join('')
  return toInline(line).replace(placeholder, (_, index: string) => marked[Number(index)]!)
}

/** A text within a line, where a number starts no list. */
export function word (value: string): string {
  return text(value).replace(/^(\d+)\\/, '$1')
}

export function cell (value: string): string {
  return text(value).replace(/(\\*)\|/g, (pipe, backslashes: string) =>
    backslashes.length % 2 === 1 ? pipe : `${backslashes}\\|`
  )
}

export function code (value: string): string {
  return toCodeSpan(oneLine(value))
}

export function fence (language: string, value: string): string {
  return `~~~~${language}\n${value.split('\n').map((line) => cleanText(line, Infinity)).join('\n')}\n~~~~`
}

export function oneLine (value: string): string {
  return cleanText(value.replace(/\s+/g, ' ').replace(/[\ue000\ue001]/g, ''), Infinity).trim()
}
