/**
 * The texts that make a language, as types.
 */
import type { Texts } from '../definition.js'

/** The meaning of a text of a validation error: a closed list, for which every language has its words. */
export type PhraseKey =
  | 'required' | 'type' | 'wrongType' | 'format' | 'wrongFormat' | 'value' | 'values' | 'allowedValues'
  | 'minimum' | 'exclusiveMinimum' | 'tooSmall' | 'maximum' | 'exclusiveMaximum' | 'tooLarge'
  | 'minLength' | 'tooShort' | 'maxLength' | 'tooLong' | 'minItems' | 'tooFewItems' | 'maxItems' | 'tooManyItems'
  | 'pattern' | 'unknown' | 'invalid' | 'multipleOf' | 'notMultiple' | 'uniqueItems' | 'contains' | 'not'
  | 'oneForm' | 'exactlyOneForm' | 'condition' | 'minMembers' | 'tooFewMembers' | 'maxMembers' | 'tooManyMembers'
  | 'dependent'

/** One text of a validation error, before it is written in a language. */
export interface Phrase {
  readonly key: PhraseKey
  /** The bound, or the factor, in `{number}`. */
  readonly number?: number | undefined
  /** The names of types, joined by the language's word for "or", in `{names}`. */
  readonly names?: readonly string[] | undefined
  /** A format, or the allowed values, in `{text}`. */
  readonly text?: string | undefined
}

/**
 * A text, or one for each plural form of `{number}` that the language has (CLDR): `other`, and some of `one`, `two`,
 * `few`, `many`.
 */
export type PhraseText = string | Readonly<Partial<Record<Intl.LDMLPluralRule, string>> & { other: string }>

/** A language that this package, or anyone else, ships: the texts that no catalog has to repeat. */
export interface LanguageTexts {
  /** Language tag (BCP 47). */
  readonly language: string
  /** Standard code → its texts. */
  readonly codes: Readonly<Record<string, Texts>>
  /** The sentences that the plugin writes where it knows more than the code: English → this language. */
  readonly sentences: Readonly<Record<string, string>>
  /** The texts in `errors` of a `VALIDATION_ERROR`. */
  readonly phrases: Readonly<Record<PhraseKey, PhraseText>>
  /** The types of JSON Schema: `integer` → "a whole number". A name that is not listed stays as it is. */
  readonly types: Readonly<Record<string, string>>
  /** The words of the reference pages. */
  readonly labels: Readonly<Record<string, string>>
}
