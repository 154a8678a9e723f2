/**
 * What the operator gets of a problem: one line in the log, and the event of `onProblem`. Neither can cost the client
 * its answer.
 */
import type { FastifyBaseLogger, FastifyReply, FastifyRequest } from 'fastify'
import { toDetails } from '../../catalog/problem.js'
import type { Problem } from '../../catalog/problem.js'
import type { Recognized } from '../../failures/failure.js'
import { isThenable } from '../../json/promise.js'
import { routeConfig } from '../routes/route-facts.js'
import type { State } from '../state.js'
import type { ProblemEvent } from '../types.js'
import { warnOfStatus, warnOfUndeclared } from './advice.js'
import { logProblem } from './line.js'
import type { Occurrence, ReportSource } from './occurrence.js'
export type { Occurrence, ReportSource } from './occurrence.js'
import { toLogged } from './logged-error.js'
import { logVerdict } from './verdict.js'

type Log = FastifyBaseLogger

/** @param error what was thrown; `undefined` for a problem that was sent */
export function report (state: State, reply: FastifyReply, occurrence: Occurrence, error: unknown): void {
  if (state.undeclared === 'warn') {
    warnOfUndeclared(state, reply, occurrence)
    warnOfStatus(state, reply, occurrence.problem)
  }
  reportFrom(state, reply, occurrence, error)
}

/** The same for what is no answer to a request: nothing was declared for it. */
export function reportFrom (state: State, source: ReportSource, occurrence: Occurrence, error: unknown): void {
  if (state.onProblem !== undefined) {
    notify(state.onProblem, source.log, () => toEvent(source.request, occurrence, error))
  }
  tolerate(() => {
    logProblem(state, source, occurrence, error)
    logVerdict(state, source, occurrence, error)
  })
}

/** A logger that throws costs its line. */
export function tolerate (log: () => void): void {
  try {
    log()
  } catch {
    // The logger itself is what would report this.
  }
}

/** The event of what failed before there was a request. */
export function notifyOfSocket (
  { onProblem }: State, log: Log, { problem, origin, instance }: Recognized & { readonly instance: string },
  error: unknown
): void {
  if (onProblem === undefined) return
  notify(onProblem, log, () => ({
    problem: toDetails(problem, instance),
    origin,
    error,
    request: undefined,
    route: undefined,
    deprecated: isDeprecated(problem)
  }))
}

function notify (onProblem: NonNullable<State['onProblem']>, log: Log, event: () => ProblemEvent): void {
  const logFailure = (failure: unknown): void =>
    tolerate(() => log.error({ err: toLogged(failure) }, 'onProblem() failed'))
  try {
    const result = onProblem(event())
    if (isThenable(result)) result.then(undefined, logFailure)
  } catch (failure) {
    logFailure(failure)
  }
}

function toEvent (
  request: FastifyRequest | undefined, { problem, origin, instance }: Occurrence, error: unknown
): ProblemEvent {
  return {
    problem: toDetails(problem, instance),
    origin,
    error,
    request,
    route: request && routeConfig(request).url,
    deprecated: isDeprecated(problem)
  }
}

function isDeprecated ({ problemType }: Problem): boolean {
  return problemType.deprecated !== undefined
}
