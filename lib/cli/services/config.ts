/**
 * Finds and reads the config: `problem-json.config.js` (or `.mjs`, `.cjs`, `.ts`, `.mts`, `.json`), or a key in
 * package.json.
 */
import { dirname, join, relative, resolve } from 'node:path'
import type { ProblemJsonConfig, ServiceConfig } from '../../contract/config.js'
import { isFile, readText } from '../files.js'
import { isUrl, textOf, UsageError } from '../io.js'
import type { Io, ParsedArguments } from '../io.js'
import { loadModule } from '../load/module.js'

const names = ['js', 'mjs', 'cjs', 'ts', 'mts', 'cts', 'json'].map((extension) => `problem-json.config.${extension}`)
const key = 'problem-json'

/** A config whose paths are relative to the folder where the command runs. */
export interface ReadConfig {
  readonly file: string
  readonly services: readonly (ServiceConfig & { readonly name: string })[]
}

/** @throws {UsageError} for a config that is not a list of services */
export async function readConfig (args: ParsedArguments, io: Io): Promise<ReadConfig | undefined> {
  const file = textOf(args, 'config') ?? await findConfig(io)
  if (file === undefined) return undefined
  const { services } = check(await valueOf(file, io), file)
  const rebase = (path: string) =>
    isUrl(path) ? path : relative(io.cwd, resolve(io.cwd, dirname(file), path)).replaceAll('\\', '/')
  const all = Object.entries(services).map(([name, service]) => {
    const fields = typeof service === 'string' ? { catalog: service } : service
    return { name, ...mapPaths(fields, rebase) } as ServiceConfig & { name: string }
  })
  return { file, services: all }
}

const paths = new Set(['catalog', 'app', 'snapshot', 'docs', 'client'])

function mapPaths (service: ServiceConfig, rebase: (path: string) => string): object {
  return Object.fromEntries(
    Object.entries(service).map(([field, value]) => [field, paths.has(field) ? rebase(value) : value])
  )
}

async function findConfig (io: Io): Promise<string | undefined> {
  for (const name of names) if (await isFile(join(io.cwd, name))) return name
  const manifest = 'package.json'
  return await isFile(join(io.cwd, manifest)) && key in await readJson(manifest, io) ? manifest : undefined
}

async function valueOf (file: string, io: Io): Promise<unknown> {
  if (/(?:^|[\\/])package\.json$/.test(file)) return (await readJson(file, io))[key]
  if (file.endsWith('.json')) return readJson(file, io)
  const { default: config, ...rest } = await loadModule(file, io)
  return config ?? rest
}

async function readJson (file: string, io: Io): Promise<Record<string, unknown>> {
  const text = await readText(file, io)
  try {
    return Object(JSON.parse(text)) as Record<string, unknown>
  } catch (cause) {
    throw new UsageError(`'${file}' is not JSON: ${(cause as Error).message}`, { cause })
  }
}

const fields = [...paths, 'export', 'appExport']

function check (config: unknown, file: string): ProblemJsonConfig {
  const demand = (condition: boolean, subject: string, rule: string) => {
    if (!condition) throw new UsageError(`${subject} in '${file}' must ${rule}`)
  }
  const { services, ...others } = Object(config) as ProblemJsonConfig
  for (const name of Object.keys(others)) demand(false, `'${name}'`, 'be services')
  demand(
    typeof services === 'object' && services !== null && Object.keys(services).length > 0, "'services'",
    "name at least one service, such as { orders: { catalog: 'orders/src/catalog.ts' } }"
  )
  for (const [name, service] of Object.entries(services)) {
    const stated = typeof service === 'string' ? { catalog: service } : Object(service) as object
    demand(
      /^[\w@./-]+$/.test(name) && !name.includes('..'), `The name '${name}' of a service`,
      'consist of letters, digits, - and _'
    )
    demand('catalog' in stated, `The service '${name}'`, "state its 'catalog'")
    for (const [field, value] of Object.entries(stated)) {
      demand(fields.includes(field), `'${field}' of the service '${name}'`, `be one of ${fields.join(', ')}`)
      demand(
        typeof value === 'string' && value !== '', `'${field}' of the service '${name}'`, 'be a text that is not empty'
      )
    }
  }
  return config as ProblemJsonConfig
}
