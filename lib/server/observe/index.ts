/**
 * What the operator gets of a problem: one line in the log, and the event of `onProblem`. Neither can cost the client
 * its answer. The line says which route, what was wrong, what was behind it; no value of the request is in it.
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
  if (state.onProblem !== undefined) notifyOf(state.onProblem, source, occurrence, error)
  if (isSilent(source)) return
  try {
    logProblem(state, source, occurrence, error)
    if (occurrence.verdict !== undefined) logVerdict(state, source, occurrence, error)
  } catch {
    // The logger itself is what would report this.
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
  // Of what was sent or thrown on purpose, the reason is the cause that it names; else it is what was thrown.
  const isOwn = error === undefined || (status < 500 && isProblemError(error))
  const reason = isOwn ? problem.cause : error
  const level = levelOf(occurrence, reason)
  if (source.log.isLevelEnabled?.(level) === false) return
  // To read a stack costs more than the whole answer, so the line is made only where it is written.
  const head = toHead(source, occurrence)
  if (isLimited(occurrence)) Object.assign(head, limitOf(source, occurrence))
  if (status >= 500) head['err'] = toErr(reason, occurrence, options)
  else Object.assign(head, toRest(source, occurrence, isOwn, toCause(reason, options)))
  const { title } = problem.problemType
  try {
    source.log[level](head, title)
  } catch {
    // A serializer of the application failed at the error: the failure has a line all the same.
    source.log[level](toHead(source, occurrence), title)
  }
}

type Level = 'info' | 'warn' | 'error'

/** What a client does wrong has no cause behind it. Where there is one, something else may be wrong. */
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

/** Whether a limit refused the request, whoever set it. */
function isLimited ({ origin, status }: Occurrence): boolean {
  return origin === 'rate-limit' || status === 413 || status === 429
}

/** A value that says nothing was thrown all the same. */
function toErr (reason: unknown, { origin }: Occurrence, options: LoggedOptions): LoggedError | undefined {
  return reason === undefined && origin === 'unknown'
    ? toLoggedUndefined()
    : toLogged(reason, options)
}

function toCause (reason: unknown, options: LoggedOptions): LoggedError | undefined {
  return reason === undefined ? undefined : toLogged(reason, { ...options, withStack: false })
}

function toRest (
  { request }: ReportSource, { problem, origin, status }: Occurrence, isOwn: boolean, cause: LoggedError | undefined
): object {
  const { detail } = problem
  return {
    ...isOwn && typeof detail === 'string' && { detail },
    ...cause !== undefined && { cause },
    ...status === 415 && request !== undefined && { contentType: kindOfType(request.headers['content-type']) },
    ...origin === 'validation' && placesOf(problem.extensions['errors'])
  }
}

/** What was wrong with a media type, without the media type. */
function kindOfType (type: string | undefined): string {
  if (type === undefined) return 'missing'
  return /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+\s*(?:;|$)/.test(type) ? 'unsupported' : 'malformed'
}

/** How many places of a failed validation a line names. */
const maxPlaces = 10

/** Where a validation failed and by which rule, without the values. */
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
