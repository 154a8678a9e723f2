/**
 * An error as a validator reported it, and the list of those read so far. finding.ts gives them a meaning.
 */

export type Fields = Readonly<Record<PropertyKey, unknown>>

export function isFields (value: unknown): value is Fields {
  return typeof value === 'object' && value !== null
}

/** One error of any validator. */
export interface Entry {
  raw: Fields
  keyword: string
  schemaPath: string
  /** The schemaPath that counts for folding: that of the union, once the error of its branch was kept. */
  foldPath: string
  instancePath: string
  params: Fields
  /** The text that the schema's author wrote for this error (ajv-errors). */
  message?: string
}

export interface List {
  entries: Entry[]
  /** False where further errors were left out. */
  complete: boolean
}

/** ajv's path ends with the keyword, TypeBox's does not. */
export function isAjv ({ schemaPath, keyword }: Entry): boolean {
  return schemaPath.endsWith(`/${keyword}`)
}

/** Longer paths are not compared: building them costs more than the answer is worth. */
export const maxPath = 2048
