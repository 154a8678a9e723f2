/**
 * Reports a failure that no reply carries, and gives its wire form.
 */
import { toDetails } from '../../catalog/problem/details.js'
import type { Problem } from '../../catalog/problem/occurrence.js'
import type { Recognized } from '../../failures/failure.js'
import { inLanguage, instanceOf, toOwnType } from '../reply/compose.js'
import type { Translated } from '../translation/index.js'
import { withMembers } from '../reply/members.js'
import type { State } from '../state.js'
import type { WireProblem } from '../streams/format.js'
import { warnOfMisfits } from './advice.js'
import { reportFrom } from './index.js'
import { toLogged } from './logged-error.js'
import type { ReportSource } from './occurrence.js'
import { tolerate } from './tolerate.js'

/** Total: it gives a wire form also where the problem cannot be written, or the logger or an observer fails. */
export function reportWire (state: State, source: ReportSource, recognized: Recognized, error: unknown): WireProblem {
  const { problem, wire } = write(state, source, recognized.problem)
  reportFrom(state, source, { ...recognized, problem, instance: wire.instance!, status: wire.status }, error)
  return wire
}

interface Written {
  readonly problem: Problem
  readonly wire: WireProblem
}

/** Falls back to the constants of the type when an extension cannot be read or written. */
function write (state: State, source: ReportSource, problem: Problem): Written {
  const members = state.readMembers(source)
  try {
    const whole = withMembers(problem, members)
    if (state.development) warnOfMisfits(state, source, whole)
    return { problem: whole, wire: toWire(state, source, whole) }
  } catch (failure) {
    const constants = { problemType: toOwnType(state, problem), extensions: members ?? {} }
    tolerate(() => source.log.error({ err: toLogged(failure) },
      `'${constants.problemType.code}' could not be written as it was given; its constants were`))
    return { problem: constants, wire: toDetails(constants, instanceOf(constants)) }
  }
}

/** A deep copy, so that later changes of the application do not affect it. */
function toWire (state: State, source: ReportSource, problem: Problem): WireProblem {
  const translated = translate(state, source, problem)
  const details = toDetails(translated ? inLanguage(problem, translated) : problem, instanceOf(problem), translated)
  return JSON.parse(JSON.stringify(details)) as WireProblem
}

function translate (state: State, { request, log }: ReportSource, problem: Problem): Translated | undefined {
  if (request === undefined) return undefined
  return state.translate?.(problem, request, (hook, failure) => {
    tolerate(() => log.error({ err: toLogged(failure) }, `${hook}() failed; the catalog's own texts were used`))
  })
}
