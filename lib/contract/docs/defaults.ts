/**
 * The defaults of a catalog: left out where a reference is read back, and inferred where it is written.
 */
import { defineCatalog } from '../../catalog/define/index.js'
import type { ExtensionSchema } from '../../catalog/types/infer.js'
import { toKebab } from '../../catalog/code.js'
import { isStandardCode, standardDefinitions } from '../../catalog/standard.js'
import type { StandardCode } from '../../catalog/standard.js'
import { defaultRetry } from '../../catalog/status.js'
import type { AnyCatalog, Definition } from '../../catalog/definition.js'
import { templatesOf } from '../../catalog/texts/template.js'
import { isSame } from '../../json/canonical.js'
import { createSnapshot, toSchema } from '../snapshot/create.js'
import type { Snapshot, SnapshotProblem } from '../snapshot/index.js'

/** The options of a catalog that decide its type URIs and challenges. */
export interface CatalogBases {
  readonly base: string
  readonly standardBase: string
  readonly challenge: string
}

export const defaultBases: CatalogBases = { base: '/problems/', standardBase: '/problems/', challenge: 'Bearer' }

/** The options that explain most of a snapshot. */
export function basesOf ({ problems }: Snapshot): CatalogBases {
  const prefixes = (standard: boolean) => Object.entries(problems)
    .filter(([code, { type }]) => isStandardCode(code) === standard && type.endsWith(toKebab(code)))
    .map(([code, { type }]) => type.slice(0, -toKebab(code).length))
  const [custom, standard] = [mostFrequent(prefixes(false)), mostFrequent(prefixes(true))]
  const base = custom ?? standard ?? defaultBases.base
  const challenge = problems['PROXY_AUTHENTICATION_REQUIRED']?.headers?.['proxy-authenticate']
  return { base, standardBase: standard ?? base, challenge: challenge || defaultBases.challenge }
}

function mostFrequent (texts: readonly string[]): string | undefined {
  const counts = new Map<string, number>()
  for (const text of texts.filter((prefix) => /[/#:?=]$/.test(prefix))) counts.set(text, (counts.get(text) ?? 0) + 1)
  return [...counts].sort(([, one], [, other]) => other - one)[0]?.[0]
}

/** Whether a standard code is in the catalog just as this package defines it. */
export function isUntouched (code: string, problem: SnapshotProblem, bases: CatalogBases): boolean {
  return isStandardCode(code) && isSame(problem, standardSnapshot(bases).problems[code])
}

let known: { key: string, snapshot: Snapshot } | undefined

function standardSnapshot (bases: CatalogBases): Snapshot {
  const key = JSON.stringify(bases)
  if (known?.key !== key) known = { key, snapshot: createSnapshot(defineCatalog({}, bases) as AnyCatalog) }
  return known.snapshot
}

/** A definition without its defaults. That of a standard code keeps its status, so that it is not empty. */
export function withoutDefaults (code: string, row: Definition, bases: CatalogBases): Definition {
  const { status = 0 } = row
  const stated = { ...row, ...(row.headers && { headers: withoutChallenge(status, row.headers, bases) }) }
  const implied = impliedBy(code, status, bases)
  const kept = Object.entries(stated).filter(([field, value]) =>
    value !== undefined && !isSame(toSchema(value), toSchema(implied[field as keyof Definition] ?? emptyFields[field])))
  const definition: Definition = { ...Object.fromEntries(kept), status }
  if (Array.isArray(definition.detail) && definition.detail.length === 1) definition.detail = definition.detail[0]
  // A standard code that gets other extensions loses its standard examples.
  return definition.extensions && row.examples ? { ...definition, examples: row.examples } : definition
}

/** Fields whose empty value means the same as none. */
const emptyFields: Readonly<Record<string, unknown>> = { headers: {}, examples: [], detail: [] }

function impliedBy (code: string, status: number, { base, standardBase }: CatalogBases): Definition {
  const prefix = isStandardCode(code) ? standardBase : base
  const standard: Definition = isStandardCode(code) ? standardDefinitions[code] : {}
  return {
    retry: defaultRetry(status),
    type: prefix + toKebab(code),
    ...standard,
    ...(standard.detail !== undefined && { detail: [standard.detail].flat() })
  }
}

/** An empty detail for a code that has none, where it would inherit one. */
export function statedDetail (row: Definition, rows: ReadonlyMap<string, Definition>): Pick<Definition, 'detail'> {
  const inherited = inheritedDetail(row, rows)
  return inherited.length > 0 && templatesOf(row).length === 0 ? { detail: [] } : {}
}

function inheritedDetail (row: Definition, rows: ReadonlyMap<string, Definition>): readonly string[] {
  const [general, ...others] = [row.refines ?? row.replaces ?? []].flat()
  if (general === undefined || others.length > 0) return []
  return templatesOf(rows.get(general) ?? standardDefinitions[general as StandardCode] ?? {})
}

/** A definition without what it inherits: extension members, and the detail. */
export function withoutInherited (whole: Definition, rows: ReadonlyMap<string, Definition>): Definition {
  const { detail, ...others } = whole
  const row = detail !== undefined && isSame(templatesOf(whole), inheritedDetail(whole, rows)) ? others : whole
  const general = [row.refines ?? row.replaces ?? []].flat()
  if (row.extensions === undefined || general.length === 0) return row
  const schemas = general.map((code) => (rows.get(code) ?? standardDefinitions[code as StandardCode])?.extensions ?? {})
  const { properties, required, ...keywords } = Object.assign({}, ...schemas) as Partial<ExtensionSchema>
  const inherited = new Set(schemas.flatMap((schema: Partial<ExtensionSchema>) => Object.keys(schema.properties ?? {})))
  const { extensions, ...rest } = row
  const added = Object.entries(extensions.properties as object).filter(([name]) => !inherited.has(name))
  const more = Object.entries(extensions).filter(([keyword, value]) =>
    !['type', 'properties', 'required'].includes(keyword) && !isSame(value, keywords[keyword as keyof typeof keywords]))
  if (added.length === 0 && more.length === 0) return rest
  return { ...rest, extensions: { type: 'object', properties: Object.fromEntries(added), ...Object.fromEntries(more) } }
}

function withoutChallenge (
  status: number, headers: NonNullable<Definition['headers']>, { challenge }: CatalogBases
): Definition['headers'] & object {
  const names: Readonly<Record<number, string>> = { 401: 'www-authenticate', 407: 'proxy-authenticate' }
  return Object.fromEntries(
    Object.entries(headers).filter(([name, value]) => name !== names[status] || value !== challenge)
  )
}

/** Empty values for the fields that a standard code brings: a row that lacks one must state that. */
export function emptyStandardFields (code: string): Definition {
  if (!isStandardCode(code)) return {}
  const { examples, detail, headers } = standardDefinitions[code]
  return { ...(examples && { examples: [] }), ...(detail && { detail: [] }), ...(headers && { headers: {} }) }
}
