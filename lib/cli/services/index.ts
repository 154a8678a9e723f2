/**
 * The services that a command is about: the catalog of the command line, those that it names, or all of the config.
 */
import { posix, resolve } from 'node:path'
import type { ServiceConfig } from '../../contract/config.js'
import { textOf, UsageError } from '../io.js'
import type { Io, ParsedArguments } from '../io.js'
import { readConfig } from './config.js'

export interface Service extends Omit<ServiceConfig, 'snapshot'> {
  /** As the config calls it; the catalog's file where the command line names that. */
  readonly name: string
  readonly snapshot: string
  /** Seconds after which a module or an app counts as hanging. */
  readonly timeout: number
}

export interface Services {
  readonly services: readonly Service[]
  /** Whether they come from a config: a report then has a part for each. */
  readonly many: boolean
}

export const snapshotName = 'problems.snapshot.json'

/** The snapshot lies beside its catalog: two services of one repository have two. A snapshot is its own. */
export function besideCatalog (catalog: string): string {
  if (catalog.endsWith('.json')) return catalog
  return posix.join(posix.dirname(catalog.replaceAll('\\', '/')), snapshotName)
}

/** @param words the positional arguments that name a catalog or services */
export async function servicesOf (args: ParsedArguments, words: readonly string[], io: Io): Promise<Services> {
  const config = await readConfig(args, io)
  const timeout = secondsOf(args)
  const known = new Map(config?.services.map((service) => [service.name, service]))
  const [word = '', ...others] = words
  if (word !== '' && others.length === 0 && !known.has(word)) {
    return { many: false, services: [fromCommandLine(word, args, timeout)] }
  }
  if (!config) {
    throw new UsageError(
      words.length > 1
        ? `one catalog is handled at a time, got ${words.length}: list the services in problem-json.config.js`
        : 'state a catalog, or list the services in problem-json.config.js: export default { services: { orders: { ' +
          "catalog: 'src/catalog.ts' } } }"
    )
  }
  refuseSingle(args)
  const unknown = words.find((word) => !known.has(word))
  if (unknown !== undefined) {
    throw new UsageError(`'${config.file}' has no service '${unknown}', it has ${[...known.keys()].join(', ')}`)
  }
  const chosen = config.services.filter(({ name }) => words.length === 0 || words.includes(name))
  const services = chosen.map((service) => ({
    ...service,
    snapshot: service.snapshot ?? besideCatalog(service.catalog),
    timeout
  }))
  refuseShared(services, io)
  return { many: true, services }
}

function fromCommandLine (catalog: string, args: ParsedArguments, timeout: number): Service {
  const [app, appExport, name] = [textOf(args, 'app'), textOf(args, 'app-export'), textOf(args, 'export')]
  return {
    name: catalog,
    catalog,
    snapshot: textOf(args, 'snapshot') ?? besideCatalog(catalog),
    timeout,
    ...(name !== undefined && { export: name }),
    ...(app !== undefined && { app }),
    ...(appExport !== undefined && { appExport })
  }
}

function secondsOf (args: ParsedArguments): number {
  const text = textOf(args, 'timeout') ?? '60'
  if (!/^\d+(?:\.\d+)?$/.test(text) || Number(text) === 0) {
    throw new UsageError(`--timeout must be a number of seconds, got '${text}'`)
  }
  return Number(text)
}

/** These options are about one catalog: with a config, it states them for each service. */
function refuseSingle (args: ParsedArguments): void {
  for (const option of ['app', 'app-export', 'export', 'snapshot']) {
    if (textOf(args, option) !== undefined) {
      throw new UsageError(`--${option} is for one catalog: state it in the config, or name the catalog`)
    }
  }
}

/** Two services with one file would overwrite each other's snapshot. */
function refuseShared (services: readonly Service[], { cwd }: Io): void {
  const owners = new Map<string, string>()
  for (const { name, snapshot } of services) {
    const path = resolve(cwd, snapshot)
    const other = owners.get(path)
    if (other !== undefined) {
      throw new UsageError(
        `'${other}' and '${name}' have the same snapshot '${snapshot}': state 'snapshot' for one of them`
      )
    }
    owners.set(path, name)
  }
}
