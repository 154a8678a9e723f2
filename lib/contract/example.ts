/**
 * The body of a problem type as an example: with example members, or with some made from its schema.
 */
import { compileTemplate } from '../catalog/template.js'
import { isJsonObject } from './canonical.js'
import type { Json, JsonObject } from './canonical.js'
import type { SnapshotProblem } from './snapshot.js'

const instance = 'urn:uuid:00000000-0000-4000-8000-000000000000'

/** The body as it stands on the wire. */
export function toExampleBody (code: string, problem: SnapshotProblem, members: JsonObject): JsonObject {
  const { type, title, status, detail = [], retry, retryAfter, action, refines } = problem
  const text = compileTemplate(detail)(members)
  return {
    type,
    title,
    status,
    code,
    ...(text !== undefined && { detail: text }),
    instance,
    ...(retry !== 'none' && { retry }),
    ...(retryAfter !== undefined && { retryAfter }),
    ...(action !== undefined && { action }),
    ...(refines !== undefined && { refines }),
    ...members
  }
}

/** Example members for a schema that has none: those that are required, with a value of their type. */
export function toExampleMembers (schema: JsonObject | undefined): JsonObject {
  return schema === undefined ? {} : exampleObject(schema)
}

function exampleObject ({ properties, required }: JsonObject): JsonObject {
  const names = Array.isArray(required) ? required as readonly string[] : []
  const members = isJsonObject(properties) ? properties : {}
  return Object.fromEntries(names.map((name) => [name, exampleValue(members[name])]))
}

const byType: Readonly<Record<string, (schema: JsonObject) => Json>> = {
  object: exampleObject,
  array: ({ items, minItems }) => typeof minItems === 'number' && minItems > 0 ? [exampleValue(items)] : [],
  string: ({ format }) => byFormat[String(format)] ?? 'text',
  integer: exampleNumber,
  number: exampleNumber,
  boolean: () => true,
  null: () => null
}

const byFormat: Readonly<Record<string, string>> = {
  date: '2026-01-31',
  'date-time': '2026-01-31T12:00:00Z',
  email: 'user@example.com',
  uri: 'https://example.com/',
  uuid: '00000000-0000-4000-8000-000000000000'
}

function exampleValue (schema: Json | undefined): Json {
  if (!isJsonObject(schema)) return {}
  const { const: constant, enum: values, 'x-extensible-enum': known, examples, default: preset, anyOf, oneOf, type } = schema
  const given = [constant, preset, first(examples), first(values), first(known)].find((value) => value !== undefined)
  if (given !== undefined) return given
  const branch = first(anyOf) ?? first(oneOf)
  if (branch !== undefined) return exampleValue(branch)
  const make = byType[String(first(type) ?? type)]
  return make ? make(schema) : {}
}

function exampleNumber ({ minimum, maximum }: JsonObject): number {
  if (typeof minimum === 'number') return Math.ceil(minimum)
  return typeof maximum === 'number' ? Math.min(1, Math.floor(maximum)) : 1
}

function first (value: Json | undefined): Json | undefined {
  return Array.isArray(value) ? (value as readonly Json[])[0] : undefined
}
