/**
 * What the members of one object mean: which is its code, which its status, which its texts.
 */
import { isStatus, likenessOf } from '../spelling.js'
import type { Sighting, TextField } from '../sighting.js'

export type Members = Readonly<Record<string, unknown>>

const codeKeys = [
  'code', 'errorCode', 'error_code', 'errcode', 'err_code', 'errCode', 'errorKey', 'error_key', 'error', 'key', 'id',
  'name', 'type'
]
export const statusKeys = [
  'status', 'statusCode', 'status_code', 'httpStatus', 'http_status', 'httpStatusCode', 'http_status_code', 'httpCode',
  'http_code', 'http', 'httpErrorCode'
]
const textKeys: Readonly<Partial<Record<TextField, readonly string[]>>> = {
  title: ['title', 'message', 'msg', 'defaultMessage', 'default_message', 'summary', 'text'],
  description: ['description', 'desc', 'detail', 'details', 'meaning', 'reason', 'explanation'],
  guidance: ['guidance', 'hint', 'solution', 'resolution', 'userMessage', 'user_message', 'fix', 'advice'],
  area: ['area', 'category', 'group', 'domain', 'module'],
  retry: ['retry', 'retryable', 'isRetryable', 'is_retryable'],
  type: ['type']
}

/** @param withStatus whether a status is known: without one, a lone name is not a code */
export function codeIn (value: Members, withStatus: boolean): string | undefined {
  for (const key of codeKeys) {
    const member = value[key]
    const isCode = /code/i.test(key)
    if (typeof member === 'number' && isCode && likenessOf(String(member)) === 'number') return String(member)
    if (typeof member !== 'string') continue
    const likeness = likenessOf(member)
    // Beside a numeric code, this is its name.
    if (typeof value['code'] === 'number' && likeness !== undefined && /^[A-Z][A-Z\d_]+$/.test(member)) return member
    if (likeness === 'constant' || (likeness === 'compound' && (isCode || key === 'error' || withStatus))) return member
    if (likeness === 'number' && isCode) return member
    const pattern = withStatus ? /^(?:[A-Z]{3,}|[a-z]{4,})$/ : /^[A-Z]{3,}$/
    if (likeness === 'word' && isCode && pattern.test(member)) return member
  }
  return undefined
}

export function statusIn (value: Members): number | undefined {
  const found = statusKeys
    .map((key) => Number(/^(?:HTTP\s*)?([45]\d\d)(?:\s+\D.*)?$/.exec(String(value[key]))?.[1]))
    .filter(isStatus)
  return found[0]
}

/** `{ code: 404, type: 'ORDER_LOST' }`. */
export function statusAsCode ({ code, ...others }: Members): number | undefined {
  return typeof code === 'number' && isStatus(code) && codeIn(others, true) !== undefined ? code : undefined
}

export function textsIn (value: Members): Sighting['texts'] {
  const fields = Object.entries(textKeys) as [TextField, readonly string[]][]
  return Object.fromEntries(fields.flatMap(([field, keys]) => {
    const found = keys.map((key) => value[key]).find((member) => ['string', 'boolean'].includes(typeof member))
    if (found === undefined || (typeof found === 'boolean' && field !== 'retry')) return []
    const text = field === 'retry' ? String(found).replace('true', 'yes').replace('false', 'no') : String(found).trim()
    return text === '' || (field === 'type' && !/^(?:https?:|urn:|\/)/.test(text)) ? [] : [[field, text]]
  }))
}
