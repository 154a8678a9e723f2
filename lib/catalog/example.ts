/**
 * Examples of a problem: those of its definition, or one made from the schema of its extensions. Pure: the same catalog
 * always gives the same examples, so that documents, reference pages and Markdown can be compared.
 */
import { exampleOf } from '../json/example/index.js'
import { compiledOf } from './problem/compiled.js'
import { standardDefinitions } from './standard.js'
import type { StandardCode } from './standard.js'
import type { AnyCatalog, ProblemType } from './definition.js'

type Extensions = Readonly<Record<string, unknown>>

interface ExampleSchema {
  readonly properties?: unknown
  readonly required?: readonly string[] | undefined
}

/** What an example is made of: a problem type, a standard definition, or a row of a snapshot. */
export interface ExampleSource {
  readonly extensions?: ExampleSchema | undefined
  readonly examples?: readonly object[] | undefined
  readonly refines?: string | undefined
  readonly replaces?: string | readonly string[] | undefined
}

/** The `instance` of every example. */
export const exampleInstance = 'urn:uuid:0b9c1f6e-5a53-4c5e-9f0e-2f7a3a7d9d10'

/**
 * The extension members of the examples of a problem type: those of its definition, else one that is generated, unless
 * that does not fit the schema.
 *
 * @example
 * exampleExtensions(catalog.ORDER_NOT_FOUND, catalog) // [{ orderId: '42' }]
 */
export function exampleExtensions (problemType: ProblemType, catalog: AnyCatalog): readonly Extensions[] {
  if (problemType.examples.length > 0) return problemType.examples
  const example = exampleMembers(problemType, catalog)
  return compiledOf(problemType).filter.fits(example) ? [example] : []
}

/**
 * The members of one example: the first of the definition, else one made from the schema, with the inherited members as
 * the example of the general type has them.
 *
 * @param problems the codes among which is the one that this one refines
 */
export function exampleMembers (source: ExampleSource, problems: Readonly<Record<string, ExampleSource>>): Extensions {
  const { extensions, examples: [stated] = [], refines, replaces = [] } = source
  if (stated !== undefined) return stated as Extensions
  const generals: ExampleSource[] =
    refines === undefined
      ? [replaces].flat().map((code) => standardDefinitions[code as StandardCode])
      : [problems[refines]!]
  const inherited = new Set(generals.flatMap((general) => Object.keys(general.extensions?.properties ?? {})))
  const generated = exampleOf({ type: 'object', ...without(inherited, extensions) }) ?? {}
  return Object.assign({}, ...generals.map((general) => exampleMembers(general, problems)), generated)
}

/** A schema without the inherited members. */
function without (
  inherited: ReadonlySet<string>, { properties, required = [], ...rest }: ExampleSchema = {}
): ExampleSchema {
  const others = Object.entries(properties ?? {}).filter(([name]) => !inherited.has(name))
  return { ...rest, properties: Object.fromEntries(others), required: required.filter((name) => !inherited.has(name)) }
}
