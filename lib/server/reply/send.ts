/**
 * The one place that decides whether a reply carries a problem, seals it, and reports it.
 */
import type { FastifyReply, FastifyRequest, RawServerBase, RouteGenericInterface } from 'fastify'
import type { Problem } from '../../catalog/problem.js'
import type { Recognized } from '../../failures/failure.js'
import { report } from '../observe/index.js'
import { toLogged } from '../observe/logged-error.js'
import { stateOf } from '../state.js'
import type { State } from '../state.js'
import { prepareResponse } from './compose.js'
import type { PreparedResponse } from './compose.js'
import { toConverted } from './convert.js'
import { dropServiceHeaders, isPassedOn } from './passed-on.js'
import { isSealed, sealResponse } from './seal.js'
import { markHooksBegun, outgoingOf, sendText, writeAgain } from './second-send.js'

/** A request and a reply of any kind of server, HTTP/2 too. */
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

/** @param error what was thrown; `undefined` for a problem that was sent */
export function sendOnce (state: State, reply: FastifyReply, recognized: Recognized, error: unknown): FastifyReply {
  const { raw } = reply
  // Fastify logs that a reply was sent already; it does so for every second send.
  if (reply.sent) return reply.send()
  if (raw.headersSent) return breakConnection(reply, error)
  const { sendPending } = outgoingOf(reply)
  if (sendPending) return sendPending()
  if (isSealed(raw)) return writeAgain(reply, error)

  return sendText(reply, prepareAndSeal(state, reply, recognized, error).text, error)
}

/** From here on, the response carries this problem whatever else is written to it. */
export function prepareAndSeal (state: State, reply: FastifyReply, recognized: Recognized, error: unknown): PreparedResponse {
  const { payload } = outgoingOf(reply)
  if (payload !== undefined && error !== undefined && isPassedOn(payload)) dropServiceHeaders(reply)
  const prepared = prepareResponse(state, reply, recognized)
  sealResponse(reply.raw, prepared)
  report(state, reply, prepared, error)
  return prepared
}

/**
 * The plugin's hook of `onSend`: an error reply that was never thrown becomes a problem, and an error that comes later
 * must not start these hooks again.
 */
export function problemOnSend (_request: FastifyRequest, reply: FastifyReply, payload: unknown, done: (error: null, payload?: unknown) => void): void {
  markHooksBegun(reply, payload)
  done(null, isSealed(reply.raw) ? undefined : convert(reply, payload))
}

function convert (reply: FastifyReply, payload: unknown): string | undefined {
  const state = stateOf(reply.server)
  const problem = state.convertReplies ? toConverted(state, reply, payload) : undefined
  return problem && prepareAndSeal(state, reply, { problem, origin: 'application' }, undefined).text
}

/** RFC 9110 §15: what has begun as a success cannot become a problem. The connection says that it is incomplete. */
function breakConnection (reply: FastifyReply, error: unknown): FastifyReply {
  reply.log.error({ err: toLogged(error) }, 'failed after the headers were sent')
  reply.hijack()
  reply.raw.destroy()
  return reply
}
