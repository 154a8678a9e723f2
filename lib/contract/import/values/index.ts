/**
 * Plain values (a body as an example, a JSON or YAML file, the literals of a source) → what they state about codes.
 *
 *     { code: 'ORDER_LOST', status: 404 }     { ORDER_LOST: { status: 404, message: 'Gone' } }     { ORDER_LOST: 404 }
 */
import { isRecord } from '../../../json/record.js'
import { anyOf } from '../../../json/any-of.js'
import { isRegistered, isStatus, likenessOf } from '../spelling.js'
import type { Evidence, Sighting } from '../sighting.js'
import { codeIn, statusAsCode, statusIn, statusKeys, textsIn } from './members.js'
import type { Members } from './members.js'

export interface ValueContext {
  /** The status that is stated nearby. */
  readonly status?: number | undefined
  /** Whether any number is that of an error, because the list is named after errors. */
  readonly anyNumber?: boolean
}

/** What is known where the reader is. */
interface Place {
  readonly evidence: Evidence
  readonly anyNumber: boolean
  /** The status that an object above states. */
  readonly status: number | undefined
  /** Whether the object is a body, whose members are not codes. */
  readonly isExample?: boolean
}

/** What is within another problem: entries about fields have codes of another kind. */
const inner = anyOf(
  /^(?:details?|fields?|violations?|issues|validation\w*|invalid\w*|causes?|context|meta\w*)$/i,
  /^(?:params?|parameters|properties|request|headers)$/i
)

/** Every code that a value mentions. A body in a document is an `example`; a file states. */
export function readValue (
  value: unknown, evidence: Evidence = 'stated', { status, anyNumber = false }: ValueContext = {}
): Sighting[] {
  return read(value, { evidence, status, anyNumber })
}

function read (value: unknown, place: Place): Sighting[] {
  if (Array.isArray(value)) return readTupleOf(value, place) ?? value.flatMap((item) => read(item, place))
  if (!isRecord(value)) return []
  const status = statusIn(value) ?? statusAsCode(value) ?? place.status
  const spelling = codeIn(value, status !== undefined)
  if (spelling !== undefined) return [toSighting(spelling, value, { ...place, status })]
  const numbers = Object.values(value).filter((member) => typeof member === 'number')
  const areStatuses = numbers.every((number) => isRegistered(number) || likenessOf(String(number)) === 'number')
  const isExample = place.evidence === 'example' && !isTable(value)
  const areCodes = place.anyNumber && !areStatuses
  return Object.entries(value).flatMap(([key, member]) =>
    typeof member !== 'number' || areStatuses
      ? readMember(key, member, { ...place, status, isExample })
      : areCodes && /^[A-Z]/.test(key) && likenessOf(key) !== undefined && member !== 0
        ? [toNumbered(key, member, place)]
        : []
  )
}

function toNumbered (spelling: string, number: number, { evidence }: Place): Sighting {
  return { spelling, statuses: [], evidence, texts: { legacyCode: String(number) } }
}

/** A body in a document has members in capitals, too: a list of codes states the status of each. */
function isTable (value: Members): boolean {
  const members = Object.values(value)
  return members.every((member) => isRecord(member) && statusIn(member) !== undefined) ||
    (members.length > 1 && members.every((member) => isStatus(Number(member)) || Array.isArray(member)))
}

function readMember (key: string, member: unknown, { isExample, ...place }: Place): Sighting[] {
  if (inner.test(key) || statusKeys.includes(key)) return []
  const row = likenessOf(key) === undefined || isExample === true ? undefined : readRow(key, member, place)
  if (row) return [row]
  const status = /^[45]\d\d$/.test(key) ? Number(key) : place.status
  return read(member, { ...place, status })
}

/** `['ORDER_LOST', 404, 'text']`: an entry of a Map. */
function readTupleOf ([key, ...rest]: readonly unknown[], place: Place): Sighting[] | undefined {
  if (typeof key !== 'string' || likenessOf(key) !== 'constant' || rest.length === 0) return undefined
  const row = rest.length === 1 && isRecord(rest[0]) ? readRow(key, rest[0], place) : readTuple(key, rest, true, place)
  return row ? [row] : undefined
}

/** A member that is named by its code. */
function readRow (key: string, member: unknown, place: Place): Sighting | undefined {
  const isConstant = likenessOf(key) === 'constant' || /^[A-Z]{3,}$/.test(key)
  if (typeof member === 'number') return readNumber(key, member, isConstant, place)
  if (typeof member === 'string') return isConstant ? readString(key, member, place) : undefined
  if (Array.isArray(member)) return readTuple(key, member, isConstant, place)
  if (!isRecord(member)) return undefined
  const status = statusIn(member)
  if (status === undefined && !(isConstant && textsIn(member).title !== undefined)) return undefined
  return toSighting(codeIn(member, true) ?? key, member, { ...place, status: status ?? place.status })
}

function readNumber (key: string, member: number, isConstant: boolean, place: Place): Sighting | undefined {
  if (!isConstant && likenessOf(key) !== 'compound') return undefined
  if (Number.isInteger(member) && isStatus(member)) {
    return { spelling: key, statuses: [member], evidence: place.evidence, texts: {} }
  }
  if (!isConstant || likenessOf(String(member)) !== 'number') return undefined
  return toNumbered(key, member, place)
}

/** `A: 'A'` and `A: 'a_b'` name a code; `A: 'Some text'` explains it. */
function readString (key: string, member: string, { evidence }: Place): Sighting {
  const likeness = likenessOf(member)
  // SQLSTATE has letters, too.
  if (likeness === 'number' || /^(?=.*\d)[\dA-Z]{5}$/.test(member)) {
    return { spelling: key, statuses: [], evidence, texts: { legacyCode: member } }
  }
  if (likeness === undefined) {
    return { spelling: key, statuses: [], evidence, texts: member.trim() === '' ? {} : { title: member.trim() } }
  }
  return {
    spelling: likeness === 'word' && member.toUpperCase() !== key ? key : member,
    statuses: [],
    evidence,
    texts: {}
  }
}

/** `[404, 'text']`, `['text', 404]`. */
function readTuple (key: string, member: readonly unknown[], isConstant: boolean, place: Place): Sighting | undefined {
  const statuses = member.filter((item): item is number => Number.isInteger(item) && isStatus(item as number))
  const [title] = member.filter((item) => typeof item === 'string')
  if (!isConstant || statuses.length !== 1 || member.length > 4) return undefined
  return { spelling: key, statuses, evidence: place.evidence, texts: title === undefined ? {} : { title } }
}

function toSighting (spelling: string, value: Members, { evidence, status }: Place): Sighting {
  // The message of an example is that of one occurrence.
  const texts = evidence === 'example' ? {} : textsIn(value)
  const deprecated = evidence === 'stated' && value['deprecated'] === true ? 'deprecated' : undefined
  const { code } = value
  const isNumbered = evidence === 'stated' && typeof code === 'number' && code !== status && String(code) !== spelling
  return {
    spelling,
    statuses: status === undefined ? [] : [status],
    evidence,
    texts: isNumbered ? { ...texts, legacyCode: String(code) } : texts,
    ...(deprecated !== undefined && { deprecated })
  }
}
