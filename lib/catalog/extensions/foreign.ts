/**
 * Schemas that are no JSON Schema and look like it: joi, superstruct and older libraries have `type: 'object'`, too.
 * Read as JSON Schema they list no member, and every one would be dropped in silence.
 */
import { refuse } from '../catalog-error.js'
import { isObject } from '../../json/ref.js'

/** @throws {CatalogError} for a function, an instance of a class, and an object that has methods */
export function checkForeign (subject: string, given: unknown): void {
  if (!isForeign(given)) return
  const rule = 'be JSON Schema, or offer it (Standard JSON Schema)'
  refuse(subject, [rule, cureFor(given)], `a schema of another kind (${nameOf(given)})`)
}

function isForeign (given: unknown): given is object {
  if (typeof given === 'function') return true
  if (!isObject(given) || Array.isArray(given)) return false
  return !isPlain(given) || '~standard' in given || Object.values(given).some((value) => typeof value === 'function')
}

/** A plain object of another realm has a prototype of its own, which has none above it. */
export function isPlain (given: object): boolean {
  const prototype = Object.getPrototypeOf(given) as object | null
  return prototype === null || Object.getPrototypeOf(prototype) === null
}

function cureFor (given: object): string {
  // Every schema of effect has it.
  if ('ast' in given) return 'wrap it in Schema.toStandardJSONSchemaV1(), or in effect 3 pass JSONSchema.make() of it'
  // Builders, such as fluent-json-schema.
  if (typeof given !== 'function' && given.valueOf() !== given) return 'pass its valueOf()'
  return 'convert it with a tool of its library, and pass what that gives'
}

function nameOf (given: object): string {
  if (typeof given === 'function') return `the function ${given.name}`.trim()
  const { constructor: { name = '' } = {} } = given as { constructor?: { name?: string } }
  const keys = Object.keys(given)
    .slice(0, 5)
    .join(', ')
  return name === 'Object' || name === '' ? `it has ${keys}` : name
}
