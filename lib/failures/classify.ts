/**
 * The funnel: any thrown value becomes a problem. A chain of small recognizers; the first that knows the value answers.
 */
import { catalogInfo } from '../catalog/define.js'
import { isProblemError } from '../catalog/problem.js'
import type { Problem } from '../catalog/problem.js'
import type { StandardCode } from '../catalog/standard.js'
import type { AnyCatalog, ProblemType } from '../catalog/types.js'
import { recognizeDatabase } from './database.js'
import { recognizeFramework } from './framework.js'
import { applicationMessage, recognizeHttpError, recognizeReplyStatus } from './http-error.js'
import { recognizeRateLimit } from './rate-limit.js'
import { member, statusOf } from './shape.js'
import { recognizeUpstream } from './upstream.js'
import { recognizeValidation } from './validation.js'

/** Where a failure came from: the recognizer that knew it, or the application's own words. */
export type Origin =
  | 'application' | 'validation' | 'framework' | 'rate-limit' | 'upstream' | 'database' | 'http-error' | 'unknown'

/** What a recognizer says: a standard code, and what is particular about this occurrence. */
export interface Failure {
  readonly code: StandardCode
  readonly extensions?: Readonly<Record<string, unknown>>
  readonly detail?: string | undefined
  readonly retryAfter?: number | undefined
  readonly headers?: Readonly<Record<string, string | readonly string[]>> | undefined
}

/** What a recognizer may look at beside the value: the reply as plugins left it, and what the server knows. */
export interface FailureContext {
  readonly status: number
  header: (name: string) => unknown
  readonly method: string
  readonly bodyLimit: number | undefined
  readonly bodyMissing: boolean
  /** The media types that the route's parsers take. */
  acceptedTypes: () => readonly string[]
  readonly maxValidationErrors: number
}

export type Recognizer = (error: unknown, context: FailureContext) => Failure | undefined

/** A problem, and where it came from. */
export interface Classified {
  readonly problem: Problem
  readonly origin: Origin
}

const recognizers: readonly (readonly [Origin, Recognizer])[] = [
  ['validation', recognizeValidationFailure],
  ['framework', recognizeFramework],
  ['rate-limit', recognizeRateLimit],
  ['upstream', recognizeUpstream],
  ['database', recognizeDatabase],
  ['http-error', recognizeHttpError],
  ['http-error', recognizeReplyStatus]
]

/**
 * Makes the funnel of one catalog.
 *
 * @returns a total function: it never throws, whatever the value is
 */
export function createClassifier (catalog: AnyCatalog): (error: unknown, context: FailureContext) => Classified {
  const { own, standard } = catalogInfo(catalog)!
  const withoutRequired = new Map(Object.values(catalog)
    .filter((problemType) => (problemType.extensions?.required ?? []).length === 0)
    .map((problemType) => [problemType.code, problemType]))

  return function classify (error, context) {
    try {
      return application(error) ?? recognized(error, context) ?? unknown(error)
    } catch {
      return unknown(error)
    }
  }

  function application (error: unknown): Classified | undefined {
    if (isProblemError(error)) {
      const problemType = own(error.problemType)
      if (problemType === undefined) return unknown(error)
      const problem = problemType === error.problemType ? error : { ...toOptions(error), problemType }
      return { problem, origin: 'application' }
    }
    const problemType = coded(error)
    return problemType && {
      problem: { problemType, extensions: {}, detail: applicationMessage(error), cause: error },
      origin: 'application'
    }
  }

  /** An error whose own code and status are those of a problem type is that problem: existing error classes go on to work. */
  function coded (error: unknown): ProblemType | undefined {
    const code = member(error, 'code')
    const problemType = typeof code === 'string' ? withoutRequired.get(code) : undefined
    return problemType?.status === statusOf(error) ? problemType : undefined
  }

  function recognized (error: unknown, context: FailureContext): Classified | undefined {
    for (const [origin, recognize] of recognizers) {
      const failure = recognize(error, context)
      if (failure) return { problem: toProblem(failure, error), origin }
    }
  }

  function unknown (error: unknown): Classified {
    return { problem: toProblem({ code: 'INTERNAL_ERROR' }, error), origin: 'unknown' }
  }

  function toProblem ({ code, extensions = {}, ...options }: Failure, cause: unknown): Problem {
    return { problemType: standard(code), extensions, ...options, cause }
  }
}

function toOptions ({ extensions, detail, retryAfter, headers, cause }: Problem): Omit<Problem, 'problemType'> {
  return { extensions, detail, retryAfter, headers, cause }
}

function recognizeValidationFailure (error: unknown, { maxValidationErrors, bodyMissing }: FailureContext): Failure | undefined {
  const extensions = recognizeValidation(error, { maxErrors: maxValidationErrors, bodyMissing })
  return extensions && { code: 'VALIDATION_ERROR', extensions: { ...extensions } }
}
