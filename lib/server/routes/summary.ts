/**
 * Facts about all routes together, collected at start-up: a failure looks up its route, which costs time, only where
 * some route needs that.
 */
import type { FastifyInstance, RouteOptions } from 'fastify'
import type { RouteFacts } from './route-facts.js'
import type { Strategies } from './constraints.js'
import { RouteIndex } from './route-index.js'

export interface RouteSummary {
  /** There may be routes that the plugin did not see. */
  readonly someUnseen: boolean
  /** There may be routes with `config: { problems: false }`. */
  someOptOut: boolean
  /** There may be routes that declare a special case of a general code. */
  someRefine: boolean
  /** The methods of each path; `undefined` where some routes may be unknown. */
  readonly index: RouteIndex | undefined
  /** How the values of constraints are read in a request. */
  readonly strategies: Strategies
}

/** @param complete whether the plugin sees every route that will be added */
export function createSummary (complete: boolean, strategies: Strategies = new Map()): RouteSummary {
  return {
    someUnseen: !complete,
    someOptOut: !complete,
    someRefine: !complete,
    index: complete ? new RouteIndex() : undefined,
    strategies
  }
}

/** Adds a route to the summary. */
export type SummarizeRoute = (route: RouteOptions, facts: RouteFacts) => void

export function startSummary (instance: FastifyInstance, summary: RouteSummary): SummarizeRoute {
  const routes: RouteOptions[] = []
  instance.addHook('onReady', function finishSummary (done) {
    // Only now, because later `onRoute` hooks may opt routes out.
    summary.someOptOut ||= routes.some(({ config }) => config?.problems === false)
    routes.length = 0
    done()
  })
  return function summarizeRoute (route, { refined }) {
    routes.push(route)
    summary.someRefine ||= refined.size > 0
    const isConstrained = Object.keys(route.constraints ?? {}).length > 0
    for (const method of [route.method].flat()) summary.index?.add(method, route.url, isConstrained)
  }
}
