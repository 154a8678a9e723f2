/**
 * Which column of a table holds the codes: by its header, in any language, and by its content.
 */
import { anyOf } from '../../../../json/any-of.js'
import { cellCodes } from './cells.js'
import type { CodeName, Rows } from './cells.js'
import { filled } from './status-column.js'
import { codeHeader, otherHeader, settingHeader, statusHeader, synonyms } from '../labels.js'
import { isPattern, likenessOf, unquote } from '../../spelling.js'

interface Column { readonly names: readonly string[], readonly index: number, readonly status: number | undefined }
interface Candidate { readonly index: number, readonly score: number }

export function findCode (
  names: readonly string[], rows: Rows, status: number | undefined, aboutErrors: boolean
): number | undefined {
  const candidates = names.map((_, index): Candidate => ({
    index,
    score: scoreOf({ names, index, status }, rows, aboutErrors)
  }))
  const sorted = candidates.filter(({ score }) => score > 0).sort((one, other) => other.score - one.score)
  // Beside a column of codes, names of classes are those of the service's language.
  return (sorted.find(({ index }) => !holdsClasses(index, rows)) ?? sorted[0])?.index
}

function holdsClasses (index: number, rows: Rows): boolean {
  return filled(index, rows).flatMap(cellCodes)
    .every(({ spelling }) => /^[A-Z]\w*[a-z](?:Error|Exception)$/.test(spelling))
}

const trusted = [
  'code', 'codes', 'error code', 'error codes', 'errorcode', 'problem code', 'error', 'error name', 'api code',
  'app code', 'error key', 'error constant'
]

/** How much a column looks like the one of the codes; 0 for one that cannot be it. */
function scoreOf ({ names, index, status }: Column, rows: Rows, aboutErrors: boolean): number {
  const name = names[index] ?? ''
  const cells = rows.map((row) => row[index] ?? '').filter((cell) => /[\p{L}\p{N}]/u.test(cell))
  const found = cells.map(cellCodes)
  const codes = found.flat()
  const share = cells.filter((cell, at) => found[at]?.length || isPattern(unquote(cell))).length / cells.length
  if (codes.length === 0 || codes.every(({ spelling }) => isNoName(spelling))) return 0
  if ((index === status || /\bhttp status\b/.test(name)) && !codes.some(({ status }) => status !== undefined)) return 0
  const rank = synonyms.code.indexOf(name)
  const isBusinessCode = statusHeader.test(name) && codes.every(({ spelling }) => likenessOf(spelling) === 'number')
  const isTrusted = trusted.includes(name) || isBusinessCode ||
    (codeHeader.test(name) && !otherHeader.test(name) && !/\bhttp\b/.test(name))
  if (!isTrusted && names.some((other) => settingHeader.test(other))) return 0
  const isNumber = /\bids?\b|\bno\b/.test(name)
  if (isTrusted) return share >= 0.4 ? (isNumber ? 90 : 100) + likenessScore(codes) - Math.max(rank, 0) / 100 : 0
  if (otherHeader.test(name) || share < 0.8) return 0
  const distinct = codes.some(isDistinct) && codes.every((code) => isDistinct(code) || isWordOfCodes(code))
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

/** `UNAUTHORIZED` beside `NOT_FOUND`. */
function isWordOfCodes ({ spelling, quoted }: CodeName): boolean {
  return /^[A-Z]{3,}$/.test(spelling) || (quoted && /^[a-z]+$/.test(spelling))
}

function isDistinct ({ spelling, quoted }: CodeName): boolean {
  const likeness = likenessOf(spelling)
  return likeness === 'constant' || (likeness === 'compound' && (quoted || /[_.]|[a-z][A-Z]/.test(spelling)))
}

/** Answers such as yes and no, and types. */
const noName = anyOf(
  /^(?:yes|no|true|false|none|null|n\/?a|required|optional|retryable)$/i,
  /^(?:string|integer|number|object|array|boolean)$/i
)

function isNoName (spelling: string): boolean {
  return noName.test(spelling)
}
