/**
 * An audit log of problems: who was told which code, on which route. One line a problem, written after the answer.
 */
import type { ProblemEvent } from 'fastify-problem-json'

type Request = NonNullable<ProblemEvent['request']>

export interface AuditLine { at: string, actor: string | undefined, method: string | undefined, route: string | undefined, status: number, code: string, requestId: string | undefined, instance: string | undefined, members: object }

interface AuditOptions {
  getActor: (request: Request) => string | undefined
  /** The extension members that may be kept; all others are personal until somebody says otherwise. */
  members?: readonly string[]
  write: (line: AuditLine) => unknown
  onFailure?: (error: unknown) => void
}

// docs:start
export function createAuditLog ({ getActor, members = [], write, onFailure = () => {} }: AuditOptions) {
  return function audit ({ problem, request, route }: ProblemEvent): void {
    const at = new Date().toISOString()
    // After the answer: a slow or failing sink is no business of the client.
    setImmediate(async () => {
      try {
        const { status, code, instance } = problem
        const kept = Object.fromEntries(members.filter((name) => name in problem).map((name) => [name, problem[name]]))
        const actor = request && getActor(request)
        await write({ at, actor, method: request?.method, route, status, code, requestId: request?.id, instance, members: kept })
      } catch (error) {
        onFailure(error)
      }
    })
  }
}
// docs:end
