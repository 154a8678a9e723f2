/**
 * What no route answers: 404, and 405 with `Allow` where the path exists under another method (RFC 9110 §15.5.6).
 */
import type { FastifyInstance, FastifyReply, FastifyRequest, HTTPMethods } from 'fastify'
import type { StandardCode } from '../../catalog/standard.js'
import { catalogInfo } from '../../catalog/define.js'
import { sendProblem } from '../reply/send.js'
import { stateOf } from '../state.js'
import type { State } from '../state.js'

export function notFoundHandler (request: FastifyRequest, reply: FastifyReply): void {
  const state = stateOf(reply.server)
  const allow = isHidden(state, request.url) ? [] : allowedMethods(state, reply.server, request)
  if (allow.length === 0) sendStandard(state, reply, 'NOT_FOUND')
  else sendStandard(state, reply, 'METHOD_NOT_ALLOWED', { allow }, { allow: allow.join(', ') })
}

function sendStandard (state: State, reply: FastifyReply, code: StandardCode, extensions = {}, headers = {}): void {
  sendProblem(reply, { problemType: catalogInfo(state.catalog)!.standard(code), extensions, headers })
}

function isHidden ({ methodNotAllowed }: State, url: string): boolean {
  if (typeof methodNotAllowed === 'boolean') return !methodNotAllowed
  return methodNotAllowed.except.some((prefix) => url.startsWith(prefix))
}

function allowedMethods ({ survey }: State, server: FastifyInstance, request: FastifyRequest): string[] {
  const constraints = { host: request.headers.host, version: request.headers['accept-version'] }
  const allow: string[] = []
  let onlyPreflight = true
  for (const method of survey.methods ?? server.supportedMethods) {
    // findRoute() takes a real URL as well as a pattern.
    const route = server.findRoute({ method: method as HTTPMethods, url: request.url, constraints: constraints as Record<string, string> })
    // A route that catches every path says nothing about this one.
    if (route === null || isCatchAll(route.params, request.url)) continue
    // The method has a route, and that route said "not found" itself.
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
  const path = url.split('?', 1)[0]!
  return rest === path || `/${rest}` === path || rest === '*'
}
