/**
 * The wire form of an occurrence (RFC 9457 §3), as an object.
 */
import { statedText } from '../texts/template.js'
import { compiledOf } from './compiled.js'
import type { Problem } from './occurrence.js'
import type { Retry } from '../status.js'

/** The wire form: the members of the format, and beside them the extension members. */
export interface ProblemDetails<Code extends string = string> {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly code: Code
  /** What went wrong this time, for a person to read. Clients must not parse it. */
  readonly detail?: string
  /** Names this occurrence; the log has the same value. */
  readonly instance?: string
  /** Which requests may be repeated; absent where none may. */
  readonly retry?: Exclude<Retry, 'none'>
  /** Seconds to wait before the request is repeated. */
  readonly retryAfter?: number
  readonly action?: string
  /** The general code of which this one is a special case. */
  readonly refines?: string
  /** What the client should do, where the catalog puts it on the wire. */
  readonly guidance?: string
}

/** The texts of an occurrence, for people. */
export interface ProblemTexts {
  readonly title: string
  readonly detail: string | undefined
  /** Present where it is in another language than the catalog's. */
  readonly guidance?: string | undefined
}

/** The text of this occurrence: the one that was given, else the template's. */
export function detailOf (problem: Problem): string | undefined {
  return statedText(problem.detail) ?? compiledOf(problem.problemType).renderDetail(problem.extensions)
}

const maxRetryAfter = 2 ** 31

/** Whole seconds to wait, rounded up (RFC 9110 §10.2.3); those of the type where this occurrence states none. */
export function retryAfterOf (problem: Problem): number | undefined {
  const { retryAfter } = problem
  if (typeof retryAfter === 'number' && retryAfter >= 0 && retryAfter <= maxRetryAfter) return Math.ceil(retryAfter)
  return problem.problemType.retryAfter
}

/** The wire form as an object, with the texts of the catalog unless others are given. */
export function toDetails (
  problem: Problem, instance?: string, texts?: ProblemTexts
): ProblemDetails & Record<string, unknown> {
  const { problemType } = problem
  const { type, code, retry, action, refines, wire } = problemType
  const { title, detail } = texts ?? { title: problemType.title, detail: detailOf(problem) }
  const retryAfter = retryAfterOf(problem)
  return {
    type,
    title,
    status: problem.status ?? problemType.status,
    code,
    ...(detail !== undefined && { detail }),
    ...(instance !== undefined && { instance }),
    ...(retry !== 'none' && { retry }),
    ...(retryAfter !== undefined && { retryAfter }),
    ...(action !== undefined && { action }),
    ...(refines !== undefined && { refines }),
    ...(wire.includes('guidance') && { guidance: texts?.guidance ?? problemType.guidance! }),
    ...(compiledOf(problemType).filter.pick(problem.extensions) as Record<string, unknown>)
  }
}

/** Never throws: leaves the extensions out where they cannot be read. */
export function toSafeDetails (problem: Problem, instance: string | undefined): ReturnType<typeof toDetails> {
  try {
    return toDetails(problem, instance)
  } catch {
    return toDetails({ problemType: problem.problemType, extensions: {} }, instance)
  }
}
