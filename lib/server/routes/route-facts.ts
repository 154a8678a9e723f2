/**
 * What the plugin knows of one route, and where it keeps that: in the route's own configuration.
 */
import type { FastifyInstance, FastifyRequest, RouteOptions } from 'fastify'
import type { ValidationItem } from '../../catalog/standard.js'

export const routeKey = Symbol('fastify-problem-json.route')

/** What the plugin knows of a route that it saw being added. */
export interface RouteFacts {
  /** The codes that it declares; `undefined` where it declares none. */
  readonly declared: ReadonlySet<string> | undefined
  /** The codes that it declares, and those that are declared for its scope. */
  readonly promised: ReadonlySet<string>
  /** The codes that it answers: those that are promised, and those that follow from its form. */
  readonly answers: ReadonlySet<string>
  /** What a failed validation of it looks like; `undefined` where none can fail. */
  readonly invalid: ValidationItem | undefined
  /** General code → the code that refines it on this route. */
  readonly refined: ReadonlyMap<string, string>
}

/** A route, and the instance to which it was added. */
export interface SeenRoute {
  readonly scope: FastifyInstance
  readonly route: RouteOptions
  /** As it was when the route was added. */
  readonly url: string
  readonly facts: RouteFacts
  /** What the facts were made of. */
  readonly given: string
}

type RouteConfig = { [routeKey]?: RouteFacts, problems?: unknown, url?: string }

/** The route's own configuration; an empty one for a request that met no route. */
export function routeConfig (request: FastifyRequest): RouteConfig {
  return Object(request.routeOptions.config) as RouteConfig
}

/** Keeps the facts where a request finds them again. */
export function rememberFacts (route: RouteOptions, facts: RouteFacts): void {
  route.config = { ...route.config, [routeKey]: facts } as NonNullable<RouteOptions['config']>
}

/** Those of a route that was taken in, or of a copy of it. */
export function factsIn ({ config }: RouteOptions): RouteFacts | undefined {
  return (config as RouteConfig | undefined)?.[routeKey]
}
