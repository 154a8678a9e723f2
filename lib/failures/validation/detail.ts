/**
 * The texts of validation errors: our own, written from the schema only. The validators' messages are not used,
 * as they may repeat what was sent.
 */
import type { ValidationCode } from '../../catalog/standard.js'
import { cleanText } from '../../catalog/template.js'
import type { Fields } from './fold.js'
import { exclusiveKeywords } from './keywords.js'

export interface Facts {
  code: ValidationCode
  keyword: string
  params: Fields
  limit?: number | undefined
  /** The values that the schema allows. */
  allowed?: unknown
}

/** A list of allowed values that is longer than this is not spelled out. */
const maxListed = 160

const details: Readonly<Record<ValidationCode, (facts: Facts) => string>> = {
  required: () => 'is required',
  type: ({ keyword, params }) => describeType(keyword, params),
  format: ({ keyword, params }) => describeFormat(keyword, params),
  enum: ({ allowed }) => describeValues(allowed),
  minimum: (facts) => bounded(facts, `must be ${isExclusive(facts) ? '>' : '>='} `, '', 'is too small'),
  maximum: (facts) => bounded(facts, `must be ${isExclusive(facts) ? '<' : '<='} `, '', 'is too large'),
  minLength: (facts) => bounded(facts, 'must have at least ', 'character', 'is too short'),
  maxLength: (facts) => bounded(facts, 'must have at most ', 'character', 'is too long'),
  minItems: (facts) => bounded(facts, 'must have at least ', 'item', 'has too few items'),
  maxItems: (facts) => bounded(facts, 'must have at most ', 'item', 'has too many items'),
  pattern: () => 'must match the required pattern',
  unknown: () => 'is not allowed',
  invalid: (facts) => others.get(facts.keyword)?.(facts) ?? 'is invalid'
}

const multiple = ({ params }: Facts): string => {
  const factor = [params.multipleOf, params.divisor, params.multiple, params.requirement].find(Number.isFinite)
  return factor === undefined ? 'is not one of the allowed multiples' : `must be a multiple of ${Number(factor)}`
}
const oneForm = (): string => 'must match one of the allowed forms'

const others: ReadonlyMap<string, (facts: Facts) => string> = new Map([
  ['multipleOf', multiple],
  ['not_multiple_of', multiple],
  ['number.multiple', multiple],
  ['multiple_of', multiple],
  ['uniqueItems', () => 'must not have duplicate items'],
  ['contains', () => 'must contain a matching item'],
  ['not', () => 'has a form that is not allowed'],
  ['anyOf', oneForm],
  ['oneOf', ({ params }) => Array.isArray(params.passingSchemas) && params.passingSchemas.length > 0
    ? 'must match exactly one of the allowed forms'
    : oneForm()],
  ['invalid_union', oneForm],
  ['union', oneForm],
  ['if', () => 'does not meet a condition of its schema'],
  ['minProperties', (facts) => bounded(facts, 'must have at least ', 'member', 'has too few members')],
  ['maxProperties', (facts) => bounded(facts, 'must have at most ', 'member', 'has too many members')],
  ['dependentRequired', () => 'lacks a member that another one requires']
])

/** A short English text for a person. */
export function detailOf (facts: Facts): string {
  return details[facts.code](facts)
}

function bounded ({ limit }: Facts, before: string, noun: string, otherwise: string): string {
  if (limit === undefined) return otherwise
  return before + limit + (noun && ` ${noun}${limit === 1 ? '' : 's'}`)
}

function isExclusive ({ keyword, params }: Facts): boolean {
  return exclusiveKeywords.has(keyword) || params.inclusive === false || 'more' in params || 'less' in params
}

const maxTypes = 8
const typeName = /^[a-z][\w-]{0,30}$/i

function describeType (keyword: string, params: Fields): string {
  const named = [params.type, params.expected, keyword.split('.', 1)].find(isTypeNames)
  if (named === undefined) return 'has the wrong type'
  const names = [named].flat().slice(0, maxTypes)
  if (params.nullable === true) names.push('null')
  return `must be ${names.join(' or ')}`
}

/** Keywords that are about a type or format and name none. */
const unnamed = new Set<unknown>(['typeError', 'invalid_type', 'nullable', 'type', 'elements', 'values', 'invalid_date', 'format', 'invalid_format', 'invalid_string'])

function isTypeNames (value: unknown): boolean {
  const names = [value].flat()
  return names.length > 0 && names.every((name) => typeof name === 'string' && typeName.test(name) && !unnamed.has(name))
}

function describeFormat (keyword: string, { format, validation }: Fields): string {
  const name = [format, validation, keyword.split('.').at(-1)].find((value) => typeof value === 'string' && typeName.test(value))
  return unnamed.has(name) ? 'has the wrong format' : `must match the format ${name}`
}

function describeValues (allowed: unknown): string {
  const values = Array.isArray(allowed) ? allowed.slice(0, maxListed) : []
  const listed = values.every(isPlain) ? cleanText(values.map(String).join(', ')) : ''
  if (listed === '' || listed.length > maxListed) return 'must be one of the allowed values'
  return values.length === 1 ? `must be ${listed}` : `must be one of: ${listed}`
}

function isPlain (value: unknown): boolean {
  return value === null || typeof value === 'boolean' || typeof value === 'number' || typeof value === 'string'
}
