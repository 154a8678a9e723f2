/**
 * The file that defines a class, where no stack shows who made the value: only errors have a stack, and some libraries
 * empty it. Only modules of CommonJS can be searched.
 */
import { createRequire } from 'node:module'

const files = new WeakMap<object, string | undefined>()

/** `undefined` for a class that no module exports as a whole, as `default`, or under the name of the class. */
export function fileOfClass (constructor: unknown): string | undefined {
  if (typeof constructor !== 'function' || builtIn.has(constructor)) return undefined
  if (!files.has(constructor)) files.set(constructor, findFile(constructor))
  return files.get(constructor)
}

const builtIn: ReadonlySet<unknown> = new Set([Object, Array, Function, Error, TypeError, RangeError, SyntaxError])

function findFile (constructor: { readonly name: string }): string | undefined {
  try {
    const modules = Object.entries(createRequire(import.meta.url).cache)
    return modules.find(([, module]) => exportsIt(module?.exports, constructor))?.[0].replaceAll('\\', '/')
  } catch {
    return undefined
  }
}

/** Getters are not read, because some load a module. */
function exportsIt (exported: unknown, constructor: { readonly name: string }): boolean {
  if (exported === constructor) return true
  if (typeof exported !== 'object' || exported === null) return false
  return ['default', constructor.name].some(
    (name) => Object.getOwnPropertyDescriptor(exported, name)?.value === constructor
  )
}
