/**
 * A filter: what of a value may leave the process. compile.ts makes one of a schema.
 */
type Value = Record<string, unknown>

/** Whether a value fits, and what of it is listed. `undefined` for a value of which nothing may leave. */
export interface Filter {
  fits: (value: unknown) => boolean
  pick: (value: unknown) => unknown
  /** JSON of what `pick` gives; only where that is quicker than to pick first, and to write then. */
  write?: (value: unknown) => string | undefined
  /** Of an object, the members alone, each after a comma. Throws for what is none. */
  writeMembers?: (value: Value) => string
}

/**
 * JSON of what of a value may leave.
 *
 * @throws what the value throws when it is read or written
 */
export function writePicked (filter: Filter, value: unknown): string | undefined {
  return filter.write ? filter.write(value) : JSON.stringify(filter.pick(value))
}
