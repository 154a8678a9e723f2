/**
 * JSON Schema for a version of OpenAPI: 3.0 has a part of it and another form of null, 3.1 and 3.2 have all of it.
 * Definitions within a schema become components. Pure.
 */
import { createResolver, isSchema } from '../../json/ref.js'
import type { Schema } from '../../json/ref.js'
import { toOpenApi30 } from './openapi-30.js'

export type Dialect = '3.0' | '3.1'

export function dialectOf (version: unknown): Dialect {
  return typeof version === 'string' && !version.startsWith('3.0') ? '3.1' : '3.0'
}

/** Makes a definition a component and returns its reference. `convert` converts the definition on demand. */
export type Hoist = (name: string, definition: Schema, convert: () => Schema) => string

interface Conversion {
  readonly dialect: Dialect
  /** Reference within the schema → reference to a component; `undefined` where it has no target. */
  readonly toComponent: (reference: string) => string | undefined
}

/** Converts a schema whose references stay within it. */
export function toOpenApi (schema: Schema, dialect: Dialect, hoist: Hoist): Schema {
  const resolve = createResolver(schema)
  const conversion: Conversion = { dialect, toComponent }
  return convert(schema, conversion)

  function toComponent (reference: string): string | undefined {
    const definition = resolve(reference)
    if (!isSchema(definition)) return undefined
    return hoist(reference.split('/').at(-1)!, definition, () => convert(definition, conversion))
  }
}

const schemaMaps = new Set(['properties', 'patternProperties', 'dependentSchemas'])
const schemaLists = new Set(['anyOf', 'oneOf', 'allOf', 'prefixItems'])
const schemas = new Set([
  'items', 'additionalItems', 'additionalProperties', 'contains', 'propertyNames', 'not', 'if', 'then', 'else',
  'unevaluatedItems', 'unevaluatedProperties'
])
// withReference() writes a new `$ref`.
const dropped = new Set(['$schema', '$id', '$anchor', '$defs', 'definitions', '$ref'])

const sameKeywords = new Set([
  'type', 'title', 'description', 'format', 'enum', 'default', 'minimum', 'maximum', 'minLength', 'maxLength', 'pattern'
])

/** Most members have a scalar type, and are the same in every dialect. */
function isUnchanged (schema: Schema): boolean {
  const { type } = schema
  if (typeof type !== 'string' || type === 'array' || type === 'null') return false
  for (const keyword in schema) if (!sameKeywords.has(keyword)) return false
  return true
}

function convert (schema: Schema, conversion: Conversion): Schema {
  if (isUnchanged(schema)) return schema
  const { $ref } = schema
  const converted: Record<string, unknown> = {}
  for (const [keyword, value] of Object.entries(schema)) {
    if (!dropped.has(keyword)) converted[keyword] = convertKeyword(keyword, value, conversion)
  }
  const plain = conversion.dialect === '3.0' ? toOpenApi30(converted) : toOpenApi31(converted)
  return typeof $ref === 'string' ? withReference(conversion.toComponent($ref), plain, conversion.dialect) : plain
}

function convertKeyword (keyword: string, value: unknown, conversion: Conversion): unknown {
  if (schemaMaps.has(keyword) && isSchema(value)) return convertMembers(value, conversion)
  if (Array.isArray(value) && (schemaLists.has(keyword) || keyword === 'items')) {
    return value.map((member) => convertOne(member, conversion))
  }
  return schemas.has(keyword) ? convertOne(value, conversion) : value
}

/** Keeps the members that need no change, which are most. */
function convertMembers (members: Schema, conversion: Conversion): Schema {
  const converted = { ...members }
  for (const name in members) {
    const member = convertOne(members[name], conversion)
    if (member !== members[name]) converted[name] = member
  }
  return converted
}

function convertOne (schema: unknown, conversion: Conversion): unknown {
  if (isSchema(schema)) return convert(schema, conversion)
  if (conversion.dialect === '3.1' || typeof schema !== 'boolean') return schema
  return schema ? {} : { not: {} }
}

/** In 3.0, and for many tools of any version, a reference must be the only member. */
function withReference (reference: string | undefined, siblings: Schema, dialect: Dialect): Schema {
  if (reference === undefined) return siblings
  if (Object.keys(siblings).length === 0) return { $ref: reference }
  return dialect === '3.0' ? { ...siblings, allOf: [{ $ref: reference }] } : { $ref: reference, ...siblings }
}

const older = new Set(['const', 'nullable', 'items', 'additionalItems'])

/** Writes a literal as an enum of one value, because viewers do not know `const`, and a tuple with `prefixItems`. */
function toOpenApi31 (schema: Schema): Schema {
  if (!Object.keys(schema).some((keyword) => older.has(keyword))) return schema
  const { const: value, nullable, items, additionalItems, ...rest } = schema
  const { type } = rest
  return {
    ...rest,
    ...(value !== undefined && { enum: [value] }),
    ...(nullable === true && type !== undefined && { type: [...new Set([type, 'null'].flat())] }),
    ...(Array.isArray(items) ? { prefixItems: items } : items !== undefined && { items }),
    ...(Array.isArray(items) && additionalItems !== undefined && { items: additionalItems })
  }
}
