/**
 * What a row takes from the codes that it replaces or refines: their extensions, and its detail where it has none.
 */
import type { Definition } from '../definition.js'
import { mergeExtensions } from '../extensions/prepare.js'
import { standardDefinitions } from '../standard.js'
import type { StandardCode } from '../standard.js'
import type { ExtensionSchema } from '../types/infer.js'
import { replacedCodes } from './relations.js'

/** The codes that a row replaces, or the one that it refines. */
function generalCodes (row: Definition): readonly string[] {
  return row.refines === undefined ? replacedCodes(row) : [row.refines]
}

/** The codes without a detail → the one code whose detail they take. */
export function heirsOf (rows: ReadonlyMap<string, Definition>): ReadonlyMap<string, string> {
  return new Map([...rows].flatMap(([code, row]) => {
    const [general, ...others] = generalCodes(row)
    return row.detail === undefined && general !== undefined && others.length === 0 ? [[code, general] as const] : []
  }))
}

/** The row with the detail that it takes, so that a failure of the general kind always has one. */
export function withDetail (
  code: string, rows: ReadonlyMap<string, Definition>, heirs: ReadonlyMap<string, string>
): Definition {
  const row = rowOf(code, rows)
  const general = heirs.get(code)
  const detail = general === undefined ? undefined : withDetail(general, rows, heirs).detail
  return detail === undefined ? row : { ...row, detail }
}

/** The extensions of the codes that a row replaces or refines, which it has, too. */
export function inheritedSchema (
  row: Definition, rows: ReadonlyMap<string, Definition>
): ExtensionSchema | undefined {
  const general = generalCodes(row)
  if (general.length === 0) return undefined
  const schemas = general.map((code) => {
    const other = rowOf(code, rows)
    return mergeExtensions(inheritedSchema(other, rows), other.extensions)
  })
  return schemas.reduce(mergeExtensions, { type: 'object', properties: {} })
}

/** A standard code that is replaced has no row. */
function rowOf (code: string, rows: ReadonlyMap<string, Definition>): Definition {
  return rows.get(code) ?? standardDefinitions[code as StandardCode]
}
