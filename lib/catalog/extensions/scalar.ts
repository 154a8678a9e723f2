/**
 * What of a text, a number, a boolean or a constant may leave the process: the leaves of extensions.ts.
 */
import type { Filter } from './filter.js'
import { quote } from '../../json/text.js'
import type { Schema } from '../../json/ref.js'

const scalars = new Set(['string', 'number', 'boolean'])
const isPlain = (value: unknown): boolean => scalars.has(typeof value)

export function scalar (fits: (value: unknown) => boolean): Filter {
  const plain = (value: unknown) => value instanceof Date ? value.toJSON() : value
  // Kept although it breaks a bound: an answer that says too much of a number is better than one that says nothing.
  const pick = (value: unknown) => {
    const text = plain(value)
    if (typeof text === 'bigint') return text.toString()
    return text === null || scalars.has(typeof text) ? text : undefined
  }
  return {
    fits: (value) => fits(plain(value)),
    pick,
    write: (value) => typeof value === 'string' ? quote(value) : JSON.stringify(pick(value))
  }
}

export function only (values: readonly unknown[]): Filter {
  const fits = (value: unknown) => values.includes(value)
  const pick = (value: unknown) => fits(value) ? value : undefined
  const written = new Map(values.filter(isPlain).map((value) => [value, JSON.stringify(value)]))
  return { fits, pick, write: (value) => written.get(value) ?? JSON.stringify(pick(value)) }
}

export function fitsString (value: string, schema: Schema): boolean {
  const { minLength = 0, maxLength = Infinity, pattern } = schema as { minLength?: number, maxLength?: number, pattern?: string }
  return value.length >= minLength && value.length <= maxLength && (pattern === undefined || new RegExp(pattern, 'u').test(value))
}

export function fitsNumber (value: number, schema: Schema): boolean {
  const { minimum = -Infinity, maximum = Infinity } = schema as { minimum?: number, maximum?: number }
  return value >= minimum && value <= maximum
}
