/**
 * What Fastify's usual plugins throw with a status or a text that a client cannot use, by code.
 */
import type { StandardCode } from '../catalog/standard.js'
import type { FailureContext } from './failure.js'
import type { RecognizedFailure } from './failure.js'
import { recognizeClient } from './clients-mistake.js'
import { invalidToken, ownFault, tripped } from './outcome.js'
import type { Thrown } from './thrown.js'

const withoutToken: RecognizedFailure = { code: 'UNAUTHORIZED' }
const notMultipart = 'The multipart body is incomplete or malformed.'

const say = (code: StandardCode, detail: string): RecognizedFailure => ({ code, detail })

export const byCode: ReadonlyMap<string, RecognizedFailure> = new Map<string, RecognizedFailure>([
  // @fastify/jwt
  ['FST_JWT_NO_AUTHORIZATION_IN_HEADER', withoutToken],
  ['FST_JWT_NO_AUTHORIZATION_IN_COOKIE', withoutToken],
  ['FST_JWT_BAD_REQUEST', withoutToken],
  ['FST_JWT_BAD_COOKIE_REQUEST', withoutToken],
  // fast-jwt, about the program's own keys and options
  ['FAST_JWT_INVALID_OPTION', ownFault],
  ['FAST_JWT_MISSING_KEY', ownFault],
  ['FAST_JWT_SIGN_ERROR', ownFault],
  // @fastify/bearer-auth
  ['FST_BEARER_AUTH_MISSING_AUTHORIZATION_HEADER', withoutToken],
  ['FST_BEARER_AUTH_INVALID_AUTHORIZATION_HEADER', invalidToken],
  // @fastify/csrf-protection
  ['FST_CSRF_MISSING_SECRET', say('FORBIDDEN', 'The CSRF secret is missing.')],
  ['FST_CSRF_INVALID_TOKEN', say('FORBIDDEN', 'The CSRF token is missing or invalid.')],
  // @fastify/multipart
  ['FST_REQ_FILE_TOO_LARGE', say('PAYLOAD_TOO_LARGE', 'A file is larger than this operation takes.')],
  ['FST_PARTS_LIMIT', say('PAYLOAD_TOO_LARGE', 'The body has more parts than this operation takes.')],
  ['FST_FILES_LIMIT', say('PAYLOAD_TOO_LARGE', 'The body has more files than this operation takes.')],
  ['FST_FIELDS_LIMIT', say('PAYLOAD_TOO_LARGE', 'The body has more fields than this operation takes.')],
  [
    'FST_INVALID_MULTIPART_CONTENT_TYPE',
    {
      ...say('UNSUPPORTED_MEDIA_TYPE', 'The body is not multipart.'),
      extensions: { accept: ['multipart/form-data'] }
    }
  ],
  ['FST_INVALID_JSON_FIELD_ERROR', say('INVALID_REQUEST', 'A field says that it is JSON, and is not.')],
  ['FST_PROTO_VIOLATION', say('INVALID_REQUEST', 'A field has a name that is not allowed.')],
  ['FST_MP_PREMATURE_CLOSE', say('INVALID_REQUEST', notMultipart)],
  // @fastify/compress. Which encodings it takes is not known here; none at all always works (RFC 9110 §12.5.3).
  [
    'FST_CP_ERR_INVALID_CONTENT_ENCODING',
    {
      ...say('UNSUPPORTED_MEDIA_TYPE', 'The encoding of the body is not supported.'),
      headers: { 'accept-encoding': 'identity' }
    }
  ],
  ['FST_CP_ERR_INVALID_CONTENT', say('INVALID_REQUEST', 'The body cannot be decompressed.')],
  // @fastify/circuit-breaker
  ['FST_ERR_CIRCUIT_BREAKER_OPEN', tripped],
  ['FST_ERR_CIRCUIT_BREAKER_TIMEOUT', tripped]
])

/** @fastify/multipart hands on what its parser says in a bare Error. */
export const byMessage: ReadonlyMap<string, RecognizedFailure> = new Map([
  ['Unexpected end of multipart data', say('INVALID_REQUEST', notMultipart)],
  ['Part terminated early due to unexpected end of multipart data', say('INVALID_REQUEST', notMultipart)],
  ['Multipart: Boundary not found', say('INVALID_REQUEST', 'The content type of the body states no boundary.')]
])

export function recognizePlugin (thrown: Thrown, context: FailureContext): RecognizedFailure | undefined {
  const { code } = thrown
  const failure =
    typeof code === 'string'
      ? (byCode.get(code) ?? otherJwtFailure(code) ?? recognizeClient(thrown))
      : recognizePluginMessage(thrown)
  // What is on the reply already says more: a scheme, a realm.
  return failure?.challenge !== undefined && context.header('www-authenticate') !== undefined ? withoutToken : failure
}

export function recognizePluginMessage (thrown: Thrown): RecognizedFailure | undefined {
  return byMessage.get(thrown.message) ?? recognizeClient(thrown)
}

/**
 * Every other code of the JWT libraries is about the token, except that the key could not be fetched: its cause tells.
 */
function otherJwtFailure (code: string): RecognizedFailure | undefined {
  if (code === 'FAST_JWT_KEY_FETCHING_ERROR') return undefined
  return code.startsWith('FST_JWT_') || code.startsWith('FAST_JWT_') ? invalidToken : undefined
}
