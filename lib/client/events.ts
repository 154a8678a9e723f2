/**
 * The events of a stream (`text/event-stream`), the last of which may be a problem: a failure that came after the
 * status had been sent. A separate entry point. It does not know the catalog; the decoder does.
 */
import { header } from './read.js'
import type { ResponseLike } from './read.js'

/** One event of a stream: the application's own, or a problem. */
export type StreamEvent<Problem> = ApplicationEvent | ProblemEvent<Problem>

/** An event that the application sent (HTML, Server-sent events, §9.2.6). */
export interface ApplicationEvent {
  /** The type of the event; `message` where the stream names none. */
  readonly event: string
  readonly data: string
  /** The last event id that the stream has named so far; empty where it named none. */
  readonly id: string
  readonly problem: undefined
}

/** The failure of the stream, or of the request that asked for it. It is the last event. */
export interface ProblemEvent<Problem> {
  readonly event: 'problem'
  readonly data: string
  readonly id: string
  readonly problem: Problem
}

/** What is needed of a response: that of every `fetch` has it. */
export interface EventResponse extends ResponseLike {
  readonly body: { getReader (): ChunkReader } | null
}

interface ChunkReader {
  read (): Promise<{ readonly done: boolean, readonly value?: Uint8Array | undefined }>
  cancel (): Promise<unknown>
}

/** What `createDecoder()` gives. */
type Decode<Problem> = (response: ResponseLike) => Promise<Problem>

/**
 * Reads a response as events. A response that failed, or that is not a stream of events, gives one event: the problem.
 *
 * @param decode what `createDecoder()` gives: it types `event.problem`
 * @throws what the body throws when the connection breaks
 * @example
 * for await (const event of readEvents(await fetch('/answers'), decode)) {
 *   if (event.problem === undefined) append(event.data)
 *   else if (event.problem.code === 'QUOTA_USED_UP') showUpgrade()
 *   else showFailure(event.problem.detail)
 * }
 */
export async function * readEvents<Problem> (
  response: EventResponse,
  decode: Decode<Problem>
): AsyncGenerator<StreamEvent<Problem>, void, undefined> {
  const isStream = /^text\/event-stream\b/i.test(header(response, 'content-type'))
  if (response.status !== 200 || !isStream || response.body === null) {
    // 204 ends a stream that a client would reconnect to (HTML, Server-sent events, §9.2.3).
    if (response.status !== 204) yield { event: 'problem', data: '', id: '', problem: await decode(response) }
    return
  }

  let event = 'message'
  let id = ''
  let data: string[] = []
  for await (const line of readLines(response.body.getReader())) {
    const [, name, value = ''] = /^([^:]*)(?:: ?(.*))?$/s.exec(line) ?? []
    if (name === 'event') event = value || 'message'
    else if (name === 'data') data.push(value)
    else if (name === 'id' && !value.includes('\0')) id = value
    if (line !== '') continue
    const text = data.join('\n')
    if (event === 'problem' && data.length > 0) {
      yield { event, data: text, id, problem: await decodeEvent({ data: text }, decode, response) }
      return
    }
    if (data.length > 0) yield { event, data: text, id, problem: undefined }
    event = 'message'
    data = []
  }
}

/**
 * Decodes the data of one `problem` event, such as an `EventSource` gives.
 *
 * @param response where the stream came from: relative references are resolved against its `url`
 * @example
 * source.addEventListener('problem', async (event) => {
 *   source.close()
 *   showFailure(await decodeEvent(event, decode))
 * })
 */
export function decodeEvent<Problem> (
  { data }: { readonly data: string },
  decode: Decode<Problem>,
  { url, headers }: Partial<ResponseLike> = {}
): Promise<Problem> {
  // The problem is one line. The lines before it belong to an event that the failure interrupted.
  const text = data.slice(data.lastIndexOf('\n') + 1)
  return decode({
    status: statusIn(text),
    url: url ?? '',
    headers: { get: (name) => name === 'content-type' ? 'application/problem+json' : headers?.get(name) ?? null },
    clone: () => ({ text: async () => text })
  })
}

/** The status in the problem: that of the response was sent before the failure. */
function statusIn (text: string): number {
  try {
    const { status } = JSON.parse(text) as { status?: unknown }
    return typeof status === 'number' ? status : 500
  } catch {
    return 500
  }
}

/** The complete lines, each ended by CR LF, LF or CR. */
async function * readLines (reader: ChunkReader): AsyncGenerator<string, void, undefined> {
  const decoder = new TextDecoder()
  let rest = ''
  let afterReturn = false
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      const text = decoder.decode(value, { stream: true })
      if (text === '') continue
      const lines = (rest + (afterReturn && text[0] === '\n' ? text.slice(1) : text)).split(/\r\n?|\n/)
      afterReturn = text.endsWith('\r')
      rest = lines.pop() ?? ''
      yield * lines
    }
  } finally {
    // Frees the connection of a reader that leaves early; whether that fails does not matter.
    reader.cancel().catch(() => {})
  }
}
