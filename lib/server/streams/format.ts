/**
 * How a stream carries a problem as its last record. Pure: it knows bytes and texts, but no reply and no socket.
 */
import type { ProblemDetails } from '../../catalog/problem/details.js'

/** The wire form of a problem, with its extension members. */
export type WireProblem = ProblemDetails & Readonly<Record<string, unknown>>

/** One kind of stream that consists of records. */
export interface StreamFormat {
  /** The length of the part that ends with a complete record; 0 where no record is complete. */
  readonly completeLength: (bytes: Buffer) => number
  /** The last record: the problem. */
  readonly lastRecord: (problem: WireProblem) => string
  /**
   * A text that joins the start of an unfinished record to the last record, so that readers do not take it for a
   * record; `undefined` where the format has no such text.
   */
  readonly absorb: string | undefined
}

/** An event as its parts, for plugins that write events by themselves. */
export interface EventParts {
  readonly event: 'problem'
  readonly data: string
  /** Milliseconds after which a client may reconnect; absent for the client's default. */
  readonly retry?: number
}

/** Gives the form of a problem in a stream of JSON values: any value that can be written as JSON. */
export type ToRecord = (problem: WireProblem) => unknown

/** The form of problems in the streams of JSON values that the service sends. */
export interface StreamOptions {
  /**
   * The last line of `application/x-ndjson` and `application/jsonl`. Without it such a stream breaks off.
   *
   * @example
   * { ndjson: (problem) => ({ type: 'error', problem }) }
   */
  readonly ndjson?: ToRecord
  /** The last record of `application/json-seq` (RFC 7464). Without it such a stream breaks off. */
  readonly jsonSequence?: ToRecord
}

/** The format of a media type; `undefined` for every stream that cannot carry a problem. */
export type FormatOf = (contentType: string) => StreamFormat | undefined

const ndjsonType = /^application\/(?:x-ndjson|ndjson|jsonl|x-jsonlines|json-lines)\s*(?:;|$)/i
const jsonSequenceType = /^application\/(?:[\w.-]+\+)?json-seq\s*(?:;|$)/i
const eventStreamType = /^text\/event-stream\s*(?:;|$)/i

/** Decides once which streams can carry a problem. */
export function createFormats ({ ndjson, jsonSequence }: StreamOptions): FormatOf {
  const lines = ndjson && linesOf(ndjson)
  const sequence = jsonSequence && sequenceOf(jsonSequence)
  return function formatOf (contentType) {
    if (eventStreamType.test(contentType)) return eventStream
    if (ndjsonType.test(contentType)) return lines
    return jsonSequenceType.test(contentType) ? sequence : undefined
  }
}

/**
 * A stream of events (HTML, Server-sent events, §9.2). The event sets when a client reconnects by itself: after
 * `retryAfter`, or as late as possible where the problem lets no request be repeated.
 */
const eventStream: StreamFormat = {
  completeLength (bytes) {
    // Nearly every chunk of nearly every server ends like this.
    const last = bytes.length - 1
    if (bytes[last] === lineFeed && bytes[last - 1] === lineFeed) return bytes.length
    const end = Math.max(after(bytes, '\n\n'), after(bytes, '\n\r\n'), after(bytes, '\r\r'))
    // A comment is not an event: it keeps the connection open, and must not wait for an event.
    return isComments(bytes, end) ? bytes.length : end
  },
  lastRecord (problem) {
    const { event, data, retry } = toEvent(problem)
    return `event: ${event}\n${retry === undefined ? '' : `retry: ${retry}\n`}data: ${data}\n\n`
  },
  // It ends an unfinished line, and is a comment elsewhere. An empty line would complete an unfinished event.
  absorb: ':\n'
}

export function toEvent (problem: WireProblem): EventParts {
  const delay = delayOf(problem)
  return { event: 'problem', data: JSON.stringify(problem), ...delay !== undefined && { retry: delay } }
}

/** The longest delay that every client keeps: timers take 31 bits. */
const longestDelay = 2 ** 31 - 1

function delayOf ({ retry, retryAfter }: WireProblem): number | undefined {
  if (retry === undefined) return longestDelay
  return retryAfter === undefined ? undefined : Math.min(retryAfter * 1000, longestDelay)
}

function isComments (bytes: Buffer, start: number): boolean {
  if (bytes[start] !== colon || bytes.at(-1) !== lineFeed) return false
  return bytes.toString('latin1', start, bytes.length - 1).split('\n').every((line) => line.startsWith(':'))
}

const colon = 0x3a
const lineFeed = 0x0a

function linesOf (toRecord: ToRecord): StreamFormat {
  return {
    completeLength: (bytes) => bytes[bytes.length - 1] === lineFeed ? bytes.length : after(bytes, '\n'),
    lastRecord: (problem) => `${JSON.stringify(toRecord(problem))}\n`,
    absorb: undefined
  }
}

/** A reader drops an unfinished text when the next one begins (RFC 7464 §2.3). */
function sequenceOf (toRecord: ToRecord): StreamFormat {
  return {
    completeLength: (bytes) =>
      bytes.at(-1) === lineFeed ? bytes.length : Math.max(bytes.lastIndexOf(recordSeparator), 0),
    lastRecord: (problem) => `${recordSeparator}${JSON.stringify(toRecord(problem))}\n`,
    absorb: ''
  }
}

const recordSeparator = '\x1e'

/** The end of the last occurrence of a text; 0 where there is none. */
function after (bytes: Buffer, text: string): number {
  const index = bytes.lastIndexOf(text)
  return index < 0 ? 0 : index + text.length
}
