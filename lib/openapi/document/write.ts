/**
 * Writes the problems of routes into a finished document. Until then an operation has only a mark, which
 * @fastify/swagger copies from the schema of the route: it would resolve each response against each schema, for seconds
 * in a large service. Pure.
 */
import type { AnyCatalog, ProblemType } from '../../catalog/definition.js'
import { createComponents } from './components.js'
import type { ResponseGroup, ResponseKind } from './components.js'
import { remembered } from '../../json/remembered.js'
import { isValidation } from './response.js'
import type { DocumentOptions, ResponseSubject } from './response.js'
import { dropUnused } from './schemas.js'
import type { OpenApiDocument, Operation } from './types.js'

/** The member of a route's schema, and of its operation, that holds the mark. */
export const markName = 'x-problem-responses'

/** The problems that a route answers. */
export interface RouteProblems extends ResponseSubject {
  readonly options: DocumentOptions
  /** Status of a problem → the links of OpenAPI that the route has for it. */
  readonly links: Readonly<Record<string, unknown>>
}

export interface ProblemSource {
  readonly byMark: (mark: unknown) => RouteProblems | undefined
  /** For an operation that lost its mark, such as the copy for HEAD that @fastify/swagger makes. */
  readonly byPath: (method: string, path: string) => RouteProblems | undefined
  /** The catalogs of the whole document. */
  readonly catalogs: () => readonly AnyCatalog[]
}

export function writeProblems (document: OpenApiDocument, source: ProblemSource): void {
  const responsesOf = document.swagger === undefined ? createWriter(document, source) : describeResponses
  for (const [path, item] of Object.entries(document.paths ?? {})) {
    const fields = Object(item) as Record<string, unknown>
    separateHead(fields)
    // A copy for HEAD may have only the mark of GET.
    const markOfGet = (fields['get'] as Operation | undefined)?.[markName]
    for (const operations of [fields, Object(fields['additionalOperations']) as Record<string, unknown>]) {
      for (const field of Object.keys(operations)) {
        const operation = operations[field]
        if (!isOperation(operation)) continue
        // The methods of a route share their operation, so it keeps its mark for the next method.
        const { [markName]: mark, ...rest } = operation
        const problems = source.byMark(mark) ?? source.byPath(field, path) ??
          (field === 'head' ? source.byMark(markOfGet) : undefined)
        if (problems !== undefined) rest.responses = responsesOf(problems, field, rest.responses ?? {})
        operations[field] = rest
      }
    }
  }
}

function isOperation (value: unknown): value is Operation {
  return typeof value === 'object' && value !== null && 'responses' in value
}

type Responses = Record<string, unknown>

/** Adds the responses of problems to those that the operation describes, which stay. */
type WriteResponses = (problems: RouteProblems, field: string, described: Responses) => Responses

function createWriter (document: OpenApiDocument, source: ProblemSource): WriteResponses {
  dropUnused(document)
  const componentsOf = createComponents(document, source.catalogs())
  const groupsOf = remembered(byStatus)
  return function writeResponses ({ types, invalid, links, options }, field, described) {
    const kind: ResponseKind = field === 'head' ? 'head' : 'body'
    const components = componentsOf(options)
    const responses = createResponses()
    for (const group of groupsOf(types)) {
      const { status } = group
      // A response that is made becomes a component of the document, even where no operation refers to it.
      if (Object.hasOwn(described, status)) continue
      const example = kind === 'body' && group.isInvalid ? invalid : undefined
      responses[status] =
        links[status] === undefined
          ? components.refer(kind, group, example)
          : { ...components.make(kind, group, example), links: links[status] }
    }
    if (options.defaultResponse && kind === 'body' && !Object.hasOwn(described, 'default')) {
      responses['default'] = components.refer('default', noCodes)
    }
    return Object.assign(responses, described)
  }
}

/**
 * V8 reserves a place for each number up to the highest status: 5 kB for each operation, and slow to write as JSON. A
 * much higher number makes it use a table instead.
 */
function createResponses (): Responses {
  const responses: Responses = {}
  responses[9_999] = undefined
  delete responses[9_999]
  return responses
}

const noCodes = { types: [], key: '' }

/** Swagger 2 has neither media types nor alternatives for a status, so a response has only a description. */
const describeResponses: WriteResponses = ({ types: problemTypes }, _field, described) => ({
  ...Object.fromEntries(byStatus(problemTypes).map(({ status, types }) =>
    [status, { description: types.map(({ code, title }) => `${title} (${code})`).join(', ') }])),
  ...described
})

interface Group extends ResponseGroup {
  readonly status: number
  /** Whether one of them is sent for a failed validation. */
  readonly isInvalid: boolean
}

function byStatus (problemTypes: readonly ProblemType[]): Group[] {
  const groups = new Map<number, ProblemType[]>()
  for (const problemType of problemTypes) {
    const group = groups.get(problemType.status)
    if (group) group.push(problemType)
    else groups.set(problemType.status, [problemType])
  }
  return Array.from(groups, ([status, types]) =>
    ({ status, types, key: types.map(({ code }) => code).join(' '), isInvalid: types.some(isValidation) }))
}

/** A route of several methods has one object for all of them; HEAD needs another, because it has other responses. */
function separateHead (fields: Record<string, unknown>): void {
  if (fields['head'] === undefined) return
  const { head, ...others } = fields as Record<string, Operation>
  if (head === undefined || !Object.values(others).includes(head)) return
  fields['head'] = { ...head, ...(head.operationId !== undefined && { operationId: `${head.operationId}-head` }) }
}
