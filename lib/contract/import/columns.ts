/**
 * What people call the columns of an error table, and the labels of a paragraph.
 */
import type { Definition } from '../../catalog/definition.js'

export type ColumnName = 'code' | 'status' | 'retry' | 'retryAfter' | keyof Pick<Definition, 'title' | 'description' | 'guidance' | 'action' | 'area' | 'type' | 'legacyCode'>

// The first that a table has is taken.
const synonyms: Readonly<Record<ColumnName, readonly string[]>> = {
  code: ['code', 'error code', 'errorcode', 'error', 'error name', 'name', 'key', 'identifier', 'id', 'constant', 'api code', 'app code'],
  status: ['status', 'http', 'http status', 'status code', 'http code', 'http status code', 'statuscode', 'http response', 'response code', 'response status'],
  title: ['title', 'summary', 'short description', 'label', 'message', 'error message', 'user message'],
  description: ['description', 'meaning', 'what it means', 'details', 'explanation', 'cause', 'reason', 'when', 'condition', 'scenario', 'notes'],
  guidance: [
    'guidance', 'client guidance', 'handling', 'frontend handling', 'front end handling', 'fe handling', 'client handling', 'ui handling', 'client action',
    'user action', 'recommended action', 'suggested action', 'what to do', 'how to fix', 'fix', 'resolution', 'solution', 'remedy', 'recovery'
  ],
  action: ['action'],
  retry: ['retry', 'retryable', 'retriable', 'can retry', 'safe to retry', 'retry policy', 'retries'],
  retryAfter: ['retry after', 'retryafter', 'wait', 'backoff'],
  area: ['area', 'category', 'group', 'domain', 'module', 'component'],
  type: ['type uri', 'uri', 'type'],
  legacyCode: ['legacy code', 'legacycode', 'legacy', 'old code', 'previous code']
}

const columnNames = Object.keys(synonyms) as ColumnName[]

/** The column that a label stands for; `undefined` where nobody knows it. */
export function columnOf (label: string): ColumnName | undefined {
  const name = toName(label)
  return columnNames.find((column) => synonyms[column].includes(name))
}

export interface Columns {
  readonly indexes: Readonly<Partial<Record<ColumnName, number>>>
  /** The headers that nobody knows. */
  readonly unknown: readonly string[]
}

/**
 * Which column holds what.
 *
 * @param headers the texts of the header
 * @param rows the texts of the cells: a column 'Code' of numbers holds statuses
 */
export function readColumns (headers: readonly string[], rows: readonly (readonly string[])[]): Columns {
  const indexes = new Map<ColumnName, number>()
  const names = headers.map(toName)
  const holdsStatuses = (index: number) => rows.length > 0 && rows.every((row) => /^\d{3}$/.test(row[index]!.replaceAll('`', '').trim()))
  const find = (column: ColumnName) => synonyms[column]
    .map((synonym) => names.findIndex((name, index) => name === synonym && !(column === 'code' && holdsStatuses(index))))
    .find((index) => index >= 0)
  for (const column of columnNames) {
    const index = column === 'status' ? find('status') ?? names.findIndex((_, at) => holdsStatuses(at)) : find(column)
    if (index !== undefined && index >= 0 && ![...indexes.values()].includes(index)) indexes.set(column, index)
  }
  const taken = new Set(indexes.values())
  return { indexes: Object.fromEntries(indexes), unknown: headers.filter((_, index) => !taken.has(index)) }
}

function toName (label: string): string {
  return label.toLowerCase().replace(/[`*_?:()]/g, ' ').replaceAll('-', ' ').replace(/\s+/g, ' ').trim()
}

// 'Error codes', 'HTTP Status Code Summary': they head a list and name no group.
const headsList = /\b(?:errors?|status|standard|global|https?|response|api|common|general)\b.*\bcodes?\b|^(?:errors?|codes?|overview|summary|reference|introduction)$/i

/** The area that a heading names, without the statuses that stand behind it; `undefined` for one that names none. */
export function areaOf (heading: string): string | undefined {
  const name = heading.replace(/\s*\((?:[1-5](?:\d\d|xx)[\s,/&-]*)+\)\s*$/i, '').trim()
  return name === '' || headsList.test(name) ? undefined : name
}
