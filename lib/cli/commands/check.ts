/**
 * `problem-json check`: is the snapshot current, and does a change break a client?
 */
import { compareSnapshots, isDay } from '../../contract/compare/index.js'
import { isSame } from '../../json/canonical.js'
import { isBlocking } from '../../contract/compare/findings.js'
import type { ContractFinding } from '../../contract/compare/findings.js'
import { rules } from '../../contract/rules/index.js'
import type { RuleName } from '../../contract/rules/index.js'
import { createSnapshot } from '../../contract/snapshot.js'
import type { Snapshot } from '../../contract/snapshot.js'
import { readSnapshotFile } from '../files.js'
import { readBase } from '../git.js'
import { exit, textOf, UsageError } from '../io.js'
import type { ExitCode, ParsedArguments, Io } from '../io.js'
import { loadApp, loadCatalog } from '../load.js'
import { formats } from '../report.js'
import { defaultFile } from './snapshot.js'
import type { Check } from '../check-result.js'

export async function run (given: ParsedArguments, io: Io): Promise<ExitCode> {
  const format = textOf(given, 'format') ?? 'text'
  const render = Object.hasOwn(formats, format) ? formats[format] : undefined
  if (!render) throw new UsageError(`--format must be one of ${Object.keys(formats).join(', ')}, got '${format}'`)
  const check = await runCheck(given, io, given.positionals[0]!)
  io.out(render(check, io))
  return check.exitCode
}

export async function runCheck (given: ParsedArguments, io: Io, catalogFile: string): Promise<Check> {
  const today = textOf(given, 'today') ?? io.today
  if (!isDay(today)) throw new UsageError(`--today must be a day as YYYY-MM-DD, got '${today}'`)
  const [snapshotFile, against] = [textOf(given, 'snapshot') ?? defaultFile, textOf(given, 'against')]
  const catalog = await loadCatalog(catalogFile, io)
  const app = await loadApp(textOf(given, 'app'), io)
  const committed = await readSnapshotFile(snapshotFile, io)
  const base = against === undefined ? undefined : await readBase(against, snapshotFile, io)
  const head = createSnapshot(catalog, { ...app, approved: committed?.approved })
  return { catalogFile, snapshotFile, against, base, committed, ...judge(committed, base?.snapshot, head, today) }
}

/** Pure: what the three snapshots say. Without a base, only what is so in the catalog itself is told. */
export function judge (committed: Snapshot | undefined, base: Snapshot | undefined, head: Snapshot, today: string): Pick<Check, 'current' | 'findings' | 'notChecked' | 'exitCode'> {
  const current = committed !== undefined && isSame(...head.routes ? [committed, head] as const : [withoutApp(committed), withoutApp(head)] as const)
  const { findings, notChecked } = compareSnapshots(base ?? head, head, { today })
  const compared = (Object.keys(rules) as RuleName[]).filter((name) => rules[name].needs === 'base')
  return {
    current,
    findings,
    notChecked: { against: base ? [] : compared, app: base ? notChecked : (Object.keys(rules) as RuleName[]).filter((name) => rules[name].needs === 'app') },
    exitCode: exitCodeOf(current, findings)
  }
}

function withoutApp ({ routes, envelope, ...rest }: Snapshot): object {
  return rest
}

function exitCodeOf (current: boolean, findings: readonly ContractFinding[]): ExitCode {
  const open = findings.filter((finding) => isBlocking(finding) && !finding.approved).map(({ verdict }) => verdict)
  if (open.includes('breaking')) return exit.breaking
  if (open.includes('review')) return exit.review
  return current ? exit.fine : exit.stale
}
