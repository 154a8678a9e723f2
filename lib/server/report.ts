/**
 * A failure that no reply carries: in a stream, a socket, a job, a timer. It is recognized, logged and reported to
 * `onProblem` like that of a reply; the result is the wire form.
 */
import type { FastifyBaseLogger, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { FailureContext } from '../failures/failure.js'
import { member } from '../json/untrusted.js'
import { recognize, recognizeFrom } from './entrances/thrown.js'
import type { ReportSource } from './observe/occurrence.js'
import { reportWire } from './observe/wire.js'
import { stateOf } from './state.js'
import type { State } from './state.js'
import type { WireProblem } from './streams/format.js'
import type { ReportOptions } from './types.js'

/** `app.reportProblem()`. Options that are not a reply, a request or a logger are ignored. */
export function reportFor (instance: FastifyInstance, error: unknown, options?: ReportOptions): WireProblem {
  const reply = withMember<FastifyReply>(member(options, 'reply'), 'request')
  const request = withMember<FastifyRequest>(member(options, 'request') ?? reply?.request, 'routeOptions')
  const log = withMember<FastifyBaseLogger>(member(options, 'log') ?? request?.log, 'error') ?? instance.log
  return reportProblem(stateOf(instance), { request, log }, error, reply)
}

/** The value, if it has the member that identifies its kind. */
function withMember<Value> (value: unknown, name: keyof Value & string): Value | undefined {
  return member(value, name) === undefined ? undefined : value as Value
}

/** Total: it never throws. */
export function reportProblem (state: State, source: ReportSource, error: unknown, reply?: FastifyReply): WireProblem {
  const recognized = reply
    ? recognize(state, reply, error)
    : recognizeFrom(state, source, contextOf(state, source), error)
  return reportWire(state, source, recognized, error)
}

/** The context of a failure without a reply. */
function contextOf ({ maxValidationErrors }: State, { request }: ReportSource): FailureContext {
  return {
    status: 200,
    method: request?.method ?? 'GET',
    bodyLimit: request?.routeOptions.bodyLimit,
    bodyMissing: request !== undefined && request.body === undefined,
    header: () => undefined,
    acceptedTypes: () => [],
    maxValidationErrors
  }
}
