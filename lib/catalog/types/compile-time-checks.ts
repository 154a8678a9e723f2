/**
 * What the compiler checks of definitions; a mistake shows as the text of the rule.
 */
import type { StandardCode, StandardExtensions } from '../standard.js'
import type { Placeholders } from '../texts/template.js'
import type { Infer, StandardObjectSchema, StandardOutput } from './infer.js'
import type { Definition, FailedRequest, ReservedMember } from '../definition.js'
import type { Mistake } from './mistake.js'
import type { ReplacedExtensions, StandardExtensionsOf } from './catalog.js'

/** What the compiler demands of definitions: nothing where all are right. */
export type CheckDefinitions<D, All = D> = [WrongCode<D, All>] extends [never] ? unknown : CheckedDefinitions<D, All>

// Whether there is a mistake at all is asked first, with a test that is quick for most rows. That halves the cost of a
// large catalog (500 codes: 141,000 of 294,000 instantiations), not least because a condition is not a contextual type:
// no rule is instantiated for a row that is right.
type WrongCode<D, All> = {
  [C in keyof D]: RightRow<D[C]> extends true
    ? never
    : D[C] extends CheckedRow<D[C], MembersOf<All, C>, All, C>
      ? never
      : C
}[keyof D]

/** `true` is certain; a row that gives `false` may be right. */
type RightRow<Row> = Row extends { readonly status: number; readonly title: string; readonly detail?: infer T }
  ? keyof Row extends PlainField
    ? RightMembers<T, Row extends { extensions: infer S } ? RightMembersOf<S> : never>
    : false
  : false

type RightMembersOf<S> = S extends RightSchema ? MembersOfSchema<S> : ReservedMember

type PlainField = Exclude<keyof Definition, 'refines' | 'replaces' | 'fill'>

type RightMembers<T, Members> = Members & ReservedMember extends never ? AreMembers<T, Members> : false

type AreMembers<Template, Members> =
  Template extends `${string}{${infer Name}}${infer Rest}` ? Name extends Members ? AreMembers<Rest, Members> : false
    : Template extends readonly (infer One)[] ? AreMembers<One, Members> : true

type CheckedDefinitions<D, All> = {
  readonly [C in keyof D]: CheckedRow<D[C], MembersOf<All, C>, All, C>
}

type CheckedRow<Row, Members, All, Code> = {
  readonly [F in Exclude<keyof Row, keyof Definition>]: Mistake<`'${F & string}' is not a field of a definition`>
} & (Code extends StandardCode
  ? unknown
  : string extends Code
    ? unknown
    : { readonly status: number; readonly title: string }) &
  (Row extends { replaces: infer R } ? { readonly replaces: CheckedCodes<R, StandardCode> } : unknown) &
  (Row extends { detail: infer T } ? { readonly detail: CheckedDetail<T, Placeholders<T>, Members> } : unknown) &
  (Row extends { extensions: infer S } ? { readonly extensions: CheckedExtensions<S, MembersOfSchema<S>> } : unknown) &
  (Row extends { fill: unknown } ? { readonly fill: CheckedFill<Row> } : unknown) &
  (Row extends { refines: infer R }
    ? {
        readonly refines: R extends keyof All | StandardCode
          ? R
          : Mistake<`'${R & string}' is not a code of this catalog`>
      }
    : unknown)

type CheckedFill<Row> = Row extends { refines: unknown, extensions: infer S }
  ? (request: FailedRequest) => Infer<S>
  : Mistake<"'fill' is for the extensions of a code that refines another">

// Names only: the types of members are not needed here, and to infer them for every code costs a second.
type MembersOf<D, C> = C extends keyof D ? MembersOfRow<D, C, D[C]> : keyof StandardExtensionsOf<C>

type MembersOfRow<D, C, Row> =
  | (Row extends { extensions: infer S }
    ? MembersOfSchema<S>
    : C extends StandardCode
      ? keyof StandardExtensions[C]
      : never)
  | (Row extends { refines: infer G } ? MembersOf<D, G> : never)
  | (Row extends { replaces: infer G } ? keyof ReplacedExtensions<G> : never)

// A schema that is `any` may have every name as a member.
type MembersOfSchema<S> = 0 extends 1 & S
  ? string
  : S extends StandardObjectSchema
    ? keyof StandardOutput<S>
    : S extends { properties: infer P }
      ? keyof P
      : S extends { allOf: readonly (infer Part)[] }
        ? AllMembersOf<Part>
        : S extends { static?: infer T }
          ? keyof NonNullable<T>
          : never

type AllMembersOf<Part> = Part extends unknown ? MembersOfSchema<Part> : never

type CheckedCodes<R, Codes> = [R extends readonly (infer One)[] ? One : R] extends [Codes] ? R
  : Mistake<`'${Exclude<R extends readonly (infer One)[] ? One : R, Codes> & string}' is not a standard code`>

type CheckedDetail<T, Used, Members> = [Exclude<Used, Members>] extends [never]
  ? T
  : Mistake<`'{${Exclude<Used, Members> & string}}' is not an extension member`>

// A library that does not infer types says `any`: every name is a member then, and none can be judged.
type CheckedExtensions<S, Members> =
  [string extends Members ? never : Members & ReservedMember] extends [never]
    ? S extends RightSchema ? S : WrongSchema<S>
    : Mistake<`'${Members & ReservedMember & string}' is a member of the format`>

type WrongSchema<S> = S extends { readonly type: 'object' }
  ? { readonly required: Mistake<"'required' is not assignable to type 'readonly string[]'"> }
  : Mistake<`extensions is the schema of an object: ${ObjectForms} ('as const' in a variable)`>
type ObjectForms = "Type.Object({ … }), z.object({ … }), or { type: 'object', properties: { … } }"

// `static` is what TypeBox 0.34 has: with `unknown`, its `required` need not be computed (inferred-definition.ts).
// An intersection or a recursive type has it, and no `type`.
type RightSchema =
  | { readonly static: unknown; readonly type: 'object' }
  | StandardObjectSchema
  | { readonly type: 'object'; readonly required?: readonly string[] | undefined }
  | { readonly static: object; readonly type?: never }
  | { readonly allOf: readonly { readonly type: 'object' }[] }
  | undefined
