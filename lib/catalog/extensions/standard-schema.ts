/**
 * The JSON Schema of another library's schema, by the convention of Standard Schema
 * (https://standardschema.dev/json-schema). It knows libraries by name only to name a cure.
 */
import { CatalogError, refuse } from '../catalog-error.js'
import { isSchema } from '../../json/ref.js'
import type { Schema } from '../../json/ref.js'

export interface StandardSchema {
  readonly vendor?: string
  readonly jsonSchema?: { readonly output?: (options: { target: string }) => unknown }
}

export function standardOf (value: unknown): StandardSchema | undefined {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return undefined
  const standard = (value as { '~standard'?: unknown })['~standard']
  return isSchema(standard) ? standard as StandardSchema : undefined
}

/** @throws {CatalogError} for a schema without a form in JSON Schema */
export function toJsonSchema (
  subject: string, { vendor = 'unknown', jsonSchema }: StandardSchema, source: unknown
): unknown {
  if (typeof jsonSchema?.output !== 'function') {
    return refuse(subject, ['offer JSON Schema', cureOf(vendor)], `a schema of '${vendor}' without it`)
  }
  try {
    const { $schema, ...schema } = jsonSchema.output({ target: 'draft-2020-12' }) as Schema
    // A library may write an empty schema for what has no form in JSON, and everything would leave. Its own conversion
    // is called, too, because that throws.
    if (hasEmptySchema(schema)) (source as { toJsonSchema?: () => unknown }).toJsonSchema?.()
    return withoutOpenings(schema)
  } catch (cause) {
    throw new CatalogError(
      `${subject} must have a form in JSON Schema, got a schema of '${vendor}' that has none: ${messageOf(cause)}. ` +
      'Describe what is sent: a date as a text, a transform by its result',
      { cause }
    )
  }
}

const cures: Readonly<Record<string, string>> = {
  valibot: 'wrap it in toStandardJsonSchema() of @valibot/to-json-schema',
  zod: 'z.object() of zod 4.2 or later has it; of zod/mini and zod 4.0, pass z.toJSONSchema() of it; of zod 3, ' +
    'zodToJsonSchema() of it',
  effect: 'wrap it in Schema.toStandardJSONSchemaV1(), or in effect 3 pass JSONSchema.make() of it'
}

function cureOf (vendor: string): string {
  return cures[vendor] ??
    `a newer version of '${vendor}' may have it (Standard JSON Schema); else pass the JSON Schema itself`
}

/** Whether a schema, or one within it, is empty. */
function hasEmptySchema (schema: unknown): boolean {
  if (typeof schema !== 'object' || schema === null) return false
  const inner = Object.entries(schema).flatMap(([keyword, value]) =>
    keyword === 'properties' || keyword === '$defs' ? (Object.values(value as object) as unknown[]) : [value]
  )
  return (!Array.isArray(schema) && inner.length === 0) || inner.some(hasEmptySchema)
}

/** A library may open every object that lists members without being asked: other members are not meant to leave. */
function withoutOpenings (value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutOpenings)
  if (!isSchema(value)) return value
  const isOpened = value['additionalProperties'] === true && isSchema(value['properties'])
  return Object.fromEntries(
    Object.entries(value)
      .filter(([keyword]) => !(isOpened && keyword === 'additionalProperties'))
      .map(([keyword, inner]) => [keyword, withoutOpenings(inner)])
  )
}

function messageOf (cause: unknown): string {
  const text = (cause instanceof Error ? cause.message : String(cause)).replace(/\s+/g, ' ').replace(/\.$/, '')
  return text.length > 160 ? `${text.slice(0, 160)}…` : text
}
