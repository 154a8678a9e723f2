/**
 * Changes → findings: the same change on many codes is one finding, with a fingerprint and its approval.
 */
import { createHash } from 'node:crypto'
import { compareText } from '../../json/canonical.js'
import { toKebab } from '../../catalog/code.js'
import { rules, verdicts } from '../rules/index.js'
import type { RuleName } from '../rules/index.js'
import type { Breaks, Verdict } from '../rules/rule.js'
import type { Approval, Snapshot } from '../snapshot/index.js'

/** One difference between two snapshots. */
export interface Change {
  readonly rule: RuleName
  readonly code: string
  /** The part that changed, such as `extensions.items[].sku`; empty for the code itself. */
  readonly path?: string
  readonly before?: unknown
  readonly after?: unknown
  /** Present where it is not that of the rule. */
  readonly verdict?: Verdict
}

/** A change of a schema, before the code it belongs to is known. */
export type SchemaChange = Omit<Change, 'code'>

/** A change, or the same change on many codes, with all that a reader needs. */
export interface ContractFinding {
  readonly rule: RuleName
  readonly verdict: Verdict
  readonly breaks: Breaks
  readonly codes: readonly string[]
  readonly path: string
  readonly before: unknown
  readonly after: unknown
  readonly reason: string
  readonly fix: string
  /** Names this finding in an approval. */
  readonly fingerprint: string
  /** The approval. Only a finding that needs one has one. */
  readonly approved?: Approval
  /** Other services that translate one of the codes (`defineUpstream()`). */
  readonly translatedBy?: readonly string[]
}

// Each of them is a decision about one code, even where there are many.
const single = new Set<RuleName>([
  'code-removed', 'code-renamed', 'code-removed-before-sunset', 'code-removed-without-retiring', 'retired-removed'
])
const many = 3

/** The findings, the worst first. */
export function toFindings (changes: readonly Change[], base: Snapshot, head: Snapshot): ContractFinding[] {
  return group(changes).map((same) => toFinding(same, base, head)).sort(byWeight)
}

function group (changes: readonly Change[]): Change[][] {
  const groups = new Map<string, Change[]>()
  for (const change of changes) {
    const key = JSON.stringify([
      change.rule, change.verdict, change.path, general(change, 'before'), general(change, 'after')
    ])
    groups.set(key, [...groups.get(key) ?? [], change])
  }
  return [...groups.values()].flatMap((members) =>
    members.length < many || members.some(({ rule }) => single.has(rule)) ? members.map((one) => [one]) : [members]
  )
}

/** A value with a gap for the code in it: one change of a base gives another URI for every code. */
function general ({ code, ...change }: Change, side: 'before' | 'after'): unknown {
  const value = change[side]
  if (typeof value !== 'string') return value
  const kebab = toKebab(code)
  if (value.endsWith(code)) return `${value.slice(0, -code.length)}{CODE}`
  return value.endsWith(kebab) ? `${value.slice(0, -kebab.length)}{code}` : value
}

function toFinding (same: readonly Change[], base: Snapshot, head: Snapshot): ContractFinding {
  const [first] = same as readonly [Change]
  const { rule, path = '' } = first
  const { verdict, breaks, reason, fix } = rules[rule]
  const codes = same.map(({ code }) => code).sort(compareText)
  const [before, after] =
    same.length > 1 ? [general(first, 'before'), general(first, 'after')] : [first.before, first.after]
  const fingerprint = toFingerprint([rule, codes, path, before ?? null, after ?? null])
  const finding = {
    rule,
    verdict: first.verdict ?? verdict,
    breaks,
    codes,
    path,
    before,
    after,
    reason,
    fix,
    fingerprint
  }
  const approved = isBlocking(finding) ? findApproval(fingerprint, base, head) : undefined
  return { ...finding, ...(approved && { approved }) }
}

function toFingerprint (parts: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 12)
}

/** An approval that the base already holds has been used: else A → B → A → B would need only one. */
function findApproval (fingerprint: string, base: Snapshot, head: Snapshot): Approval | undefined {
  const approvals = approvalsOf(fingerprint, head)
  return approvals.length > approvalsOf(fingerprint, base).length ? approvals.at(-1) : undefined
}

function approvalsOf (fingerprint: string, { approved }: Snapshot): Approval[] {
  return approved.filter((approval) => approval.fingerprint === fingerprint)
}

/** Whether a finding needs an approval. */
export function isBlocking ({ verdict }: Pick<ContractFinding, 'verdict'>): boolean {
  return verdict === 'breaking' || verdict === 'review'
}

function byWeight (one: ContractFinding, other: ContractFinding): number {
  return (
    verdicts.indexOf(one.verdict) - verdicts.indexOf(other.verdict) ||
    compareText(one.codes[0] ?? '', other.codes[0] ?? '') ||
    compareText(one.rule, other.rule) ||
    compareText(one.path, other.path)
  )
}
