/**
 * Reads the older envelopes (`envelopes.errorText` and so on) as the problems that they mean, so that a client can
 * move before its server does. A separate entry point: a client without such a server does not load it.
 */
import { header, read, textOf } from './read.js'
import type { ReadResponse, ResponseLike } from './read.js'

/**
 * What the `error` member of the envelope holds: a text for people (`{ error, code, retryAfter }`), an object
 * (`{ success, error: { code, message, details } }`), or the code (`{ error, message, statusCode, details }`).
 */
export type LegacyFormat = 'errorText' | 'errorObject' | 'errorCode'

/** The codes that the envelope spells otherwise: old spelling → code of the catalog. */
export type LegacyCodes = Readonly<Record<string, string>>

/**
 * A response whose body a decoder can read as a problem. One that is a problem already stays as it is: the same call
 * works on the day on which the server changes.
 *
 * Nothing is made up that the old body does not hold. Its `details` are the extension members; messages per field
 * become `errors` with pointers into the body and the code `invalid`. Extension members that the catalog requires may
 * be missing, if the old body has no place for them. The status decides which requests may be repeated.
 *
 * @example
 * const problem = await decode(legacyBody(response, 'errorObject', { ERR_ORDER_MISSING: 'ORDER_NOT_FOUND' }))
 */
export function legacyBody (
  response: ResponseLike | ReadResponse, format: LegacyFormat, codes: LegacyCodes = {}
): ResponseLike {
  const { status, url = '' } = response
  // A body that another client has read, without headers, counts as JSON.
  const fallback = response.clone ? null : 'application/json'
  const headers = { get: (name: string) => header(response, name) || (name === 'content-type' ? fallback : null) }
  return { status, url, headers, clone: () => ({ text: () => toProblem(response, formats[format], codes) }) }
}

type Members = Readonly<Record<string, unknown>>

/** What the envelopes have in common, each in another place. */
interface Legacy {
  code: unknown
  detail: unknown
  status?: unknown
  retryAfter?: unknown
  details: Members
}

const formats: Readonly<Record<LegacyFormat, (body: Members) => Legacy>> = {
  errorText ({ error, code, retryAfter }) {
    return { code, detail: error, retryAfter, details: {} }
  },
  errorObject ({ error }) {
    const { code, message, details } = toMembers(error)
    const { retryAfter, ...rest } = toMembers(details)
    return { code, detail: message, retryAfter, details: rest }
  },
  errorCode ({ error, message, statusCode, details }) {
    const { retryAfter, ...rest } = toMembers(details)
    return { code: error, detail: message, status: statusCode, retryAfter, details: rest }
  }
}

async function toProblem (
  response: ResponseLike | ReadResponse, readLegacy: (body: Members) => Legacy, codes: LegacyCodes
): Promise<string> {
  const text = await textOf(response)
  const body = toMembers(JSON.parse(text))
  if (typeof body['type'] === 'string') return text

  const { code, detail, status, retryAfter, details } = readLegacy(body)
  const { retry } = await read(response)
  const { fields, ...extensions } = details
  return JSON.stringify({
    ...extensions,
    ...(fields !== undefined && { errors: toErrors(toMembers(fields)) }),
    type: 'about:blank',
    status,
    code: typeof code === 'string' && Object.hasOwn(codes, code) ? codes[code] : code,
    detail,
    retry,
    retryAfter
  })
}

/** `{ 'address.city': ['is too short'] }` → an entry of `errors` per message, with the pointer `#/address/city`. */
function toErrors (fields: Members) {
  return Object.entries(fields).flatMap(([name, messages]) => {
    const pointer = `#/${name.split('.').map(toToken).join('/')}`
    return [messages].flat().map((detail) => ({ in: 'body', pointer, code: 'invalid', detail: String(detail) }))
  })
}

/** RFC 6901 §3 and §6. */
function toToken (name: string): string {
  return encodeURIComponent(name.replaceAll('~', '~0').replaceAll('/', '~1'))
}

function toMembers (value: unknown): Members {
  return Object(value) === value && !Array.isArray(value) ? value as Members : {}
}
