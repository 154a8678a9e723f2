/**
 * One JSON Schema object with the keywords of OpenAPI 3.0; its members are converted already. Keywords that 3.0 does
 * not have are left out: the schema then admits more, never less. Pure.
 */
import { isSchema } from '../../json/ref.js'
import type { Schema } from '../../json/ref.js'

const keywords = new Set([
  'title', 'multipleOf', 'maximum', 'exclusiveMaximum', 'minimum', 'exclusiveMinimum', 'maxLength', 'minLength',
  'pattern', 'maxItems', 'minItems', 'uniqueItems', 'maxProperties', 'minProperties', 'required', 'enum', 'type', 'not',
  'allOf', 'oneOf', 'anyOf', 'items', 'properties', 'additionalProperties', 'description', 'format', 'default',
  'nullable', 'discriminator', 'readOnly', 'writeOnly', 'example', 'externalDocs', 'deprecated', 'xml'
])

export function toOpenApi30 (schema: Schema): Schema {
  const all = {
    ...schema,
    ...valuesOf(schema),
    ...minimumOf(schema),
    ...maximumOf(schema),
    ...namesByPattern(schema),
    ...exampleOf(schema),
    // `items` beside `prefixItems` describes only the items behind the first ones.
    ...(schema['prefixItems'] !== undefined && { items: undefined })
  }
  const known = Object.fromEntries(Object.entries(all)
    .filter(([keyword, value]) => value !== undefined && (keywords.has(keyword) || keyword.startsWith('x-'))))
  return withItems(withoutNullBranch(withoutTypeList(known)))
}

/** The enum must list null, and `nullable` has a meaning beside a type only. */
function valuesOf ({ const: value, enum: listed, type }: Schema): Schema {
  const values: unknown = value === undefined ? listed : [value]
  if (!Array.isArray(values)) return {}
  if (type !== undefined || !values.includes(null)) return { enum: values }
  const types = new Set(values.filter((one) => one !== null).map((one) => typeof one))
  if (types.size === 0) return onlyNull
  const [single] = types
  const isScalar = types.size === 1 && single !== 'object'
  return { enum: values, ...(isScalar && { type: single, nullable: true }) }
}

/** In 3.0, `exclusiveMinimum` is a boolean: whether `minimum` itself is excluded. */
function minimumOf ({ minimum, exclusiveMinimum }: Schema): Schema {
  if (typeof exclusiveMinimum !== 'number') return {}
  if (typeof minimum === 'number' && minimum > exclusiveMinimum) return { exclusiveMinimum: undefined }
  return { minimum: exclusiveMinimum, exclusiveMinimum: true }
}

function maximumOf ({ maximum, exclusiveMaximum }: Schema): Schema {
  if (typeof exclusiveMaximum !== 'number') return {}
  if (typeof maximum === 'number' && maximum < exclusiveMaximum) return { exclusiveMaximum: undefined }
  return { maximum: exclusiveMaximum, exclusiveMaximum: true }
}

/** Members by pattern become members with any name, where all values have one schema. */
function namesByPattern ({ patternProperties, additionalProperties }: Schema): Schema {
  if (!isSchema(patternProperties) || additionalProperties !== undefined) return {}
  const schemas = Object.values(patternProperties)
  return schemas.length === 1 ? { additionalProperties: schemas[0] } : {}
}

function exampleOf ({ example, examples }: Schema): Schema {
  return example === undefined && Array.isArray(examples) ? { example: examples[0] } : {}
}

/** In 3.0, an array must have `items`. */
function withItems (schema: Schema): Schema {
  const { type, items } = schema
  if (type !== 'array') return schema
  return { ...schema, items: isSchema(items) ? items : {} }
}

const onlyNull: Schema = { type: 'object', nullable: true, enum: [null] }

function isOnlyNull (schema: unknown): boolean {
  return isSchema(schema) && schema['nullable'] === true && JSON.stringify(schema['enum']) === '[null]'
}

function withoutTypeList (schema: Schema): Schema {
  const { type, ...rest } = schema
  if (type === 'null') return { ...rest, ...onlyNull }
  if (!Array.isArray(type)) return schema
  const types = type.filter((one) => one !== 'null')
  const nullable = types.length < type.length
  if (types.length === 0) return { ...rest, ...onlyNull }
  if (types.length === 1) return { ...rest, type: types[0], ...(nullable && { nullable }) }
  const union = { anyOf: [...types.map((one) => withItems({ type: one })), ...(nullable ? [onlyNull] : [])] }
  return 'anyOf' in rest ? { ...rest, allOf: [...[rest['allOf'] ?? []].flat(), union] } : { ...rest, ...union }
}

/**
 * `nullable` has a meaning beside a `type` only: a union of one type and null is that type, any other stays a union.
 */
function withoutNullBranch (schema: Schema): Schema {
  const keyword = ['anyOf', 'oneOf'].find((name) => Array.isArray(schema[name]))
  if (keyword === undefined) return schema
  const { [keyword]: branches, ...rest } = schema
  const others = (branches as readonly unknown[]).filter((branch) => !isOnlyNull(branch))
  const [single] = others
  const isUnionWithNull = others.length === 1 && (branches as readonly unknown[]).length > 1
  if (!isUnionWithNull || !isSchema(single) || single['type'] === undefined) return schema
  if (Object.keys(single).some((name) => name in rest)) return schema
  return {
    ...rest,
    ...single,
    nullable: true,
    ...(Array.isArray(single['enum']) && { enum: [...single['enum'], null] })
  }
}
