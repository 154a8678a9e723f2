/**
 * The headers of a problem response, as the document shows them. Pure.
 */
import type { ProblemType } from '../catalog/definition.js'
import { mayWait, retryAfter } from './schema.js'
import type { JsonSchema } from './schema.js'

/** Those of all the types that share a status, and the request id. */
export function headersOf (types: readonly ProblemType[], requestIdHeader: string | false): Record<string, JsonSchema> {
  return Object.assign({}, ...types.map(headersOfType), requestId(requestIdHeader))
}

const descriptions: Readonly<Record<string, string>> = {
  'retry-after': retryAfter.description,
  allow: 'The methods that this address offers.',
  'www-authenticate': 'How to authenticate.',
  'proxy-authenticate': 'How to authenticate at the proxy.'
}

function headersOfType (problemType: ProblemType): Record<string, JsonSchema> {
  const headers: Record<string, JsonSchema> = {}
  for (const name of Object.keys(problemType.headers)) headers[canonical(name)] = header(name)
  if (problemType.status === 405) headers['Allow'] = header('allow')
  if (mayWait(problemType)) headers['Retry-After'] = retryAfter
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
