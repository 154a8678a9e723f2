/**
 * The plugin: the parts that it adds to an instance, in order.
 */
import fp from 'fastify-plugin'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { checkInstance } from '../catalog/check/instance.js'
import type { ProblemOptions } from '../catalog/problem/occurrence.js'
import { documentRoutes } from '../openapi/routes.js'
import type { DocumentRoute } from '../openapi/routes.js'
import { createPageOf } from '../reference/page-address.js'
import { mountReference } from '../reference/routes.js'
import { toLegacyShape } from '../representation/envelope-openapi.js'
import { coverEarlyRoute, hasRoutes, nameEarlyRoutes } from './entrances/early-routes.js'
import { rememberParsers } from './entrances/accepted-types.js'
import { setNotFoundHandler } from './entrances/not-found.js'
import { problemErrorHandler } from './entrances/thrown.js'
import type { ProblemJsonOptions } from './options.js'
import { tolerateSecondError } from './reply/second-send.js'
import { problemOnSend } from './reply/on-send.js'
import { sendOnce } from './reply/send.js'
import { reportFor } from './report.js'
import type { ReportOptions } from './types.js'
import { resolveOptions } from './resolve-options.js'
import { collectStrategies } from './routes/constraints.js'
import { listOperations, rememberRoutes } from './routes/remember.js'
import { declareForScope } from './routes/scope.js'
import { createSummary } from './routes/summary.js'
import { warnOfUnboundedArrays } from './routes/unbounded-arrays.js'
import { stacksNamePackages } from '../failures/whose/stack.js'
import { addToServer, catalogsOnServer, createState, outermost, stateKey, stateOf } from './state.js'
import type { State } from './state.js'

/**
 * Every failure of the service as `application/problem+json` (RFC 9457) with a code of the catalog.
 * Register it first, with `await`.
 *
 * @example
 * await app.register(problemJson, { catalog })
 */
export const problemJson = fp(registerProblemJson, { name: 'fastify-problem-json', fastify: '5.x || 6.x' })

async function registerProblemJson (instance: FastifyInstance, options: ProblemJsonOptions): Promise<void> {
  const isChild = stateKey in instance
  const someEarly = isRoot(instance) && hasRoutes(instance)
  const resolved = resolveOptions(options)
  // Children share the root's summary: their earlier routes were recorded there.
  const summary = isChild
    ? stateOf(instance).routeSummary
    : createSummary(isRoot(instance) && !someEarly, collectStrategies(instance))
  const state = createState(resolved, summary)
  if (!isChild && !stacksNamePackages()) instance.log.info(noStacks)
  decorate(instance, state)
  addToServer(instance, state)
  rememberParsers(instance, state)
  rememberRoutes(instance, state, () => documentRouteOf(instance, state))
  if (someEarly) nameEarlyRoutes(instance)

  if (state.errorHandler) instance.setErrorHandler(problemErrorHandler)
  state.installedErrorHandler = instance.errorHandler
  setNotFoundHandler(instance, state)
  if (state.reference) mountReference(instance, state.catalog, state.reference)

  if (!isRoot(instance)) warnOfSeveral(instance)
  // A child inherits the hooks of the instance above it.
  if (!isChild) addRootHooks(instance, state)
}

const noStacks =
  'Stacks do not show which package made an error (one bundled file, or Error.stackTraceLimit 0): only its members ' +
  "decide whether an error is another service's. Use defineUpstream() for the services that you call"

function addRootHooks (instance: FastifyInstance, { errorHandler, routeSummary }: State): void {
  warnOfUnboundedArrays(instance)
  instance.addHook('onSend', problemOnSend)
  if (!errorHandler) return
  instance.addHook('onError', tolerateSecondError)
  if (routeSummary.someUnseen) instance.addHook('onError', coverEarlyRoute)
}

function decorate (instance: FastifyInstance, state: State): void {
  if (Object.hasOwn(instance, stateKey)) {
    throw new Error(
      'fastify-problem-json is registered twice on one instance. Register it once; another catalog belongs to a ' +
      'child plugin'
    )
  }
  if (!(stateKey in instance)) instance.decorateReply('problem', replyProblem as FastifyReply['problem'])
  instance.decorate(stateKey, state)
  instance.decorate('problemCatalog', state.catalog as FastifyInstance['problemCatalog'])
  instance.decorate('problems', state.catalog as FastifyInstance['problems'])
  instance.decorate('reportProblem', function (this: unknown, error: unknown, options?: ReportOptions) {
    return reportFor(hasState(this) ? this : instance, error, options)
  })
  instance.decorate('problemOperations', () => listOperations(state))
  instance.decorate('problemRoutes', () =>
    listOperations(state).map(({ method, url, problems }) => ({ method, url, problems }))
  )
  instance.decorate('declareProblems', function (this: FastifyInstance, ...codes: readonly string[]) {
    declareForScope(this, stateOf(this), codes)
    return this
  } as FastifyInstance['declareProblems'])
  instance.decorate('problemEnvelope', () => state.envelope?.mode ?? 'problem')
}

/** Whether `this` is an instance with the plugin: the function may also be called without its instance. */
function hasState (value: unknown): value is FastifyInstance {
  return typeof value === 'object' && value !== null && stateKey in value
}

function isRoot (instance: FastifyInstance): boolean {
  return outermost(instance) === instance
}

/** Warns of several catalogs: a failure before routing belongs to none of them. */
function warnOfSeveral (instance: FastifyInstance): void {
  const server = outermost(instance)
  instance.addHook('onReady', function warnOfSeveralCatalogs (done) {
    const several = catalogsOnServer(server)
    if (several > 1 && !(stateKey in server) && !warnedServers.has(server)) {
      warnedServers.add(server)
      instance.log.warn(
        `${several} catalogs are registered in children, and none on the server: failures before routing (a URL that ` +
        'cannot be decoded, malformed HTTP) are answered with the standard problem types. Register one of them on ' +
        'the outermost instance'
      )
    }
    done()
  })
}

const warnedServers = new WeakSet<object>()

const noOptions: ProblemOptions = Object.freeze({})

/** `reply.problem()`. The route's instance decides the catalog. */
function replyProblem (
  this: FastifyReply, code: string, extensions?: Readonly<Record<string, unknown>>, options?: ProblemOptions
): FastifyReply {
  const state = stateOf(this.server)
  const { catalog } = state
  if (!Object.hasOwn(catalog, code)) {
    throw new TypeError(`reply.problem() must be given a code of the catalog, got '${code}'`)
  }
  // A spread before other members is slow in Node 20.
  const { detail, retryAfter, headers, cause, instance } = options ?? noOptions
  if (instance !== undefined) checkInstance(instance)
  const problem = {
    problemType: catalog[code]!,
    extensions: extensions ?? {},
    detail,
    retryAfter,
    headers,
    cause,
    instance
  }
  return sendOnce(state, this, { problem, origin: 'application' }, undefined)
}

function documentRouteOf (
  instance: FastifyInstance, { catalog, requestIdHeader, openapi, envelope, reference }: State
): DocumentRoute | undefined {
  if (openapi === false) return undefined
  const legacy = toLegacyShape(catalog, envelope)
  const pageOf = createPageOf(reference && `${instance.prefix}${reference.prefix}`, openapi.externalDocs)
  return documentRoutes(instance, { ...openapi, catalog, requestIdHeader, legacy, pageOf }, () => hasRoutes(instance))
}
