/**
 * The result of a check for people.
 */
import { cleanText } from '../../catalog/texts/template.js'
import { isBlocking } from '../../contract/compare/findings.js'
import type { ContractFinding } from '../../contract/compare/findings.js'
import type { Verdict } from '../../contract/rules/rule.js'
import { verdicts } from '../../contract/rules/index.js'
import type { Check, Report } from '../check-result.js'
import type { Io } from '../io.js'

const colors: Readonly<Record<Verdict, number>> = { breaking: 31, review: 35, warning: 33, fine: 32 }

export function renderText ({ checks, failed, many }: Report, io: Pick<Io, 'colors'>): string {
  const parts = checks.map((check) => `${many ? `== ${check.name} ==\n` : ''}${renderOne(check, io)}`)
  return [...parts, ...failed.map(({ name, message }) => `== ${name} ==\nIt could not be checked: ${message}\n`)].join(
    '\n'
  )
}

function renderOne (check: Check, { colors: colored }: Pick<Io, 'colors'>): string {
  const paint = (verdict: Verdict, text: string) => colored ? `\u001b[${colors[verdict]}m${text}\u001b[0m` : text
  const findings = check.findings.map((finding) =>
    renderFinding(finding, check, paint(finding.verdict, finding.verdict.padEnd(8)))
  )
  return (
    [
      staleness(check), ...comparison(check), ...findings, ...summary(check), ...notChecked(check), ...adviceOf(check)
    ].join('\n') + '\n'
  )
}

export function staleness ({ name, snapshotFile, catalogFile, committed, current }: Check): string {
  if (current) return `${snapshotFile} is current.`
  // The config knows the rest of a service.
  const rest = name === catalogFile ? `${committed?.routes ? ' --app MODULE' : ''} --out ${snapshotFile}` : ''
  const cure = `Write it with: problem-json snapshot ${name}${rest}`
  return committed
    ? `${snapshotFile} is stale: the catalog says something else. ${cure}`
    : `${snapshotFile} is not there. ${cure}`
}

export function comparison ({ base }: Check): string[] {
  if (!base) return []
  return [
    base.snapshot ? `Compared with ${base.name}.` : `There is no snapshot at ${base.name}: this is the first one.`
  ]
}

function renderFinding (finding: ContractFinding, check: Check, verdict: string): string {
  const { rule, reason, fix, approved, fingerprint, translatedBy } = finding
  return [
    '',
    `${verdict}  ${subjectOf(finding)}  ${rule}  ${changeOf(finding)}`.trimEnd(),
    `          ${reason}`,
    ...(translatedBy ? [`          Translated by ${translatedBy.join(', ')}: they must know before it goes.`] : []),
    ...(fix === '' || approved ? [] : [`          Cure: ${fix}`]),
    ...(approved
      ? [`          Approved by ${approved.by} on ${approved.on}: ${approved.reason}`].map((line) =>
          cleanText(line, 500)
        )
      : []),
    ...(isBlocking(finding) && !approved && check.against !== undefined
      ? [
          `          Or:   problem-json approve ${fingerprint} ${check.name} --against ${check.against} --by NAME ` +
          '--reason TEXT'
        ]
      : [])
  ].join('\n')
}

/** The code and its part that changed; the first few of many codes. */
export function subjectOf ({ codes, path }: ContractFinding): string {
  const shown = codes.length > 5 ? `${codes.slice(0, 3).join(', ')} and ${codes.length - 3} more` : codes.join(', ')
  return path === '' ? shown : `${shown} ${path}`
}

export function changeOf ({ before, after }: ContractFinding): string {
  if (before === undefined && after === undefined) return ''
  return `${show(before)} → ${show(after)}`
}

function show (value: unknown): string {
  if (value === undefined) return 'nothing'
  const text = cleanText(typeof value === 'string' ? value : JSON.stringify(value), 2000)
  return text.length > 100 ? `${text.slice(0, 100)}…` : text
}

export function summary ({ findings }: Pick<Check, 'findings'>): string[] {
  const counts = verdicts.map(
    (verdict) => `${findings.filter((finding) => finding.verdict === verdict).length} ${verdict}`
  )
  const approved = findings.filter((finding) => finding.approved).length
  return ['', `${counts.join(', ')}${approved > 0 ? `; ${approved} approved` : ''}`]
}

export function adviceOf ({ advice = [] }: Check): string[] {
  return advice.map((line) => `advice: ${cleanText(line, 500)}`)
}

export function notChecked ({ notChecked: { against, app }, hasApp, base }: Check): string[] {
  const cure = hasApp
    ? base?.snapshot
      ? 'the snapshot there has no routes yet'
      : 'there is nothing to compare the routes with'
    : 'needs --app, here and in the snapshot'
  return [
    ...(against.length > 0
      ? [`not checked (needs --against and a snapshot there): ${against.length} rules about changes`]
      : []),
    ...(app.length > 0 ? [`not checked (${cure}): ${app.join(', ')}`] : [])
  ]
}
