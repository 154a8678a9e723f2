/**
 * Routes with a `handlerTimeout`: Fastify breaks off a reply that has begun by then, without an error. Decided when the
 * route is added.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from 'fastify'
import { textMember } from '../../json/untrusted.js'
import { endWithProblem } from './event-plugins.js'

export function endOnTimeout ({ initialConfig }: FastifyInstance, route: RouteOptions): void {
  // Fastify's types do not list it.
  const { handlerTimeout } = initialConfig as { readonly handlerTimeout?: number }
  if (!(route.handlerTimeout ?? handlerTimeout)) return
  route.onRequest = [watchTimeout, ...[route.onRequest ?? []].flat()]
}

function watchTimeout (request: FastifyRequest, reply: FastifyReply, done: () => void): void {
  const { signal } = request
  // Fastify aborts it for other reasons, too, and answers a reply itself that has not begun.
  signal.addEventListener('abort', () => {
    const isTimeout = textMember(signal.reason, 'code') === 'FST_ERR_HANDLER_TIMEOUT'
    if (isTimeout && reply.raw.headersSent) endWithProblem(reply, signal.reason)
  }, { once: true })
  done()
}
