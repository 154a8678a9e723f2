/**
 * A thrown value, read once: each look at an unknown object costs, and there are many tables. Total: the value may be
 * anything, its getters may throw, and it may be a proxy whose traps throw.
 */
import { member, statusOf, textMember } from '../json/untrusted.js'

export interface Thrown {
  /** The value itself, for the members that only one recognizer knows. */
  readonly error: unknown
  readonly code: unknown
  /** The value's own word for its class, and the name of its class: many libraries set only one of the two. */
  readonly name: string
  readonly className: string
  /** Empty where it has none. */
  readonly message: string
  /** The error status that the value states as `statusCode` or `status`, whoever it belongs to. */
  readonly status: number | undefined
}

export function lookAt (error: unknown): Thrown {
  return {
    error,
    code: member(error, 'code'),
    name: textMember(error, 'name') ?? '',
    className: textMember(member(error, 'constructor'), 'name') ?? '',
    message: textMember(error, 'message') ?? '',
    status: statusOf(error)
  }
}

const builtIn: ReadonlySet<unknown> = new Set(
  [Error, TypeError, RangeError, SyntaxError, ReferenceError, EvalError, URIError].map(({ prototype }) => prototype)
)

/** The record of a value that `isBare`. */
export function lookAtBare (error: unknown): Thrown {
  return { error, code: undefined, name: '', className: '', message: textMember(error, 'message') ?? '', status: undefined }
}

/** Whether a value says nothing but a message: a text, or an error of the language without members of its own. */
export function isBare (value: unknown): boolean {
  if (value === null || (typeof value !== 'object' && typeof value !== 'function')) return true
  try {
    if (!builtIn.has(Object.getPrototypeOf(value)) || Object.keys(value).length > 0) return false
    return Object.getOwnPropertyNames(value).every(isUsual)
  } catch {
    return false
  }
}

function isUsual (name: string): boolean {
  return name === 'stack' || name === 'message'
}

/** The row of a table under either of an error's names. */
export function byNames<Row> (table: ReadonlyMap<string, Row>, { name, className }: Thrown): Row | undefined {
  return table.get(name) ?? table.get(className)
}

/** A table from rows of words: `[[row, 'A B'], …]` → A → row, B → row. */
export function tableOf<Row> (rows: ReadonlyArray<readonly [Row, string]>): ReadonlyMap<string, Row> {
  return new Map(rows.flatMap(([row, words]) => words.trim().split(/\s+/).map((word) => [word, row] as const)))
}
