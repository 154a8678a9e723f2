/**
 * Guards the streams that routes send: their failures are reported, and become the last record where the stream has
 * records.
 */
import { finished, Readable } from 'node:stream'
import type { FastifyReply } from 'fastify'
import { member } from '../../json/untrusted.js'
import { recognize } from '../entrances/thrown.js'
import { reportWire } from '../observe/wire.js'
import { isResponse } from '../reply/convert.js'
import { routeConfig } from '../routes/route-facts.js'
import { stateOf } from '../state.js'
import { lastRecordOf, resetHttp2 } from './begun.js'
import type { StreamFormat } from './format.js'
import { guardStream, guardWebStream } from './guard.js'
import type { OnStreamFailure } from './guard.js'

/** Gives the payload that is sent instead; `undefined` where the payload stays. */
export function guardPayload (reply: FastifyReply, payload: object): unknown {
  if (stateOf(reply.server).routeSummary.someOptOut && routeConfig(reply.request).problems === false) return undefined
  if (isResponse(payload)) return guardResponse(reply, payload)
  return guardBody(reply, payload, (name) => reply.getHeader(name))
}

type ReadHeader = (name: string) => unknown

/** A body that Fastify refuses, such as a locked web stream, is left to Fastify. */
function guardBody (
  reply: FastifyReply, body: object, header: ReadHeader
): Readable | undefined {
  const onFailure = failureOf(reply)
  if (isWebStream(body)) guardWebStream(body, formatOf(reply, header), onFailure)
  if (!isNodeStream(body)) return undefined
  const format = formatOf(reply, header)
  if (format !== undefined) return guardStream(toReadable(body), format, onFailure)
  watchBody(reply, body, onFailure)
}

/** A body without records stays as it is. Fastify breaks the connection when it fails, or is destroyed. */
function watchBody ({ raw }: FastifyReply, body: NodeJS.ReadableStream, onFailure: OnStreamFailure): void {
  let hasLeft = false
  raw.once('close', () => { hasLeft = true })
  finished(body, { writable: false }, (error) => {
    if (error && raw.headersSent && !hasLeft) onFailure(error)
  })
}

function guardResponse (reply: FastifyReply, response: Response): Response | undefined {
  const { body, status, statusText, headers } = response
  if (body === null) return undefined
  const guarded = guardBody(reply, body, (name) => headers.get(name) ?? undefined)
  return guarded && new Response(Readable.toWeb(guarded) as ReadableStream, { status, statusText, headers })
}

function isWebStream (payload: object): payload is ReadableStream {
  return typeof member(payload, 'getReader') === 'function'
}

/** The class does not matter, because packages have their own streams, such as readable-stream and minipass. */
function isNodeStream (payload: object): payload is NodeJS.ReadableStream {
  return typeof member(payload, 'pipe') === 'function' && typeof member(payload, 'on') === 'function'
}

function toReadable (stream: NodeJS.ReadableStream & { destroy?: () => void }): Readable {
  if (stream instanceof Readable) return stream
  return new Readable().wrap(stream).once('close', () => stream.destroy?.())
}

/** Nothing can be added to a body that is compressed, or has announced its length. */
function formatOf (reply: FastifyReply, header: ReadHeader): StreamFormat | undefined {
  if (header('content-encoding') !== undefined || header('content-length') !== undefined) return undefined
  return stateOf(reply.server).formatOf(String(header('content-type') ?? ''))
}

function failureOf (reply: FastifyReply): OnStreamFailure {
  return function reportFailure (error, format) {
    const state = stateOf(reply.server)
    const problem = reportWire(state, reply, recognize(state, reply, error), error)
    const record = format && lastRecordOf(format, problem, reply)
    // Fastify breaks off a stream that has no last record.
    if (record === undefined && reply.raw.headersSent) resetHttp2(reply.raw)
    return record
  }
}
