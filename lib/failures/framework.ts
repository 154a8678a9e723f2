/**
 * What Fastify itself throws while it handles a request, by code. The texts are ours, because Fastify's texts repeat
 * the URL.
 */
import type { StandardCode } from '../catalog/standard.js'
import type { FailureContext, RecognizedFailure } from './failure.js'
import type { Thrown } from './thrown.js'

type Row = readonly [code: StandardCode, detail?: string]

export const byFrameworkCode: ReadonlyMap<string, Row> = new Map<string, Row>([
  ['FST_ERR_BAD_URL', ['INVALID_REQUEST', 'The URL is not validly percent-encoded.']],
  ['FST_ERR_MAX_PARAM_LENGTH', ['URI_TOO_LONG', 'A part of the path is too long.']],
  ['FST_ERR_NOT_FOUND', ['NOT_FOUND']],
  ['FST_ERR_CTP_INVALID_JSON_BODY', ['INVALID_REQUEST', 'The body is not valid JSON.']],
  ['FST_ERR_CTP_EMPTY_JSON_BODY', ['INVALID_REQUEST', 'The body is empty, although its content type is JSON.']],
  [
    'FST_ERR_CTP_INVALID_CONTENT_LENGTH',
    ['INVALID_REQUEST', 'The length of the body is not the one that Content-Length states.']
  ],
  ['FST_ERR_CTP_BODY_TOO_LARGE', ['PAYLOAD_TOO_LARGE', 'The body is larger than this operation takes.']],
  [
    'FST_ERR_CTP_INVALID_MEDIA_TYPE',
    ['UNSUPPORTED_MEDIA_TYPE', 'The content type of the body is missing, malformed or not supported.']
  ],
  ['FST_ERR_ROUTE_MISSING_CONTENT_TYPE', ['INVALID_REQUEST', 'The request states no content type.']],
  // In Fastify 6 only.
  ['FST_ERR_ROUTE_MISSING_CONTENT', ['INVALID_REQUEST', 'The request has no body.']],
  ['FST_ERR_HANDLER_TIMEOUT', ['SERVICE_UNAVAILABLE']],
  // These two carry 400 although the program is wrong, and not the request.
  ['FST_ERR_INVALID_URL', ['INTERNAL_ERROR']],
  ['FST_ERR_CTP_INSTANCE_ALREADY_STARTED', ['INTERNAL_ERROR']]
])

/** The messages of these codes quote the URL of the request, or, in older releases of Fastify 5, its media type. */
const quoting: ReadonlySet<unknown> = new Set([
  'FST_ERR_BAD_URL', 'FST_ERR_MAX_PARAM_LENGTH', 'FST_ERR_CTP_INVALID_MEDIA_TYPE'
])

/** The text that the log has instead of a message that quotes the request. */
export function withoutQuote (code: unknown): string | undefined {
  return quoting.has(code) ? byFrameworkCode.get(String(code))?.[1] : undefined
}

export function recognizeFramework ({ code, status }: Thrown, context: FailureContext): RecognizedFailure | undefined {
  if (typeof code !== 'string') return undefined
  // zlib failed: the body claims to be compressed and is not.
  if (code.startsWith('Z_') && status === 400) {
    return { code: 'INVALID_REQUEST', detail: 'The body cannot be decompressed.' }
  }
  const row = byFrameworkCode.get(code)
  if (row === undefined) return undefined
  return { code: row[0], detail: row[1], ...particulars(row[0], context) }
}

/**
 * The header of a method, beside Accept (RFC 9110 §15.5.16): RFC 5789 §2.2, W3C LDP §7.1, and the draft of QUERY.
 */
const methodFields: ReadonlyMap<string, string> = new Map([
  ['PATCH', 'accept-patch'], ['POST', 'accept-post'], ['QUERY', 'accept-query']
])

function particulars (code: StandardCode, context: FailureContext): Partial<RecognizedFailure> {
  if (code === 'PAYLOAD_TOO_LARGE') return { extensions: { limit: context.bodyLimit } }
  if (code !== 'UNSUPPORTED_MEDIA_TYPE') return {}
  const accept = context.acceptedTypes()
  if (accept.length === 0) return {}
  const list = accept.join(', ')
  const field = methodFields.get(context.method)
  return { extensions: { accept }, headers: { accept: list, ...field !== undefined && { [field]: list } } }
}
