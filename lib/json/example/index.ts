/**
 * A value that fits a JSON Schema, for examples. Pure: the same schema always gives the same value. Members of one
 * example differ where they are related: `{ "current": 1, "limit": 1 }` explains nothing.
 */
import { createResolver, isSchema } from '../ref.js'
import type { Schema } from '../ref.js'
import { mergeSchemas } from './merge.js'
import { numberWithin } from './number.js'
import { textWithin } from './text.js'
import { textNamed } from './values.js'
import { textForPattern } from './pattern.js'

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
// How many values are tried until one is new. Where few values fit, a used one is taken.
const maxAttempts = 20

/** A value that fits a JSON Schema; `undefined` where none was found. */
export function exampleOf (schema: Schema): unknown {
  return generate(schema, { resolve: createResolver(schema), name: '', depth: 0, used: new Set() })
}

function generate (schema: unknown, context: Context): unknown {
  if (schema === true) return generate({}, context)
  if (!isSchema(schema) || context.depth > maxDepth) return undefined
  const inner = { ...context, depth: context.depth + 1 }
  const stated = statedExample(schema)
  if (stated !== undefined) {
    context.used.add(stated)
    return stated
  }
  const values = listedValues(schema)
  if (values !== undefined) return newValue(context, (attempt) => values[attempt % values.length])
  if (typeof schema['$ref'] === 'string') return generate(context.resolve(schema['$ref']), inner)
  return generateForm(schema, inner)
}

/** By its type, after what `allOf` adds to it, and the first of its alternatives that gives a value. */
function generateForm (schema: Schema, context: Context): unknown {
  const { allOf, ...rest } = schema
  if (Array.isArray(allOf)) {
    const parts = allOf.map((part) => resolved(part, context))
    return generate(parts.filter(isSchema).reduce(mergeSchemas, rest), context)
  }
  const { anyOf, oneOf, ...common } = schema
  const branches = anyOf ?? oneOf
  if (Array.isArray(branches)) {
    return firstOf(branches, (branch) => {
      const other = resolved(branch, context)
      return generate(isSchema(other) ? mergeSchemas(common, other) : other, context)
    })
  }
  return firstOf([schema['type']].flat(), (type) => byType(type, schema, context))
}

function resolved (schema: unknown, { resolve }: Context): unknown {
  const $ref = isSchema(schema) ? schema['$ref'] : undefined
  return typeof $ref === 'string' ? resolve($ref) : schema
}

function byType (type: unknown, schema: Schema, context: Context): unknown {
  switch (type) {
    case 'object': return objectFor(schema, context)
    case 'array': return arrayFor(schema, context)
    case 'integer':
    case 'number': return newValue(context, (attempt) => numberWithin({ ...schema, type }, context.name, attempt))
    case 'boolean': return true
    case 'null': return null
    case 'string':
    case undefined: return isSchema(schema['properties']) ? objectFor(schema, context) : textFor(schema, context)
    // A type of TypeBox, which is a text on the wire.
    case 'Date': return textFor({ format: 'date-time' }, context)
    default: return undefined
  }
}

function statedExample (schema: Schema): unknown {
  const { const: value, example, examples, default: fallback } = schema
  if (value === null) return null
  return value ?? example ?? (Array.isArray(examples) ? examples[0] as unknown : undefined) ?? fallback ?? undefined
}

/** The values of which it has to be one, without null where another says more. */
function listedValues (schema: Schema): readonly unknown[] | undefined {
  const branches = [schema['anyOf'] ?? schema['oneOf'] ?? []].flat() as readonly unknown[]
  const isChoice = branches.length > 0 && branches.every((branch) => isSchema(branch) && 'const' in branch)
  const values = schema['enum'] ?? schema['x-extensible-enum'] ??
    (isChoice ? branches.map((branch) => (branch as Schema)['const']) : undefined)
  if (!Array.isArray(values) || values.length === 0) return undefined
  const others = values.filter((value) => value !== null)
  return others.length > 0 ? others : values
}

function objectFor (schema: Schema, context: Context): Members | undefined {
  const properties = Object.entries(Object(schema['properties']) as Schema)
  const found = new Map<string, unknown>()
  // Those whose value is fixed come first: the others differ from them.
  const fixed = properties.filter(([, member]) => isSchema(member) && statedExample(member) !== undefined)
  for (const [name, member] of [...fixed, ...properties]) {
    if (!found.has(name)) found.set(name, generate(member, { ...context, name }))
  }
  const members: Record<string, unknown> = properties.length === 0 ? entryFor(schema, context) : {}
  for (const [name] of properties) {
    const value = found.get(name)
    if (value !== undefined) members[name] = value
  }
  const required = Array.isArray(schema['required']) ? schema['required'] as string[] : []
  return required.every((name) => Object.hasOwn(members, name)) ? members : undefined
}

/** One entry of an object that is a list by names, such as `stockBySku`. */
function entryFor (schema: Schema, context: Context): Record<string, unknown> {
  const { additionalProperties, patternProperties } = schema
  const [[pattern, ofPattern] = []] = Object.entries(Object(patternProperties) as Schema)
  const member = ofPattern ?? additionalProperties
  if (!isSchema(member)) return {}
  const [subject = '', key = subject] = context.name.split(/By(?=[A-Z])/)
  const name = pattern === undefined ? textNamed(singular(key), 0) : textForPattern(pattern)
  context.used.add(name)
  const value = generate(member, { ...context, name: singular(subject) })
  return name === undefined || value === undefined ? {} : { [name]: value }
}

function arrayFor (schema: Schema, context: Context): unknown[] | undefined {
  const { minItems = 0, maxItems: most = maxItems } = schema as { minItems?: number, maxItems?: number }
  const tuple = schema['prefixItems'] ?? schema['items']
  const count = Math.min(Math.max(minItems, 1), most, maxItems)
  const schemas = Array.isArray(tuple)
    ? tuple
    : Array.from({ length: count }, () => schema['items'] ?? schema['contains'] ?? true)
  const item = { ...context, name: singular(context.name) }
  const items = schemas.map((one) => generate(one, item)).filter((one) => one !== undefined)
  return items.length >= minItems ? items : undefined
}

function singular (name: string): string {
  return name.replace(/s$/, '')
}

function textFor (schema: Schema, context: Context): string | undefined {
  return newValue(context, (attempt) => textWithin(schema, context.name, attempt))
}

/** The first value that the example does not hold yet, and that is not its own name; the first where there is none. */
function newValue<Value> ({ used, name }: Context, make: (attempt: number) => Value): Value {
  for (let attempt = 0; attempt < maxAttempts; attempt++) {
    const value = make(attempt)
    if (used.has(value) || value === name) continue
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
