/**
 * The funnel: any thrown value becomes a problem. A chain of small recognizers; the first that knows the value answers.
 */
import { catalogInfo } from '../catalog/define.js'
import { isProblemError } from '../catalog/problem.js'
import type { Problem } from '../catalog/problem.js'
import type { AnyCatalog, ProblemType } from '../catalog/definition.js'
import { causesOf } from './causes.js'
import { withChallenge } from './challenge.js'
import { recognizeDatabase } from './database/index.js'
import { recognizeFramework } from './framework.js'
import { applicationMessage, applicationStatus, recognizeHttpError, recognizeReplyStatus } from './http-error.js'
import { databaseError } from './outcome.js'
import { recognizePlugin } from './plugins.js'
import { recognizeRateLimit } from './rate-limit.js'
import { member, statusOf } from '../json/untrusted.js'
import { recognizeUpstream } from './upstream/index.js'
import { recognizeValidation } from './validation/index.js'
import type { Recognized, RecognizedFailure, FailureContext, Origin, Recognizer } from './failure.js'

type Recognizers = readonly (readonly [Origin, Recognizer])[]

const requestFailures: Recognizers = [
  ['validation', recognizeValidationFailure],
  ['framework', recognizeFramework],
  ['framework', recognizePlugin],
  ['rate-limit', recognizeRateLimit]
]

/** A driver's error often is a client's, too; what the driver says of it is more. */
const backendFailures: Recognizers = [
  ['database', recognizeDatabase],
  ['upstream', recognizeUpstream]
]

const statedStatus: Recognizers = [
  ['http-error', recognizeHttpError],
  ['http-error', recognizeReplyStatus]
]

type Match = readonly [Origin, RecognizedFailure]

function firstMatch (recognizers: Recognizers, error: unknown, context: FailureContext): Match | undefined {
  for (const [origin, recognize] of recognizers) {
    const failure = recognize(error, context)
    if (failure) return [origin, failure]
  }
}

/** The outermost error is judged first; a status that the application chose is its last word. */
function match (error: unknown, context: FailureContext): Match | undefined {
  const found = firstMatch(requestFailures, error, context)
  if (found) return found
  const status = applicationStatus(error)
  if (status !== undefined && status < 500) return firstMatch(statedStatus, error, context)
  return firstMatch(backendFailures, error, context) ?? (status === undefined || status === 500 ? fromCauses(error, context) : undefined) ??
    firstMatch(statedStatus, error, context)
}

/** What a cause tells is never the client's fault: the application had the driver's error in hand, and made it its own. */
function fromCauses (error: unknown, context: FailureContext): Match | undefined {
  for (const cause of causesOf(error)) {
    const found = firstMatch(backendFailures, cause, context)
    if (found) return found[1].code === 'CONFLICT' ? ['database', databaseError] : [found[0], withoutConstraint(found[1])]
  }
}

function withoutConstraint ({ constraint, ...failure }: RecognizedFailure): RecognizedFailure {
  return failure
}

export interface RecognizeOptions {
  /** Name of a database constraint → code of the catalog that its violation is. */
  readonly constraints?: Readonly<Record<string, string>> | undefined
}

/**
 * Makes the funnel of one catalog.
 *
 * @returns a total function: it never throws, whatever the value is
 */
export function createRecognize (catalog: AnyCatalog, { constraints = {} }: RecognizeOptions = {}): (error: unknown, context: FailureContext) => Recognized {
  const { own, standard } = catalogInfo(catalog)!
  const withoutRequired = new Map(Object.values(catalog)
    .filter((problemType) => (problemType.extensions?.required ?? []).length === 0)
    .map((problemType) => [problemType.code, problemType]))
  const byConstraint = new Map(Object.entries(constraints).map(([name, code]) => [name, catalog[code]!]))

  return function recognize (error, context) {
    try {
      return application(error) ?? fromRecognizers(error, context) ?? unknown(error)
    } catch {
      return unknown(error)
    }
  }

  function application (error: unknown): Recognized | undefined {
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

  function fromRecognizers (error: unknown, context: FailureContext): Recognized | undefined {
    const found = match(error, context)
    return found && { problem: toProblem(found[1], error), origin: found[0] }
  }

  function unknown (error: unknown): Recognized {
    return { problem: toProblem({ code: 'INTERNAL_ERROR' }, error), origin: 'unknown' }
  }

  function toProblem ({ code, extensions = {}, detail, retryAfter, headers, constraint, challenge }: RecognizedFailure, cause: unknown): Problem {
    const mapped = constraint && mappedType(constraint)
    if (mapped) return { problemType: mapped, extensions: {}, cause }
    const problemType = standard(code)
    const all = challenge === undefined ? headers : withChallenge(problemType, challenge)
    return { problemType, extensions, detail, retryAfter, headers: all, cause }
  }

  function mappedType (names: readonly string[]): ProblemType | undefined {
    const name = names.find((one) => byConstraint.has(one))
    return name === undefined ? undefined : byConstraint.get(name)
  }
}

function toOptions ({ extensions, detail, retryAfter, headers, cause }: Problem): Omit<Problem, 'problemType'> {
  return { extensions, detail, retryAfter, headers, cause }
}

function recognizeValidationFailure (error: unknown, { maxValidationErrors, bodyMissing }: FailureContext): RecognizedFailure | undefined {
  const extensions = recognizeValidation(error, { maxErrors: maxValidationErrors, bodyMissing })
  return extensions && { code: 'VALIDATION_ERROR', extensions: { ...extensions } }
}
