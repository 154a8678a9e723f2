/**
 * Tables that were torn apart by stray lines, put together again before the lexer sees them.
 */

const fence = /^ {0,3}(`{3,}|~{3,})/
const stray = /^\s*\|?\s*$/
const delimiter = /^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$/

/**
 * Takes out empty lines, and lines that are only a `|`, between two rows of one table. A lone `|` anywhere else counts
 * as an empty line.
 */
export function repairTables (markdown: string): string {
  const lines = markdown.split(/\r\n|[\n\r]/)
  const kept: string[] = []
  let open: string | undefined
  let inTable = false
  for (const [index, line] of lines.entries()) {
    const [, mark] = fence.exec(line) ?? []
    if (mark !== undefined && (open === undefined || mark.startsWith(open))) {
      open = open === undefined ? mark : undefined
    }
    if (open !== undefined || !stray.test(line)) {
      inTable = open === undefined && (isRow(line) || delimiter.test(line) || (inTable && line.includes('|')))
      kept.push(line)
    } else if (!(inTable && goesOn(lines, index))) {
      inTable = false
      kept.push('')
    }
  }
  return kept.join('\n')
}

function isRow (line: string | undefined): boolean {
  return line !== undefined && /^\s*\|.*\|/.test(line)
}

/** Whether the next line belongs to the table above: a row that is not the header of another table. */
function goesOn (lines: readonly string[], index: number): boolean {
  const rest = lines.slice(index, index + 20).filter((line) => !stray.test(line))
  const [next, afterNext] = rest
  if (next === undefined || !(isRow(next) || isDelimiter(next))) return false
  return isDelimiter(next) || !isDelimiter(afterNext)
}

function isDelimiter (line: string | undefined): boolean {
  return line !== undefined && line.includes('-') && line.includes('|') && delimiter.test(line)
}
