/**
 * Ends a reply that fails after its status was sent, so that it cannot become a problem (RFC 9110 §15). A stream of
 * records ends with the problem as its last record. For any other body, the broken connection shows that it is
 * incomplete.
 */
import type { ServerResponse } from 'node:http'
import { constants } from 'node:http2'
import type { Http2ServerResponse } from 'node:http2'
import type { FastifyReply } from 'fastify'
import type { Recognized } from '../../failures/failure.js'
import { member } from '../../json/untrusted.js'
import { toLogged } from '../observe/logged-error.js'
import { reportWire } from '../observe/wire.js'
import type { State } from '../state.js'
import { toEvent } from './format.js'
import type { EventParts, StreamFormat, WireProblem } from './format.js'

/** @param error the thrown value; `undefined` for a problem that was sent */
export function endBegun (state: State, reply: FastifyReply, recognized: Recognized, error: unknown): FastifyReply {
  const { raw } = reply
  const problem = reportWire(state, reply, recognized, error)
  const format = formatOfRaw(state, raw)
  const record = format?.absorb === undefined ? undefined : lastRecordOf(format, problem, reply)
  reply.hijack()
  if (format === undefined || record === undefined) breakOff(raw)
  else raw.end(format.absorb + record)
  return reply
}

interface EventSource { push (event: EventParts): void, end (): void }

/**
 * Where fastify-sse-v2 writes the reply, sends the problem as the last event of its source.
 *
 * @returns false for every other reply
 */
export function endSource (state: State, reply: FastifyReply, recognize: () => Recognized, error: unknown): boolean {
  const source = member(member(reply, 'sseContext'), 'source') as EventSource | undefined
  if (source === undefined || reply.raw.writableEnded) return false
  source.push(toEvent(reportWire(state, reply, recognize(), error)))
  source.end()
  return true
}

/** A destroyed HTTP/2 stream looks complete, so it is closed with a code first. */
function breakOff (raw: ServerResponse): void {
  resetHttp2(raw)
  raw.destroy()
}

export function resetHttp2 (raw: ServerResponse): void {
  const { stream } = raw as unknown as Partial<Http2ServerResponse>
  stream?.close(constants.NGHTTP2_INTERNAL_ERROR)
}

/** The last record; `undefined` where the application's function fails. */
export function lastRecordOf (
  format: StreamFormat, problem: WireProblem, { log }: Pick<FastifyReply, 'log'>
): string | undefined {
  try {
    return format.lastRecord(problem)
  } catch (failure) {
    log.error({ err: toLogged(failure) }, 'streams: the last record could not be written; the stream was broken off')
  }
}

/** Nothing can be added to a body that is compressed, or has announced its length. */
function formatOfRaw (state: State, raw: ServerResponse): StreamFormat | undefined {
  if (raw.writableEnded || raw.destroyed || sentHeader(raw, 'content-encoding') || sentHeader(raw, 'content-length')) {
    return undefined
  }
  return state.formatOf(sentHeader(raw, 'content-type'))
}

/** A header that was sent. Those that only `writeHead()` got are just in the text that Node keeps. */
function sentHeader (raw: ServerResponse & { readonly _header?: unknown }, name: string): string {
  const value = raw.getHeader(name)
  if (value !== undefined) return String(value)
  const text = typeof raw._header === 'string' ? raw._header : ''
  return new RegExp(`^${name}: *([^\\r\\n]*)`, 'im').exec(text)?.[1] ?? ''
}
