/**
 * Entrance of what no route answers: 404, and 405 with `Allow` where the path exists under another method
 * (RFC 9110 §15.5.6).
 */
import type { FastifyInstance, FastifyReply, FastifyRequest, HTTPMethods } from 'fastify'
import { infoOf } from '../../catalog/define.js'
import type { Problem } from '../../catalog/problem.js'
import { isBelow, pathOf } from '../../http/request-path.js'
import type { StandardCode } from '../../catalog/standard.js'
import { sendOnce } from '../reply/send.js'
import { stateOf } from '../state.js'
import type { State } from '../state.js'
import { constraintsOf } from '../routes/constraints.js'
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
  const allow = isHidden(state, request.url) ? noMethods : allowedMethods(state, reply.server, request)
  if (allow.length === 0) sendStandard(state, reply, 'NOT_FOUND', {})
  else sendStandard(state, reply, 'METHOD_NOT_ALLOWED', { extensions: { allow }, headers: { allow: allow.join(', ') } })
}

function sendStandard (
  state: State, reply: FastifyReply, code: StandardCode, more: Pick<Problem, 'headers'> & Partial<Problem>
): void {
  const problem = { problemType: infoOf(state.catalog).standard(code), extensions: {}, ...more }
  sendOnce(state, reply, { problem, origin: 'application' }, undefined)
}

function isHidden ({ methodNotAllowed }: State, url: string): boolean {
  if (typeof methodNotAllowed === 'boolean') return !methodNotAllowed
  return isBelow(url, methodNotAllowed.except)
}

const noMethods: readonly string[] = []

function allowedMethods ({ routeSummary }: State, server: FastifyInstance, request: FastifyRequest): readonly string[] {
  const methods = routeSummary.index?.methodsOf(request.url) ?? server.supportedMethods
  if (methods.length === 0) return noMethods
  const constraints = constraintsOf(routeSummary.strategies, request)
  const allow: string[] = []
  let onlyPreflight = true
  for (const method of methods) {
    // findRoute() takes a real URL as well as a pattern.
    const route = server.findRoute({
      method: method as HTTPMethods,
      url: request.url,
      constraints: constraints as Record<string, string>
    })
    // A route that catches every path says nothing about this one.
    if (route === null || isCatchAll(route.params, request.url)) continue
    // The method has a route, and that route answered "not found" itself.
    if (method === request.method) return []
    allow.push(method)
    onlyPreflight &&= method === 'OPTIONS' && route.params['*'] !== undefined
  }
  // What answers every preflight below a prefix says nothing about the paths there.
  return onlyPreflight ? [] : allow
}

function isCatchAll (params: Readonly<Record<string, string | undefined>>, url: string): boolean {
  const rest = params['*']
  if (rest === undefined) return false
  const path = pathOf(url)
  return rest === '*' || rest === path || `/${rest}`.replace(/\/{2,}/g, '/') === path
}
