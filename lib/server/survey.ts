/**
 * What is found out while routes are added, so that a failure looks only for what there is: to ask Fastify about the
 * route of a request costs each failure.
 */
import type { RouteOptions } from 'fastify'
import type { RouteFacts } from './state.js'

export interface Survey {
  /** There may be routes that the plugin did not see being added. */
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

export function surveyRoute (survey: Survey, { method, config }: RouteOptions, { refined }: RouteFacts): void {
  survey.optsOut ||= config?.problems === false
  survey.refines ||= refined.size > 0
  for (const one of [method].flat()) survey.methods?.add(one)
}
