/**
 * A phrase → its text in one language. What plural forms and numbers need is built once per language.
 */
import type { LanguageTexts, Phrase, PhraseText } from './language-texts.js'

/** Writes the phrases of one language. */
export type Phraser = (phrase: Phrase) => string

export function createPhraser ({
  language,
  phrases,
  types
}: Pick<LanguageTexts, 'language' | 'phrases' | 'types'>): Phraser {
  const plural = new Intl.PluralRules(language)
  const numbers = new Intl.NumberFormat(language, { maximumFractionDigits: 20 })
  const alternatives = new Intl.ListFormat(language, { type: 'disjunction' })
  const nameOf = (name: string) => (Object.hasOwn(types, name) ? types[name] : undefined) ?? name

  return function writePhrase ({ key, number, names, text }) {
    const values: Readonly<Record<string, string | undefined>> = {
      number: number === undefined ? undefined : numbers.format(number),
      names: names && alternatives.format(names.map(nameOf)),
      text
    }
    return formOf(phrases[key], plural, number).replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '')
  }
}

function formOf (text: PhraseText, plural: Intl.PluralRules, number = 0): string {
  return typeof text === 'string' ? text : text[plural.select(number)] ?? text.other
}
