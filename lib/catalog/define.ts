/**
 * `defineCatalog()`: one typed table of problem types. Pure; it knows neither Fastify nor Node.
 */
import { demand } from './catalog-error.js'
import { checkOptional } from './check/extensions.js'
import { checkDefinitions, checkOptions } from './check/options.js'
import { checkRow } from './check/row.js'
import { prepareExtensions } from './extensions/prepare.js'
import type { Checked } from './types/checked.js'
import type { GivenDefinitions } from './types/inferred-definition.js'
import { inheritDetails, mergeLocales, shippedLocales } from './texts/language.js'
import type { Locales } from './texts/language.js'
import type { LanguageTexts } from './texts/language-texts.js'
import { haveSame, prepareMembers } from './members.js'
import type { Members } from './members.js'
import { createProblemType, heirsOf, inheritedSchema, withDetail } from './problem-type.js'
import { checkIdentities, checkLocales, checkReferences, checkReplaces } from './relations.js'
import { standardDefinitions } from './standard.js'
import type { StandardCode } from './standard.js'
import type { AnyCatalog, Definition, Definitions, ProblemType, Retired, WireText } from './definition.js'
import type { Catalog, CatalogOptions, MergedDefinitions, MergedMembers } from './types/catalog.js'
import type { GivenMembers, MembersIn } from './types/members.js'

/** What is known of a catalog beside its problem types. */
export interface CatalogInfo {
  readonly base: string
  readonly standardBase: string
  readonly retired: Readonly<Record<string, Retired>>
  /** All texts: those of languages that are shipped, of included catalogs, and its own. */
  readonly locales: Locales
  /** The same without those of languages that are shipped. */
  readonly ownLocales: Locales
  /** Those of included catalogs, too. */
  readonly languages: readonly LanguageTexts[]
  /** What every problem has beside its extensions. */
  readonly members: Members | undefined
  /** The definitions as they were given, those of included catalogs too. */
  readonly definitions: Definitions
  /** The codes of other services that calls translate: name → code → type URI, empty where it is not known. */
  readonly upstreams: Map<string, Readonly<Record<string, string>>>
  /** The problem type that stands for a standard code: itself, or the one that replaces it. */
  standard: (code: StandardCode) => ProblemType
  /** The problem type of this catalog that a thrown one stands for; `undefined` for one of a foreign catalog. */
  own: (problemType: ProblemType) => ProblemType | undefined
}

const info = Symbol.for('fastify-problem-json.catalog')

/**
 * Defines the error codes of an API.
 *
 * @param definitions one row per code; a row under a standard code overrides that one field by field
 * @returns a frozen table: every code, the standard ones included, as a class that can be thrown
 * @throws {CatalogError} on the first mistake, saying the code, the rule, the value and the cure
 * @example
 * const catalog = defineCatalog({
 *   ORDER_NOT_FOUND: {
 *     status: 404,
 *     title: 'Order not found',
 *     detail: 'There is no order {orderId}.',
 *     extensions: Type.Object({ orderId: Type.String() })
 *   }
 * })
 * throw new catalog.ORDER_NOT_FOUND({ orderId: '42' })
 */
export function defineCatalog<
  const D extends GivenDefinitions,
  const I extends readonly AnyCatalog[] = [],
  const M extends GivenMembers = never
> (
  definitions: D & Checked<D, D & MergedDefinitions<I>>,
  options: CatalogOptions<I, M> = {}
): Catalog<D & MergedDefinitions<I>, MembersIn<M> & MergedMembers<I>> {
  checkDefinitions(definitions)
  checkOptions(options)
  const { base = '/problems/', standardBase = base, retired = {}, locales = {}, include = [] } = options
  const included = mergeIncluded(include)
  const all: Record<string, Definition> = { ...included.definitions }
  for (const [code, row] of Object.entries(definitions as Definitions)) {
    demand(
      !Object.hasOwn(all, code), `The code '${code}'`, ['be defined once', 'an included catalog defines it, too'], code
    )
    all[code] = row
  }

  const rows = new Map(
    Object.entries(all).map(([code, row]) => [code, withStandard(code, withPlainExtensions(code, row))])
  )
  for (const [code, row] of rows) checkRow(code, row)
  const replacedBy = checkReplaces(rows)
  for (const [code, row] of Object.entries(standardDefinitions)) {
    if (!rows.has(code) && !replacedBy.has(code)) rows.set(code, row)
  }
  for (const [code, row] of rows) checkReferences(code, row, rows, replacedBy)

  const members = prepareMembers(options.members, included.members)
  const sameMembers = included.members.every((one) => haveSame(one, members))
  const heirs = heirsOf(rows)
  const types = new Map<string, ProblemType>()
  for (const [code, row] of rows) {
    const ready =
      sameMembers && hasSameWire(row, included.types.get(code), options.wire) ? included.types.get(code) : undefined
    const problemType =
      ready ??
      createProblemType(code, withDetail(code, rows, heirs), inheritedSchema(row, rows, replacedBy), {
        type: row.type ?? (Object.hasOwn(standardDefinitions, code) ? standardBase : base) + toKebab(code),
        challenge: options.challenge ?? 'Bearer',
        members,
        captureStackTrace: options.captureStackTrace === true || Number(row.status) >= 500,
        wire: options.wire ?? []
      })
    types.set(code, problemType)
  }
  checkIdentities(types, retired)
  checkLocales(types, locales)

  const languages = [...included.languages, ...(options.languages ?? [])]
  const ownLocales = mergeLocales([...included.locales, locales])
  const byStandard = (code: string) => types.get(replacedBy.get(code) ?? code)
  const known = new Map<ProblemType, ProblemType | undefined>()
  for (const type of include.flatMap(Object.values<ProblemType>)) known.set(type, byStandard(type.code))
  for (const type of types.values()) known.set(type, type)
  const described: CatalogInfo = Object.freeze({
    base,
    standardBase,
    retired: { ...included.retired, ...retired },
    locales: inheritDetails(mergeLocales([shippedLocales(languages, all), ownLocales]), heirs),
    ownLocales,
    languages,
    members,
    definitions: all,
    upstreams: new Map(),
    standard: (code: StandardCode) => byStandard(code)!,
    own: (problemType: ProblemType) => known.get(problemType)
  })
  const catalog = Object.defineProperty(Object.fromEntries(types), info, { value: described })
  return Object.freeze(catalog) as unknown as Catalog<D & MergedDefinitions<I>, MembersIn<M> & MergedMembers<I>>
}

/** An included type is the same one here, unless this catalog puts more or less of it on the wire. */
function hasSameWire (
  { guidance }: Definition, included: ProblemType | undefined, wire: readonly WireText[] | undefined
): boolean {
  return wire === undefined || guidance === undefined || included?.wire.length === wire.length
}

/** What `defineCatalog()` knows of a catalog. */
export function infoOf (catalog: AnyCatalog): CatalogInfo {
  const known = catalogInfo(catalog)
  demand(known, 'The catalog', 'be made by defineCatalog()', catalog)
  return known
}

/** The type of a code that the catalog is known to have. */
export function typeOfCode (catalog: AnyCatalog, code: string): ProblemType {
  const problemType = Object.hasOwn(catalog, code) ? catalog[code] : undefined
  // Asked for each code of each route: the message is made for a mistake only.
  if (problemType === undefined) demand(problemType, `The code '${code}'`, 'be one of the catalog', code)
  return problemType
}

/** What `defineCatalog()` knows of a catalog; `undefined` for a value that is none. */
export function catalogInfo (catalog: unknown): CatalogInfo | undefined {
  return (catalog as { [info]?: CatalogInfo } | null | undefined)?.[info]
}

function mergeIncluded (include: readonly AnyCatalog[]) {
  const types = new Map<string, ProblemType>()
  const definitions: Record<string, Definition> = {}
  const retired: Record<string, Retired> = {}
  const locales: Locales[] = []
  const languages: LanguageTexts[] = []
  const members: (Members | undefined)[] = []
  for (const catalog of include) {
    const included = catalogInfo(catalog)
    demand(included, "An entry of 'include'", 'be a catalog made by defineCatalog()', catalog)
    for (const [code, row] of Object.entries(included.definitions)) {
      const ready = types.get(code)
      demand(
        !ready || ready === catalog[code], `The code '${code}'`, ['be defined once', 'two included catalogs define it'],
        code
      )
      types.set(code, catalog[code]!)
      definitions[code] = row
    }
    Object.assign(retired, included.retired)
    locales.push(included.ownLocales)
    languages.push(...included.languages)
    members.push(included.members)
  }
  return { types, definitions, retired, locales, languages, members }
}

function withPlainExtensions (code: string, row: Definition): Definition {
  const extensions: unknown = (row as Definition | null | undefined)?.extensions
  return extensions === undefined
    ? row
    : { ...row, extensions: prepareExtensions(`The extensions of '${code}'`, extensions) }
}

function withStandard (code: string, row: Definition): Definition {
  if (!Object.hasOwn(standardDefinitions, code) || typeof row !== 'object' || row === null) return row
  const standard = standardDefinitions[code as StandardCode]
  const merged = { ...standard, ...row }
  if (row.extensions !== undefined) {
    checkOptional(code, row.extensions, standard.extensions?.required ?? [])
    if (row.examples === undefined) delete merged.examples
  }
  return merged
}

function toKebab (code: string): string {
  return code.toLowerCase().replaceAll('_', '-')
}
