/**
 * A line that introduces a code: a heading, the item of a list, the start of a paragraph.
 *
 *     `ORDER_LOST` (404) - text     404 ORDER_LOST: text     **ORDER_LOST** → 404     40401 - text
 */
import { anyOf } from '../../../json/any-of.js'
import { leadingSpans } from './table/cells.js'
import type { CodeName } from './table/cells.js'
import { isRegistered, isStatus, likenessOf, startsWithReason } from '../spelling.js'
import type { Likeness } from '../spelling.js'

export interface Entry {
  readonly spelling: string
  readonly likeness: Likeness
  /** Whether the document marks it as code. */
  readonly quoted: boolean
  readonly statuses: readonly number[]
  /** Whether the status is only a number behind the name: without brackets, a reason or a word such as HTTP. */
  readonly bare: boolean
  /** What follows the code and its status, without the separator. */
  readonly text: string
  /** Whether something separates the code from the text: a sentence goes on without. */
  readonly separated: boolean
  /** More codes of the same line: `A` / `B`. */
  readonly others: readonly CodeName[]
}

const ornament = /^[^\p{L}\p{N}`"“'[(]+/u
const numbering = /^\d{1,2}(?:\.\d{1,2})*[.)]?\s+(?=\S)/
const callsItCode = anyOf(
  /error(?: code)?|err(?:or)? code|code|problem|fehler(?:code)?|erreur|código(?: de error)?/iu,
  /код(?: ошибки)?|ошибка|错误码?|エラー(?:コード)?/iu
)
const preface = new RegExp(`^(?:${callsItCode.source})\\s*[:：#-]?\\s+(?=[\`"“A-Z\\d])`, 'iu')
const leadingStatus = /^[([]?(?:HTTP[\s/]*(?:status\s*)?(?:code\s*)?)?`?([1-5]\d\d)`?[)\]]?(?=[^\d\w.]|$)/i
const callsItStatus = /(?:(?:HTTP|status|code|HTTP[\s-]?status(?: code)?)[\s:：/=]*){0,3}/i
const adjacentStatus = new RegExp(
  `^\\s*(?:[:：–—\\-|,/→=>]+\\s*)?([([（]?)\\s*${callsItStatus.source}\`?([1-5]\\d\\d)\`?(?![\\w%]|\\.\\d)`, 'i'
)
const finalStatus = anyOf(
  /[([（]\s*(?:HTTP[\s:]*|status[\s:]*(?:code)?[\s:]*)*`?([1-5]\d\d)`?((?:\s[^()[\]（）]*)?)[)\]）]\s*\.?$/i,
  /(?:→|=>|->|⇒)\s*(?:HTTP\s*)?`?([1-5]\d\d)`?(?:\s+[A-Z][A-Za-z ]*)?\.?$/i,
  /(?<=[.;,]\s+)(?:HTTP\s*)?status(?:\s*code)?\s*[:=]?\s*`?([1-5]\d\d)`?\.?$/i
)

/** `A / B, C`. */
const moreConstants = /^(?:\s*[/|,、]\s*[A-Z][A-Z0-9]*(?:[_.:-][A-Z0-9]+)+(?![\w-]))+/

/** @param text plain text, code between backticks */
export function readEntry (text: string): Entry | undefined {
  const line = text.replace(ornament, '').trim()
  const unnumbered = line.replace(numbering, '')
  return readCodeFirst(line.replace(preface, '')) ?? readStatusFirst(line) ?? (unnumbered === line
    ? undefined
    : readCodeFirst(unnumbered.replace(ornament, '').replace(preface, '')) ?? readStatusFirst(unnumbered))
}

function readCodeFirst (line: string): Entry | undefined {
  const spans = leadingSpans(line)
  const [first, ...others] = spans
  if (first) {
    const entry = { ...toEntry(first.spelling, true, afterSpans(line, spans)), others }
    if (first.status === undefined) return entry
    // A name right beside its status is not a word of a sentence.
    const separated = entry.separated || entry.likeness === 'constant' || /^\W*\d{3}[`\s]+\w/.test(line)
    return { ...entry, statuses: [first.status], bare: false, separated }
  }
  const [whole, open = '', bare] =
    /^(\[?)((?:[A-Za-z][\w.-]*[A-Za-z0-9]|[A-Z]|\d{4,6}))(?=$|[\s:：()（[\],|/–—-])\]?/.exec(line) ?? []
  if (whole === undefined || bare === undefined || likenessOf(bare) === undefined) return undefined
  const rest = line.slice(open.length + bare.length + (open === '' ? 0 : 1))
  const [run = ''] = likenessOf(bare) === 'constant' ? moreConstants.exec(rest) ?? [] : []
  const names = run.split(/[^\w.:-]+/).filter((name) => likenessOf(name) === 'constant')
  return {
    ...toEntry(bare, false, rest.slice(names.length === 0 ? 0 : run.length)),
    others: names.map((spelling) => ({ spelling, quoted: false }))
  }
}

/** The text behind code spans, their statuses and their separators. */
function afterSpans (line: string, spans: readonly CodeName[]): string {
  return spans.reduce((rest, { spelling }) => {
    const [end = ''] = /^(?:\*\*|~~)?[`"”']?/.exec(rest.slice(rest.indexOf(spelling) + spelling.length)) ?? []
    return rest.slice(rest.indexOf(spelling) + spelling.length + end.length)
  }, line)
}

function toEntry (spelling: string, quoted: boolean, rest: string): Entry {
  const likeness = likenessOf(spelling)!
  return { spelling, likeness, quoted, ...readRest(rest, likeness), others: [] }
}

function readRest (rest: string, likeness: Likeness): Pick<Entry, 'statuses' | 'bare' | 'text' | 'separated'> {
  const [adjacent, bracket, number] = adjacentStatus.exec(rest) ?? []
  if (adjacent !== undefined && isTrusted(rest.slice(adjacent.length), Number(number), bracket !== '', likeness)) {
    const after = rest.slice(adjacent.length)
    const [closed] =
      bracket === ''
        ? (/^(?:\s+[A-Z][A-Za-z-]*(?: [A-Z][A-Za-z-]*)*(?=\s*(?:$|[:：–—\-|.,)])))?/.exec(after) ?? [''])
        : (/^[^)\]）]*[)\]）]?/.exec(after) ?? [''])
    const bare = bracket === '' && !/[a-z]/i.test(adjacent) && !startsWithReason(after, Number(number))
    return {
      statuses: [Number(number), ...more(closed)],
      bare,
      ...behindStatus(after.slice(closed.length), bracket !== '')
    }
  }
  const [ending, bracketed, reason = '', arrow, worded] = finalStatus.exec(rest) ?? []
  if (ending === undefined || (reason.trim() !== '' && !startsWithReason(reason, Number(bracketed)))) {
    return { statuses: [], bare: false, ...toText(rest) }
  }
  return { statuses: [Number(bracketed ?? arrow ?? worded)], bare: false, ...toText(rest.slice(0, -ending.length)) }
}

/** `(400/422)`: all of them, which becomes a question. */
function more (text: string): number[] {
  return [...text.matchAll(/(?<=[,/|]\s*)([45]\d\d)(?!\w)/g)].map(([status]) => Number(status))
}

/** A number behind a name is its status where it is in brackets or has a reason; not `(500 characters)`. */
function isTrusted (after: string, status: number, inBrackets: boolean, likeness: Likeness): boolean {
  if (!isRegistered(status) && !isStatus(status)) return false
  if (startsWithReason(after, status)) return true
  if (inBrackets) return /^\s*[)\]）,/|:–—-]/.test(after)
  return likeness === 'word'
    ? /^\s*(?:$|[:：–—-])/.test(after) && isRegistered(status)
    : /^\s*(?:$|[:：–—\-|.,;/(（])/.test(after)
}

/** `404 ORDER_LOST: text`, `HTTP 404 Not Found - ORDER_LOST`. */
function readStatusFirst (line: string): Entry | undefined {
  const [whole, number] = leadingStatus.exec(line) ?? []
  if (whole === undefined) return undefined
  const status = Number(number)
  if (!isStatus(status)) return undefined
  const rest = line.slice(whole.length)
  const [reason = ''] = startsWithReason(rest, status)
    ? (/^\s*[A-Z][A-Za-z'-]*(?: [A-Z][A-Za-z'-]*)*(?=\s*[:：–—\-|(,→=])/.exec(rest) ?? [])
    : []
  const behind = rest.slice(reason.length).replace(/^[\s:：–—\-|/(,→=>]+/, '')
  const entry = readCodeFirst(behind)
  const isClear =
    entry &&
    (entry.quoted ||
      entry.likeness === 'constant' ||
      (entry.likeness === 'word' && /^[A-Z]{2,}$/.test(entry.spelling) && (entry.text === '' || entry.separated)))
  return entry && isClear ? { ...entry, statuses: [...new Set([status, ...entry.statuses])], bare: false } : undefined
}

/** `404: text`. */
export function statusAtStart (text: string): number | undefined {
  const status = Number(leadingStatus.exec(text.replace(ornament, ''))?.[1])
  return isStatus(status) ? status : undefined
}

/** A status in brackets separates the code from the text as well as a colon does. */
function behindStatus (rest: string, inBrackets: boolean): Pick<Entry, 'text' | 'separated'> {
  const { text, separated } = toText(rest)
  return { text, separated: separated || inBrackets }
}

function toText (rest: string): Pick<Entry, 'text' | 'separated'> {
  const [mark] = /^[\s)\]]*(?:[:：–—\-|.,→=>]+|$)/.exec(rest) ?? []
  const [bracket] = /^\s*[([（]/.exec(rest) ?? []
  return { text: rest.slice(mark?.length ?? 0).trim(), separated: mark !== undefined || bracket !== undefined }
}

/** The one status that a heading or a title states for all below it; none for ranges, and for several. */
export function statusOfTitle (text: string): number[] {
  const plain = text.replace(ornament, '').replaceAll('`', '').trim()
  const numbers = [
    ...new Set(
      [...plain.matchAll(/(?<![\w.-])([1-5]\d\d)(?![\w-]|\.\d|\s*[-–—]\s*[1-5]\d\d)/g)].map(([status]) =>
        Number(status)
      )
    )
  ]
  const [status] = numbers
  if (
    numbers.length !== 1 ||
    status === undefined ||
    !isStatus(status) ||
    /\b(?:except|unless|other than|not (?!found|acceptable|allowed|implemented|extended)|instead of|than)\b/i.test(
      plain
    )
  ) { return [] }
  const isStated =
    leadingStatus.test(plain.replace(/^\d{1,2}(?:\.\d{1,2})*[.)]?\s+/, '')) ||
    /[([（]\s*(?:HTTP\s*)?(?:status\s*)?[45]\d\d[^)\]）]*[)\]）]\s*[:：]?$/i.test(plain) ||
    /\b(?:HTTP|status(?: code)?|error|response)[\s:]*[45]\d\d\b/i.test(plain)
  return isStated ? [status] : []
}
