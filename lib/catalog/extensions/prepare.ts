/**
 * The extensions of a definition as one plain JSON Schema of an object. Whatever library made the schema, it offers
 * JSON Schema by the convention of Standard Schema (https://standardschema.dev/json-schema); libraries are not known by
 * name.
 */
import { CatalogError, demand } from '../catalog-error.js'
import { checkForeign } from './foreign.js'
import { isSchema } from '../../json/ref.js'
import type { Schema } from '../../json/ref.js'
import type { ExtensionSchema } from '../types/infer.js'

interface StandardSchema {
  readonly vendor?: string
  readonly jsonSchema?: { readonly output?: (options: { target: string }) => unknown }
}

/**
 * @param subject what messages call it
 * @throws {CatalogError} for a schema that is of no use
 */
export function prepareExtensions (subject: string, given: unknown): ExtensionSchema {
  const standard = standardOf(given)
  const schema = standard ? toJsonSchema(subject, standard, given) : given
  demand(isSchema(schema), subject, 'be an object schema, such as Type.Object({ … })', schema)
  if (schema['type'] === 'object') checkForeign(subject, schema)
  const flat = withoutAllOf(schema)
  // A library may close every object of its own accord; whoever writes JSON Schema means it.
  if (!standard) checkClosedParts(subject, schema)
  demand(
    flat['type'] === 'object', subject, ['be an object schema, such as Type.Object({ … })', cureFor(schema)],
    standard ? schema : given
  )
  const { additionalProperties, ...open } = flat
  // What is not listed never leaves, and beside the extensions there are the members of the format.
  return (additionalProperties === false ? open : flat) as unknown as ExtensionSchema
}

function standardOf (given: unknown): StandardSchema | undefined {
  if ((typeof given !== 'object' && typeof given !== 'function') || given === null) return undefined
  const standard = (given as { '~standard'?: unknown })['~standard']
  return isSchema(standard) ? standard as StandardSchema : undefined
}

function toJsonSchema (subject: string, { vendor = 'unknown', jsonSchema }: StandardSchema, given: unknown): unknown {
  demand(
    typeof jsonSchema?.output === 'function', subject, ['offer JSON Schema', cureOfVendor(vendor)],
    `a schema of '${vendor}' without it`
  )
  try {
    const { $schema, ...schema } = jsonSchema.output({ target: 'draft-2020-12' }) as Schema
    // Instead of refusing what has no form in JSON, a library may say nothing of it: everything would leave. Its own
    // conversion is asked, which refuses.
    if (saysNothing(schema)) (given as { toJsonSchema?: () => unknown }).toJsonSchema?.()
    return schema
  } catch (cause) {
    throw new CatalogError(
      `${subject} must have a form in JSON Schema, got a schema of '${vendor}' that has none: ${messageOf(cause)}`,
      { cause }
    )
  }
}

function cureOfVendor (vendor: string): string {
  if (vendor === 'valibot') return 'wrap it in toStandardJsonSchema() of @valibot/to-json-schema'
  return `a newer version of '${vendor}' may have it (Standard JSON Schema); else pass the JSON Schema itself`
}

/** Whether a schema, or one within it, is empty. */
function saysNothing (schema: unknown): boolean {
  if (typeof schema !== 'object' || schema === null) return false
  const inner = Object.entries(schema).flatMap(([keyword, value]) =>
    keyword === 'properties' || keyword === '$defs' ? (Object.values(value as object) as unknown[]) : [value]
  )
  return (!Array.isArray(schema) && inner.length === 0) || inner.some(saysNothing)
}

function cureFor (schema: unknown): string | undefined {
  if (typeof schema !== 'object' || schema === null) return undefined
  if ('anyOf' in schema || 'oneOf' in schema) {
    return 'instead of a union, list all members in one object, optional where not every branch has them'
  }
  const members = Object.values(schema)
  const isShape = members.length > 0 && members.every((member) => standardOf(member) !== undefined || isSchema(member))
  return isShape
    ? "wrap the members in an object: { type: 'object', properties: { … } }, or that of your schema library"
    : undefined
}

function messageOf (cause: unknown): string {
  const text = (cause instanceof Error ? cause.message : String(cause)).replace(/\s+/g, ' ')
  return text.length > 160 ? `${text.slice(0, 160)}…` : text
}

/**
 * An intersection of plain objects, such as `Type.Intersect()`, as one object: documents and types know its members.
 */
function withoutAllOf (schema: Schema): Schema {
  const { allOf, ...rest } = schema
  if (!Array.isArray(allOf) || allOf.length === 0 || !allOf.every(isPlainObjectSchema)) return schema
  // A part that is silent about a name closes what the whole opens: as one object, the whole would stay open.
  if (isOpen(rest)) return schema
  const parts = [
    ...allOf.map(withoutAllOf), { ...rest, type: rest['type'] ?? 'object' }
  ] as unknown as ExtensionSchema[]
  const names = parts.flatMap(({ properties = {} }) => Object.keys(properties))
  if (new Set(names).size < names.length) return schema
  return parts.reduce<ExtensionSchema>((merged, part) => mergeExtensions(merged, part)!, {
    type: 'object'
  }) as unknown as Schema
}

/** @throws {CatalogError} where a part of an intersection refuses what another part lists */
function checkClosedParts (subject: string, { allOf, ...rest }: Schema): void {
  const parts = [rest, ...Array.isArray(allOf) ? allOf.filter(isSchema) : []]
  const names = parts.flatMap((part) => Object.keys(Object(part['properties']) as object))
  const refused = parts.filter((part) => part['additionalProperties'] === false)
    .flatMap((part) => names.filter((name) => !Object.hasOwn(Object(part['properties']) as object, name)))[0]
  demand(
    refused === undefined, `'additionalProperties' in a part of ${subject.replace('The', 'the')}`,
    ['not be false beside another schema that lists a member', 'leave it out: what is not listed never leaves'], refused
  )
}

function isOpen ({ additionalProperties = false, patternProperties }: Schema): boolean {
  return additionalProperties !== false || patternProperties !== undefined
}

const plainKeywords = new Set([
  'type', 'properties', 'required', 'additionalProperties', 'title', 'description', 'allOf'
])

function isPlainObjectSchema (schema: unknown): schema is Schema {
  return (
    isSchema(schema) &&
    (schema['type'] === 'object' || schema['properties'] !== undefined || Array.isArray(schema['allOf'])) &&
    Object.keys(schema).every((keyword) => plainKeywords.has(keyword)) &&
    (schema['additionalProperties'] === undefined || schema['additionalProperties'] === false) &&
    (schema['allOf'] === undefined || (Array.isArray(schema['allOf']) && schema['allOf'].every(isPlainObjectSchema)))
  )
}

/** What both schemas list, and what both demand. */
export function mergeExtensions (
  general: ExtensionSchema | undefined, special: ExtensionSchema | undefined
): ExtensionSchema | undefined {
  if (general === undefined || special === undefined) return special ?? general
  const required = [...(general.required ?? []), ...(special.required ?? [])]
  const both = Object.keys(general)
    .filter((keyword) => Object.hasOwn(special, keyword) && !mergedKeywords.has(keyword))
    .map((keyword) => ({ [keyword]: (general as unknown as Schema)[keyword] }))
  return {
    ...general,
    ...special,
    ...(both.length > 0 && { allOf: [...both, ...((special as { allOf?: unknown[] }).allOf ?? [])] }),
    ...definitionsOf(general, special),
    properties: { ...general.properties, ...special.properties },
    ...(required.length > 0 && { required })
  }
}

const mergedKeywords = new Set([
  'type', 'properties', 'required', '$defs', 'definitions', 'title', 'description', '$id', '$schema',
  'additionalProperties'
])

function definitionsOf (general: object, special: object): object {
  return Object.fromEntries(['$defs', 'definitions'].filter((name) => name in general && name in special)
    .map((name) => [name, { ...(general as Schema)[name] as object, ...(special as Schema)[name] as object }]))
}
