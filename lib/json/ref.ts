/**
 * `$ref` within a schema: `#`, `#/$defs/…`, an `$anchor`, or a `$id` of it.
 */
import { decodeToken } from './pointer.js'
import { isObject, isRecord } from './record.js'

export type Schema = Readonly<Record<string, unknown>>

/** Finds what a `$ref` names within a schema; `undefined` where it names nothing. */
export function createResolver (root: Schema): (ref: string) => unknown {
  // Searched at the first reference: most schemas have none.
  let byId: Map<string, Schema> | undefined
  return (ref) => (byId ??= idsOf(root)).get(ref) ?? resolvePointer(root, ref)
}

function idsOf (root: Schema): Map<string, Schema> {
  const byId = new Map<string, Schema>()
  indexIds(root, byId, new Set())
  return byId.set('#', root)
}

function indexIds (schema: unknown, byId: Map<string, Schema>, seen: Set<object>): void {
  if (!isObject(schema) || seen.has(schema)) return
  seen.add(schema)
  if (isSchema(schema) && typeof schema['$id'] === 'string') byId.set(schema['$id'], schema)
  if (isSchema(schema) && typeof schema['$anchor'] === 'string') byId.set(`#${schema['$anchor']}`, schema)
  for (const member of Object.values(schema)) indexIds(member, byId, seen)
}

function resolvePointer (root: Schema, ref: string): unknown {
  if (!ref.startsWith('#/')) return undefined
  let schema: unknown = root
  for (const token of ref.slice(2).split('/')) {
    const name = decodeToken(token)
    schema = isObject(schema) && Object.hasOwn(schema, name) ? schema[name] : undefined
  }
  return schema
}

export function isSchema (value: unknown): value is Schema {
  return isRecord(value)
}
