/**
 * Schemas that a value has to fit all at once, as one. Pure.
 */
import { isSchema } from '../ref.js'
import type { Schema } from '../ref.js'

/** The second says more where both say something of one thing, but members and alternatives add up. */
export function mergeSchemas (one: Schema, other: Schema): Schema {
  const merged: Record<string, unknown> = { ...one, ...other }
  for (const keyword of ['required', 'allOf']) {
    const lists = [one[keyword], other[keyword]].filter(Array.isArray)
    if (lists.length > 0) merged[keyword] = lists.flat()
  }
  if (isSchema(one['properties']) && isSchema(other['properties'])) {
    merged['properties'] = { ...one['properties'], ...other['properties'] }
  }
  return merged
}
