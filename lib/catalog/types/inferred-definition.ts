/**
 * A row as `defineCatalog()` infers it: the one of types.ts, but for the type of `required`.
 *
 * TypeBox 0.34 computes that member from all properties, and the compiler does so for every schema that it compares
 * with one where `required` has a type: for 500 codes that is 100,000 instantiations and a third of the time.
 * With `unknown` it does not look, and `Checked` looks at schemas that are no TypeBox. The names are the same, because
 * messages name them.
 */
import type { ExtensionSchema as PublicSchema, StandardObjectSchema } from './infer.js'
import type { Definition as PublicDefinition } from '../definition.js'

interface ExtensionSchema extends Omit<PublicSchema, 'required'> {
  readonly required?: unknown
}

interface Definition extends Omit<PublicDefinition, 'extensions'> {
  /** The extension members: an object schema (TypeBox, plain JSON Schema, or of a library with Standard JSON Schema). What it lists is public. */
  extensions?: ExtensionSchema | StandardObjectSchema
}

export type GivenDefinitions = Readonly<Record<string, Definition>>
