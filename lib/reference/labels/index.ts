/**
 * The words of the pages, by language: English, those of the languages that a catalog has, and those of the option
 * `labels`.
 */
import { defaultLanguage, languageTexts } from '../../catalog/texts/language.js'
import type { LanguageTexts } from '../../catalog/texts/language-texts.js'
import { english } from './en.js'
import type { Labels } from './en.js'

/** Your own words, by language; missing ones stay as they are. */
export type OwnLabels = Readonly<Record<string, Partial<Labels>>>

/** The words of one language, and which language they are in: English where there are none. */
export function labelsOf (
  language: string, languages: readonly LanguageTexts[], custom: OwnLabels = {}
): { labels: Labels; language: string } {
  const [primary = language] = language.split('-')
  const all = [
    languageTexts(languages, language)?.labels, custom[primary], primary === language ? undefined : custom[language]
  ]
  const known = all.some((labels) => labels !== undefined)
  return { labels: Object.assign({}, english, ...all) as Labels, language: known ? language : defaultLanguage }
}
