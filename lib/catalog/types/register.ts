/**
 * Which catalog a program uses, for the types of Fastify's own objects.
 */
import type { NoExtensions } from '../standard.js'
import type { AnyCatalog } from '../definition.js'
import type { CodeOf, ExtensionsOf, MembersOf, ProblemArguments, ProblemClass } from './catalog.js'
import type { ProblemOptions } from '../problem/occurrence.js'
import type { Hint } from './mistake.js'

/**
 * Augment it once, and every route knows the codes:
 *
 * @example
 * declare module 'fastify-problem-json' { interface Register { catalog: typeof catalog } }
 */

export interface Register {}

/** The registered catalog; any codes where none is registered. */
export type RegisteredCatalog = Register extends { catalog: infer C } ? C : LooseCatalog

/** The members of the registered catalog; any where it has none, since another catalog may. */
export type RegisteredMembers = [keyof MembersOf<RegisteredCatalog>] extends [never]
  ? Readonly<Record<string, unknown>>
  : Readonly<MembersOf<RegisteredCatalog>>

type LooseCatalog = Readonly<Record<string, ProblemClass<string, Readonly<Record<string, unknown>>>>>

/** A type provider that states the catalog of its instance, for programs that have several. */
export type WithProblems<TypeProvider, C extends AnyCatalog> = TypeProvider & { readonly problemCatalog: C }

export type CatalogOf<TypeProvider> = TypeProvider extends { readonly problemCatalog: infer C } ? C : RegisteredCatalog

/** The codes of the registered catalog. */
export type RegisteredCode = keyof RegisteredCatalog & string

/** The codes that a route may answer: those that it declares, or every one where it declares none. */
export type DeclaredCode<C, Schema> =
  Schema extends { problems: readonly (infer Declared)[] } ? Extract<Declared, CodeOf<C>> : CodeOf<C>

/**
 * The code itself where the route may send it; else what it may send, and what to do where only the route forbids it.
 */
type SendableCode<C, Declared, Code> =
  Code extends Declared ? Code : Code extends CodeOf<C> ? Declared | Hint<`add '${Code}' to schema.problems`> : Declared

/** What follows the code. A code that may not be sent takes anything, so that the one error is about the code. */
type ArgumentsOf<C, Declared, Code extends string> = [Code] extends [Declared]
  ? ProblemArguments<AllOf<Code extends keyof C ? ExtensionsOf<C, Code> : NoExtensions>, `('${Code}', {}, { detail })`>
  : unknown[]

/** `reply.problem()` where the program registers its catalog. */
interface Typed<C, Schema, Reply> {
  /**
   * Sends a problem: its status, headers and body. Makes no Error.
   *
   * @param code one of the codes that the route declares in `schema.problems`; any code where it declares none
   * @throws {TypeError} for a code that the catalog does not have
   * @example
   * if (!order) return reply.problem('ORDER_NOT_FOUND', { orderId })
   */
  problem<const Code extends string> (
    code: SendableCode<C, DeclaredCode<C, Schema>, Code>, ...args: ArgumentsOf<C, DeclaredCode<C, Schema>, Code>
  ): Reply
}

/** `reply.problem()` where the program does not: editors and linters show `@deprecated`. */
interface Untyped<C, Schema, Reply> {
  /**
   * Sends a problem. No catalog is registered, so that every code and all extensions compile.
   *
   * @deprecated Register the catalog once, beside its definition:
   * `declare module 'fastify-problem-json' { interface Register { catalog: typeof catalog } }`
   */
  problem<const Code extends string> (
    code: Code extends DeclaredCode<C, Schema> ? Code : DeclaredCode<C, Schema>,
    extensions?: Readonly<Record<string, unknown>> | undefined, options?: ProblemOptions
  ): Reply
}

/** A method, so that a reply of one route fits a function that takes any. */
export type ProblemMethod<C, Schema, Reply> =
  string extends CodeOf<C> ? Untyped<C, Schema, Reply>['problem'] : Typed<C, Schema, Reply>['problem']

/** What fits every one of several codes. */
type AllOf<E> = (E extends unknown ? (each: E) => void : never) extends (all: infer A) => void ? A : never
