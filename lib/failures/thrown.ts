/**
 * A thrown value, read once: each look at an unknown object costs time, and there are many tables. Total: the value may
 * be anything, even a proxy whose traps throw.
 */
import { member, statusOf, textMember } from '../json/untrusted.js'
import type { Verdict } from './whose/verdict.js'

export interface Thrown {
  /** Whose error it is; judged when it is first asked for. */
  readonly verdict: Verdict | undefined
  /** The value itself, for the members that only one recognizer knows. */
  readonly error: unknown
  readonly code: unknown
  /** The member `name`, and the name of the class: many libraries set only one of the two. */
  readonly name: string
  readonly className: string
  /** Empty where the value has none. */
  readonly message: string
  /** The error status that the value states as `statusCode` or `status`; it may be another service's. */
  readonly status: number | undefined
}

/** Decides whose error it is; `undefined` where it states no status and carries no answer. */
export type Judge = (thrown: Thrown) => Verdict | undefined

/** Reads a value. Without a judge it gets no verdict. */
export function lookAt (error: unknown, judge: Judge = noJudge): Thrown {
  return new Look(error, judge)
}

const noJudge: Judge = () => undefined

class Look implements Thrown {
  readonly code: unknown
  readonly name: string
  readonly status: number | undefined
  private nameOfClass: string | undefined
  private text: string | undefined
  private judged: Verdict | undefined | null = null

  constructor (readonly error: unknown, private readonly judge: Judge) {
    this.code = member(error, 'code')
    this.name = textMember(error, 'name') ?? ''
    this.status = statusOf(error)
  }

  /** Read late, because V8 makes the name of a function when it is read. */
  get className (): string {
    this.nameOfClass ??= textMember(member(this.error, 'constructor'), 'name') ?? ''
    return this.nameOfClass
  }

  /** Read late, because some errors make their message when it is read. */
  get message (): string {
    this.text ??= textMember(this.error, 'message') ?? ''
    return this.text
  }

  get verdict (): Verdict | undefined {
    if (this.judged === null) this.judged = this.judge(this)
    return this.judged
  }
}

const builtInErrors = [Error, TypeError, RangeError, SyntaxError, ReferenceError, EvalError, URIError]
const builtIn: ReadonlySet<unknown> = new Set(builtInErrors.map(({ prototype }) => prototype))
const builtInNames: ReadonlySet<unknown> = new Set(builtInErrors.map(({ name }) => name))

/** The record of a value that `isBare`. */
export function lookAtBare (error: unknown): Thrown {
  return {
    verdict: undefined,
    error,
    code: undefined,
    name: '',
    className: '',
    message: textMember(error, 'message') ?? '',
    status: undefined
  }
}

/**
 * Whether a value has nothing but a message: a text, or a built-in error without further members. To list those that
 * are not enumerable costs more than all else that is done for a bug, so only those count that libraries hide.
 */
export function isBare (value: unknown): boolean {
  if (value === null || (typeof value !== 'object' && typeof value !== 'function')) return true
  try {
    return builtIn.has(Object.getPrototypeOf(value)) && Object.keys(value).length === 0 && hidesNothing(value)
  } catch {
    return false
  }
}

/** Each name is spelled out: a loop over them would take as long as the list. A test ties those of causes.ts to it. */
function hidesNothing ({
  name, code, errno, status, statusCode, response, $response, $metadata, validation, errors,
  cause, original, originalError, driverError, nativeError, parent, reason
}: Partial<Record<string, unknown>>): boolean {
  return builtInNames.has(name) && code === undefined && errno === undefined && status === undefined &&
    statusCode === undefined && response === undefined && $response === undefined && $metadata === undefined &&
    validation === undefined && errors === undefined && cause === undefined && original === undefined &&
    originalError === undefined && driverError === undefined && nativeError === undefined && parent === undefined &&
    reason === undefined
}

/** The row of a table under either of an error's names. */
export function byNames<Row> (table: ReadonlyMap<string, Row>, { name, className }: Thrown): Row | undefined {
  return table.get(name) ?? table.get(className)
}

/** A table from rows of words: `[[row, 'A B'], …]` → A → row, B → row. */
export function tableOf<Row> (rows: ReadonlyArray<readonly [Row, string]>): ReadonlyMap<string, Row> {
  return new Map(rows.flatMap(([row, words]) => words.trim().split(/\s+/).map((word) => [word, row] as const)))
}
