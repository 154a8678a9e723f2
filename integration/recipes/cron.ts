/**
 * A job that runs again and again: a failure is one line in the log and one event, and the next run comes all the same.
 */
import type { FastifyInstance } from 'fastify'

/** Runs the job every so many milliseconds, never twice at the same time, until the service closes. */
export function every (app: FastifyInstance, milliseconds: number, name: string, job: () => Promise<unknown>): void {
  const log = app.log.child({ job: name })
  let isRunning = false
  const timer = setInterval(async () => {
    if (isRunning) return
    isRunning = true
    try {
      await job()
    } catch (error) {
      app.reportProblem(error, { log })
    } finally {
      isRunning = false
    }
  }, milliseconds)
  app.addHook('onClose', async () => clearInterval(timer))
}
