/**
 * The filters of texts, numbers, booleans and constants: the leaves of a schema.
 */
import type { Filter } from './filter.js'
import { quote } from '../../json/text.js'
import { isEqual } from './assertions.js'
import type { Fits } from './assertions.js'

const scalarKinds = new Set(['string', 'number', 'boolean'])
const isScalar = (value: unknown): boolean => scalarKinds.has(typeof value)

/** A bigint is a number where the schema asks for one, else a text. */
export function toScalar (value: unknown, isNumeric: boolean): unknown {
  if (value instanceof Date) return value.toJSON()
  if (typeof value === 'bigint') return isNumeric ? Number(value) : value.toString()
  return value === null || isScalar(value) ? value : undefined
}

/** The JSON of a scalar. A bigint keeps all its digits. */
export function writeScalar (value: unknown, isNumeric: boolean): string | undefined {
  if (typeof value === 'string') return quote(value)
  if (typeof value === 'bigint' && isNumeric) return value.toString()
  return JSON.stringify(toScalar(value, isNumeric))
}

/**
 * Keeps a scalar that breaks a bound: an answer with a number out of range is better than one without the number. Drops
 * an object.
 */
export function scalarFilter (type: string, fits: Fits): Filter {
  const isNumeric = isNumericType(type)
  return {
    fits,
    keepsTexts: true,
    pick: (value) => toScalar(value, isNumeric),
    write: (value) => writeScalar(value, isNumeric)
  }
}

export function isNumericType (type: string): boolean {
  return type === 'number' || type === 'integer'
}

/** What leaves is the constant of the schema, never the value. */
export function constantFilter (constants: readonly unknown[], fits: Fits): Filter {
  const pick = (value: unknown) => constants.find((constant) => isEqual(constant, value))
  const written = new Map(constants.filter(isScalar).map((constant) => [constant, JSON.stringify(constant)]))
  return { fits, pick, write: (value) => written.get(value) ?? JSON.stringify(pick(value)) }
}
