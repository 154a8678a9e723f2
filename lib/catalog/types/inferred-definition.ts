/**
 * A row as `defineCatalog()` infers it: that of definition.ts, without a type for its schema.
 *
 * TypeBox 0.34 computes `required` from all properties, and the compiler does so for every schema that it compares with
 * one where that member has a type: for 500 codes that is 100,000 instantiations and a third of the time.
 * `CheckDefinitions` looks at schemas, and explains a wrong one better. The name is the same, because messages name it.
 */
import type { Definition as PublicDefinition } from '../definition.js'

interface Definition extends Omit<PublicDefinition, 'extensions'> {
  /**
   * The extension members: an object schema (TypeBox, plain JSON Schema, or of a library with Standard JSON Schema).
   * What it lists is public.
   */
  extensions?: object
}

export type InferredDefinitions = Readonly<Record<string, Definition>>
