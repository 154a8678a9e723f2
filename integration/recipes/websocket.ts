/**
 * A WebSocket whose failures are problems: an answer of HTTP before the upgrade; after it, one frame and a close code.
 */
import type { WebSocket } from '@fastify/websocket'
import type { FastifyReply, FastifyRequest } from 'fastify'

type Listener = (this: unknown, socket: WebSocket, request: FastifyRequest) => unknown

/** Handlers of a route that is a WebSocket: a request that asks for no upgrade is answered with 426. */
export function socketRoute (listen: Listener) {
  return {
    handler (_request: FastifyRequest, reply: FastifyReply) {
      return reply.problem('UPGRADE_REQUIRED', {}, { headers: { upgrade: 'websocket' } })
    },
    async wsHandler (this: unknown, socket: WebSocket, request: FastifyRequest) {
      try {
        await listen.call(this, socket, request)
      } catch (error) {
        closeWithProblem(socket, request, error)
      }
    }
  }
}

/** Sends the problem as the last frame, and closes. For failures that come later, such as in a message's listener. */
export function closeWithProblem (socket: WebSocket, request: FastifyRequest, error: unknown): void {
  const problem = request.server.reportProblem(error, { request })
  socket.send(JSON.stringify(problem))
  // 1011 is a server's failure; 4000 and up are the application's own (RFC 6455 §7.4).
  socket.close(problem.status >= 500 ? 1011 : 4000 + problem.status, problem.code.slice(0, 120))
}
