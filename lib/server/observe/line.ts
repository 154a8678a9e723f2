/**
 * One line of the log per problem: which route, what was wrong, what was behind it. No value of the request is in it.
 */
import type { FastifyBaseLogger } from 'fastify'
import { isProblemError } from '../../catalog/problem.js'
import { member, textMember } from '../../json/untrusted.js'
import { routeConfig } from '../routes/route-facts.js'
import type { Occurrence, ReportSource } from './occurrence.js'
import { toLogged } from './logged-error.js'

/** How many places of a failed validation a line names. */
const maxPlaces = 10

export function logProblem (source: ReportSource, occurrence: Occurrence, error: unknown): void {
  const level = levelOf(occurrence)
  if (isEnabled(source.log, level)) source.log[level](toLine(source, occurrence, error), occurrence.problem.problemType.title)
}

type Level = 'info' | 'warn' | 'error'

function levelOf ({ status, origin }: Occurrence): Level {
  if (status >= 500) return 'error'
  return origin === 'database' ? 'warn' : 'info'
}

/** A service without a logger has one and the same empty function for every level; pino has isLevelEnabled(). */
function isEnabled (log: FastifyBaseLogger & { isLevelEnabled?: (level: Level) => boolean }, level: Level): boolean {
  return log.isLevelEnabled === undefined ? log.info !== log.error : log.isLevelEnabled(level)
}

/** To read a stack costs more than the whole answer, so the line is made only where it is written. */
function toLine ({ request }: ReportSource, { problem, origin, status, instance }: Occurrence, error: unknown): object {
  const { code } = problem.problemType
  const where = request && { method: request.method, route: routeConfig(request).url }
  const line = { code, status, instance, ...where, origin }
  if (status >= 500) return { ...line, err: toLogged(error ?? problem.cause) }
  return { ...line, ...sentDetail(problem.detail, error), ...behind(error, problem.cause), ...placesOf(problem.extensions['errors'], origin) }
}

/** The text of a problem that was sent or thrown on purpose. */
function sentDetail (detail: unknown, error: unknown): object | undefined {
  return typeof detail === 'string' && (error === undefined || isProblemError(error)) ? { detail } : undefined
}

/** What was thrown, where that is not a problem of the catalog; else what the problem names as its cause. */
function behind (error: unknown, cause: unknown): object | undefined {
  const reason = error === undefined || isProblemError(error) ? cause : error
  return reason === undefined ? undefined : { cause: toLogged(reason, false) }
}

/** Where a validation failed and by which rule, without the values. */
function placesOf (errors: unknown, origin: Occurrence['origin']): object | undefined {
  if (origin !== 'validation' || !Array.isArray(errors)) return undefined
  return {
    errors: errors.slice(0, maxPlaces).map((item) => ({
      in: textMember(item, 'in'), pointer: textMember(item, 'pointer'), name: textMember(item, 'name'), code: member(item, 'code')
    }))
  }
}
