/**
 * The schemas of a document's problems as components, each once. Pure.
 */
import type { AnyCatalog, ProblemType } from '../../catalog/definition.js'
import { codeSchema, isSharedSchema, problemCodeSchema, problemSchema } from '../schema.js'
import { extensionsOf } from '../extensions.js'
import type { ExtensionSchemas, JsonSchema } from '../extensions.js'
import { toOpenApi } from './dialect.js'
import type { Dialect, Hoist } from './dialect.js'
import { nameOf } from './names.js'
import type { TakeName } from './names.js'
import { remembered } from '../../json/remembered.js'
import type { DocumentOptions, Schemas } from './response.js'
import type { OpenApiDocument } from './types.js'

/** The section `components.schemas` of one document. */
export interface SchemaSection {
  readonly schemas: Record<string, JsonSchema>
  readonly takeName: TakeName
  readonly dialect: Dialect
  /** Resolves the path of a page on this service, where the document names the server. */
  readonly toUrl: (path: string) => string
  /** The catalogs of the whole document, whose codes `ProblemCode` lists. */
  readonly catalogs: readonly AnyCatalog[]
}

/** A schema before its definitions become components of the document. */
interface Source {
  /** The whole schema, to compare it with that of a namesake. */
  readonly whole: () => JsonSchema
  readonly convert: (hoist: Hoist) => JsonSchema
}

interface Added { readonly source: Source, readonly reference: string }

/** Gives the schemas of one registration. Two catalogs may give a code two meanings, and then it has two schemas. */
export type SchemasOf = (options: DocumentOptions) => Schemas

export function createSchemas (section: SchemaSection): SchemasOf {
  const { schemas, takeName, dialect, toUrl } = section
  const added = new Map<string, Added[]>()

  function add (base: string, source: Source, { componentName }: DocumentOptions): string {
    const wanted = nameOf(base, 'schema', componentName)
    const namesakes = added.get(wanted) ?? []
    const known = namesakes.find((other) => areEqual(other.source, source))
    if (known !== undefined) return known.reference
    const name = takeName(wanted)
    added.set(wanted, [...namesakes, { source, reference: toReference(name) }])
    const definitions = new Map<object, string>()
    // The schema comes before its definitions.
    schemas[name] = {}
    schemas[name] = source.convert(function hoist (definitionName, definition, convert) {
      const hoisted = definitions.get(definition)
      if (hoisted !== undefined) return hoisted
      const component = takeName(nameOf(`${base}-${definitionName}`, 'schema', componentName))
      definitions.set(definition, toReference(component))
      schemas[component] = convert()
      return toReference(component)
    })
    return toReference(name)
  }

  return (options) => ({
    ofCode: remembered((type: ProblemType) => {
      const path = options.pageOf?.(type)
      const page = path && toUrl(path)
      return add(type.code, {
        whole: () => codeSchema(type, page),
        // Only extensions differ between dialects.
        convert: (hoist) => codeSchema(type, page, convertExtensions(extensionsOf(type), dialect, hoist))
      }, options)
    }),
    ofLegacy: remembered((type: ProblemType) => {
      const schema = options.legacy?.schemaOf(type)
      const source = schema && { whole: () => schema, convert: (hoist: Hoist) => toOpenApi(schema, dialect, hoist) }
      return source && add(`${type.code}-${options.legacy?.name}`, source, options)
    }),
    ofProblem: () => sharedProblem(section) ?? addProblem(section, options)
  })
}

function areEqual (one: Source, other: Source): boolean {
  return JSON.stringify(one.whole()) === JSON.stringify(other.whole())
}

function convertExtensions (
  { properties, required, definitions }: ExtensionSchemas, dialect: Dialect, hoist: Hoist
): ExtensionSchemas {
  const { properties: converted } = toOpenApi({ properties, ...definitions }, dialect, hoist)
  return { properties: converted as JsonSchema, required, definitions: {} }
}

function toReference (name: string): string {
  return `#/components/schemas/${name}`
}

/** The document has it already where a route or another response refers to it. */
function sharedProblem ({ schemas }: SchemaSection): string | undefined {
  const name = Object.keys(schemas).find((name) => isSharedSchema(schemas[name], 'Problem'))
  return name && toReference(name)
}

function addProblem ({ schemas, takeName, catalogs }: SchemaSection, { componentName }: DocumentOptions): string {
  const [problem, code] = ['Problem', 'ProblemCode'].map((name) => takeName(nameOf(name, 'schema', componentName))) as [
    string, string
  ]
  const { $id: _id, properties, ...rest } = problemSchema
  const { $id: _codeId, ...codes } = problemCodeSchema(catalogs)
  schemas[problem] = { ...rest, properties: { ...properties as object, code: { $ref: toReference(code) } } }
  schemas[code] = codes
  return toReference(problem)
}

/** Every document has the shared schemas: removes those that no route refers to. */
export function dropUnused (document: OpenApiDocument): void {
  const { schemas = {} } = document.components ?? {}
  const names = Object.keys(schemas)
  const problem = names.find((name) => isSharedSchema(schemas[name], 'Problem'))
  const code = names.find((name) => isSharedSchema(schemas[name], 'ProblemCode'))
  const others = Object.fromEntries(Object.entries(schemas).filter(([name]) => name !== problem && name !== code))
  // A text is searched faster than a tree.
  const text = JSON.stringify({ ...document, components: { ...document.components, schemas: others } })
  if (problem !== undefined && mentions(text, problem)) return
  delete schemas[problem ?? '']
  if (code !== undefined && !mentions(text, code)) delete schemas[code]
}

function mentions (text: string, name: string): boolean {
  const reference = `"${toReference(name)}`
  return text.includes(`${reference}"`) || text.includes(`${reference}/`)
}
