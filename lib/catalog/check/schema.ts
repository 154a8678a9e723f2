/**
 * Refuses what is not JSON Schema, and what the filter cannot decide by: a keyword that is read otherwise than it was
 * meant would let something out.
 */
import { demand } from '../catalog-error.js'
import { createResolver, isSchema } from '../../json/ref.js'
import type { Schema } from '../../json/ref.js'
import { checkListing } from './listing.js'
import { checkForeign, isPlainObject } from '../extensions/foreign.js'
import { conjunctsOf, dependentsOf, disjunctionsOf, types } from '../extensions/vocabulary.js'

/**
 * @param owner what the schema belongs to: `the extensions of 'ORDER_LOST'`
 * @throws {CatalogError} for the first keyword that is wrong
 */
export function checkSchema (owner: string, root: Schema): void {
  if (isFlat(root)) return
  const resolve = createResolver(root)
  const checker: Checker = { owner, resolve, seen: new Set() }
  checkKeywords(root, '#', checker)
  checkRounds(root, [], checker)
  checkListing(owner, root, resolve)
}

/** Most schemas list scalars, in which nothing can be wrong: to check them took half of the time of a large catalog. */
function isFlat (root: Schema): boolean {
  const { type, properties, required = [] } = root
  return hasOnlyKeywords(root, flatKeywords) && type === 'object' && isTexts(required) &&
    isSchema(properties) && Object.values(properties).every(isScalar)
}

function isScalar (schema: unknown): boolean {
  return isSchema(schema) && hasOnlyKeywords(schema, scalarKeywords) && scalarTypes.has(schema['type']) &&
    Object.values(schema).every((value) => typeof value === 'string')
}

function hasOnlyKeywords (schema: Schema, keywords: ReadonlySet<string>): boolean {
  return isPlainObject(schema) && !('~standard' in schema) &&
    Object.keys(schema).every((keyword) => keywords.has(keyword))
}

const flatKeywords = new Set(['type', 'properties', 'required', 'title', 'description'])
const scalarKeywords = new Set(['type', 'title', 'description', 'format'])
const scalarTypes: ReadonlySet<unknown> = new Set(['string', 'number', 'integer', 'boolean'])

interface Checker {
  readonly owner: string
  readonly resolve: (ref: string) => unknown
  readonly seen: Set<unknown>
}

type Rule = readonly [fits: (value: unknown, checker: Checker) => boolean, rule: string, cure?: string]

const isCount = (value: unknown): boolean => Number.isInteger(value) && (value as number) >= 0
const isNumber = (value: unknown): boolean => Number.isFinite(value)
const isTexts = (value: unknown): boolean => Array.isArray(value) && value.every((each) => typeof each === 'string')
const isList = (value: unknown): boolean => Array.isArray(value) && value.length > 0
const isExpression = (value: unknown): boolean => {
  try {
    return typeof value === 'string' && new RegExp(value, 'u') !== null
  } catch {
    return false
  }
}

const count: Rule = [isCount, 'be a whole number, 0 or more']
const number: Rule = [isNumber, 'be a number']
const bound: Rule = [(value) => isNumber(value) || typeof value === 'boolean', 'be a number']
const schemas: Rule = [isList, 'be a list of schemas']
const named: Rule = [isSchema, 'be an object of schemas']
const never: Rule = [
  () => false, 'not be used', 'the filter of extensions cannot decide it: write the schema out, or use $ref'
]
const closed: Rule = [(value) => value === false, 'be false', 'to let other members out, write additionalProperties']

const rules = Object.entries<Rule>({
  $ref: [
    (ref, { resolve }) => typeof ref === 'string' && isSubschema(resolve(ref)),
    'name a schema within these extensions',
    'put that schema under $defs, or write it in this place'
  ],
  $dynamicRef: never,
  $recursiveRef: never,
  unevaluatedProperties: closed,
  unevaluatedItems: closed,
  type: [
    (type) => [type].flat().every((each) => types.includes(each as string)) && [type].flat().length > 0,
    `be one of ${types.join(', ')}`
  ],
  enum: [Array.isArray, 'be a list of values'],
  required: [isTexts, 'be a list of names'],
  properties: named,
  patternProperties: [
    (value) => isSchema(value) && Object.keys(value).every(isExpression),
    'have regular expressions as names (with the flag u)'
  ],
  dependentSchemas: named,
  dependencies: named,
  dependentRequired: [
    (value) => isSchema(value) && Object.values(value).every(isTexts), 'be an object of lists of names'
  ],
  pattern: [isExpression, 'be a regular expression (with the flag u)'],
  allOf: schemas,
  anyOf: schemas,
  oneOf: schemas,
  prefixItems: schemas,
  minLength: count,
  maxLength: count,
  minItems: count,
  maxItems: count,
  minContains: count,
  maxContains: count,
  minProperties: count,
  maxProperties: count,
  minimum: number,
  maximum: number,
  exclusiveMinimum: bound,
  exclusiveMaximum: bound,
  multipleOf: [(value) => isNumber(value) && (value as number) > 0, 'be a number over 0']
})

const inOne = ['additionalProperties', 'additionalItems', 'propertyNames', 'contains', 'not', 'if', 'then', 'else']
const inMembers = ['properties', 'patternProperties', 'dependentSchemas', 'dependencies', '$defs', 'definitions']
const inLists = ['allOf', 'anyOf', 'oneOf', 'prefixItems', 'items']

/** The keywords of a schema, and of every schema within it. */
function checkKeywords (schema: unknown, path: string, checker: Checker): void {
  if (checker.seen.has(schema)) return
  checker.seen.add(schema)
  demand(isSubschema(schema), `The schema at ${path} in ${checker.owner}`, 'be a JSON Schema', schema)
  if (!isSchema(schema)) return
  checkForeign(`The schema at ${path} in ${checker.owner}`, schema)
  for (const [keyword, [fits, rule, cure]] of rules) {
    const value = schema[keyword]
    if (value !== undefined) {
      demand(fits(value, checker), `'${keyword}' at ${path} in ${checker.owner}`, [rule, cure], value)
    }
  }
  for (const [place, inner] of subschemasOf(schema)) checkKeywords(inner, `${path}/${place}`, checker)
}

function subschemasOf (schema: Schema): Array<readonly [string, unknown]> {
  const one = [...inOne, 'items'].filter((keyword) => schema[keyword] !== undefined && !Array.isArray(schema[keyword]))
    .map((keyword) => [keyword, schema[keyword]] as const)
  const members = inMembers
    .filter((keyword) => isSchema(schema[keyword]))
    .flatMap((keyword) =>
      Object.entries(schema[keyword] as Schema)
        // `dependencies` may hold lists of names.
        .filter(([, inner]) => keyword !== 'dependencies' || !Array.isArray(inner))
        .map(([name, inner]) => [`${keyword}/${name}`, inner] as const)
    )
  const lists = inLists.filter((keyword) => Array.isArray(schema[keyword])).flatMap((keyword) =>
    (schema[keyword] as unknown[]).map((inner, index) => [`${keyword}/${index}`, inner] as const))
  return [...one, ...members, ...lists]
}

/** A schema that applies itself to the same value never ends. */
function checkRounds (schema: unknown, above: readonly unknown[], checker: Checker): void {
  for (const inner of reachable(schema, checker.resolve)) checkRound(inner, above, checker)
}

function checkRound (schema: Schema, above: readonly unknown[], checker: Checker): void {
  demand(
    !above.includes(schema), `A $ref in ${checker.owner}`,
    ['not lead back to the schema that it belongs to', 'only a member or an item may be a schema that is above it'],
    schema['$ref'] ?? schema
  )
  const { not, if: condition, then, else: otherwise } = schema
  const applied = [
    ...conjunctsOf(schema, checker.resolve),
    ...disjunctionsOf(schema).flat(),
    not,
    condition,
    then,
    otherwise,
    ...dependentsOf(schema).map(([, each]) => each)
  ]
  for (const each of applied.filter(isSchema)) checkRound(each, [...above, schema], checker)
}

/** Every schema within a schema, each once. */
function reachable (root: unknown, resolve: (ref: string) => unknown, seen = new Set<Schema>()): Set<Schema> {
  if (!isSchema(root) || seen.has(root)) return seen
  seen.add(root)
  for (const [, inner] of subschemasOf(root)) reachable(inner, resolve, seen)
  return seen
}

function isSubschema (value: unknown): boolean {
  return typeof value === 'boolean' || isSchema(value)
}
