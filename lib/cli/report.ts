/**
 * The result of a check, for people, for programs and for GitHub.
 */
import { cleanText } from '../catalog/template.js'
import { isBlocking } from '../contract/compare/findings.js'
import type { ContractFinding } from '../contract/compare/findings.js'
import type { Verdict } from '../contract/rules/rule.js'
import { verdicts } from '../contract/rules/index.js'
import type { Check } from './check-result.js'
import type { Io } from './io.js'

export const formats: Readonly<Record<string, (check: Check, io: Pick<Io, 'colors'>) => string>> = {
  text: renderText,
  json: renderJson,
  github: renderGithub
}

const colors: Readonly<Record<Verdict, number>> = { breaking: 31, review: 35, warning: 33, fine: 32 }

function renderText (check: Check, { colors: colored }: Pick<Io, 'colors'>): string {
  const paint = (verdict: Verdict, text: string) => colored ? `\u001b[${colors[verdict]}m${text}\u001b[0m` : text
  const findings = check.findings.map((finding) => renderFinding(finding, check, paint(finding.verdict, finding.verdict.padEnd(8))))
  return [staleness(check), ...comparison(check), ...findings, ...summary(check), ...notChecked(check)].join('\n') + '\n'
}

function staleness ({ snapshotFile, catalogFile, committed, current }: Check): string {
  if (current) return `${snapshotFile} is current.`
  const cure = `Write it with: problem-json snapshot ${catalogFile}${committed?.routes ? ' --app MODULE' : ''} --out ${snapshotFile}`
  return committed ? `${snapshotFile} is stale: the catalog says something else. ${cure}` : `${snapshotFile} is not there. ${cure}`
}

function comparison ({ base }: Check): string[] {
  if (!base) return []
  return [base.snapshot ? `Compared with ${base.name}.` : `There is no snapshot at ${base.name}: this is the first one.`]
}

function renderFinding (finding: ContractFinding, check: Check, verdict: string): string {
  const { rule, reason, fix, approved, fingerprint } = finding
  return [
    '',
    `${verdict}  ${subjectOf(finding)}  ${rule}  ${changeOf(finding)}`.trimEnd(),
    `          ${reason}`,
    ...fix === '' || approved ? [] : [`          Cure: ${fix}`],
    ...approved ? [`          Approved by ${approved.by} on ${approved.on}: ${approved.reason}`].map((line) => cleanText(line, 500)) : [],
    ...isBlocking(finding) && !approved && check.against !== undefined
      ? [`          Or:   problem-json approve ${fingerprint} ${check.catalogFile} --against ${check.against} --by NAME --reason TEXT`]
      : []
  ].join('\n')
}

/** The code and what of it; of many codes the first few. */
function subjectOf ({ codes, path }: ContractFinding): string {
  const shown = codes.length > 5 ? `${codes.slice(0, 3).join(', ')} and ${codes.length - 3} more` : codes.join(', ')
  return path === '' ? shown : `${shown} ${path}`
}

function changeOf ({ before, after }: ContractFinding): string {
  if (before === undefined && after === undefined) return ''
  return `${show(before)} → ${show(after)}`
}

function show (value: unknown): string {
  if (value === undefined) return 'nothing'
  const text = cleanText(typeof value === 'string' ? value : JSON.stringify(value), 2000)
  return text.length > 100 ? `${text.slice(0, 100)}…` : text
}

function summary ({ findings }: Check): string[] {
  const counts = verdicts.map((verdict) => `${findings.filter((finding) => finding.verdict === verdict).length} ${verdict}`)
  const approved = findings.filter((finding) => finding.approved).length
  return ['', `${counts.join(', ')}${approved > 0 ? `; ${approved} approved` : ''}`]
}

function notChecked ({ notChecked: { against, app } }: Check): string[] {
  return [
    ...against.length > 0 ? [`not checked (needs --against and a snapshot there): ${against.length} rules about changes`] : [],
    ...app.length > 0 ? [`not checked (needs --app, here and in the snapshot): ${app.join(', ')}`] : []
  ]
}

function renderJson ({ catalogFile, snapshotFile, current, base, findings, notChecked, exitCode }: Check): string {
  return JSON.stringify({ exitCode, catalog: catalogFile, snapshot: { file: snapshotFile, current }, against: base?.name ?? null, findings, notChecked }, null, 2) + '\n'
}

const levels: Readonly<Record<Verdict, string>> = { breaking: 'error', review: 'error', warning: 'warning', fine: 'notice' }

/** Workflow commands of GitHub Actions: each becomes an annotation. */
function renderGithub (check: Check): string {
  const { catalogFile, snapshotFile, current, findings } = check
  const stale = current ? [] : [annotation('error', snapshotFile, 'The snapshot is stale', staleness(check))]
  const told = findings.map((finding) => {
    const text = `${subjectOf(finding)} ${changeOf(finding)}\n${finding.reason} ${finding.approved ? `Approved by ${finding.approved.by}.` : finding.fix}\n${finding.fingerprint}`
    return annotation(finding.approved ? 'notice' : levels[finding.verdict], catalogFile, `${finding.verdict}: ${finding.rule}`, text)
  })
  return [...stale, ...told, ...notChecked(check)].map((line) => `${line}\n`).join('')
}

function annotation (level: string, file: string, title: string, text: string): string {
  return `::${level} file=${escapeProperty(file)},title=${escapeProperty(title)}::${escapeData(text)}`
}

function escapeData (text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function escapeProperty (text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
