/**
 * Errors that state an HTTP status: those of http-errors, @fastify/error and boom, and the application's classes.
 */
import { STATUS_CODES } from 'node:http'
import { isStandardStatus, standardCode } from '../catalog/standard.js'
import type { StandardCode } from '../catalog/standard.js'
import { cleanText } from '../catalog/texts/template.js'
import { toSeconds } from '../http/retry-after.js'
import type { FailureContext, RecognizedFailure } from './failure.js'
import { headerOf } from './upstream/header.js'
import { member } from '../json/untrusted.js'
import type { Thrown } from './thrown.js'

const maxDetailLength = 512

/** The headers of a foreign error that may be sent: a client needs them for its next step. */
const passedHeaders = [
  'retry-after', 'www-authenticate', 'proxy-authenticate', 'allow', 'accept', 'content-range', 'upgrade'
]

/** The status of an application's error; `undefined` where it states none, or where another service stated it. */
export function applicationStatus ({ verdict }: Thrown): number | undefined {
  return verdict?.whose === 'application' ? verdict.status : undefined
}

/** The message of a 4xx is for the client, unless the error has `expose: false`; the message of a 5xx never is. */
export function applicationMessage (thrown: Thrown): string | undefined {
  // The maker does not matter here, and to find it V8 would have to write the stack.
  if (isOfLibrary.test(thrown.message)) return undefined
  const status = applicationStatus(thrown)
  if (status === undefined || status >= 500 || thrown.verdict?.withheld === true) return undefined
  return member(thrown.error, 'expose') === false ? undefined : textForClient(thrown.message, status)
}

/** The message as the client gets it; `undefined` where it repeats only the status. */
export function textForClient (message: string, status: number): string | undefined {
  const text = oneLine.test(message) ? message : cleanText(message.trim().replace(/[\t-\r ]+/g, ' '), maxDetailLength)
  return text === '' || text === STATUS_CODES[status] || isOfLibrary.test(text) ? undefined : text
}

/** Most messages fit this pattern, and need no cleaning. */
const oneLine = /^[!-~]+(?: [!-~]+){0,40}$/

/** The default texts of libraries. The catalog has a text for the same case, in the reader's language. */
const isOfLibrary = /^(?:Rate limit exceeded, retry in .+|Missing or bad formatted authorization header)$/

export function recognizeHttpError (thrown: Thrown): RecognizedFailure | undefined {
  const status = applicationStatus(thrown)
  if (status === undefined) return undefined
  const headers = thrown.verdict?.withheld === true ? {} : headersOf(thrown.error)
  const retryAfter = toSeconds(headers['retry-after'])
  if ('retry-after' in headers) delete headers['retry-after']
  // The members are listed one by one: a spread before other members is slow in Node 20.
  const { code, status: kept } = standardFor(status)
  return { code, status: kept, detail: applicationMessage(thrown), headers, retryAfter }
}

/** For `reply.code(409)` before a throw. 500 does not count: a tracer may have set it before the error handler runs. */
export function recognizeReplyStatus (_thrown: Thrown, { status }: FailureContext): RecognizedFailure | undefined {
  if (status < 400 || status === 500 || status > 599) return undefined
  return standardFor(status)
}

/** The code of a status; a status without a code keeps itself beside the code of its class (4xx or 5xx). */
export function standardFor (status: number): { readonly code: StandardCode, readonly status: number | undefined } {
  return { code: standardCode(status), status: isStandardStatus(status) ? undefined : status }
}

/** The headers of the error, or of boom's `output`, that may be sent. They are a `Headers` object or a plain one. */
function headersOf (error: unknown): Record<string, string> {
  const headers = member(error, 'headers') ?? member(member(error, 'output'), 'headers')
  const passed: Record<string, string> = {}
  if (headers === undefined) return passed
  for (const [name, value] of entriesOf(headers)) {
    const known = passedHeaders.includes(name.toLowerCase())
    if (known && (typeof value === 'string' || typeof value === 'number')) passed[name.toLowerCase()] = String(value)
  }
  return passed
}

function entriesOf (headers: unknown): Array<readonly [name: string, value: unknown]> {
  if (typeof member(headers, 'get') === 'function') {
    return passedHeaders.map((name) => [name, headerOf({ headers }, name)])
  }
  return Object.keys(Object(headers)).map((name) => [name, member(headers, name)])
}
