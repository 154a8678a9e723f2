/**
 * The members that every problem has, from a function of the application. Its values are checked, and a promise is not
 * awaited: where the function fails, the problem has no such members, but it is sent.
 */
import { infoOf } from '../../catalog/info.js'
import type { AnyCatalog } from '../../catalog/definition.js'
import type { Problem } from '../../catalog/problem/occurrence.js'
import { ignoreRejection, isThenable } from '../../json/promise.js'
import { toLogged } from '../observe/logged-error.js'
import { tolerate } from '../observe/tolerate.js'
import type { ReportSource } from '../observe/occurrence.js'
import type { ProblemJsonOptions } from '../options.js'

type Values = Readonly<Record<string, unknown>>

/** Gives the values of one occurrence, with all declared names; `undefined` where the catalog declares none. Total. */
export type ReadMembers = (source: ReportSource) => Values | undefined

export function createReadMembers (catalog: AnyCatalog, members: ProblemJsonOptions['members']): ReadMembers {
  const declared = infoOf(catalog).members
  if (declared === undefined) return () => undefined
  const { names, filter } = declared
  const none: Values = Object.freeze(Object.fromEntries(names.map((name) => [name, undefined])))
  if (members === undefined) return () => none

  return function readMembers ({ request, log }) {
    try {
      return { ...none, ...toPlain(filter.pick(checkValues(members(request)))) }
    } catch (failure) {
      tolerate(() => log.error({ err: toLogged(failure) }, 'members() failed; the problem has none of them'))
      return none
    }
  }
}

function checkValues (values: unknown): unknown {
  if (values === undefined || values === null) return {}
  if (typeof values === 'object' && !isThenable(values)) return values
  ignoreRejection(values)
  throw new TypeError(
    `members() must return an object, got ${isThenable(values) ? 'a promise: nothing waits for it' : typeof values}`
  )
}

/** The values as JSON: a value that cannot be written fails here, and not with the whole problem. */
function toPlain (values: unknown): Values {
  return JSON.parse(JSON.stringify(values ?? {})) as Values
}

/** Adds the members, which replace extensions with the same names. */
export function withMembers (problem: Problem, values: Values | undefined): Problem {
  if (values === undefined) return problem
  const { problemType, extensions, status, detail, retryAfter, headers, cause, instance } = problem
  return { problemType, extensions: { ...extensions, ...values }, status, detail, retryAfter, headers, cause, instance }
}
