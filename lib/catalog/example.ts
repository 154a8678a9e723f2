/**
 * Examples of a problem: those that its definition gives, or one made from the schema of its extensions. Pure, and the
 * same for the same catalog, so that documents, reference pages and Markdown can be compared.
 */
import { exampleOf } from '../json/example/index.js'
import { compiledOf } from './problem/compiled.js'
import { standardDefinitions } from './standard.js'
import type { StandardCode } from './standard.js'
import type { AnyCatalog, ProblemType } from './definition.js'

type Members = Readonly<Record<string, unknown>>

interface ExampleSchema {
  readonly properties?: unknown
  readonly required?: readonly string[] | undefined
}

/** What an example is made of: a problem type, a standard definition, or a row of a snapshot. */
export interface Exemplary {
  readonly extensions?: ExampleSchema | undefined
  readonly examples?: readonly object[] | undefined
  readonly refines?: string | undefined
  readonly replaces?: string | readonly string[] | undefined
}

/** Stands for the occurrence. */
export const exampleInstance = 'urn:uuid:0b9c1f6e-5a53-4c5e-9f0e-2f7a3a7d9d10'

/**
 * The extension members of the examples of a problem type: one for each that its definition gives, else one that is
 * generated. One that would not fit the schema is left out.
 *
 * @example
 * exampleExtensions(catalog.ORDER_NOT_FOUND, catalog) // [{ orderId: '42' }]
 */
export function exampleExtensions (problemType: ProblemType, catalog: AnyCatalog): readonly Members[] {
  if (problemType.examples.length > 0) return problemType.examples
  const example = exampleMembers(problemType, catalog)
  return compiledOf(problemType).filter.fits(example) ? [example] : []
}

/**
 * The members of one example: the first that is given, else one made from the schema. What is inherited is shown as
 * the type that it comes from shows it; what that one leaves out, it leaves out.
 *
 * @param problems where the code is found that this one refines
 */
export function exampleMembers (exemplary: Exemplary, problems: Readonly<Record<string, Exemplary>>): Members {
  const { extensions, examples: [given] = [], refines, replaces = [] } = exemplary
  if (given !== undefined) return given as Members
  const generals: Exemplary[] =
    refines === undefined
      ? [replaces].flat().map((code) => standardDefinitions[code as StandardCode])
      : [problems[refines]!]
  const inherited = new Set(generals.flatMap((general) => Object.keys(general.extensions?.properties ?? {})))
  const generated = exampleOf({ type: 'object', ...without(inherited, extensions) }) ?? {}
  return Object.assign({}, ...generals.map((general) => exampleMembers(general, problems)), generated)
}

/** The own members of a type. */
function without (
  inherited: ReadonlySet<string>, { properties, required = [], ...rest }: ExampleSchema = {}
): ExampleSchema {
  const own = Object.entries(properties ?? {}).filter(([name]) => !inherited.has(name))
  return { ...rest, properties: Object.fromEntries(own), required: required.filter((name) => !inherited.has(name)) }
}
