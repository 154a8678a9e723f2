/**
 * Lines with a label where no heading names the code: `HTTP status: 404`, and `**Error code:** ORDER_LOST` beside it.
 */
import { columnOf } from './table/columns.js'
import { readEntry, statusAtStart } from './entry.js'
import { isAboutErrors, see } from './walk.js'
import type { Walk } from './walk.js'
import { isStatus, statusesOf } from '../spelling.js'
import { toPlain } from '../../../markdown/tokens.js'
import type { Token } from '../../../markdown/tokens.js'

const callsItStatus = /HTTP[\s-]?(?:status|статус|code|statuscode|状态码)?(?: code)?|status(?: code)?/iu
const statusLine = new RegExp(`^(?:${callsItStatus.source})[\\s:：]+\`?([45]\\d\\d)\`?(?:\\s+[A-Z][A-Za-z' -]*)?$`, 'iu')

/** A line with only a status: right below a fence it belongs to what that shows, else to what follows. */
export function readStatusLine (text: string, walk: Walk): boolean {
  const status = Number(statusLine.exec(text)?.[1])
  if (!isStatus(status)) return false
  if (walk.example === undefined) walk.title = { text, statuses: [status] }
  for (const sighting of walk.example ?? []) {
    if (sighting.statuses.length === 0) Object.assign(sighting, { statuses: [status], confirmed: true })
  }
  return true
}

/** @returns whether the line names a code, to which the following text belongs */
export function readLabelled (label: string, rest: string, walk: Walk): boolean {
  if (columnOf(label) === 'status') {
    const [status = 0, ...others] = statusesOf(rest)
    walk.stated = others.length === 0 && isStatus(status) ? status : undefined
    return false
  }
  const isCode = /\bcode\b|код|码|コード|코드|c[óo]digo|codice/iu.test(label) && statusAtStart(rest) === undefined
  const entry = isCode ? readEntry(rest) : undefined
  const isLocated = walk.stated !== undefined || isAboutErrors(walk) || /err|ошиб|错误/i.test(label)
  if (!entry || entry.text !== '' || !isLocated || !(entry.quoted || entry.likeness === 'constant')) return false
  const statuses = entry.statuses.length > 0 || walk.stated === undefined ? entry.statuses : [walk.stated]
  walk.current = { depth: 7, sighting: see(walk, { spelling: entry.spelling, statuses, texts: {} }), label: undefined }
  walk.stated = undefined
  return true
}

/** `Status: 404`, without emphasis: only a label with a known meaning. */
export function readPlainLabel (tokens: readonly Token[]): { label: string, rest: string } | undefined {
  const [, label, rest] = /^`?([\p{L}][\p{L} _-]{1,30}?)`?\s*[:：=]\s*(.+)$/su.exec(toPlain(tokens).trim()) ?? []
  return label !== undefined && rest !== undefined && columnOf(label) !== undefined ? { label, rest } : undefined
}
