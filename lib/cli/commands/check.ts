/**
 * `problem-json check`: are the snapshots current, and does a change break a client?
 */
import { adviceOn } from '../../contract/advice.js'
import { compareSnapshots, isDay } from '../../contract/compare/index.js'
import { isBlocking } from '../../contract/compare/findings.js'
import type { ContractFinding } from '../../contract/compare/findings.js'
import type { OtherServices } from '../../contract/compare/services.js'
import { rules } from '../../contract/rules/index.js'
import type { RuleName } from '../../contract/rules/index.js'
import { createSnapshot } from '../../contract/snapshot/create.js'
import type { Snapshot } from '../../contract/snapshot/index.js'
import { isSame } from '../../json/canonical.js'
import type { Check, Report } from '../check-result.js'
import { readSnapshotFile } from '../files.js'
import { openBase } from '../git/base.js'
import type { Base, ReadBase } from '../git/base.js'
import { exit, messageOf, textOf, UsageError } from '../io.js'
import type { ExitCode, ParsedArguments, Io } from '../io.js'
import { loadApp } from '../load/app.js'
import { isSnapshot, loadCatalog } from '../load/catalog.js'
import { formats } from '../report/index.js'
import { collect } from '../services/each.js'
import { servicesOf } from '../services/index.js'
import type { Service } from '../services/index.js'

export async function run (args: ParsedArguments, io: Io): Promise<ExitCode> {
  const format = textOf(args, 'format') ?? 'text'
  const render = Object.hasOwn(formats, format) ? formats[format] : undefined
  if (!render) throw new UsageError(`--format must be one of ${Object.keys(formats).join(', ')}, got '${format}'`)
  const report = await runChecks(args, args.positionals, io)
  io.out(await render(report, io))
  return report.exitCode
}

/** A service and its snapshots, before they are compared. */
interface Sides {
  readonly service: Service
  readonly head: Snapshot
  readonly committed: Snapshot | undefined
  readonly base: Base | undefined
  readonly advice: readonly string[]
}

/** @param words the catalog, or the services */
export async function runChecks (args: ParsedArguments, words: readonly string[], io: Io): Promise<Report> {
  const today = textOf(args, 'today') ?? io.today
  if (!isDay(today)) throw new UsageError(`--today must be a day as YYYY-MM-DD, got '${today}'`)
  const { services, many } = await servicesOf(args, words, io)
  const against = textOf(args, 'against')
  const readBase = against === undefined ? undefined : await openBase(against, io)
  const { done, failed } = await collect(services, (service) => readSides(service, readBase, args, io))
  const checks = done.map((sides): Check => {
    const { service: { name, catalog, snapshot, app }, committed, base, advice } = sides
    const others = many ? othersOf(name, done) : undefined
    return {
      name,
      catalogFile: catalog,
      snapshotFile: snapshot,
      against,
      base,
      committed,
      hasApp: app !== undefined,
      advice,
      ...judge(sides, today, others)
    }
  })
  const problems = failed.map(({ service, error }) => ({ name: service.name, message: messageOf(error) }))
  return {
    checks,
    failed: problems,
    many,
    exitCode: problems.length > 0 ? exit.failed : worst(checks.map(({ exitCode }) => exitCode))
  }
}

async function readSides (
  service: Service, readBase: ReadBase | undefined, args: ParsedArguments, io: Io
): Promise<Sides> {
  const catalog = await loadCatalog(service, io)
  const app = await loadApp(service, io)
  const committed = await readSnapshotFile(service.snapshot, io)
  const isItsSnapshot = committed !== undefined && isSnapshot(service.catalog)
  const head = isItsSnapshot ? committed : createSnapshot(catalog, { ...app, approved: committed?.approved })
  const base = await readBase?.(service.snapshot, head)
  if (args.values['require-base'] && !base?.snapshot) {
    const [place, cure] = base ? [` at ${base.name}`, 'a snapshot there'] : ['', '--against']
    throw new Error(`'${service.snapshot}' has nothing to be compared with${place}: --require-base wants ${cure}`)
  }
  return { service, head, committed, base, advice: adviceOn(head, app.operations) }
}

/** What the other services promise. Where there is no app, the committed snapshot has what they translate. */
function othersOf (name: string, all: readonly Sides[]): OtherServices {
  const others = all.filter(({ service }) => service.name !== name)
  return Object.fromEntries(others.map(({ service, head, committed }) => {
    const upstreams = head.upstreams ?? committed?.upstreams
    return [service.name, { ...head, ...(upstreams && { upstreams }) }]
  }))
}

/** Pure. Without a base, only the state of the catalog is judged. */
export function judge (
  { service, committed, base, head }: Omit<Sides, 'advice'>, today: string, others: OtherServices | undefined
): Pick<Check, 'current' | 'findings' | 'notChecked' | 'exitCode'> {
  const current =
    committed !== undefined &&
    isSame(...(head.routes ? ([committed, head] as const) : ([withoutApp(committed), withoutApp(head)] as const)))
  const { findings, notChecked } = compareSnapshots(base?.snapshot ?? head, head, { today, others, name: service.name })
  return {
    current,
    findings,
    notChecked: {
      against: base?.snapshot ? [] : rulesThatNeed('base'),
      app: rulesThatNeed('app').filter((rule) => !base?.snapshot || notChecked.includes(rule))
    },
    exitCode: exitCodeOf(current, findings)
  }
}

function rulesThatNeed (what: 'base' | 'app'): RuleName[] {
  return (Object.keys(rules) as RuleName[]).filter((name) => rules[name].needs === what)
}

function withoutApp ({ routes, envelope, upstreams, ...rest }: Snapshot): object {
  return rest
}

function exitCodeOf (current: boolean, findings: readonly ContractFinding[]): ExitCode {
  const open = findings.filter((finding) => isBlocking(finding) && !finding.approved).map(({ verdict }) => verdict)
  return worst([
    open.includes('breaking') ? exit.breaking : open.includes('review') ? exit.review : current ? exit.fine : exit.stale
  ])
}

function worst (codes: readonly ExitCode[]): ExitCode {
  return [exit.breaking, exit.review, exit.stale].find((code) => codes.includes(code)) ?? exit.fine
}
