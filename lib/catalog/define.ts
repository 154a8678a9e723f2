/**
 * `defineCatalog()`: one typed table of problem types. Pure; it knows neither Fastify nor Node.
 */
import {
  CatalogError, checkExamples, checkExtensions, checkLocaleFields, checkOptional, checkOptions, checkPlaceholders,
  checkRetired, checkRow, demand, templatesOf
} from './check.js'
import { compileFilter } from './extensions.js'
import type { ExtensionSchema } from './infer.js'
import { mergeLocales } from './language.js'
import type { Locales } from './language.js'
import { ProblemError, setParts } from './problem.js'
import type { ProblemOptions } from './problem.js'
import { standardDefinitions } from './standard.js'
import type { StandardCode } from './standard.js'
import { defaultRetry } from './status.js'
import { compileTemplate } from './template.js'
import type {
  AnyCatalog, Catalog, CatalogOptions, CheckedDefinitions, Definition, Definitions, MergedDefinitions, ProblemType, Retired
} from './types.js'

/** What is known of a catalog beside its problem types. */
export interface CatalogInfo {
  readonly base: string
  readonly standardBase: string
  readonly retired: Readonly<Record<string, Retired>>
  /** Those of included catalogs, too. */
  readonly locales: Locales
  /** The definitions as they were given, those of included catalogs too. */
  readonly definitions: Definitions
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
export function defineCatalog<const D extends Definitions, const I extends readonly AnyCatalog[] = []> (
  definitions: D & CheckedDefinitions<D, D & MergedDefinitions<I>>,
  options: CatalogOptions<I> = {}
): Catalog<D & MergedDefinitions<I>> {
  checkOptions(options)
  const { base = '/problems/', standardBase = base, retired = {}, locales = {}, include = [] } = options
  const included = mergeIncluded(include)
  const all: Record<string, Definition> = { ...included.definitions }
  for (const [code, row] of Object.entries(definitions as Definitions)) {
    demand(!Object.hasOwn(all, code), `The code '${code}'`, 'be defined once', code, 'an included catalog defines it, too')
    all[code] = row
  }

  const rows = new Map(Object.entries(all).map(([code, row]) => [code, withStandard(code, row)]))
  for (const [code, row] of rows) checkRow(code, row)
  const replacedBy = checkReplaces(rows)
  for (const [code, row] of Object.entries(standardDefinitions)) {
    if (!rows.has(code) && !replacedBy.has(code)) rows.set(code, row)
  }
  for (const [code, row] of rows) checkReferences(code, row, rows, replacedBy)

  const types = new Map<string, ProblemType>()
  for (const [code, row] of rows) {
    const problemType = included.types.get(code) ??
      createProblemType(code, row, inheritedSchema(row, rows, replacedBy), {
        type: row.type ?? (Object.hasOwn(standardDefinitions, code) ? standardBase : base) + toKebab(code),
        challenge: options.challenge ?? 'Bearer',
        captureStackTrace: options.captureStackTrace === true || row.status! >= 500
      })
    types.set(code, problemType)
  }
  checkIdentities(types, retired)
  checkLocales(types, locales)

  const byStandard = (code: string) => types.get(replacedBy.get(code) ?? code)
  const known = new Map<ProblemType, ProblemType | undefined>()
  for (const type of include.flatMap(Object.values<ProblemType>)) known.set(type, byStandard(type.code))
  for (const type of types.values()) known.set(type, type)
  const described: CatalogInfo = Object.freeze({
    base,
    standardBase,
    retired: { ...included.retired, ...retired },
    locales: mergeLocales([...included.locales, locales]),
    definitions: all,
    standard: (code: StandardCode) => byStandard(code)!,
    own: (problemType: ProblemType) => known.get(problemType)
  })
  const catalog = Object.defineProperty(Object.fromEntries(types), info, { value: described })
  return Object.freeze(catalog) as unknown as Catalog<D & MergedDefinitions<I>>
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
  for (const catalog of include) {
    const included = catalogInfo(catalog)
    demand(included, "An entry of 'include'", 'be a catalog made by defineCatalog()', catalog)
    for (const [code, row] of Object.entries(included.definitions)) {
      const ready = types.get(code)
      demand(!ready || ready === catalog[code], `The code '${code}'`, 'be defined once', code, 'two included catalogs define it')
      types.set(code, catalog[code]!)
      definitions[code] = row
    }
    Object.assign(retired, included.retired)
    locales.push(included.locales)
  }
  return { types, definitions, retired, locales }
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

function checkReplaces (rows: ReadonlyMap<string, Definition>): Map<string, string> {
  const replacedBy = new Map<string, string>()
  for (const [code, row] of rows) {
    for (const standard of replacedCodes(row)) {
      demand(Object.hasOwn(standardDefinitions, standard), `What '${code}' replaces`, 'be a standard code', standard, `those are ${Object.keys(standardDefinitions).join(', ')}`)
      demand(!rows.has(standard), `What '${code}' replaces`, 'not be defined as well', standard, `delete the definition of '${standard}'`)
      const other = replacedBy.get(standard)
      demand(other === undefined, `'${standard}'`, 'be replaced once', [other, code])
      replacedBy.set(standard, code)
    }
  }
  return replacedBy
}

function checkReferences (code: string, row: Definition, rows: ReadonlyMap<string, Definition>, replacedBy: ReadonlyMap<string, string>): void {
  const { refines, deprecated } = row
  if (refines !== undefined) {
    const general = replacedBy.get(refines)
    demand(rows.has(refines), `What '${code}' refines`, 'be another code of this catalog', refines, general && `'${general}' replaces it: refine that one`)
    demand(refines !== code && rows.get(refines)!.refines === undefined, `What '${code}' refines`, 'be a general code, which refines none itself', refines)
  }
  if (typeof deprecated?.replacedBy === 'string') {
    demand(rows.has(deprecated.replacedBy) && deprecated.replacedBy !== code, `What '${code}' is replaced by`, 'be another code of this catalog', deprecated.replacedBy)
  }
}

function inheritedSchema (row: Definition, rows: ReadonlyMap<string, Definition>, replacedBy: ReadonlyMap<string, string>): ExtensionSchema | undefined {
  const general = row.refines === undefined ? replacedCodes(row) : [row.refines]
  if (general.length === 0) return undefined
  const schemas = general.map((code) => {
    const other = rows.get(code) ?? standardDefinitions[code as StandardCode]
    return mergeSchemas(inheritedSchema(other, rows, replacedBy), other.extensions)
  })
  return schemas.reduce(mergeSchemas, { type: 'object', properties: {} })
}

function mergeSchemas (general: ExtensionSchema | undefined, special: ExtensionSchema | undefined): ExtensionSchema | undefined {
  if (general === undefined || special === undefined) return special ?? general
  const required = [...general.required ?? [], ...special.required ?? []]
  return {
    ...general,
    ...special,
    properties: { ...general.properties, ...special.properties },
    ...(required.length > 0 && { required })
  }
}

/** V8 has it, and so do the other engines by now; an older browser goes without a stack. */
type StackCapturing = ErrorConstructor & { captureStackTrace?: (error: object, above: unknown) => void }

interface TypeOptions { type: string, challenge: string, captureStackTrace: boolean }

function createProblemType (code: string, row: Definition, inherited: ExtensionSchema | undefined, options: TypeOptions): ProblemType {
  if (row.extensions !== undefined) checkExtensions(code, row.extensions, inherited)
  const schema = mergeSchemas(inherited, row.extensions)
  const templates = templatesOf(row)
  checkPlaceholders(`the detail of '${code}'`, templates, schema)
  const filter = compileFilter({ type: 'object', ...schema })
  const examples = row.examples ?? []
  checkExamples(code, examples, filter)

  const { captureStackTrace } = options
  const problemType = {
    [code]: class extends ProblemError {
      constructor (extensions?: Readonly<Record<string, unknown>>, problemOptions?: ProblemOptions) {
        super(extensions, problemOptions)
        if (captureStackTrace) (Error as StackCapturing).captureStackTrace?.(this, new.target)
      }
    }
  }[code]! as unknown as ProblemType

  const statics: ProblemType = {
    code,
    type: options.type,
    title: row.title!,
    status: row.status!,
    description: row.description,
    guidance: row.guidance,
    action: row.action,
    area: row.area,
    detail: Object.freeze([...templates]),
    extensions: schema,
    retry: row.retry ?? defaultRetry(row.status!),
    retryAfter: row.retryAfter,
    headers: Object.freeze({ ...authenticate(row.status!, options.challenge), ...lowerCaseNames(row.headers ?? {}) }),
    replaces: Object.freeze([...replacedCodes(row)]),
    refines: row.refines,
    legacyCode: row.legacyCode,
    deprecated: row.deprecated && Object.freeze({ ...row.deprecated }),
    examples: Object.freeze([...examples]) as ProblemType['examples']
  }
  for (const [name, value] of Object.entries(statics)) {
    Object.defineProperty(problemType, name, { value, enumerable: true })
  }
  setParts(problemType, { renderDetail: compileTemplate(templates), filter })
  return Object.freeze(problemType)
}

/** RFC 9110 §11.6.1 and §11.7.1: a 401 and a 407 must state a challenge. */
function authenticate (status: number, challenge: string): Record<string, string> {
  if (status === 401) return { 'www-authenticate': challenge }
  return status === 407 ? { 'proxy-authenticate': challenge } : {}
}

function checkIdentities (types: ReadonlyMap<string, ProblemType>, retired: Readonly<Record<string, Retired>>): void {
  checkRetired(retired)
  const uris = new Map<string, string>()
  const spellings = new Map<string, string>()
  const gone = new Map(Object.entries(retired).map(([code, { type }]) => [type, code]))
  for (const [code, { type }] of types) {
    demand(!Object.hasOwn(retired, code), `The code '${code}'`, 'not be used again', code, 'it is retired')
    demand(!gone.has(type), `The type of '${code}'`, 'not be used again', type, `it belonged to the retired '${gone.get(type)}'`)
    demand(!uris.has(type), `The type of '${code}'`, 'be its own', type, `'${uris.get(type)}' has it, too`)
    const spelling = code.replaceAll('_', '')
    demand(!spellings.has(spelling), `The code '${code}'`, 'differ from every other in more than separators', code, `there is '${spellings.get(spelling)}'`)
    uris.set(type, code)
    spellings.set(spelling, code)
  }
  for (const [code, { replacedBy }] of Object.entries(retired)) {
    demand(replacedBy === undefined || types.has(replacedBy), `What the retired '${code}' is replaced by`, 'be a code of this catalog', replacedBy)
  }
}

function checkLocales (types: ReadonlyMap<string, ProblemType>, locales: Locales): void {
  for (const [tag, texts] of Object.entries(locales)) {
    try {
      Intl.getCanonicalLocales(tag)
    } catch {
      throw new CatalogError(`A language in 'locales' must be a language tag (BCP 47), got '${tag}'`)
    }
    for (const [code, text] of Object.entries(texts)) {
      const problemType = types.get(code)
      demand(problemType, `A code in the locale '${tag}'`, 'be a code of this catalog', code)
      checkLocaleFields(tag, code, text)
      checkPlaceholders(`the detail of '${code}' in '${tag}'`, templatesOf(text), problemType.extensions)
    }
  }
}

function replacedCodes ({ replaces = [] }: Definition): readonly string[] {
  return typeof replaces === 'string' ? [replaces] : replaces
}

function lowerCaseNames (headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
}

function toKebab (code: string): string {
  return code.toLowerCase().replaceAll('_', '-')
}
