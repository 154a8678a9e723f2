/**
 * A filter: what of a value may leave the process. compile.ts makes one of a schema.
 */
import type { CompileFits } from './assertions.js'
import type { Schema } from '../../json/ref.js'

type Members = Record<string, unknown>

/** Whether a value fits, and what of it is listed. `undefined` for a value of which nothing may leave. */
export interface Filter {
  fits: (value: unknown) => boolean
  pick: (value: unknown) => unknown
  /** JSON of what `pick` gives; only where that is quicker than to pick first, and to write then. */
  write?: (value: unknown) => string | undefined
  /** Whether every text leaves as it is. */
  keepsTexts?: true
  /** Of an object, the members alone, each after a comma. Throws for what is none. */
  writeMembers?: (value: Members) => string
}

/** What the filters of one root share. */
export interface Compiler {
  /** The filter of what is described by all of several schemas at once. */
  readonly compileAll: (schemas: readonly unknown[]) => Filter
  readonly compileFits: CompileFits
  readonly resolve: (ref: string) => unknown
  /** Names that no member of the schema may have. */
  readonly isExcluded: (schema: Schema, name: string) => boolean
}

export const anything: Filter = { fits: () => true, pick: (value) => value }
export const nothing: Filter = { fits: () => false, pick: () => undefined }

/**
 * JSON of what of a value may leave.
 *
 * @throws what the value throws when it is read or written
 */
export function writePicked (filter: Filter, value: unknown): string | undefined {
  return filter.write ? filter.write(value) : JSON.stringify(filter.pick(value))
}
