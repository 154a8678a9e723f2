/**
 * Entrance for requests without a route: 404, or 405 with `Allow` where the path has a route for another method
 * (RFC 9110 §15.5.6).
 */
import type { FastifyInstance, FastifyReply, FastifyRequest, HTTPMethods } from 'fastify'
import { infoOf } from '../../catalog/info.js'
import { constantExtensions, noExtensions } from '../../catalog/problem/occurrence.js'
import type { Problem } from '../../catalog/problem/occurrence.js'
import { isBelow, pathOf } from '../../http/request-path.js'
import { sendOnce } from '../reply/send.js'
import { stateOf } from '../state.js'
import type { State } from '../state.js'
import { constraintsOf } from '../routes/constraints.js'
import type { AllowedMethods } from '../routes/route-index.js'
import type { RouteSummary } from '../routes/summary.js'
import { toHook } from './late-hooks.js'

export function setNotFoundHandler (instance: FastifyInstance, { notFoundHandler }: State): void {
  if (notFoundHandler === false) return
  const { preHandler } = notFoundHandler
  try {
    if (preHandler) instance.setNotFoundHandler({ preHandler: toHook(instance, preHandler) }, problemNotFoundHandler)
    else instance.setNotFoundHandler(problemNotFoundHandler)
  } catch (cause) {
    throw new Error(
      `fastify-problem-json cannot answer unknown routes of '${instance.prefix || '/'}': that prefix has a not-found ` +
      'handler already. ' +
        'Pass { notFoundHandler: false }, or register the plugin in a child with a prefix of its own',
      { cause }
    )
  }
}

function problemNotFoundHandler (request: FastifyRequest, reply: FastifyReply): void {
  const state = stateOf(reply.server)
  const { typeOfStandard } = infoOf(state.catalog)
  const allowed = isHidden(state, request.url) ? undefined : allowedMethods(state, reply.server, request)
  const problem: Problem = allowed === undefined
    ? { problemType: typeOfStandard('NOT_FOUND'), extensions: noExtensions, headers: undefined }
    : { problemType: typeOfStandard('METHOD_NOT_ALLOWED'), extensions: allowed.extensions, headers: allowed.headers }
  sendOnce(state, reply, { problem, origin: 'application' }, undefined)
}

function isHidden ({ methodNotAllowed }: State, url: string): boolean {
  if (typeof methodNotAllowed === 'boolean') return !methodNotAllowed
  return isBelow(url, methodNotAllowed.except)
}

/** What `Allow` says of a path; nothing where the method has a route, which called the not-found handler itself. */
function allowedMethods (
  { routeSummary }: State, server: FastifyInstance, request: FastifyRequest
): AllowedMethods | undefined {
  const { index, strategies } = routeSummary
  const known = index?.allowed.get(request.url)
  const allowed = known ?? toAllowed(findMethods(routeSummary, server, request))
  if (known === undefined && strategies.size === 0 && index?.isSettled(request.url)) {
    Object.freeze(allowed.extensions.allow)
    constantExtensions(allowed.extensions)
    index.allowed.set(request.url, allowed)
  }
  const { allow } = allowed.extensions
  return allow.length === 0 || allow.includes(request.method) ? undefined : allowed
}

function toAllowed (allow: readonly string[]): AllowedMethods {
  return { extensions: { allow }, headers: { allow: allow.join(', ') } }
}

const noMethods: readonly string[] = []

function findMethods (
  { index, strategies }: RouteSummary, server: FastifyInstance, request: FastifyRequest
): readonly string[] {
  const methods = index?.methodsOf(request.url) ?? server.supportedMethods
  if (methods.length === 0) return noMethods
  const constraints = constraintsOf(strategies, request)
  const allow: string[] = []
  let onlyPreflight = true
  for (const method of methods) {
    // findRoute() takes a URL as well as a pattern.
    const route = server.findRoute({
      method: method as HTTPMethods,
      url: request.url,
      constraints: constraints as Record<string, string>
    })
    // A route for every path does not show that this path exists.
    if (route === null || isCatchAll(route.params, request.url)) continue
    allow.push(method)
    onlyPreflight &&= method === 'OPTIONS' && route.params['*'] !== undefined
  }
  // A route for every preflight below a prefix does not show that this path exists.
  return onlyPreflight ? noMethods : allow
}

function isCatchAll (params: Readonly<Record<string, string | undefined>>, url: string): boolean {
  const rest = params['*']
  if (rest === undefined) return false
  const path = pathOf(url)
  return rest === '*' || rest === path || `/${rest}`.replace(/\/{2,}/g, '/') === path
}
