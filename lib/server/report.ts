/**
 * A failure that no reply carries: in a stream, a socket, a job, a timer. The same recognizers, the same line in the
 * log and the same event as for a reply; what comes back is the wire form.
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

/** `app.reportProblem()`. What in its options is no reply, no request and no logger is passed over. */
export function reportFor (instance: FastifyInstance, error: unknown, options?: ReportOptions): WireProblem {
  const reply = withMember<FastifyReply>(member(options, 'reply'), 'request')
  const request = withMember<FastifyRequest>(member(options, 'request') ?? reply?.request, 'routeOptions')
  const log = withMember<FastifyBaseLogger>(member(options, 'log') ?? request?.log, 'error') ?? instance.log
  return reportProblem(stateOf(instance), { request, log }, error, reply)
}

/** The value, where it has what tells it from others. */
function withMember<Value> (value: unknown, name: keyof Value & string): Value | undefined {
  return member(value, name) === undefined ? undefined : value as Value
}

/** Total: it never throws, whatever was thrown. */
export function reportProblem (state: State, source: ReportSource, error: unknown, reply?: FastifyReply): WireProblem {
  const recognized = reply
    ? recognize(state, reply, error)
    : recognizeFrom(state, source, contextOf(state, source), error)
  return reportWire(state, source, recognized, error)
}

/** What recognizers may ask of a failure that came with no reply. */
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
