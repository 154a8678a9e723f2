/**
 * The plugin: what it adds to an instance, in order.
 */
import fp from 'fastify-plugin'
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from 'fastify'
import type { ProblemOptions } from '../catalog/problem.js'
import { documentRoutes } from '../openapi/routes.js'
import type { DocumentRoute } from '../openapi/routes.js'
import { createPageOf } from '../reference/page-address.js'
import { mountReference } from '../reference/routes.js'
import { adviseOnArrays } from './routes/unbounded-arrays.js'
import { toLegacyShape } from '../representation/envelope-openapi.js'
import { notFoundHandler } from './entrances/not-found.js'
import { resolveOptions } from './options.js'
import type { ProblemJsonOptions } from './options.js'
import { factsOfRoute, hasRoutes, listRoutes, problemRoutesOf, rememberRoute } from './routes/declared.js'
import { beforeSend, sealError, sendError, sendProblem } from './reply/send.js'
import { bearSecondError } from './reply/second-send.js'
import { createState, routeConfig, routeKey, stateKey, stateOf } from './state.js'
import type { State } from './state.js'
import { createSurvey, startSurvey } from './routes/survey.js'

/**
 * Every failure of the service as `application/problem+json` (RFC 9457) with a code of the catalog.
 * Register it first, with `await`.
 *
 * @example
 * await app.register(problemJson, { catalog })
 */
export const problemJson = fp(registerProblemJson, { name: 'fastify-problem-json', fastify: '5.x' })

async function registerProblemJson (instance: FastifyInstance, options: ProblemJsonOptions): Promise<void> {
  const isChild = stateKey in instance
  const resolved = resolveOptions(options)
  // One for all: a route that was added before its instance got a catalog of its own was seen by the state above.
  const state = createState(resolved, isChild ? stateOf(instance).survey : createSurvey(isRoot(instance) && !hasRoutes(instance)))
  decorate(instance, state)
  rememberRoutes(instance, state)
  if (isRoot(instance) && hasRoutes(instance)) nameUnseenRoutes(instance)

  if (state.errorHandler) instance.setErrorHandler(problemErrorHandler)
  state.ownErrorHandler = instance.errorHandler
  if (state.notFoundHandler) setNotFoundHandler(instance, state)
  if (state.reference) mountReference(instance, state.catalog, state.reference)

  // A child inherits the hooks of the instance above it.
  if (isChild) return
  adviseOnArrays(instance)
  instance.addHook('onSend', convertReply)
  if (state.errorHandler) instance.addHook('onError', prepareForError)
}

function decorate (instance: FastifyInstance, state: State): void {
  if (Object.hasOwn(instance, stateKey)) {
    throw new Error('fastify-problem-json is registered twice on one instance. Register it once; another catalog belongs to a child plugin')
  }
  if (!(stateKey in instance)) instance.decorateReply('problem', replyProblem as FastifyReply['problem'])
  instance.decorate(stateKey, state)
  instance.decorate('problems', state.catalog as FastifyInstance['problems'])
  instance.decorate('problemRoutes', () => state.routes)
  instance.decorate('problemEnvelope', () => state.envelope?.mode ?? 'problem')
}

function isRoot (instance: FastifyInstance): boolean {
  return Object.getPrototypeOf(instance) === Object.prototype
}

const noOptions: ProblemOptions = Object.freeze({})

/** `reply.problem()`. The catalog is that of the instance which the route belongs to. */
function replyProblem (this: FastifyReply, code: string, extensions?: Readonly<Record<string, unknown>>, options?: ProblemOptions): FastifyReply {
  const { catalog } = stateOf(this.server)
  if (!Object.hasOwn(catalog, code)) throw new TypeError(`reply.problem() must be given a code of the catalog, got '${code}'`)
  // A spread before other members is slow in V8 of Node 20.
  const { detail, retryAfter, headers, cause } = options ?? noOptions
  return sendProblem(this, { problemType: catalog[code]!, extensions: extensions ?? {}, detail, retryAfter, headers, cause })
}

function rememberRoutes (instance: FastifyInstance, state: State): void {
  const documentRoute = documentRouteOf(instance, state)
  const surveyRoute = startSurvey(instance, state.survey)
  instance.addHook('onRoute', function rememberProblems (this: FastifyInstance, route: RouteOptions) {
    // A child with a catalog of its own has a hook of its own.
    if (stateOf(this) !== state) return
    const facts = factsOfRoute(route, state, (id) => this.getSchema(id))
    rememberRoute(route, facts)
    surveyRoute(route, facts)
    state.routes.push(...problemRoutesOf(route, facts))
    if (route.config?.problems !== false) documentRoute?.(this, route, facts.answers)
  })
}

function documentRouteOf (instance: FastifyInstance, { catalog, requestIdHeader, openapi, envelope, reference }: State): DocumentRoute | undefined {
  if (openapi === false) return undefined
  const legacy = toLegacyShape(catalog, envelope)
  const pageOf = createPageOf(reference && `${instance.prefix}${reference.prefix}`, openapi.externalDocs)
  return documentRoutes(instance, { ...openapi, catalog, requestIdHeader, legacy, pageOf })
}

function nameUnseenRoutes (instance: FastifyInstance): void {
  const unseen = listRoutes(instance)
  instance.addHook('onReady', (done) => {
    instance.log.warn(`${unseen.length} routes were added before fastify-problem-json and are covered in part only (${unseen.slice(0, 10).join(', ')}): ` +
      'register the plugin first, with await')
    done()
  })
}

function problemErrorHandler (error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  if (stateOf(reply.server).survey.optsOut && routeConfig(request).problems === false) throw error
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

function convertReply (_request: FastifyRequest, reply: FastifyReply, payload: unknown, done: (error: null, payload?: unknown) => void): void {
  done(null, beforeSend(reply, payload))
}

function prepareForError (request: FastifyRequest, reply: FastifyReply, error: unknown, done: () => void): void {
  bearSecondError(reply, error)
  if (isUnseen(request, reply)) sealError(reply, error)
  done()
}

/**
 * A route that was added before the plugin keeps the error handler that it had then. The hook runs for it all the
 * same, and seals the answer, unless the scope of the route has a handler of its own.
 */
function isUnseen (request: FastifyRequest, reply: FastifyReply): boolean {
  if (!stateOf(reply.server).survey.unseen) return false
  const config = routeConfig(request)
  if (config[routeKey] !== undefined || config.url === undefined || config.problems === false) return false
  return reply.server.errorHandler === stateOf(reply.server).ownErrorHandler
}
