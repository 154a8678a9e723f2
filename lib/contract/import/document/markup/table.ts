/**
 * Texts as a table of Markdown.
 */

/** @param rows the texts of the cells, the header first */
export function toTable ([head = [], ...rows]: readonly (readonly string[])[]): string {
  const escape = (cell: string) => cell.replace(/(?<!\\)\|/g, '\\|')
  const toLine = (cells: readonly string[]) => `| ${cells.map(escape).join(' | ')} |`
  return [toLine(head), `|${' --- |'.repeat(head.length)}`, ...rows.map(toLine)].join('\n')
}
