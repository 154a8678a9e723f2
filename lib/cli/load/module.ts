/**
 * Loads a module: JavaScript by Node; TypeScript by Node's own type stripping or by jiti, which also knows the `paths`
 * of a tsconfig.json, JSON without an attribute, and CommonJS in a package of modules.
 */
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { isFile } from '../files.js'
import { messageOf } from '../io.js'
import type { Io } from '../io.js'
import { within } from './within.js'

export type Module = Readonly<Record<string, unknown>>

export interface Loaders {
  /** Whether this process imports TypeScript: Node strips types, or a runner such as tsx does. */
  readonly strips: boolean
  readonly jiti: () => Promise<Pick<typeof import('jiti'), 'createJiti'>>
}

export const loaders: Loaders = {
  strips: Boolean((process.features as { typescript?: unknown }).typescript) || hasRunner(),
  jiti: () => import('jiti')
}

function hasRunner (): boolean {
  return [...process.execArgv, process.env['NODE_OPTIONS'] ?? ''].some((argument) =>
    /\b(?:tsx|ts-node)\b/.test(argument)
  )
}

/**
 * @param seconds after which a module that waits for something counts as hanging
 * @throws {Error} naming the file, for one that cannot be loaded
 */
export async function loadModule (
  file: string, { cwd }: Pick<Io, 'cwd'>, use = loaders, seconds = 60
): Promise<Module> {
  const path = resolve(cwd, file)
  if (!(await isFile(path))) throw new Error(`there is no file '${file}'`)
  try {
    return await within(importFile(path, use), 'it', seconds)
  } catch (cause) {
    throw new Error(`'${file}' cannot be loaded: ${reasonOf(cause)}`, { cause })
  }
}

/** Without the list of who required what, which Node adds below. */
function reasonOf (error: unknown): string {
  return messageOf(error).replace(/\nRequire stack:[^]*/, '')
}

async function importFile (path: string, use: Loaders): Promise<Module> {
  const isTypeScript = /\.[cm]?tsx?$/.test(path)
  if (isTypeScript && !use.strips) return importByJiti(path, use, 'This version of Node cannot strip types, ')
  try {
    return await import(pathToFileURL(path).href) as Module
  } catch (error) {
    if (isTypeScript && isBeyondStripping(error)) {
      return importByJiti(path, use, `${sentence(error)} Node can strip types and no more, `)
    }
    if (isBeyondNode(error)) return importByJiti(path, use, `${sentence(error)} `)
    throw error
  }
}

const beyondStripping = new Set([
  'ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX', 'ERR_MODULE_NOT_FOUND', 'MODULE_NOT_FOUND', 'ERR_UNKNOWN_FILE_EXTENSION'
])

/** Enums, './file.js' for file.ts, types imported without `type`, paths of a tsconfig.json: more than stripping. */
function isBeyondStripping (error: unknown): boolean {
  return error instanceof SyntaxError || beyondStripping.has(codeOf(error))
}

// Node 20 calls it an assertion.
const missingAttribute = new Set(['ERR_IMPORT_ATTRIBUTE_MISSING', 'ERR_IMPORT_ASSERTION_TYPE_MISSING'])

/** JSON without an attribute, and CommonJS in a package of modules. */
function isBeyondNode (error: unknown): boolean {
  const isCommonJs = error instanceof ReferenceError && /^(?:require|module|exports) is not defined/.test(error.message)
  return isCommonJs || missingAttribute.has(codeOf(error))
}

function codeOf (error: unknown): string {
  return String((Object(error) as { code?: unknown }).code)
}

/** Without its full stop. */
export function firstLine (text: string): string {
  return text.replace(/\n[^]*/, '').replace(/\.$/, '')
}

function sentence (error: unknown): string {
  return `${firstLine(reasonOf(error))}.`
}

async function importByJiti (path: string, { jiti }: Loaders, reason: string): Promise<Module> {
  const { createJiti } = await jiti().catch((cause: unknown) => {
    throw new Error(`${reason}jiti can: npm install --save-dev jiti`, { cause })
  })
  // By its own path: the tsconfig.json that is nearest to it counts.
  return createJiti(path, { tsconfigPaths: true }).import<Module>(path)
}
