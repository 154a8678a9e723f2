/**
 * A number that fits its bounds, as near as they allow to what its name suggests. Pure.
 */
import type { Schema } from '../ref.js'
import { numberNamed } from './values.js'

interface Bounds {
  readonly minimum?: number
  readonly exclusiveMinimum?: number
  readonly maximum?: number
  readonly exclusiveMaximum?: number
  readonly multipleOf?: number
}

/** @param attempt another number gives another value, where several fit */
export function numberWithin (schema: Schema, name: string, attempt: number): number {
  const isInteger = schema['type'] !== 'number'
  const { multipleOf } = schema as Bounds
  const step = multipleOf ?? (isInteger ? 1 : 0.01)
  const { lowest, highest } = rangeOf(isInteger ? toIntegers(schema) : schema, step)
  const named = numberNamed(name, attempt)
  // A part of one, such as a rate.
  const wanted = !isInteger && lowest >= 0 && highest <= 1 ? toFraction(named) : named
  const inside = wanted < lowest ? Math.min(lowest + attempt * step, highest) : wanted
  const value = inside > highest ? Math.max(highest - attempt * step, lowest) : inside
  return exact(multipleOf === undefined ? value : multipleWithin(value, multipleOf, highest))
}

function rangeOf (bounds: Bounds, step: number): { lowest: number, highest: number } {
  const { minimum = -Infinity, exclusiveMinimum = -Infinity, maximum = Infinity, exclusiveMaximum = Infinity } = bounds
  const lowest = Math.max(minimum, exclusiveMinimum + step)
  const highest = Math.min(maximum, exclusiveMaximum - step)
  if (lowest <= highest) return { lowest, highest }
  // They are closer than a step.
  const middle = (Math.max(minimum, exclusiveMinimum) + Math.min(maximum, exclusiveMaximum)) / 2
  return { lowest: middle, highest: middle }
}

function toIntegers ({ minimum, exclusiveMinimum, maximum, exclusiveMaximum }: Bounds): Bounds {
  return {
    ...(minimum !== undefined && { minimum: Math.ceil(minimum) }),
    ...(exclusiveMinimum !== undefined && { exclusiveMinimum: Math.floor(exclusiveMinimum) }),
    ...(maximum !== undefined && { maximum: Math.floor(maximum) }),
    ...(exclusiveMaximum !== undefined && { exclusiveMaximum: Math.ceil(exclusiveMaximum) })
  }
}

// Validators divide: 70.4 is no multiple of 0.1 for them, 70.5 is.
const maxSteps = 20

function multipleWithin (value: number, factor: number, highest: number): number {
  const first = Math.ceil(exact(value / factor))
  for (let times = first; times < first + maxSteps; times++) {
    const multiple = exact(times * factor)
    if (multiple <= highest && Number.isInteger(multiple / factor)) return multiple
  }
  return Math.floor(exact(highest / factor)) * factor
}

/** 15 is 0.15. */
function toFraction (value: number): number {
  return value / 10 ** String(Math.trunc(value)).length
}

/** Without the traces of binary fractions: 0.30000000000000004 is not a multiple of 0.1. */
function exact (value: number): number {
  return Number(value.toPrecision(12))
}
