/**
 * Entrance for routes that were added before the plugin. They keep their error handler, but the plugin's `onError` hook
 * runs for them, too: it prepares the problem before that handler sends something else.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { isSealed } from '../reply/seal.js'
import { mustBypassHooks, outgoingOf, sendText, writeRaw } from '../reply/second-send.js'
import { prepareAndSeal } from '../reply/send.js'
import { routeConfig, routeKey } from '../routes/route-facts.js'
import { stateOf } from '../state.js'
import type { State } from '../state.js'
import { isClientGone, recognize } from './thrown.js'

/** A hook of `onError`, added only where such routes can exist. */
export function coverEarlyRoute (request: FastifyRequest, reply: FastifyReply, error: unknown, done: () => void): void {
  const state = stateOf(reply.server)
  if (isEarly(state, request, reply)) prepareEarly(state, reply, error)
  done()
}

/** A scope with another error handler keeps it. */
function isEarly ({ installedErrorHandler }: State, request: FastifyRequest, reply: FastifyReply): boolean {
  const config = routeConfig(request)
  if (config[routeKey] !== undefined || config.url === undefined || config.problems === false) return false
  return reply.server.errorHandler === installedErrorHandler
}

/** The next `send` of the reply sends the problem, without the headers that Fastify copies from the error. */
function prepareEarly (state: State, reply: FastifyReply, error: unknown): void {
  if (isClientGone(reply) || isSealed(reply.raw) || reply.raw.headersSent) return
  const prepared = prepareAndSeal(state, reply, recognize(state, reply, error), error)

  const { send } = reply
  const outgoing = outgoingOf(reply)
  const headers = reply.getHeaders()
  const restore = (): void => {
    reply.send = send
    outgoing.sendPending = undefined
    for (const name of Object.keys(reply.getHeaders())) reply.removeHeader(name)
    reply.headers(headers)
  }
  // The route's error handler may be the plugin's, which comes here; else it is Fastify's, which calls `send`.
  outgoing.sendPending = function sendPending () {
    restore()
    return sendText(reply, prepared.text, error)
  }
  reply.send = function sendPrepared () {
    restore()
    // Fastify's handler is the last one: where a hook fails behind it, anything but an Error ends the process.
    return mustBypassHooks(outgoing, error)
      ? writeRaw(reply)
      : send.call(reply, new Error(prepared.problem.problemType.title))
  }
}

/** Names the routes at start-up, so that the plugin is registered first. */
export function nameEarlyRoutes (instance: FastifyInstance): void {
  const routes = listRoutes(instance)
  instance.addHook('onReady', function warnOfEarlyRoutes (done) {
    instance.log.warn(`${routes.length} routes were added before fastify-problem-json (${routes.join(', ')}). ` +
      `Their failures are problems, but these routes lack ${missing}. Register the plugin first, with await`)
    done()
  })
}

/** The features that are decided while a route is added. */
const missing =
  'a place in the OpenAPI document and in the contract, the warning about undeclared codes, codes that refine ' +
  'others, an errorHandler of the route, and the last event of @fastify/sse, fastify-sse-v2 and a handlerTimeout'

export function hasRoutes (instance: FastifyInstance): boolean {
  return instance.printRoutes() !== '(empty tree)'
}

/** The routes so far. Fastify shows them only as a drawn tree, with four characters of indentation per level. */
function listRoutes (instance: FastifyInstance): string[] {
  const routes: string[] = []
  const path: string[] = []
  for (const line of instance.printRoutes({ commonPrefix: false }).split('\n')) {
    const match = /^([│ ]*)(?:├──|└──) (.*?)(?: \(([A-Z, -]+)\)(?: \{.*\})?)?$/u.exec(line)
    if (!match) continue
    const [, indent = '', segment = '', methods = ''] = match
    path.length = indent.length / 4
    path.push(segment)
    for (const method of methods.split(', ').filter((name) => /^[A-Z]/.test(name))) {
      routes.push(`${method} ${path.join('')}`)
    }
  }
  return routes
}
