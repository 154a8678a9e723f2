/**
 * Texts in other languages: which language a reader gets, and its texts. English is complete, and the fallback.
 */
import { parsePreferences } from '../../http/accept.js'
import type { Definitions, Texts } from '../definition.js'
import type { LanguageTexts } from './language-texts.js'

/** Language tag → code → texts. */
export type Locales = Readonly<Record<string, Readonly<Record<string, Texts>>>>

/** The language that a catalog is written in. */
export const defaultLanguage = 'en'

/** The languages of a catalog, its own first. */
export function languagesOf (locales: Locales): readonly string[] {
  return [...new Set([defaultLanguage, ...Object.keys(locales)])]
}

/**
 * RFC 4647 §3.4, lookup: each range in the order of its weight, cut from its end until it is one of the languages.
 * English where none is: an answer in a language that the reader did not ask for is better than none.
 *
 * @param ranges in the form of `Accept-Language`
 * @example
 * lookupLanguage('de-CH, fr;q=0.8', ['en', 'de'])   // 'de'
 */
export function lookupLanguage (ranges: string | undefined, languages: readonly string[]): string {
  if (ranges === undefined) return defaultLanguage
  const known = new Map(languages.map((language) => [language.toLowerCase(), language]))
  const preferences = parsePreferences(ranges)
  for (const { value, weight } of preferences) {
    if (weight === 0) known.delete(value)
  }
  for (const { value, weight } of preferences) {
    const language = weight > 0 && truncations(value).find((tag) => known.has(tag))
    if (language) return known.get(language)!
  }
  return defaultLanguage
}

/** `zh-hant-tw` → `zh-hant-tw`, `zh-hant`, `zh`. A single letter goes with what follows it. */
function truncations (tag: string): string[] {
  const tags: string[] = []
  for (let rest = tag; rest !== ''; rest = rest.slice(0, Math.max(0, rest.lastIndexOf('-')))) {
    if (!/(?:^|-)[^-]$/.test(rest)) tags.push(rest)
  }
  return tags
}

/** A text, and the language that it is in. */
export interface LocalText<T = string> {
  readonly text: T
  readonly language: string
}

/** One field of one code in the given language, or the nearest more general one; `undefined` leaves it to English. */
export function localText<Field extends keyof Texts> (
  locales: Locales, language: string, code: string, field: Field
): LocalText<NonNullable<Texts[Field]>> | undefined {
  const tags = new Map(Object.keys(locales).map((tag) => [tag.toLowerCase(), tag]))
  for (const truncated of truncations(language.toLowerCase())) {
    const language = tags.get(truncated)
    const text = language === undefined ? undefined : locales[language]?.[code]?.[field]
    if (language !== undefined && text !== undefined) return { text, language }
  }
}

/** The texts of several catalogs; where two have the same one, the last wins. */
export function mergeLocales (all: readonly Locales[]): Locales {
  const merged: Record<string, Record<string, Texts>> = {}
  for (const [tag, codes] of all.flatMap((locales) => Object.entries(locales))) {
    const known = merged[tag] ??= {}
    for (const [code, texts] of Object.entries(codes)) known[code] = { ...known[code], ...texts }
  }
  return merged
}

/**
 * The shipped texts of the standard codes, also of those that others replace. A field that the catalog writes itself is
 * left out: the shipped text does not translate it.
 */
export function shippedLocales (languages: readonly LanguageTexts[], definitions: Definitions): Locales {
  return mergeLocales(
    languages.map(({ language, codes }) => {
      const texts = Object.entries(codes).map(([code, all]) => [code, withoutFields(all, definitions[code])])
      return { [language]: Object.fromEntries(texts) }
    })
  )
}

/** The same texts, with the detail that a code takes from a general one. @param heirs code → general code */
export function inheritDetails (locales: Locales, heirs: ReadonlyMap<string, string>): Locales {
  return Object.fromEntries(Object.entries(locales).map(([tag, codes]) => {
    const detailOf = (code: string): Texts['detail'] => {
      const general = heirs.get(code)
      return codes[code]?.detail ?? (general === undefined ? undefined : detailOf(general))
    }
    const inherited = [...heirs.keys()].flatMap((code) => {
      const detail = detailOf(code)
      return detail === undefined ? [] : [[code, { ...codes[code], detail }]]
    })
    return [tag, { ...codes, ...Object.fromEntries(inherited) }]
  }))
}

function withoutFields (texts: Texts, row: object = {}): Texts {
  return Object.fromEntries(Object.entries(texts).filter(([field]) => !Object.hasOwn(row, field)))
}

/** The shipped language of a reader: the same one, or the nearest more general one. */
export function languageTexts (languages: readonly LanguageTexts[], tag: string): LanguageTexts | undefined {
  const known = new Map(languages.map((texts) => [texts.language.toLowerCase(), texts]))
  return truncations(tag.toLowerCase()).map((truncated) => known.get(truncated)).find((texts) => texts !== undefined)
}
