/**
 * The fields of one code: a table has the rule of an added, a removed and a changed value.
 */
import type { Retry } from '../../catalog/status.js'
import { standardDefinitions } from '../../catalog/standard.js'
import type { StandardCode } from '../../catalog/standard.js'
import { isSame } from '../../json/canonical.js'
import { legacyCodeOf } from '../../catalog/legacy-code.js'
import { isStandardCode } from '../../catalog/standard.js'
import { compareExtensions } from './schema.js'
import type { Change } from './findings.js'
import type { RuleName } from '../rules/index.js'
import { problemOf } from '../snapshot/index.js'
import type { Snapshot, SnapshotProblem } from '../snapshot/index.js'

interface FieldRules { added: RuleName, removed: RuleName, changed: RuleName }

const always = (rule: RuleName): FieldRules => ({ added: rule, removed: rule, changed: rule })

type Field = keyof SnapshotProblem

/** Fields that a client acts upon. */
const promises: Partial<Record<Field, FieldRules>> = {
  status: always('status-changed'),
  action: { added: 'action-added', removed: 'action-removed', changed: 'action-changed' },
  wire: { added: 'wire-text-added', removed: 'wire-text-removed', changed: 'wire-text-removed' },
  retryAfter: {
    added: 'retry-after-guarantee-added',
    removed: 'retry-after-guarantee-dropped',
    changed: 'retry-after-default-changed'
  }
}

const others: Partial<Record<Field, FieldRules>> = {
  type: always('type-uri-changed'),
  title: always('title-changed'),
  description: { ...always('description-changed'), added: 'description-added' },
  guidance: always('guidance-text-changed'),
  area: always('area-changed'),
  detail: always('detail-template-changed'),
  examples: always('examples-changed'),
  replaces: always('replaces-changed')
}

const headerRules: FieldRules = {
  added: 'header-added',
  removed: 'header-guarantee-dropped',
  changed: 'header-value-changed'
}
const localeRules: FieldRules = { added: 'locale-added', removed: 'locale-removed', changed: 'locale-text-changed' }

const retryRules: Partial<Record<`${Retry} ${Retry}`, RuleName>> = {
  'idempotent none': 'retry-disabled',
  'any none': 'retry-disabled',
  'any idempotent': 'retry-any-withdrawn',
  'none idempotent': 'retry-enabled',
  'none any': 'retry-any-added',
  'idempotent any': 'retry-any-added'
}

/** Every field of a code that both snapshots have. */
export function compareFields (code: string, base: Snapshot, head: Snapshot): Change[] {
  const [before, after] = [problemOf(base, code), problemOf(head, code)]
  return [
    ...comparePromises(code, before, after),
    ...compareTable(code, before, after, others).map((change) =>
      isFirstOwnText(change) ? { ...change, rule: 'standard-text-replaced' as const } : change
    ),
    ...compareEntries(code, 'locales', [before.locales, after.locales], localeRules),
    ...compareRefines(code, before.refines, after.refines),
    ...compareLegacyCode(code, base, head)
  ]
}

/** The text of this package on a standard code was never a promise of the service. */
function isFirstOwnText ({ rule, code, before }: Change): boolean {
  return rule === 'description-changed' && before !== undefined && isStandardCode(code) &&
    before === standardDefinitions[code as StandardCode].description
}

/** A code that replaces a standard one must keep what that one promised. */
export function compareReplacement (code: string, before: SnapshotProblem, head: Snapshot): Change[] {
  const replacement = replacementOf(code, head)
  return replacement ? comparePromises(code, before, replacement) : []
}

export function replacementOf (code: string, { problems }: Snapshot): SnapshotProblem | undefined {
  return Object.values(problems).find(({ replaces }) => replaces?.includes(code))
}

function comparePromises (code: string, before: SnapshotProblem, after: SnapshotProblem): Change[] {
  const retryRule = retryRules[`${before.retry} ${after.retry}`]
  return [
    ...compareTable(code, before, after, promises),
    ...retryRule ? [{ rule: retryRule, code, path: 'retry', before: before.retry, after: after.retry }] : [],
    ...compareEntries(code, 'headers', [before.headers, after.headers], headerRules),
    ...compareExtensions(before.extensions, after.extensions).map((change) => ({ ...change, code }))
  ]
}

function compareTable (
  code: string, before: SnapshotProblem, after: SnapshotProblem, table: Partial<Record<Field, FieldRules>>
): Change[] {
  return (Object.entries(table) as [Field, FieldRules][]).flatMap(([field, fieldRules]) =>
    compareValue(code, field, [before[field], after[field]], fieldRules)
  )
}

/** What it was, and what it is. */
type Pair<T> = readonly [before: T, after: T]

function compareEntries (
  code: string, field: string, [before = {}, after = {}]: Pair<object | undefined>, entryRules: FieldRules
): Change[] {
  const [was, is] = [new Map<string, unknown>(Object.entries(before)), new Map<string, unknown>(Object.entries(after))]
  return [...new Set([...was.keys(), ...is.keys()])].flatMap((name) =>
    compareValue(code, `${field}.${name}`, [was.get(name), is.get(name)], entryRules)
  )
}

function compareValue (
  code: string, path: string, [before, after]: Pair<unknown>, { added, removed, changed }: FieldRules
): Change[] {
  if (isSame(before, after)) return []
  const rule = before === undefined ? added : after === undefined ? removed : changed
  return [{ rule, code, path, before, after }]
}

function compareRefines (code: string, before: string | undefined, after: string | undefined): Change[] {
  if (before === after) return []
  return [
    ...before ? [{ rule: 'refines-removed', code, path: 'refines', before, after } as const] : [],
    ...after ? [{ rule: 'refines-added', code, path: 'refines', before, after } as const] : []
  ]
}

/** The spelling in a legacy envelope: it depends on other codes, too, where a code states none. */
export function compareLegacyCode (code: string, base: Snapshot, head: Snapshot): Change[] {
  const [before, after] = [legacyCodeOf(code, base.problems), legacyCodeOf(code, head.problems)]
  return before === after ? [] : [{ rule: 'legacy-code-changed', code, path: 'legacyCode', before, after }]
}
