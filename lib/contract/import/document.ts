/**
 * Any document → what it says of codes: rows of tables, and headings with the text below them.
 * Nothing is decided here; what cannot be read is kept as a note.
 */
import { areaOf, columnOf, readColumns } from './columns.js'
import type { ColumnName } from './columns.js'
import { codeSpans, readLabel, toPlain } from '../../markdown/tokens.js'
import type { Cell, Token } from '../../markdown/tokens.js'

/** One place where a document speaks of a code. */
export interface Sighting {
  /** As the document spells it. */
  readonly spelling: string
  readonly statuses: readonly number[]
  readonly texts: Partial<Record<ColumnName, string>>
}

export interface ReadDocument {
  readonly sightings: Sighting[]
  /** Sentences about repeating requests, and the codes that they name. */
  readonly hints: { text: string, codes: readonly string[] }[]
  /** What has no place in a catalog: its label → the codes it was said of. */
  readonly unread: Map<string, string[]>
  /** Rows and tables that could not be read. */
  readonly notes: string[]
}

interface Walk extends ReadDocument {
  /** The headings above, by depth. */
  readonly headings: Map<number, string>
  /** The heading of the code that the text belongs to. */
  current: { depth: number, sighting: Sighting, label: string | undefined } | undefined
}

export function readDocument (tokens: readonly Token[]): ReadDocument {
  const walk: Walk = { sightings: [], hints: [], unread: new Map(), notes: [], headings: new Map(), current: undefined }
  for (const token of tokens) {
    const read = Object.hasOwn(readers, token.type) ? readers[token.type] : undefined
    read?.(token, walk)
  }
  const { sightings, hints, unread, notes } = walk
  return { sightings, hints, unread, notes }
}

const readers: Readonly<Record<string, (token: Token, walk: Walk) => void>> = {
  heading: readHeading,
  table: readTable,
  paragraph: readParagraph,
  list: readList
}

function readHeading ({ depth = 1, tokens = [] }: Token, walk: Walk): void {
  const sighting = headingOfCode(tokens, areaAbove(walk, depth))
  if (sighting) {
    walk.sightings.push(sighting)
    walk.current = { depth, sighting, label: undefined }
    return
  }
  const text = toPlain(tokens).trim()
  if (walk.current && depth > walk.current.depth) {
    walk.current.label = text
    return
  }
  walk.current = undefined
  for (const deeper of [...walk.headings.keys()].filter((other) => other >= depth)) walk.headings.delete(deeper)
  walk.headings.set(depth, text)
}

/** `CODE (404 Not Found)`, `404 CODE` and the like; not a sentence that holds a code. */
function headingOfCode (tokens: readonly Token[], area: string | undefined): Sighting | undefined {
  const [code] = codeSpans(tokens)
  const text = toPlain(tokens)
  const [, before, bare, after] = /^(\W*(?:\d{3}\W+)?)([A-Z][A-Z0-9]*(?:[_.-][A-Z0-9]+)*)(?=$|\W)(.*)$/.exec(text) ?? []
  const statuses = statusesOf(code === undefined ? `${before} ${after}` : text.replace(code, ''))
  const isBare = bare !== undefined && (statuses.length > 0 || (bare.includes('_') && after === ''))
  const spelling = code ?? (isBare && /^\W*(?:\(?\d{3}\b.*)?$/.test(after!) ? bare : undefined)
  if (spelling === undefined || !isSpelling(spelling) || (code !== undefined && statuses.length === 0 && text !== `\`${code}\``)) return undefined
  return { spelling, statuses, texts: area === undefined ? {} : { area } }
}

function areaAbove ({ headings }: Walk, depth = 7): string | undefined {
  const above = [...headings].filter(([level]) => level > 1 && level < depth).sort(([one], [other]) => other - one)
  return above.map(([, text]) => areaOf(text)).find((area) => area !== undefined)
}

function readTable ({ header = [], rows = [], raw }: Token, walk: Walk): void {
  const texts = rows.map((row) => row.map(({ tokens }) => toPlain(tokens).trim()))
  const headers = header.map(({ tokens }) => toPlain(tokens).trim())
  const { indexes, unknown } = readColumns(headers, texts)
  if (indexes.code === undefined) {
    walk.notes.push(`A table with the columns ${headers.join(', ')} was not read: none of them is known as the code`)
    return
  }
  for (const [index, row] of rows.entries()) readRow(row, texts[index]!, indexes, walk)
  if (unknown.length > 0 && rows.length > 0) note(walk, `the column ${unknown.join(', ')}`, spellingsOf(rows[0]![indexes.code]!))
  const torn = raw.trimEnd().split('\n').slice(2).filter((line) => cellCount(line) > headers.length)
  for (const line of torn) walk.notes.push(`A row has more cells than the table has columns, and was cut: ${line.trim()}`)
}

function cellCount (line: string): number {
  return line.trim().replace(/^\||(?<!\\)\|$/g, '').split(/(?<!\\)\|/).length
}

function readRow (row: readonly Cell[], texts: readonly string[], indexes: Readonly<Partial<Record<ColumnName, number>>>, walk: Walk): void {
  const spellings = spellingsOf(row[indexes.code!]!)
  if (spellings.length === 0 && texts.some((text) => text !== '')) walk.notes.push(`A row was not read, as it names no code: ${texts.join(' | ')}`)
  const columns = (Object.entries(indexes) as [ColumnName, number][]).filter(([name]) => name !== 'code' && name !== 'status')
  const area = areaAbove(walk)
  const cells = Object.fromEntries(columns.map(([name, index]) => [name, texts[index]!]).filter(([, text]) => text !== ''))
  const statuses = indexes.status === undefined ? [] : statusesOf(texts[indexes.status]!)
  for (const spelling of spellings) walk.sightings.push({ spelling, statuses, texts: { ...(area !== undefined && { area }), ...cells } })
}

/** The codes of a cell: what stands as code, else its words. */
function spellingsOf ({ tokens }: Cell): string[] {
  const spans = codeSpans(tokens)
  const words = spans.length > 0 ? spans : toPlain(tokens).split(/[,\n]|\s\/\s/)
  return words.map((word) => word.trim()).filter(isSpelling)
}

function isSpelling (word: string): boolean {
  return /^[A-Za-z][\w.:/-]*$/.test(word)
}

function statusesOf (text: string): number[] {
  return [...new Set([...text.matchAll(/(?<!\d)([1-5]\d\d)(?!\d)/g)].map(([status]) => Number(status)))]
}

function readParagraph ({ tokens = [] }: Token, walk: Walk): void {
  const { current } = walk
  if (!current) return readHint(tokens, walk)
  const labelled = readLabel(tokens)
  if (labelled) current.label = labelled.label
  const text = toPlain(labelled?.rest ?? tokens).trim()
  if (text !== '') readText(text, current, walk)
}

function readList ({ items = [] }: Token, walk: Walk): void {
  const { current } = walk
  for (const { tokens = [] } of items) {
    const labelled = readLabel(tokens)
    if (!current) readHint(tokens, walk)
    else if (labelled) readText(toPlain(labelled.rest).trim(), { ...current, label: labelled.label }, walk)
    else readText(toPlain(tokens).trim(), { ...current, label: current.label ?? 'a list' }, walk)
  }
}

/** Text below the heading of a code: its description, or what its label says. */
function readText (text: string, { sighting, label }: NonNullable<Walk['current']>, walk: Walk): void {
  const column = label === undefined ? 'description' : columnOf(label)
  if (column === 'status') Object.assign(sighting, { statuses: [...new Set([...sighting.statuses, ...statusesOf(text)])] })
  else if (column === undefined || column === 'code') note(walk, `'${label}'`, [sighting.spelling])
  else sighting.texts[column] = sighting.texts[column] === undefined ? text : `${sighting.texts[column]}\n${text}`
}

function readHint (tokens: readonly Token[], { hints }: Walk): void {
  const codes = codeSpans(tokens)
  if (codes.length > 0) hints.push({ text: toPlain(tokens).trim(), codes })
}

function note ({ unread }: Walk, label: string, codes: readonly string[]): void {
  unread.set(label, [...new Set([...unread.get(label) ?? [], ...codes])])
}
