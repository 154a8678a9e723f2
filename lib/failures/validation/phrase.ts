/**
 * What a validation error says: our own phrases, made from the schema only. The validators' messages are not used,
 * as they may repeat what was sent. Each language writes the phrases in its own words.
 */
import type { Phrase, PhraseKey } from '../../catalog/texts/language-texts.js'
import type { ValidationCode } from '../../catalog/standard.js'
import { cleanText } from '../../catalog/texts/template.js'
import type { Fields } from './entry.js'
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

const phrases: Readonly<Record<ValidationCode, (facts: Facts) => Phrase>> = {
  required: constant('required'),
  type: ({ keyword, params }) => typePhrase(keyword, params),
  format: ({ keyword, params }) => formatPhrase(keyword, params),
  enum: ({ allowed }) => valuesPhrase(allowed),
  minimum: (facts) => bounded(facts, isExclusive(facts) ? 'exclusiveMinimum' : 'minimum', 'tooSmall'),
  maximum: (facts) => bounded(facts, isExclusive(facts) ? 'exclusiveMaximum' : 'maximum', 'tooLarge'),
  minLength: (facts) => bounded(facts, 'minLength', 'tooShort'),
  maxLength: (facts) => bounded(facts, 'maxLength', 'tooLong'),
  minItems: (facts) => bounded(facts, 'minItems', 'tooFewItems'),
  maxItems: (facts) => bounded(facts, 'maxItems', 'tooManyItems'),
  pattern: constant('pattern'),
  unknown: constant('unknown'),
  invalid: (facts) => others.get(facts.keyword)?.(facts) ?? { key: 'invalid' }
}

const oneForm = constant('oneForm')

const others: ReadonlyMap<string, (facts: Facts) => Phrase> = new Map([
  ['multipleOf', multiple],
  ['not_multiple_of', multiple],
  ['number.multiple', multiple],
  ['multiple_of', multiple],
  ['uniqueItems', constant('uniqueItems')],
  ['contains', constant('contains')],
  ['not', constant('not')],
  ['anyOf', oneForm],
  ['oneOf', ({ params }: Facts): Phrase => ({ key: hasItems(params.passingSchemas) ? 'exactlyOneForm' : 'oneForm' })],
  ['invalid_union', oneForm],
  ['union', oneForm],
  ['if', constant('condition')],
  ['minProperties', (facts: Facts) => bounded(facts, 'minMembers', 'tooFewMembers')],
  ['maxProperties', (facts: Facts) => bounded(facts, 'maxMembers', 'tooManyMembers')],
  ['dependentRequired', constant('dependent')]
])

/** What an error says, without the words of any language. */
export function phraseOf (facts: Facts): Phrase {
  return phrases[facts.code](facts)
}

function constant (key: PhraseKey): () => Phrase {
  return () => ({ key })
}

function hasItems (value: unknown): boolean {
  return Array.isArray(value) && value.length > 0
}

function multiple ({ params }: Facts): Phrase {
  const factor = [params.multipleOf, params.divisor, params.multiple, params.requirement].find(Number.isFinite)
  return factor === undefined ? { key: 'notMultiple' } : { key: 'multipleOf', number: Number(factor) }
}

function bounded ({ limit }: Facts, key: PhraseKey, otherwise: PhraseKey): Phrase {
  return limit === undefined ? { key: otherwise } : { key, number: limit }
}

function isExclusive ({ keyword, params }: Facts): boolean {
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

/** Keywords that are about a type or format and name none. */
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
