/**
 * Entrance of routes that were added before the plugin. They keep the error handler that they had then; the plugin's
 * `onError` hook runs for them all the same, and prepares their problem before that handler sends something else.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { isSealed } from '../reply/seal.js'
import { mustBypassHooks, outgoingOf, sendText, writeRaw } from '../reply/second-send.js'
import { prepareAndSeal } from '../reply/send.js'
import { routeConfig, routeKey } from '../routes/route-facts.js'
import { stateOf } from '../state.js'
import type { State } from '../state.js'
import { isClientGone, recognize } from './thrown.js'

/** A hook of `onError`, only where such routes can exist. */
export function coverEarlyRoute (request: FastifyRequest, reply: FastifyReply, error: unknown, done: () => void): void {
  const state = stateOf(reply.server)
  if (isEarly(state, request, reply)) prepareEarly(state, reply, error)
  done()
}

/** A scope with an error handler of its own keeps it. */
function isEarly ({ installedErrorHandler }: State, request: FastifyRequest, reply: FastifyReply): boolean {
  const config = routeConfig(request)
  if (config[routeKey] !== undefined || config.url === undefined || config.problems === false) return false
  return reply.server.errorHandler === installedErrorHandler
}

/** Whatever the route's handler sends, the problem is sent, without the headers that Fastify copies from the error. */
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
  // The handler that the route kept may be the plugin's; else it is Fastify's.
  outgoing.sendPending = function sendPending () {
    restore()
    return sendText(reply, prepared.text, error)
  }
  reply.send = function sendPrepared () {
    restore()
    // No handler comes after Fastify's own: if a hook fails, only an Error does not end the process.
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
      `Their failures are problems, but for them is missing: ${missing}. Register the plugin first, with await`)
    done()
  })
}

/** What is decided while a route is added. */
const missing =
  'a place in the OpenAPI document and in the contract, the warning of undeclared codes, codes that refine others, ' +
  'an errorHandler of their own, and the last event of @fastify/sse, of fastify-sse-v2 and where handlerTimeout is over'

export function hasRoutes (instance: FastifyInstance): boolean {
  return instance.printRoutes() !== '(empty tree)'
}

/** The routes so far. Fastify shows them as a drawn tree only, in which four characters indent a level. */
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
