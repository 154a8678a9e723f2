/**
 * Proof that an error carries an answer of another service, or a request to it: by the contents of its members. Names
 * such as `meta` or `config` are not proof.
 */
import { bodyMarks, clientMarks, serverHeaders } from './marks.js'
import { isError, member, statusOf, textMember } from '../../json/untrusted.js'
import type { Thrown } from '../thrown.js'

export interface Proof {
  readonly because: string
  /** The member that is the answer; `undefined` where only a mark or a request was found. */
  readonly answer?: unknown
  /** The status of the answer. */
  readonly status?: number | undefined
}

/** Further members are not looked at: errors of clients do not have so many. */
const maxMembers = 40

export function proofOf (thrown: Thrown): Proof | undefined {
  const { error } = thrown
  if (typeof error !== 'object' || error === null) return undefined
  return ofItself(error) ?? ofMembers(error) ?? ofMarks(error) ?? ofMessage(thrown) ?? ofBody(error)
}

/** A thrown `Response`, or an error that has the members of an answer itself. */
function ofItself (error: object): Proof | undefined {
  if (isClass(error, 'Response')) return { because: 'it is a Response', answer: error, status: statusOf(error) }
  if (textMember(error, 'statusText') === undefined || statusOf(error) === undefined) return undefined
  return { because: 'it has a status beside statusText', answer: error, status: statusOf(error) }
}

function ofMembers (error: object): Proof | undefined {
  for (const name of memberNames(error)) {
    const value = member(error, name)
    if (typeof value !== 'object' || value === null) continue
    if (/headers$/i.test(name) && isServers(value)) {
      return { because: `'${name}' are those of a server`, answer: { headers: value } }
    }
    if (isAnswer(value) || (name === 'response' && isParsed(value))) {
      return { because: `'${name}' is an answer`, answer: value, status: answerStatus(value) }
    }
    if (isRequest(value)) return { because: `'${name}' is a request` }
  }
}

function ofMarks (error: object): Proof | undefined {
  const metadata = member(error, '$metadata')
  const status = metadata === undefined ? undefined : answerStatus(metadata)
  const mark = status === undefined ? clientMarks.find((name) => member(error, name) !== undefined) : '$metadata'
  return mark === undefined ? undefined : { because: `it has '${mark}'`, answer: member(error, '$response'), status }
}

/** Some clients use the body of the answer as the message. */
function ofMessage ({ message, status }: Thrown): Proof | undefined {
  if (status === undefined || !message.startsWith('{') || message.length > 10_000) return undefined
  try {
    const body: unknown = JSON.parse(message)
    const error = member(body, 'error')
    const echoes = [body, error].some((one) =>
      ['code', 'status', 'statusCode'].some((name) => Number(member(one, name)) === status)
    )
    return echoes ? { because: 'its message is the body of an answer' } : undefined
  } catch {
    return undefined
  }
}

/** For `throw await response.json()`: a plain object that repeats the status, or has members that only bodies have. */
function ofBody (error: object): Proof | undefined {
  const status = statusOf(error) ?? statusOf({ status: member(error, 'http_code') })
  if (status === undefined || isError(error) || textMember(error, 'stack') !== undefined) return undefined
  const body = member(error, 'error')
  if (isBodyOf(status, body)) return { because: "'error' is the body of an answer", status }
  const mark = bodyMarks.find((name) => hasOwn(error, name))
  if (mark !== undefined) return { because: `it has '${mark}', as bodies of answers have`, status }
  if (textMember(error, 'timestamp') !== undefined && textMember(error, 'path') !== undefined) {
    return { because: "it has 'timestamp' and 'path', as bodies of answers have", status }
  }
  // Resend, Notion
  const isNamed = /^[a-z]+(?:_[a-z]+)+$/.test(textMember(error, 'name') ?? '')
  if (!isNamed && member(error, 'object') !== 'error') return undefined
  return { because: 'it names itself as bodies of answers do', status }
}

function isBodyOf (status: number, body: unknown): boolean {
  if (typeof body !== 'object' || body === null) return false
  return ['code', 'status', 'statusCode', 'http_code'].some((name) => member(body, name) === status) ||
    (textMember(body, 'description') !== undefined && textMember(body, 'source') !== undefined)
}

function hasOwn (error: object, name: string): boolean {
  try {
    return Object.hasOwn(error, name)
  } catch {
    return false
  }
}

/** Causes are judged by themselves, and `output` of an error like boom's is the application's answer. */
const notRead = new Set([
  'stack', 'message', 'cause', 'original', 'originalError', 'driverError', 'parent', 'reason', 'output'
])

function memberNames (error: object): string[] {
  try {
    const names = Object.getOwnPropertyNames(error).filter((name) => !notRead.has(name))
    if (!names.includes('response')) names.push('response')
    return names.length > maxMembers ? names.slice(0, maxMembers) : names
  } catch {
    return []
  }
}

/** Whether a value has a status beside headers or a reason phrase, or headers that only a server sends. */
export function isAnswer (value: unknown): boolean {
  if (isClass(value, 'Response')) return true
  if (isOfThisService(value)) return false
  const headers = member(value, 'headers') ?? member(value, 'header')
  const hasHeaders = typeof headers === 'object' && headers !== null
  if (hasHeaders && isServers(headers)) return true
  if (answerStatus(value) === undefined) return false
  return hasHeaders || textMember(value, 'statusText') !== undefined || textMember(value, 'statusMessage') !== undefined
}

/** Whether a value is an answer of which a client kept only the status and the parsed body. */
function isParsed (value: object): boolean {
  return answerStatus(value) !== undefined && member(value, 'data') !== undefined
}

/** Whether a value is the request that is being answered, or the response to it. */
function isOfThisService (value: unknown): boolean {
  return (
    typeof member(value, 'writeHead') === 'function' ||
    (textMember(value, 'method') !== undefined && answerStatus(value) === undefined)
  )
}

/** The status of an answer, even a successful one. */
function answerStatus (answer: unknown): number | undefined {
  const stated = ['status', 'statusCode', 'code', 'httpStatusCode'].map((name) => member(answer, name))
  return stated.find((status) => Number.isInteger(status) && Number(status) >= 100 && Number(status) <= 599) as
    number | undefined
}

function isServers (headers: unknown): boolean {
  const get = member(headers, 'get')
  return serverHeaders.some(
    (name) =>
      member(headers, name) !== undefined ||
      member(headers, name.replace(/^./, toUpper)) !== undefined ||
      (typeof get === 'function' && call(get, headers, name) != null)
  )
}

const toUpper = (letter: string): string => letter.toUpperCase()

function call (get: unknown, headers: unknown, name: string): unknown {
  try {
    return (get as (name: string) => unknown).call(headers, name)
  } catch {
    return undefined
  }
}

/** Whether a value is a request that this service made, with fetch or Node. One that arrived at Fastify is not. */
function isRequest (value: unknown): boolean {
  return (
    isClass(value, 'Request') ||
    (typeof member(value, 'getHeader') === 'function' &&
      typeof member(value, 'setTimeout') === 'function' &&
      typeof member(value, 'path') === 'string')
  )
}

function isClass (value: unknown, name: string): boolean {
  try {
    return Object.prototype.toString.call(value) === `[object ${name}]`
  } catch {
    return false
  }
}
