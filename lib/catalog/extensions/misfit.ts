/**
 * Where a value does not fit its schema, and which rule it breaks: for developers. It never holds the value.
 */
import { isObject } from '../../json/record.js'
import { createResolver, isSchema } from '../../json/ref.js'
import type { Schema } from '../../json/ref.js'
import { brokenKeyword, createFits, kindOf, toJson } from './assertions.js'
import type { CompileFits } from './assertions.js'
import { conjunctsOf, firstItemsOf, patternsOf, propertiesOf, restOfItems } from './vocabulary.js'

/** One rule that a value breaks. */
export interface Misfit {
  /** The member, such as `items/0/sku`; empty for the value as a whole. */
  readonly member: string
  /** The keyword of JSON Schema. */
  readonly rule: string
  /** The argument of the rule: the `5` of `maxLength: 5`. */
  readonly limit: unknown
  /** The JSON type of what was there; `nothing` for a member that is missing. */
  readonly got: string
}

interface Search {
  readonly fits: CompileFits
  readonly resolve: (ref: string) => unknown
}

/** The first misfit, the deepest one of its branch; `undefined` where the value fits. */
export function misfitOf (root: Schema, value: unknown): Misfit | undefined {
  const resolve = createResolver(root)
  return find(root, value, [], { fits: createFits(resolve), resolve })
}

function find (schema: unknown, value: unknown, path: readonly string[], search: Search): Misfit | undefined {
  if (search.fits(schema)(value)) return undefined
  const within = isSchema(schema) ? findWithin(schema, value, path, search) : undefined
  return within ?? toMisfit(schema, value, path, search)
}

/** The first misfit in the members and items, or in what `allOf` and `$ref` apply to the same value. */
function findWithin (schema: Schema, value: unknown, path: readonly string[], search: Search): Misfit | undefined {
  for (const [name, inner, item] of placesOf(schema, value)) {
    const misfit = find(inner, item, [...path, name], search)
    if (misfit) return misfit
  }
  for (const other of conjunctsOf(schema, search.resolve)) {
    const misfit = find(other, value, path, search)
    if (misfit) return misfit
  }
}

function placesOf (schema: Schema, value: unknown): Array<readonly [name: string, schema: unknown, value: unknown]> {
  if (Array.isArray(value)) {
    const first = firstItemsOf(schema)
    const rest = restOfItems(schema) ?? true
    return value.map((item: unknown, index) => [String(index), first[index] ?? rest, item])
  }
  if (!isObject(value)) return []
  return Object.entries(propertiesOf(schema))
    .filter(([name]) => value[name] !== undefined)
    .map(([name, inner]) => [name, inner, value[name]])
}

function toMisfit (schema: unknown, value: unknown, path: readonly string[], { fits }: Search): Misfit {
  const rule = isSchema(schema) ? brokenKeyword(schema, value, fits) : undefined
  if (rule === undefined) return { member: path.join('/'), rule: 'false', limit: undefined, got: typeName(value) }
  const limit = (schema as Schema)[rule]
  const name = isObject(value) && memberOf(rule, schema as Schema, value)
  return name
    ? { member: [...path, name].join('/'), rule, limit, got: typeName(value[name]) }
    : { member: path.join('/'), rule, limit, got: typeName(value) }
}

/** The member that the rule is about, where it is about one. */
function memberOf (rule: string, schema: Schema, value: Record<string, unknown>): string | undefined {
  if (rule === 'required') return (schema['required'] as string[]).find((name) => value[name] === undefined)
  if (rule !== 'additionalProperties' || schema[rule] !== false) return undefined
  const patterns = patternsOf(schema)
  return Object.keys(value).find(
    (name) => !Object.hasOwn(propertiesOf(schema), name) && !patterns.some(([pattern]) => pattern.test(name))
  )
}

function typeName (value: unknown): string {
  return value === undefined ? 'nothing' : kindOf(toJson(value)) ?? typeof value
}
