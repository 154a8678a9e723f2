/**
 * Entrance for thrown values: the error handler. A failure becomes a problem of the catalog here, by `mapError` first,
 * then by the recognizers; reply/send.ts sends it.
 */
import type { Http2ServerResponse } from 'node:http2'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { infoOf } from '../../catalog/info.js'
import { compiledOf } from '../../catalog/problem/compiled.js'
import { toSafeProblem } from '../../catalog/problem/index.js'
import type { ProblemType } from '../../catalog/definition.js'
import type { Problem } from '../../catalog/problem/occurrence.js'
import type { Recognized, FailureContext } from '../../failures/failure.js'
import { ignoreRejection } from '../../json/promise.js'
import type { ReportSource } from '../observe/occurrence.js'
import { toLogged } from '../observe/logged-error.js'
import { reportWire } from '../observe/wire.js'
import { sendOnce } from '../reply/send.js'
import type { AnyReply, AnyRequest } from '../reply/send.js'
import { routeConfig, routeKey } from '../routes/route-facts.js'
import { stateKey, stateOf } from '../state.js'
import type { State, WithState } from '../state.js'
import { acceptedTypes } from './accepted-types.js'

/** The error handler of an instance with the plugin. A child with another catalog has another state. */
export function problemErrorHandler (error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const state = (reply.server as unknown as WithState)[stateKey]
  if (state.routeSummary.someOptOut && routeConfig(request).problems === false) throw error
  sendError(state, reply, error)
}

export function sendError (state: State, reply: FastifyReply, error: unknown): void {
  if (isClientGone(reply)) dropReply(state, reply, error)
  else sendOnce(state, reply, recognize(state, reply, error), error)
}

/** Sends no answer, because the client left. A failure that broke the connection itself is reported. */
function dropReply (state: State, reply: FastifyReply, error: unknown): void {
  const { raw } = reply
  const { stream = raw } = raw as unknown as Partial<Http2ServerResponse>
  if (error !== undefined && stream.errored === error) reportWire(state, reply, recognize(state, reply, error), error)
  reply.hijack()
}

/** `request.signal` cannot be used here: it aborts on every healthy request with a body. */
export function isClientGone (reply: FastifyReply): boolean {
  return reply.raw.destroyed || reply.request.raw.socket?.destroyed === true
}

/**
 * Any thrown value as a problem of the catalog. It never throws. `JSON.stringify()` of it is the wire form, without
 * `instance`; `cause` is not enumerable.
 *
 * @example
 * app.setErrorHandler((error, request, reply) => sendProblem(reply, toProblem(error, request, reply)))
 */
export function toProblem (error: unknown, _request: AnyRequest, reply: AnyReply): Problem {
  return toSafeProblem(recognize(stateOf(reply.server), reply as FastifyReply, error).problem)
}

/** Total: it never throws. */
export function recognize (state: State, reply: FastifyReply, error: unknown): Recognized {
  return recognizeFrom(state, reply, new RequestContext(reply.request, reply, state.maxValidationErrors), error)
}

/** The same for a failure that may belong to no request. */
export function recognizeFrom (
  state: State, source: ReportSource, context: FailureContext, error: unknown
): Recognized {
  const { request } = source
  const mapped = state.mapError && mapError(state, error, source)
  if (mapped) return { problem: mapped, origin: 'application' }
  const recognized = state.recognize(error, context)
  if (request === undefined || recognized.origin === 'application' || !state.routeSummary.someRefine) return recognized
  return refine(state, recognized, request)
}

function mapError (state: State, error: unknown, { request, log }: ReportSource): Problem | undefined {
  try {
    const problem = state.mapError?.(error, request)
    if (problem === undefined) return undefined
    if (infoOf(state.catalog).toOwn(problem.problemType)) return problem
    ignoreRejection(problem)
    log.error('mapError() returned a value that is not a problem of the catalog; it was ignored')
  } catch (failure) {
    log.error({ err: toLogged(failure) }, 'mapError() failed; it was ignored')
  }
}

/** A recognized failure becomes the special case of its code that the route declares. */
function refine (state: State, recognized: Recognized, request: FastifyRequest): Recognized {
  const { problem } = recognized
  const code = routeConfig(request)[routeKey]?.refined.get(problem.problemType.code)
  const problemType = code === undefined ? undefined : state.catalog[code]
  const extensions = problemType && fillExtensions(problemType, problem, request)
  return extensions === undefined
    ? recognized
    : { ...recognized, problem: { ...problem, problemType: problemType!, extensions } }
}

/** The extensions of the failure and those that `fill` reads in the request; `undefined` where they do not fit. */
function fillExtensions (
  problemType: ProblemType, { extensions }: Problem, request: FastifyRequest
): Problem['extensions'] | undefined {
  const { fill, filter } = compiledOf(problemType)
  if (fill === undefined) return extensions
  try {
    const read = fill(request)
    ignoreRejection(read)
    const filled = { ...read, ...extensions }
    if (filter.fits(filled)) return filled
    request.log.error(
      `'fill' of '${problemType.code}' gave extensions that do not fit; '${problemType.refines}' was sent`
    )
  } catch (failure) {
    request.log.error(
      { err: toLogged(failure) }, `'fill' of '${problemType.code}' failed; '${problemType.refines}' was sent`
    )
  }
}

/** Reads the request and the reply only on demand: most failures need neither. */
class RequestContext implements FailureContext {
  constructor (
    private readonly request: FastifyRequest, private readonly reply: FastifyReply, readonly maxValidationErrors: number
  ) {}

  get status (): number {
    return this.reply.statusCode
  }

  get method (): string {
    return this.request.method
  }

  get bodyLimit (): number {
    return this.request.routeOptions.bodyLimit
  }

  get bodyMissing (): boolean {
    return this.request.body === undefined
  }

  header (name: string): unknown {
    return this.reply.getHeader(name)
  }

  acceptedTypes (): readonly string[] {
    return acceptedTypes(stateOf(this.request.server), this.request)
  }
}
