/**
 * Errors that carry an HTTP status of their own: http-errors, @fastify/error, boom, and the application's classes.
 */
import { standardCode } from '../catalog/standard.js'
import { cleanText } from '../catalog/template.js'
import { toSeconds } from '../http/retry-after.js'
import type { FailureContext } from './failure.js'
import type { RecognizedFailure } from './failure.js'
import { hasAny, member, statusOf } from '../json/untrusted.js'
import type { Thrown } from './thrown.js'

/** What SDKs and HTTP clients put on their errors: the status beside it is an upstream's, not ours. */
const upstreamMarks = ['response', 'request', 'headers', 'raw', 'requestId', 'requestID', 'meta', '$metadata', 'config']

const maxDetailLength = 512

/** Headers of a foreign error that may be sent: they tell a client what to do next, and nothing else. */
const passedHeaders = ['retry-after', 'www-authenticate', 'proxy-authenticate', 'allow', 'accept', 'content-range', 'upgrade']

/** The status of an application's own error; `undefined` where it has none, or it is an upstream's. */
export function applicationStatus ({ error, status: stated }: Thrown): number | undefined {
  const status = boomStatus(error)
  if (status !== undefined) return status
  if (stated === undefined) return undefined
  const own = typeof member(error, 'expose') === 'boolean' || !hasAny(error, upstreamMarks)
  return own ? stated : undefined
}

/** The message of a 4xx is for the client, unless its author says `expose: false`; that of a 5xx never is. */
export function applicationMessage (thrown: Thrown): string | undefined {
  const status = applicationStatus(thrown)
  if (status === undefined || status >= 500 || member(thrown.error, 'expose') === false) return undefined
  const text = cleanText(thrown.message, maxDetailLength)
  return text === '' ? undefined : text
}

export function recognizeHttpError (thrown: Thrown): RecognizedFailure | undefined {
  const status = applicationStatus(thrown)
  if (status === undefined) return undefined
  const { error } = thrown
  const { 'retry-after': retryAfter, ...headers } = headersOf(member(error, 'headers') ?? member(member(error, 'output'), 'headers'))
  return {
    code: standardCode(status),
    detail: applicationMessage(thrown),
    headers,
    retryAfter: toSeconds(retryAfter)
  }
}

/** `reply.code(409)` before a throw. 500 does not count: a tracer may have set it before the error handler runs. */
export function recognizeReplyStatus ({ error }: Thrown, { status }: FailureContext): RecognizedFailure | undefined {
  if (status < 400 || status === 500 || status > 599 || hasAny(error, upstreamMarks)) return undefined
  return { code: standardCode(status) }
}

function boomStatus (error: unknown): number | undefined {
  return member(error, 'isBoom') === true ? statusOf(member(error, 'output')) : undefined
}

function headersOf (headers: unknown): Record<string, string> {
  const passed: Record<string, string> = {}
  for (const name of Object.keys(Object(headers))) {
    const value = member(headers, name)
    const known = passedHeaders.includes(name.toLowerCase())
    if (known && (typeof value === 'string' || typeof value === 'number')) passed[name.toLowerCase()] = String(value)
  }
  return passed
}
