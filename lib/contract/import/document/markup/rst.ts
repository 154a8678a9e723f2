/**
 * reStructuredText as Markdown: headings, tables, definition lists and literals.
 */
import { parseCsv } from '../../csv.js'
import { outsideFences } from './fences.js'
import { toTable } from './table.js'

export function fromRst (document: string): string {
  // A line of `~` below a title is not a fence.
  return outsideFences(document, convert, backticks)
}

const backticks = /(^ {0,3}`{3,}[^\n]*\n[\s\S]*?^ {0,3}`{3,}[ \t]*$)/m

function convert (text: string): string {
  const tables = fromDirectives(text)
    .replace(/(?:^ *\+(?:[-=]+\+)+ *\n(?:^ *\|.*\| *\n)+)+^ *\+(?:[-=]+\+)+ *$/gm, fromGrid)
    .replace(/^ *=+(?: +=+)+ *\n(?:.+\n)+? *=+(?: +=+)+ *\n(?:(?:.*\n)+?) *=+(?: +=+)+ *$/gm, fromSimple)
  return fromHeadings(tables)
    .replace(term, (_, name: string, meaning: string) => `- ${name}: ${meaning.replace(/\s+/g, ' ').trim()}\n`)
    .replace(/:[\w:-]+:(?=`)/g, '')
    .replace(/(?<!`)``(?!`)([^`\n]+)``(?!`)/g, '`$1`')
}

/** A term, and its meaning in indented lines below. */
const term = /(?<=^|\n\n)(``[^`\n]+``[^\n:：]*)\n((?: {2,}|\t)(?![-*]).*(?:\n(?: {2,}|\t).*)*)/g

/** A line of marks below a title; those that Markdown has (`===`, `---`) stay, without the line above. */
function fromHeadings (document: string): string {
  return document
    .replace(/^([=~^"'*+#<>:._-])\1{3,}\n(?! )(.+)\n\1{4,}$/gm, '# $2')
    .replace(/^(?![ \t|`]|- )(.*[^\s:])\n([~^"'*+#<>._])\2{3,}$/gm, (all, title: string, mark: string) =>
      all.length - title.length - 1 < title.length ? all : `${'~^"'.includes(mark) ? '###' : '####'} ${title}`)
}

/** `.. list-table::` and `.. csv-table::`. */
function fromDirectives (document: string): string {
  return document.replace(
    /^( *)\.\. (list|csv)-table::([^\n]*)\n((?:(?:\1[ \t]+[^\n]*)?(?:\n|$))+)/gm,
    (_, ...parts: string[]) => {
      const [indent = '', kind, title = '', body = ''] = parts
      const lines = body.split('\n').map((line) => line.slice(indent.length)).filter((line) => line.trim() !== '')
      const header = /:header: *(.*)/.exec(body)?.[1]
      const content = lines.filter((line) => !/^\s+:[\w-]+:/.test(line))
      const csv = () => parseCsv([header, ...content].map((line) => line?.trim()).join('\n'))
      const rows = kind === 'list' ? fromList(content) : csv()
      return `\n${title.trim() === '' ? '' : `**${title.trim()}**\n\n`}${toTable(rows)}\n\n`
    }
  )
}

/** `* - first cell`, and a line `- cell` for each further one. */
function fromList (lines: readonly string[]): string[][] {
  const rows: string[][] = []
  for (const line of lines) {
    const [, starts, cell] = /^\s*(\* +)?-(?: +(.*))?$/.exec(line) ?? []
    if (starts !== undefined) rows.push([cell ?? ''])
    else if (/^\s*-(?: |$)/.test(line)) rows.at(-1)?.push(cell ?? '')
    else rows.at(-1)?.push(`${rows.at(-1)?.pop() ?? ''} ${line.trim()}`)
  }
  return rows
}

/** `+---+---+` between the rows, which may have several lines. */
function fromGrid (grid: string): string {
  const rows = grid.split(/^ *\+(?:[-=]+\+)+ *\n?/m).filter((row) => row.trim() !== '')
  const cellsOf = (line: string) => line.trim().slice(1, -1).split('|')
  return `\n${toTable(rows.map((row) => joined(row.trimEnd().split('\n').map(cellsOf))))}\n`
}

/** Columns below runs of `=`; a line with an empty first column goes on with the row above. */
function fromSimple (table: string): string {
  const [border = '', ...lines] = table.split('\n')
  const starts = [...border.matchAll(/=+/g)].map(({ index }) => index)
  const rows: string[][][] = []
  for (const line of lines.filter((each) => !/^[\s=-]*$/.test(each))) {
    const cells = starts.map((start, at) => line.slice(start, starts[at + 1]))
    if (cells[0]?.trim() === '') rows.at(-1)?.push(cells)
    else rows.push([cells])
  }
  return `\n${toTable(rows.map(joined))}\n`
}

function joined (lines: readonly (readonly string[])[]): string[] {
  const [first = []] = lines
  return first.map((_, index) => lines.map((cells) => cells[index]?.trim() ?? '').join(' ').trim())
}
