/**
 * The seal: once a problem is sent, the raw response carries only this problem.
 *
 * Hooks and serializers run between `reply.send()` and the socket, and they can fail, change the status, or write
 * another body. The sealed response ignores their body and sends the problem. It keeps the headers that they set,
 * except those about a body that is not sent.
 */
import type { OutgoingHttpHeaders, ServerResponse } from 'node:http'
import { OutgoingMessage, STATUS_CODES } from 'node:http'
import type { FastifyReply } from 'fastify'
import { mergeVary } from '../../http/accept.js'
import { toLogged } from '../observe/logged-error.js'
import { tolerate } from '../observe/tolerate.js'
import type { PreparedResponse } from './compose.js'
import { mayStay } from './header-rules.js'
import { fitHttp2, removeHeaders, toObject, validHeaders } from './valid-headers.js'

const sealKey = Symbol('fastify-problem-json.seal')

/** The problem of a sealed response, and the methods that the response had: Node's, or those of a wrapper. */
interface Seal {
  readonly prepared: PreparedResponse
  readonly log: FastifyReply['log']
  phase: 'sealed' | 'opening' | 'sent'
  readonly writeHead: Method
  readonly write: Method
  readonly end: Method
}

type Method = (this: SealedResponse, ...args: unknown[]) => unknown
type SealedResponse = ServerResponse & { [sealKey]: Seal }

/** The methods of HTTP/1: a response that has them is not wrapped. */
const nodes = OutgoingMessage.prototype as unknown as Pick<Seal, 'write' | 'end'>

export function isSealed (raw: ServerResponse): raw is SealedResponse {
  return sealKey in raw
}

/**
 * Seals a response: the first write sends the whole problem, and further writes are ignored. Hooks may have put a
 * stream there that never ends, or trailers that never come.
 */
export function sealResponse ({ raw, log }: FastifyReply, prepared: PreparedResponse): void {
  const sealed = raw as unknown as Record<'writeHead' | 'write' | 'end' | 'addTrailers', Method> & { [sealKey]: Seal }
  const { writeHead, write, end } = sealed
  sealed[sealKey] = { prepared, log, phase: 'sealed', writeHead, write, end }
  // Module functions, not closures, because a failing service seals thousands of responses a second.
  sealed.writeHead = sealedWriteHead
  sealed.write = sealedWrite
  sealed.end = sealedEnd
  sealed.addTrailers = addNoTrailers
}

/** The headers are the second argument, or the third behind a reason phrase. */
function sealedWriteHead (this: SealedResponse, _status: unknown, reason: unknown, headers: unknown): ServerResponse {
  sendSealed(this, headers ?? reason)
  return this
}

function sealedWrite (this: SealedResponse, ...args: unknown[]): unknown {
  const { phase, write } = this[sealKey]
  // Over HTTP/2, Node's `end()` calls `write()` for the answer itself.
  if (phase === 'opening') return write.apply(this, args)
  sendSealed(this)
  callBack(args.at(-1))
  // `false` stops a stream that never ends: no 'drain' follows, and Fastify destroys it when the answer is sent.
  return false
}

/** The callback is the last argument: after a body and an encoding, or instead of them. */
function sealedEnd (this: SealedResponse, body: unknown, encoding: unknown, done: unknown): ServerResponse {
  sendSealed(this)
  callBack(done ?? encoding ?? body)
  return this
}

function addNoTrailers (): void {}

/** @param headersGiven the headers of the reply */
export function sendSealed (response: ServerResponse, headersGiven?: unknown): void {
  const raw = response as SealedResponse
  const seal = raw[sealKey]
  if (seal.phase !== 'sealed') return
  seal.phase = 'opening'
  try {
    writeHead(raw, seal, headersGiven)
    writeText(raw, seal)
  } catch (failure) {
    // What wraps the response failed. The client must not wait for an answer that does not come.
    raw.destroy()
    tolerate(() => seal.log.error({ err: toLogged(failure) }, 'a problem could not be written; the client got none'))
  }
  seal.phase = 'sent'
}

/**
 * Node sends a text together with the header, in one encoding: names outside ASCII in the header must not change. Its
 * `end()` adds an empty chunk, and a list of two costs the system a tenth of a request more than one text.
 */
function writeText (raw: SealedResponse, { prepared: { text, length }, write, end }: Seal): void {
  const { socket, req } = raw
  if (req?.method === 'HEAD') {
    end.call(raw)
  } else if (text.length !== length) {
    end.call(raw, Buffer.from(text))
  } else if (write === nodes.write && end === nodes.end && socket) {
    // Node would cork it until the next tick.
    socket.cork()
    write.call(raw, text, 'latin1')
    socket.uncork()
    end.call(raw)
  } else {
    end.call(raw, text, 'latin1')
  }
}

/** Node refuses some values, and over HTTP/2 some combinations. Then headers are left out, but the answer is sent. */
function writeHead (raw: SealedResponse, { prepared, writeHead: method }: Seal, headersGiven: unknown): void {
  const { status, headers, length } = prepared
  // A reason phrase from before the failure belongs to another answer. HTTP/2 has none.
  if (!isHttp2(raw)) setReason(raw, STATUS_CODES[status] ?? 'Error')
  const writeHead = (headers: unknown) => method.call(raw, status, headers)
  try {
    const isReady = headersGiven === headers ? hasNoHeaders(raw) : isFinal(raw, headersGiven, prepared)
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

/** The application may have made the member read-only. */
function setReason (raw: ServerResponse, reason: string): void {
  try { raw.statusMessage = reason } catch {}
  if (raw.statusMessage !== reason) Reflect.defineProperty(raw, 'statusMessage', { value: reason, writable: true })
}

/**
 * Whether the headers are ready: those of the problem with its length, unchanged by hooks, and others that may stay.
 * This test costs a fraction of making them again.
 */
function isFinal (
  raw: ServerResponse, headersGiven: unknown, { status, headers, length }: PreparedResponse
): headersGiven is OutgoingHttpHeaders {
  if (typeof headersGiven !== 'object' || headersGiven === null || Array.isArray(headersGiven) || isHttp2(raw)) {
    return false
  }
  const all = headersGiven as OutgoingHttpHeaders
  for (const name in all) {
    if (headers[name] !== undefined || name === 'content-length') continue
    if (!mayStay(name, status) || name !== name.toLowerCase()) return false
  }
  for (const name in headers) {
    if (all[name] !== headers[name]) return false
  }
  return Number(all['content-length']) === length && hasNoHeaders(raw)
}

function hasNoHeaders (raw: ServerResponse): boolean {
  return raw.getHeaderNames().length === 0 && !isHttp2(raw)
}

function finalHeaders (
  raw: ServerResponse, headersGiven: unknown, prepared: PreparedResponse
): OutgoingHttpHeaders {
  const headers: OutgoingHttpHeaders = {}
  for (const [name, value] of Object.entries(toObject(headersGiven))) {
    if (mayStay(name.toLowerCase(), prepared.status)) headers[name.toLowerCase()] = value
  }
  for (const name of raw.getHeaderNames()) {
    if (!mayStay(name, prepared.status)) raw.removeHeader(name)
  }
  const { vary, 'set-cookie': cookies } = prepared.headers
  // Fastify has added the problem's cookies to those of the reply.
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

function callBack (done: unknown): void {
  if (typeof done === 'function') process.nextTick(done)
}
