/**
 * Which column of a table holds what: by its header, in any language, and by its content.
 */
import { anyOf } from '../../../../json/any-of.js'
import type { Rows } from './cells.js'
import { findCode } from './code-column.js'
import { findStatus } from './status-column.js'
import { statusHeader, synonyms } from '../labels.js'
import type { ColumnName } from '../labels.js'
import { readLanguage } from '../languages.js'

/** The column that a label means; `undefined` for a label without a known meaning. */
export function columnOf (label: string): ColumnName | undefined {
  const name = toName(label)
  return (
    columnNames.find((column) => synonyms[column].includes(name)) ?? (statusHeader.test(name) ? 'status' : undefined)
  )
}

/** `` `error` field ``, `` Body `code` ``: the member of a body that holds the code. */
const memberHeader = /`(?:error\.)?(?:code|error|error_?code|errcode)`/i

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

/**
 * @param headers the texts of the header
 * @param rows the texts of the cells
 * @param aboutErrors whether the section is about errors
 */
export function readColumns (headers: readonly string[], rows: Rows, aboutErrors: boolean): Columns {
  const names = headers.map((header) => memberHeader.test(header) ? 'error code' : toName(header))
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
const headsList = anyOf(
  /\b(?:errors?|status|standard|global|https?|response|api|common|general)\b.*\bcodes?\b/i,
  /^(?:errors?|codes?|overview|summary|reference|introduction)$/i
)

/** The area that a heading names, without the statuses at its end; `undefined` for a heading that names none. */
export function areaOf (heading: string): string | undefined {
  const name = heading
    .replace(/^[^\p{L}\p{N}`"'(]+/u, '')
    .replace(/\s*\((?:[1-5](?:\d\d|xx)[\s,/&-]*)+\)\s*$/i, '')
    .trim()
  const isStatusOnly = /^(?:http\s*)?[45]\d\d\b/i.test(name)
  return name === '' || isStatusOnly || headsList.test(name) ? undefined : name
}
