/**
 * Blocks of documentation tools that have a title: admonitions and tabs of Docusaurus, MkDocs, GitBook and MDX. The
 * title becomes a heading, and an empty heading ends the block. Tables of Diplodoc become those of Markdown.
 */
import { outsideFences } from './fences.js'
import { toTable } from './table.js'

const end = '\n\n######\n\n'

export function fromBlocks (document: string): string {
  return outsideFences(dedent(document), (text) =>
    text
      .replace(/^#\|[ \t]*\n([\s\S]*?)\n\|#[ \t]*$/gm, (_, rows: string) => fromYfm(rows))
      // Docusaurus and VitePress: `:::danger Title`, `:::warning[Title]`.
      .replace(/^[ \t]*:{3,}[ \t]*$/gm, end)
      .replace(/^[ \t]*:{3,}[ \t]*[\w-]+[ \t]*(?:\[([^\]\n]*)\]|([^\n{]*))[^\n]*$/gm, (_, titled = '', plain = '') =>
        toHeading(`${titled}${plain}`))
      // GitBook: `{% tab title="Title" %}`.
      .replace(
        /^[ \t]*\{%-?\s*\w+\s[^%\n]*\btitle\s*=\s*"([^"\n]*)"[^\n]*%\}[ \t]*$/gm,
        (_, title: string) => toHeading(title)
      )
      .replace(/^[ \t]*\{%[^\n]*%\}[ \t]*$/gm, end)
      // MDX: `<TabItem label="Title">`.
      .replace(
        /^[ \t]*<[A-Z]\w*\b[^>\n]*\b(?:title|label)\s*=\s*["']([^"'\n]*)["'][^>\n]*>/gm,
        (_, title: string) => toHeading(title)
      )
      .replace(/^[ \t]*<\/?[A-Z][\w.]*\b[^>\n]*>[ \t]*$/gm, end))
}

function toHeading (title: string): string {
  return title.trim() === '' ? end : `\n\n###### ${title.trim()}\n\n`
}

/** MkDocs: `!!! failure "Title"`, with what belongs to it indented below. */
function dedent (document: string): string {
  let isOpen = false
  return document.split('\n').map((line) => {
    const [opening, title = ''] = /^(?:!!!|\?\?\?\+?|===)[ \t]+(?:[\w-]+[ \t]+)*"([^"]*)"[ \t]*$/.exec(line) ?? []
    if (opening !== undefined) {
      isOpen = true
      return toHeading(title)
    }
    if (!isOpen || line.trim() === '') return line
    if (/^(?: {4}|\t)/.test(line)) return line.replace(/^(?: {4}|\t)/, '')
    isOpen = false
    return `${end}${line}`
  }).join('\n')
}

/** A table of Diplodoc (Yandex): `|| cell | cell ||`, over several lines. */
function fromYfm (rows: string): string {
  const cells = [...rows.matchAll(/\|\|([\s\S]*?)\|\|(?=\s*(?:\|\||$))/g)].map(([, row = '']) =>
    row.split(/(?<!\\)\|/).map((cell) => cell.replace(/\s+/g, ' ').trim()))
  return `\n${toTable(cells)}\n`
}
