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
  const [first, second] = [one['properties'], other['properties']]
  if (isSchema(first) && isSchema(second)) merged['properties'] = { ...first, ...mergeEach(first, second) }
  return merged
}

function mergeEach (members: Schema, others: Schema): Schema {
  return Object.fromEntries(Object.entries(others).map(([name, other]) => {
    const member = Object.hasOwn(members, name) ? members[name] : undefined
    return [name, isSchema(member) && isSchema(other) ? mergeSchemas(member, other) : other]
  }))
}
