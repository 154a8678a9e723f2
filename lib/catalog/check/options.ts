/**
 * The rules of the options of a catalog.
 */
import { demand } from '../catalog-error.js'
import { isPlainObject } from '../extensions/foreign.js'
import type { Retired } from '../definition.js'
import type { CatalogOptions } from '../types/catalog.js'
import { checkUri, isHeader } from './value.js'
import { isRecord } from '../../json/record.js'
import { codePattern } from '../code.js'

const optionNames = new Set([
  'base', 'standardBase', 'challenge', 'include', 'retired', 'locales', 'languages', 'members', 'wire',
  'captureStackTrace'
])
const localeFields = new Set(['title', 'description', 'guidance', 'causes', 'detail'])

/** A promise or a map would be a catalog without codes. */
export function checkDefinitions (definitions: unknown): void {
  demand(
    isRecord(definitions) && isPlainObject(definitions), 'The definitions',
    ['be an object of rows', "such as { ORDER_LOST: { status: 409, title: 'Order lost' } }"], definitions
  )
}

export function checkOptions (options: CatalogOptions): void {
  demand(isRecord(options), 'The options of defineCatalog()', 'be an object', options)
  for (const name of Object.keys(options)) {
    demand(optionNames.has(name), 'An option of defineCatalog()', `be one of ${[...optionNames].join(', ')}`, name)
  }
  for (const name of ['base', 'standardBase'] as const) {
    const base = options[name]
    if (base !== undefined) checkBase(`The option '${name}'`, base)
  }
  const { challenge, captureStackTrace, include, languages, wire } = options
  if (challenge !== undefined) {
    demand(
      isHeader('www-authenticate', challenge) && challenge !== '', "The option 'challenge'",
      'be a value of WWW-Authenticate', challenge
    )
  }
  if (captureStackTrace !== undefined) {
    demand(typeof captureStackTrace === 'boolean', "The option 'captureStackTrace'", 'be a boolean', captureStackTrace)
  }
  if (languages !== undefined) checkLanguages(languages)
  if (wire !== undefined) {
    demand(
      Array.isArray(wire) && wire.every((text) => text === 'guidance'), "The option 'wire'", "be a list of 'guidance'",
      wire
    )
  }
  if (include !== undefined) demand(Array.isArray(include), "The option 'include'", 'be a list of catalogs', include)
}

function checkLanguages (languages: unknown): void {
  demand(
    Array.isArray(languages), "The option 'languages'",
    "be a list, such as [de] of 'fastify-problem-json/languages/de'", languages
  )
  for (const language of languages as readonly unknown[]) {
    const parts = ['codes', 'sentences', 'phrases', 'types', 'labels']
    const isLanguage =
      isRecord(language) && typeof language['language'] === 'string' && parts.every((name) => isRecord(language[name]))
    demand(
      isLanguage, "An entry of 'languages'",
      `be { language, ${parts.join(', ')} }, such as de of 'fastify-problem-json/languages/de'`, language
    )
  }
}

function checkBase (subject: string, base: unknown): void {
  checkUri(subject, base, 'be a URI, or a path that starts with "/"')
  demand(/[/#:?=]$/.test(base), subject, ["end with '/', '#', ':' or '='", `write '${base}/'`], base)
}

export function checkRetired (retired: Readonly<Record<string, Retired>>): void {
  for (const [code, entry] of Object.entries(retired)) {
    demand(codePattern.test(code), 'A retired code', 'be UPPER_SNAKE_CASE', code)
    demand(isRecord(entry), `The retired code '${code}'`, 'be { since, status, type, replacedBy? }', entry)
    demand(
      typeof entry.since === 'string' && entry.since !== '', `The retired code '${code}'`,
      "state in 'since' the version that removed it", entry.since
    )
    demand(Number.isInteger(entry.status), `The status of the retired code '${code}'`, 'be an integer', entry.status)
    demand(
      typeof entry.type === 'string', `The type of the retired code '${code}'`, 'be the URI that it had', entry.type
    )
  }
}

export function checkLocaleFields (tag: string, code: string, texts: unknown): void {
  demand(isRecord(texts), `The texts of '${code}' in '${tag}'`, 'be an object', texts)
  for (const field of Object.keys(texts)) {
    demand(
      localeFields.has(field), `A text of '${code}' in '${tag}'`, `be one of ${[...localeFields].join(', ')}`, field
    )
    for (const text of field === 'detail' || field === 'causes' ? [texts[field]].flat() : [texts[field]]) {
      demand(
        typeof text === 'string' && text.trim() !== '', `The ${field} of '${code}' in '${tag}'`,
        'be a text that is not empty', text
      )
    }
  }
}
