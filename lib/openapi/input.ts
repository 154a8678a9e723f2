/**
 * The mistakes that the schemas of a route allow: whether a validation can fail at all, and an example about a member
 * of the route. In doubt it can fail. Pure.
 */
import { escapeToken, toFragment } from '../json/pointer.js'
import { createResolver, isSchema } from '../json/ref.js'
import type { ValidationItem } from '../catalog/standard.js'
import {
  admitsAll, admitsMembers, admitsTexts, isFreeFormat, isPlain, isRequired, listsValues, membersOf, typesOf, zodOf
} from './input-schema.js'
import type { Schema } from './input-schema.js'

type Mistake = Pick<ValidationItem, 'code' | 'detail' | 'limit'>

/** The properties of a route that decide which input it takes. */
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

/** @returns `undefined` where no validation of the route can fail */
export type FirstMistake = (input: RouteInput, find: FindSchema) => ValidationItem | undefined

/**
 * Finds the first member that can be wrong, in the part of the request where clients make most mistakes. Routes share
 * few forms of input, and each is looked through once.
 */
export function createFirstMistake (): FirstMistake {
  const known = new Map<string, ValidationItem | undefined>()
  return function firstMistake ({ url, schema }, find) {
    let vague: ValidationItem | undefined
    for (const [part, place] of parts) {
      if (schema?.[part] === undefined) continue
      const item = mistakeOnce(schema[part], { place, parameters: place === 'path' ? parametersOf(url) : [], find })
      if (isClear(item)) return item
      vague ??= item
    }
    return vague
  }

  function mistakeOnce (schema: unknown, part: Part): ValidationItem | undefined {
    const text = textOf(schema)
    if (text === undefined) return mistakeInForms(schema, part)
    const key = `${part.place} ${part.parameters.join()} ${text}`
    if (!known.has(key)) known.set(key, mistakeInForms(schema, part))
    return known.get(key)
  }
}

/** A JSON Schema as a text; `undefined` where the text is not complete: it refers to another schema, or is zod's. */
function textOf (schema: unknown): string | undefined {
  if (!isPlain(schema) || typeof schema['type'] !== 'string') return undefined
  try {
    const text = JSON.stringify(schema)
    return text.includes('"$ref"') ? undefined : text
  } catch {
    return undefined
  }
}

function mistakeInForms (schema: unknown, part: Part): ValidationItem | undefined {
  const items = formsOf(schema, part.place, part.find).map((form) => mistakeInPart(form, part))
  return items.find(isClear) ?? items.find((item) => item !== undefined)
}

/** An item that names the mistake is the better example. */
function isClear (item: ValidationItem | undefined): boolean {
  return item !== undefined && item.code !== 'invalid'
}

/** The schemas of a part: a body may have one for each media type, and each may be an `allOf`. */
function formsOf (schema: unknown, place: Place, find: FindSchema): readonly unknown[] {
  const { content } = Object(schema) as Schema
  if (place !== 'body' || content === undefined) return partsOf(schema, find)
  return Object.values(Object(content) as Schema).flatMap((media) => partsOf((Object(media) as Schema)['schema'], find))
}

const maxDepth = 20

/** A schema, and the members of its `allOf`. */
function partsOf (schema: unknown, find: FindSchema, depth = 0): readonly unknown[] {
  const resolved = resolve(schema, find)
  if (!isSchema(resolved) || !Array.isArray(resolved['allOf']) || depth > maxDepth) return [resolved]
  const { allOf, ...rest } = resolved
  return [rest, ...resolved['allOf'].flatMap((part) => partsOf(part, find, depth + 1))]
}

/** The names of a path's parameters. `::` is a colon, and the pattern behind a name is not part of it. */
function parametersOf (url: string): string[] {
  const names = url.replaceAll('::', '').match(/:\w+|\*/g) ?? []
  return names.map((name) => name.replace(':', ''))
}

/** Follows a reference to a shared schema. */
function resolve (schema: unknown, find: FindSchema): unknown {
  const { $ref } = Object(schema) as Schema
  if (typeof $ref !== 'string') return schema
  const [id = '', pointer = ''] = $ref.split('#')
  const shared = find(id)
  return pointer === '' || !isSchema(shared) ? shared : createResolver(shared)(`#${pointer}`)
}

/** A part of the request: its place, the parameters of the path, and how its references are resolved. */
interface Part { readonly place: Place, readonly parameters: readonly string[], readonly find: FindSchema }

function mistakeInPart (schema: unknown, { place, parameters, find }: Part): ValidationItem | undefined {
  if (admitsAll(schema)) return undefined
  const members = membersOf(schema)
  const missing = members.find(([name, member]) =>
    isRequired(schema, name, member) && !isAlwaysThere(name, place, parameters))
  if (missing !== undefined) return { ...whereIs(missing[0], place), code: 'required', detail: 'is required' }
  const mistakes = members.flatMap(([name, member]) => mistakesIn(name, resolve(member, find), place))
  const found = mistakes.find(({ mistake }) => !isVague(mistake)) ?? mistakes[0]
  if (found !== undefined) return { ...whereIs(found.name, place), ...found.mistake }
  const isComplete = place === 'path' && parameters.every((parameter) => members.some(([name]) => name === parameter))
  if (place !== 'body' && admitsMembers(schema, isComplete)) return undefined
  return { ...whereIs(place === 'path' ? parameters[0] : undefined, place), ...invalid }
}

/** A path always has its parameters: without one it is another path. */
function isAlwaysThere (name: string, place: Place, parameters: readonly string[]): boolean {
  return place === 'path' && parameters.includes(name)
}

function whereIs (name: string | undefined, place: Place): Pick<ValidationItem, 'in' | 'pointer' | 'name'> {
  if (place === 'body') return { in: place, pointer: name === undefined ? '#' : toFragment(`/${escapeToken(name)}`) }
  if (name === undefined) return { in: place }
  // Node writes the names of headers in lower case.
  return { in: place, name: place === 'header' ? name.toLowerCase() : name }
}

const invalid: Mistake = { code: 'invalid', detail: 'is invalid' }

/** Whether another mistake is the better example. */
function isVague ({ code, detail }: Mistake): boolean {
  return code === 'invalid' || detail.startsWith('must be string')
}

interface Found { readonly name: string, readonly mistake: Mistake }

function mistakesIn (name: string, member: unknown, place: Place): Found[] {
  const { type, items } = Object(member) as Schema
  // Outside a body, a single value becomes a list of one.
  const ofItem = place === 'body' || type !== 'array' ? undefined : mistakeOf(items, 'header')
  if (ofItem !== undefined && !isVague(ofItem)) return [{ name: `${name}/0`, mistake: ofItem }]
  const mistake = mistakeOf(member, place)
  return mistake === undefined ? [] : [{ name, mistake }]
}

function mistakeOf (member: unknown, place: Place): Mistake | undefined {
  const inner = zodOf(member)?.def?.innerType
  if (inner !== undefined) return mistakeOf(inner, place)
  const broken = brokenRule(Object(member) as Schema)
  if (broken !== undefined) return broken
  const types = typesOf(member)
  if (types.length > 0 && !isText(types, place)) return { code: 'type', detail: `must be ${types.join(' or ')}` }
  return admitsTexts(member) ? undefined : invalid
}

/** A path and a header are always texts. A repeated parameter of the query is a list. */
function isText (types: readonly string[], place: Place): boolean {
  if (!types.includes('string') || place === 'body') return false
  return place !== 'query' || types.includes('array')
}

function brokenRule (member: Schema): Mistake | undefined {
  const { format, minimum, maximum } = member
  if (typeof minimum === 'number') return { code: 'minimum', limit: minimum, detail: `must be >= ${minimum}` }
  if (typeof maximum === 'number') return { code: 'maximum', limit: maximum, detail: `must be <= ${maximum}` }
  if (canBreak(format, member)) return { code: 'format', detail: `must match the format ${format}` }
  if (member['pattern'] !== undefined) return { code: 'pattern', detail: 'must match the required pattern' }
  if (listsValues(member)) return { code: 'enum', detail: 'must be one of the allowed values' }
  return brokenLength(member)
}

function brokenLength ({ minLength, maxLength }: Schema): Mistake | undefined {
  if (typeof minLength === 'number' && minLength > 0) {
    return { code: 'minLength', limit: minLength, detail: `must have at least ${characters(minLength)}` }
  }
  if (typeof maxLength !== 'number') return undefined
  return { code: 'maxLength', limit: maxLength, detail: `must have at most ${characters(maxLength)}` }
}

/** A value that is not a number has the wrong type, and a free format accepts every text. */
function canBreak (format: unknown, { type }: Schema): format is string {
  return typeof format === 'string' && !['integer', 'number'].includes(type as string) && !isFreeFormat(format)
}

function characters (count: number): string {
  return `${count} character${count === 1 ? '' : 's'}`
}
