/**
 * What a failed validation of a route looks like: an entry about a member that this route has. Pure.
 */
import { escapeToken, toFragment } from '../json/pointer.js'
import type { ValidationItem } from '../catalog/standard.js'

type Schema = Readonly<Record<string, unknown>>
type Mistake = Pick<ValidationItem, 'code' | 'detail' | 'limit'>

/** Finds the shared schema that a `$ref` such as `Order#` names. */
export type FindSchema = (id: string) => unknown

const parts = [['body', 'body'], ['querystring', 'query'], ['query', 'query'], ['params', 'path'], ['headers', 'header']] as const

/**
 * The entry for the first member that can be wrong, in the part that a client most often gets wrong.
 *
 * @returns `undefined` where the route has no input schema
 */
export function invalidItem (schema: Schema | undefined, find: FindSchema): ValidationItem | undefined {
  const given = parts.filter(([part]) => schema?.[part] !== undefined)
  const items = given.map(([part, place]) => itemOf(resolve(schema![part], find), place))
  const [first] = given
  return items.find((item) => item !== undefined) ?? (first && { in: first[1], ...(first[0] === 'body' && { pointer: '#' }), ...invalid })
}

/** A route can share its input with others. */
function resolve (schema: unknown, find: FindSchema): Schema {
  const { $ref } = Object(schema) as Schema
  return Object(typeof $ref === 'string' ? find($ref.replace(/#$/, '')) : schema) as Schema
}

function itemOf (schema: Schema, place: ValidationItem['in']): ValidationItem | undefined {
  const members = Object.entries(membersOf(schema))
  // A path without one of its parameters is another path.
  const missing = place === 'path' ? undefined : members.find(([name, member]) => isRequired(schema, name, member))
  if (missing !== undefined) return { ...whereIs(missing[0], place), code: 'required', detail: 'is required' }
  for (const [name, member] of members) {
    const mistake = mistakeOf(Object(member) as Schema, place)
    if (mistake !== undefined) return { ...whereIs(name, place), ...mistake }
  }
  return undefined
}

/** The members of an object schema: JSON Schema's, or zod's. */
function membersOf ({ properties, _zod }: Schema): object {
  return Object(properties ?? (_zod as { def?: Schema } | undefined)?.def?.['shape']) as object
}

function isRequired ({ required }: Schema, name: string, member: unknown): boolean {
  const { _zod, default: preset } = Object(member) as { _zod?: { optin?: unknown }, default?: unknown }
  // 'optional' or 'defaulted', where it may be left out.
  if (_zod !== undefined) return _zod.optin === undefined
  return Array.isArray(required) && required.includes(name) && preset === undefined
}

function whereIs (name: string, place: ValidationItem['in']): Pick<ValidationItem, 'in' | 'pointer' | 'name'> {
  if (place === 'body') return { in: place, pointer: toFragment(`/${escapeToken(name)}`) }
  // Node gives the names of headers in lower case.
  return { in: place, name: place === 'header' ? name.toLowerCase() : name }
}

const invalid: Mistake = { code: 'invalid', detail: 'is invalid' }

/** Outside of a body, whatever is sent is a text, so that a text without a rule is never wrong. */
function mistakeOf (member: Schema, place: ValidationItem['in']): Mistake | undefined {
  const { type, format, minimum, maximum, minLength, maxLength } = member
  if (typeof minimum === 'number') return { code: 'minimum', limit: minimum, detail: `must be >= ${minimum}` }
  if (typeof maximum === 'number') return { code: 'maximum', limit: maximum, detail: `must be <= ${maximum}` }
  if (typeof format === 'string') return { code: 'format', detail: `must match the format ${format}` }
  if (member['pattern'] !== undefined) return { code: 'pattern', detail: 'must match the required pattern' }
  if (Array.isArray(member['enum'])) return { code: 'enum', detail: 'must be one of the allowed values' }
  if (typeof minLength === 'number') return { code: 'minLength', limit: minLength, detail: `must have at least ${characters(minLength)}` }
  if (typeof maxLength === 'number') return { code: 'maxLength', limit: maxLength, detail: `must have at most ${characters(maxLength)}` }
  return isType(type) && (type !== 'string' || place === 'body') ? { code: 'type', detail: `must be ${type}` } : undefined
}

const types: ReadonlySet<unknown> = new Set(['string', 'number', 'integer', 'boolean', 'array', 'object'])

/** A name of JSON Schema: what zod calls its type may be its own word, such as `optional`. */
function isType (type: unknown): type is string {
  return types.has(type)
}

function characters (count: number): string {
  return `${count} character${count === 1 ? '' : 's'}`
}
