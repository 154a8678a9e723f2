/**
 * The one place that decides what problem a reply carries, seals it, and tells the operator.
 */
import type { FastifyReply, FastifyRequest, RawServerBase, RouteGenericInterface } from 'fastify'
import type { Problem } from '../../catalog/problem.js'
import type { Recognized } from '../../failures/failure.js'
import { composeAnswer } from './compose.js'
import type { Answer } from './compose.js'
import { toConverted } from './convert.js'
import { dropForeignHeaders, isPassedOn } from './passed-on.js'
import { logProblem, observe, toLogged } from '../observe.js'
import { recognize } from '../entrances/recognize.js'
import { isSealed, sealResponse } from './seal.js'
import { mustBypassHooks, payloadOf, rememberPayload, sendText, writeAgain, writeRaw } from './second-send.js'
import { stateOf } from '../state.js'

const sealedEarly = Symbol('fastify-problem-json.sealedEarly')
/** A request and a reply of any kind of server, HTTP/2 too. */
type AnyRequest = FastifyRequest<RouteGenericInterface, RawServerBase>
type AnyReply = FastifyReply<RouteGenericInterface, RawServerBase>
type Sealed = { [sealedEarly]?: (() => FastifyReply) | undefined }

/**
 * At the beginning of `onSend`: an error reply that was never thrown becomes a problem, and an error that comes later
 * must not start these hooks again.
 *
 * @returns the payload that is sent instead, if any
 */
export function beforeSend (reply: FastifyReply, payload: unknown): string | undefined {
  rememberPayload(reply, payload)
  const problem = isSealed(reply.raw) ? undefined : toConverted(reply, payload)
  if (problem === undefined) return undefined
  const prepared = sealAnswer(reply, { problem, origin: 'application' }, undefined)
  logProblem(reply, prepared, undefined, prepared.instance)
  return prepared.text
}

/**
 * Whatever was thrown, as a problem of the catalog. Total: it never throws.
 *
 * @example
 * app.setErrorHandler((error, request, reply) => sendProblem(reply, toProblem(error, request, reply)))
 */
export function toProblem (error: unknown, request: AnyRequest, reply: AnyReply): Problem {
  return recognize(error, request as FastifyRequest, reply as FastifyReply).problem
}

/**
 * Answers with a problem: its status, headers and body, and one line in the log.
 *
 * @returns the reply
 */
export function sendProblem<Reply extends AnyReply> (reply: Reply, problem: Problem): Reply {
  return answer(reply as FastifyReply, { problem, origin: 'application' }, undefined) as AnyReply as Reply
}

/** Classifies, and answers. */
export function sendError (reply: FastifyReply, error: unknown): void {
  if (isClientGone(reply)) {
    reply.hijack()
    return
  }
  answer(reply, recognize(error, reply.request, reply), error)
}

/**
 * Prepares and seals the answer of a route whose own error handler is not the plugin's. Whatever that handler sends,
 * the problem is sent, without the headers that Fastify's own handler copies from the error.
 */
export function sealError (reply: FastifyReply, error: unknown): void {
  if (isClientGone(reply) || isSealed(reply.raw) || reply.raw.headersSent) return
  const classified = recognize(error, reply.request, reply)
  const prepared = sealAnswer(reply, classified, error)

  const { send } = reply
  const headers = reply.getHeaders()
  const restore = (): void => {
    reply.send = send
    ;(reply as Sealed)[sealedEarly] = undefined
    for (const name of Object.keys(reply.getHeaders())) reply.removeHeader(name)
    reply.headers(headers)
  }
  // The handler that the route kept may be the plugin's; else it is Fastify's.
  ;(reply as Sealed)[sealedEarly] = function finishEarly () {
    restore()
    return finish(reply, prepared, error)
  }
  reply.send = function sendPrepared () {
    restore()
    logProblem(reply, prepared, error, prepared.instance)
    // There is no handler behind Fastify's own: if a hook fails, only an Error does not end the process.
    return mustBypassHooks(reply, error) ? writeRaw(reply) : send.call(reply, new Error(prepared.problem.problemType.title))
  }
}

function answer (reply: FastifyReply, classified: Recognized, error: unknown): FastifyReply {
  const { raw } = reply
  // Fastify says that a reply was sent already; it does so for every second send.
  if (reply.sent) return reply.send()
  if (raw.headersSent) return abort(reply, error)
  const early = (reply as Sealed)[sealedEarly]
  if (early) return early()
  if (isSealed(raw)) return writeAgain(reply, error)

  return finish(reply, sealAnswer(reply, classified, error), error)
}

function sealAnswer (reply: FastifyReply, classified: Recognized, error: unknown): Answer {
  const state = stateOf(reply.server)
  if (error !== undefined && isPassedOn(payloadOf(reply))) dropForeignHeaders(reply)
  const prepared = composeAnswer(state, reply, classified)
  sealResponse(reply.raw, prepared)
  observe(state, reply, prepared, error, prepared.instance)
  return prepared
}

function finish (reply: FastifyReply, prepared: Answer, error: unknown): FastifyReply {
  logProblem(reply, prepared, error, prepared.instance)
  return sendText(reply, prepared.text, error)
}

/** RFC 9110 §15: what has begun as a success cannot become a problem. The connection says that it is incomplete. */
function abort (reply: FastifyReply, error: unknown): FastifyReply {
  reply.log.error({ err: toLogged(error) }, 'failed after the headers were sent')
  reply.hijack()
  reply.raw.destroy()
  return reply
}

/** Only these two tell the truth; `request.signal` aborts on every healthy request with a body. */
function isClientGone (reply: FastifyReply): boolean {
  return reply.raw.destroyed || reply.request.raw.socket?.destroyed === true
}
