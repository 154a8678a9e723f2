/**
 * A value that fits a JSON Schema, for examples. Pure, and the same for the same schema.
 */
import { textForPattern } from './pattern.js'
import { createResolver, isSchema } from './ref.js'
import type { Schema } from './ref.js'

type Members = Readonly<Record<string, unknown>>

interface Context {
  readonly resolve: (ref: string) => unknown
  /** What the value is called where it stands. */
  readonly name: string
  readonly depth: number
}

const maxDepth = 8
const maxItems = 10

/** A value that fits a JSON Schema; `undefined` where none was found. */
export function exampleOf (schema: Schema): unknown {
  return generate(schema, { resolve: createResolver(schema), name: '', depth: 0 })
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
    case 'integer': return numberFor(schema, 1)
    case 'number': return numberFor(schema, 0.01)
    case 'boolean': return true
    case 'null': return null
    case 'string':
    case undefined: return isSchema(schema['properties']) ? objectFor(schema, context) : textFor(schema, context)
    // TypeBox has types of its own, which are texts on the wire.
    case 'Date': return formats['date-time']
    default: return undefined
  }
}

function statedExample (schema: Schema): unknown {
  const first = (value: unknown): unknown => Array.isArray(value) ? value[0] : undefined
  return schema['const'] ?? schema['example'] ?? first(schema['examples']) ?? schema['default'] ?? first(schema['enum']) ?? first(schema['x-extensible-enum'])
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
  const items = schemas.map((item) => generate(item, context)).filter((item) => item !== undefined)
  return items.length >= minItems ? items : undefined
}

function numberFor (schema: Schema, step: number): number {
  const bounds = schema as { minimum?: number, exclusiveMinimum?: number, maximum?: number, exclusiveMaximum?: number, multipleOf?: number }
  const { multipleOf } = bounds
  const lowest = bounds.minimum ?? (bounds.exclusiveMinimum === undefined ? -Infinity : bounds.exclusiveMinimum + step)
  const highest = bounds.maximum ?? (bounds.exclusiveMaximum === undefined ? Infinity : bounds.exclusiveMaximum - step)
  const value = Math.min(Math.max(1, lowest), highest)
  return multipleOf === undefined ? value : Math.ceil(value / multipleOf) * multipleOf
}

const formats: Readonly<Record<string, string>> = {
  'date-time': '2026-01-31T12:00:00Z',
  date: '2026-01-31',
  time: '12:00:00Z',
  duration: 'PT15M',
  email: 'ada@example.com',
  hostname: 'api.example.com',
  ipv4: '192.0.2.1',
  ipv6: '2001:db8::1',
  uri: 'https://example.com/',
  'uri-reference': '/orders/42',
  url: 'https://example.com/',
  uuid: '6f1c3a52-8d0e-4b7a-9c41-5e2d7f8a9b10',
  'json-pointer': '/items/0'
}

function textFor (schema: Schema, { name }: Context): string | undefined {
  const { format, pattern, minLength = 0, maxLength = Infinity } = schema as { format?: string, pattern?: string, minLength?: number, maxLength?: number }
  if (format !== undefined && Object.hasOwn(formats, format)) return formats[format]
  if (pattern !== undefined) return textForPattern(pattern)
  const text = /id$/i.test(name) ? '42' : inWords(name)
  return text.padEnd(minLength, 'x').slice(0, maxLength)
}

function inWords (name: string): string {
  return name === '' ? 'text' : name.replace(/([a-z0-9])([A-Z])/g, '$1 $2').replaceAll('_', ' ').toLowerCase()
}

function firstOf (choices: readonly unknown[], make: (choice: unknown) => unknown): unknown {
  for (const choice of choices) {
    const value = make(choice)
    if (value !== undefined && value !== null) return value
  }
  return choices.some((choice) => make(choice) === null) ? null : undefined
}

function merge (parts: readonly unknown[]): unknown {
  return parts.every(isSchema) ? Object.assign({}, ...parts) : parts[0]
}
