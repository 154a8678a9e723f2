/**
 * An error as the log has it: type, message, code and stack, and the same of its causes. No other member: they hold
 * tokens, SQL parameters and passwords.
 */
import { causesOf } from '../../failures/causes.js'
import { member, textMember } from '../../json/untrusted.js'

export interface LoggedError {
  type: string
  message: string
  code?: string | number
  stack?: string
  /** What led to it, the nearest first; those of an AggregateError too. */
  causes?: LoggedError[]
}

/** Its `name`, and no constructor, make pino's serializer take the name for the type. */
const namedByType: object = Object.create(null, { name: { get (this: LoggedError) { return this.type } } })

export function toLogged (error: unknown, withStack = true): LoggedError | undefined {
  if (error === undefined) return undefined
  const logged = describe(error, withStack)
  const causes = causesOf(error)
  // Two stacks explain a failure: where it surfaced, and where it began. As a list: of a `cause`, pino's serializer keeps the message only.
  if (causes.length > 0) logged.causes = causes.map((cause, index) => describe(cause, withStack && index === causes.length - 1))
  return logged
}

function describe (error: unknown, withStack: boolean): LoggedError {
  const logged = Object.create(namedByType) as LoggedError
  logged.type = typeName(error)
  logged.message = messageOf(error)
  const code = member(error, 'code')
  if (typeof code === 'string' || typeof code === 'number') logged.code = code
  const stack = withStack ? textMember(error, 'stack') : undefined
  if (stack !== undefined) logged.stack = stack
  return logged
}

function typeName (error: unknown): string {
  const name = textMember(member(error, 'constructor'), 'name') ?? textMember(error, 'name')
  return name || (error === null ? 'null' : typeof error)
}

function messageOf (error: unknown): string {
  const message = textMember(error, 'message')
  if (message !== undefined) return message
  return error !== null && (typeof error === 'object' || typeof error === 'function') ? `a thrown ${typeof error}` : String(error)
}
