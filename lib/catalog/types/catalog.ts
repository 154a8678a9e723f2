/**
 * The type of a catalog, inferred from its definitions: every code, with the extension members that it takes.
 */
import type { AnyCatalog, Definitions, ProblemType, Retired, Texts, WireText } from '../definition.js'
import type { LanguageTexts } from '../texts/language-texts.js'
import type { Flat, Infer } from './infer.js'
import type { ProblemError } from '../problem/index.js'
import type { ProblemOptions } from '../problem/occurrence.js'
import type { Mistake } from './mistake.js'
import type { NoExtensions, StandardCode, StandardExtensions } from '../standard.js'
import type { MembersSchema, NoMembers } from './members.js'

export interface CatalogOptions<
  Included extends readonly AnyCatalog[] = readonly AnyCatalog[],
  Members extends MembersSchema = MembersSchema
> {
  /**
   * The start of the type URIs. Better an absolute one: an identity must not depend on the host.
   *
   * @default '/problems/'
   */
  base?: string
  /**
   * The start of the type URIs of standard types, so that many services share them.
   *
   * @default `base`
   */
  standardBase?: string
  /**
   * The `WWW-Authenticate` of a 401 that states none (RFC 9110 §11.6.1).
   *
   * @default 'Bearer'
   */
  challenge?: string
  /** Other catalogs, merged into this one. */
  include?: Included
  retired?: Readonly<Record<string, Retired>>
  /** Texts in other languages: language tag (BCP 47) → code → texts. English is the fallback, per field. */
  locales?: Readonly<Record<string, Readonly<Record<string, Texts>>>>
  /**
   * Languages that this package ships: the texts of the standard codes and of validation errors.
   *
   * @example
   * import { de } from 'fastify-problem-json/languages/de'
   * defineCatalog({ … }, { languages: [de] })
   */
  languages?: readonly LanguageTexts[]
  /**
   * The members that every problem has beside its extensions: an object schema, as for extensions. All are optional
   * on the wire, even if the schema requires them. Their values come from the plugin's option `members`.
   *
   * @default none
   * @throws {CatalogError} for a name of the format, or one of a code's extensions
   * @example Type.Object({ traceId: Type.String(), build: Type.String() })
   */
  members?: Members
  /**
   * Texts of a row that each of its problems carries, for clients that are programs: they read what to do without a
   * second request. The text is constant and costs its bytes in every answer. Codes of included catalogs carry it, too.
   *
   * @default [] and included codes keep what their catalog says
   * @example
   * defineCatalog({ … }, { wire: ['guidance'] })
   */
  wire?: readonly WireText[]
  /**
   * Capture a stack for problems below 500, too. It costs microseconds.
   *
   * @default false
   */
  captureStackTrace?: boolean
}

/** What a client may find beside the extensions. */
declare const membersOfProblem: unique symbol

/** A problem type as a class: its instances can be thrown. */
export interface ProblemClass<
  Code extends string = string,
  Extensions = NoExtensions,
  Members = NoMembers
> extends ProblemType<Code> {
  new (...args: ProblemArguments<Extensions>): ProblemError<Code, Extensions>
  /**
   * Throws this problem where there is no value.
   *
   * @returns the value, which is neither `null` nor `undefined`
   * @throws {TypeError} for a promise: await it
   * @example
   * const order = catalog.ORDER_NOT_FOUND.unless(await findOrder(orderId), { orderId })
   */
  unless<Value>(value: Value, ...args: ProblemArguments<Extensions>): NonNullable<Value>
  readonly prototype: ProblemError<Code, Extensions>
  readonly [membersOfProblem]?: Members
}

/** What follows the code: the extensions, required exactly when the schema requires one, and the options. */
export type ProblemArguments<Extensions, Call extends string = '({}, { detail })'> =
  [keyof Extensions] extends [never] ? [extensions?: None<Call> | undefined, options?: ProblemOptions]
    : NoExtensions extends Extensions ? [extensions?: Extensions | undefined, options?: ProblemOptions]
      : [extensions: Extensions, options?: ProblemOptions]

/** A common mistake is `{ detail }` in this place: the message says where it belongs. */
interface None<Call extends string> {
  readonly [name: string]: Mistake<`this code has no extensions; options come after them: ${Call}`>
}

/** Every code as a problem type. `D` are the definitions, those of included catalogs too. */
export type Catalog<D = Definitions, M = NoMembers> = CatalogBrand<D, M> & DefinedTypes<D, M> & StandardTypes<D, M>

/**
 * Mapped from the definitions themselves, so that an editor finds the row of a code: its comment, its place, its uses.
 * Without `as`, which the compiler would work out anew for each `keyof`: five times the work for 500 codes.
 */
type DefinedTypes<D, M> = {
  readonly [C in keyof D]: ProblemClass<C & string, ExtensionsOfDefinition<D, C>, M>
}

type StandardTypes<D, M> = {
  readonly [C in keyof Pick<StandardExtensions, StandardCodeOf<D>>]: ProblemClass<C, StandardExtensions[C], M>
}

declare const definitions: unique symbol
declare const members: unique symbol
type CatalogBrand<D, M> = { readonly [definitions]?: D, readonly [members]?: M }

export type DefinitionsOf<C> = C extends { readonly [definitions]?: infer D } ? D : Definitions

/** The members that every problem of a catalog may have beside its extensions. */
export type MembersOf<C> = C extends { readonly [members]?: infer M } ? Flat<Partial<M>> : NoMembers

/** The members that each problem of several catalogs has. */
export type MergedMembers<Included extends readonly AnyCatalog[]> =
  Included extends readonly [infer First, ...infer Rest extends readonly AnyCatalog[]]
    ? MembersOf<First> & MergedMembers<Rest>
    : NoMembers

/** The codes that a catalog can send. */
export type CodeOf<C> = Extract<keyof C, string>

/** The extension members of a code. */
export type ExtensionsOf<C, Code extends PropertyKey> =
  Code extends keyof C ? (C[Code] extends ProblemClass<string, infer E> ? E : never) : never

type StandardCodeOf<D> = string extends keyof D ? never : Exclude<StandardCode, keyof D | Replaced<D[keyof D]>>

type Replaced<D> = D extends { replaces: infer R } ? (R extends readonly (infer One)[] ? One : R) : never

type ExtensionsOfDefinition<D, C> = C extends keyof D ? ExtensionsOfRow<D, C, D[C]> : StandardExtensionsOf<C>

type ExtensionsOfRow<D, C, Row> =
  Row extends { extensions: infer S }
    ? Row extends { refines: infer G } ? Flat<Infer<S> & ExtensionsOfDefinition<D, G>>
      : Row extends { replaces: infer G } ? Flat<Infer<S> & ReplacedExtensions<G>> : Infer<S>
    : Row extends { refines: infer G } ? ExtensionsOfDefinition<D, G>
      : Row extends { replaces: infer G } ? ReplacedExtensions<G> : StandardExtensionsOf<C>

export type ReplacedExtensions<G> = G extends readonly (infer One)[]
  ? Flat<UnionToIntersection<StandardExtensionsOf<One>>>
  : StandardExtensionsOf<G>

export type StandardExtensionsOf<C> = C extends StandardCode ? StandardExtensions[C] : NoExtensions

type UnionToIntersection<U> = (U extends unknown ? (member: U) => void : never) extends (all: infer I) => void
  ? I
  : never

/** The definitions of several catalogs as one. */
export type MergedDefinitions<Included extends readonly AnyCatalog[]> =
  Included extends readonly [infer First, ...infer Rest extends readonly AnyCatalog[]]
    ? DefinitionsOf<First> & MergedDefinitions<Rest>
    : unknown
