/**
 * What a command has of the world, its exit codes, and the two ways in which it fails.
 */

import type { AnyCatalog } from '../catalog/definition.js'

export interface Page { readonly path: string, readonly content: string }

export interface Io {
  /** Relative paths are of this folder. */
  readonly cwd: string
  /** The standard input. */
  readonly input: AsyncIterable<Uint8Array | string>
  out: (text: string) => void
  err: (text: string) => void
  /** Whether a person with a colour terminal reads. */
  readonly colors: boolean
  /** The day, as `YYYY-MM-DD`. */
  readonly today: string
  /** The reference pages, which stand above this folder. */
  renderSite: (catalog: AnyCatalog) => Promise<readonly Page[]>
  /** Those of many services. */
  renderPortal: (services: readonly { name: string, catalog: AnyCatalog }[]) => Promise<readonly Page[]>
}

export const exit = { fine: 0, stale: 1, breaking: 2, review: 3, usage: 64, failed: 70 } as const

export type ExitCode = typeof exit[keyof typeof exit]

/** The command line is wrong; anything else that is thrown says that the command could not run. */
export class UsageError extends Error {}

/** What a command is given: checked against its table of options. */
export interface ParsedArguments {
  readonly positionals: readonly string[]
  readonly values: Readonly<Record<string, string | boolean | undefined>>
}

export type Run = (args: ParsedArguments, io: Io) => Promise<ExitCode>

/** The text of an option; `undefined` where it is not given. */
export function textOf ({ values }: ParsedArguments, name: string): string | undefined {
  const value = values[name]
  return typeof value === 'string' ? value : undefined
}

export function isUrl (text: string): boolean {
  return /^https?:\/\//i.test(text)
}

/** @throws {UsageError} where it is not given */
export function requiredText (args: ParsedArguments, name: string, what: string): string {
  const value = textOf(args, name)?.trim()
  if (!value) throw new UsageError(`--${name} must state ${what}`)
  return value
}

/** Colours are for terminals, and not for whoever says NO_COLOR (no-color.org). */
export function wantsColors (
  isTTY: boolean | undefined, { NO_COLOR: none = '', TERM: terminal }: Readonly<Record<string, string | undefined>>
): boolean {
  return isTTY === true && none === '' && terminal !== 'dumb'
}
