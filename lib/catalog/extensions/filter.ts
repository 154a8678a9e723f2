/**
 * A filter decides which part of a value may leave the process. compile.ts makes one from a schema.
 */
import type { CompileFits } from './assertions.js'
import type { Schema } from '../../json/ref.js'

type Members = Record<string, unknown>

export interface Filter {
  /** Whether a value fits the schema. */
  fits: (value: unknown) => boolean
  /** The part that is listed; `undefined` where nothing may leave. */
  pick: (value: unknown) => unknown
  /** The JSON of what `pick` gives; present where that is quicker than to pick first and to write then. */
  write?: (value: unknown) => string | undefined
  /** Whether every text leaves as it is. */
  keepsTexts?: true
  /** The members of an object, each after a comma. Throws for a value that is not an object. */
  writeMembers?: (value: Members) => string
}

/** What the filters of one root share. */
export interface Compiler {
  /** The filter of a value to which several schemas apply at once. */
  readonly compileAll: (schemas: readonly unknown[]) => Filter
  readonly compileFits: CompileFits
  readonly resolve: (ref: string) => unknown
  /** Names that no member of the schema may have. */
  readonly isExcluded: (schema: Schema, name: string) => boolean
}

export const anything: Filter = { fits: () => true, pick: (value) => value }
export const nothing: Filter = { fits: () => false, pick: () => undefined }

/**
 * The JSON of the part of a value that may leave.
 *
 * @throws what the value throws when it is read or written
 */
export function writePicked (filter: Filter, value: unknown): string | undefined {
  return filter.write ? filter.write(value) : JSON.stringify(filter.pick(value))
}
