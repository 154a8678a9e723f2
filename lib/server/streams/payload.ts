/**
 * The streams that routes send: what is sent in their place, so that their failures are reported, and become the last
 * record where the stream has records.
 */
import { finished, Readable } from 'node:stream'
import type { FastifyReply } from 'fastify'
import { member } from '../../json/untrusted.js'
import { recognize } from '../entrances/thrown.js'
import { reportWire } from '../observe/wire.js'
import { isResponse } from '../reply/convert.js'
import { stateOf } from '../state.js'
import { lastRecordOf, resetHttp2 } from './begun.js'
import type { StreamFormat } from './format.js'
import { guardStream, guardWebStream } from './guard.js'
import type { OnStreamFailure } from './guard.js'

/** Gives the payload that is sent instead; `undefined` where it stays. */
export function guardPayload (reply: FastifyReply, payload: object): unknown {
  if (isResponse(payload)) return guardResponse(reply, payload)
  const header = (name: string) => reply.getHeader(name)
  if (isWebStream(payload)) return guardWebStream(payload, formatOf(reply, header), failureOf(reply))
  if (!(payload instanceof Readable)) return undefined
  const format = formatOf(reply, header)
  if (format !== undefined) return guardStream(payload, format, failureOf(reply))
  watchBody(reply, payload, failureOf(reply))
}

/** A body without records stays as it is. Fastify breaks the connection when it fails, or is destroyed. */
function watchBody ({ raw }: FastifyReply, body: Readable, onFailure: OnStreamFailure): void {
  let hasLeft = false
  raw.once('close', () => { hasLeft = true })
  finished(body, { writable: false }, (error) => {
    if (error && raw.headersSent && !hasLeft) onFailure(error)
  })
}

function guardResponse (reply: FastifyReply, response: Response): Response | undefined {
  const { body, status, statusText, headers } = response
  if (body === null) return undefined
  const format = formatOf(reply, (name) => headers.get(name) ?? undefined)
  return new Response(guardWebStream(body, format, failureOf(reply)), { status, statusText, headers })
}

function isWebStream (payload: object): payload is ReadableStream {
  return typeof member(payload, 'getReader') === 'function'
}

/** Nothing can be added to what was compressed, or announced its length. */
function formatOf (reply: FastifyReply, header: (name: string) => unknown): StreamFormat | undefined {
  if (header('content-encoding') !== undefined || header('content-length') !== undefined) return undefined
  return stateOf(reply.server).formatOf(String(header('content-type') ?? ''))
}

function failureOf (reply: FastifyReply): OnStreamFailure {
  return function reportFailure (error, format) {
    const state = stateOf(reply.server)
    const problem = reportWire(state, reply, recognize(state, reply, error), error)
    const record = format && lastRecordOf(format, problem, reply)
    // Fastify breaks off what has no record.
    if (record === undefined && reply.raw.headersSent) resetHttp2(reply.raw)
    return record
  }
}
