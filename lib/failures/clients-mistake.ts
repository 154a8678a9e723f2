/**
 * Mistakes of a client that libraries throw without a status, in a hook or a handler of the application: tokens,
 * uploads, signatures, answers of an authorization. Code and class decide; a message counts only where the stack shows
 * that the package made the error, since any code may throw an Error with the message 'Invalid state'. A status that
 * the application put on such an error is the application's last word.
 */
import type { StandardCode } from '../catalog/standard.js'
import { member, textMember } from '../json/untrusted.js'
import type { RecognizedFailure } from './failure.js'
import { broken, invalidToken, timedOut } from './outcome.js'
import { standardFor } from './http-error.js'
import { tableOf } from './thrown.js'
import type { Thrown } from './thrown.js'

export const withDetail = (code: StandardCode, detail: string): RecognizedFailure => ({ code, detail })

const badForm = withDetail('INVALID_REQUEST', 'The form that was sent is incomplete or malformed.')
const tooMuch = withDetail('PAYLOAD_TOO_LARGE', 'The body is larger than this operation takes, or has more parts.')
const badState = withDetail('INVALID_REQUEST', 'The state of the authorization is missing or wrong.')
const badSignature = withDetail('BAD_REQUEST', 'The signature of the request is missing or wrong.')
const unknownType = withDetail(
  'UNSUPPORTED_MEDIA_TYPE', 'The content type of the body is missing, malformed or not supported.'
)

export const byLibraryCode = tableOf<RecognizedFailure>([
  // jose, paseto, and Firebase's server side
  [
    invalidToken,
    `ERR_JWT_EXPIRED ERR_JWT_INVALID ERR_JWT_CLAIM_VALIDATION_FAILED ERR_JWS_INVALID
    ERR_JWS_SIGNATURE_VERIFICATION_FAILED ERR_JWE_INVALID ERR_JWE_DECRYPTION_FAILED ERR_JOSE_ALG_NOT_ALLOWED
    ERR_JOSE_NOT_SUPPORTED ERR_JWKS_NO_MATCHING_KEY ERR_JWKS_MULTIPLE_MATCHING_KEYS
    ERR_PASETO_INVALID ERR_PASETO_CLAIM_INVALID ERR_PASETO_DECRYPTION_FAILED ERR_PASETO_VERIFICATION_FAILED
    auth/id-token-expired auth/id-token-revoked auth/invalid-id-token auth/session-cookie-expired
    auth/session-cookie-revoked`
  ],
  [timedOut, 'ERR_JWKS_TIMEOUT'],
  // jose throws it where it cannot read the keys of another service.
  [broken, 'ERR_JOSE_GENERIC']
])

/** The codes of multer. They count only with its class, because other libraries use them, too. */
export const byMulterCode = tableOf<RecognizedFailure>([
  [
    tooMuch,
    'LIMIT_FILE_SIZE LIMIT_FILE_COUNT LIMIT_PART_COUNT LIMIT_FIELD_KEY LIMIT_FIELD_VALUE LIMIT_FIELD_COUNT ' +
    'LIMIT_FIELD_NESTING'
  ],
  [badForm, 'LIMIT_UNEXPECTED_FILE MISSING_FIELD_NAME']
])

/** jsonwebtoken has classes and no codes. Its general class also reports that the program passed no key. */
const aboutTheKey = /secret or public key|secretOrPublicKey|callback/
/** The classes of aws-jwt-verify. */
const awsToken = /^(?:Cognito|Alb)?Jwt(?:Parse|Expired|NotBefore|Invalid\w*|Without\w*)Error$|^KidNotFoundInJwksError$/

interface MessageRule {
  readonly package: RegExp
  readonly message: RegExp
  readonly failure: RecognizedFailure
}

export const byLibraryMessage: readonly MessageRule[] = [
  { package: /\/@fastify\/oauth2\//, message: /^Invalid state$/, failure: badState },
  {
    package: /\/(?:oauth4webapi|openid-client)\//,
    message: /"state"|^state mismatch|state missing/,
    failure: badState
  },
  { package: /\/jose\//, message: /^Invalid Token or Protected Header formatting$/, failure: invalidToken },
  {
    package: /\/(?:@fastify\/)?busboy\//,
    message: /^(?:Missing Content-Type|Unsupported content type|Malformed content type)/i,
    failure: unknownType
  },
  {
    package: /\/(?:@fastify\/)?busboy\//,
    message: /^(?:Unexpected end of (?:form|file|multipart data)|Malformed part header|Multipart: )/,
    failure: badForm
  },
  {
    package: /\/qs\//,
    message: /(?:limit|depth) exceeded|Input depth exceeded/,
    failure: withDetail('INVALID_REQUEST', 'The query has more parts, or is nested deeper, than this service reads.')
  },
  {
    package: /\/graphql\//,
    message: /^Syntax Error: /,
    failure: withDetail('INVALID_REQUEST', 'The query is not valid GraphQL.')
  }
]

/** A message without any of these identifies no mistake of a client. */
export const clientMessages: readonly RegExp[] = byLibraryMessage.map(({ message }) => message)

/** `undefined` where the error is not a mistake of the client, or states a status. */
export function recognizeClient (thrown: Thrown): RecognizedFailure | undefined {
  if (thrown.status !== undefined || typeof thrown.error !== 'object') return undefined
  return ofCode(thrown) ?? ofClass(thrown) ?? ofMessage(thrown)
}

function ofCode ({ code, name }: Thrown): RecognizedFailure | undefined {
  if (typeof code !== 'string') return undefined
  return name === 'MulterError' ? byMulterCode.get(code) : byLibraryCode.get(code)
}

function ofClass ({ error, name, className, message, code }: Thrown): RecognizedFailure | undefined {
  if (name === 'JsonWebTokenError') return aboutTheKey.test(message) ? undefined : invalidToken
  // An application may have classes of these names; those of jsonwebtoken also have a date.
  if (name === 'TokenExpiredError' && member(error, 'expiredAt') instanceof Date) return invalidToken
  if (name === 'NotBeforeError' && member(error, 'date') instanceof Date) return invalidToken
  if (awsToken.test(className)) return invalidToken
  if (className === 'StripeSignatureVerificationError' || name === 'WebhookVerificationError') return badSignature
  if (className === 'AuthorizationResponseError' && code === 'OAUTH_AUTHORIZATION_RESPONSE_ERROR') return refusal(error)
  return className === 'FormidableError' ? ofFormidable(error) : undefined
}

/** The user refused, or the page that sent the user here is wrong. */
function refusal (error: unknown): RecognizedFailure {
  const refused = member(error, 'error') === 'access_denied'
  return refused
    ? withDetail('FORBIDDEN', 'The authorization was refused.')
    : withDetail('BAD_REQUEST', 'The authorization failed.')
}

function ofFormidable (error: unknown): RecognizedFailure | undefined {
  const status = member(error, 'httpCode')
  return typeof status === 'number' && status >= 400 && status < 500
    ? { code: standardFor(status).code, detail: badForm.detail }
    : undefined
}

/** openid-client wraps the error of its protocol library, whose message counts as well. */
function ofMessage ({ error, message }: Thrown): RecognizedFailure | undefined {
  const texts = [message, textMember(member(error, 'cause'), 'message') ?? '']
  const rule = byLibraryMessage.find(({ message }) => texts.some((text) => message.test(text)))
  return rule?.package.test(stackOf(error)) ? rule.failure : undefined
}

/** The frames in which the error was made, without those of the callers that waited for it. */
function stackOf (error: unknown): string {
  const stack = textMember(error, 'stack')?.replaceAll('\\', '/') ?? ''
  return stack.slice(0, 20_000).split('\n').filter((line) => /^\s+at (?!async )/.test(line)).join('\n')
}
