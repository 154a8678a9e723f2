/**
 * What Fastify's usual plugins throw, by code: their status or their text is not one that a client can use.
 */
import type { FailureContext, RecognizedFailure } from './failure.js'
import { recognizeClient, withDetail } from './clients-mistake.js'
import { invalidToken, programError, tripped } from './outcome.js'
import type { Thrown } from './thrown.js'

const withoutToken: RecognizedFailure = { code: 'UNAUTHORIZED' }
const notMultipart = 'The multipart body is incomplete or malformed.'

export const byPluginCode: ReadonlyMap<string, RecognizedFailure> = new Map<string, RecognizedFailure>([
  // @fastify/jwt
  ['FST_JWT_NO_AUTHORIZATION_IN_HEADER', withoutToken],
  ['FST_JWT_NO_AUTHORIZATION_IN_COOKIE', withoutToken],
  ['FST_JWT_BAD_REQUEST', withoutToken],
  ['FST_JWT_BAD_COOKIE_REQUEST', withoutToken],
  // fast-jwt, about the keys and options of the program
  ['FAST_JWT_INVALID_OPTION', programError],
  ['FAST_JWT_MISSING_KEY', programError],
  ['FAST_JWT_SIGN_ERROR', programError],
  // @fastify/bearer-auth
  ['FST_BEARER_AUTH_MISSING_AUTHORIZATION_HEADER', withoutToken],
  ['FST_BEARER_AUTH_INVALID_AUTHORIZATION_HEADER', invalidToken],
  // @fastify/csrf-protection
  ['FST_CSRF_MISSING_SECRET', withDetail('FORBIDDEN', 'The CSRF secret is missing.')],
  ['FST_CSRF_INVALID_TOKEN', withDetail('FORBIDDEN', 'The CSRF token is missing or invalid.')],
  // @fastify/multipart
  ['FST_REQ_FILE_TOO_LARGE', withDetail('PAYLOAD_TOO_LARGE', 'A file is larger than this operation takes.')],
  ['FST_PARTS_LIMIT', withDetail('PAYLOAD_TOO_LARGE', 'The body has more parts than this operation takes.')],
  ['FST_FILES_LIMIT', withDetail('PAYLOAD_TOO_LARGE', 'The body has more files than this operation takes.')],
  ['FST_FIELDS_LIMIT', withDetail('PAYLOAD_TOO_LARGE', 'The body has more fields than this operation takes.')],
  [
    'FST_INVALID_MULTIPART_CONTENT_TYPE',
    {
      ...withDetail('UNSUPPORTED_MEDIA_TYPE', 'The body is not multipart.'),
      extensions: { accept: ['multipart/form-data'] }
    }
  ],
  ['FST_INVALID_JSON_FIELD_ERROR', withDetail('INVALID_REQUEST', 'A field says that it is JSON, and is not.')],
  ['FST_PROTO_VIOLATION', withDetail('INVALID_REQUEST', 'A field has a name that is not allowed.')],
  ['FST_MP_PREMATURE_CLOSE', withDetail('INVALID_REQUEST', notMultipart)],
  // @fastify/compress. Its encodings are not known here; a body without any always works (RFC 9110 §12.5.3).
  [
    'FST_CP_ERR_INVALID_CONTENT_ENCODING',
    {
      ...withDetail('UNSUPPORTED_MEDIA_TYPE', 'The encoding of the body is not supported.'),
      headers: { 'accept-encoding': 'identity' }
    }
  ],
  ['FST_CP_ERR_INVALID_CONTENT', withDetail('INVALID_REQUEST', 'The body cannot be decompressed.')],
  // @fastify/circuit-breaker
  ['FST_ERR_CIRCUIT_BREAKER_OPEN', tripped],
  ['FST_ERR_CIRCUIT_BREAKER_TIMEOUT', tripped]
])

/** The messages of the parser of @fastify/multipart, which throws a bare Error. */
export const byPluginMessage: ReadonlyMap<string, RecognizedFailure> = new Map([
  ['Unexpected end of multipart data', withDetail('INVALID_REQUEST', notMultipart)],
  ['Part terminated early due to unexpected end of multipart data', withDetail('INVALID_REQUEST', notMultipart)],
  ['Multipart: Boundary not found', withDetail('INVALID_REQUEST', 'The content type of the body states no boundary.')]
])

export function recognizePlugin (thrown: Thrown, context: FailureContext): RecognizedFailure | undefined {
  const { code } = thrown
  const failure =
    typeof code === 'string'
      ? (byPluginCode.get(code) ?? otherJwtFailure(code) ?? recognizeClient(thrown))
      : recognizePluginMessage(thrown)
  // A challenge that is on the reply already names more, such as a scheme and a realm.
  return failure?.challenge !== undefined && context.header('www-authenticate') !== undefined ? withoutToken : failure
}

export function recognizePluginMessage (thrown: Thrown): RecognizedFailure | undefined {
  return byPluginMessage.get(thrown.message) ?? recognizeClient(thrown)
}

/** Every other code of the JWT libraries is about the token; but where the key was not fetched, the cause decides. */
function otherJwtFailure (code: string): RecognizedFailure | undefined {
  if (code === 'FAST_JWT_KEY_FETCHING_ERROR') return undefined
  return code.startsWith('FST_JWT_') || code.startsWith('FAST_JWT_') ? invalidToken : undefined
}
