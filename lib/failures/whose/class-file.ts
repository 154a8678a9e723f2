/**
 * The file that a class is from, where no stack tells who made the value: instances of classes that are no errors have
 * none, and some libraries empty it. Only modules of CommonJS can be asked.
 */
import { createRequire } from 'node:module'

const known = new WeakMap<object, string | undefined>()

/** `undefined` for a class that no module exports by itself, as `default`, or under its own name. */
export function fileOfClass (constructor: unknown): string | undefined {
  if (typeof constructor !== 'function' || builtIn.has(constructor)) return undefined
  if (!known.has(constructor)) known.set(constructor, search(constructor))
  return known.get(constructor)
}

const builtIn: ReadonlySet<unknown> = new Set([Object, Array, Function, Error, TypeError, RangeError, SyntaxError])

function search (constructor: { readonly name: string }): string | undefined {
  try {
    const modules = Object.entries(createRequire(import.meta.url).cache)
    return modules.find(([, module]) => exportsIt(module?.exports, constructor))?.[0].replaceAll('\\', '/')
  } catch {
    return undefined
  }
}

/** Getters are not read: some load what they give. */
function exportsIt (exported: unknown, constructor: { readonly name: string }): boolean {
  if (exported === constructor) return true
  if (typeof exported !== 'object' || exported === null) return false
  return ['default', constructor.name].some(
    (name) => Object.getOwnPropertyDescriptor(exported, name)?.value === constructor
  )
}
