/**
 * Where the files of several services are written.
 */
import { posix } from 'node:path'
import { UsageError } from '../io.js'
import type { Io } from '../io.js'
import type { Service } from './index.js'

interface Wanted {
  /** The field of the config; `undefined` for a catalog of the command line. */
  readonly field: 'docs' | 'client' | undefined
  /** The file of one, or the folder of several. */
  readonly out: string | undefined
  readonly extension: string
}

/** @throws {UsageError} where no service states a target */
export function targetsOf (
  { field, out, extension }: Wanted, services: readonly Service[], io: Io
): Map<Service, string> {
  if (field === undefined) return new Map(services.map((service) => [service, out ?? '-']))
  const all = services.map(
    (service) => [service, service[field] ?? (out && posix.join(out, `${service.name}.${extension}`))] as const
  )
  const stated = all.filter((entry): entry is readonly [Service, string] => entry[1] !== undefined)
  if (stated.length === 0) {
    throw new UsageError(`no service of the config states '${field}': state it there, or --out with a folder`)
  }
  for (const [{ name }, target] of all) {
    if (target === undefined) io.err(`${name}: the config states no '${field}', nothing was written\n`)
  }
  return new Map(stated)
}
