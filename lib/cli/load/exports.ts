/**
 * Which export of a module is meant: the one that is named, the usual name, the default, or the only one of its kind.
 */
import { UsageError } from '../io.js'
import type { Module } from './module.js'

export interface Wanted {
  /** How messages call it, such as `a catalog made by defineCatalog()`. */
  readonly what: string
  /** Its usual name. */
  readonly usual: string
  /** The option of the command line that names another. */
  readonly option: string
  readonly is: (value: unknown) => boolean
}

/**
 * @param name the export that the user names
 * @throws {Error} where there is none of that kind
 * @throws {UsageError} where there are several, and none has the usual name
 */
export function pickExport (module: Module, file: string, wanted: Wanted, name: string | undefined): unknown {
  const found = candidates(module).filter(([, value]) => wanted.is(value))
  const named =
    found.find(([key]) => key === (name ?? wanted.usual)) ??
    (name === undefined ? found.find(([key]) => key === 'default') : undefined)
  if (named) return named[1]
  const values = [...new Set(found.map(([, value]) => value))]
  if (name === undefined && values.length === 1) return values[0]
  const names = found.map(([key]) => key)
  if (name === undefined && names.length > 0) {
    throw new UsageError(`'${file}' exports ${names.join(' and ')}: state --${wanted.option}`)
  }
  const has = names.length > 0 ? `, it exports ${names.join(', ')}` : ''
  throw new Error(`'${file}' must export ${wanted.what} as '${name ?? wanted.usual}'${has}`)
}

/** `module.exports = value` comes as the default, as the module itself, or with its members beside it. */
function candidates (module: Module): [name: string, value: unknown][] {
  const { default: whole } = module
  const inner = Object(whole) as Module
  return [...Object.entries(module), ...Object.entries(inner), ['default', inner['default']], ['default', module]]
}
