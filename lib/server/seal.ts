/**
 * The seal: from the moment a problem is sent, the raw response carries it and nothing else.
 *
 * Hooks and serializers run between `reply.send()` and the socket, and they can fail, change the status, or put
 * another body there. The sealed response ignores what they write and sends the problem; the headers that they set
 * stay, except those that describe a body that is not sent.
 */
import type { OutgoingHttpHeaders, ServerResponse } from 'node:http'
import { validateHeaderName, validateHeaderValue } from 'node:http'
import { mergeVary } from '../catalog/accept.js'

export interface SealedAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | readonly string[]>>
  readonly body: Buffer
}

/** They describe a body that is not sent, or let a cache keep or a browser leave the answer. */
const stale = new Set([
  'etag', 'last-modified', 'expires', 'content-encoding', 'content-disposition', 'content-range', 'transfer-encoding',
  'trailer', 'location', 'cdn-cache-control', 'surrogate-control'
])

const seal = Symbol('fastify-problem-json.seal')

export function isSealed (raw: ServerResponse): boolean {
  return seal in raw
}

/** Makes the response carry this answer, whatever is written to it from now on. */
export function sealResponse (raw: ServerResponse, answer: SealedAnswer): void {
  const { writeHead, write, end } = raw as unknown as Record<'writeHead' | 'write' | 'end', (...args: unknown[]) => unknown>
  let given: OutgoingHttpHeaders = {}
  let opened = false

  Object.assign(raw, {
    [seal]: true,
    writeHead (this: ServerResponse, ...args: unknown[]) {
      if (opened) return writeHead.apply(this, args)
      const headers = args.at(-1)
      if (typeof headers === 'object' && headers !== null) given = Array.isArray(headers) ? toObject(headers) : headers as OutgoingHttpHeaders
      return this
    },
    write (this: ServerResponse, ...args: unknown[]) {
      if (opened) return write.apply(this, args)
      callLast(args)
      return true
    },
    end (this: ServerResponse, ...args: unknown[]) {
      if (opened) return end.apply(this, args)
      opened = true
      writeAnswer()
      const done = args.find((arg) => typeof arg === 'function')
      return end.call(this, answer.body, null, done)
    }
  })

  function writeAnswer (): void {
    const headers = finalHeaders(raw, given, answer)
    try {
      writeHead.call(raw, answer.status, headers)
    } catch {
      writeHead.call(raw, answer.status, validHeaders(raw, headers))
    }
  }
}

function finalHeaders (raw: ServerResponse, given: OutgoingHttpHeaders, answer: SealedAnswer): OutgoingHttpHeaders {
  const headers: OutgoingHttpHeaders = {}
  for (const name of Object.keys(given)) {
    if (mayStay(name.toLowerCase(), answer)) headers[name.toLowerCase()] = given[name]
  }
  for (const name of raw.getHeaderNames()) {
    if (!mayStay(name, answer)) raw.removeHeader(name)
  }
  const { vary } = answer.headers
  Object.assign(headers, answer.headers, vary !== undefined && { vary: mergeVary(headers['vary'], raw.getHeader('vary'), vary) })
  headers['content-length'] = answer.body.byteLength
  if (raw.req?.httpVersionMajor === 2) delete headers['connection']
  return headers
}

function mayStay (name: string, { status }: SealedAnswer): boolean {
  return !stale.has(name) || (name === 'content-range' && status === 416)
}

/** Without those that Node refuses to send. */
function validHeaders (raw: ServerResponse, headers: OutgoingHttpHeaders): OutgoingHttpHeaders {
  for (const name of raw.getHeaderNames()) {
    if (!isValid(name, raw.getHeader(name))) raw.removeHeader(name)
  }
  return Object.fromEntries(Object.entries(headers).filter(([name, value]) => isValid(name, value)))
}

function isValid (name: string, value: unknown): boolean {
  try {
    validateHeaderName(name)
    for (const one of Array.isArray(value) ? value : [value]) validateHeaderValue(name, String(one))
    return value !== undefined
  } catch {
    return false
  }
}

function toObject (list: readonly unknown[]): OutgoingHttpHeaders {
  const headers: OutgoingHttpHeaders = {}
  for (let index = 0; index + 1 < list.length; index += 2) headers[String(list[index])] = String(list[index + 1])
  return headers
}

function callLast (args: readonly unknown[]): void {
  const done = args.at(-1)
  if (typeof done === 'function') process.nextTick(done)
}
