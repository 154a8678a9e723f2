/**
 * Whether a schema of a route's input can refuse a value: JSON Schema, or zod's, which is known by its shape. In doubt
 * it can. Pure.
 */

export type Schema = Readonly<Record<string, unknown>>

/** The definition that zod 4 keeps of a schema. */
interface ZodDefinition {
  readonly type?: string
  readonly shape?: object
  readonly catchall?: unknown
  readonly checks?: readonly unknown[]
  readonly format?: unknown
  readonly innerType?: unknown
}

export function zodOf (schema: unknown): { readonly def?: ZodDefinition, readonly optin?: unknown } | undefined {
  return (Object(schema) as { _zod?: ReturnType<typeof zodOf> })._zod
}

/** The members of an object schema of JSON Schema or zod. A required member may have no schema. */
export function membersOf (schema: unknown): [name: string, member: unknown][] {
  const { properties, required } = Object(schema) as Schema
  const members = Object(properties ?? zodOf(schema)?.def?.shape) as object
  const unnamed = Array.isArray(required) ? (required as string[]).filter((name) => !Object.hasOwn(members, name)) : []
  return [...Object.entries(members), ...unnamed.map((name): [string, unknown] => [name, {}])]
}

export function isRequired (schema: unknown, name: string, member: unknown): boolean {
  const zod = zodOf(member)
  // It is 'optional' or 'defaulted' where the member may be left out.
  if (zod !== undefined) return zod.optin === undefined
  const { required } = Object(schema) as Schema
  return Array.isArray(required) && required.includes(name) && (Object(member) as Schema)['default'] === undefined
}

const annotations = new Set([
  '$id', '$schema', '$comment', 'title', 'description', 'default', 'example', 'examples', 'deprecated', 'readOnly',
  'writeOnly', 'nullable'
])

/** The keywords of a JSON Schema that can refuse a value. Those that begin with `~` are marks of TypeBox. */
function rulesOf (schema: unknown): string[] {
  const keywords = Object.keys(Object(schema) as object)
  return keywords.filter((keyword) => !annotations.has(keyword) && !keyword.startsWith('x-') && keyword[0] !== '~')
}

/** The types of zod that have no rules. */
function isAnything (schema: unknown): boolean {
  const { type = '', ...def } = zodOf(schema)?.def ?? {}
  return (type === 'any' || type === 'unknown') && hasNoChecks(def)
}

/** Whether every value fits. */
export function admitsAll (schema: unknown): boolean {
  return schema === true || isAnything(schema) || (isPlain(schema) && rulesOf(schema).length === 0)
}

/** Schemas of other validators are objects of classes. */
export function isPlain (schema: unknown): schema is Schema {
  if (typeof schema !== 'object' || schema === null) return false
  return [Object.prototype, null].includes(Object.getPrototypeOf(schema) as null)
}

/** Whether every text fits. */
export function admitsTexts (member: unknown): boolean {
  if (isAnything(member)) return true
  const zod = zodOf(member)
  if (zod !== undefined) return zod.def?.type === 'string' && hasNoChecks(zod.def) && zod.def.format === undefined
  return member === true || (isPlain(member) && rulesOf(member).every((rule) => isTextRule(rule, member)))
}

function isTextRule (rule: string, schema: Schema): boolean {
  const isOnlyTypes = rule === 'type' || (['anyOf', 'oneOf'].includes(rule) && schema['type'] === undefined)
  if (isOnlyTypes) return typesOf(schema).includes('string')
  return (rule === 'minLength' && schema[rule] === 0) || (rule === 'format' && isFreeFormat(schema[rule]))
}

/** Whether a format only describes the use of a text, so that every text fits it. */
export function isFreeFormat (format: unknown): boolean {
  return format === 'binary' || format === 'password'
}

const zodLists: ReadonlySet<unknown> = new Set(['enum', 'literal'])

/** Whether a schema lists the allowed values; each may be an alternative. */
export function listsValues (schema: Schema): boolean {
  const { enum: values, anyOf, oneOf } = schema
  if (Array.isArray(values) || 'const' in schema || zodLists.has(zodOf(schema)?.def?.type)) return true
  const branches: unknown = anyOf ?? oneOf
  return Array.isArray(branches) && branches.every((branch) => 'const' in Object(branch))
}

const types: ReadonlySet<unknown> = new Set(['string', 'number', 'integer', 'boolean', 'array', 'object', 'null'])

/**
 * The types of JSON Schema that a value may have, where its alternatives have no other rule. Other types of zod,
 * such as `optional`, do not count.
 */
export function typesOf (schema: unknown): string[] {
  const { type, anyOf, oneOf } = Object(schema) as Schema
  const branches: unknown = anyOf ?? oneOf
  if (type === undefined && Array.isArray(branches)) {
    return branches.every((branch) => rulesOf(branch).join() === 'type') ? branches.flatMap(typesOf) : []
  }
  // Most schemas have one type, and this function runs for each member of each route.
  if (typeof type === 'string') return types.has(type) ? [type] : []
  return [type].flat().filter((one) => types.has(one)) as string[]
}

/**
 * Whether an object fits where all its members do.
 *
 * @param isComplete whether it can have only the members that the schema names
 */
export function admitsMembers (schema: unknown, isComplete: boolean): boolean {
  const zod = zodOf(schema)
  if (zod !== undefined) {
    return zod.def?.type === 'object' && hasNoChecks(zod.def) && (zod.def.catchall === undefined || isComplete)
  }
  return isPlain(schema) && rulesOf(schema).every((rule) => isSafeRule(rule, schema, isComplete))
}

/** A check that only changes a value, such as `trim()`, does not refuse any. */
function hasNoChecks ({ checks = [] }: ZodDefinition): boolean {
  return checks.every((check) => (zodOf(check)?.def as { check?: unknown } | undefined)?.check === 'overwrite')
}

function isSafeRule (rule: string, schema: Schema, isComplete: boolean): boolean {
  if (rule === 'type') return schema['type'] === 'object'
  if (rule === 'additionalProperties') return schema[rule] === true || isComplete
  return rule === 'properties' || rule === 'required'
}
