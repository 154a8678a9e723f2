/**
 * The result of a check: what `check` and `approve` decide by, and what the reports render.
 */
import type { ContractFinding } from '../contract/compare/findings.js'
import type { RuleName } from '../contract/rules/index.js'
import type { Snapshot } from '../contract/snapshot/index.js'
import type { ExitCode } from './io.js'

export interface Check {
  /** As the config calls the service; the catalog's file where the command line names that. */
  readonly name: string
  readonly catalogFile: string
  readonly snapshotFile: string
  /** The snapshot in the file; `undefined` where the file does not exist. */
  readonly committed: Snapshot | undefined
  /** Whether the file holds the snapshot of the catalog. */
  readonly current: boolean
  /** What it was compared with, as the command line names it; `undefined` without `--against`. */
  readonly against: string | undefined
  /** The same for people; `snapshot: undefined` where the base has none yet. */
  readonly base: { readonly name: string, readonly snapshot: Snapshot | undefined } | undefined
  readonly findings: readonly ContractFinding[]
  readonly notChecked: NotChecked
  /** Sentences about what is allowed, and may surprise. They decide nothing. */
  readonly advice?: readonly string[]
  /** Whether `--app` was given. */
  readonly hasApp: boolean
  readonly exitCode: ExitCode
}

export interface NotChecked {
  readonly against: readonly RuleName[]
  readonly app: readonly RuleName[]
}

/** A service that could not be checked. */
export interface FailedCheck {
  readonly name: string
  readonly message: string
}

/** The results of one run. */
export interface Report {
  readonly checks: readonly Check[]
  readonly failed: readonly FailedCheck[]
  /** Whether the services come from a config. */
  readonly many: boolean
  readonly exitCode: ExitCode
}
