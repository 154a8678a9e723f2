/**
 * The components of one document: each response once, and the schemas that it refers to. Pure.
 */
import type { AnyCatalog } from '../../catalog/definition.js'
import { dialectOf } from './dialect.js'
import { createNames, joinCodes, nameOf } from './names.js'
import { defaultResponseOf, responseOf, responseToHead } from './response.js'
import type { DocumentOptions, Response, ResponseSubject, Schemas } from './response.js'
import { createSchemas } from './schemas.js'
import type { Components, OpenApiDocument, Reference } from './types.js'

/** `head`: the answer to HEAD; `default`: every other status. */
export type ResponseKind = 'body' | 'head' | 'default'

type Make<Result> = (kind: ResponseKind, subject: ResponseSubject, options: DocumentOptions) => Result

export interface ResponseComponents {
  /** Makes a response a component, once, and returns the reference to it. */
  readonly refer: Make<Reference>
  /** The response itself. */
  readonly make: Make<Response>
}

/** @param catalogs those of the whole document, whose codes `ProblemCode` lists */
export function createComponents (document: OpenApiDocument, catalogs: readonly AnyCatalog[]): ResponseComponents {
  const components = (document.components ??= {})
  const schemas = (components.schemas ??= {})
  const takeName = createNames(components)
  const section = { schemas, takeName, dialect: dialectOf(document.openapi), toUrl: createToUrl(document), catalogs }
  const sources = createSources(createSchemas(section))
  const byText = new Map<string, string>()
  let responses: Record<string, unknown> | undefined
  return { make, refer }

  function make (kind: ResponseKind, subject: ResponseSubject, options: DocumentOptions): Response {
    return makeResponse(kind, subject, options, sources(options).schemas)
  }

  function refer (kind: ResponseKind, subject: ResponseSubject, options: DocumentOptions): Reference {
    const { references } = sources(options)
    const key = keyOf(kind, subject)
    const $ref = references.get(key) ?? add(kind, subject, options)
    references.set(key, $ref)
    return { $ref }
  }

  function add (kind: ResponseKind, subject: ResponseSubject, options: DocumentOptions): string {
    const response = make(kind, subject, options)
    const text = JSON.stringify(response)
    const known = byText.get(text)
    if (known !== undefined) return known
    const name = takeName(nameOf(responseName(kind, subject), 'response', options.componentName))
    responses ??= openResponses(components)
    responses[name] = response
    const reference = `#/components/responses/${name}`
    byText.set(text, reference)
    return reference
  }
}

/** Each status of each operation asks, and `JSON.stringify` of all of it is slow. */
function keyOf (kind: ResponseKind, { types, invalid }: ResponseSubject): string {
  let key: string = kind
  for (const { code } of types) key += ` ${code}`
  return invalid === undefined ? key : `${key} ${JSON.stringify(invalid)}`
}

function createToUrl ({ servers }: OpenApiDocument): (path: string) => string {
  const server = String([servers ?? []].flat()[0]?.url)
  return (path) => URL.canParse(path, server) ? new URL(path, server).href : path
}

/** What was made for one registration of the plugin. */
interface Source {
  readonly schemas: Schemas
  readonly references: Map<string, string>
}

function createSources (schemasOf: (options: DocumentOptions) => Schemas): (options: DocumentOptions) => Source {
  const sources = new Map<DocumentOptions, Source>()
  return function sourceOf (options) {
    const source = sources.get(options) ?? { schemas: schemasOf(options), references: new Map() }
    sources.set(options, source)
    return source
  }
}

/** Those that the application has written are an object of its options, which must not change. */
function openResponses (components: Components): Record<string, unknown> {
  const responses = { ...components.responses }
  components.responses = responses
  return responses
}

function makeResponse (
  kind: ResponseKind, subject: ResponseSubject, options: DocumentOptions, schemas: Schemas
): Response {
  if (kind === 'head') return responseToHead(subject, options)
  return kind === 'default' ? defaultResponseOf(options, schemas) : responseOf(subject, options, schemas)
}

/** Some generators give a schema and a response of one name the same file: the two must differ. */
function responseName (kind: ResponseKind, { types }: ResponseSubject): string {
  if (kind === 'default') return 'Any_problem'
  const codes = joinCodes(types.map(({ code }) => code))
  if (kind === 'head') return `${codes}_to_HEAD`
  return types.length === 1 ? `${codes}_response` : codes
}
