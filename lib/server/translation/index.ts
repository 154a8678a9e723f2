/**
 * Problems in the reader's language (RFC 9457 §3, RFC 9110 §12.5.4). Only the texts change: logs and events stay
 * English. The option `translation` may choose the language, and write the texts of an occurrence.
 */
import type { FastifyRequest } from 'fastify'
import type { AnyCatalog } from '../../catalog/definition.js'
import { infoOf } from '../../catalog/info.js'
import { toDetails } from '../../catalog/problem/details.js'
import type { ProblemTexts } from '../../catalog/problem/details.js'
import type { Problem } from '../../catalog/problem/occurrence.js'
import { defaultLanguage, languageTexts, languagesOf, lookupLanguage } from '../../catalog/texts/language.js'
import { compileTexts, englishTexts } from './catalog-texts.js'
import { checkLanguage, checkTexts } from './options.js'
import type { TranslatedTexts, TranslationOptions } from './options.js'
import { createTextWriter } from './plugin-texts.js'

export interface Translated extends ProblemTexts {
  readonly language: string
  /** The extension members, where texts in them are translated. */
  readonly extensions?: Problem['extensions'] | undefined
}

/** Called for a hook that failed. The failure costs only the translation. */
export type ReportFailure = (hook: string, failure: unknown) => void

export type Translator = (problem: Problem, request: FastifyRequest, report: ReportFailure) => Translated

/** `undefined` where there is only one language. */
export function createTranslator (
  catalog: AnyCatalog, { language = acceptLanguage, render }: TranslationOptions
): Translator | undefined {
  const { locales, languages: shipped } = infoOf(catalog)
  const languages = languagesOf(locales)
  if (languages.length === 1 && render === undefined) return undefined
  const tables = new Map(languages.map((tag) => [tag, compileTexts(catalog, locales, tag)]))
  const writers = new Map(languages.map((tag) => [tag, createTextWriter(languageTexts(shipped, tag))]))

  return function translate (problem, request, report) {
    const tag = lookupLanguage(
      attempt('translation.language', () => checkLanguage(language(request)), report), languages
    )
    const { written, language: other = defaultLanguage } = writers.get(tag)!(problem)
    const texts = tables.get(tag)!.get(problem.problemType.code)?.(written) ?? englishTexts(written)
    const translated = { ...texts, language: texts.language ?? other, extensions: written.extensions }
    if (render === undefined) return translated
    const context = { language: tag, request }
    const rendered = attempt(
      'translation.render', () => checkTexts(render(toDetails(written, undefined, translated), context)), report
    )
    return withTexts(translated, rendered, tag)
  }
}

function acceptLanguage (request: FastifyRequest): string | undefined {
  return request.headers['accept-language']
}

function withTexts (translated: Translated, texts: TranslatedTexts | undefined, tag: string): Translated {
  const { title, detail, language } = texts ?? {}
  if (title === undefined && detail === undefined) return translated
  return {
    ...translated,
    title: title ?? translated.title,
    detail: detail ?? translated.detail,
    language: language ?? tag
  }
}

function attempt<T> (hook: string, call: () => T, report: ReportFailure): T | undefined {
  try {
    return call()
  } catch (failure) {
    report(hook, failure)
  }
}
