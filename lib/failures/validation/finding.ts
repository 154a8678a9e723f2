/**
 * One entry of a validator's list → what is wrong, and where. Behind this file, all validators look the same.
 */
import type { Phrase } from '../../catalog/texts/language-texts.js'
import type { ValidationCode } from '../../catalog/standard.js'
import { cleanText } from '../../catalog/texts/template.js'
import { escapeToken, headOf, toPointer } from '../../json/pointer.js'
import { phraseOf, type Violation } from './phrase.js'
import { codeOf, memberParams } from './keywords.js'
import { isFields, type Entry, type Fields } from './entry.js'
import { allowedOf } from './fold.js'
import { fromMessage } from './typebox.js'

/** One mistake, with its place as a plain pointer into the part of the request. */
export interface Finding {
  pointer: string
  code: ValidationCode
  limit?: number | undefined
  /** The phrase of the mistake; a text where the schema's author wrote it. */
  says: Phrase | string
}

/** The most names of a path, and the most characters of a name, that a pointer shows. */
export const maxName = 256

/** Gives at most `most` findings: one entry can name several members. */
export function toFindings (entry: Entry, most: number): Finding[] {
  const { keyword, params, names } = translate(entry, most)
  const code = isUnclear(keyword, names) ? 'invalid' : codeOf(keyword, kindOf(entry))
  const limit = limitOf(code, keyword, params)
  const violation: Violation = { code, keyword, params, allowed: allowedValues(entry), limit }
  const says = cleanText(entry.message ?? '') || phraseOf(violation)
  const pointer = pointerOf(entry)
  const members = code === 'invalid' ? [''] : names.map((name) => `/${escapeToken(name.slice(0, maxName))}`)
  return (members.length > 0 ? members : ['']).map((member) => ({ pointer: pointer + member, code, limit, says }))
}

interface Translation {
  keyword: string
  params: Fields
  /** The members that the entry is about, where its path is that of their object. */
  names: string[]
}

/** Keywords whose meaning depends on their parameters, in the words of JSON Schema. */
const translators: ReadonlyMap<string, (entry: Entry) => Partial<Translation>> = new Map([
  ['', fromMessage],
  ['properties', fromJtd],
  ['optionalProperties', fromJtd],
  ['discriminator', fromDiscriminator],
  ['oneOf', fromYupOneOf],
  ['invalid_type', fromZodType],
  ['invalid_format', fromZodFormat],
  ['invalid_string', fromZodFormat],
  ['invalid_union', fromZodUnion]
])

const untranslated: Partial<Translation> = {}

function translate (entry: Entry, most: number): Translation {
  const translator = entry.raw.kind === 'schema' ? fromValibot : translators.get(entry.keyword)
  const { keyword = entry.keyword, params = entry.params, names } = translator?.(entry) ?? untranslated
  return { keyword, params, names: names ?? memberNames(keyword, params, most) }
}

function memberNames (keyword: string, params: Fields, most: number): string[] {
  const values = memberParams.get(keyword)?.map((name) => params[name]).find((value) => value !== undefined)
  return (Array.isArray(values) ? values.slice(0, most) : [values])
    .filter((name) => typeof name === 'string' || typeof name === 'number').map(String)
}

/** TypeBox lists all members that another one requires, without saying which of them are missing. */
function isUnclear (keyword: string, names: string[]): boolean {
  return keyword.startsWith('depend') && names.length !== 1
}

function fromJtd ({ params }: Entry): Partial<Translation> {
  if (params.error === 'missing') return { keyword: 'required' }
  // The path of JTD contains an unknown member, but not a missing one.
  return params.error === 'additional' ? { keyword: 'additionalProperties', names: [] } : { keyword: 'type' }
}

function fromDiscriminator ({ params, schemaPath }: Entry): Partial<Translation> {
  // JTD points at an existing tag, JSON Schema (whose paths contain #) at the object.
  const isAtTag = !schemaPath.includes('#') && params.tagValue !== undefined
  const names = isAtTag ? [] : [String(params.tag)]
  if (params.error === 'mapping') return { keyword: 'enum', params: {}, names }
  if (params.tagValue === undefined) return { keyword: 'required', names }
  return { keyword: 'type', params: { type: 'string' }, names }
}

/** The keyword of yup for an enum. */
function fromYupOneOf ({ raw }: Entry): Partial<Translation> {
  return raw.type === 'oneOf' ? { keyword: 'enum' } : {}
}

/** zod 3 reports the received type; zod 4 has it only at the end of its English message. */
function fromZodType ({ params, raw }: Entry): Partial<Translation> {
  const isMissing = params.received === 'undefined' || String(raw.message).endsWith(', received undefined')
  return isMissing ? { keyword: 'required', names: [] } : {}
}

const patternFormats = new Set<unknown>(['regex', 'starts_with', 'ends_with', 'includes', 'lowercase', 'uppercase'])

function fromZodFormat ({ params }: Entry): Partial<Translation> {
  const format = params.format ?? params.validation
  return { keyword: patternFormats.has(format) || isFields(format) ? 'pattern' : 'format' }
}

function fromZodUnion ({ params }: Entry): Partial<Translation> {
  return Array.isArray(params.options) ? { keyword: 'enum' } : {}
}

const unions = new Set(['union', 'intersect', 'custom', 'check', 'lazy'])

function fromValibot ({ raw, keyword }: Entry): Partial<Translation> {
  if (raw.received === 'undefined') return { keyword: 'required', names: [] }
  if (raw.expected === 'never') return { keyword: 'unrecognized_keys', names: [] }
  return unions.has(keyword) || codeOf(keyword, undefined) === 'enum' ? {} : { keyword: 'type' }
}

/** The type of the value, for keywords that texts, lists and numbers share. */
function kindOf ({ params, keyword }: Entry): unknown {
  if (keyword.startsWith('too_')) return params.origin ?? params.type
  const value = params.input ?? params.value
  return Array.isArray(value) ? 'array' : typeof value
}

function allowedValues (entry: Entry): unknown {
  const { values, options, valids } = entry.params
  return allowedOf(entry) ?? values ?? options ?? valids
}

const limitNames = {
  min: ['limit', 'minimum', 'min', 'more', 'requirement'],
  max: ['limit', 'len', 'maximum', 'max', 'less', 'requirement']
} as const

/** The bound in the schema. The bound of a date is not a number that a client could compare with. */
function limitOf (code: ValidationCode, keyword: string, params: Fields): number | undefined {
  const side = /^m(?:in|ax)/.exec(code === 'invalid' ? keyword : code)?.[0] as 'min' | 'max' | undefined
  if (!side || params.origin === 'date') return undefined
  return limitNames[side].map((name) => params[name]).find((value) => Number.isFinite(value)) as number | undefined
}

const zodProvider = Symbol.for('ZodFastifySchemaValidationError')

function pointerOf ({ raw, instancePath }: Entry): string {
  // fastify-type-provider-zod joins the path without escaping; its root is "/".
  if (raw[zodProvider] === true) return instancePath === '/' ? '' : headOf(instancePath).replaceAll('~', '~0')
  if (Array.isArray(raw.path)) return toPointer(pathNames(raw.path))
  if (typeof raw.path === 'string' && instancePath === '') return pointerOfText(raw.path.slice(0, 1024))
  return headOf(instancePath)
}

/** The parts of a path: zod and joi have names and numbers, valibot and Standard Schema also `{ key }`. */
function pathNames (path: readonly unknown[]): Array<string | number> {
  const names = path.slice(0, maxName).map((part) => isFields(part) ? part.key : part)
    .map((name) => typeof name === 'string' ? name.slice(0, maxName) : name)
  const end = names.findIndex((name) => typeof name !== 'string' && typeof name !== 'number')
  return (end < 0 ? names : names.slice(0, end)) as Array<string | number>
}

/** Reads paths of yup such as `a.b[0]["c.d"]`; TypeBox 0.34 has a pointer instead. */
function pointerOfText (path: string): string {
  if (path.startsWith('/')) return headOf(path)
  const parts = path.matchAll(/\["((?:[^"\\]|\\.)*)"\]|([^.[\]]+)/g)
  return toPointer([...parts].map(([, quoted, plain]) => quoted ?? plain!))
}
