/**
 * A value that fits a JSON Schema, for examples. Pure, and the same for the same schema. Members of one example differ
 * where they are related: nobody learns from `{ "current": 1, "limit": 1 }`.
 */
import { formattedText, numberNamed, textNamed } from './example-values.js'
import { textForPattern } from './pattern.js'
import { createResolver, isSchema } from './ref.js'
import type { Schema } from './ref.js'

type Members = Readonly<Record<string, unknown>>

interface Context {
  readonly resolve: (ref: string) => unknown
  /** The name of the member that the value is for; empty at the top. */
  readonly name: string
  readonly depth: number
  /** The texts and numbers that the example holds so far. */
  readonly used: Set<unknown>
}

const maxDepth = 8
const maxItems = 10
// Values that are tried until one is new: where few values fit, one that is there already has to do.
const maxAttempts = 20

/** A value that fits a JSON Schema; `undefined` where none was found. */
export function exampleOf (schema: Schema): unknown {
  return generate(schema, { resolve: createResolver(schema), name: '', depth: 0, used: new Set() })
}

function generate (schema: unknown, context: Context): unknown {
  if (schema === true) return textFor({}, context)
  if (!isSchema(schema) || context.depth > maxDepth) return undefined
  const inner = { ...context, depth: context.depth + 1 }
  const stated = statedExample(schema)
  if (stated !== undefined) return stated
  if (typeof schema['$ref'] === 'string') return generate(context.resolve(schema['$ref']), inner)
  const branches = schema['anyOf'] ?? schema['oneOf']
  if (Array.isArray(branches)) return firstOf(branches, (branch) => generate(branch, inner))
  if (Array.isArray(schema['allOf'])) return merge(schema['allOf'].map((part) => generate(part, inner)))
  const { type } = schema
  return Array.isArray(type) ? firstOf(type, (one) => byType(one, schema, inner)) : byType(type, schema, inner)
}

function byType (type: unknown, schema: Schema, context: Context): unknown {
  switch (type) {
    case 'object': return objectFor(schema, context)
    case 'array': return arrayFor(schema, context)
    case 'integer': return numberFor(schema, 1, context)
    case 'number': return numberFor(schema, 0.01, context)
    case 'boolean': return true
    case 'null': return null
    case 'string':
    case undefined: return isSchema(schema['properties']) ? objectFor(schema, context) : textFor(schema, context)
    // TypeBox has types of its own, which are texts on the wire.
    case 'Date': return textFor({ format: 'date-time' }, context)
    default: return undefined
  }
}

function statedExample (schema: Schema): unknown {
  const first = (value: unknown): unknown => Array.isArray(value) ? value[0] : undefined
  return (
    schema['const'] ??
    schema['example'] ??
    first(schema['examples']) ??
    schema['default'] ??
    first(schema['enum']) ??
    first(schema['x-extensible-enum'])
  )
}

function objectFor (schema: Schema, context: Context): Members | undefined {
  const members: Record<string, unknown> = {}
  for (const [name, member] of Object.entries(schema['properties'] ?? {})) {
    const value = generate(member, { ...context, name })
    if (value !== undefined) members[name] = value
  }
  const required = Array.isArray(schema['required']) ? schema['required'] as string[] : []
  return required.every((name) => Object.hasOwn(members, name)) ? members : undefined
}

function arrayFor (schema: Schema, context: Context): unknown[] | undefined {
  const { minItems = 0, maxItems: most = maxItems } = schema as { minItems?: number, maxItems?: number }
  const tuple = schema['prefixItems'] ?? schema['items']
  const schemas = Array.isArray(tuple)
    ? tuple
    : Array.from({ length: Math.min(Math.max(minItems, 1), most, maxItems) }, () => schema['items'] ?? true)
  const item = { ...context, name: context.name.replace(/s$/, '') }
  const items = schemas.map((one) => generate(one, item)).filter((one) => one !== undefined)
  return items.length >= minItems ? items : undefined
}

interface Bounds {
  readonly minimum?: number
  readonly exclusiveMinimum?: number
  readonly maximum?: number
  readonly exclusiveMaximum?: number
  readonly multipleOf?: number
}

function numberFor (schema: Schema, step: number, context: Context): number {
  const { multipleOf, ...bounds } = schema as Bounds
  const lowest = bounds.minimum ?? (bounds.exclusiveMinimum === undefined ? -Infinity : bounds.exclusiveMinimum + step)
  const highest = bounds.maximum ?? (bounds.exclusiveMaximum === undefined ? Infinity : bounds.exclusiveMaximum - step)
  return newValue(context, (attempt) => {
    const value = Math.min(Math.max(numberNamed(context.name, attempt), lowest), highest)
    return multipleOf === undefined ? value : Math.ceil(value / multipleOf) * multipleOf
  })
}

function textFor (schema: Schema, context: Context): string | undefined {
  const { format = '', pattern, minLength = 0, maxLength = Infinity } =
    schema as { format?: string, pattern?: string, minLength?: number, maxLength?: number }
  return newValue(context, (attempt) => {
    const formatted = formattedText(format, context.name, attempt)
    if (formatted !== undefined) return formatted
    if (pattern !== undefined) return textForPattern(pattern, attempt)
    return textNamed(context.name, attempt).padEnd(minLength, 'x').slice(0, maxLength)
  })
}

/** The first value that the example does not hold yet; the first of all where it holds each. */
function newValue<Value> ({ used }: Context, make: (attempt: number) => Value): Value {
  for (let attempt = 0; attempt < maxAttempts; attempt++) {
    const value = make(attempt)
    if (used.has(value)) continue
    used.add(value)
    return value
  }
  return make(0)
}

function firstOf (choices: readonly unknown[], make: (choice: unknown) => unknown): unknown {
  let isNullable = false
  for (const choice of choices) {
    const value = make(choice)
    if (value !== undefined && value !== null) return value
    isNullable ||= value === null
  }
  return isNullable ? null : undefined
}

function merge (parts: readonly unknown[]): unknown {
  return parts.every(isSchema) ? Object.assign({}, ...parts) : parts[0]
}
