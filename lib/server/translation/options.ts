/**
 * The plugin's option `translation`, and the texts that its functions return.
 */
import type { FastifyRequest } from 'fastify'
import type { ProblemDetails } from '../../catalog/problem/details.js'
import { ignoreRejection, isThenable } from '../../json/promise.js'

/** The languages that a client prefers, in the form of `Accept-Language`; `undefined` for no preference. */
export type LanguageResolver = (request: FastifyRequest) => string | undefined

/**
 * Texts of one occurrence. The catalog supplies the texts that it leaves out, or all of them if it fails.
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

/** @throws {TypeError} where `language()` returned something else than a text or nothing */
export function checkLanguage (value: unknown): string | undefined {
  if (value === undefined || value === null || typeof value === 'string') return value ?? undefined
  ignoreRejection(value)
  throw new TypeError(`translation.language() must return a text in the form of Accept-Language, got ${typeof value}`)
}

/** @throws {TypeError} where `render()` returned something else than texts or nothing */
export function checkTexts (texts: unknown): TranslatedTexts | undefined {
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
