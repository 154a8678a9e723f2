/**
 * The one place that writes a problem to a reply.
 */
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Problem } from '../catalog/problem.js'
import type { Classified } from '../failures/classify.js'
import { isError } from '../failures/shape.js'
import { composeAnswer } from './compose.js'
import type { Answer } from './compose.js'
import { toConverted } from './convert.js'
import { logProblem, observe, toLogged } from './observe.js'
import { recognize } from './recognize.js'
import { isSealed, sealResponse } from './seal.js'
import { stateOf } from './state.js'

const onSendRan = Symbol('fastify-problem-json.onSendRan')
const sealedEarly = Symbol('fastify-problem-json.sealedEarly')
type Sealed = { [sealedEarly]?: { classified: Classified, prepared: Answer } | undefined }

/**
 * At the beginning of `onSend`: an error reply that was never thrown becomes a problem, and an error that comes later
 * must not start these hooks again.
 *
 * @returns the payload that is sent instead, if any
 */
export function beforeSend (reply: FastifyReply, payload: unknown): Buffer | undefined {
  (reply as { [onSendRan]?: true })[onSendRan] = true
  const problem = isSealed(reply.raw) ? undefined : toConverted(reply, payload)
  if (problem === undefined) return undefined
  const classified: Classified = { problem, origin: 'application' }
  const { body, instance } = sealAnswer(reply, classified, undefined)
  logProblem(reply, classified, undefined, instance)
  return body
}

/**
 * Whatever was thrown, as a problem of the catalog. Total: it never throws.
 *
 * @example
 * app.setErrorHandler((error, request, reply) => sendProblem(reply, toProblem(error, request, reply)))
 */
export function toProblem (error: unknown, request: FastifyRequest, reply: FastifyReply): Problem {
  return recognize(error, request, reply).problem
}

/**
 * Answers with a problem: its status, headers and body, and one line in the log.
 *
 * @returns the reply
 */
export function sendProblem (reply: FastifyReply, problem: Problem): FastifyReply {
  return answer(reply, { problem, origin: 'application' }, undefined)
}

/** Classifies, and answers. */
export function sendError (reply: FastifyReply, error: unknown): void {
  if (isClientGone(reply)) {
    reply.hijack()
    return
  }
  answer(reply, recognize(error, reply.request, reply), error)
}

/** Prepares and seals the answer of a route whose own error handler is not the plugin's. */
export function sealError (reply: FastifyReply, error: unknown): void {
  if (isClientGone(reply) || isSealed(reply.raw) || reply.raw.headersSent) return
  const classified = recognize(error, reply.request, reply)
  const prepared = sealAnswer(reply, classified, error)
  ;(reply as Sealed)[sealedEarly] = { classified, prepared }
}

function answer (reply: FastifyReply, classified: Classified, error: unknown): FastifyReply {
  const { raw } = reply
  // Fastify says that a reply was sent already; it does so for every second send.
  if (reply.sent) return reply.send()
  if (raw.headersSent) return abort(reply, error)
  const early = (reply as Sealed)[sealedEarly]
  if (early) return finish(reply, early.classified, early.prepared, error)
  if (isSealed(raw)) return writeAgain(reply, error)

  return finish(reply, classified, sealAnswer(reply, classified, error), error)
}

function sealAnswer (reply: FastifyReply, classified: Classified, error: unknown): Answer {
  const state = stateOf(reply.server)
  const prepared = composeAnswer(state, reply, classified.problem)
  sealResponse(reply.raw, prepared)
  observe(state, reply, classified, error, prepared.instance)
  return prepared
}

function finish (reply: FastifyReply, classified: Classified, { body, instance }: Answer, error: unknown): FastifyReply {
  (reply as Sealed)[sealedEarly] = undefined
  logProblem(reply, classified, error, instance)
  return mustBypassHooks(reply, error) ? writeRaw(reply) : reply.send(body)
}

/** A failure after the seal: the client gets the first problem, the operator hears of the second failure. */
function writeAgain (reply: FastifyReply, error: unknown): FastifyReply {
  reply.log.error({ err: toLogged(error) }, 'failed again while a problem was being sent')
  return writeRaw(reply)
}

/**
 * The hooks of `onSend` have run already, or would be given something that is no Error: Fastify ends the process
 * when such a hook fails once more.
 */
function mustBypassHooks (reply: FastifyReply, error: unknown): boolean {
  return onSendRan in reply || (error !== undefined && !isError(error))
}

function writeRaw (reply: FastifyReply): FastifyReply {
  reply.hijack()
  reply.raw.writeHead(reply.statusCode, reply.getHeaders() as Record<string, string>)
  reply.raw.end()
  return reply
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
