/**
 * Reports a problem to the operators: one line in the log, and the event of `onProblem`. A failure of either does not
 * affect the answer. The line has the route, the failure and its causes, but no value of the request.
 */
import type { FastifyReply } from 'fastify'
import { isProblemError } from '../../catalog/problem/index.js'
import { causesOf } from '../../failures/causes.js'
import { member, textMember } from '../../json/untrusted.js'
import type { State } from '../state.js'
import { warnOfStatus, warnOfUndeclared } from './advice.js'
import { notifyOf } from './event.js'
import { limitOf } from './limit.js'
import { toLogged, toLoggedUndefined } from './logged-error.js'
import type { LoggedError, LoggedOptions } from './logged-error.js'
import type { Occurrence, ReportSource } from './occurrence.js'
import { logVerdict } from './verdict.js'

/** @param error the thrown value; `undefined` for a problem that was sent */
export function report (state: State, reply: FastifyReply, occurrence: Occurrence, error: unknown): void {
  if (state.undeclared === 'warn') {
    warnOfUndeclared(state, reply, occurrence)
    warnOfStatus(state, reply, occurrence.problem)
  }
  reportFrom(state, reply, occurrence, error)
}

/** The same for a failure that is not an answer to a request: no route declares its code. */
export function reportFrom (state: State, source: ReportSource, occurrence: Occurrence, error: unknown): void {
  if (state.onProblem !== undefined) notifyOf(state.onProblem, source, occurrence, error)
  if (isSilent(source)) return
  try {
    logProblem(state, source, occurrence, error)
    if (occurrence.verdict !== undefined) logVerdict(state, source, occurrence, error)
  } catch {
    // Only the failing logger could report this.
  }
}

let noop: unknown

/** A service without a logger has one function for every level, which does nothing. To read its name costs time. */
function isSilent ({ log }: ReportSource): boolean {
  if (log.isLevelEnabled !== undefined) return false
  if (log.info === noop) return true
  if (log.info.name !== 'noop') return false
  noop = log.info
  return true
}

function logProblem (options: LoggedOptions, source: ReportSource, occurrence: Occurrence, error: unknown): void {
  const { status, problem } = occurrence
  // The reason of a problem that was sent or thrown on purpose is its cause; else it is the thrown value.
  const isMeant = error === undefined || (status < 500 && isProblemError(error))
  const reason = isMeant ? problem.cause : error
  const level = levelOf(occurrence, reason)
  if (source.log.isLevelEnabled?.(level) === false) return
  // A stack costs more than the whole answer, so the line is made only where it is written.
  const head = toHead(source, occurrence)
  if (isLimited(occurrence)) Object.assign(head, limitOf(source, occurrence))
  if (status >= 500) head['err'] = toErr(reason, occurrence, options)
  else Object.assign(head, toRest(source, occurrence, isMeant, toCause(reason, options)))
  const { title } = problem.problemType
  try {
    source.log[level](head, title)
  } catch {
    // A serializer of the application failed with the error: the line is written without it.
    source.log[level](toHead(source, occurrence), title)
  }
}

type Level = 'info' | 'warn' | 'error'

/** A client's mistake has no cause. Where there is one, a 4xx may have another reason, and is a warning. */
function levelOf ({ status, origin }: Occurrence, reason: unknown): Level {
  if (status >= 500) return 'error'
  if (origin === 'database') return 'warn'
  return reason !== undefined && origin !== 'validation' && causesOf(reason).length > 0 ? 'warn' : 'info'
}

function toHead (
  { request }: ReportSource, { problem, origin, status, instance }: Occurrence
): Record<string, unknown> {
  const { code } = problem.problemType
  if (request === undefined) return { code, status, instance, origin }
  return { code, status, instance, method: request.method, route: request.routeOptions.url, origin }
}

/** Whether a limit refused the request. */
function isLimited ({ origin, status }: Occurrence): boolean {
  return origin === 'rate-limit' || status === 413 || status === 429
}

/** The line of an unknown failure has `err` even for a thrown `undefined`. */
function toErr (reason: unknown, { origin }: Occurrence, options: LoggedOptions): LoggedError | undefined {
  return reason === undefined && origin === 'unknown'
    ? toLoggedUndefined()
    : toLogged(reason, options)
}

function toCause (reason: unknown, options: LoggedOptions): LoggedError | undefined {
  return reason === undefined ? undefined : toLogged(reason, { ...options, withStack: false })
}

function toRest (
  { request }: ReportSource, { problem, origin, status }: Occurrence, isMeant: boolean, cause: LoggedError | undefined
): object {
  const { detail } = problem
  return {
    ...isMeant && typeof detail === 'string' && { detail },
    ...cause !== undefined && { cause },
    ...status === 415 && request !== undefined && { contentType: kindOfType(request.headers['content-type']) },
    ...origin === 'validation' && placesOf(problem.extensions['errors'])
  }
}

/** The mistake in a media type, without the media type. */
function kindOfType (type: string | undefined): string {
  if (type === undefined) return 'missing'
  return /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+\s*(?:;|$)/.test(type) ? 'unsupported' : 'malformed'
}

/** The most places of a failed validation in a line. */
const maxPlaces = 10

/** The places and the rules of a failed validation, without the values. */
function placesOf (errors: unknown): object | undefined {
  if (!Array.isArray(errors)) return undefined
  return {
    errors: errors.slice(0, maxPlaces).map((item) => ({
      in: textMember(item, 'in'),
      pointer: textMember(item, 'pointer'),
      name: textMember(item, 'name'),
      code: member(item, 'code')
    }))
  }
}
