/**
 * Texts as a table of Markdown.
 */

/** @param rows the texts of the cells, the header first */
export function toTable ([head = [], ...rows]: readonly (readonly string[])[]): string {
  const toLine = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replace(/(?<!\\)\|/g, '\\|')).join(' | ')} |`
  return [toLine(head), `|${' --- |'.repeat(head.length)}`, ...rows.map(toLine)].join('\n')
}
