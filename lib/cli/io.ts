/**
 * What a command gets from outside, its exit codes, and its two kinds of failure.
 */

import type { AnyCatalog } from '../catalog/definition.js'

export interface Page { readonly path: string, readonly content: string }

export interface Io {
  /** The folder that paths are relative to. */
  readonly cwd: string
  /** The standard input. */
  readonly input: AsyncIterable<Uint8Array | string>
  out: (text: string) => void
  err: (text: string) => void
  /** Whether the output is a terminal with colours. */
  readonly colors: boolean
  /** The day, as `YYYY-MM-DD`. */
  readonly today: string
  /** Renders the reference pages; a page is loaded only where a command needs one. */
  renderSite: (catalog: AnyCatalog) => Promise<readonly Page[]>
  /** Renders those of many services. */
  renderPortal: (services: readonly { name: string, catalog: AnyCatalog }[]) => Promise<readonly Page[]>
}

export const exit = { fine: 0, stale: 1, breaking: 2, review: 3, usage: 64, failed: 70 } as const

export type ExitCode = typeof exit[keyof typeof exit]

/** The command line is wrong. Any other error means that the command could not run. */
export class UsageError extends Error {}

/** The arguments of a command, checked against its table of options. */
export interface ParsedArguments {
  readonly positionals: readonly string[]
  readonly values: Readonly<Record<string, string | boolean | undefined>>
}

export type Run = (args: ParsedArguments, io: Io) => Promise<ExitCode>

/** The text of an option; `undefined` where the command line does not have it. */
export function textOf ({ values }: ParsedArguments, name: string): string | undefined {
  const value = values[name]
  return typeof value === 'string' ? value : undefined
}

export function isUrl (text: string): boolean {
  return /^https?:\/\//i.test(text)
}

/** @throws {UsageError} where the command line does not have it */
export function requiredText (args: ParsedArguments, name: string, what: string): string {
  const value = textOf(args, name)?.trim()
  if (!value) throw new UsageError(`--${name} must state ${what}`)
  return value
}

/** The message of anything that was thrown. */
export function messageOf (error: unknown): string {
  return String((Object(error) as { message?: unknown }).message ?? error)
}

/** Colours are for terminals, unless NO_COLOR is set (no-color.org). */
export function wantsColors (
  isTTY: boolean | undefined, { NO_COLOR: none = '', TERM: terminal }: Readonly<Record<string, string | undefined>>
): boolean {
  return isTTY === true && none === '' && terminal !== 'dumb'
}
