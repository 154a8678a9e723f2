/**
 * A failure of a request → a problem of the catalog: the application's own mapping first, then the funnel.
 */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { catalogInfo } from '../../catalog/define.js'
import type { Problem } from '../../catalog/problem.js'
import type { Recognized } from '../../failures/failure.js'
import type { FailureContext } from '../../failures/failure.js'
import { toLogged } from '../observe.js'
import { routeConfig, routeKey, stateOf } from '../state.js'
import type { State } from '../state.js'

/** Total: it never throws, whatever was thrown. */
export function recognize (error: unknown, request: FastifyRequest, reply: FastifyReply): Recognized {
  const state = stateOf(reply.server)
  const mapped = mapError(state, error, request)
  if (mapped) return { problem: mapped, origin: 'application' }
  const recognized = state.recognize(error, new RequestContext(request, reply, state.maxValidationErrors))
  return recognized.origin === 'application' || !state.survey.refines ? recognized : refine(state, recognized, request)
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
function refine (state: State, recognized: Recognized, request: FastifyRequest): Recognized {
  const { problem } = recognized
  const code = routeConfig(request)[routeKey]?.refined.get(problem.problemType.code)
  return code === undefined ? recognized : { ...recognized, problem: { ...problem, problemType: state.catalog[code]! } }
}

/** Looks at request and reply only when a recognizer asks: most failures need nothing of it. */
class RequestContext implements FailureContext {
  constructor (private readonly request: FastifyRequest, private readonly reply: FastifyReply, readonly maxValidationErrors: number) {}

  get status (): number { return this.reply.statusCode }
  get method (): string { return this.request.method }
  get bodyLimit (): number { return this.request.routeOptions.bodyLimit }
  get bodyMissing (): boolean { return this.request.body === undefined }
  header (name: string): unknown { return this.reply.getHeader(name) }
  acceptedTypes (): readonly string[] { return acceptedTypes(this.request) }
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
