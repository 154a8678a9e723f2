/**
 * Writes the problems of routes into a finished document. Until then an operation has only a mark, which
 * @fastify/swagger copies from the schema of the route: to resolve each response against each schema takes it seconds
 * in a large service. Pure.
 */
import type { AnyCatalog, ProblemType } from '../../catalog/definition.js'
import { createComponents } from './components.js'
import type { ResponseKind } from './components.js'
import { isValidation } from './response.js'
import type { DocumentOptions, ResponseSubject } from './response.js'
import { dropUnused } from './schemas.js'
import type { OpenApiDocument, Operation } from './types.js'

/** The member of a route's schema, and of its operation, that holds the mark. */
export const markName = 'x-problem-responses'

/** What a route answers. */
export interface RouteProblems extends ResponseSubject {
  readonly options: DocumentOptions
  /** By status: the links of OpenAPI that the route gives to statuses of problems. */
  readonly links: Readonly<Record<string, unknown>>
}

export interface ProblemSource {
  readonly byMark: (mark: unknown) => RouteProblems | undefined
  /** For an operation that lost its mark, such as the copy for HEAD that @fastify/swagger makes. */
  readonly byPath: (method: string, path: string) => RouteProblems | undefined
  /** Those of the whole document. */
  readonly catalogs: () => readonly AnyCatalog[]
}

export function writeProblems (document: OpenApiDocument, source: ProblemSource): void {
  const responsesOf = document.swagger === undefined ? createWriter(document, source) : describeResponses
  for (const [path, item] of Object.entries(document.paths ?? {})) {
    const places = placesOf(item)
    // A copy for HEAD is known by the mark of GET: no mark goes before all are read.
    const marked = places.map((place) => ({ ...place, problems: problemsOf(place, places, path, source) }))
    for (const { field, operation, problems } of marked) {
      if (problems !== undefined) operation.responses = { ...responsesOf(problems, field), ...operation.responses }
    }
    for (const { operation } of places) delete operation[markName]
  }
}

type Responses = Readonly<Record<string, unknown>>

function createWriter (
  document: OpenApiDocument, source: ProblemSource
): (problems: RouteProblems, field: string) => Responses {
  dropUnused(document)
  const components = createComponents(document, source.catalogs())
  return function writeResponses ({ types, invalid, links, options }, field) {
    const kind: ResponseKind = field === 'head' ? 'head' : 'body'
    const responses: Record<string, unknown> = {}
    for (const [status, group] of byStatus(types)) {
      const subject = { types: group, invalid: kind === 'body' && group.some(isValidation) ? invalid : undefined }
      responses[status] =
        links[status] === undefined
          ? components.refer(kind, subject, options)
          : { ...components.make(kind, subject, options), links: links[status] }
    }
    if (options.defaultResponse && kind === 'body') {
      responses['default'] = components.refer('default', { types: [] }, options)
    }
    return responses
  }
}

/** Swagger 2 has neither media types nor alternatives by status: what is left is the meaning of each. */
function describeResponses ({ types }: RouteProblems): Responses {
  return Object.fromEntries(Array.from(byStatus(types), ([status, group]) =>
    [status, { description: group.map(({ code, title }) => `${title} (${code})`).join(', ') }]))
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

/**
 * An operation, and the field of its path that it is in: the method in lower case, except where OpenAPI 3.2 keeps it.
 */
interface Place { readonly field: string, readonly operation: Operation }

function placesOf (item: unknown): Place[] {
  const fields = Object(item) as Record<string, unknown>
  separateHead(fields)
  return [...operationsOf(fields), ...operationsOf(Object(fields['additionalOperations']) as object)]
}

function operationsOf (fields: object): Place[] {
  return Object.entries(fields)
    .filter(([, value]) => typeof value === 'object' && value !== null && 'responses' in value)
    .map(([field, value]) => ({ field, operation: value as Operation }))
}

/** A route of several methods has one object for all of them, and the one of HEAD has other responses. */
function separateHead (fields: Record<string, unknown>): void {
  const { head, ...others } = fields as Record<string, Operation | undefined>
  if (head === undefined || !Object.values(others).includes(head)) return
  fields['head'] = { ...head, ...(head.operationId !== undefined && { operationId: `${head.operationId}-head` }) }
}

function problemsOf (
  { field, operation }: Place, places: readonly Place[], path: string, source: ProblemSource
): RouteProblems | undefined {
  const get = field === 'head' ? places.find((place) => place.field === 'get') : undefined
  return source.byMark(operation[markName]) ?? source.byPath(field, path) ?? source.byMark(get?.operation[markName])
}
