/**
 * `problem-json approve`
 */
import { isBlocking } from '../../contract/compare/findings.js'
import type { ContractFinding } from '../../contract/compare/findings.js'
import { renderSnapshot } from '../../contract/snapshot/text.js'
import type { Check } from '../check-result.js'
import { runChecks } from './check.js'
import { writeText } from '../files.js'
import { exit, requiredText, textOf, UsageError } from '../io.js'
import type { ExitCode, ParsedArguments, Io } from '../io.js'

export async function run (args: ParsedArguments, io: Io): Promise<ExitCode> {
  const by = requiredText(args, 'by', 'who approves')
  const reason = requiredText(args, 'reason', 'why')
  requiredText(args, 'against', 'what check was run against')
  const { fingerprints, words } = readPositionals(args)
  const { checks, failed: [failed] } = await runChecks(args, words, io)
  if (failed) throw new Error(`'${failed.name}' could not be checked: ${failed.message}`)
  const isWanted = (finding: ContractFinding) =>
    isBlocking(finding) &&
    (fingerprints.includes(finding.fingerprint) ||
      (args.values['all-review'] === true && finding.verdict === 'review'))
  refuseUnknown(fingerprints, checks)
  if (!checks.some(({ findings }) => findings.some(isWanted))) io.err('No change wants an approval.\n')
  for (const check of checks) {
    await approve(check, check.findings.filter(isWanted), { by, reason, on: textOf(args, 'today') ?? io.today }, io)
  }
  return exit.fine
}

/** Fingerprints, and the catalog or services that they belong to, in any order. */
function readPositionals (args: ParsedArguments): { fingerprints: readonly string[], words: readonly string[] } {
  const isFingerprint = (word: string) => /^[0-9a-f]{12}$/.test(word)
  const fingerprints = args.positionals.filter(isFingerprint)
  if (fingerprints.length === 0 && args.values['all-review'] !== true) {
    throw new UsageError('approve takes the fingerprints that check has named (twelve digits), or --all-review')
  }
  return { fingerprints, words: args.positionals.filter((word) => !isFingerprint(word)) }
}

function refuseUnknown (fingerprints: readonly string[], checks: readonly Check[]): void {
  const known = new Set(
    checks.flatMap(({ findings }) => findings.filter(isBlocking).map(({ fingerprint }) => fingerprint))
  )
  const unknown = fingerprints.find((fingerprint) => !known.has(fingerprint))
  if (unknown !== undefined) {
    throw new Error(
      `no change that wants an approval has the fingerprint '${unknown}': 'problem-json check' lists them`
    )
  }
}

async function approve (
  { committed, snapshotFile, catalogFile }: Check, findings: readonly ContractFinding[],
  how: { by: string; reason: string; on: string }, io: Io
): Promise<void> {
  for (const { approved, fingerprint } of findings) {
    if (approved) io.err(`${approved.by} has approved ${fingerprint} already\n`)
  }
  const open = findings.filter(({ approved }) => !approved)
  if (open.length === 0) return
  if (!committed) {
    throw new Error(`'${snapshotFile}' is not there: write it with 'problem-json snapshot ${catalogFile}' first`)
  }
  const approvals = open.map(({ fingerprint, rule, codes }) => ({ fingerprint, rule, codes, ...how }))
  await writeText(snapshotFile, renderSnapshot({ ...committed, approved: [...committed.approved, ...approvals] }), io)
}
