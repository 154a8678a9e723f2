/**
 * Remembers each route when it is added, and reads it again when all are there: hooks of the application may have
 * changed its declarations, and a scope may have declared further codes.
 */
import type { FastifyInstance, RouteOptions } from 'fastify'
import type { ProblemOperation } from '../../contract/snapshot/routes.js'
import type { DocumentRoute } from '../../openapi/routes.js'
import { stateOf } from '../state.js'
import type { State } from '../state.js'
import { guardEventRoute } from '../streams/event-plugins.js'
import { endOnTimeout } from '../streams/timeout.js'
import { createFactsOfRoute, declarationsOf, operationsOf } from './declared.js'
import type { Declarations } from './declared.js'
import { factsIn, rememberFacts } from './route-facts.js'
import type { RouteFacts, SeenRoute } from './route-facts.js'
import { warnOfDescribedTwice } from './described-twice.js'
import { codesOfScope } from './scope.js'
import { startSummary } from './summary.js'

/** @param createDocument prepares the document, whose hook of `onReady` must come after the one here */
export function rememberRoutes (
  instance: FastifyInstance, state: State, createDocument: () => DocumentRoute | undefined
): void {
  const factsOfRoute = createFactsOfRoute(state)
  instance.addHook('onReady', function settleRoutes (done) {
    state.settled = true
    for (const seen of state.routes) {
      const declared = declarationsOf(seen.route, codesOfScope(seen.scope, state))
      if (declared.codes !== seen.declarations) lookAgain(seen, declared)
    }
    warnOfDescribedTwice(instance.log, listOperations(state))
    done()
  })
  const documentRoute = createDocument()
  const summarizeRoute = startSummary(instance, state.routeSummary)

  function takeIn (scope: FastifyInstance, route: RouteOptions, facts: RouteFacts): RouteFacts {
    summarizeRoute(route, facts)
    if (route.config?.problems !== false) documentRoute?.(scope, route, facts)
    return facts
  }

  function lookAgain ({ scope, route, facts }: SeenRoute, declared: Declarations): void {
    Object.assign(facts, takeIn(scope, route, factsOfRoute(route, declared, (id) => scope.getSchema(id))))
  }

  instance.addHook('onRoute', function rememberProblems (this: FastifyInstance, route: RouteOptions) {
    // A child with another catalog has another hook.
    if (stateOf(this) !== state) return
    if (route.config?.problems !== false) {
      guardEventRoute(this, route)
      endOnTimeout(this, route)
    }
    const declared = declarationsOf(route, codesOfScope(this, state))
    const facts = factsOfCopy(route, state.routes.at(-1)) ?? factsOfRoute(route, declared, (id) => this.getSchema(id))
    takeIn(this, route, facts)
    rememberFacts(route, facts)
    // Fastify reuses the object `route` to add the same route with a slash at the end, so the URL is kept apart.
    state.routes.push({ scope: this, route, url: route.url, facts, declarations: declared.codes })
  })
}

/** Fastify copies each GET route for HEAD, with the configuration that holds the facts. */
function factsOfCopy (route: RouteOptions, previous: SeenRoute | undefined): RouteFacts | undefined {
  const { method, url, schema } = route
  if (method !== 'HEAD' || url !== previous?.url || schema !== previous.route.schema) return undefined
  return factsIn(route) === previous.facts ? previous.facts : undefined
}

export function listOperations ({ routes, catalog }: State): ProblemOperation[] {
  return routes.flatMap((seen) => operationsOf(seen, catalog))
}
