/**
 * The texts of validation errors in English, the language of every catalog. Numbers are written as in the schema.
 */
import type { Phrase, PhraseKey } from '../../catalog/texts/language-texts.js'

const texts: Readonly<Record<PhraseKey, string>> = {
  required: 'is required',
  type: 'must be {names}',
  wrongType: 'has the wrong type',
  format: 'must match the format {text}',
  wrongFormat: 'has the wrong format',
  value: 'must be {text}',
  values: 'must be one of: {text}',
  allowedValues: 'must be one of the allowed values',
  minimum: 'must be >= {number}',
  exclusiveMinimum: 'must be > {number}',
  tooSmall: 'is too small',
  maximum: 'must be <= {number}',
  exclusiveMaximum: 'must be < {number}',
  tooLarge: 'is too large',
  minLength: 'must have at least {number} character{s}',
  tooShort: 'is too short',
  maxLength: 'must have at most {number} character{s}',
  tooLong: 'is too long',
  minItems: 'must have at least {number} item{s}',
  tooFewItems: 'has too few items',
  maxItems: 'must have at most {number} item{s}',
  tooManyItems: 'has too many items',
  pattern: 'must match the required pattern',
  unknown: 'is not allowed',
  invalid: 'is invalid',
  multipleOf: 'must be a multiple of {number}',
  notMultiple: 'is not one of the allowed multiples',
  uniqueItems: 'must not have duplicate items',
  contains: 'must contain a matching item',
  not: 'has a form that is not allowed',
  oneForm: 'must match one of the allowed forms',
  exactlyOneForm: 'must match exactly one of the allowed forms',
  condition: 'does not meet a condition of its schema',
  minMembers: 'must have at least {number} member{s}',
  tooFewMembers: 'has too few members',
  maxMembers: 'must have at most {number} member{s}',
  tooManyMembers: 'has too many members',
  dependent: 'lacks a member that another one requires'
}

/** A short English text for a person. */
export function inEnglish ({ key, number, names = [], text = '' }: Phrase): string {
  const values: Readonly<Record<string, string>> = {
    number: String(number),
    s: number === 1 ? '' : 's',
    names: names.join(' or '),
    text
  }
  return texts[key].replace(/\{(\w+)\}/g, (_, name: string) => values[name]!)
}
