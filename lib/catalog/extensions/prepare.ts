/**
 * The extensions of a definition as one plain JSON Schema of an object.
 */
import { demand } from '../catalog-error.js'
import { checkForeign } from './foreign.js'
import { standardOf, toJsonSchema } from './standard-schema.js'
import { createResolver, isSchema } from '../../json/ref.js'
import type { Schema } from '../../json/ref.js'
import { isComposed, isListing } from './vocabulary.js'
import type { ExtensionSchema } from '../types/infer.js'

/**
 * @param subject what messages call it
 * @throws {CatalogError} for a schema that cannot be used
 */
export function prepareExtensions (subject: string, extensions: unknown): ExtensionSchema {
  const standard = standardOf(extensions)
  if (!standard && !isShape(extensions)) checkForeign(subject, extensions)
  const schema = withoutRef(standard ? toJsonSchema(subject, standard, extensions) : extensions)
  demand(isSchema(schema), subject, 'be an object schema, such as Type.Object({ … })', schema)
  const flat = withoutAllOf(schema)
  // A library may close every object without being asked; in JSON Schema written by hand it is meant.
  if (!standard) checkClosedParts(subject, schema)
  demand(
    flat['type'] === 'object', subject, ['be an object schema, such as Type.Object({ … })', cureFor(schema)],
    standard ? schema : extensions
  )
  checkMembers(subject, flat)
  const { additionalProperties, ...open } = flat
  // `false` adds nothing: what is not listed never leaves. And the members of the format are beside the extensions.
  return (additionalProperties === false ? open : flat) as unknown as ExtensionSchema
}

function cureFor (schema: unknown): string | undefined {
  if (typeof schema !== 'object' || schema === null) return undefined
  if ('anyOf' in schema || 'oneOf' in schema) {
    return 'instead of a union, list all members in one object, optional where not every branch has them'
  }
  if ('$ref' in schema) return 'put the schema that it names under $defs, or write it in this place'
  return isShape(schema)
    ? "wrap the members in an object: { type: 'object', properties: { … } }, or that of your schema library"
    : undefined
}

/** Whether every member of an object is a schema: the members, without an object schema around them. */
function isShape (value: unknown): boolean {
  const members = isSchema(value) ? Object.values(value) : []
  return members.length > 0 && members.every((member) => standardOf(member) !== undefined || isSchema(member))
}

/** Generators write classes and recursive types as a reference to a schema within: this gives that schema. */
function withoutRef (schema: unknown): unknown {
  if (!isSchema(schema) || typeof schema['$ref'] !== 'string') return schema
  const { $ref, ...rest } = schema
  const named = createResolver(schema)(schema['$ref'])
  return isSchema(named) && named !== schema && !isComposed(rest) && !isListing(rest) ? { ...rest, ...named } : schema
}

const annotations = /^(?:x-.+|\$.+|definitions|default|example|xml|externalDocs|discriminator)$/

/** @throws {CatalogError} for members outside `properties`, and for a required name that `properties` does not have */
function checkMembers (subject: string, schema: Schema): void {
  const { properties, required } = schema
  if (isComposed(schema) || isOpen(schema)) return
  const other = properties === undefined
    ? Object.keys(schema).find((keyword) => isSchema(schema[keyword]) && !annotations.test(keyword))
    : undefined
  demand(
    other === undefined, `'${other}' of ${subject.replace('The', 'the')}`,
    ['be a keyword of JSON Schema', "members are listed in 'properties'"], schema[other!]
  )
  const missing = Array.isArray(required)
    ? required.find((name) => !Object.hasOwn(Object(properties) as object, name as string)) as unknown
    : undefined
  demand(
    missing === undefined, `A name in 'required' of ${subject.replace('The', 'the')}`,
    `be one of 'properties' (${Object.keys(Object(properties) as object).join(', ')})`, missing
  )
}

/**
 * An intersection of plain objects, such as `Type.Intersect()`, as one object, so that documents show its members.
 */
function withoutAllOf (schema: Schema): Schema {
  const { allOf, ...rest } = schema
  if (!Array.isArray(allOf) || allOf.length === 0 || !allOf.every(isPlainObjectSchema)) return schema
  // A part that does not mention a name closes what the whole opens; merged, the object would be open.
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

/** One schema with the members of both, which requires what either requires. */
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
