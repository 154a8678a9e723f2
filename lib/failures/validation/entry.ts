/**
 * One error of a validator as it was reported, and the list of those read so far. What they mean is in finding.ts.
 */

export type Fields = Readonly<Record<PropertyKey, unknown>>

export function isFields (value: unknown): value is Fields {
  return typeof value === 'object' && value !== null
}

/** One error of a validator, whatever the validator. */
export interface Entry {
  raw: Fields
  keyword: string
  schemaPath: string
  /** The schemaPath that counts for folding: the union's, once an error was kept as one of it. */
  place: string
  instancePath: string
  params: Fields
  /** The text that the schema's author wrote for this error (ajv-errors). */
  message?: string
}

export interface List {
  entries: Entry[]
  /** False where there was more than is worth reading. */
  complete: boolean
}

/** ajv's path ends with the keyword, TypeBox's does not. */
export function isAjv ({ schemaPath, keyword }: Entry): boolean {
  return schemaPath.endsWith(`/${keyword}`)
}

/** Longer paths are not compared: building them costs more than the answer is worth. */
export const maxPath = 2048
