/**
 * Takes each route in when it is added, and looks again when all are there: hooks of the application may have changed
 * what a route declares, and a scope may have declared more.
 */
import type { FastifyInstance, RouteOptions } from 'fastify'
import type { ProblemOperation } from '../../contract/snapshot.js'
import type { DocumentRoute } from '../../openapi/routes.js'
import { stateOf } from '../state.js'
import type { State } from '../state.js'
import { guardEventRoute } from '../streams/event-plugins.js'
import { endOnTimeout } from '../streams/timeout.js'
import { factsOfRoute, operationsOf, rememberRoute } from './declared.js'
import type { SeenRoute } from './route-facts.js'
import { warnOfSaidTwice } from './said-twice.js'
import { codesOfScope } from './scope.js'
import { startSummary } from './summary.js'

/** @param createDocument prepares the document: its own hook of `onReady` must come after the one here */
export function rememberRoutes (
  instance: FastifyInstance, state: State, createDocument: () => DocumentRoute | undefined
): void {
  instance.addHook('onReady', function settleRoutes (done) {
    state.settled = true
    for (const seen of state.routes) if (givenTo(seen, state) !== seen.given) lookAgain(seen)
    warnOfSaidTwice(instance.log, listOperations(state))
    done()
  })
  const documentRoute = createDocument()
  const summarizeRoute = startSummary(instance, state.routeSummary)

  function lookAt (scope: FastifyInstance, route: RouteOptions) {
    const facts = factsOfRoute(route, state, (id) => scope.getSchema(id), codesOfScope(scope, state))
    summarizeRoute(route, facts)
    if (route.config?.problems !== false) documentRoute?.(scope, route, facts)
    return facts
  }

  function lookAgain ({ scope, route, facts }: SeenRoute): void {
    Object.assign(facts, lookAt(scope, route))
  }

  instance.addHook('onRoute', function rememberProblems (this: FastifyInstance, route: RouteOptions) {
    // A child with a catalog of its own has a hook of its own.
    if (stateOf(this) !== state) return
    if (route.config?.problems !== false) {
      guardEventRoute(this, route)
      endOnTimeout(this, route)
    }
    const facts = lookAt(this, route)
    rememberRoute(route, facts)
    // Fastify changes this very object where it adds the same route once more, with a slash at the end.
    state.routes.push({ scope: this, route, url: route.url, facts, given: givenTo({ scope: this, route }, state) })
  })
}

/** What the facts of a route are made of, as far as it may change until the start. */
function givenTo ({ scope, route }: Pick<SeenRoute, 'scope' | 'route'>, state: State): string {
  return JSON.stringify([(route.schema as { problems?: unknown } | undefined)?.problems, codesOfScope(scope, state)])
}

export function listOperations ({ routes, catalog }: State): ProblemOperation[] {
  return routes.flatMap((seen) => operationsOf(seen, catalog))
}
