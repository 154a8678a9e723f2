/**
 * The problems that share a status as one Response Object of OpenAPI. The schemas of the codes are components, which
 * `Schemas` refers to. Pure.
 */
import { exampleExtensions, exampleInstance } from '../../catalog/example.js'
import { toDetails } from '../../catalog/problem/details.js'
import type { Problem } from '../../catalog/problem/occurrence.js'
import { standardDefinitions } from '../../catalog/standard.js'
import type { ValidationItem } from '../../catalog/standard.js'
import type { AnyCatalog, ProblemType } from '../../catalog/definition.js'
import { headersOf } from './headers.js'
import type { Headers } from './headers.js'
import type { ComponentName } from './names.js'
import { describe } from '../schema.js'
import type { JsonSchema } from '../extensions.js'

/** The settings of a registration of the plugin for its part of the document. */
export interface DocumentOptions {
  readonly catalog: AnyCatalog
  readonly requestIdHeader: string | false
  /** Whether unknown codes fit the schema, too. */
  readonly open: boolean
  /** Whether each operation has a response for every other status. */
  readonly defaultResponse: boolean
  /** Names a component; `undefined` for the names of this package. */
  readonly componentName: ComponentName | undefined
  /** The address of the page of a problem type; `undefined` where there is none. */
  readonly pageOf: ((problemType: ProblemType) => string | undefined) | undefined
  /** The older shape, for clients that do not ask for a shape. */
  readonly legacy?: LegacyShape | undefined
}

export interface LegacyShape {
  /** The name behind the code in the name of a component. */
  readonly name: string
  /** `undefined` where it is known only that the shape is an object. */
  readonly schemaOf: (problemType: ProblemType) => JsonSchema | undefined
  readonly write: (problem: Problem, instance: string) => object
}

/** Names the schemas of one registration: each returns a reference such as `#/components/schemas/ORDER_NOT_FOUND`. */
export interface Schemas {
  readonly ofCode: (problemType: ProblemType) => string
  /** `undefined` where the older shape has no schema. */
  readonly ofLegacy: (problemType: ProblemType) => string | undefined
  /** The schema that fits every problem. */
  readonly ofProblem: () => string
}

/** The Response Object of OpenAPI. */
export interface Response {
  readonly description: string
  readonly headers?: Headers
  readonly content?: Readonly<Record<string, Media>>
}

interface Media {
  readonly schema: JsonSchema
  readonly examples?: Readonly<Record<string, { readonly summary: string, readonly value: object }>>
}

/** The types of one response, and an example of the route's failed validation. */
export interface ResponseSubject {
  readonly types: readonly ProblemType[]
  readonly invalid?: ValidationItem | undefined
}

const problemMedia = 'application/problem+json'
const legacyMedia = 'application/json'

export function responseOf (subject: ResponseSubject, options: DocumentOptions, schemas: Schemas): Response {
  const { types } = subject
  const { legacy, catalog } = options
  const examples = types.flatMap((problemType) => examplesOf(problemType, catalog, subject.invalid))
  const problem = { schema: unionOf(types, schemas, options.open), ...show(examples, toDetails) }
  return {
    description: descriptionOf(types),
    ...headersEntry(types, options),
    // The first is for clients that do not ask for a shape, and some generators of clients read no other.
    content:
      legacy === undefined
        ? { [problemMedia]: problem }
        : {
            [legacyMedia]: { schema: legacyUnionOf(types, schemas, options.open), ...show(examples, legacy.write) },
            [problemMedia]: problem
          }
  }
}

/** The answer to HEAD: the same headers, and no body (RFC 9110 §9.3.2). */
export function responseToHead ({ types }: ResponseSubject, options: DocumentOptions): Response {
  return { description: descriptionOf(types), ...headersEntry(types, options) }
}

/** For statuses that an operation does not list, such as those that a proxy answers. */
export function defaultResponseOf (options: DocumentOptions, schemas: Schemas): Response {
  return {
    description: 'Any other problem.',
    ...headersEntry([], options),
    content: {
      ...(options.legacy && { [legacyMedia]: { schema: anything } }),
      [problemMedia]: { schema: { $ref: schemas.ofProblem() } }
    }
  }
}

function descriptionOf (types: readonly ProblemType[]): string {
  const [single] = types
  if (types.length === 1 && single) return describe(single)
  // The lines after the first belong to the item of the list, too.
  return types.map((type) => `- \`${type.code}\`: ${describe(type).replace(/\n(?=.)/g, '\n  ')}`).join('\n')
}

function headersEntry (types: readonly ProblemType[], { requestIdHeader }: DocumentOptions): Pick<Response, 'headers'> {
  const headers = headersOf(types, requestIdHeader)
  return Object.keys(headers).length === 0 ? {} : { headers }
}

interface Example { readonly name: string, readonly problem: Problem }

function show (
  examples: readonly Example[], write: (problem: Problem, instance: string) => object
): Pick<Media, 'examples'> {
  if (examples.length === 0) return {}
  const entries = examples.map(
    ({ name, problem }) =>
      [name, { summary: problem.problemType.title, value: write(problem, exampleInstance) }] as const
  )
  return { examples: Object.fromEntries(entries) }
}

/** The examples are named after the code, from the second on with a number. */
function examplesOf (problemType: ProblemType, catalog: AnyCatalog, invalid: ValidationItem | undefined): Example[] {
  return exampleExtensions(problemType, catalog).map((extensions, index) => ({
    name: index === 0 ? problemType.code : `${problemType.code}_${index + 1}`,
    problem: { problemType, extensions: withInvalid(extensions, invalid) }
  }))
}

type Members = Readonly<Record<string, unknown>>

/** An example that the catalog defines stays; the standard one is replaced. */
function withInvalid (extensions: Members, invalid: ValidationItem | undefined): Members {
  return invalid !== undefined && extensions['errors'] === standardErrors
    ? { ...extensions, errors: [invalid] }
    : extensions
}

const validation = standardDefinitions.VALIDATION_ERROR
const standardErrors = (validation.examples?.[0] as { errors?: unknown } | undefined)?.errors

/** Whether a type is `VALIDATION_ERROR`, or refines or replaces it. */
export function isValidation ({ extensions }: ProblemType): boolean {
  return extensions?.properties?.['errors'] === validation.extensions?.properties?.['errors']
}

function unionOf (types: readonly ProblemType[], schemas: Schemas, open: boolean): JsonSchema {
  const references = types.map((type) => schemas.ofCode(type))
  const branches = references.map(($ref) => ({ $ref }))
  // A known code fits its own branch and the base, and a discriminator must have a literal in each branch.
  if (open) return { type: 'object', anyOf: [...branches, { $ref: schemas.ofProblem() }] }
  const [single] = branches
  if (single !== undefined && branches.length === 1) return single
  const mapping = Object.fromEntries(types.map(({ code }, index) => [code, references[index]]))
  return { type: 'object', oneOf: branches, discriminator: { propertyName: 'code', mapping } }
}

const anything: JsonSchema = { type: 'object', additionalProperties: true }

/** A union with `anyOf`: several codes may have one old spelling, so that a body may fit more than one branch. */
function legacyUnionOf (types: readonly ProblemType[], schemas: Schemas, open: boolean): JsonSchema {
  if (open) return anything
  const references = types.map((type) => schemas.ofLegacy(type)).filter((reference) => reference !== undefined)
  const [single] = references
  if (single === undefined || references.length < types.length) return anything
  return references.length === 1 ? { $ref: single } : { type: 'object', anyOf: references.map(($ref) => ({ $ref })) }
}
