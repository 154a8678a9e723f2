/**
 * Jobs whose failures are problems: what the catalog says of `retry` decides whether a job is tried again, and when.
 */
import { UnrecoverableError } from 'bullmq'
import type { Job } from 'bullmq'
import type { FastifyInstance } from 'fastify'
import type { WireProblem } from 'fastify-problem-json'

/** The failure as the queue keeps it: the text is JSON, and holds nothing private. */
class JobProblem extends Error {
  constructor (readonly problem: WireProblem) {
    super(JSON.stringify(problem))
    this.stack = `JobProblem: ${problem.code}`
  }
}

/** The function of a `Worker`. Give the worker `settings: { backoffStrategy }`, and the job `backoff: { type: 'custom' }`. */
export function processorOf (app: FastifyInstance, process: (job: Job) => Promise<unknown>) {
  return async function processJob (job: Job): Promise<unknown> {
    try {
      return await process(job)
    } catch (error) {
      const problem = app.reportProblem(error, { log: app.log.child({ job: job.id, queue: job.queueName }) })
      if (problem.retry === undefined) throw new UnrecoverableError(JSON.stringify(problem))
      throw new JobProblem(problem)
    }
  }
}

/** Milliseconds until the next attempt: what the problem says, else one second, two, four, … */
export function backoffStrategy (attempts: number, _type?: string, error?: Error): number {
  const retryAfter = error instanceof JobProblem ? error.problem.retryAfter : undefined
  return retryAfter === undefined ? 1000 * 2 ** (attempts - 1) : retryAfter * 1000
}
