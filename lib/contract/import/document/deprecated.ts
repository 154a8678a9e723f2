/**
 * How a document marks a code as deprecated: its name is struck through, or a word is beside it.
 */

const words = /\b(?:deprecated|obsolete|veraltet|obsolète|obsoleto|obsoleta)\b|устарел|废弃|已弃用|棄用|非推奨|지원 중단/i

/**
 * @param raw the source of the cell, heading or line that names the code
 * @returns the mark; `undefined` where there is none
 */
export function deprecationOf (raw: string, spelling: string): string | undefined {
  const isStruck = [...raw.matchAll(/~~([^~]+)~~/g)].some(([, struck = '']) =>
    struck.replaceAll('\\_', '_').includes(spelling)
  )
  if (isStruck) return 'struck through'
  return words.exec(raw.slice(0, raw.indexOf(spelling) + spelling.length + 60))?.[0]
}
