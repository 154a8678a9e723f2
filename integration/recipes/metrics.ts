/**
 * A counter of problems. Its labels are bounded by the catalog, the routes and the clients that you name, never by what is sent.
 */
import { Counter } from 'prom-client'
import type { Registry } from 'prom-client'
import type { ProblemEvent } from 'fastify-problem-json'

type Request = NonNullable<ProblemEvent['request']>

export function createProblemCounter (registry: Registry, getClient: (request: Request) => string = () => 'all') {
  const counter = new Counter({
    name: 'http_problems_total',
    help: 'Problems that were answered',
    labelNames: ['code', 'status', 'route', 'asked_for', 'client'],
    registers: [registry]
  })
  return function countProblem ({ problem, request, route = 'none' }: ProblemEvent): void {
    const asked = request?.headers.accept?.includes('application/problem+json') ? 'problem' : 'any'
    const client = request ? getClient(request) : 'none'
    counter.inc({ code: problem.code, status: problem.status, route, asked_for: asked, client })
  }
}
