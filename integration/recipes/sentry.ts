/**
 * Sentry hears of every 5xx once, with its code, and of no 4xx; and of no request.
 */
import * as Sentry from '@sentry/node'
import type { ProblemEvent } from 'fastify-problem-json'

export const sentryOptions: Sentry.NodeOptions = {
  // By itself it judges by `error.statusCode`: a duplicate key would be reported, an upstream's 404 would not.
  integrations: [Sentry.fastifyIntegration({ shouldHandleError: () => false })],
  beforeSend ({ request, user, breadcrumbs, extra, ...event }) {
    return event
  }
}

export function reportProblem ({ problem, error, request, route = 'none' }: ProblemEvent): void {
  if (problem.status < 500) return
  // Of a thrown value that is no Error, Sentry would send every member.
  Sentry.captureException(error instanceof Error ? error : new Error(problem.title), {
    tags: { code: problem.code, route, instance: problem.instance, requestId: request?.id }
  })
}
