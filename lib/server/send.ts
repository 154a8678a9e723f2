/**
 * The one place that writes a problem to a reply.
 */
import { randomUUID } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { partsOf, retryAfterOf } from '../catalog/problem.js'
import type { Problem } from '../catalog/problem.js'
import { catalogInfo } from '../catalog/define.js'
import type { ProblemType } from '../catalog/types.js'
import type { Classified, FailureContext } from '../failures/classify.js'
import { toSeconds } from '../failures/retry-after.js'
import { isError } from '../failures/shape.js'
import { describeLanguage } from './locale.js'
import { logProblem, observe, toLogged, warnOnce } from './observe.js'
import { isSealed, sealResponse } from './seal.js'
import type { SealedAnswer } from './seal.js'
import { mediaType } from './serialize.js'
import { routeConfig, routeKey, stateOf } from './state.js'
import type { State } from './state.js'

const requestIdPattern = /^[\w.:-]{1,128}$/
const onSendRan = Symbol('fastify-problem-json.onSendRan')
const sealedEarly = Symbol('fastify-problem-json.sealedEarly')
type Sealed = { [sealedEarly]?: { classified: Classified, prepared: Prepared } | undefined }

/** Marks that the hooks of `onSend` have begun: an error that comes later must not start them again. */
export function markOnSend (reply: FastifyReply): void {
  (reply as { [onSendRan]?: true })[onSendRan] = true
}

/**
 * Whatever was thrown, as a problem of the catalog. Total: it never throws.
 *
 * @example
 * app.setErrorHandler((error, request, reply) => sendProblem(reply, toProblem(error, request, reply)))
 */
export function toProblem (error: unknown, request: FastifyRequest, reply: FastifyReply): Problem {
  return classifyError(stateOf(reply.server), error, request, reply).problem
}

/**
 * Answers with a problem: its status, headers and body, and one line in the log.
 *
 * @returns the reply
 */
export function sendProblem (reply: FastifyReply, problem: Problem): FastifyReply {
  return answer(reply, { problem, origin: 'application' }, undefined)
}

/** Classifies, and answers. */
export function sendError (reply: FastifyReply, error: unknown): void {
  if (isClientGone(reply)) {
    reply.hijack()
    return
  }
  answer(reply, classifyError(stateOf(reply.server), error, reply.request, reply), error)
}

/** Prepares and seals the answer of a route whose own error handler is not the plugin's. */
export function sealError (reply: FastifyReply, error: unknown): void {
  if (isClientGone(reply) || isSealed(reply.raw) || reply.raw.headersSent) return
  const state = stateOf(reply.server)
  const classified = classifyError(state, error, reply.request, reply)
  const prepared = prepare(state, reply, classified.problem)
  sealResponse(reply.raw, prepared)
  observe(state, reply, classified, error, prepared.instance)
  ;(reply as Sealed)[sealedEarly] = { classified, prepared }
}

function answer (reply: FastifyReply, classified: Classified, error: unknown): FastifyReply {
  const { raw } = reply
  // Fastify says that a reply was sent already; it does so for every second send.
  if (reply.sent) return reply.send()
  if (raw.headersSent) return abort(reply, error)
  const early = (reply as Sealed)[sealedEarly]
  if (early) return finish(reply, early.classified, early.prepared, error)
  if (isSealed(raw)) return writeAgain(reply, error)

  const state = stateOf(reply.server)
  const prepared = prepare(state, reply, classified.problem)
  sealResponse(raw, prepared)
  observe(state, reply, classified, error, prepared.instance)
  return finish(reply, classified, prepared, error)
}

function finish (reply: FastifyReply, classified: Classified, { body, instance }: Prepared, error: unknown): FastifyReply {
  (reply as Sealed)[sealedEarly] = undefined
  logProblem(reply, classified, error, instance)
  return mustBypassHooks(reply, error) ? writeRaw(reply) : reply.send(body)
}

/** A failure after the seal: the client gets the first problem, the operator hears of the second failure. */
function writeAgain (reply: FastifyReply, error: unknown): FastifyReply {
  reply.log.error({ err: toLogged(error) }, 'failed again while a problem was being sent')
  return writeRaw(reply)
}

/**
 * The hooks of `onSend` have run already, or would be given something that is no Error: Fastify ends the process
 * when such a hook fails once more.
 */
function mustBypassHooks (reply: FastifyReply, error: unknown): boolean {
  return onSendRan in reply || (error !== undefined && !isError(error))
}

function writeRaw (reply: FastifyReply): FastifyReply {
  reply.hijack()
  reply.raw.writeHead(reply.statusCode, reply.getHeaders() as Record<string, string>)
  reply.raw.end()
  return reply
}

/** RFC 9110 §15: what has begun as a success cannot become a problem. The connection says that it is incomplete. */
function abort (reply: FastifyReply, error: unknown): FastifyReply {
  reply.log.error({ err: toLogged(error) }, 'failed after the headers were sent')
  reply.hijack()
  reply.raw.destroy()
  return reply
}

function classifyError (state: State, error: unknown, request: FastifyRequest, reply: FastifyReply): Classified {
  const mapped = mapError(state, error, request)
  if (mapped) return { problem: mapped, origin: 'application' }
  const classified = state.classify(error, failureContext(state, request, reply))
  return classified.origin === 'application' ? classified : refine(state, classified, request)
}

function mapError (state: State, error: unknown, request: FastifyRequest): Problem | undefined {
  if (state.mapError === undefined) return undefined
  try {
    const problem = state.mapError(error, request)
    if (problem === undefined) return undefined
    if (catalogInfo(state.catalog)!.own(problem.problemType)) return problem
    request.log.error('mapError() returned something that is no problem of the catalog; it was passed over')
  } catch (failure) {
    request.log.error({ err: toLogged(failure) }, 'mapError() failed; it was passed over')
  }
}

/** On a route that declares a special case of the general code, a recognised failure is that special case. */
function refine (state: State, classified: Classified, request: FastifyRequest): Classified {
  const { problem } = classified
  const code = routeConfig(request)[routeKey]?.refined.get(problem.problemType.code)
  return code === undefined ? classified : { ...classified, problem: { ...problem, problemType: state.catalog[code]! } }
}

function failureContext (state: State, request: FastifyRequest, reply: FastifyReply): FailureContext {
  return {
    status: reply.statusCode,
    header: (name) => reply.getHeader(name),
    method: request.method,
    bodyLimit: request.routeOptions.bodyLimit,
    bodyMissing: request.body === undefined,
    acceptedTypes: () => acceptedTypes(request),
    maxValidationErrors: state.maxValidationErrors
  }
}

const usualTypes = [
  'application/json', 'application/x-www-form-urlencoded', 'multipart/form-data', 'text/plain', 'application/xml',
  'text/xml', 'application/yaml', 'application/octet-stream', 'application/merge-patch+json', 'application/json-patch+json'
]

/** Fastify lists no parsers, and tells of each type whether it has one. */
function acceptedTypes ({ server, routeOptions }: FastifyRequest): readonly string[] {
  const content = (routeOptions.schema?.body as { content?: object } | undefined)?.content
  if (content !== undefined) return Object.keys(content)
  return usualTypes.filter((type) => server.hasContentTypeParser(type))
}

interface Prepared extends SealedAnswer { readonly instance: string }

/** With all that the problem says; if any of that cannot be read or written, with the constants of its type. */
function prepare (state: State, reply: FastifyReply, problem: Problem): Prepared {
  try {
    if (state.development) warnOfMisfits(state, reply, problem)
    return compose(state, reply, withRetryAfter(reply, problem))
  } catch (failure) {
    const problemType = ownType(state, problem)
    reply.log.error({ err: toLogged(failure) }, `'${problemType.code}' could not be written as it was given; it was sent with its constants only`)
    return compose(state, reply, { problemType, extensions: {} })
  }
}

/** A problem type of a foreign catalog means nothing to the clients of this one. */
function ownType ({ catalog }: State, { problemType }: Problem): ProblemType {
  const { own, standard } = catalogInfo(catalog)!
  return own(problemType) ?? standard('INTERNAL_ERROR')
}

function compose (state: State, reply: FastifyReply, problem: Problem): Prepared {
  const instance = `urn:uuid:${randomUUID()}`
  const translation = state.toTranslation?.(problem, reply.request, (hook, failure) => {
    reply.log.error({ err: toLogged(failure) }, `${hook}() failed; the catalog's own texts were sent`)
  })
  const body = state.render(problem, instance, translation)
  const headers = headersOf(state, reply, problem)
  if (translation) Object.assign(headers, describeLanguage(reply, headers, translation))
  const { status } = problem.problemType
  reply.code(status)
  for (const name of Object.keys(headers)) reply.header(name, headers[name])
  return { status, headers, body, instance }
}

function headersOf (state: State, reply: FastifyReply, problem: Problem): Record<string, string | readonly string[]> {
  const { problemType } = problem
  const headers: Record<string, string | readonly string[]> = { 'content-type': mediaType, 'cache-control': 'no-store' }
  if (state.requestIdHeader !== false && requestIdPattern.test(reply.request.id)) headers[state.requestIdHeader] = reply.request.id
  for (const name in problemType.headers) {
    // What a plugin already put there says more: a challenge with its realm, a limit with its policy.
    if (!reply.hasHeader(name) || name === 'cache-control') headers[name] = problemType.headers[name]!
  }
  for (const name in problem.headers) headers[name.toLowerCase()] = problem.headers[name]!
  const retryAfter = retryAfterOf(problem)
  if (retryAfter !== undefined) headers['retry-after'] = String(retryAfter)
  return headers
}

/** A `Retry-After` that a plugin put on the reply holds for the body, too. */
function withRetryAfter (reply: FastifyReply, problem: Problem): Problem {
  if (problem.retryAfter !== undefined || !reply.hasHeader('retry-after')) return problem
  const retryAfter = toSeconds(reply.getHeader('retry-after'))
  if (retryAfter === undefined) return problem
  const { problemType, extensions, detail, headers, cause } = problem
  return { problemType, extensions, detail, headers, cause, retryAfter }
}

function warnOfMisfits (state: State, reply: FastifyReply, { problemType, extensions }: Problem): void {
  if (partsOf(problemType).filter.fits(extensions)) return
  warnOnce(state, reply, `misfit ${problemType.code}`, `the extensions of '${problemType.code}' do not fit their schema; what it does not list was left out`)
}

/** Only these two tell the truth; `request.signal` aborts on every healthy request with a body. */
function isClientGone (reply: FastifyReply): boolean {
  return reply.raw.destroyed || reply.request.raw.socket?.destroyed === true
}
