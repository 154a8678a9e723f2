/**
 * An error as the log has it: type, message, code and stack, for the error and its causes. Other members are left out,
 * because they hold tokens, SQL parameters and passwords. The message of a database is masked: see
 * failures/database/masked.ts.
 */
import { causesOf } from '../../failures/causes.js'
import { byDriverMessage } from '../../failures/database/index.js'
import { databaseErrors, framesWithoutMessage, maskDatabaseError } from '../../failures/database/masked.js'
import { withoutQuote } from '../../failures/framework.js'
import { isBare } from '../../failures/thrown.js'
import { isError, member, statusOf, textMember } from '../../json/untrusted.js'

export interface LoggedError {
  type: string
  message: string
  code?: string | number
  /** The error number of the operating system or of a database. */
  errno?: number
  /** The status that the error states, or that another service answered. */
  status?: number
  /** The violated constraint and its table, for an error of a database. */
  constraint?: string
  table?: string
  stack?: string
  /** The causes, the nearest first, and the errors of an AggregateError. */
  causes?: LoggedError[]
}

/** With a `name` and without a constructor, pino's serializer logs the name as the type. */
const namedByType: object = Object.create(null, { name: { get (this: LoggedError) { return this.type } } })

export interface LoggedOptions {
  /** Whether stacks are logged; they are not below 500. */
  readonly withStack?: boolean
  /** `full` leaves SQL and values in the messages of databases. */
  readonly databaseMessages?: 'masked' | 'full'
}

export function toLogged (
  error: unknown, { withStack = true, databaseMessages = 'masked' }: LoggedOptions = {}
): LoggedError | undefined {
  if (error === undefined) return undefined
  if (isError(error) && isBare(error)) {
    const message = textMember(error, 'message') ?? ''
    // A bare error has no causes, and only a driver's message would need a mask.
    if (!byDriverMessage.has(message)) return describeBare(error, message, withStack)
  }
  const causes = causesOf(error)
  const masked = databaseMessages === 'masked' ? databaseErrors([error, ...causes]) : new Set()
  const logOne = (one: unknown, stacked: boolean) =>
    masked.has(one) ? describeMasked(one, stacked) : describePlain(one, stacked)
  const logged = logOne(error, withStack)
  // Two stacks explain a failure: where it surfaced, and where it began. The causes are a list, because pino's
  // serializer keeps only the message of a `cause`.
  if (causes.length > 0) {
    logged.causes = causes.map((cause, index) => logOne(cause, withStack && index === causes.length - 1))
  }
  return logged
}

function describeBare (error: Error, message: string, withStack: boolean): LoggedError {
  const logged = Object.create(namedByType) as LoggedError
  // Of the built-in class: an error may have a `constructor` of its own, and reading it may fail.
  logged.type = (Object.getPrototypeOf(error) as Error).name
  logged.message = message
  const stack = withStack ? textMember(error, 'stack') : undefined
  if (stack !== undefined) logged.stack = stack
  return logged
}

/** The error of `throw undefined`. */
export function toLoggedUndefined (): LoggedError {
  return describePlain(undefined, false)
}

function describePlain (error: unknown, withStack: boolean): LoggedError {
  const logged = Object.create(namedByType) as LoggedError
  logged.type = typeName(error)
  logged.message = messageOf(error)
  if (!isBare(error)) Object.assign(logged, numbersOf(error))
  const stack = withStack ? textMember(error, 'stack') : undefined
  if (stack !== undefined) logged.stack = stack
  return logged
}

/** The numbers by which errors of one class may differ. */
function numbersOf (error: unknown): Pick<LoggedError, 'code' | 'errno' | 'status'> {
  const code = member(error, 'code')
  const errno = member(error, 'errno')
  const response = member(error, 'response') ?? undefined
  const status =
    statedStatus(error) ?? (response && statedStatus(response)) ?? member(member(error, '$metadata'), 'httpStatusCode')
  return {
    ...(typeof code === 'string' || typeof code === 'number') && { code },
    ...typeof errno === 'number' && { errno },
    ...typeof status === 'number' && { status }
  }
}

/** Any number counts, because it is only logged, and not sent. */
function statedStatus (value: unknown): unknown {
  return (
    statusOf(value) ?? [member(value, 'statusCode'), member(value, 'status')].find((one) => typeof one === 'number')
  )
}

function describeMasked (error: unknown, withStack: boolean): LoggedError {
  const logged = Object.assign(describePlain(error, false), maskDatabaseError(error))
  if (withStack) logged.stack = `${logged.type}: ${logged.message}\n${framesWithoutMessage(error)}`
  return logged
}

export function typeName (error: unknown): string {
  const name = textMember(member(error, 'constructor'), 'name') ?? textMember(error, 'name')
  return name || (error === null ? 'null' : typeof error)
}

function messageOf (error: unknown): string {
  const message = withoutQuote(member(error, 'code')) ?? textMember(error, 'message')
  if (message !== undefined) return message
  if (error === null || error === undefined) return `a thrown ${String(error)}`
  return typeof error === 'object' || typeof error === 'function' ? `a thrown ${typeof error}` : String(error)
}
