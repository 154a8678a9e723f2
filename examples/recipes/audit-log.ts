/**
 * An audit log of problems: who was told which code, on which route. One line a problem, and none of them delays an answer.
 */
import type { ProblemEvent } from 'fastify-problem-json'

type Request = NonNullable<ProblemEvent['request']>

export interface AuditOptions {
  /** Who asked, in words that the audit may keep. */
  getActor: (request: Request) => string | undefined
  /** The extension members that may be kept. Messages and bodies never are. */
  members?: readonly string[]
  write: (line: AuditLine) => unknown
  onFailure?: (error: unknown) => void
}

export type AuditLine = ReturnType<typeof toLine>

export function createAuditLog (options: AuditOptions) {
  return function audit (event: ProblemEvent): void {
    const at = new Date().toISOString()
    setImmediate(async () => {
      try {
        await options.write(toLine(at, event, options))
      } catch (error) {
        options.onFailure?.(error)
      }
    })
  }
}

function toLine (at: string, { problem, request, route }: ProblemEvent, { getActor, members = [] }: AuditOptions) {
  return {
    at,
    actor: request && getActor(request),
    method: request?.method,
    route,
    status: problem.status,
    code: problem.code,
    requestId: request?.id,
    instance: problem.instance,
    members: Object.fromEntries(members.filter((name) => Object.hasOwn(problem, name)).map((name) => [name, problem[name]]))
  }
}
