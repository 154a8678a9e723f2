/**
 * What changed between two snapshots, for the people who write clients: Markdown in the manner of Keep a Changelog.
 */
import { compareSnapshots } from './compare/index.js'
import type { CompareOptions } from './compare/index.js'
import type { ContractFinding } from './compare/findings.js'
import type { RuleName } from './rules/index.js'
import type { Snapshot } from './snapshot/index.js'
import { toCodeSpan, toInline } from '../markdown/text.js'

type Section = 'Breaking' | 'Added' | 'Changed' | 'Deprecated' | 'Removed'

const order: readonly Section[] = ['Breaking', 'Added', 'Changed', 'Deprecated', 'Removed']

const sections: Partial<Record<RuleName, Section>> = {
  'code-added': 'Added',
  'extension-added': 'Added',
  'extensions-first-added': 'Added',
  'locale-added': 'Added',
  'operation-added': 'Added',
  'validation-code-added': 'Added',
  'code-removed-after-sunset': 'Removed',
  'operation-removed': 'Removed',
  'code-removed-from-operation': 'Removed',
  deprecated: 'Deprecated',
  'deprecation-changed': 'Deprecated',
  'sunset-later': 'Deprecated'
}

// Rules about the state of one snapshot, and rules about what only the authors of the catalog see.
const omitted = new Set<RuleName>([
  'base-relative', 'deprecated-without-replacement', 'deprecated-sunset-missing', 'replacement-status-differs',
  'retired-added', 'retired-changed', 'area-changed', 'examples-changed', 'standard-text-replaced'
])

/**
 * The changelog from one snapshot to the next; empty where nothing changed that a client may notice.
 *
 * @throws {TypeError} for a day that is not `YYYY-MM-DD`
 * @example
 * console.log(renderChangelog(released, createSnapshot(catalog), { today: '2026-03-01' }))
 */
export function renderChangelog (base: Snapshot, head: Snapshot, options: CompareOptions): string {
  const { findings } = compareSnapshots(base, head, options)
  const shown = findings.filter(({ rule }) => !omitted.has(rule))
  const parts = order.map((section) => [section, shown.filter((finding) => sectionOf(finding) === section)] as const)
  return parts.filter(([, list]) => list.length > 0)
    .map(([section, list]) => `### ${section}\n\n${list.map((finding) => lineOf(finding, head)).join('\n')}\n`)
    .join('\n')
}

function sectionOf ({ rule, verdict }: ContractFinding): Section {
  return verdict === 'breaking' ? 'Breaking' : sections[rule] ?? 'Changed'
}

function lineOf ({ rule, codes, path, before, after }: ContractFinding, { problems }: Snapshot): string {
  const subject = codes.filter((code) => code !== '*').map(toCodeSpan).join(', ')
  const [code = ''] = codes
  const problem = problems[code]
  const what = rule === 'code-added' && problem
    ? `: ${problem.status}, ${toInline(problem.title)}`
    : rule === 'deprecated' && problem?.deprecated ? deprecation(problem.deprecated) : change(rule, path, before, after)
  // A finding about an operation has no code.
  return `- ${`${subject}${what}`.trim()}`
}

function deprecation ({ replacedBy, sunset }: NonNullable<Snapshot['problems'][string]['deprecated']>): string {
  return `${replacedBy ? `: use ${toCodeSpan(replacedBy)}` : ''}${sunset ? `, gone after ${sunset}` : ''}`
}

function change (rule: RuleName, path: string, before: unknown, after: unknown): string {
  const words = ` ${rule.replaceAll('-', ' ')}`
  const place = path === '' ? '' : `, ${toCodeSpan(path)}`
  const values = [before, after].some((value) => value !== undefined) ? `: ${show(before)} → ${show(after)}` : ''
  return `${words}${place}${values}`
}

function show (value: unknown): string {
  if (value === undefined) return 'nothing'
  return toCodeSpan((typeof value === 'string' ? value : JSON.stringify(value)).replaceAll('\n', ' '))
}
