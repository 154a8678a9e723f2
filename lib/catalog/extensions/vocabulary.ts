/**
 * The keywords of JSON Schema by what they mean for the filter: which list what may leave, which apply other schemas to
 * the same value, and which only assert something about it.
 */
import { isSchema } from '../../json/ref.js'
import type { Schema } from '../../json/ref.js'

/** A schema with one of these lists something: it says what a value is, or what is in it. */
const listing = [
  'type', 'enum', 'const', 'properties', 'patternProperties', 'additionalProperties', 'items', 'prefixItems'
]

/** They apply further schemas to the value itself. */
export const inPlaceKeywords = [
  '$ref', 'allOf', 'anyOf', 'oneOf', 'not', 'if', 'then', 'else', 'dependentSchemas', 'dependencies'
]

/** They constrain a value, and list nothing. */
const asserting = [
  'minLength', 'maxLength', 'pattern', 'minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf',
  'required', 'minProperties', 'maxProperties', 'dependentRequired', 'propertyNames', 'minItems', 'maxItems',
  'uniqueItems', 'contains', 'minContains', 'maxContains', 'additionalItems', 'unevaluatedProperties',
  'unevaluatedItems', 'format', 'contentEncoding', 'contentMediaType', 'contentSchema'
]
const constraining = [...listing, ...inPlaceKeywords, ...asserting]

/** They do not constrain a value. Nor do names that begin with `$` or `x-`. */
const annotating = [
  'title', 'description', 'default', 'example', 'examples', 'deprecated', 'readOnly', 'writeOnly', 'nullable', 'id',
  'externalDocs', 'xml', 'discriminator'
]

/** The first name that is not a keyword, such as a misspelt one. */
export function unknownKeyword (schema: unknown): string | undefined {
  if (!isSchema(schema)) return undefined
  const known = [...constraining, ...annotating]
  return Object.keys(schema).find((keyword) => !known.includes(keyword) && !/^(?:\$|x-|definitions$)/.test(keyword))
}

/** The types of JSON Schema, and the one type of TypeBox that is a text on the wire. */
export const types = ['object', 'array', 'string', 'number', 'integer', 'boolean', 'null', 'Date']

/** Whether the schema itself lists something, apart from the schemas that it applies. */
export function isListing (schema: Schema): boolean {
  return listing.some((keyword) => schema[keyword] !== undefined)
}

/** `true` or `{}`, annotations aside: the developer allows anything here. */
export function isUnconstrained (schema: unknown): boolean {
  return schema === true || (isSchema(schema) && constraining.every((keyword) => schema[keyword] === undefined))
}

/** Whether the schema applies others to the same value. */
export function isComposed (schema: Schema): boolean {
  return inPlaceKeywords.some((keyword) => schema[keyword] !== undefined)
}

/** Whether the schema has the keyword, and beside it nothing but annotations. */
export function hasOnly (schema: Schema, keyword: string): boolean {
  return constraining.every((other) => (schema[other] === undefined) === (other !== keyword))
}

export function typesOf ({ type, nullable }: Schema): readonly string[] {
  const all = type === undefined ? [] : [type].flat() as string[]
  return nullable === true && all.length > 0 ? [...all, 'null'] : all
}

/** The schemas that always apply to the value beside this one. */
export function conjunctsOf ({ $ref, allOf }: Schema, resolve: (ref: string) => unknown): readonly unknown[] {
  const referred = typeof $ref === 'string' ? [resolve($ref)] : []
  return Array.isArray(allOf) ? [...referred, ...allOf as unknown[]] : referred
}

/** Lists of schemas. One of each list applies to the value. */
export function disjunctionsOf ({ anyOf, oneOf }: Schema): ReadonlyArray<readonly unknown[]> {
  return [anyOf, oneOf].filter((branches): branches is unknown[] => Array.isArray(branches))
}

/** Member → the schema of an object that has it. The older `dependencies` may hold lists of names, too. */
export function dependentsOf ({ dependentSchemas, dependencies }: Schema): ReadonlyArray<readonly [string, unknown]> {
  return [dependentSchemas, dependencies]
    .flatMap((dependents) => (isSchema(dependents) ? Object.entries(dependents) : []))
    .filter(([, dependent]) => !Array.isArray(dependent))
}

export function propertiesOf ({ properties }: Schema): Schema {
  return isSchema(properties) ? properties : {}
}

export function patternsOf ({ patternProperties }: Schema): ReadonlyArray<readonly [RegExp, unknown]> {
  return Object.entries(isSchema(patternProperties) ? patternProperties : {}).map(([pattern, schema]) => [
    new RegExp(pattern, 'u'), schema
  ])
}

/** The schemas of the first items, where each item has another one. */
export function firstItemsOf ({ prefixItems, items }: Schema): readonly unknown[] {
  return Array.isArray(prefixItems) ? prefixItems : Array.isArray(items) ? items : []
}

/** The schema of the other items; `true` where the schema does not mention items, `undefined` where none may follow. */
export function restOfItems (schema: Schema): unknown {
  const { items, additionalItems } = schema
  const rest = Array.isArray(items) ? additionalItems : items
  return rest ?? (firstItemsOf(schema).length > 0 ? undefined : true)
}

/** A schema and every schema that it may apply to the same value; without `if` and `not`, which only test. */
export function inPlace (schema: unknown, resolve: (ref: string) => unknown): Schema[] {
  if (!isSchema(schema)) return []
  const { then, else: otherwise } = schema
  const applied = [
    ...conjunctsOf(schema, resolve),
    ...disjunctionsOf(schema).flat(),
    then,
    otherwise,
    ...dependentsOf(schema).map(([, dependent]) => dependent)
  ]
  return [schema, ...applied.flatMap((each) => inPlace(each, resolve))]
}

/** The schemas of a member; `undefined` where the schema does not mention it. */
export function memberSchemas (schema: Schema, name: string): readonly unknown[] | undefined {
  const properties = propertiesOf(schema)
  const listed = Object.hasOwn(properties, name) ? [properties[name]] : []
  const schemas = [
    ...listed,
    ...patternsOf(schema)
      .filter(([pattern]) => pattern.test(name))
      .map(([, member]) => member)
  ]
  if (schemas.length > 0) return schemas
  return schema['additionalProperties'] === undefined ? undefined : [schema['additionalProperties']]
}
