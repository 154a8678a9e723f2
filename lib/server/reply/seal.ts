/**
 * The seal: from the moment a problem is sent, the raw response carries it and nothing else.
 *
 * Hooks and serializers run between `reply.send()` and the socket, and they can fail, change the status, or put
 * another body there. The sealed response ignores what they write and sends the problem; the headers that they set
 * stay, except those that describe a body that is not sent.
 */
import type { OutgoingHttpHeaders, ServerResponse } from 'node:http'
import { STATUS_CODES } from 'node:http'
import { mergeVary } from '../../http/accept.js'
import type { PreparedResponse } from './compose.js'
import { isAboutBody } from './header-rules.js'
import { fitHttp2, removeHeaders, validHeaders } from './valid-headers.js'

const sealKey = Symbol('fastify-problem-json.seal')

/** What a sealed response carries. The methods are those that it had: Node's, or those of a wrapper. */
interface Seal {
  readonly prepared: PreparedResponse
  phase: 'sealed' | 'opening' | 'sent'
  readonly writeHead: Method
  readonly write: Method
  readonly end: Method
}

type Method = (this: SealedResponse, ...args: unknown[]) => unknown
type SealedResponse = ServerResponse & { [sealKey]: Seal }

export function isSealed (raw: ServerResponse): raw is SealedResponse {
  return sealKey in raw
}

/**
 * Makes the response carry this answer, whatever is written to it from now on. The first write sends all of it, and
 * the rest is swallowed: what hooks put there may be a stream that never ends, or trailers that never come.
 */
export function sealResponse (raw: ServerResponse, prepared: PreparedResponse): void {
  const sealed = raw as unknown as Record<'writeHead' | 'write' | 'end' | 'addTrailers', Method> & { [sealKey]: Seal }
  const { writeHead, write, end } = sealed
  sealed[sealKey] = { prepared, phase: 'sealed', writeHead, write, end }
  // Functions of the module, not closures: a failing service seals thousands of responses a second.
  sealed.writeHead = sealedWriteHead
  sealed.write = sealedWrite
  sealed.end = sealedEnd
  sealed.addTrailers = addNoTrailers
}

/** The headers are the last argument of two or three. */
function sealedWriteHead (this: SealedResponse, _status: unknown, reason: unknown, headers: unknown): ServerResponse {
  sendSealed(this, headers ?? reason)
  return this
}

function sealedWrite (this: SealedResponse, ...args: unknown[]): unknown {
  const { phase, write } = this[sealKey]
  // Over HTTP/2, `end()` calls it to send the answer.
  if (phase === 'opening') return write.apply(this, args)
  sendSealed(this)
  callBack(args.at(-1))
  // A stream that never ends must stop: nothing drains it, and Fastify destroys it when the answer is sent.
  return false
}

/** The callback comes after a body and an encoding, or in the place of either. */
function sealedEnd (this: SealedResponse, body: unknown, encoding: unknown, done: unknown): ServerResponse {
  sendSealed(this)
  callBack(done ?? encoding ?? body)
  return this
}

function addNoTrailers (): void {}

function sendSealed (raw: SealedResponse, headersGiven?: unknown): void {
  const seal = raw[sealKey]
  if (seal.phase !== 'sealed') return
  seal.phase = 'opening'
  writeProblem(raw, seal.prepared, headersGiven, seal)
  seal.phase = 'sent'
}

type Methods = Pick<Seal, 'writeHead' | 'end'>

/** @param headersGiven those of the reply */
export function writeProblem (
  raw: ServerResponse, prepared: PreparedResponse, headersGiven: unknown, methods = raw as unknown as Methods
): void {
  const { text, length } = prepared
  writeHead(raw, prepared, headersGiven, methods.writeHead)
  // A text goes out together with the header, and in one encoding with it: names outside ASCII must stay what they are.
  if (text.length === length) methods.end.call(raw as SealedResponse, text, 'latin1')
  else methods.end.call(raw as SealedResponse, Buffer.from(text))
}

/** Node refuses some values, over HTTP/2 also some combinations. What it refuses costs headers, never the answer. */
function writeHead (raw: ServerResponse, prepared: PreparedResponse, headersGiven: unknown, method: Method): void {
  const { status, headers, length } = prepared
  // A reason phrase that was set before the failure belongs to another answer. HTTP/2 has none.
  if (!isHttp2(raw)) setReason(raw, STATUS_CODES[status] ?? 'Error')
  const writeHead = (headers: unknown) => method.call(raw as SealedResponse, status, headers)
  try {
    const isReady = headersGiven === headers ? hasNone(raw) : isFinal(raw, headersGiven, prepared)
    writeHead(isReady ? headersGiven : finalHeaders(raw, headersGiven, prepared))
  } catch {
    try {
      writeHead(validHeaders(finalHeaders(raw, headersGiven, prepared)))
    } catch {
      removeHeaders(raw)
      const { 'content-type': mediaType } = prepared.headers
      writeHead({
        'content-type': mediaType,
        'cache-control': 'no-store',
        'content-length': length
      })
    }
  }
}

/** The application may have defined the member so that nobody can assign to it. */
function setReason (raw: ServerResponse, reason: string): void {
  try { raw.statusMessage = reason } catch {}
  if (raw.statusMessage !== reason) Reflect.defineProperty(raw, 'statusMessage', { value: reason, writable: true })
}

/**
 * What Fastify gives where no hook has changed what the answer needs: its headers and its length, and others that may
 * stay. To look costs a fraction of what it costs to make them anew.
 */
function isFinal (
  raw: ServerResponse, headersGiven: unknown, { headers, length }: PreparedResponse
): headersGiven is OutgoingHttpHeaders {
  if (typeof headersGiven !== 'object' || headersGiven === null || Array.isArray(headersGiven) || isHttp2(raw)) {
    return false
  }
  const all = headersGiven as OutgoingHttpHeaders
  for (const name in all) {
    if (headers[name] !== undefined || name === 'content-length') continue
    if (isAboutBody(name) || name !== name.toLowerCase()) return false
  }
  for (const name in headers) {
    if (all[name] !== headers[name]) return false
  }
  return Number(all['content-length']) === length && hasNone(raw)
}

function hasNone (raw: ServerResponse): boolean {
  return raw.getHeaderNames().length === 0 && !isHttp2(raw)
}

function finalHeaders (
  raw: ServerResponse, headersGiven: unknown, prepared: PreparedResponse
): OutgoingHttpHeaders {
  const headers: OutgoingHttpHeaders = {}
  for (const [name, value] of Object.entries(toObject(headersGiven))) {
    if (mayStay(name.toLowerCase(), prepared)) headers[name.toLowerCase()] = value
  }
  for (const name of raw.getHeaderNames()) {
    if (!mayStay(name, prepared)) raw.removeHeader(name)
  }
  const { vary, 'set-cookie': cookies } = prepared.headers
  // Fastify adds a cookie to those that are there.
  const all = { ...(cookies !== undefined && { 'set-cookie': headers['set-cookie'] ?? cookies }) }
  Object.assign(
    headers, prepared.headers, all,
    vary !== undefined && { vary: mergeVary(headers['vary'], raw.getHeader('vary'), vary) }
  )
  headers['content-length'] = prepared.length
  return isHttp2(raw) ? fitHttp2(raw, headers) : headers
}

function isHttp2 ({ req }: ServerResponse): boolean {
  return req?.httpVersionMajor === 2
}

function mayStay (name: string, { status }: PreparedResponse): boolean {
  return !isAboutBody(name) || (name === 'content-range' && status === 416)
}

/** The headers that `writeHead()` was given: none, an object, or names and values in turn. */
function toObject (given: unknown): OutgoingHttpHeaders {
  if (typeof given !== 'object' || given === null) return {}
  if (!Array.isArray(given)) return given as OutgoingHttpHeaders
  const headers: OutgoingHttpHeaders = {}
  for (let index = 0; index + 1 < given.length; index += 2) headers[String(given[index])] = String(given[index + 1])
  return headers
}

function callBack (done: unknown): void {
  if (typeof done === 'function') process.nextTick(done)
}
