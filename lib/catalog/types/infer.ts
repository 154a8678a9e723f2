/**
 * The schema of extension members, and the TypeScript type that it means.
 */

/** A JSON Schema of an object: plain, or made by TypeBox 0.34 or 1.x. */
export interface ExtensionSchema {
  readonly type: 'object'
  readonly properties?: Readonly<Record<string, unknown>>
  readonly required?: readonly string[] | undefined
}

/**
 * The JSON Schema of an object, made by a tool that does not keep its TypeScript type.
 *
 * @example
 * extensions: zodToJsonSchema(Seat) as SchemaOf<z.infer<typeof Seat>>
 */
export interface SchemaOf<Extensions> {
  readonly type: 'object'
  readonly static?: Extensions
}

/**
 * A schema of another library, by the convention of Standard Schema: zod 4.2 or later, ArkType, Valibot when wrapped.
 */
export interface StandardObjectSchema {
  readonly '~standard': object
}

/** What a library states as the type of a schema's values, by the convention of Standard Schema. */
export type StandardOutput<S> = S extends { readonly '~standard': { readonly types?: infer Types } }
  ? NonNullable<Types> extends { readonly output: infer T }
    ? T
    : unknown
  : never

/** The TypeScript type of a schema: that of its library where it states one, else read from the schema's literals. */
export type Infer<S> = 0 extends 1 & S
  ? Record<string, unknown>
  : S extends { static: infer T }
    ? T
    : S extends StandardObjectSchema
      ? StandardOutput<S>
      : FromSchema<S>

type FromSchema<S> =
  S extends { const: infer T } ? T
    : S extends { enum: readonly (infer T)[] } ? T
      // A keyword beside `properties` adds no member to them.
      : S extends { type: 'object', properties: unknown } ? FromObject<S>
        : S extends { allOf: readonly (infer T)[] } ? Flat<AllOf<T>>
          : S extends { anyOf: readonly (infer T)[] } ? Infer<T>
            : S extends { oneOf: readonly (infer T)[] } ? Infer<T>
              : S extends { type: infer T } ? FromType<T, S> : unknown

type FromType<T, S> =
  T extends 'string' ? string
    : T extends 'number' | 'integer' ? number
      : T extends 'boolean' ? boolean
        : T extends 'null' ? null
          : T extends 'array' ? (S extends { items: infer I } ? Infer<I>[] : unknown[])
            : T extends 'object' ? FromObject<S> : unknown

type FromObject<S> = S extends { properties: infer P }
  ? Flat<
    { -readonly [K in keyof P as K extends RequiredOf<S> ? K : never]: Infer<P[K]> } &
    { -readonly [K in keyof P as K extends RequiredOf<S> ? never : K]?: Infer<P[K]> }
  >
  : S extends { static?: infer T } ? (unknown extends T ? Record<string, unknown> : NonNullable<T>) : never

/** What fits each of several schemas. */
type AllOf<S> = (S extends unknown ? (each: Infer<S>) => void : never) extends (all: infer T) => void ? T : never

type RequiredOf<S> = S extends { required: readonly (infer R)[] } ? R : never

/** An intersection, written out as one object. */
export type Flat<T> = { [K in keyof T]: T[K] }
