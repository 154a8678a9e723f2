/**
 * Logs whose error it was and what decided that, in a separate line at `debug`. Outside production, it also warns once
 * for each class whose errors state a 4xx but count as another service's.
 */
import type { Verdict } from '../../failures/whose/verdict.js'
import { statusOf } from '../../json/untrusted.js'
import type { State } from '../state.js'
import { warnOnce } from './advice.js'
import { typeName } from './logged-error.js'
import type { Occurrence, ReportSource } from './occurrence.js'

export function logVerdict (state: State, source: ReportSource, occurrence: Occurrence, error: unknown): void {
  const { verdict, instance } = occurrence
  if (verdict === undefined) return
  const { whose, by, because } = verdict
  const { log } = source
  if (log.isLevelEnabled?.('debug') !== false) {
    log.debug({ instance, verdict: { whose, by, because } }, 'whose error it was')
  }
  if (state.development) warnOfForeign(state, source, verdict, error)
}

/** So an application's errors that count as another service's are noticed in the first test. */
function warnOfForeign (state: State, source: ReportSource, { whose, by, because }: Verdict, error: unknown): void {
  const status = statusOf(error)
  if (whose === 'application' || status === undefined || status >= 500) return
  const type = typeName(error)
  warnOnce(
    state,
    source,
    `foreign ${type} ${by}`,
    `an error of the class ${type} that states ${status} was taken for another service's (${by}: ${because}): ` +
      'if it is your own, list its class in the option ownErrors'
  )
}
