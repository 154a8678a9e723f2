/**
 * Whether a value fits a JSON Schema: the assertions of draft 2020-12 and their older spellings, compiled once. It is
 * strict, because it decides which branch of a schema lists what may leave.
 */
import { isSame } from '../../json/canonical.js'
import { isObject } from '../../json/record.js'
import { isSchema } from '../../json/ref.js'
import type { Schema } from '../../json/ref.js'
import { patternsOf, propertiesOf, typesOf } from './vocabulary.js'

export type Fits = (value: unknown) => boolean
export type CompileFits = (schema: unknown) => Fits

/** Makes the compiler of the schemas in one root. */
export function createFits (resolve: (ref: string) => unknown): CompileFits {
  const known = new Map<Schema, Fits>()
  return function compile (schema) {
    if (schema === true || schema === undefined) return () => true
    if (!isSchema(schema)) return () => false
    const ready = known.get(schema)
    if (ready) return ready
    let checks: readonly Fits[] | undefined
    // Compiled at the first call, because a recursive schema contains itself.
    const fits: Fits = (value) => {
      const plain = toJson(value)
      checks ??= compileChecks(schema, compile, resolve)
      return checks.every((check) => check(plain))
    }
    known.set(schema, fits)
    return fits
  }
}

/** A scalar as JSON holds it. */
export function toJson (value: unknown): unknown {
  if (value instanceof Date) return value.toJSON()
  return typeof value === 'bigint' ? Number(value) : value
}

/** The JSON type of a value; `undefined` for what JSON cannot hold. */
export function kindOf (value: unknown): string | undefined {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'array'
  if (typeof value === 'number') return Number.isFinite(value) ? 'number' : undefined
  return ['string', 'boolean', 'object'].includes(typeof value) ? typeof value : undefined
}

export function isOfType (value: unknown, type: string): boolean {
  if (type === 'integer') return Number.isInteger(value)
  return kindOf(value) === (type === 'Date' ? 'string' : type)
}

type Keyword = (argument: never, schema: Schema, compile: CompileFits) => Fits

function compileChecks (schema: Schema, compile: CompileFits, resolve: (ref: string) => unknown): Fits[] {
  const checks = Object.keys(schema)
    .filter((keyword) => Object.hasOwn(keywords, keyword) && schema[keyword] !== undefined)
    .map((keyword) => keywords[keyword]!(schema[keyword] as never, schema, compile))
  return typeof schema['$ref'] === 'string' ? [...checks, compile(resolve(schema['$ref']))] : checks
}

/** The first keyword of the schema itself that a value breaks; `undefined` where it breaks none. */
export function brokenKeyword (schema: Schema, value: unknown, compile: CompileFits): string | undefined {
  const plain = toJson(value)
  return Object.keys(keywords).find(
    (keyword) => schema[keyword] !== undefined && !keywords[keyword]!(schema[keyword] as never, schema, compile)(plain)
  )
}

const forText = (check: (text: string) => boolean): Fits => (value) => typeof value !== 'string' || check(value)
const forNumber = (check: (number: number) => boolean): Fits => (value) => typeof value !== 'number' || check(value)
const forList = (check: (list: readonly unknown[]) => boolean): Fits => (value) => !Array.isArray(value) || check(value)
const forObject =
  (check: (object: Schema) => boolean): Fits =>
    (value) =>
      Array.isArray(value) || !isObject(value) || check(value)

/** JSON has no `undefined`: a member that is `undefined` is absent. */
const has = (object: Schema, name: string): boolean => Object.hasOwn(object, name) && object[name] !== undefined
const namesOf = (object: Schema): string[] => Object.keys(object).filter((name) => object[name] !== undefined)
const lengthOf = (text: string): number => [...text].length

const keywords: Readonly<Record<string, Keyword>> = {
  type (_, schema) {
    const types = typesOf(schema)
    return (value) => types.some((type) => isOfType(value, type))
  },
  enum: (values: readonly unknown[]) => (value) => values.some((each) => isEqual(each, value)),
  const: (constant: unknown) => (value) => isEqual(constant, value),

  minLength: (limit: number) => forText((text) => lengthOf(text) >= limit),
  maxLength: (limit: number) => forText((text) => lengthOf(text) <= limit),
  pattern (pattern: string) {
    const expression = new RegExp(pattern, 'u')
    return forText((text) => expression.test(text))
  },

  minimum: (limit: number) => forNumber((number) => number >= limit),
  maximum: (limit: number) => forNumber((number) => number <= limit),
  // A boolean in draft 4 and OpenAPI 3.0, where `true` makes `minimum` exclusive.
  exclusiveMinimum: (limit: unknown, { minimum }) =>
    forNumber((number) => limit === false || number > Number(limit === true ? minimum : limit)),
  exclusiveMaximum: (limit: unknown, { maximum }) =>
    forNumber((number) => limit === false || number < Number(limit === true ? maximum : limit)),
  multipleOf: (step: number) => forNumber((number) => Math.abs(number / step - Math.round(number / step)) < 1e-9),

  required: (names: readonly string[]) => forObject((object) => names.every((name) => has(object, name))),
  minProperties: (limit: number) => forObject((object) => namesOf(object).length >= limit),
  maxProperties: (limit: number) => forObject((object) => namesOf(object).length <= limit),
  propertyNames: (schema: unknown, _, compile) => forObject((object) => namesOf(object).every(compile(schema))),
  properties: (properties: Schema, _, compile) =>
    forObject((object) =>
      Object.keys(properties).every((name) => !has(object, name) || compile(properties[name])(object[name]))
    ),
  patternProperties (_, schema, compile) {
    const patterns = patternsOf(schema)
    return forObject((object) =>
      namesOf(object).every((name) =>
        patterns.every(([pattern, member]) => !pattern.test(name) || compile(member)(object[name]))
      )
    )
  },
  additionalProperties (rest: unknown, schema, compile) {
    const properties = propertiesOf(schema)
    const patterns = patternsOf(schema)
    return forObject((object) =>
      namesOf(object).every(
        (name) =>
          Object.hasOwn(properties, name) ||
          patterns.some(([pattern]) => pattern.test(name)) ||
          compile(rest)(object[name])
      )
    )
  },
  dependentRequired: (dependents: Readonly<Record<string, readonly string[]>>) =>
    forObject((object) =>
      Object.keys(dependents).every(
        (name) => !has(object, name) || dependents[name]?.every((other) => has(object, other))
      )
    ),
  dependentSchemas: (dependents: Schema, _, compile) =>
    forObject((object) =>
      Object.keys(dependents).every((name) => !has(object, name) || compile(dependents[name])(object))
    ),
  dependencies: (dependents: Schema, _, compile) =>
    forObject((object) =>
      Object.entries(dependents).every(
        ([name, dependent]) =>
          !has(object, name) ||
          (Array.isArray(dependent)
            ? dependent.every((other: string) => has(object, other))
            : compile(dependent)(object))
      )
    ),

  minItems: (limit: number) => forList((list) => list.length >= limit),
  maxItems: (limit: number) => forList((list) => list.length <= limit),
  uniqueItems: (unique: unknown) =>
    forList((list) => unique !== true || new Set(list.map((item) => JSON.stringify(item))).size === list.length),
  contains: (schema: unknown, { minContains = 1, maxContains = Infinity }, compile) =>
    forList((list) => {
      const count = list.filter(compile(schema)).length
      return count >= Number(minContains) && count <= Number(maxContains)
    }),
  prefixItems: (schemas: readonly unknown[], _, compile) => forList((list) => fitsInOrder(list, schemas, compile)),
  items: (items: unknown, { prefixItems }, compile) =>
    forList((list) =>
      Array.isArray(items)
        ? fitsInOrder(list, items, compile)
        : list.slice(Array.isArray(prefixItems) ? prefixItems.length : 0).every((item) => compile(items)(item))
    ),
  additionalItems: (rest: unknown, { items }, compile) =>
    forList((list) => !Array.isArray(items) || list.slice(items.length).every((item) => compile(rest)(item))),

  allOf: (schemas: readonly unknown[], _, compile) => (value) => schemas.every((schema) => compile(schema)(value)),
  anyOf: (schemas: readonly unknown[], _, compile) => (value) => schemas.some((schema) => compile(schema)(value)),
  oneOf: (schemas: readonly unknown[], _, compile) => (value) =>
    schemas.filter((schema) => compile(schema)(value)).length === 1,
  not: (schema: unknown, _, compile) => (value) => !compile(schema)(value),
  if: (condition: unknown, schema, compile) => (value) =>
    compile(compile(condition)(value) ? schema['then'] : schema['else'])(value)
}

function fitsInOrder (list: readonly unknown[], schemas: readonly unknown[], compile: CompileFits): boolean {
  return list.every((item, index) => index >= schemas.length || compile(schemas[index])(item))
}

export function isEqual (one: unknown, other: unknown): boolean {
  return one === other || (isObject(one) && isObject(other) && isSame(one, other))
}
