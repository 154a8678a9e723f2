/**
 * The types that all others infer from: what a definition may say, and what a catalog made of it holds.
 */
import type { ExtensionSchema, Flat, Infer } from './infer.js'
import type { ProblemError, ProblemOptions } from '../problem.js'
import type { NoExtensions, StandardCode, StandardExtensions } from '../standard.js'
import type { Retry } from '../status.js'

/** A row of the catalog: what is the same in every occurrence of a problem type. */
export interface Definition {
  /** 400 to 599. Required, except where a standard type is overridden. */
  status?: number
  /** Short, the same in every occurrence (RFC 9457 §3.1.3). Required, except where a standard type is overridden. */
  title?: string
  /** What it means. */
  description?: string
  /** What the client should do. */
  guidance?: string
  /** One stable token for the same, such as `login` or `fix-input`. On the wire: clients may switch on it. */
  action?: string
  /** The group it is listed under. */
  area?: string
  /**
   * The text of one occurrence, with `{placeholders}` that name extension members (RFC 9457 §3.1.4).
   * Of several templates the first counts whose placeholders all have a value.
   */
  detail?: string | readonly string[]
  /** The extension members: an object schema (TypeBox or plain JSON Schema). What it lists is public. */
  extensions?: ExtensionSchema
  /** The URI that identifies the type (RFC 9457 §3.1.1). Default: the catalog's base and the code in kebab-case. */
  type?: string
  /** Which requests may be repeated. Default: by status. */
  retry?: Retry
  /** Seconds to wait before the request is repeated: `Retry-After` and the member `retryAfter`. */
  retryAfter?: number
  /** Response headers of this type. */
  headers?: Readonly<Record<string, string>>
  /** A standard code, or several, that this one stands in for everywhere. */
  replaces?: string | readonly string[]
  /** Another code of which this is a special case: on routes that declare it, failures of that kind use it. */
  refines?: string
  /** The spelling in a legacy envelope. */
  legacyCode?: string
  deprecated?: Deprecation
  /** Example extension members. */
  examples?: readonly object[]
}

export interface Deprecation {
  /** The version that deprecated it. */
  since: string
  /** The day after which it may go, as `YYYY-MM-DD`. */
  sunset?: string
  /** The code to use instead; `null` says that there is none. */
  replacedBy: string | null
}

/** A code that is no longer sent. Neither it nor its type is ever used again. */
export interface Retired {
  since: string
  status: number
  type: string
  replacedBy?: string
}

export type Definitions = Readonly<Record<string, Definition>>

/** Texts of one language, by code. */
export type Texts = Readonly<Partial<Record<'title' | 'description' | 'guidance', string>> & { detail?: string | readonly string[] }>

export interface CatalogOptions<Included extends readonly AnyCatalog[] = readonly AnyCatalog[]> {
  /** What the type URIs start with. An absolute one is advised: an identity must not depend on the host. Default `/problems/`. */
  base?: string
  /** What the type URIs of the standard types start with, so that many services share them. Default: `base`. */
  standardBase?: string
  /** The `WWW-Authenticate` of a 401 that states none (RFC 9110 §11.6.1). Default `Bearer`. */
  challenge?: string
  /** Other catalogs, merged into this one. */
  include?: Included
  retired?: Readonly<Record<string, Retired>>
  /** Texts in other languages: language tag (BCP 47) → code → texts. English is the fallback, per field. */
  locales?: Readonly<Record<string, Readonly<Record<string, Texts>>>>
  /** Capture a stack for problems below 500, too. It costs microseconds. Default `false`. */
  captureStackTrace?: boolean
}

/** A problem type: what is the same in every occurrence. */
export interface ProblemType<Code extends string = string> {
  readonly code: Code
  readonly type: string
  readonly title: string
  readonly status: number
  readonly description: string | undefined
  readonly guidance: string | undefined
  readonly action: string | undefined
  readonly area: string | undefined
  /** The templates of `detail`, in order. */
  readonly detail: readonly string[]
  /** The schema of the extension members, inherited ones included. */
  readonly extensions: ExtensionSchema | undefined
  readonly retry: Retry
  readonly retryAfter: number | undefined
  readonly headers: Readonly<Record<string, string>>
  readonly replaces: readonly string[]
  readonly refines: string | undefined
  readonly legacyCode: string | undefined
  readonly deprecated: Deprecation | undefined
  readonly examples: readonly Readonly<Record<string, unknown>>[]
}

/** A problem type as a class: its instances can be thrown. */
export interface ProblemClass<Code extends string = string, Extensions = NoExtensions> extends ProblemType<Code> {
  new (...args: ProblemArguments<Extensions>): ProblemError<Code, Extensions>
  readonly prototype: ProblemError<Code, Extensions>
}

/** What follows the code: the extensions, required exactly when the schema requires one, and the options. */
export type ProblemArguments<Extensions> =
  [keyof Extensions] extends [never] ? [extensions?: Record<string, never> | undefined, options?: ProblemOptions]
    : NoExtensions extends Extensions ? [extensions?: Extensions | undefined, options?: ProblemOptions]
      : [extensions: Extensions, options?: ProblemOptions]

/** Every code as a problem type. `D` is what the catalog was made of, included catalogs too. */
export type Catalog<D = Definitions> = CatalogBrand<D> & {
  readonly [C in CodeOfDefinitions<D>]: ProblemClass<C, ExtensionsOfDefinition<D, C>>
}

/** Any catalog, whatever its codes. */
export type AnyCatalog = Readonly<Record<string, ProblemType>>

declare const definitions: unique symbol
type CatalogBrand<D> = { readonly [definitions]?: D }

export type DefinitionsOf<C> = C extends CatalogBrand<infer D> ? D : Definitions

/** The codes that a catalog can send. */
export type CodeOf<C> = Extract<keyof C, string>

/** The extension members of a code. */
export type ExtensionsOf<C, Code extends PropertyKey> =
  Code extends keyof C ? (C[Code] extends ProblemClass<string, infer E> ? E : never) : never

type CodeOfDefinitions<D> = string extends keyof D
  ? string
  : Extract<keyof D, string> | Exclude<StandardCode, Replaced<D[keyof D]>>

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

type UnionToIntersection<U> = (U extends unknown ? (member: U) => void : never) extends (all: infer I) => void ? I : never

/** The definitions of several catalogs as one. */
export type MergedDefinitions<Included extends readonly AnyCatalog[]> =
  Included extends readonly [infer First, ...infer Rest extends readonly AnyCatalog[]]
    ? DefinitionsOf<First> & MergedDefinitions<Rest>
    : unknown

/** The members of the format: no extension may be named like one. */
export type ReservedMember = typeof reservedMembers[number]

export const reservedMembers = [
  'type', 'title', 'status', 'detail', 'instance', 'code', 'retry', 'retryAfter', 'action', 'refines'
] as const
