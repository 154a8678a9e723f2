/**
 * The components of one document: each response once, and the schemas that it refers to. Pure.
 */
import type { AnyCatalog, ProblemType } from '../../catalog/definition.js'
import { dialectOf } from './dialect.js'
import { createNames, joinCodes, nameOf } from './names.js'
import { defaultResponseOf, responseOf, responseToHead } from './response.js'
import type { DocumentOptions, Response, ResponseSubject, Schemas } from './response.js'
import { remembered } from '../../json/remembered.js'
import { createSchemas } from './schemas.js'
import type { Components, OpenApiDocument, Reference } from './types.js'

/** `head`: the answer to HEAD; `default`: every other status. */
export type ResponseKind = 'body' | 'head' | 'default'

/** Problem types that share a status. */
export interface ResponseGroup {
  readonly types: readonly ProblemType[]
  /** Their codes in one text, joined once, because each status of each operation needs it. */
  readonly key: string
}

/** An example of the route's failed validation. */
type Invalid = ResponseSubject['invalid']

type Make<Result> = (kind: ResponseKind, group: ResponseGroup, invalid?: Invalid) => Result

/** The responses of one registration of the plugin. */
export interface ResponseComponents {
  /** Makes a response a component once, and returns its reference. */
  readonly refer: Make<Reference>
  /** The response itself. */
  readonly make: Make<Response>
}

interface Added { readonly response: Response, readonly reference: string }

/** @param catalogs the catalogs of the whole document, whose codes `ProblemCode` lists */
export function createComponents (
  document: OpenApiDocument, catalogs: readonly AnyCatalog[]
): (options: DocumentOptions) => ResponseComponents {
  const components = (document.components ??= {})
  const schemas = (components.schemas ??= {})
  const takeName = createNames(components)
  const section = { schemas, takeName, dialect: dialectOf(document.openapi), toUrl: createToUrl(document), catalogs }
  const schemasOf = createSchemas(section)
  const added = new Map<string, Added[]>()
  let responses: Record<string, unknown> | undefined

  return remembered(function componentsOf (options: DocumentOptions): ResponseComponents {
    const schemas = schemasOf(options)
    const references = new Map<string, string>()
    const make: Make<Response> = (kind, { types }, invalid) => makeResponse(kind, { types, invalid }, options, schemas)
    return { make, refer }

    function refer (kind: ResponseKind, group: ResponseGroup, invalid?: Invalid): Reference {
      const key = keyOf(kind, group, invalid)
      let $ref = references.get(key)
      if ($ref === undefined) {
        $ref = add(responseName(kind, group.types), make(kind, group, invalid), options)
        references.set(key, $ref)
      }
      return { $ref }
    }
  })

  function add (base: string, response: Response, { componentName }: DocumentOptions): string {
    const wanted = nameOf(base, 'response', componentName)
    const namesakes = added.get(wanted) ?? []
    const known = namesakes.find((other) => JSON.stringify(other.response) === JSON.stringify(response))
    if (known !== undefined) return known.reference
    const name = takeName(wanted)
    responses ??= openResponses(components)
    responses[name] = response
    const reference = `#/components/responses/${name}`
    added.set(wanted, [...namesakes, { response, reference }])
    return reference
  }
}

function keyOf (kind: ResponseKind, { key }: ResponseGroup, invalid: Invalid): string {
  if (kind === 'body' && invalid === undefined) return key
  return `${kind} ${key} ${JSON.stringify(invalid)}`
}

function createToUrl ({ servers }: OpenApiDocument): (path: string) => string {
  const server = String([servers ?? []].flat()[0]?.url)
  return (path) => URL.canParse(path, server) ? new URL(path, server).href : path
}

/** Copies the responses of the application: they are an object of its options, which must not change. */
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

/** The name of a response differs from that of a schema, because some generators put both into one file. */
function responseName (kind: ResponseKind, types: readonly ProblemType[]): string {
  if (kind === 'default') return 'Any_problem'
  const codes = joinCodes(types.map(({ code }) => code))
  if (kind === 'head') return `${codes}_to_HEAD`
  return types.length === 1 ? `${codes}_response` : codes
}
