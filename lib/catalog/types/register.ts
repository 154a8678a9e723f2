/**
 * Which catalog a program uses, for the types of Fastify's own objects.
 */
import type { NoExtensions } from '../standard.js'
import type { AnyCatalog } from '../definition.js'
import type { CodeOf, ExtensionsOf, MembersOf, ProblemArguments, ProblemClass } from './catalog.js'
import type { ProblemOptions } from '../problem.js'

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
export type RegisteredMembers = [keyof MembersOf<RegisteredCatalog>] extends [never] ? Readonly<Record<string, unknown>> : Readonly<MembersOf<RegisteredCatalog>>

type LooseCatalog = Readonly<Record<string, ProblemClass<string, Readonly<Record<string, unknown>>>>>

/** A type provider that states the catalog of its instance, for programs that have several. */
export type WithProblems<TypeProvider, C extends AnyCatalog> = TypeProvider & { readonly problemCatalog: C }

export type CatalogOf<TypeProvider> = TypeProvider extends { readonly problemCatalog: infer C } ? C : RegisteredCatalog

/** The codes of the registered catalog. */
export type RegisteredCode = keyof RegisteredCatalog & string

/** The codes that a route may answer: those that it declares, or every one where it declares none. */
export type DeclaredCode<C, Schema> =
  Schema extends { problems: readonly (infer Declared)[] } ? Extract<Declared, CodeOf<C>> : CodeOf<C>

/** What follows the code. A code that may not be sent takes anything, so that the one error is about the code. */
export type ArgumentsOf<C, Declared, Code extends string> = [Code] extends [Declared] ? ArgumentsOfCode<C, Code> : unknown[]

type ArgumentsOfCode<C, Code extends string> =
  string extends CodeOf<C>
    ? [extensions?: Readonly<Record<string, unknown>> | undefined, options?: ProblemOptions]
    : ProblemArguments<AllOf<Code extends keyof C ? ExtensionsOf<C, Code> : NoExtensions>>

/** What fits every one of several codes. */
type AllOf<E> = (E extends unknown ? (each: E) => void : never) extends (all: infer A) => void ? A : never
