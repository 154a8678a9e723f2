/**
 * A removed code and an added one that differ in their names only: a rename, which is one finding and not two.
 */
import { isSame } from '../../json/canonical.js'
import type { Change } from './findings.js'
import { problemOf } from '../snapshot/index.js'
import type { Snapshot, SnapshotProblem } from '../snapshot/index.js'

/** Replaces a removal and an addition by one change, where they are the same code under two names. */
export function joinRenames (changes: readonly Change[], base: Snapshot, head: Snapshot): Change[] {
  const added = changes.filter(({ rule }) => rule === 'code-added').map(({ code }) => code)
  const removed = changes.filter(({ rule }) => rule === 'code-removed').map(({ code }) => code)
  const renames = pair(removed, added, base, head)
  const taken = new Set(renames.values())
  return changes.flatMap((change): Change[] => {
    const to = change.rule === 'code-removed' ? renames.get(change.code) : undefined
    if (to !== undefined) return [{ rule: 'code-renamed', code: change.code, before: change.code, after: to }]
    return change.rule === 'code-added' && taken.has(change.code) ? [] : [change]
  })
}

/** The most alike first; each code once. */
function pair (
  removed: readonly string[], added: readonly string[], base: Snapshot, head: Snapshot
): Map<string, string> {
  const pairs = removed.flatMap((from) =>
    added.map((to) => ({ from, to, likeness: likeness([from, problemOf(base, from)], [to, problemOf(head, to)]) }))
  )
  const renames = new Map<string, string>()
  const taken = new Set<string>()
  for (const { from, to, likeness } of pairs.sort((one, other) => other.likeness - one.likeness)) {
    if (likeness === 0 || renames.has(from) || taken.has(to)) continue
    renames.set(from, to)
    taken.add(to)
  }
  return renames
}

type Named = readonly [code: string, problem: SnapshotProblem]

/** 0 for two different codes: another status or other members mean another thing; some words or the name must agree. */
function likeness ([from, before]: Named, [to, after]: Named): number {
  if (before.status !== after.status || before.retry !== after.retry || before.action !== after.action) return 0
  if (!isSame(before.extensions, after.extensions) || before.refines !== after.refines) return 0
  const fields = ['title', 'description', 'detail', 'guidance', 'legacyCode'] as const
  const words = fields.filter((field) => before[field] !== undefined && isSame(before[field], after[field])).length
  const name = sharedWords(from, to)
  return words > 0 || name > 0.5 ? words + name : 0
}

/** The share of words that two names have in common: `ORDER_LOST` and `LOST_ORDER` have all. */
function sharedWords (one: string, other: string): number {
  const [words, others] = [new Set(one.split('_')), new Set(other.split('_'))]
  const shared = [...words].filter((word) => others.has(word)).length
  return shared / Math.max(words.size, others.size)
}
