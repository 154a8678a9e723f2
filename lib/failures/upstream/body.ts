/**
 * Reads the body of another service's failure within bounds: a number of bytes, a time, and JSON only. The body is
 * always finished or cancelled, so that its connection is reused or closed.
 */
import { member, textMember } from '../../json/untrusted.js'
import { headerOf } from './header.js'

/** The most bytes that are read. A longer body is not a description of a problem. */
const maxBytes = 64 * 1024

/** The longest wait for the body, in milliseconds: the caller has waited for the answer already. */
const maxTime = 2000

const jsonType = /^application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i

/** The parsed body; `undefined` for one that is not JSON, too long, too slow, or already read. Never throws. */
export async function readFailureBody (response: unknown): Promise<unknown> {
  const body = member(response, 'body')
  const type = headerOf(response, 'content-type')
  if (member(response, 'bodyUsed') === true || member(body, 'locked') === true) return undefined
  if (typeof type !== 'string' || !jsonType.test(type)) return discardBody(response)
  const reader = readerOf(body)
  if (reader === undefined) return discardBody(response)
  const text = await readText(reader)
  try {
    return text === undefined ? undefined : JSON.parse(text)
  } catch {
    return undefined
  }
}

/** The body that a client has parsed: axios keeps it as `data`, superagent as `body`. */
export function parsedBody (response: unknown): unknown {
  return member(response, 'data') ?? member(response, 'body')
}

/** Cancels a body that is not read: it would keep its socket. */
function discardBody (response: unknown): undefined {
  const body = member(response, 'body')
  for (const name of ['cancel', 'destroy']) {
    const stop = member(body, name)
    if (typeof stop === 'function') return settle(() => stop.call(body))
  }
}

interface Reader {
  next: () => Promise<{ done?: boolean | undefined, value?: unknown }>
  stop: () => unknown
}

/** Reads a web stream, or a stream of Node, which older clients give. */
function readerOf (body: unknown): Reader | undefined {
  try {
    const stream = body as ReadableStream & AsyncIterable<unknown> & { destroy?: () => unknown }
    if (typeof member(body, 'getReader') === 'function') {
      const reader = stream.getReader()
      return { next: () => reader.read(), stop: () => reader.cancel() }
    }
    if (typeof member(body, 'destroy') !== 'function') return undefined
    const iterator = stream[Symbol.asyncIterator]()
    return { next: () => iterator.next(), stop: () => stream.destroy!() }
  } catch {
    return undefined
  }
}

async function readText (reader: Reader): Promise<string | undefined> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<undefined>((resolve) => { timer = setTimeout(() => resolve(undefined), maxTime) })
  const text = await Promise.race([readAll(reader).catch(() => undefined), late])
  clearTimeout(timer)
  return text ?? settle(reader.stop)
}

async function readAll (reader: Reader): Promise<string | undefined> {
  const decoder = new TextDecoder()
  let text = ''
  let size = 0
  while (true) {
    const { done, value } = await reader.next()
    if (done === true) return text + decoder.decode()
    if (!(value instanceof Uint8Array)) return undefined
    size += value.byteLength
    if (size > maxBytes) return undefined
    text += decoder.decode(value, { stream: true })
  }
}

/** Calls a function that may throw or reject, and does not wait for it. */
function settle (call: () => unknown): undefined {
  try {
    const result = call()
    Promise.resolve(result).catch(() => {})
  } catch {
    // A stream that cannot be cancelled is closed already.
  }
}

/** The names that a failure's body gives itself, the most specific first. */
export function foreignCodes (body: unknown): readonly string[] {
  const error = member(body, 'error')
  return [textMember(body, 'code'), textMember(error, 'code'), error, textMember(body, 'type')]
    .filter((code): code is string => typeof code === 'string' && code !== '' && code.length <= 256)
}
