/**
 * Two snapshots → every change between them, judged. Pure: the day is an argument.
 */
import { compareFields, compareLegacyCode, compareReplacement } from './fields.js'
import { compareDeprecation, deprecationState } from './deprecation.js'
import { compareRemoved, compareRetired } from './removed.js'
import { compareRoutes, refinesVerdict } from './routes.js'
import { isSame } from '../../json/canonical.js'
import { toFindings } from './findings.js'
import type { Change, ContractFinding } from './findings.js'
import { joinRenames } from './renamed.js'
import { compareServices, withTranslators } from './services.js'
import type { OtherServices } from './services.js'
import { rules } from '../rules/index.js'
import type { RuleName } from '../rules/index.js'
import type { Snapshot } from '../snapshot/index.js'

export interface CompareOptions {
  /** The day of the comparison, as `YYYY-MM-DD`: it decides which sunsets have passed. */
  today: string
  /**
   * What other services promise now: whether they send the same code with another meaning, and who translates a code.
   */
  others?: OtherServices | undefined
  /** What other services call this one (`name` of `defineUpstream()`). */
  name?: string | undefined
}

export interface Comparison {
  /** The worst first. The same change on many codes is one finding. */
  readonly findings: readonly ContractFinding[]
  /** Rules that need the routes of an app in both snapshots, where they are missing. */
  readonly notChecked: readonly RuleName[]
}

/**
 * Every change from one snapshot to the next, with verdict, reason and cure.
 * The approvals are those of `head` that `base` does not hold.
 *
 * @throws {TypeError} for a day that is not `YYYY-MM-DD`
 * @example
 * const { findings } = compareSnapshots(released, createSnapshot(catalog), { today: '2026-03-01' })
 * const broken = findings.filter(({ verdict, approved }) => verdict === 'breaking' && !approved)
 */
export function compareSnapshots (base: Snapshot, head: Snapshot, { today, others, name }: CompareOptions): Comparison {
  if (!isDay(today)) throw new TypeError(`The option 'today' must be a day as YYYY-MM-DD, got '${today}'`)
  const withRoutes = base.routes !== undefined && head.routes !== undefined
  const changes = [
    ...compareRemoved(base, head, today),
    ...compareRetired(base, head),
    ...compareAdded(base, head),
    ...compareCommon(base, head, today),
    ...compareValidation(base, head),
    ...compareState(base, head),
    ...withRoutes ? compareRoutes(base, head) : [],
    ...others ? compareServices(base, head, others, name) : []
  ]
  const judged = joinRenames(changes, base, head).map((change) =>
    change.rule === 'refines-added' ? { ...change, ...refinesVerdict(change.code, base, head) } : change
  )
  return {
    findings: toFindings(judged, base, head).map((finding) =>
      withTranslators(finding, [base, head], others ?? {}, name)
    ),
    notChecked: (Object.keys(rules) as RuleName[]).filter((rule) => !withRoutes && rules[rule].needs === 'app')
  }
}

/** Whether a text is a day of the calendar. */
export function isDay (text: string): boolean {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(text) : NaN
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text)
}

function compareAdded (base: Snapshot, head: Snapshot): Change[] {
  return Object.entries(head.problems)
    .filter(([code]) => !Object.hasOwn(base.problems, code))
    .flatMap(([code, problem]) => [
      { rule: 'code-added', code },
      ...(problem.refines ? [{ rule: 'refines-added', code, path: 'refines', after: problem.refines } as const] : []),
      ...(problem.replaces
        ? [{ rule: 'replaces-changed', code, path: 'replaces', after: problem.replaces } as const]
        : [])
    ])
}

function compareCommon (base: Snapshot, head: Snapshot, today: string): Change[] {
  return Object.entries(base.problems).flatMap(([code, before]) => {
    const after = Object.hasOwn(head.problems, code) ? head.problems[code] : undefined
    if (after === undefined) return compareReplacement(code, before, head)
    if (isSame(before, after)) return compareLegacyCode(code, base, head)
    return [...compareFields(code, base, head), ...compareDeprecation(code, before.deprecated, after.deprecated, today)]
  })
}

function compareValidation (base: Snapshot, head: Snapshot): Change[] {
  const code = 'VALIDATION_ERROR'
  return [
    ...missingFrom(head, base).map(
      (before) => ({ rule: 'validation-code-removed', code, path: 'validation', before }) as const
    ),
    ...missingFrom(base, head).map(
      (after) => ({ rule: 'validation-code-added', code, path: 'validation', after }) as const
    )
  ]
}

function missingFrom (one: Snapshot, other: Snapshot): string[] {
  return other.validation.filter((item) => !one.validation.includes(item))
}

/** The state of the head, apart from what changed. Warnings are repeated; an error is reported when it appears. */
function compareState (base: Snapshot, head: Snapshot): Change[] {
  const before = new Set(deprecationState(base).map((change) => JSON.stringify(change)))
  const state = deprecationState(head).filter(
    (change) => rules[change.rule].verdict === 'warning' || !before.has(JSON.stringify(change))
  )
  const relative = Object.entries(head.problems).filter(([, { type }]) => type.startsWith('/'))
  return [...state, ...relative.map(([code]) => ({ rule: 'base-relative', code, path: 'type' } as const))]
}
