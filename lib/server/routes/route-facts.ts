/**
 * The facts about one route, which the plugin keeps in the configuration of the route.
 */
import type { FastifyInstance, FastifyRequest, RouteOptions } from 'fastify'
import type { ValidationItem } from '../../catalog/standard.js'

export const routeKey = Symbol('fastify-problem-json.route')

/** The facts about a route that was added after the plugin. */
export interface RouteFacts {
  /** The codes that the route declares; `undefined` where it declares none. */
  readonly declared: ReadonlySet<string> | undefined
  /** The codes that the route and its scope declare. */
  readonly promised: ReadonlySet<string>
  /** The codes that it answers: the promised and the automatic ones. */
  readonly answers: ReadonlySet<string>
  /** An example of its failed validation; `undefined` where none can fail. */
  readonly invalid: ValidationItem | undefined
  /** General code → the code that refines it on this route. */
  readonly refined: ReadonlyMap<string, string>
}

/** A route, and the instance to which it was added. */
export interface SeenRoute {
  readonly scope: FastifyInstance
  readonly route: RouteOptions
  /** The URL when the route was added. */
  readonly url: string
  readonly facts: RouteFacts
  /** The declarations from which the facts were made, as a text. */
  readonly declarations: string
}

type RouteConfig = { [routeKey]?: RouteFacts, problems?: unknown, url?: string }

/** The configuration of a request's route; an empty one where the request has no route. */
export function routeConfig (request: FastifyRequest): RouteConfig {
  return Object(request.routeOptions.config) as RouteConfig
}

/** Puts the facts into the route's configuration, where requests find them. */
export function rememberFacts (route: RouteOptions, facts: RouteFacts): void {
  route.config = { ...route.config, [routeKey]: facts } as NonNullable<RouteOptions['config']>
}

/** The facts of a remembered route, or of its copy for HEAD. */
export function factsIn ({ config }: RouteOptions): RouteFacts | undefined {
  return (config as RouteConfig | undefined)?.[routeKey]
}
