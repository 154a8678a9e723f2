/**
 * `problem-json approve`
 */
import { isBlocking } from '../../contract/compare/findings.js'
import { renderSnapshot } from '../../contract/snapshot.js'
import { runCheck } from './check.js'
import { writeText } from '../files.js'
import { exit, requiredText, textOf } from '../io.js'
import type { ExitCode, ParsedArguments, Io } from '../io.js'

export async function run (given: ParsedArguments, io: Io): Promise<ExitCode> {
  const [fingerprint, catalogFile] = given.positionals as [string, string]
  const by = requiredText(given, 'by', 'who approves')
  const reason = requiredText(given, 'reason', 'why')
  requiredText(given, 'against', 'what check was run against')
  const { committed, snapshotFile, findings } = await runCheck(given, io, catalogFile)
  if (!committed) throw new Error(`'${snapshotFile}' is not there: write it with 'problem-json snapshot ${catalogFile}' first`)
  const finding = findings.find((one) => one.fingerprint === fingerprint)
  if (!finding || !isBlocking(finding)) {
    throw new Error(`no change that wants an approval has the fingerprint '${fingerprint}': 'problem-json check' lists them`)
  }
  if (finding.approved) {
    io.err(`${finding.approved.by} has approved it already\n`)
    return exit.fine
  }
  const { rule, codes } = finding
  const approval = { fingerprint, rule, codes, by, reason, on: textOf(given, 'today') ?? io.today }
  await writeText(snapshotFile, renderSnapshot({ ...committed, approved: [...committed.approved, approval] }), io)
  return exit.fine
}
