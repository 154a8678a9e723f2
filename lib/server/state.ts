/**
 * What the plugin knows of an instance. Handlers find it through the instance, so that nothing is said twice.
 */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { defineCatalog } from '../catalog/define.js'
import type { AnyCatalog } from '../catalog/definition.js'
import type { ProblemRoute } from '../contract/snapshot.js'
import { createRecognize } from '../failures/recognize.js'
import { createTranslator } from './reply/locale.js'
import type { Translator } from './reply/locale.js'
import { resolveOptions } from './options.js'
import type { ResolvedOptions } from './options.js'
import { createRepresent } from '../representation/envelope.js'
import type { Represent } from '../representation/envelope.js'
import { createSurvey } from './routes/survey.js'
import type { Survey } from './routes/survey.js'

export interface State extends ResolvedOptions {
  readonly recognize: ReturnType<typeof createRecognize>
  /** How a problem is written for a client that accepts this. */
  readonly represent: Represent
  /** `undefined` where there is one language: nothing is negotiated then. */
  readonly toTranslation: Translator | undefined
  /** What was already said once. */
  readonly said: Set<string>
  /** What the routes with this catalog declare, in the order in which they were added. */
  readonly routes: ProblemRoute[]
  readonly survey: Survey
  /** The error handler that the plugin installed, as Fastify hands it out. */
  ownErrorHandler?: FastifyInstance['errorHandler']
}

export const stateKey = Symbol('fastify-problem-json.state')

export function createState (options: ResolvedOptions, survey: Survey): State {
  return {
    ...options,
    recognize: createRecognize(options.catalog, options),
    represent: createRepresent(options),
    toTranslation: createTranslator(options),
    said: new Set(),
    routes: [],
    survey
  }
}

let fallback: State | undefined

/** The state of the nearest instance that has the plugin; without one, that of the standard problem types. */
export function stateOf (instance: object): State {
  const state = (instance as { [stateKey]?: State })[stateKey]
  return state ?? (fallback ??= createState(resolveOptions({ catalog: defineCatalog({}) as AnyCatalog }), createSurvey(false)))
}

export const routeKey = Symbol('fastify-problem-json.route')

/** What the plugin knows of a route that it saw being added. */
export interface RouteFacts {
  /** The codes that it declares; `undefined` where it declares none. */
  readonly declared: ReadonlySet<string> | undefined
  /** The codes that it answers: those that it declares, and those that routes answer of themselves. */
  readonly answers: ReadonlySet<string>
  /** General code → the code that refines it on this route. */
  readonly refined: ReadonlyMap<string, string>
}

type RouteConfig = { [routeKey]?: RouteFacts, problems?: unknown, url?: string }

/** The route's own configuration; an empty one for a request that met no route. */
export function routeConfig (request: FastifyRequest): RouteConfig {
  return Object(request.routeOptions.config) as RouteConfig
}
