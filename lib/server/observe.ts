/**
 * What the operator gets of a problem: one line in the log, and the event of `onProblem`.
 */
import type { FastifyReply } from 'fastify'
import { toDetails } from '../catalog/problem.js'
import type { Problem } from '../catalog/problem.js'
import type { Recognized } from '../failures/failure.js'
import { member, textMember } from '../json/untrusted.js'
import { routeConfig, routeKey } from './state.js'
import type { State } from './state.js'
import type { ProblemEvent } from './types.js'

type Log = FastifyReply['log']

const maxCauses = 8

/** A failing logger costs the line, never the answer. */
export function logProblem (reply: FastifyReply, { problem, origin }: Recognized, error: unknown, instance: string): void {
  const { code, status, title } = problem.problemType
  try {
    if (status >= 500) logAt(reply, 'error', () => ({ code, status, instance, err: toLogged(error ?? problem.cause) }), title)
    else if (origin === 'database') logAt(reply, 'warn', () => ({ code, status, instance, cause: toLogged(error, false) }), title)
    else if (origin === 'application') logAt(reply, 'info', () => ({ code, status, instance, cause: toLogged(problem.cause, false) }), title)
    else logAt(reply, 'info', () => ({ code, status, instance }), title)
  } catch {
    // A logger that throws has nobody left to tell.
  }
}

type Level = 'info' | 'warn' | 'error'

/** To read a stack costs more than the whole answer, so only where it is written. */
function logAt ({ log }: FastifyReply, level: Level, line: () => object, title: string): void {
  if (isEnabled(log, level)) log[level](line(), title)
}

/** pino tells; of a service without a logger, every method is the same empty function. */
function isEnabled (log: FastifyReply['log'] & { isLevelEnabled?: (level: Level) => boolean }, level: Level): boolean {
  return log.isLevelEnabled === undefined ? log.info !== log.error : log.isLevelEnabled(level)
}

interface LoggedError {
  type: string
  message: string
  code?: string | number
  stack?: string
  /** What led to it, the nearest first; those of an AggregateError too. */
  causes?: LoggedError[]
}

/** Its `name`, and no constructor, make pino's serializer take the name for the type. */
const namedByType: object = Object.create(null, { name: { get (this: LoggedError) { return this.type } } })

/**
 * Of a foreign error: type, message, code and stack, and the same of its causes. No other member: they hold tokens,
 * SQL parameters and passwords.
 */
export function toLogged (error: unknown, withStack = true): LoggedError | undefined {
  if (error === undefined) return undefined
  const logged = describe(error, withStack)
  const causes = causesOf(error)
  // As a list: of a `cause`, pino's serializer keeps the message only.
  if (causes.length > 0) logged.causes = causes.map((cause) => describe(cause, withStack))
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

/** Every cause once, the nearest first. */
function causesOf (error: unknown): unknown[] {
  const found = [error]
  for (const one of found) {
    for (const cause of directCauses(one)) {
      if (found.length <= maxCauses && !found.includes(cause)) found.push(cause)
    }
  }
  return found.slice(1)
}

/** Where libraries keep what led to an error. */
const causeNames = ['cause', 'original', 'driverError']

function directCauses (error: unknown): unknown[] {
  const causes = causeNames.map((name) => member(error, name)).filter((cause) => cause != null)
  const errors = member(error, 'errors')
  return Array.isArray(errors) ? [...causes, ...errors.slice(0, maxCauses).filter((one) => typeof one === 'object' && one !== null)] : causes
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

/** Tells the observer, and names a code that the route did not declare. Neither can cost the client its answer. */
export function observe (state: State, reply: FastifyReply, classified: Recognized, error: unknown, instance: string): void {
  if (state.undeclared === 'warn') warnOfUndeclared(state, reply, classified)
  if (state.onProblem !== undefined) tell(state.onProblem, reply.log, () => toEvent(reply, classified, error, instance))
}

/** The same for what failed before there was a request. */
export function observeSocket ({ onProblem }: State, log: Log, { problem, origin }: Recognized, error: unknown, instance: string): void {
  if (onProblem === undefined) return
  tell(onProblem, log, () => ({ problem: toDetails(problem, instance), origin, error, request: undefined, route: undefined, deprecated: isDeprecated(problem) }))
}

function tell (onProblem: NonNullable<State['onProblem']>, log: Log, event: () => ProblemEvent): void {
  const sayFailed = (failure: unknown): void => {
    try {
      log.error({ err: toLogged(failure) }, 'onProblem() failed')
    } catch {
      // A logger that throws has nobody left to tell.
    }
  }
  try {
    const told = onProblem(event())
    if (typeof told?.then === 'function') told.then(undefined, sayFailed)
  } catch (failure) {
    sayFailed(failure)
  }
}

function toEvent (reply: FastifyReply, { problem, origin }: Recognized, error: unknown, instance: string): ProblemEvent {
  return {
    problem: toDetails(problem, instance),
    origin,
    error,
    request: reply.request,
    route: routeConfig(reply.request).url,
    deprecated: isDeprecated(problem)
  }
}

function isDeprecated ({ problemType }: Problem): boolean {
  return problemType.deprecated !== undefined
}

function warnOfUndeclared (state: State, reply: FastifyReply, { problem, origin }: Recognized): void {
  const { url, [routeKey]: facts } = routeConfig(reply.request)
  const { code } = problem.problemType
  // What Fastify refuses before the route has it says nothing about the route, such as a body sent with DELETE.
  if (origin === 'framework' || facts?.declared === undefined || facts.answers.has(code)) return
  warnOnce(state, reply, `undeclared ${reply.request.method} ${url} ${code}`,
    `${reply.request.method} ${url} sent '${code}' without declaring it: add it to schema.problems`)
}

export function warnOnce (state: State, reply: FastifyReply, key: string, text: string): void {
  if (state.said.has(key)) return
  state.said.add(key)
  reply.log.warn(text)
}
