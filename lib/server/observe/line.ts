/**
 * One line of the log per problem: which route, what was wrong, what was behind it. No value of the request is in it.
 */
import type { FastifyBaseLogger } from 'fastify'
import { isProblemError } from '../../catalog/problem.js'
import { causesOf } from '../../failures/causes.js'
import { member, textMember } from '../../json/untrusted.js'
import { routeConfig } from '../routes/route-facts.js'
import { limitOf } from './limit.js'
import type { Occurrence, ReportSource } from './occurrence.js'
import { toLogged } from './logged-error.js'
import type { LoggedError, LoggedOptions } from './logged-error.js'

/** How many places of a failed validation a line names. */
const maxPlaces = 10

export function logProblem (
  options: LoggedOptions, source: ReportSource, occurrence: Occurrence, error: unknown
): void {
  const reason = reasonOf(error, occurrence)
  const level = levelOf(occurrence, reason)
  if (!isEnabled(source.log, level)) return
  const line = {
    ...toHead(source, occurrence),
    ...limitOf(source, occurrence),
    ...(occurrence.status >= 500
      ? { err: toErr(reason, occurrence, options) }
      : toRest(source, occurrence, { error, cause: toLogged(reason, { ...options, withStack: false }) }))
  }
  source.log[level](line, occurrence.problem.problemType.title)
}

type Level = 'debug' | 'info' | 'warn' | 'error'

/** What a client does wrong has no cause behind it. Where there is one, something else may be wrong. */
function levelOf ({ status, origin }: Occurrence, reason: unknown): Level {
  if (status >= 500) return 'error'
  return origin === 'database' || (origin !== 'validation' && causesOf(reason).length > 0) ? 'warn' : 'info'
}

/** A service without a logger has one and the same empty function for every level; pino has isLevelEnabled(). */
export function isEnabled (
  log: FastifyBaseLogger & { isLevelEnabled?: (level: Level) => boolean }, level: Level
): boolean {
  return log.isLevelEnabled === undefined ? log.info !== log.error : log.isLevelEnabled(level)
}

/** To read a stack costs more than the whole answer, so the line is made only where it is written. */
function toHead ({ request }: ReportSource, { problem, origin, status, instance }: Occurrence): object {
  const { code } = problem.problemType
  const where = request && { method: request.method, route: routeConfig(request).url }
  return { code, status, instance, ...where, origin }
}

/** A value that says nothing was thrown all the same. */
function toErr (reason: unknown, { origin }: Occurrence, options: LoggedOptions): LoggedError | undefined {
  return reason === undefined && origin === 'unknown'
    ? { type: 'undefined', message: 'a thrown undefined' }
    : toLogged(reason, options)
}

function toRest (
  { request }: ReportSource, { problem, origin, status }: Occurrence,
  { error, cause }: { error: unknown; cause: LoggedError | undefined }
): object {
  return {
    ...sentDetail(problem.detail, error),
    ...(cause !== undefined && { cause }),
    ...(status === 415 && request !== undefined && { contentType: kindOfType(request.headers['content-type']) }),
    ...placesOf(problem.extensions['errors'], origin)
  }
}

/** The text of a problem that was sent or thrown on purpose. */
function sentDetail (detail: unknown, error: unknown): object | undefined {
  return typeof detail === 'string' && (error === undefined || isProblemError(error)) ? { detail } : undefined
}

/** What was thrown, where that is not a problem of the catalog; else what the problem names as its cause. */
function reasonOf (error: unknown, { status, problem }: Occurrence): unknown {
  if (status >= 500) return error === undefined ? problem.cause : error
  return error === undefined || isProblemError(error) ? problem.cause : error
}

/** What was wrong with a media type, without the media type. */
function kindOfType (type: string | undefined): string {
  if (type === undefined) return 'missing'
  return /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+\s*(?:;|$)/.test(type) ? 'unsupported' : 'malformed'
}

/** Where a validation failed and by which rule, without the values. */
function placesOf (errors: unknown, origin: Occurrence['origin']): object | undefined {
  if (origin !== 'validation' || !Array.isArray(errors)) return undefined
  return {
    errors: errors.slice(0, maxPlaces).map((item) => ({
      in: textMember(item, 'in'),
      pointer: textMember(item, 'pointer'),
      name: textMember(item, 'name'),
      code: member(item, 'code')
    }))
  }
}
