/**
 * What the operator gets of a problem: one line in the log, and the event of `onProblem`.
 */
import type { FastifyReply } from 'fastify'
import { toDetails } from '../catalog/problem.js'
import type { Classified } from '../failures/classify.js'
import { member, textMember } from '../failures/shape.js'
import { routeConfig, routeKey } from './state.js'
import type { State } from './state.js'
import type { ProblemEvent } from './types.js'

const maxCauses = 6

/** A failing logger costs the line, never the answer. */
export function logProblem (reply: FastifyReply, { problem, origin }: Classified, error: unknown, instance: string): void {
  const { code, status, title } = problem.problemType
  const cause = error ?? problem.cause
  try {
    if (status >= 500) reply.log.error({ code, status, instance, err: toLogged(cause) }, title)
    else if (origin === 'database') reply.log.warn({ code, status, instance, err: toLogged(cause, false) }, title)
    else if (problem.cause !== undefined && origin === 'application') reply.log.info({ code, status, instance, err: toLogged(problem.cause, false) }, title)
    else reply.log.info({ code, status, instance }, title)
  } catch {
    // A logger that throws has nobody left to tell.
  }
}

interface LoggedError {
  readonly type: string
  readonly message: string
  readonly code?: unknown
  readonly stack?: string
  readonly cause?: LoggedError
  readonly errors?: readonly LoggedError[]
}

/**
 * Of a foreign error: type, message, code and stack, and the same of its causes. No other member: they hold tokens,
 * SQL parameters and passwords.
 */
export function toLogged (error: unknown, withStack = true): LoggedError | undefined {
  return error === undefined ? undefined : describe(error, withStack, new Set())
}

function describe (error: unknown, withStack: boolean, seen: Set<unknown>): LoggedError {
  seen.add(error)
  const type = typeName(error)
  const code = member(error, 'code')
  const stack = withStack ? textMember(error, 'stack') : undefined
  const cause = member(error, 'cause') ?? member(error, 'original') ?? member(error, 'driverError')
  const errors = member(error, 'errors')
  const nested = Array.isArray(errors) ? errors.slice(0, maxCauses).filter((one) => typeof one === 'object' && !seen.has(one)) : []
  // Without a prototype, so that pino's serializer takes the name for the type instead of "Object".
  return Object.assign(Object.create(null, { name: { value: type } }), {
    type,
    message: messageOf(error),
    ...((typeof code === 'string' || typeof code === 'number') && { code }),
    ...(stack !== undefined && { stack }),
    ...(cause != null && !seen.has(cause) && seen.size < maxCauses && { cause: describe(cause, withStack, seen) }),
    ...(nested.length > 0 && seen.size < maxCauses && { errors: nested.map((one) => describe(one, withStack, seen)) })
  })
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
export function observe (state: State, reply: FastifyReply, classified: Classified, error: unknown, instance: string): void {
  if (state.undeclared === 'warn') warnOfUndeclared(state, reply, classified)
  if (state.onProblem === undefined) return
  try {
    const told = state.onProblem(toEvent(reply, classified, error, instance))
    if (typeof told?.then === 'function') told.then(undefined, (failure: unknown) => sayFailed(reply, failure))
  } catch (failure) {
    sayFailed(reply, failure)
  }
}

function toEvent (reply: FastifyReply, { problem, origin }: Classified, error: unknown, instance: string): ProblemEvent {
  return {
    problem: toDetails(problem, instance),
    origin,
    error,
    request: reply.request,
    route: routeConfig(reply.request).url,
    deprecated: problem.problemType.deprecated !== undefined
  }
}

function sayFailed (reply: FastifyReply, failure: unknown): void {
  reply.log.error({ err: toLogged(failure) }, 'onProblem() failed')
}

function warnOfUndeclared (state: State, reply: FastifyReply, { problem, origin }: Classified): void {
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
