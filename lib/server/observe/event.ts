/**
 * The event of `onProblem`: a problem for observers. The failure of an observer is only logged.
 */
import type { FastifyBaseLogger, FastifyRequest } from 'fastify'
import { toDetails } from '../../catalog/problem/details.js'
import type { Problem } from '../../catalog/problem/occurrence.js'
import type { Recognized } from '../../failures/failure.js'
import { isThenable } from '../../json/promise.js'
import type { State } from '../state.js'
import type { ProblemEvent } from '../types.js'
import { toLogged } from './logged-error.js'
import type { Occurrence, ReportSource } from './occurrence.js'
import { tolerate } from './tolerate.js'

type Observer = NonNullable<State['onProblem']>

/** Sends the event of a problem, with its request if it has one. */
export function notifyOf (
  onProblem: Observer, { request, log }: ReportSource, occurrence: Occurrence, error: unknown
): void {
  notify(onProblem, log, () => toEvent(request, occurrence, error))
}

/** Sends the event of a failure before there was a request. */
export function notifyOfSocket (
  { onProblem }: State, log: FastifyBaseLogger, occurrence: Recognized & { readonly instance: string }, error: unknown
): void {
  if (onProblem !== undefined) notify(onProblem, log, () => toEvent(undefined, occurrence, error))
}

function notify (onProblem: Observer, log: FastifyBaseLogger, event: () => ProblemEvent): void {
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
  request: FastifyRequest | undefined, { problem, origin, instance }: Recognized & { readonly instance: string },
  error: unknown
): ProblemEvent {
  return {
    problem: toDetails(problem, instance),
    origin,
    error,
    request,
    route: request?.routeOptions.url,
    deprecated: isDeprecated(problem)
  }
}

function isDeprecated ({ problemType }: Problem): boolean {
  return problemType.deprecated !== undefined
}
