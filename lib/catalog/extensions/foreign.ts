/**
 * Schemas that look like JSON Schema and are not: joi, superstruct and older libraries have `type: 'object'`, too.
 * Read as JSON Schema they list no member, and every member would silently be dropped.
 */
import { refuse } from '../catalog-error.js'
import { isObject } from '../../json/record.js'

/** @throws {CatalogError} for a function, an instance of a class, and an object that has methods */
export function checkForeign (subject: string, schema: unknown): void {
  if (!isForeign(schema)) return
  const rule = 'be JSON Schema, or offer it (Standard JSON Schema)'
  refuse(subject, [rule, cureFor(schema)], `a schema of another kind (${nameOf(schema)})`)
}

function isForeign (schema: unknown): schema is object {
  if (typeof schema === 'function') return true
  if (!isObject(schema) || Array.isArray(schema)) return false
  return !isPlainObject(schema) || '~standard' in schema ||
    Object.values(schema).some((value) => typeof value === 'function')
}

/** Also of another realm: the prototype of a plain object has no prototype above it. */
export function isPlainObject (value: object): boolean {
  const prototype = Object.getPrototypeOf(value) as object | null
  return prototype === null || Object.getPrototypeOf(prototype) === null
}

function cureFor (schema: object): string {
  // Every schema of effect has it.
  if ('ast' in schema) return 'wrap it in Schema.toStandardJSONSchemaV1(), or in effect 3 pass JSONSchema.make() of it'
  // Builders, such as fluent-json-schema.
  if (typeof schema !== 'function' && schema.valueOf() !== schema) return 'pass its valueOf()'
  return 'convert it with a tool of its library, and pass what that gives'
}

function nameOf (schema: object): string {
  if (typeof schema === 'function') return `the function ${schema.name}`.trim()
  const { constructor: { name = '' } = {} } = schema as { constructor?: { name?: string } }
  const keys = Object.keys(schema)
    .slice(0, 5)
    .join(', ')
  return name === 'Object' || name === '' ? `it has ${keys}` : name
}
