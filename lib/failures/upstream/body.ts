/**
 * Reads what another service says of its failure, within bounds: so many bytes, so much time, JSON only. Whatever
 * happens, the body is finished or cancelled, so that its connection goes back or is closed.
 */
import { member, textMember } from '../../json/untrusted.js'
import { headerOf } from './header.js'

/** The most bytes that are read. What is longer is no description of a problem. */
const maxBytes = 64 * 1024

/** The longest wait for the body, in milliseconds: the caller has waited for the answer already. */
const maxTime = 2000

const jsonType = /^application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i

/** The parsed body; `undefined` for one that is no JSON, too long, too slow, or already read. Never throws. */
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

/** What a client has parsed already: axios as `data`, superagent as `body`. */
export function parsedBody (response: unknown): unknown {
  return member(response, 'data') ?? member(response, 'body')
}

/** Cancels a body that nobody reads: an unread one keeps its socket. */
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

/** A web stream, or what Node's older clients give: a stream of Node's. */
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

/** Calls what may throw or reject, and waits for nothing. */
function settle (call: () => unknown): undefined {
  try {
    const result = call()
    Promise.resolve(result).catch(() => {})
  } catch {
    // A stream that cannot be cancelled is closed already.
  }
}

/** What a failure body names itself, the most specific first. */
export function foreignCodes (body: unknown): readonly string[] {
  const error = member(body, 'error')
  return [textMember(body, 'code'), textMember(error, 'code'), error, textMember(body, 'type')]
    .filter((code): code is string => typeof code === 'string' && code !== '' && code.length <= 256)
}
