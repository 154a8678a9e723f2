/**
 * Decides whether a reply carries a problem, seals it, and reports it. No other file sends problems.
 */
import type { FastifyReply, FastifyRequest, RawServerBase, RouteGenericInterface } from 'fastify'
import type { Problem } from '../../catalog/problem/occurrence.js'
import type { Recognized } from '../../failures/failure.js'
import { report } from '../observe/index.js'
import { stateOf } from '../state.js'
import type { State } from '../state.js'
import { isUntouched, giveHeaders } from '../untouched.js'
import { endBegun, endSource } from '../streams/begun.js'
import { prepareResponse } from './compose.js'
import type { PreparedResponse } from './compose.js'
import { dropForeignHeaders, isPassedOn } from './passed-on.js'
import { isSealed, sealResponse, sendSealed } from './seal.js'
import { outgoingOf, sendText, writeAgain } from './second-send.js'

/** A request and a reply of any kind of server, also with HTTP/2. */
export type AnyRequest = FastifyRequest<RouteGenericInterface, RawServerBase>
export type AnyReply = FastifyReply<RouteGenericInterface, RawServerBase>

/**
 * Answers with a problem: its status, headers and body, and one line in the log.
 *
 * @returns the reply
 */
export function sendProblem<Reply extends AnyReply> (reply: Reply, problem: Problem): Reply {
  const recognized: Recognized = { problem, origin: 'application' }
  return sendOnce(stateOf(reply.server), reply as FastifyReply, recognized, undefined) as AnyReply as Reply
}

/** @param error the thrown value; `undefined` for a problem that was sent */
export function sendOnce (state: State, reply: FastifyReply, recognized: Recognized, error: unknown): FastifyReply {
  const { raw } = reply
  // Fastify logs a second `send` of a reply.
  if (reply.sent) return endSource(state, reply, () => recognized, error) ? reply : reply.send()
  if (raw.headersSent) return endBegun(state, reply, recognized, error)
  if (isUntouched(reply) && !isSealed(raw)) return sendNow(state, reply, recognized, error)
  const { sendPending } = outgoingOf(reply)
  if (sendPending) return sendPending()
  if (isSealed(raw)) return writeAgain(reply, error)

  return sendText(reply, prepareAndSeal(state, reply, recognized, error).text, error)
}

/** No hook runs before the problem is written. The seal is for what observers and the handler write themselves. */
function sendNow (state: State, reply: FastifyReply, recognized: Recognized, error: unknown): FastifyReply {
  const prepared = prepareResponse(state, reply, recognized)
  const { headers, length } = prepared
  // As a text, as Fastify gives it: Node's code for headers is quicker where all values are of one type.
  headers['content-length'] = String(length)
  sealResponse(reply, prepared)
  report(state, reply, prepared, error)
  sendSealed(reply.raw, giveHeaders(reply, headers))
  return reply
}

/** Prepares a problem and seals the response, which ignores later writes. */
export function prepareAndSeal (
  state: State, reply: FastifyReply, recognized: Recognized, error: unknown
): PreparedResponse {
  const { payload } = outgoingOf(reply)
  if (payload !== undefined && error !== undefined && isPassedOn(payload)) dropForeignHeaders(reply)
  const prepared = prepareResponse(state, reply, recognized)
  for (const name in prepared.headers) reply.header(name, prepared.headers[name])
  sealResponse(reply, prepared)
  report(state, reply, prepared, error)
  return prepared
}
