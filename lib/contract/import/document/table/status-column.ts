/**
 * Which column of a table holds the statuses, and what its cells mean together that none means alone.
 */
import { STATUS_CODES } from 'node:http'
import { cellCodes } from './cells.js'
import type { Rows } from './cells.js'
import { otherHeader, settingHeader, statusHeader, synonyms } from '../labels.js'
import { statusOfName } from '../../source/names.js'
import { isRegistered, isStatus, statusesOf } from '../../spelling.js'

/** The statuses of a cell that is made for them: numbers, or a name such as `HttpStatus.NOT_FOUND` or `Not Found`. */
export function statedStatuses (cell: string): number[] {
  const numbers = statusesOf(cell)
  const [, name] = /^\W*(?:Http\w*\.|StatusCodes?\.)?([A-Za-z][A-Za-z _'-]*)\W*$/.exec(cell) ?? []
  const named = numbers.length > 0 || name === undefined ? undefined : statusOfName(name)
  return named === undefined ? numbers : [named]
}

export function findStatus (names: readonly string[], rows: Rows): number | undefined {
  const byName = synonyms.status.map((synonym) => names.indexOf(synonym)).filter((index) => index >= 0)
  const bySense = names.flatMap((name, index) => statusHeader.test(name) && !otherHeader.test(name) ? [index] : [])
  const named = [...byName, ...bySense].find((index) => holdsSomeStatus(index, rows))
  return named ??
    [...names.keys()].find((index) => !settingHeader.test(names[index] ?? '') && holdsOnlyStatuses(index, rows))
}

/** A column that is called a status: numbers, their reasons, and gaps. A cell that holds a code, too, is not a gap. */
function holdsSomeStatus (index: number, rows: Rows): boolean {
  const cells = filled(index, rows)
  const withStatus = cells.filter((cell) => statedStatuses(cell).length > 0)
  return withStatus.length > 0 && withStatus.length * 2 >= cells.filter((cell) => /[\p{L}\p{N}]/u.test(cell)).length
}

/** Numbers that are statuses, and here and there a word or a gap. */
function holdsOnlyStatuses (index: number, rows: Rows): boolean {
  const cells = filled(index, rows).filter((cell) => /[\p{L}\p{N}]/u.test(cell) && !/^\W*n\/?a\W*$/i.test(cell))
  const numbers = cells.flatMap((cell) =>
    /^(?:HTTP(?:\/[\d.]+)?\s+)?`?(\d+)`?(?=$|[\s/,|(])/.exec(cell.trim())?.[1] ?? [])
    .map(Number)
  const alone = cells.filter((cell) => /^(?:HTTP(?:\/[\d.]+)?\s+)?`?\d{3}`?$/.test(cell.trim()))
  return numbers.every(isRegistered) && numbers.some(isStatus) && alone.length * 2 > cells.length
}

/** The texts of a column, without empty cells. */
export function filled (index: number, rows: Rows): string[] {
  return rows.map((row) => row[index] ?? '').filter((cell) => cell.trim() !== '')
}

interface Indexes { readonly code?: number, readonly status?: number }

/**
 * Cells that are the same as the one above: marked so, or empty in a column in front of the codes that states each
 * status once.
 */
export function withMerged (rows: Rows, { code = -1, status }: Indexes): Rows {
  if (status === undefined) return rows
  const cells = rows.map((row) => row[status]?.trim() ?? '')
  const stated = rows.filter((row) => cellCodes(row[code] ?? '').length > 0).map((row) => row[status]?.trim() ?? '')
  const filled = stated.filter((cell) => cell !== '')
  const isMerged = status < code && new Set(filled).size === filled.length && stated.length - filled.length > 1
  let above = ''
  return rows.map((row, index) => {
    const cell = cells[index] ?? ''
    if (status >= row.length || !(sameAsAbove.test(cell) || (cell === '' && isMerged))) {
      above = cell
      return row
    }
    return row.with(status, above)
  })
}

const sameAsAbove = /^(?:\^+|"|″|〃|”|↑|\.\.\.|…|同上|ditto|same(?: as above)?)$/i

export type IsReason = (cell: string, status: string | undefined) => boolean

/**
 * Where some cells hold the reasons of their statuses, such as `Not Found`, every reason is one: `Forbidden` is not a
 * code then.
 */
export function reasonsIn ({ code = -1, status = -1 }: Indexes, rows: Rows): IsReason {
  const isReason = (cell: string, stated = ''): boolean =>
    statusesOf(stated).some((number) => STATUS_CODES[number]?.toLowerCase() === cell.toLowerCase())
  const some = rows.some((row) => row[code]?.includes(' ') && isReason(row[code], row[status]))
  return some ? isReason : () => false
}
