/**
 * Routes whose events a plugin writes to the raw response: @fastify/sse ends the response before the error reaches the
 * error handler, and with fastify-sse-v2 the error ends the process. Decided when the route is added.
 */
import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from 'fastify'
import { member } from '../../json/untrusted.js'
import { recognize } from '../entrances/thrown.js'
import { reportWire } from '../observe/wire.js'
import { writeRaw } from '../reply/second-send.js'
import { prepareAndSeal } from '../reply/send.js'
import { stateOf } from '../state.js'
import type { State } from '../state.js'
import { endBegun, endSource } from './begun.js'
import { toEvent } from './format.js'

type Handler = (this: FastifyInstance, request: FastifyRequest, reply: FastifyReply) => unknown
type EventRoute = RouteOptions & { sse?: unknown }
type Send = (source: unknown) => unknown

/** Call it before the event plugin sees the route. */
export function guardEventRoute (instance: FastifyInstance, route: EventRoute): void {
  if (route.sse !== undefined && route.sse !== false) route.handler = guardHandler(route.handler as Handler)
  else if (instance.hasReplyDecorator('sse')) {
    route.preHandler = [guardReplySse, ...[route.preHandler ?? []].flat()]
    route.handler = guardSource(route.handler as Handler)
  }
}

/** @fastify/sse: the failure of a handler that has sent events becomes the last event. */
function guardHandler (handler: Handler): RouteOptions['handler'] {
  return async function guardedHandler (this: FastifyInstance, request: FastifyRequest, reply: FastifyReply) {
    watchSources(reply)
    try {
      return await handler.call(this, request, reply)
    } catch (error) {
      if (!reply.raw.headersSent || reply.raw.writableEnded) throw error
      endWithProblem(reply, error)
    }
  }
}

/** @fastify/sse: a stream that is sent fails without an error that the handler could catch. */
function watchSources (reply: FastifyReply): void {
  const context = member(reply, 'sse') as { send?: Send } | undefined
  const send = context?.send
  if (context === undefined || send === undefined) return
  context.send = function watchedSend (source) {
    if (source instanceof Readable) source.once('error', (error) => endWithProblem(reply, error))
    return send.call(context, source)
  }
}

/** fastify-sse-v2: a source that fails ends with the problem as its last event. */
function guardReplySse (_request: FastifyRequest, reply: FastifyReply, done: () => void): void {
  const owner = reply as unknown as { sse?: unknown }
  const { sse } = owner
  if (typeof sse === 'function') {
    owner.sse = (source: unknown) =>
      (sse as Send).call(reply, isAsyncIterable(source) ? withProblem(reply, source) : source)
  }
  done()
}

/** fastify-sse-v2: the failure of a handler that has sent events becomes the last event of the source behind them. */
function guardSource (handler: Handler): RouteOptions['handler'] {
  return function guardedHandler (this: FastifyInstance, request: FastifyRequest, reply: FastifyReply) {
    try {
      const result = handler.call(this, request, reply)
      return result instanceof Promise ? result.catch((error: unknown) => endSourceOf(reply, error)) : result
    } catch (error) {
      endSourceOf(reply, error)
    }
  }
}

/** @throws the error itself, where no events have been sent */
function endSourceOf (reply: FastifyReply, error: unknown): void {
  const state = stateOf(reply.server)
  if (!endSource(state, reply, () => recognize(state, reply, error), error)) throw error
}

function isAsyncIterable (source: unknown): source is AsyncIterable<unknown> {
  return typeof (source as AsyncIterable<unknown> | null)?.[Symbol.asyncIterator] === 'function'
}

async function * withProblem (
  reply: FastifyReply, source: AsyncIterable<unknown>
): AsyncGenerator<unknown, void, undefined> {
  try {
    yield * source
  } catch (error) {
    const state = stateOf(reply.server)
    const problem = reportWire(state, reply, recognize(state, reply, error), error)
    yield toEvent(problem)
  }
}

/**
 * Ends a stream that the application writes by hand: reports the failure, and sends the problem as the last record
 * where the stream has records; else it breaks the connection. A reply that has not begun becomes a problem.
 *
 * @example
 * source.on('error', (error) => endWithProblem(reply, error))
 */
export function endWithProblem (reply: FastifyReply, error: unknown): void {
  const { raw } = reply
  if (raw.writableEnded || raw.destroyed) return
  const state = stateOf(reply.server)
  if (raw.headersSent) endBegun(state, reply, recognize(state, reply, error), error)
  else if (reply.sent) writeHijacked(state, reply, error)
  else reply.send(error)
}

/** After `hijack()`, Fastify sends nothing. */
function writeHijacked (state: State, reply: FastifyReply, error: unknown): void {
  prepareAndSeal(state, reply, recognize(state, reply, error), error)
  writeRaw(reply)
}
