/**
 * Which column of a table holds what: by its header, in any language, and by its content.
 */
import { cellCodes } from './cells.js'
import type { CodeName } from './cells.js'
import { codeHeader, otherHeader, statusHeader, synonyms } from '../labels.js'
import type { ColumnName } from '../labels.js'
import { readLanguage } from '../languages.js'
import { isRegistered, isStatus, likenessOf, statusesOf } from '../../spelling.js'

/** The column that a label stands for; `undefined` for a label without a known meaning. */
export function columnOf (label: string): ColumnName | undefined {
  const name = toName(label)
  return (
    columnNames.find((column) => synonyms[column].includes(name)) ?? (statusHeader.test(name) ? 'status' : undefined)
  )
}

const columnNames = Object.keys(synonyms) as ColumnName[]

export interface LocaleColumn {
  readonly index: number
  readonly tag: string
  readonly field: 'title' | 'description' | 'guidance'
}

export interface Columns {
  readonly indexes: Readonly<Partial<Record<ColumnName, number>>>
  readonly locales: readonly LocaleColumn[]
  /** The headers without a known meaning. */
  readonly unknown: readonly string[]
}

export type Rows = readonly (readonly string[])[]

/**
 * @param headers the texts of the header
 * @param rows the texts of the cells
 * @param aboutErrors whether the section is about errors
 */
export function readColumns (headers: readonly string[], rows: Rows, aboutErrors: boolean): Columns {
  const names = headers.map(toName)
  const status = findStatus(names, rows)
  const code = findCode(names, rows, status, aboutErrors)
  const indexes = new Map<ColumnName, number>()
  if (code !== undefined) indexes.set('code', code)
  if (status !== undefined) indexes.set('status', status)
  const locales = findLocales(headers, new Set(indexes.values()))
  const free = (index: number) =>
    ![...indexes.values()].includes(index) && !locales.some((locale) => locale.index === index)
  for (const column of columnNames.filter((name) => name !== 'code' && name !== 'status')) {
    const index = synonyms[column]
      .map((synonym) => names.findIndex((name, at) => name === synonym && free(at)))
      .find((at) => at >= 0)
    if (index !== undefined) indexes.set(column, index)
  }
  return {
    indexes: Object.fromEntries(indexes),
    locales,
    unknown: headers.filter((header, index) => free(index) && header !== '')
  }
}

function findStatus (names: readonly string[], rows: Rows): number | undefined {
  const byName = synonyms.status.map((synonym) => names.indexOf(synonym)).filter((index) => index >= 0)
  const bySense = names.flatMap((name, index) => statusHeader.test(name) && !otherHeader.test(name) ? [index] : [])
  const named = [...byName, ...bySense].find((index) => holdsSomeStatus(index, rows))
  return named ?? names.map((_, index) => index).find((index) => holdsOnlyStatuses(index, rows))
}

/** A column that is called a status: numbers, with their reasons, and gaps. Cells that hold a code, too, are no gap. */
function holdsSomeStatus (index: number, rows: Rows): boolean {
  const cells = filled(index, rows)
  const withStatus = cells.filter((cell) => statusesOf(cell).length > 0)
  return withStatus.length > 0 && withStatus.length * 2 >= cells.filter((cell) => /[\p{L}\p{N}]/u.test(cell)).length
}

function holdsOnlyStatuses (index: number, rows: Rows): boolean {
  const cells = filled(index, rows)
  const statuses = cells.map((cell) => Number(/^`?([1-5]\d\d)`?$/.exec(cell.trim())?.[1]))
  return cells.length > 0 && statuses.every((status) => isRegistered(status)) && statuses.some(isStatus)
}

function filled (index: number, rows: Rows): string[] {
  return rows.map((row) => row[index] ?? '').filter((cell) => cell.trim() !== '')
}

interface Column { readonly name: string, readonly index: number, readonly status: number | undefined }
interface Candidate { readonly index: number, readonly score: number }

function findCode (
  names: readonly string[], rows: Rows, status: number | undefined, aboutErrors: boolean
): number | undefined {
  const candidates = names.map((name, index): Candidate => ({
    index,
    score: scoreOf({ name, index, status }, rows, aboutErrors)
  }))
  const [best] = candidates.filter(({ score }) => score > 0).sort((one, other) => other.score - one.score)
  return best?.index
}

const trusted = [
  'code', 'codes', 'error code', 'error codes', 'errorcode', 'problem code', 'error', 'error name', 'api code',
  'app code', 'error key', 'error constant'
]

/** How much a column looks like the one of the codes; 0 for one that cannot be it. */
function scoreOf ({ name, index, status }: Column, rows: Rows, aboutErrors: boolean): number {
  const cells = rows.map((row) => row[index] ?? '').filter((cell) => /[\p{L}\p{N}]/u.test(cell))
  const found = cells.map(cellCodes)
  const codes = found.flat()
  const share = cells.filter((cell, at) => found[at]?.length || isPattern(cell)).length / cells.length
  if (codes.length === 0 || codes.every(({ spelling }) => isNoName(spelling))) return 0
  if (index === status && !codes.some(({ status }) => status !== undefined)) return 0
  const rank = synonyms.code.indexOf(name)
  const isTrusted =
    trusted.includes(name) || (codeHeader.test(name) && !otherHeader.test(name) && !/\bhttp\b/.test(name))
  if (isTrusted) return share >= 0.4 ? 100 + likenessScore(codes) - Math.max(rank, 0) / 100 : 0
  if (otherHeader.test(name) || share < 0.8) return 0
  const distinct = codes.every(({ spelling, quoted }) => isDistinct(spelling, quoted))
  const isWellPlaced =
    status !== undefined || (aboutErrors && codes.every(({ spelling }) => likenessOf(spelling) === 'constant'))
  if (
    name === '' &&
    index === 0 &&
    codes.length > 2 &&
    codes.every(({ spelling }) => likenessOf(spelling) === 'constant')
  ) { return 20 }
  if (rank >= 0) return isWellPlaced && (distinct || status !== undefined) ? 50 + likenessScore(codes) : 0
  return isWellPlaced && distinct && (aboutErrors || status !== undefined) ? 10 + likenessScore(codes) : 0
}

function likenessScore (codes: readonly CodeName[]): number {
  const weights = { constant: 3, number: 2, compound: 2, word: 1 }
  return (
    codes.reduce((sum, { spelling, quoted }) => sum + weights[likenessOf(spelling) ?? 'word'] + Number(quoted), 0) /
    codes.length
  )
}

function isDistinct (spelling: string, quoted: boolean): boolean {
  const likeness = likenessOf(spelling)
  return likeness === 'constant' || (likeness === 'compound' && (quoted || /_|[a-z][A-Z]/.test(spelling)))
}

/** `AUTH-*` stands for many codes, and is none. */
function isPattern (cell: string): boolean {
  return /^`?[A-Z][A-Z0-9_.-]*[_.-](?:\*|X+|n+)`?$/.test(cell.trim())
}

/** Answers such as yes and no, and types. */
function isNoName (spelling: string): boolean {
  return /^(?:yes|no|true|false|none|null|n\/?a|string|integer|number|object|array|boolean|required|optional|retryable)$/i.test(
    spelling
  )
}

/** A column in a second language, or in one of several. */
function findLocales (headers: readonly string[], taken: ReadonlySet<number>): LocaleColumn[] {
  const marked = headers.flatMap((header, index) => {
    const language = taken.has(index) ? undefined : readLanguage(header)
    const field = language && columnOf(language.rest === '' ? 'message' : language.rest)
    return language && (field === 'title' || field === 'description' || field === 'guidance')
      ? [{ index, tag: language.tag, field }]
      : []
  })
  return marked.filter(({ tag }) => tag !== 'en')
}

export function toName (label: string): string {
  return label.toLowerCase().replace(/[`*_?:()[\]/'’"-]/g, ' ').replace(/\s+/g, ' ').trim()
}

// 'Error codes', 'HTTP Status Code Summary': they head a list and name no group.
const headsList =
  /\b(?:errors?|status|standard|global|https?|response|api|common|general)\b.*\bcodes?\b|^(?:errors?|codes?|overview|summary|reference|introduction)$/i

/** The area that a heading names, without the statuses at its end; `undefined` for a heading that names none. */
export function areaOf (heading: string): string | undefined {
  const name = heading
    .replace(/^[^\p{L}\p{N}`"'(]+/u, '')
    .replace(/\s*\((?:[1-5](?:\d\d|xx)[\s,/&-]*)+\)\s*$/i, '')
    .trim()
  const isStatusOnly = /^(?:http\s*)?[45]\d\d\b/i.test(name)
  return name === '' || isStatusOnly || headsList.test(name) ? undefined : name
}
