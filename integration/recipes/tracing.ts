/**
 * What a trace says of a problem: a 5xx is an error with its code, a 4xx is none.
 */
import { SpanStatusCode, trace } from '@opentelemetry/api'
import { FastifyOtelInstrumentation } from '@fastify/otel'
import type { ProblemEvent } from 'fastify-problem-json'

// By itself it would record everything that is thrown as an exception, what clients do wrong too.
export const instrumentation = new FastifyOtelInstrumentation({ recordExceptions: false, instrumentHandler: false, instrumentHooks: false })

export function traceProblem ({ problem, error, request }: ProblemEvent): void {
  const span = request?.opentelemetry?.().span ?? trace.getActiveSpan()
  if (!span) return
  if (problem.status >= 500) {
    span.setAttribute('error.type', problem.code).setStatus({ code: SpanStatusCode.ERROR })
    for (const exception of wrapperAndRoot(error)) span.recordException(exception)
  } else if (error !== undefined) {
    // Whatever is thrown was marked as an error before it was recognised. OK is the one status that takes that back.
    span.setStatus({ code: SpanStatusCode.OK })
  }
}

/** A span keeps of an exception its own text only, and the root cause is what one looks for. */
function wrapperAndRoot (error: unknown): Error[] {
  if (!(error instanceof Error)) return []
  let root = error
  for (let depth = 0; depth < 8; depth++) {
    const cause: unknown = root.cause ?? (root as Partial<AggregateError>).errors?.[0]
    if (!(cause instanceof Error) || cause === error) break
    root = cause
  }
  return root === error ? [error] : [error, root]
}
