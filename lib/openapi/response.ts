/**
 * The problems of a route as the responses of its operation: per status one entry, in the form that Fastify's
 * `schema.response` has and @fastify/swagger reads. Pure.
 */
import { exampleProblems } from '../catalog/example.js'
import type { AnyCatalog, ProblemType } from '../catalog/types.js'
import { describe, mayWait } from './schema.js'
import type { JsonSchema } from './schema.js'

export interface ResponseOptions {
  readonly catalog: AnyCatalog
  /** What a problem type's schema is called in the document. */
  readonly idOf: (problemType: ProblemType) => string
  /** Whether unknown codes fit, too. */
  readonly open: boolean
  readonly requestIdHeader: string | false
}

export type ResponseEntry = Readonly<Record<string, unknown>>

export type Respond = (problemTypes: readonly ProblemType[]) => Record<string, ResponseEntry>

/** Makes a function from what a route can answer to one entry per status. What routes have in common is made once. */
export function createResponder (options: ResponseOptions): Respond {
  const entries = new Map<string, ResponseEntry>()
  return function respond (problemTypes) {
    return Object.fromEntries([...byStatus(problemTypes)].map(([status, types]) => {
      const key = types.map(({ code }) => code).join()
      const entry = entries.get(key) ?? responseOf(types, options)
      entries.set(key, entry)
      return [status, entry]
    }))
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

function responseOf (types: readonly ProblemType[], options: ResponseOptions): ResponseEntry {
  const headers = Object.assign({}, ...types.map(headersOf), requestId(options.requestIdHeader))
  return {
    description: types.length === 1 ? describe(types[0]!) : types.map((type) => `- \`${type.code}\`: ${describe(type)}`).join('\n'),
    ...(Object.keys(headers).length > 0 && { headers }),
    content: {
      'application/problem+json': {
        schema: unionOf(types, options),
        examples: Object.fromEntries(types.flatMap((type) => examplesOf(type, options.catalog)))
      }
    }
  }
}

function unionOf (types: readonly ProblemType[], { idOf, open }: ResponseOptions): JsonSchema {
  const branches = types.map((type) => ({ $ref: `${idOf(type)}#` }))
  // A known code fits its own branch and the base, and a discriminator must have a literal in each branch.
  if (open) return { type: 'object', anyOf: [...branches, { $ref: 'Problem#' }] }
  const mapping = Object.fromEntries(types.map((type) => [type.code, `#/components/schemas/${idOf(type)}`]))
  return { type: 'object', oneOf: branches, discriminator: { propertyName: 'code', mapping } }
}

function examplesOf (problemType: ProblemType, catalog: AnyCatalog): [string, JsonSchema][] {
  const { code, title } = problemType
  return exampleProblems(problemType, catalog)
    .map((value, index) => [index === 0 ? code : `${code}_${index + 1}`, { summary: title, value }])
}

const descriptions: Readonly<Record<string, string>> = {
  'retry-after': 'Seconds to wait before the request is repeated.',
  allow: 'The methods that this address offers.',
  'www-authenticate': 'How to authenticate.',
  'proxy-authenticate': 'How to authenticate at the proxy.'
}

function headersOf (problemType: ProblemType): Record<string, JsonSchema> {
  const headers: Record<string, JsonSchema> = {}
  for (const name of Object.keys(problemType.headers)) headers[canonical(name)] = header(name)
  if (problemType.status === 405) headers['Allow'] = header('allow')
  if (mayWait(problemType)) headers['Retry-After'] = { ...header('retry-after'), type: 'integer', minimum: 0 }
  return headers
}

function requestId (name: string | false): Record<string, JsonSchema> {
  if (name === false) return {}
  return { [canonical(name)]: { type: 'string', description: 'Names this request, for questions to the operators.' } }
}

function header (name: string): JsonSchema {
  const description = descriptions[name]
  return { type: 'string', ...(description !== undefined && { description }) }
}

function canonical (name: string): string {
  return name.split('-').map((part) => part === 'www' ? 'WWW' : part.charAt(0).toUpperCase() + part.slice(1)).join('-')
}
