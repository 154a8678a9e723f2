/**
 * What the plugin knows about the routes, beside what the kit sees.
 */
import type { FastifyInstance } from 'fastify'
import type { ProblemOperation } from '../contract/snapshot/routes.js'
import type { AuditedRoute } from './instrument.js'

export interface Operations {
  /** The codes that a route and its scope declare; `undefined` where the route declares none. */
  declaredBy: (route: AuditedRoute | undefined) => ReadonlySet<string> | undefined
  /** Names of routes, with the codes whose status their own schema describes. */
  describedTwice: (routes: readonly AuditedRoute[]) => [route: string, code: string][]
}

/** An older copy of the plugin does not list them. */
type WithOperations = Partial<Pick<FastifyInstance, 'problemOperations'>>

export function createOperations (app: FastifyInstance): Operations {
  const operations = new Map(
    (app as WithOperations).problemOperations?.().map((one): [string, ProblemOperation] => [nameOf(one), one])
  )
  return {
    declaredBy: (route) =>
      route?.declared && new Set([...route.declared, ...(operations.get(nameOf(route))?.problems ?? [])]),
    describedTwice: (routes) =>
      routes
        .filter((route) => !isCopy(route, operations))
        .flatMap((route) =>
          (operations.get(nameOf(route))?.describedTwice ?? []).map((code): [string, string] => [nameOf(route), code])
        )
  }
}

/** Fastify made this HEAD route from a GET one: it declares the same. */
function isCopy ({ method, url }: AuditedRoute, operations: ReadonlyMap<string, ProblemOperation>): boolean {
  return method === 'HEAD' && operations.has(nameOf({ method: 'GET', url }))
}

/** `GET /orders/:id` */
export function nameOf ({ method, url }: Pick<AuditedRoute, 'method' | 'url'>): string {
  return `${method} ${url}`
}
