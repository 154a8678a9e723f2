/**
 * `defineCatalog()`: one typed table of problem types. Pure; it knows neither Fastify nor Node.
 */
import { checkDefinitions, checkOptions } from '../check/options.js'
import { toKebab } from '../code.js'
import type { AnyCatalog, Definition, Definitions, ProblemType, WireText } from '../definition.js'
import { attachInfo } from '../info.js'
import type { CatalogInfo } from '../info.js'
import { haveSame, prepareMembers } from '../members.js'
import type { CommonMembers } from '../members.js'
import { isStandardCode } from '../standard.js'
import type { StandardCode } from '../standard.js'
import { inheritDetails, mergeLocales, shippedLocales } from '../texts/language.js'
import type { Catalog, CatalogOptions, MergedDefinitions, MergedMembers } from '../types/catalog.js'
import type { CheckDefinitions } from '../types/compile-time-checks.js'
import type { InferredDefinitions } from '../types/inferred-definition.js'
import type { MembersSchema, MembersIn } from '../types/members.js'
import { mergeIncluded } from './included.js'
import type { Included } from './included.js'
import { heirsOf, inheritedSchema, withDetail } from './inheritance.js'
import { createProblemType } from './problem-type.js'
import { checkIdentities, checkLocales } from './relations.js'
import { addDefinitions, prepareRows } from './rows.js'
import type { Rows } from './rows.js'

/**
 * Defines the error codes of an API.
 *
 * @param definitions one row per code; a row under a standard code overrides that one field by field
 * @returns a frozen table: every code, the standard ones included, as a class that can be thrown
 * @throws {CatalogError} on the first mistake, with the code, the rule, the value and the cure
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
  const D extends InferredDefinitions,
  const I extends readonly AnyCatalog[] = [],
  const M extends MembersSchema = never
> (
  definitions: D & CheckDefinitions<D, D & MergedDefinitions<I>>,
  options: CatalogOptions<I, M> = {}
): Catalog<D & MergedDefinitions<I>, MembersIn<M> & MergedMembers<I>> {
  checkDefinitions(definitions)
  checkOptions(options)
  const included = mergeIncluded(options.include ?? [])
  const all = addDefinitions(included.definitions, definitions as Definitions)
  const rows = prepareRows(all)
  const parts: Parts = {
    ...rows, included, all, heirs: heirsOf(rows.rows), members: prepareMembers(options.members, included.members)
  }
  const types = createTypes(parts, options)
  checkIdentities(types, options.retired ?? {})
  checkLocales(types, options.locales ?? {})
  const catalog = attachInfo(Object.fromEntries(types), describe(types, parts, options))
  return Object.freeze(catalog) as unknown as Catalog<D & MergedDefinitions<I>, MembersIn<M> & MergedMembers<I>>
}

/** What a catalog is made of. */
interface Parts extends Rows {
  readonly included: Included
  /** The definitions as they were given. */
  readonly all: Definitions
  readonly heirs: ReadonlyMap<string, string>
  readonly members: CommonMembers | undefined
}

/** An included type is taken as it is, so that both catalogs recognise what the other throws. */
function createTypes (parts: Parts, options: CatalogOptions): ReadonlyMap<string, ProblemType> {
  const { rows, heirs, included, members } = parts
  const sameMembers = included.members.every((one) => haveSame(one, members))
  const types = new Map<string, ProblemType>()
  for (const [code, row] of rows) {
    const ready = included.types.get(code)
    const problemType = ready !== undefined && sameMembers && hasSameWire(row, ready, options.wire)
      ? ready
      : createProblemType(code, withDetail(code, rows, heirs), inheritedSchema(row, rows), {
        type: row.type ?? defaultType(code, options),
        challenge: options.challenge ?? 'Bearer',
        members,
        captureStackTrace: options.captureStackTrace === true || Number(row.status) >= 500,
        wire: options.wire ?? []
      })
    types.set(code, problemType)
  }
  return types
}

function defaultType (code: string, options: CatalogOptions): string {
  const { base, standardBase } = basesOf(options)
  return (isStandardCode(code) ? standardBase : base) + toKebab(code)
}

function basesOf ({
  base = '/problems/', standardBase = base
}: CatalogOptions): Pick<CatalogInfo, 'base' | 'standardBase'> {
  return { base, standardBase }
}

/** An included type is the same one here, unless this catalog puts more or less of it on the wire. */
function hasSameWire (
  { guidance }: Definition, included: ProblemType, wire: readonly WireText[] | undefined
): boolean {
  return wire === undefined || guidance === undefined || included.wire.length === wire.length
}

function describe (types: ReadonlyMap<string, ProblemType>, parts: Parts, options: CatalogOptions): CatalogInfo {
  const { included, all, heirs, members, replacedBy } = parts
  const { include = [], retired = {}, locales = {} } = options
  const languages = [...included.languages, ...(options.languages ?? [])]
  const ownLocales = mergeLocales([...included.locales, locales])
  const typeOf = (code: string) => types.get(replacedBy.get(code) ?? code)
  const ownTypes = new Map<ProblemType, ProblemType | undefined>()
  for (const type of include.flatMap(Object.values<ProblemType>)) ownTypes.set(type, typeOf(type.code))
  for (const type of types.values()) ownTypes.set(type, type)
  return {
    ...basesOf(options),
    retired: { ...included.retired, ...retired },
    locales: inheritDetails(mergeLocales([shippedLocales(languages, all), ownLocales]), heirs),
    ownLocales,
    languages,
    members,
    definitions: all,
    upstreams: new Map(),
    typeOfStandard: (code: StandardCode) => typeOf(code)!,
    toOwn: (problemType) => ownTypes.get(problemType)
  }
}
