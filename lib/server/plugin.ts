/**
 * The plugin: what it adds to an instance, in order.
 */
import fp from 'fastify-plugin'
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from 'fastify'
import type { ProblemOptions } from '../catalog/problem.js'
import { notFoundHandler } from './not-found.js'
import { resolveOptions } from './options.js'
import type { ProblemJsonOptions } from './options.js'
import { factsOfRoute, problemRoutesOf, rememberRoute, routeNames, unseenRoutes } from './routes.js'
import { markOnSend, sealError, sendError, sendProblem } from './send.js'
import { createState, routeConfig, routeKey, stateKey, stateOf } from './state.js'
import type { State } from './state.js'

/**
 * Every failure of the service as `application/problem+json` (RFC 9457) with a code of the catalog.
 * Register it first, with `await`.
 *
 * @example
 * await app.register(problemJson, { catalog })
 */
export const problemJson = fp(registerProblemJson, { name: 'fastify-problem-json', fastify: '5.x' })

async function registerProblemJson (instance: FastifyInstance, options: ProblemJsonOptions): Promise<void> {
  const state = createState(resolveOptions(options))
  const isChild = stateKey in instance
  decorate(instance, state)
  rememberRoutes(instance, state)
  if (isRoot(instance)) nameUnseenRoutes(instance)

  if (state.errorHandler) instance.setErrorHandler(problemErrorHandler)
  state.ownErrorHandler = instance.errorHandler
  if (state.notFoundHandler) setNotFoundHandler(instance, state)

  // A child inherits the hooks of the instance above it.
  if (isChild) return
  instance.addHook('onSend', markOnSendHook)
  if (state.errorHandler) instance.addHook('onError', coverUnseenRoute)
}

function decorate (instance: FastifyInstance, state: State): void {
  if (Object.hasOwn(instance, stateKey)) {
    throw new Error('fastify-problem-json is registered twice on one instance. Register it once; another catalog belongs to a child plugin')
  }
  if (!(stateKey in instance)) instance.decorateReply('problem', replyProblem as FastifyReply['problem'])
  instance.decorate(stateKey, state)
  instance.decorate('problems', state.catalog as FastifyInstance['problems'])
  instance.decorate('problemRoutes', () => state.routes)
}

function isRoot (instance: FastifyInstance): boolean {
  return Object.getPrototypeOf(instance) === Object.prototype
}

/** `reply.problem()`. The catalog is that of the instance which the route belongs to. */
function replyProblem (this: FastifyReply, code: string, extensions?: Readonly<Record<string, unknown>>, options?: ProblemOptions): FastifyReply {
  const { catalog } = stateOf(this.server)
  if (!Object.hasOwn(catalog, code)) throw new TypeError(`reply.problem() must be given a code of the catalog, got '${code}'`)
  return sendProblem(this, { ...options, problemType: catalog[code]!, extensions: extensions ?? {} })
}

function rememberRoutes (instance: FastifyInstance, state: State): void {
  instance.addHook('onRoute', function rememberProblems (this: FastifyInstance, route: RouteOptions) {
    // A child with a catalog of its own has a hook of its own.
    if (stateOf(this) !== state) return
    const facts = factsOfRoute(route, state.catalog)
    rememberRoute(route, facts)
    state.routes.push(...problemRoutesOf(route, facts))
  })
}

function nameUnseenRoutes (instance: FastifyInstance): void {
  const seen = new Set<string>()
  instance.addHook('onRoute', (route) => {
    for (const name of routeNames(route)) seen.add(name)
  })
  instance.addHook('onReady', (done) => {
    const unseen = unseenRoutes(instance, seen)
    if (unseen.length > 0) {
      instance.log.warn(`${unseen.length} routes were added before fastify-problem-json and are covered in part only (${unseen.slice(0, 10).join(', ')}): ` +
        'register the plugin first, with await')
    }
    done()
  })
}

function problemErrorHandler (error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  if (routeConfig(request).problems === false) throw error
  sendError(reply, error)
}

function setNotFoundHandler (instance: FastifyInstance, { notFoundPreHandler }: State): void {
  try {
    if (notFoundPreHandler) instance.setNotFoundHandler({ preHandler: notFoundPreHandler }, notFoundHandler)
    else instance.setNotFoundHandler(notFoundHandler)
  } catch (cause) {
    throw new Error(`fastify-problem-json cannot answer unknown routes of '${instance.prefix || '/'}': that prefix has a not-found handler already. ` +
      'Pass { notFoundHandler: false }, or register the plugin in a child with a prefix of its own', { cause })
  }
}

function markOnSendHook (_request: FastifyRequest, reply: FastifyReply, _payload: unknown, done: () => void): void {
  markOnSend(reply)
  done()
}

/**
 * A route that was added before the plugin keeps the error handler that it had then. The hook runs for it all the
 * same, and seals the answer, unless the scope of the route has a handler of its own.
 */
function coverUnseenRoute (request: FastifyRequest, reply: FastifyReply, error: unknown, done: () => void): void {
  const config = routeConfig(request)
  const covered = config[routeKey] !== undefined || config.url === undefined || config.problems === false
  if (!covered && reply.server.errorHandler === stateOf(reply.server).ownErrorHandler) sealError(reply, error)
  done()
}
