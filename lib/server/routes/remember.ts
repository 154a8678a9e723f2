/**
 * Takes each route in when it is added, and looks again when all are there: hooks of the application may have changed
 * what a route declares, and a scope may have declared more.
 */
import type { FastifyInstance, RouteOptions } from 'fastify'
import type { ProblemOperation } from '../../contract/snapshot/routes.js'
import type { DocumentRoute } from '../../openapi/routes.js'
import { stateOf } from '../state.js'
import type { State } from '../state.js'
import { guardEventRoute } from '../streams/event-plugins.js'
import { endOnTimeout } from '../streams/timeout.js'
import { createFactsOfRoute, givenTo, operationsOf } from './declared.js'
import type { Given } from './declared.js'
import { factsIn, rememberFacts } from './route-facts.js'
import type { RouteFacts, SeenRoute } from './route-facts.js'
import { warnOfDescribedTwice } from './described-twice.js'
import { codesOfScope } from './scope.js'
import { startSummary } from './summary.js'

/** @param createDocument prepares the document: its own hook of `onReady` must come after the one here */
export function rememberRoutes (
  instance: FastifyInstance, state: State, createDocument: () => DocumentRoute | undefined
): void {
  const factsOfRoute = createFactsOfRoute(state)
  instance.addHook('onReady', function settleRoutes (done) {
    state.settled = true
    for (const seen of state.routes) {
      const given = givenTo(seen.route, codesOfScope(seen.scope, state))
      if (given.codes !== seen.given) lookAgain(seen, given)
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

  function lookAgain ({ scope, route, facts }: SeenRoute, given: Given): void {
    Object.assign(facts, takeIn(scope, route, factsOfRoute(route, given, (id) => scope.getSchema(id))))
  }

  instance.addHook('onRoute', function rememberProblems (this: FastifyInstance, route: RouteOptions) {
    // A child with a catalog of its own has a hook of its own.
    if (stateOf(this) !== state) return
    if (route.config?.problems !== false) {
      guardEventRoute(this, route)
      endOnTimeout(this, route)
    }
    const given = givenTo(route, codesOfScope(this, state))
    const facts = factsOfCopy(route, state.routes.at(-1)) ?? factsOfRoute(route, given, (id) => this.getSchema(id))
    takeIn(this, route, facts)
    rememberFacts(route, facts)
    // Fastify changes this very object where it adds the same route once more, with a slash at the end.
    state.routes.push({ scope: this, route, url: route.url, facts, given: given.codes })
  })
}

/** Next to each GET route, Fastify adds a copy for HEAD, which has the facts in its configuration already. */
function factsOfCopy (route: RouteOptions, previous: SeenRoute | undefined): RouteFacts | undefined {
  const { method, url, schema } = route
  if (method !== 'HEAD' || url !== previous?.url || schema !== previous.route.schema) return undefined
  return factsIn(route) === previous.facts ? previous.facts : undefined
}

export function listOperations ({ routes, catalog }: State): ProblemOperation[] {
  return routes.flatMap((seen) => operationsOf(seen, catalog))
}
