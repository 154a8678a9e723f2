/**
 * The content of the reference in one language, for every form. Pure: catalog → entries.
 */
import { STATUS_CODES } from 'node:http'
import { infoOf } from '../catalog/info.js'
import { defaultLanguage, localText } from '../catalog/texts/language.js'
import type { LocalText } from '../catalog/texts/language.js'
import { toKebab } from '../catalog/code.js'
import { isStandardCode } from '../catalog/standard.js'
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
  /** Whose code it is, on the index of many services. */
  readonly service?: string
  readonly problemType: ProblemType
  readonly reason: string
  readonly title: LocalText
  readonly description: LocalText | undefined
  readonly guidance: LocalText | undefined
  readonly causes: LocalText<readonly string[]> | undefined
  /** The templates of `detail`. */
  readonly detail: readonly string[]
  readonly members: readonly Member[]
  readonly example: Readonly<Record<string, unknown>>
  /** The codes that refine this one. */
  readonly refinedBy: readonly string[]
  readonly operations: readonly Operation[]
  /** Whether the code is one of the standard ones, and not of this API alone. */
  readonly standard: boolean
  /** Whether the service can send it: the others are there because every catalog has them. */
  readonly sent: boolean
}

export interface RetiredEntry extends Retired {
  readonly slug: string
  readonly code: string
  readonly reason: string
}

/** What the entries of one language are made of. */
interface Source {
  readonly catalog: AnyCatalog
  readonly language: string
  /** The operations that the pages name. */
  readonly operations: readonly Operation[]
  /** Codes that routes declare, whether or not the pages name them. */
  readonly declared: ReadonlySet<string>
}

export function toEntries (source: Source): readonly Entry[] {
  return Object.values(source.catalog).map((problemType) => toEntry(problemType, source))
}

function toEntry (problemType: ProblemType, source: Source): Entry {
  const { catalog, language, operations } = source
  const { locales } = infoOf(catalog)
  const { code, status } = problemType
  const title = localText(locales, language, code, 'title') ?? inEnglish(problemType.title)
  const templates = [localText(locales, language, code, 'detail')?.text ?? problemType.detail].flat()
  return {
    slug: slugOf(code),
    problemType,
    reason: reasonOf(status),
    title,
    description: textOf('description'),
    guidance: textOf('guidance'),
    causes:
      localText(locales, language, code, 'causes') ??
      (problemType.causes.length > 0 ? inEnglish(problemType.causes) : undefined),
    detail: templates,
    members: membersOf(problemType.extensions),
    example: exampleBody(problemType, catalog, { title: title.text, templates, guidance: textOf('guidance')?.text }),
    refinedBy: Object.values(catalog)
      .filter(({ refines }) => refines === code)
      .map((special) => special.code),
    operations: operations.filter(({ codes }) => codes.includes(code)),
    standard: isStandardCode(code),
    sent: isSent(code, source)
  }

  function textOf (field: 'description' | 'guidance'): LocalText | undefined {
    const english = problemType[field]
    return localText(locales, language, code, field) ?? (english === undefined ? undefined : inEnglish(english))
  }
}

/** Standard codes that the plugin sends by itself. */
const automatic = new Set([
  'BAD_REQUEST', 'VALIDATION_ERROR', 'INVALID_REQUEST', 'UNAUTHORIZED', 'FORBIDDEN', 'NOT_FOUND', 'METHOD_NOT_ALLOWED',
  'REQUEST_TIMEOUT', 'CONFLICT', 'PAYLOAD_TOO_LARGE', 'URI_TOO_LONG', 'UNSUPPORTED_MEDIA_TYPE', 'EXPECTATION_FAILED',
  'RATE_LIMITED', 'REQUEST_HEADERS_TOO_LARGE', 'INTERNAL_ERROR', 'DATABASE_ERROR', 'EXTERNAL_SERVICE_ERROR',
  'SERVICE_UNAVAILABLE', 'OVERLOADED', 'EXTERNAL_SERVICE_TIMEOUT'
])

/** A code that the catalog itself defines, or that a route declares, is meant to be sent. */
function isSent (code: string, { catalog, declared }: Source): boolean {
  const isOwn = !isStandardCode(code) || Object.hasOwn(infoOf(catalog).definitions, code)
  return isOwn || automatic.has(code) || declared.has(code)
}

function inEnglish<T> (text: T): LocalText<T> {
  return { text, language: defaultLanguage }
}

export function toRetiredEntries (catalog: AnyCatalog): readonly RetiredEntry[] {
  return Object.entries(infoOf(catalog).retired).map(([code, retired]) =>
    ({ ...retired, code, slug: slugOf(code), reason: reasonOf(retired.status) }))
}

/** The phrase of a status, such as `Not Found`; nothing for a status that has none. */
function reasonOf (status: number): string {
  return STATUS_CODES[status] ?? ''
}

/** The code in kebab-case. `index` is the name of the index. */
export function slugOf (code: string): string {
  const slug = toKebab(code)
  return slug === 'index' ? 'index-code' : slug
}
