/**
 * What can be wrong with the input of a route, by its schemas: whether a validation can fail at all, and an entry about
 * a member that the route has. In doubt it can. Pure.
 */
import { escapeToken, toFragment } from '../json/pointer.js'
import type { ValidationItem } from '../catalog/standard.js'
import { admitsAll, admitsMembers, admitsTexts, isRequired, membersOf, zodOf } from './input-schema.js'
import type { Schema } from './input-schema.js'

type Mistake = Pick<ValidationItem, 'code' | 'detail' | 'limit'>

/** What of a route decides which input it takes. */
export interface RouteInput {
  readonly url: string
  readonly schema?: Schema | undefined
}

/** Finds the shared schema that a `$ref` such as `Order#` names. */
export type FindSchema = (id: string) => unknown

const parts = [
  ['body', 'body'], ['querystring', 'query'], ['query', 'query'], ['params', 'path'], ['headers', 'header']
] as const

type Place = typeof parts[number][1]

/**
 * The entry for the first member that can be wrong, in the part that a client most often gets wrong.
 *
 * @returns `undefined` where no validation of the route can fail
 */
export function firstMistake ({ url, schema }: RouteInput, find: FindSchema): ValidationItem | undefined {
  let vague: ValidationItem | undefined
  for (const [part, place] of parts) {
    if (schema?.[part] === undefined) continue
    const parameters = place === 'path' ? parametersOf(url) : []
    const item = mistakeInPart(resolve(schema[part], find), place, parameters)
    // One that says what is wrong is the better example.
    if (item !== undefined && item.code !== 'invalid') return item
    vague ??= item
  }
  return vague
}

/** The names of the parameters of a path; of `::` and of what follows a name in brackets it has none. */
function parametersOf (url: string): string[] {
  const names = url.replaceAll('::', '').match(/:\w+|\*/g) ?? []
  return names.map((name) => name.replace(':', ''))
}

/** A route can share its input with others. */
function resolve (schema: unknown, find: FindSchema): unknown {
  const { $ref } = Object(schema) as Schema
  return typeof $ref === 'string' ? find($ref.replace(/#$/, '')) : schema
}

function mistakeInPart (schema: unknown, place: Place, parameters: readonly string[]): ValidationItem | undefined {
  if (admitsAll(schema)) return undefined
  const members = membersOf(schema)
  const missing = members.find(([name, member]) =>
    isRequired(schema, name, member) && !isAlwaysThere(name, place, parameters))
  if (missing !== undefined) return { ...whereIs(missing[0], place), code: 'required', detail: 'is required' }
  const mistakes = members.flatMap(([name, member]) => {
    const mistake = mistakeOf(member, place)
    return mistake === undefined ? [] : [{ name, mistake }]
  })
  const found = mistakes.find(({ mistake }) => !isVague(mistake)) ?? mistakes[0]
  if (found !== undefined) return { ...whereIs(found.name, place), ...found.mistake }
  const isComplete = place === 'path' && parameters.every((parameter) => members.some(([name]) => name === parameter))
  if (place !== 'body' && admitsMembers(schema, isComplete)) return undefined
  return { ...whereIs(place === 'path' ? parameters[0] : undefined, place), ...invalid }
}

/** A path without one of its parameters is another path, but for one that may be left out. */
function isAlwaysThere (name: string, place: Place, parameters: readonly string[]): boolean {
  return place === 'path' && parameters.includes(name)
}

function whereIs (name: string | undefined, place: Place): Pick<ValidationItem, 'in' | 'pointer' | 'name'> {
  if (place === 'body') return { in: place, pointer: name === undefined ? '#' : toFragment(`/${escapeToken(name)}`) }
  if (name === undefined) return { in: place }
  // Node gives the names of headers in lower case.
  return { in: place, name: place === 'header' ? name.toLowerCase() : name }
}

const invalid: Mistake = { code: 'invalid', detail: 'is invalid' }

/** An example of another mistake says more. */
function isVague ({ code, detail }: Mistake): boolean {
  return code === 'invalid' || detail === 'must be string'
}

function mistakeOf (member: unknown, place: Place): Mistake | undefined {
  const inner = zodOf(member)?.def?.innerType
  if (inner !== undefined) return mistakeOf(inner, place)
  const { type } = Object(member) as Schema
  const broken = brokenRule(Object(member) as Schema)
  if (broken !== undefined) return broken
  if (isType(type) && type !== 'string') return { code: 'type', detail: `must be ${type}` }
  if (!admitsTexts(member)) return invalid
  // A path and a header are always texts. A parameter of the query is a list where it is there twice.
  const canBeOther = place === 'body' || place === 'query'
  return type === 'string' && canBeOther ? { code: 'type', detail: 'must be string' } : undefined
}

function brokenRule (member: Schema): Mistake | undefined {
  const { format, minimum, maximum } = member
  if (typeof minimum === 'number') return { code: 'minimum', limit: minimum, detail: `must be >= ${minimum}` }
  if (typeof maximum === 'number') return { code: 'maximum', limit: maximum, detail: `must be <= ${maximum}` }
  if (typeof format === 'string') return { code: 'format', detail: `must match the format ${format}` }
  if (member['pattern'] !== undefined) return { code: 'pattern', detail: 'must match the required pattern' }
  if (Array.isArray(member['enum'])) return { code: 'enum', detail: 'must be one of the allowed values' }
  return brokenLength(member)
}

function brokenLength ({ minLength, maxLength }: Schema): Mistake | undefined {
  if (typeof minLength === 'number' && minLength > 0) {
    return { code: 'minLength', limit: minLength, detail: `must have at least ${characters(minLength)}` }
  }
  if (typeof maxLength !== 'number') return undefined
  return { code: 'maxLength', limit: maxLength, detail: `must have at most ${characters(maxLength)}` }
}

const types: ReadonlySet<unknown> = new Set(['string', 'number', 'integer', 'boolean', 'array', 'object'])

/** A name of JSON Schema: what zod calls its type may be its own word, such as `optional`. */
function isType (type: unknown): type is string {
  return types.has(type)
}

function characters (count: number): string {
  return `${count} character${count === 1 ? '' : 's'}`
}
