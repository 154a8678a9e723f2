/**
 * Loads a catalog or an app from a module: JavaScript, or TypeScript by Node's own type stripping or by jiti.
 */
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { catalogInfo } from '../catalog/define.js'
import type { AnyCatalog } from '../catalog/definition.js'
import type { ProblemRoute, SnapshotOptions } from '../contract/snapshot.js'
import { isFile } from './files.js'
import type { Io } from './io.js'

type Module = Readonly<Record<string, unknown>>

export interface Loaders {
  /** Whether Node strips types. */
  readonly strips: boolean
  readonly jiti: () => Promise<Pick<typeof import('jiti'), 'createJiti'>>
}

export const loaders: Loaders = {
  strips: Boolean((process.features as { typescript?: unknown }).typescript),
  jiti: () => import('jiti')
}

/** @throws {Error} naming the file, for one that cannot be loaded */
export async function loadModule (file: string, { cwd }: Io, use = loaders): Promise<Module> {
  const path = resolve(cwd, file)
  if (!await isFile(path)) throw new Error(`there is no file '${file}'`)
  try {
    return await importFile(path, use)
  } catch (cause) {
    throw new Error(`'${file}' cannot be loaded: ${(cause as Error).message}`, { cause })
  }
}

async function importFile (path: string, use: Loaders): Promise<Module> {
  const isTypeScript = /\.[cm]?tsx?$/.test(path)
  if (isTypeScript && !use.strips) return importByJiti(path, use)
  try {
    return await import(pathToFileURL(path).href) as Module
  } catch (error) {
    if (!isTypeScript || !isBeyondStripping(error)) throw error
    return importByJiti(path, use, `${(error as Error).message.replace(/\.$/, '')}. Node can strip types and no more, `)
  }
}

const beyondStripping = new Set(['ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX', 'ERR_MODULE_NOT_FOUND', 'ERR_UNKNOWN_FILE_EXTENSION'])

/** Enums, './file.js' for file.ts, types imported without `type`: TypeScript that needs more than stripping. */
function isBeyondStripping (error: unknown): boolean {
  return error instanceof SyntaxError || beyondStripping.has(String((error as { code?: unknown }).code))
}

async function importByJiti (path: string, { jiti }: Loaders, reason = 'This version of Node cannot strip types, '): Promise<Module> {
  const { createJiti } = await jiti().catch((cause: unknown) => {
    throw new Error(`${reason}jiti can: npm install --save-dev jiti`, { cause })
  })
  return createJiti(import.meta.url).import<Module>(path)
}

/** @throws {Error} for a module that exports no catalog */
export async function loadCatalog (file: string, io: Io): Promise<AnyCatalog> {
  const { catalog } = await loadModule(file, io)
  if (catalogInfo(catalog)) return catalog as AnyCatalog
  throw new Error(`'${file}' must export a catalog made by defineCatalog() as 'catalog': export const catalog = defineCatalog({ … })`)
}

interface App {
  ready: () => unknown
  close: () => unknown
  problemRoutes?: () => readonly ProblemRoute[]
  problemEnvelope?: () => NonNullable<SnapshotOptions['envelope']>
}

/** What an app says of its routes and its envelope; nothing, where there is no app. */
export async function loadApp (file: string | undefined, io: Io): Promise<SnapshotOptions> {
  if (file === undefined) return {}
  const { build } = await loadModule(file, io)
  if (typeof build !== 'function') throw new Error(`'${file}' must export build(), a function that gives a Fastify instance`)
  const app = await build() as App
  try {
    await app.ready()
    if (!app.problemRoutes) throw new Error(`the instance that build() of '${file}' gives has no fastify-problem-json: register the plugin on it`)
    return { routes: app.problemRoutes(), envelope: app.problemEnvelope?.() }
  } finally {
    await app.close()
  }
}
