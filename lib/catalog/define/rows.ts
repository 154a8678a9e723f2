/**
 * The rows of a catalog: its own, those of the catalogs that it includes, and the standard ones that none replaces.
 */
import { demand } from '../catalog-error.js'
import { checkOptional } from '../check/extensions.js'
import { checkRow } from '../check/row.js'
import type { Definition, Definitions } from '../definition.js'
import { prepareExtensions } from '../extensions/prepare.js'
import { isStandardCode, standardDefinitions } from '../standard.js'
import { checkReferences, checkReplaces } from './relations.js'

export interface Rows {
  readonly rows: ReadonlyMap<string, Definition>
  /** Standard code → the code that replaces it. */
  readonly replacedBy: ReadonlyMap<string, string>
}

/** @throws {CatalogError} for a code that an included catalog defines, too */
export function addDefinitions (included: Definitions, definitions: Definitions): Definitions {
  for (const code of Object.keys(definitions)) {
    demand(
      !Object.hasOwn(included, code), `The code '${code}'`, ['be defined once', 'an included catalog defines it, too'],
      code
    )
  }
  return { ...included, ...definitions }
}

/** @throws {CatalogError} for the first row that breaks a rule */
export function prepareRows (definitions: Definitions): Rows {
  const rows = new Map(
    Object.entries(definitions).map(([code, row]) => [code, withStandard(code, withPlainExtensions(code, row))])
  )
  for (const [code, row] of rows) checkRow(code, row)
  const replacedBy = checkReplaces(rows)
  for (const [code, row] of Object.entries(standardDefinitions)) {
    if (!rows.has(code) && !replacedBy.has(code)) rows.set(code, row)
  }
  for (const [code, row] of rows) checkReferences(code, row, rows, replacedBy)
  return { rows, replacedBy }
}

function withPlainExtensions (code: string, row: Definition): Definition {
  const extensions: unknown = (row as Definition | null | undefined)?.extensions
  return extensions === undefined
    ? row
    : { ...row, extensions: prepareExtensions(`The extensions of '${code}'`, extensions) }
}

/** A row under a standard code overrides that one field by field. */
function withStandard (code: string, row: Definition): Definition {
  if (!isStandardCode(code) || typeof row !== 'object' || row === null) return row
  const standard = standardDefinitions[code]
  const merged = { ...standard, ...row }
  if (row.extensions !== undefined) {
    checkOptional(code, row.extensions, standard.extensions?.required ?? [])
    if (row.examples === undefined) delete merged.examples
  }
  return merged
}
