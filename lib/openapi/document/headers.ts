/**
 * The headers of a problem response, as the document shows them. Pure.
 */
import type { ProblemType } from '../../catalog/definition.js'
import { mayWait, retryAfter } from '../schema.js'
import type { JsonSchema } from '../extensions.js'
import { remembered } from '../../json/remembered.js'

/** The Header Object of OpenAPI. */
export interface Header {
  readonly description?: string
  readonly schema: JsonSchema
}

export type Headers = Readonly<Record<string, Header>>

/** The headers of all types that share a response, and the request id. */
export function headersOf (types: readonly ProblemType[], requestIdHeader: string | false): Headers {
  const headers: Record<string, Header> = {}
  for (const problemType of types) addHeaders(headers, problemType)
  if (requestIdHeader !== false) {
    headers[canonical(requestIdHeader)] = requestId
  }
  return headers
}

const requestId = textHeader('Names this request, for questions to the operators.')

const descriptions: Readonly<Record<string, string>> = {
  allow: 'The methods that this address offers.',
  'www-authenticate': 'How to authenticate.',
  'proxy-authenticate': 'How to authenticate at the proxy.'
}

function addHeaders (headers: Record<string, Header>, problemType: ProblemType): void {
  for (const name of Object.keys(problemType.headers)) headers[canonical(name)] = textHeader(descriptions[name])
  if (problemType.status === 405) headers['Allow'] = textHeader(descriptions['allow'])
  if (mayWait(problemType)) headers['Retry-After'] = waitHeader()
}

function textHeader (description: string | undefined): Header {
  return { ...(description !== undefined && { description }), schema: { type: 'string' } }
}

function waitHeader (): Header {
  const { description, ...schema } = retryAfter
  return { description, schema }
}

const canonical = remembered(function toCanonical (name: string): string {
  return name.split('-').map((part) => part === 'www' ? 'WWW' : part.charAt(0).toUpperCase() + part.slice(1)).join('-')
})
