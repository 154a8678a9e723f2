/**
 * One service after the other: the failure of one does not stop the rest.
 */
import { exit, messageOf } from '../io.js'
import type { ExitCode, Io } from '../io.js'
import type { Service } from './index.js'

export interface Failed { readonly service: Service, readonly error: unknown }

/** @throws what the work throws, where there is one service only */
export async function forEach (
  services: readonly Service[], io: Io, work: (service: Service) => Promise<void>
): Promise<ExitCode> {
  const { failed } = await collect(services, work)
  for (const { service, error } of failed) io.err(`${service.name}: ${messageOf(error)}\n`)
  return failed.length > 0 ? exit.failed : exit.fine
}

/** @throws what the work throws, where there is one service only */
export async function collect<Result> (
  services: readonly Service[], work: (service: Service) => Promise<Result>
): Promise<{ done: Result[]; failed: Failed[] }> {
  const done: Result[] = []
  const failed: Failed[] = []
  for (const service of services) {
    try {
      done.push(await work(service))
    } catch (error) {
      if (services.length === 1) throw error
      failed.push({ service, error })
    }
  }
  return { done, failed }
}
