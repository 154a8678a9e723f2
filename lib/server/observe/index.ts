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
import { warnOfUndeclared } from './advice.js'
import { toLogged } from './logged-error.js'

type Log = FastifyBaseLogger

/** A failure with its name: what is logged, and what an observer gets. */
export interface Occurrence extends Recognized {
  readonly status: number
  /** Names this occurrence (RFC 9457 §3.1.5); the log has the same. */
  readonly instance: string
}

/** Where an occurrence is reported, and the request that it belongs to. A reply is one. */
export interface ReportSource {
  readonly log: Log
  readonly request: FastifyRequest | undefined
}

/** @param error what was thrown; `undefined` for a problem that was sent */
export function report (state: State, reply: FastifyReply, occurrence: Occurrence, error: unknown): void {
  if (state.undeclared === 'warn') warnOfUndeclared(state, reply, occurrence)
  reportFrom(state, reply, occurrence, error)
}

/** The same for what is no answer to a request: nothing was declared for it. */
export function reportFrom (state: State, source: ReportSource, occurrence: Occurrence, error: unknown): void {
  if (state.onProblem !== undefined) notify(state.onProblem, source.log, () => toEvent(source.request, occurrence, error))
  tolerate(() => logProblem(source.log, occurrence, error))
}

/** A logger that throws costs its line. */
export function tolerate (log: () => void): void {
  try {
    log()
  } catch {
    // The logger itself is what would report this.
  }
}

function logProblem (log: Log, { problem, origin, status, instance }: Occurrence, error: unknown): void {
  const { code, title } = problem.problemType
  if (status >= 500) logAt(log, 'error', () => ({ code, status, instance, err: toLogged(error ?? problem.cause) }), title)
  else if (origin === 'database') logAt(log, 'warn', () => ({ code, status, instance, cause: toLogged(error, false) }), title)
  else if (origin === 'application') logAt(log, 'info', () => ({ code, status, instance, cause: problem.cause === undefined ? undefined : toLogged(problem.cause, false) }), title)
  else logAt(log, 'info', () => ({ code, status, instance }), title)
}

type Level = 'info' | 'warn' | 'error'

/** To read a stack costs more than the whole answer, so the line is made only where it is written. */
function logAt (log: Log & { isLevelEnabled?: (level: Level) => boolean }, level: Level, line: () => object, title: string): void {
  // A service without a logger has one and the same empty function for every level; pino has isLevelEnabled().
  const enabled = log.isLevelEnabled === undefined ? log.info !== log.error : log.isLevelEnabled(level)
  if (enabled) log[level](line(), title)
}

/** The event of what failed before there was a request. */
export function notifyOfSocket ({ onProblem }: State, log: Log, { problem, origin }: Recognized, error: unknown, instance: string): void {
  if (onProblem === undefined) return
  notify(onProblem, log, () => ({ problem: toDetails(problem, instance), origin, error, request: undefined, route: undefined, deprecated: isDeprecated(problem) }))
}

function notify (onProblem: NonNullable<State['onProblem']>, log: Log, event: () => ProblemEvent): void {
  const logFailure = (failure: unknown): void => tolerate(() => log.error({ err: toLogged(failure) }, 'onProblem() failed'))
  try {
    const result = onProblem(event())
    if (isThenable(result)) result.then(undefined, logFailure)
  } catch (failure) {
    logFailure(failure)
  }
}

function toEvent (request: FastifyRequest | undefined, { problem, origin, instance }: Occurrence, error: unknown): ProblemEvent {
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
