/**
 * What is known of a catalog beside its problem types. `defineCatalog()` attaches it; the rest of lib/ reads it here.
 */
import { demand } from './catalog-error.js'
import type { AnyCatalog, Definitions, ProblemType, Retired } from './definition.js'
import type { CommonMembers } from './members.js'
import type { StandardCode } from './standard.js'
import type { LanguageTexts } from './texts/language-texts.js'
import type { Locales } from './texts/language.js'

export interface CatalogInfo {
  readonly base: string
  readonly standardBase: string
  readonly retired: Readonly<Record<string, Retired>>
  /** All texts: those of shipped languages, of included catalogs, and of this one. */
  readonly locales: Locales
  /** The same without those of shipped languages. */
  readonly ownLocales: Locales
  /** The shipped languages of this catalog and of included ones. */
  readonly languages: readonly LanguageTexts[]
  /** The members that every problem has beside its extensions. */
  readonly members: CommonMembers | undefined
  /** The definitions as they were given, those of included catalogs too. */
  readonly definitions: Definitions
  /** The codes of other services that calls translate: name → code → type URI, empty where it is not known. */
  readonly upstreams: Map<string, Readonly<Record<string, string>>>
  /** The problem type that this catalog sends for a standard code: that code, or the one that replaces it. */
  typeOfStandard: (code: StandardCode) => ProblemType
  /** The problem type of this catalog that it sends for a thrown one; `undefined` for one of a foreign catalog. */
  toOwn: (problemType: ProblemType) => ProblemType | undefined
}

const key = Symbol.for('fastify-problem-json.catalog')

export function attachInfo<Types extends AnyCatalog> (types: Types, info: CatalogInfo): Types {
  return Object.defineProperty(types, key, { value: Object.freeze(info) })
}

/** `undefined` for a value that `defineCatalog()` did not make. */
export function catalogInfo (catalog: unknown): CatalogInfo | undefined {
  return (catalog as { [key]?: CatalogInfo } | null | undefined)?.[key]
}

/** @throws {CatalogError} for a value that `defineCatalog()` did not make */
export function infoOf (catalog: AnyCatalog): CatalogInfo {
  const info = catalogInfo(catalog)
  demand(info, 'The catalog', 'be made by defineCatalog()', catalog)
  return info
}

/** @throws {CatalogError} for a code that the catalog does not have */
export function typeOfCode (catalog: AnyCatalog, code: string): ProblemType {
  const problemType = Object.hasOwn(catalog, code) ? catalog[code] : undefined
  // Called for each code of each route: the message is made for a mistake only.
  if (problemType === undefined) demand(problemType, `The code '${code}'`, 'be one of the catalog', code)
  return problemType
}
