/**
 * The rows of a table → sightings. A table is rows of texts, so that Markdown, HTML, CSV and lists of objects are read
 * by the same rules.
 */
import { readBeside } from './beside.js'
import { cellCodes } from './cells.js'
import type { Rows } from './cells.js'
import { readColumns } from './columns.js'
import type { Columns } from './columns.js'
import { reasonsIn, statedStatuses, withMerged } from './status-column.js'
import type { IsReason } from './status-column.js'
import type { ColumnName } from '../labels.js'
import { readEntry } from '../entry.js'
import type { Sighting, TextField } from '../../sighting.js'
import { areaAbove, isAboutErrors, note, noteUnread, see } from '../walk.js'
import type { Walk } from '../walk.js'
import { toPlain } from '../../../../markdown/tokens.js'
import type { Token } from '../../../../markdown/tokens.js'
import { deprecationOf } from '../deprecated.js'

export function readTable ({ header = [], rows = [], raw }: Token, walk: Walk): void {
  const texts = rows.map((row) => row.map(({ tokens }) => toPlain(tokens).trim()))
  const headers = header.map(({ tokens }) => toPlain(tokens).trim())
  const raws = rows.map((row) => row.map(({ tokens }) => tokens.map((token) => token.raw).join('')))
  readRows(headers, texts, walk, raws)
  const torn = raw.trimEnd().split('\n').slice(2).filter((line) => cellCount(line) > headers.length)
  for (const line of torn) {
    note(walk, `A row has more cells than the table has columns, and was cut: ${line.trim()}`, line.trim())
  }
}

function cellCount (line: string): number {
  return line.trim().replace(/^\||(?<!\\)\|$/g, '').split(/(?<!\\)\|/).length
}

/** @param raws the source of the cells, where it holds more than the text: what is struck through */
export function readRows (headers: readonly string[], rows: Rows, walk: Walk, raws: Rows = rows): void {
  // A table without a header: HTML often has none.
  const all = readEntry(headers[0] ?? '')?.likeness === 'constant' ? [headers, ...rows] : rows
  const columns = readColumns(headers, all, isAboutErrors(walk))
  const { code } = columns.indexes
  if (code === undefined) {
    readBeside(all, columns.indexes.status, walk)
    if (headers.some((header) => header !== '') && !isListOfStatuses(columns, rows)) {
      const firstCells = all.map(([cell]) => cell).slice(0, 20).join(', ')
      const first = isAboutErrors(walk) ? `; its first cells are ${firstCells}` : ''
      note(
        walk, `A table with the columns ${headers.join(', ')} was not read: none of them is known as the code${first}`,
        longestOf(headers)
      )
    }
    return
  }
  let group: string | undefined
  const isReason = reasonsIn(columns.indexes, all)
  const withStatus = all.filter((row) => statusesBeside(textsOf(row, columns.indexes)).length > 0)
  const hasBeside = columns.indexes.status === undefined && withStatus.length * 2 >= all.length
  for (const [index, row] of withMerged(all, columns.indexes).entries()) {
    const title = groupOf(all[index] ?? [])
    if (title !== undefined && cellCodes(row[code] ?? '').length === 0) group = title
    else {
      const raw = (raws[index - (all.length - rows.length)] ?? row)[code] ?? ''
      readRow(row, { raw, columns, group, isReason, hasBeside }, walk)
    }
  }
  if (columns.unknown.length > 0 && rows.length > 0) {
    noteUnread(
      walk, `the column ${columns.unknown.join(', ')}`, cellCodes(rows[0]?.[code] ?? '').map(({ spelling }) => spelling)
    )
  }
}

function longestOf (cells: readonly string[]): string {
  return cells.reduce((longest, cell) => cell.length > longest.length ? cell : longest, '')
}

/** A table of statuses and what they mean has no codes to lose. */
function isListOfStatuses ({ indexes }: Columns, rows: Rows): boolean {
  const { status } = indexes
  return status !== undefined && rows.every((row) => /^\D{0,3}[1-5]\d\d\b/.test(row[status] ?? ''))
}

/** A row that is the title of the rows below: text in one cell only. */
function groupOf (row: readonly string[]): string | undefined {
  const filled = row.filter((cell) => cell !== '')
  return row.length > 2 && filled.length === 1 ? filled[0] : undefined
}

interface Place {
  /** The source of the cell that names the code. */
  readonly raw: string
  readonly columns: Columns
  /** The title of the rows. */
  readonly group: string | undefined
  readonly isReason: IsReason
  /** Whether the texts state the statuses. */
  readonly hasBeside: boolean
}

function readRow (row: readonly string[], { raw, columns, group, isReason, hasBeside }: Place, walk: Walk): void {
  const { indexes } = columns
  const cell = row[indexes.code ?? -1] ?? ''
  if (isReason(cell, row[indexes.status ?? -1])) return
  const names = cellCodes(cell)
  if (names.length === 0 && row.some((text) => text !== '')) {
    note(walk, `A row was not read, as it names no code: ${row.join(' | ')}`, longestOf(row))
  }
  const stated = indexes.status === undefined ? [] : statedStatuses(row[indexes.status] ?? '')
  const texts = textsOf(row, indexes)
  const beside = stated.length > 0 || !hasBeside ? [] : statusesBeside(texts)
  const area = group ?? areaAbove(walk)
  for (const { spelling, status, type } of names) {
    const deprecated = deprecationOf(raw, spelling)
    const statuses =
      status === undefined || stated.includes(status)
        ? stated.length > 0
          ? stated
          : beside
        : [status, ...(indexes.status === indexes.code ? [] : stated)]
    see(walk, {
      spelling,
      statuses,
      texts: { ...(area !== undefined && { area }), ...(type !== undefined && { type }), ...texts },
      ...withLocales(row, columns),
      ...(deprecated !== undefined && { deprecated })
    })
  }
}

function textsOf (row: readonly string[], indexes: Columns['indexes']): Sighting['texts'] {
  const columns = (Object.entries(indexes) as [ColumnName, number][]).filter(
    ([name]) => name !== 'code' && name !== 'status'
  )
  return Object.fromEntries(
    columns
      .map(([name, index]) => [name as TextField, row[index] ?? ''])
      .filter(([, text]) => text !== '' && !/^[-–—]$/.test(text!))
  )
}

/**
 * A table without a column of statuses may state them in the texts: `(404)` at the end, `HTTP 404` at the start. In one
 * of many rows it is a number of something else.
 */
function statusesBeside ({ title = '', description = '' }: Sighting['texts']): readonly number[] {
  const found = [title, description].flatMap((text) => {
    const [, start, end] =
      /^(?:HTTP\s*|\()(?:status\s*)?([45]\d\d)\b|[([（](?:HTTP\s*)?(?:status\s*)?([45]\d\d)[)\]）]\.?$/i.exec(text) ??
      []
    return start ?? end ?? []
  })
  const statuses = [...new Set(found.map(Number))]
  return statuses.length === 1 ? statuses : []
}

function withLocales (row: readonly string[], { locales }: Columns): Pick<Sighting, 'locales'> {
  const texts: Record<string, Record<string, string>> = {}
  for (const { index, tag, field } of locales) {
    const text = row[index] ?? ''
    if (text !== '') texts[tag] = { ...texts[tag], [field]: text }
  }
  return Object.keys(texts).length === 0 ? {} : { locales: texts }
}
