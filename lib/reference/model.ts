/**
 * What the reference says, in one language and whatever its form. Pure: catalog → entries.
 */
import { STATUS_CODES } from 'node:http'
import { catalogInfo } from '../catalog/define.js'
import { defaultLanguage, localText } from '../catalog/language.js'
import type { LocalText, Locales } from '../catalog/language.js'
import { standardDefinitions } from '../catalog/standard.js'
import type { AnyCatalog, ProblemType, Retired } from '../catalog/definition.js'
import { exampleBody } from './example.js'
import { membersOf } from './members.js'
import type { Member } from './members.js'

/** A route that declares a code in `schema.problems`. */
export interface Operation {
  readonly method: string
  readonly url: string
  readonly summary?: string
  readonly codes: readonly string[]
}

/** One page: a problem type, with its texts in the language of the reader. */
export interface Entry {
  /** The name of its page: the code in kebab-case. */
  readonly slug: string
  readonly problemType: ProblemType
  readonly reason: string
  readonly title: LocalText
  readonly description: LocalText | undefined
  readonly guidance: LocalText | undefined
  /** The templates of `detail`. */
  readonly detail: readonly string[]
  readonly members: readonly Member[]
  readonly example: Readonly<Record<string, unknown>>
  /** The codes that refine this one. */
  readonly refinedBy: readonly string[]
  readonly operations: readonly Operation[]
  /** Whether the code is one of the standard ones, and not of this API alone. */
  readonly standard: boolean
}

export interface RetiredEntry extends Retired {
  readonly slug: string
  readonly code: string
  readonly reason: string
}

export function toEntries (catalog: AnyCatalog, language: string, operations: readonly Operation[]): readonly Entry[] {
  const { locales } = catalogInfo(catalog)!
  return Object.values(catalog).map((problemType) => toEntry(catalog, problemType, locales, language, operations))
}

function toEntry (catalog: AnyCatalog, problemType: ProblemType, locales: Locales, language: string, operations: readonly Operation[]): Entry {
  const { code, status } = problemType
  const title = localText(locales, language, code, 'title') ?? inEnglish(problemType.title)
  const detail = localText(locales, language, code, 'detail')?.text ?? problemType.detail
  return {
    slug: slugOf(code),
    problemType,
    reason: reasonOf(status),
    title,
    description: textOf('description'),
    guidance: textOf('guidance'),
    detail: [detail].flat(),
    members: membersOf(problemType.extensions),
    example: exampleBody(problemType, catalog, title.text, [detail].flat()),
    refinedBy: Object.values(catalog).filter(({ refines }) => refines === code).map((special) => special.code),
    operations: operations.filter(({ codes }) => codes.includes(code)),
    standard: Object.hasOwn(standardDefinitions, code)
  }

  function textOf (field: 'description' | 'guidance'): LocalText | undefined {
    const english = problemType[field]
    return localText(locales, language, code, field) ?? (english === undefined ? undefined : inEnglish(english))
  }
}

function inEnglish (text: string): LocalText {
  return { text, language: defaultLanguage }
}

export function toRetiredEntries (catalog: AnyCatalog): readonly RetiredEntry[] {
  return Object.entries(catalogInfo(catalog)!.retired).map(([code, retired]) =>
    ({ ...retired, code, slug: slugOf(code), reason: reasonOf(retired.status) }))
}

/** The phrase of a status, such as `Not Found`; nothing for a status that has none. */
function reasonOf (status: number): string {
  return STATUS_CODES[status] ?? ''
}

/** The code in kebab-case. `index` is the name of the index. */
export function slugOf (code: string): string {
  const slug = code.toLowerCase().replaceAll('_', '-')
  return slug === 'index' ? 'index-code' : slug
}
