/**
 * Removed codes, and names that stay reserved.
 */
import { isSame } from '../../json/canonical.js'
import { replacementOf } from './fields.js'
import type { Change } from './findings.js'
import type { RuleName } from '../rules/index.js'
import type { Snapshot, SnapshotProblem } from '../snapshot/index.js'

export function compareRemoved (base: Snapshot, head: Snapshot, today: string): Change[] {
  return Object.entries(base.problems).flatMap(([code, before]) => {
    // A standard code that another one replaces: the finding is about that one.
    if (Object.hasOwn(head.problems, code) || replacementOf(code, head)) return []
    return [{ rule: ruleOfRemoval(before, isRetired(code, before, head), today), code, before: before.type }]
  })
}

/** One removal is one finding, which names all that is to be done about it. */
function ruleOfRemoval ({ deprecated }: SnapshotProblem, retired: boolean, today: string): RuleName {
  const { sunset } = deprecated ?? {}
  if (sunset === undefined) return 'code-removed'
  if (today <= sunset) return 'code-removed-before-sunset'
  return retired ? 'code-removed-after-sunset' : 'code-removed-without-retiring'
}

/** The type is what must never be used again. */
function isRetired (code: string, { type }: SnapshotProblem, { retired }: Snapshot): boolean {
  return Object.hasOwn(retired, code) && retired[code]?.type === type
}

export function compareRetired (base: Snapshot, head: Snapshot): Change[] {
  const added = Object.keys(head.retired).filter(
    (code) => !Object.hasOwn(base.retired, code) && !Object.hasOwn(base.problems, code)
  )
  const kept = Object.entries(base.retired).flatMap(([code, before]): Change[] => {
    const after = Object.hasOwn(head.retired, code) ? head.retired[code] : undefined
    if (after?.type !== before.type) {
      return [{ rule: 'retired-removed', code, path: 'retired', before: before.type, after: after?.type }]
    }
    return isSame(before, after) ? [] : [{ rule: 'retired-changed', code, path: 'retired', before, after }]
  })
  return [...kept, ...added.map((code) => ({ rule: 'retired-added', code, path: 'retired' } as const))]
}
