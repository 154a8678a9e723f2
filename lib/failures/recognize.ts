/**
 * The funnel: any thrown value becomes a problem of one catalog.
 */
import { catalogInfo } from '../catalog/info.js'
import type { AnyCatalog, ProblemType } from '../catalog/definition.js'
import { isProblemError } from '../catalog/problem/index.js'
import { noExtensions } from '../catalog/problem/occurrence.js'
import type { Problem } from '../catalog/problem/occurrence.js'
import type { FailureContext, Origin, Recognized, RecognizedFailure } from './failure.js'
import { applicationMessage } from './http-error.js'
import { isBug, match, matchBare } from './match.js'
import type { Match } from './match.js'
import { OwnClasses } from './own-classes.js'
import { isBare, lookAt, lookAtBare } from './thrown.js'
import type { Thrown } from './thrown.js'
import { createJudge } from './whose/index.js'
import type { OwnErrors } from './whose/index.js'
import { statusIn } from './whose/status-text.js'

export interface RecognizeOptions {
  /** Name of a database constraint → code of the catalog that its violation is. */
  readonly constraints?: Readonly<Record<string, string>> | undefined
  readonly ownErrors?: OwnErrors | undefined
}

/** The origins that depend on whose error it was. */
const judged: ReadonlySet<Origin> = new Set(['application', 'http-error', 'upstream', 'unknown'])

/** Total: it never throws. */
export type Recognize = (error: unknown, context: FailureContext) => Recognized

/** Makes the funnel of one catalog. */
export function createRecognize (
  catalog: AnyCatalog, { constraints = {}, ownErrors }: RecognizeOptions = {}
): Recognize {
  const judge = createJudge({ ownErrors })
  const ownClasses = new OwnClasses(judge.isOwnPlain)
  const { toOwn, typeOfStandard } = catalogInfo(catalog)!
  const withoutRequired = new Map(
    Object.values(catalog)
      .filter((problemType) => (problemType.extensions?.required ?? []).length === 0)
      .map((problemType) => [problemType.code as unknown, problemType])
  )
  const byConstraint = new Map(Object.entries(constraints).map(([name, code]) => [name, catalog[code]!]))

  return function recognize (error, context) {
    try {
      if (isProblemError(error)) return fromProblem(error)
      if (isBare(error)) {
        const bare = lookAtBare(error)
        if (isBug(bare, context)) return fromMatch(undefined, error)
        if (statusIn(bare.message) === undefined) return fromMatch(matchBare(bare, context), error)
      }
      return ownClasses.recall(error, context) ?? recognizeThrown(error, context)
    } catch {
      return fromMatch(undefined, error)
    }
  }

  function recognizeThrown (error: unknown, context: FailureContext): Recognized {
    const thrown = lookAt(error, judge)
    const { problem, origin } = fromOwnCode(thrown) ?? fromMatch(match(thrown, context, judge), error)
    const recognized = { problem, origin, verdict: judged.has(origin) ? thrown.verdict : undefined }
    ownClasses.remember(error, recognized)
    return recognized
  }

  function fromProblem (error: Problem): Recognized {
    const problemType = toOwn(error.problemType)
    if (problemType === undefined) return fromMatch(undefined, error)
    const problem = problemType === error.problemType ? error : { ...toOptions(error), problemType }
    return { problem, origin: 'application', verdict: undefined }
  }

  /** An error with the code and the status of a problem type is that problem: existing error classes keep working. */
  function fromOwnCode (thrown: Thrown): Recognized | undefined {
    const problemType = withoutRequired.get(thrown.code)
    if (problemType === undefined || problemType.status !== thrown.status) return undefined
    if (thrown.verdict?.whose !== 'application') return undefined
    return {
      problem: { problemType, extensions: noExtensions, detail: applicationMessage(thrown), cause: thrown.error },
      origin: 'application'
    }
  }

  function fromMatch (found: Match | undefined, error: unknown): Recognized {
    if (found === undefined) return { problem: toProblem(bug, error), origin: 'unknown', verdict: undefined }
    return { problem: toProblem(found[1], error), origin: found[0], verdict: undefined }
  }

  function toProblem (failure: RecognizedFailure, cause: unknown): Problem {
    const { code, status, extensions = noExtensions, detail, retryAfter, headers, constraint, challenge } = failure
    const mapped = constraint && mappedType(constraint)
    if (mapped) return { problemType: mapped, extensions: noExtensions, cause }
    const problemType = typeOfStandard(code)
    const all = challenge === undefined ? headers : withChallenge(problemType, challenge)
    return { problemType, status, extensions, detail, retryAfter, headers: all, cause }
  }

  function mappedType (names: readonly string[]): ProblemType | undefined {
    const name = names.find((one) => byConstraint.has(one))
    return name === undefined ? undefined : byConstraint.get(name)
  }
}

const bug: RecognizedFailure = Object.freeze({ code: 'INTERNAL_ERROR' })

/** The challenge of the type with the reason added (RFC 6750 §3). Only Bearer has such a parameter. */
function withChallenge ({ headers }: ProblemType, error: string): Record<string, string> {
  const challenge = headers['www-authenticate'] ?? ''
  if (!/^Bearer(?: |$)/i.test(challenge)) return {}
  return { 'www-authenticate': `${challenge}${/\s\S/.test(challenge) ? ',' : ''} error="${error}"` }
}

function toOptions ({
  extensions,
  detail,
  retryAfter,
  headers,
  cause,
  instance
}: Problem): Omit<Problem, 'problemType'> {
  return { extensions, detail, retryAfter, headers, cause, instance }
}
