/**
 * The result of a check: what `check` and `approve` decide by, and what the report renders.
 */
import type { ContractFinding } from '../contract/compare/findings.js'
import type { RuleName } from '../contract/rules/index.js'
import type { Snapshot } from '../contract/snapshot.js'
import type { ExitCode } from './io.js'

export interface Check {
  readonly catalogFile: string
  readonly snapshotFile: string
  /** The snapshot in the file; `undefined` where the file does not exist. */
  readonly committed: Snapshot | undefined
  /** Whether the file holds what the catalog says. */
  readonly current: boolean
  /** What it was compared with, as the command line names it; `undefined` without `--against`. */
  readonly against: string | undefined
  /** The same for people; `snapshot: undefined` where the base has none yet. */
  readonly base: { readonly name: string, readonly snapshot: Snapshot | undefined } | undefined
  readonly findings: readonly ContractFinding[]
  readonly notChecked: { readonly against: readonly RuleName[], readonly app: readonly RuleName[] }
  readonly exitCode: ExitCode
}
