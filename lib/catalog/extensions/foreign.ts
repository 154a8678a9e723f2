/**
 * Schemas that are no JSON Schema and look like it: joi, superstruct and older libraries have `type: 'object'`, too.
 * Read as JSON Schema they list no member, and every one would be dropped in silence.
 */
import { demand } from '../catalog-error.js'
import { isObject } from '../../json/ref.js'

/** @throws {CatalogError} for an instance of a class, and for an object that has methods */
export function checkForeign (subject: string, given: unknown): void {
  if (!isForeign(given)) return
  const rule = [
    'be JSON Schema, or offer it (Standard JSON Schema)',
    'convert it with a tool of its library, and pass what that gives'
  ] as const
  demand(false, subject, rule, `a schema of another kind (${nameOf(given)})`)
}

function isForeign (given: unknown): boolean {
  if (!isObject(given)) return false
  return !isPlain(given) || '~standard' in given || Object.values(given).some((value) => typeof value === 'function')
}

/** A plain object of another realm has a prototype of its own, which has none above it. */
export function isPlain (given: object): boolean {
  const prototype = Object.getPrototypeOf(given) as object | null
  return prototype === null || Object.getPrototypeOf(prototype) === null
}

function nameOf (given: unknown): string {
  const { constructor: { name = '' } = {} } = Object(given) as { constructor?: { name?: string } }
  return name === 'Object' || name === ''
    ? `it has ${Object.keys(Object(given) as object)
        .slice(0, 5)
        .join(', ')}`
    : name
}
