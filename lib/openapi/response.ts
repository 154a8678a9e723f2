/**
 * The problems of a route as the responses of its operation: per status one entry, in the form that Fastify's
 * `schema.response` has and @fastify/swagger reads. Pure.
 */
import { exampleExtensions, exampleInstance } from '../catalog/example.js'
import { toDetails } from '../catalog/problem.js'
import type { Problem } from '../catalog/problem.js'
import { standardDefinitions } from '../catalog/standard.js'
import type { ValidationItem } from '../catalog/standard.js'
import type { AnyCatalog, ProblemType } from '../catalog/definition.js'
import { headersOf } from './headers.js'
import { codeSchema, describe } from './schema.js'
import type { JsonSchema } from './schema.js'

export interface ResponseOptions {
  readonly catalog: AnyCatalog
  /** Whether unknown codes fit, too. */
  readonly open: boolean
  readonly requestIdHeader: string | false
  /** The older shape that a client gets that asks for none. */
  readonly legacy?: LegacyShape | undefined
}

export interface LegacyShape {
  /** What it is called behind the code. */
  readonly name: string
  /** `undefined` where nothing is known of it but that it is an object. */
  readonly schemaOf: (problemType: ProblemType) => JsonSchema | undefined
  readonly write: (problem: Problem, instance: string) => object
}

/** Makes a schema part of the document, and tells what it is called there. */
export type NameSchema = (name: string, schema: JsonSchema) => string

export type ResponseEntry = Readonly<Record<string, unknown>>

/** By status. No object: V8 keeps those with numbers for keys as lists that start at 0, five kilobytes for each route. */
export type Responses = ReadonlyMap<number, ResponseEntry>

/** @param invalid what a failed validation of the route looks like */
type Make<Result> = (problemTypes: readonly ProblemType[], invalid?: ValidationItem) => Result

export type Respond = Make<Responses>

/** Makes a function from what a route can answer to one entry per status. What routes have in common is made once. */
export function createResponder (options: ResponseOptions, nameSchema: NameSchema): Respond {
  const shapes = shapesOf(options, nameSchema)
  const entryOf = remembered((types, item) => responseOf(types, shapes, item, options))
  // GET and HEAD of one path answer the same.
  return remembered((problemTypes, invalid) => new Map(Array.from(byStatus(problemTypes), ([status, types]) =>
    [status, entryOf(types, types.some(isValidation) ? invalid : undefined)])))
}

function remembered<Result> (make: Make<Result>): Make<Result> {
  const known = new Map<string, Result>()
  return function remember (types, invalid) {
    const key = JSON.stringify([types.map(({ code }) => code), invalid])
    const result = known.get(key) ?? make(types, invalid)
    known.set(key, result)
    return result
  }
}

function byStatus (problemTypes: readonly ProblemType[]): Map<number, ProblemType[]> {
  const groups = new Map<number, ProblemType[]>()
  for (const problemType of problemTypes) {
    const group = groups.get(problemType.status)
    if (group) group.push(problemType)
    else groups.set(problemType.status, [problemType])
  }
  return groups
}

/** The answer to HEAD: the same headers, and no body (RFC 9110 §9.3.2). The type says so to @fastify/swagger. */
export function withoutBody ({ description, headers }: ResponseEntry): ResponseEntry {
  return { description, headers, type: 'null' }
}

/** What @fastify/swagger shows for a route that states no response at all. */
export const defaultResponse: ResponseEntry = { description: 'Default Response', type: 'null' }

function responseOf (types: readonly ProblemType[], shapes: readonly Shape[], invalid: ValidationItem | undefined, options: ResponseOptions): ResponseEntry {
  const headers = headersOf(types, options.requestIdHeader)
  const examples = types.flatMap((problemType) => examplesOf(problemType, options.catalog, invalid))
  return {
    description: types.length === 1 ? describe(types[0]!) : types.map((type) => `- \`${type.code}\`: ${describe(type)}`).join('\n'),
    ...(Object.keys(headers).length > 0 && { headers }),
    content: Object.fromEntries(shapes.map(({ mediaType, schemaOf, write }) => [mediaType, {
      schema: schemaOf(types),
      examples: Object.fromEntries(examples.map(({ name, problem }) => [name, { summary: problem.problemType.title, value: write(problem, exampleInstance) }]))
    }]))
  }
}

interface Example { readonly name: string, readonly problem: Problem }

/** Named after the code; of several, the later ones have a number. */
function examplesOf (problemType: ProblemType, catalog: AnyCatalog, invalid: ValidationItem | undefined): Example[] {
  return exampleExtensions(problemType, catalog).map((extensions, index) => ({
    name: index === 0 ? problemType.code : `${problemType.code}_${index + 1}`,
    problem: {
      problemType,
      extensions: invalid !== undefined && extensions['errors'] === standardErrors ? { ...extensions, errors: [invalid] } : extensions
    }
  }))
}

const standard = standardDefinitions.VALIDATION_ERROR
const [standardErrors] = standard.examples!.map((example) => (example as { errors: unknown }).errors)

/** `VALIDATION_ERROR`, or what refines or replaces it. */
function isValidation ({ extensions }: ProblemType): boolean {
  return extensions?.properties?.['errors'] === standard.extensions!.properties!['errors']
}

/** One of the shapes that an answer can have. */
interface Shape {
  readonly mediaType: string
  readonly schemaOf: (types: readonly ProblemType[]) => JsonSchema
  readonly write: (problem: Problem, instance: string) => object
}

/** A client that asks for nothing gets the first, and some generators of clients read no other. */
function shapesOf ({ open, legacy }: ResponseOptions, nameSchema: NameSchema): Shape[] {
  const named = new Map<ProblemType, string>()
  const idOf = (problemType: ProblemType): string => {
    const id = named.get(problemType) ?? nameSchema(problemType.code, codeSchema(problemType))
    named.set(problemType, id)
    return id
  }
  const problem = { mediaType: 'application/problem+json', schemaOf: (types: readonly ProblemType[]) => unionOf(types, idOf, open), write: toDetails }
  if (legacy === undefined) return [problem]
  const schemaOf = (types: readonly ProblemType[]) => legacyUnionOf(types, legacy, nameSchema, open)
  return [{ mediaType: 'application/json', schemaOf, write: legacy.write }, problem]
}

function unionOf (types: readonly ProblemType[], idOf: (problemType: ProblemType) => string, open: boolean): JsonSchema {
  const branches = types.map((type) => ({ $ref: `${idOf(type)}#` }))
  // A known code fits its own branch and the base, and a discriminator must have a literal in each branch.
  if (open) return { type: 'object', anyOf: [...branches, { $ref: 'Problem#' }] }
  const mapping = Object.fromEntries(types.map((type) => [type.code, `#/components/schemas/${idOf(type)}`]))
  return { type: 'object', oneOf: branches, discriminator: { propertyName: 'code', mapping } }
}

/** Several codes may have one old spelling, so that a body may fit more than one branch. */
function legacyUnionOf (types: readonly ProblemType[], { name, schemaOf }: LegacyShape, nameSchema: NameSchema, open: boolean): JsonSchema {
  const anything = { type: 'object', additionalProperties: true }
  if (open) return anything
  const branches = types.map((type) => {
    const schema = schemaOf(type)
    return schema && { $ref: `${nameSchema(`${type.code}-${name}`, schema)}#` }
  })
  const known = branches.filter((branch) => branch !== undefined)
  return known.length < types.length ? anything : { type: 'object', anyOf: known }
}
