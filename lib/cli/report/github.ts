/**
 * Workflow commands of GitHub Actions: each becomes an annotation, at the line of the code where there is one.
 */
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { ContractFinding } from '../../contract/compare/findings.js'
import type { Verdict } from '../../contract/rules/rule.js'
import type { Check, Report } from '../check-result.js'
import { fromTop, topOf } from '../git/repository.js'
import type { Io } from '../io.js'
import { changeOf, notChecked, staleness, subjectOf } from './text.js'

const levels: Readonly<Record<Verdict, string>> = {
  breaking: 'error',
  review: 'error',
  warning: 'warning',
  fine: 'notice'
}

export async function renderGithub ({ checks, failed }: Report, io: Pick<Io, 'cwd'>): Promise<string> {
  const top = await topOf(io.cwd)
  const parts = await Promise.all(checks.map((check) => annotate(check, top, io.cwd)))
  const failures = failed.map(({ name, message }) => `::error title=${escapeProperty(name)}::${escapeData(message)}`)
  return [...parts.flat(), ...failures].map((line) => `${line}\n`).join('')
}

async function annotate (check: Check, top: string | undefined, cwd: string): Promise<string[]> {
  const { catalogFile, snapshotFile, current, findings, name } = check
  const [catalog, snapshot] = (await Promise.all(
    [catalogFile, snapshotFile].map((file) => inRepository(resolve(cwd, file), file, top))
  )) as [string, string]
  const source = await readFile(resolve(cwd, catalogFile), 'utf8').catch(() => '')
  const stale = current
    ? []
    : [annotation('error', `file=${escapeProperty(snapshot)}`, 'The snapshot is stale', staleness(check))]
  const annotations = findings.map((finding) => {
    const { verdict, rule, reason, fix, approved, fingerprint } = finding
    const next = approved ? `Approved by ${approved.by}.` : fix
    const text = `${subjectOf(finding)} ${changeOf(finding)}\n${reason} ${next}\n${fingerprint}`
    const line = lineOf(finding, source)
    const place = `file=${escapeProperty(catalog)}${line === undefined ? '' : `,line=${line}`}`
    return annotation(approved ? 'notice' : levels[verdict], place, `${verdict}: ${rule}`, text)
  })
  const advice = (check.advice ?? []).map((line) =>
    annotation('notice', `file=${escapeProperty(catalog)}`, 'Advice', line)
  )
  return [
    ...stale,
    ...annotations,
    ...advice,
    ...notChecked(check).map((line) => (name === catalogFile ? line : `${name}: ${line}`))
  ]
}

async function inRepository (path: string, file: string, top: string | undefined): Promise<string> {
  return top === undefined ? file : fromTop(path, top)
}

/** The line that defines the code; for a removed code, the line where the catalog begins. */
function lineOf ({ codes, after }: ContractFinding, source: string): number | undefined {
  const names = [...codes, ...typeof after === 'string' && /^[A-Z][A-Z0-9_]*$/.test(after) ? [after] : []]
  const lines = source.split('\n')
  const at = names
    .map((code) => lines.findIndex((line) => new RegExp(`^\\s*['"]?${code.replace('*', '\\*')}['"]?\\s*:`).test(line)))
    .find((index) => index >= 0)
  const index = at ?? lines.findIndex((line) => /\bdefineCatalog\s*\(/.test(line))
  return index < 0 ? undefined : index + 1
}

function annotation (level: string, place: string, title: string, text: string): string {
  return `::${level} ${place},title=${escapeProperty(title)}::${escapeData(text)}`
}

function escapeData (text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function escapeProperty (text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
