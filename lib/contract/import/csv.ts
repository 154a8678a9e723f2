/**
 * CSV (RFC 4180), with commas, semicolons or tabs → the rows of a table.
 */

/** The records of a text; quotation marks keep separators and line breaks within a field. */
export function parseCsv (text: string): string[][] {
  const separator = separatorOf(text)
  const records: string[][] = [[]]
  let field = ''
  let isQuoted = false
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at)
    if (isQuoted && character === '"' && text[at + 1] === '"') field += text[++at]
    else if (character === '"' && (isQuoted || field === '')) isQuoted = !isQuoted
    else if (!isQuoted && character === separator) {
      records.at(-1)?.push(field)
      field = ''
    } else if (!isQuoted && character === '\n') {
      records.at(-1)?.push(field)
      field = ''
      records.push([])
    } else if (isQuoted || character !== '\r') field += character
  }
  records.at(-1)?.push(field)
  return records
    .map((record) => record.map((cell) => cell.trim()))
    .filter((record) => record.some((cell) => cell !== ''))
}

/** The separator that the first line has most of. */
function separatorOf (text: string): string {
  const [head = ''] = text.split('\n')
  const counts = [',', ';', '\t'].map((separator) => ({ separator, count: head.split(separator).length }))
  return counts.sort((one, other) => other.count - one.count)[0]?.separator ?? ','
}
