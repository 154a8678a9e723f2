/**
 * The keywords of the validators, and our code for each: ajv and TypeBox, JTD, zod 3 and 4, joi, yup, valibot. A
 * keyword that is not in the table becomes `invalid`.
 */
import type { ValidationCode } from '../../catalog/standard.js'

const keywordsByCode: Readonly<Record<Exclude<ValidationCode, 'invalid'>, string>> = {
  required: 'required dependencies dependentRequired any.required optionality defined',
  type: `type elements values invalid_type invalid_date typeError nullable integer
    string.base number.base number.integer boolean.base object.base array.base date.base`,
  format: `format invalid_format email url uuid ip ipv4 ipv6 datetime iso_date iso_date_time iso_time iso_timestamp
    cuid2 ulid nanoid string.email string.uri string.guid string.isoDate string.isoDuration string.hostname
    string.domain string.ip string.hex string.base64 string.alphanum date.format`,
  enum: `enum const invalid_value invalid_enum_value invalid_literal invalid_union_discriminator any.only
    picklist literal variant`,
  minimum: `minimum exclusiveMinimum formatMinimum formatExclusiveMinimum min_value gt_value moreThan
    number.min number.greater number.positive date.min date.greater`,
  maximum: `maximum exclusiveMaximum formatMaximum formatExclusiveMaximum max_value lt_value lessThan
    number.max number.less number.negative date.max date.less`,
  minLength: 'minLength string.min string.empty',
  maxLength: 'maxLength string.max',
  minItems: 'minItems array.min',
  maxItems: 'maxItems additionalItems items unevaluatedItems array.max',
  pattern: 'pattern matches regex string.pattern.base string.pattern.name',
  unknown: `additionalProperties unevaluatedProperties propertyNames boolean unrecognized_keys invalid_key
    object.unknown any.unknown noUnknown`
}

const codes = new Map<string, ValidationCode>([['false schema', 'unknown']])
for (const [code, keywords] of Object.entries(keywordsByCode)) {
  for (const keyword of keywords.split(/\s+/)) codes.set(keyword, code as ValidationCode)
}

/** Keywords that texts, lists and numbers share: the type of the value decides which bound was broken. */
const bounds: ReadonlyMap<string, 'min' | 'max'> = new Map([
  ['too_small', 'min'], ['min', 'min'], ['min_length', 'min'], ['min_size', 'min'], ['non_empty', 'min'],
  ['too_big', 'max'], ['max', 'max'], ['max_length', 'max'], ['max_size', 'max']
])

const measures: ReadonlyMap<unknown, 'Length' | 'Items'> = new Map([
  ['string', 'Length'], ['array', 'Items'], ['set', 'Items'], ['map', 'Items']
])

/** The code of a validator's keyword; `kind` is the type of the value, for keywords that several types share. */
export function codeOf (keyword: string, kind: unknown): ValidationCode {
  const bound = bounds.get(keyword)
  if (!bound) return codes.get(keyword) ?? 'invalid'
  const measure = measures.get(kind)
  return measure ? `${bound}${measure}` : `${bound}imum`
}

/** The parameters that name members, for keywords about members of the object at the entry's path. */
export const memberParams: ReadonlyMap<string, readonly string[]> = new Map([
  ['required', ['missingProperty', 'requiredProperties']],
  ['dependencies', ['missingProperty', 'dependencies']],
  ['dependentRequired', ['missingProperty', 'dependencies']],
  ['additionalProperties', ['additionalProperty', 'additionalProperties']],
  ['unevaluatedProperties', ['unevaluatedProperty', 'unevaluatedProperties']],
  ['propertyNames', ['propertyName', 'propertyNames']],
  ['unrecognized_keys', ['keys']]
])

/** Keywords that exclude their bound. */
export const exclusiveKeywords: ReadonlySet<string> = new Set([
  'exclusiveMinimum', 'exclusiveMaximum', 'moreThan', 'lessThan', 'gt_value', 'lt_value', 'number.greater',
  'number.less'
])
