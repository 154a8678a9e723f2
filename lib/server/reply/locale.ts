/**
 * Problems in the reader's language (RFC 9457 §3, RFC 9110 §12.5.4). Title and detail only: logs and events stay
 * English.
 *
 * The lookup is our own: nothing that Fastify depends on has one, and forty lines are no reason for a dependency.
 * Another rule, or another source such as the user's profile, comes in by the option `language`.
 */
import type { FastifyRequest } from 'fastify'
import { infoOf } from '../../catalog/info.js'
import { defaultLanguage, languageTexts, languagesOf, localText, lookupLanguage } from '../../catalog/texts/language.js'
import type { Locales } from '../../catalog/texts/language.js'
import type { LanguageTexts } from '../../catalog/texts/language-texts.js'
import { detailOf, givenDetail, toDetails } from '../../catalog/problem/details.js'
import type { Problem } from '../../catalog/problem/occurrence.js'
import type { ProblemDetails, ProblemTexts } from '../../catalog/problem/details.js'
import { createPhraser } from '../../catalog/texts/phrase.js'
import type { Phraser } from '../../catalog/texts/phrase.js'
import { compileTemplate, templatesOf } from '../../catalog/texts/template.js'
import type { AnyCatalog } from '../../catalog/definition.js'
import { phraseOfItem } from '../../failures/validation/index.js'
import { ignoreRejection, isThenable } from '../../json/promise.js'
import { member } from '../../json/untrusted.js'

/** The languages that a client prefers, in the form of `Accept-Language`; `undefined` for no preference. */
export type LanguageResolver = (request: FastifyRequest) => string | undefined

/**
 * Texts of one occurrence. What it leaves out, or all if it fails, comes from the catalog.
 *
 * @param problem the body as it would be sent without the hook
 */
export type TranslateHook = (
  problem: ProblemDetails & Readonly<Record<string, unknown>>,
  context: { readonly language: string, readonly request: FastifyRequest }
) => TranslatedTexts | undefined

/** How a problem finds the language of its reader. */
export interface TranslationOptions {
  /**
   * The languages that a client prefers, such as those of the user's profile.
   *
   * @default the header `Accept-Language`
   * @example (request) => request.user?.language
   */
  readonly language?: LanguageResolver | undefined
  /**
   * Texts of one occurrence, where the `locales` of the catalog do not suffice.
   *
   * @default the texts of the catalog
   * @example ({ code, orderId }, { language }) => ({ detail: messages[language]?.[code]?.(orderId) })
   */
  readonly render?: TranslateHook | undefined
}

export interface TranslatedTexts {
  title?: string | undefined
  detail?: string | undefined
  /** The language of these texts, where it is not the one that was asked for. */
  language?: string | undefined
}

export interface Translated extends ProblemTexts {
  readonly language: string
  /** The extension members, where texts in them are translated. */
  readonly extensions?: Problem['extensions'] | undefined
}

/** Told of a hook that failed. It costs the translation, and nothing else. */
export type Report = (hook: string, failure: unknown) => void

export type Translator = (problem: Problem, request: FastifyRequest, report: Report) => Translated

/** `undefined` where there is one language only. */
export function createTranslator (
  catalog: AnyCatalog, { language = acceptLanguage, render }: TranslationOptions
): Translator | undefined {
  const { locales, languages: shipped } = infoOf(catalog)
  const languages = languagesOf(locales)
  if (languages.length === 1 && render === undefined) return undefined
  const tables = new Map(languages.map((tag) => [tag, compileTexts(catalog, locales, tag)]))
  const writers = new Map(languages.map((tag) => [tag, createWriter(languageTexts(shipped, tag))]))

  return function translate (problem, request, report) {
    const tag = lookupLanguage(
      attempt('translation.language', () => textOrNone(language(request)), report), languages
    )
    const { written, language: other = defaultLanguage } = writers.get(tag)!(problem)
    const texts = tables.get(tag)!.get(problem.problemType.code)?.(written) ?? untranslated(written)
    const translated = { ...texts, language: texts.language ?? other, extensions: written.extensions }
    if (render === undefined) return translated
    const context = { language: tag, request }
    const rendered = attempt(
      'translation.render', () => checkTexts(render(toDetails(written, undefined, translated), context)), report
    )
    return withTexts(translated, rendered, tag)
  }
}

/** The problem, and the language that a text in it was written in. */
type TextWriter = (problem: Problem) => { written: Problem, language?: string }

/**
 * Writes the texts that the plugin itself put into a problem in another language: a known sentence, and those in
 * `errors`.
 */
function createWriter (texts: LanguageTexts | undefined): TextWriter {
  if (texts === undefined) return (problem) => ({ written: problem })
  const { sentences, language } = texts
  const writePhrase = createPhraser(texts)
  return function writeTexts (problem) {
    const { problemType, status, detail, headers, retryAfter, cause } = problem
    const sentence = typeof detail === 'string' && Object.hasOwn(sentences, detail) ? sentences[detail] : detail
    const extensions = writeErrors(problem.extensions, writePhrase)
    if (sentence === detail && extensions === problem.extensions) return { written: problem }
    return { written: { problemType, status, detail: sentence, headers, retryAfter, cause, extensions }, language }
  }
}

/** Items whose text somebody else wrote, such as the schema's author, keep it. */
function writeErrors (extensions: Problem['extensions'], writePhrase: Phraser): Problem['extensions'] {
  const errors = member(extensions, 'errors')
  if (!Array.isArray(errors) || !errors.some((item) => phraseOfItem(item) !== undefined)) return extensions
  const written = errors.map((item: object) => {
    const phrase = phraseOfItem(item)
    return phrase === undefined ? item : { ...item, detail: writePhrase(phrase) }
  })
  return { ...extensions, errors: written }
}

function acceptLanguage (request: FastifyRequest): string | undefined {
  return request.headers['accept-language']
}

interface TypeTexts extends ProblemTexts {
  /** That of the title or of the detail; `undefined` where both are the catalog's own. */
  readonly language: string | undefined
}

function untranslated (problem: Problem): TypeTexts {
  return { title: problem.problemType.title, detail: detailOf(problem), language: undefined }
}

type Texts = ReadonlyMap<string, (problem: Problem) => TypeTexts>

/** Of each code that the language has a text for: how its texts are made, with English per field. */
function compileTexts (catalog: AnyCatalog, locales: Locales, tag: string): Texts {
  const texts = new Map<string, (problem: Problem) => TypeTexts>()
  for (const { code, title: english } of Object.values(catalog)) {
    const title = localText(locales, tag, code, 'title')
    const detail = localText(locales, tag, code, 'detail')
    const guidance = localText(locales, tag, code, 'guidance')?.text
    if (title === undefined && detail === undefined && guidance === undefined) continue
    const render = compileTemplate(templatesOf({ detail: detail?.text ?? [] }))
    texts.set(code, (problem) => {
      // A text that was given for this occurrence says more than a template.
      const local = givenDetail(problem) === undefined ? render(problem.extensions) : undefined
      const language = title?.language ?? (local === undefined ? undefined : detail!.language)
      return { title: title?.text ?? english, detail: local ?? detailOf(problem), guidance, language }
    })
  }
  return texts
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

function textOrNone (value: unknown): string | undefined {
  if (value === undefined || value === null || typeof value === 'string') return value ?? undefined
  ignoreRejection(value)
  throw new TypeError(`translation.language() must return a text in the form of Accept-Language, got ${typeof value}`)
}

function checkTexts (texts: unknown): TranslatedTexts | undefined {
  if (texts === undefined || texts === null) return undefined
  if (isTexts(texts) && !isThenable(texts)) return texts
  ignoreRejection(texts)
  throw new TypeError(
    'translation.render() must return { title?, detail?, language? }, and no promise; a text must not be empty'
  )
}

function isTexts (texts: unknown): texts is TranslatedTexts {
  if (typeof texts !== 'object') return false
  const { title, detail, language } = texts as TranslatedTexts
  const isText = (text: unknown) => text === undefined || (typeof text === 'string' && text !== '')
  return [title, detail, language].every(isText) && (language === undefined || /^[A-Za-z0-9-]+$/.test(language))
}

function attempt<T> (hook: string, call: () => T, report: Report): T | undefined {
  try {
    return call()
  } catch (failure) {
    report(hook, failure)
  }
}
