/**
 * The HTML of a Markdown document as Markdown: tables, definition lists, headings, lists. Fences stay as they are.
 */
import { outsideFences } from './fences.js'

/** Also turns the definition lists of Markdown dialects (`TERM` and a line `: text`) into lists. */
export function fromHtml (document: string): string {
  return outsideFences(document, convert)
}

function convert (text: string): string {
  return (
    text
      .replace(/<!--(?! problem-json)[\s\S]*?-->/g, '')
      .replace(/<table\b[^>]*>([\s\S]*?)<\/table>/gi, (_, body: string) => toTable(body))
      .replace(/<dt\b[^>]*>([\s\S]*?)<\/dt>\s*/gi, (_, term: string) => `\n- ${toInline(term)}: `)
      .replace(/<dd\b[^>]*>([\s\S]*?)<\/dd>\s*/gi, (_, meaning: string) => `${toInline(meaning)} `)
      .replace(
        /<h([1-6])\b[^>]*>([\s\S]*?)<\/h\1>/gi,
        (_, depth: string, title: string) => `\n\n${'#'.repeat(Number(depth))} ${toInline(title)}\n\n`
      )
      .replace(/<summary\b[^>]*>([\s\S]*?)<\/summary>/gi, (_, title: string) => `\n\n###### ${toInline(title)}\n\n`)
      .replace(/<li\b[^>]*>\s*/gi, '\n- ')
      .replace(/<\/details>/gi, '\n\n######\n\n')
      .replace(/<\/?(?:dl|ul|ol|li|div|section|article|details|p|center|span)\b[^>]*>/gi, '\n')
      .replace(/^(?!\s*[-#|>])([^\n]*\S[^\n]*)\n:[ \t]+([^\n]+)/gm, '- $1: $2')
      // AsciiDoc: a term and two colons.
      .replace(/^(`?[A-Za-z][\w.-]+`?)::[ \t]+(?=\S)/gm, '- $1: ')
  )
}

interface HtmlCell { readonly text: string, readonly columns: number, readonly rows: number, readonly heads: boolean }

function toTable (body: string): string {
  const [, caption = ''] = /<caption\b[^>]*>([\s\S]*?)<\/caption>/i.exec(body) ?? []
  const rows = [...body.matchAll(/<tr\b[^>]*>([\s\S]*?)(?=<tr\b|<\/tr>|$)/gi)]
    .map(([, row = '']) => cellsOf(row))
    .filter((row) => row.length > 0)
  if (rows.length === 0) return ''
  const grid = spread(rows)
  const width = Math.max(...grid.map((row) => row.length))
  const [top = []] = rows
  const hasHead = top.some(({ heads }) => heads) && top.length > 1
  const [head = [], ...rest] = hasHead ? grid : [[], ...grid]
  const line = (cells: readonly string[]) =>
    `| ${Array.from({ length: width }, (_, index) => cells[index] ?? '').join(' | ')} |`
  const title = caption === '' ? '' : `**${toInline(caption)}**\n\n`
  return `\n\n${title}${[line(head), `|${' --- |'.repeat(width)}`, ...rest.map(line)].join('\n')}\n\n`
}

function cellsOf (row: string): HtmlCell[] {
  return [...row.matchAll(/<t([hd])\b([^>]*)>([\s\S]*?)(?=<t[hd]\b|<\/t[hd]>|$)/gi)].map(
    ([, kind = '', attributes = '', content = '']) => ({
      text: toInline(content).replace(/(?<!\\)\|/g, '\\|'),
      columns: spanOf(attributes, 'colspan'),
      rows: spanOf(attributes, 'rowspan'),
      heads: kind.toLowerCase() === 'h'
    })
  )
}

function spanOf (attributes: string, name: string): number {
  return Math.min(Number(new RegExp(`${name}\\s*=\\s*["']?(\\d+)`, 'i').exec(attributes)?.[1] ?? 1), 100) || 1
}

/** A cell that spans rows is in each of them. */
function spread (rows: readonly (readonly HtmlCell[])[]): string[][] {
  const grid: string[][] = rows.map(() => [])
  for (const [index, line] of grid.entries()) {
    let column = 0
    for (const cell of rows[index] ?? []) {
      while (line[column] !== undefined) column++
      for (const below of grid.slice(index, index + cell.rows)) {
        for (let right = 0; right < cell.columns; right++) below[column + right] = right === 0 ? cell.text : ''
      }
      column += cell.columns
    }
  }
  return grid.map((row) => Array.from(row, (cell) => cell ?? ''))
}

function toInline (html: string): string {
  return html
    .replace(/<br\s*\/?>/gi, '\u0000')
    .replace(/<(code|tt|kbd|samp)\b[^>]*>([\s\S]*?)<\/\1>/gi, '`$2`')
    .replace(/<\/?(?:del|s|strike)\b[^>]*>/gi, '~~')
    .replace(/<\/?(?:b|strong)\b[^>]*>/gi, '**')
    .replace(/<\/?[a-z][^>]*>/gi, '')
    .replace(/\s+/g, ' ')
    .trim()
    .replaceAll('\u0000', '<br>')
}
