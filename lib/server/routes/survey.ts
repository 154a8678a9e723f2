/**
 * What is found out at start-up of all routes, so that a failure looks only for what there is: to ask Fastify about the
 * route of a request costs each failure.
 */
import type { FastifyInstance, RouteOptions } from 'fastify'
import type { RouteFacts } from '../state.js'

export interface Survey {
  /** There may be routes that the plugin did not see. */
  readonly unseen: boolean
  /** There may be routes with `config: { problems: false }`. */
  optsOut: boolean
  /** There may be routes that declare a special case of a general code. */
  refines: boolean
  /** The methods that there are routes for; `undefined` where not all are known. */
  readonly methods: Set<string> | undefined
}

/** @param complete whether every route that there will be is going to be seen */
export function createSurvey (complete: boolean): Survey {
  return { unseen: !complete, optsOut: !complete, refines: !complete, methods: complete ? new Set() : undefined }
}

/** What has to be called for each route that is added to the instance. */
export type SurveyRoute = (route: RouteOptions, facts: RouteFacts) => void

export function startSurvey (instance: FastifyInstance, survey: Survey): SurveyRoute {
  const routes: RouteOptions[] = []
  instance.addHook('onReady', function finishSurvey (done) {
    // Not before: other `onRoute` hooks run later than the plugin's, and may opt routes out.
    survey.optsOut ||= routes.some(({ config }) => config?.problems === false)
    routes.length = 0
    done()
  })
  return function surveyRoute (route, { refined }) {
    routes.push(route)
    survey.refines ||= refined.size > 0
    for (const method of [route.method].flat()) survey.methods?.add(method)
  }
}
