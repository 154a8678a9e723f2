/**
 * The phrase of a validation error, made from the schema only. The validators' messages are not used, because they may
 * repeat values of the request. Each language has its own text for a phrase.
 */
import type { Phrase, PhraseKey } from '../../catalog/texts/language-texts.js'
import type { ValidationCode } from '../../catalog/standard.js'
import { cleanText } from '../../catalog/texts/template.js'
import type { Fields } from './entry.js'
import { exclusiveKeywords } from './keywords.js'

export interface Violation {
  code: ValidationCode
  keyword: string
  params: Fields
  limit?: number | undefined
  /** The values that the schema allows. */
  allowed?: unknown
}

/** The most characters of a list of allowed values; a longer list is left out. */
const maxListed = 160

const phrases: Readonly<Record<ValidationCode, (violation: Violation) => Phrase>> = {
  required: constant('required'),
  type: ({ keyword, params }) => typePhrase(keyword, params),
  format: ({ keyword, params }) => formatPhrase(keyword, params),
  enum: ({ allowed }) => valuesPhrase(allowed),
  minimum: (violation) => bounded(violation, isExclusive(violation) ? 'exclusiveMinimum' : 'minimum', 'tooSmall'),
  maximum: (violation) => bounded(violation, isExclusive(violation) ? 'exclusiveMaximum' : 'maximum', 'tooLarge'),
  minLength: (violation) => bounded(violation, 'minLength', 'tooShort'),
  maxLength: (violation) => bounded(violation, 'maxLength', 'tooLong'),
  minItems: (violation) => bounded(violation, 'minItems', 'tooFewItems'),
  maxItems: (violation) => bounded(violation, 'maxItems', 'tooManyItems'),
  pattern: constant('pattern'),
  unknown: constant('unknown'),
  invalid: (violation) => others.get(violation.keyword)?.(violation) ?? { key: 'invalid' }
}

const oneForm = constant('oneForm')

type ToPhrase = (violation: Violation) => Phrase

const others: ReadonlyMap<string, ToPhrase> = new Map<string, ToPhrase>([
  ['multipleOf', multiple],
  ['not_multiple_of', multiple],
  ['number.multiple', multiple],
  ['multiple_of', multiple],
  ['uniqueItems', constant('uniqueItems')],
  ['contains', constant('contains')],
  ['not', constant('not')],
  ['anyOf', oneForm],
  ['oneOf', ({ params }) => ({ key: hasItems(params.passingSchemas) ? 'exactlyOneForm' : 'oneForm' })],
  ['invalid_union', oneForm],
  ['union', oneForm],
  ['if', constant('condition')],
  ['minProperties', (violation) => bounded(violation, 'minMembers', 'tooFewMembers')],
  ['maxProperties', (violation) => bounded(violation, 'maxMembers', 'tooManyMembers')],
  ['dependentRequired', constant('dependent')]
])

/** The phrase of an error, in no language. */
export function phraseOf (violation: Violation): Phrase {
  return phrases[violation.code](violation)
}

function constant (key: PhraseKey): () => Phrase {
  return () => ({ key })
}

function hasItems (value: unknown): boolean {
  return Array.isArray(value) && value.length > 0
}

function multiple ({ params }: Violation): Phrase {
  const factor = [params.multipleOf, params.divisor, params.multiple, params.requirement].find(Number.isFinite)
  return factor === undefined ? { key: 'notMultiple' } : { key: 'multipleOf', number: Number(factor) }
}

function bounded ({ limit }: Violation, key: PhraseKey, otherwise: PhraseKey): Phrase {
  return limit === undefined ? { key: otherwise } : { key, number: limit }
}

function isExclusive ({ keyword, params }: Violation): boolean {
  return exclusiveKeywords.has(keyword) || params.inclusive === false || 'more' in params || 'less' in params
}

const maxTypes = 8
const typeName = /^[a-z][\w-]{0,30}$/i

function typePhrase (keyword: string, params: Fields): Phrase {
  const named = [params.type, params.expected, keyword.split('.', 1)].find(isTypeNames)
  if (named === undefined) return { key: 'wrongType' }
  const names = [named].flat().slice(0, maxTypes)
  if (params.nullable === true) names.push('null')
  return { key: 'type', names: names as string[] }
}

/** Keywords about a type or format that do not name it. */
const unnamed = new Set<unknown>([
  'typeError', 'invalid_type', 'nullable', 'type', 'elements', 'values', 'invalid_date', 'format', 'invalid_format',
  'invalid_string'
])

function isTypeNames (value: unknown): boolean {
  const names = [value].flat()
  return (
    names.length > 0 && names.every((name) => typeof name === 'string' && typeName.test(name) && !unnamed.has(name))
  )
}

function formatPhrase (keyword: string, { format, validation }: Fields): Phrase {
  const name = [format, validation, keyword.split('.').at(-1)].find(
    (value) => typeof value === 'string' && typeName.test(value)
  )
  return unnamed.has(name) ? { key: 'wrongFormat' } : { key: 'format', text: String(name) }
}

function valuesPhrase (allowed: unknown): Phrase {
  const values = Array.isArray(allowed) ? allowed.slice(0, maxListed) : []
  const listed = values.every(isPlain) ? cleanText(values.map(String).join(', ')) : ''
  if (listed === '' || listed.length > maxListed) return { key: 'allowedValues' }
  return { key: values.length === 1 ? 'value' : 'values', text: listed }
}

function isPlain (value: unknown): boolean {
  return value === null || typeof value === 'boolean' || typeof value === 'number' || typeof value === 'string'
}
