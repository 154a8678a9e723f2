/**
 * The types of the members that every problem has.
 */
import type { Infer, StandardObjectSchema } from './infer.js'

/** Without a type for `required`: see inferred-definition.ts. */
export type MembersSchema =
  | { readonly type: 'object'; readonly properties?: Readonly<Record<string, unknown>>; readonly required?: unknown }
  | StandardObjectSchema

/** An intersection with it is the other type. */
export type NoMembers = {}

/** The values that a schema of members describes. */
export type MembersIn<M> = [M] extends [never] ? NoMembers : Infer<M>
