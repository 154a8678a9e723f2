/**
 * Members that only one kind of client puts on its errors. Each is in this list because these errors carry the text of
 * another service, and no other member shows it.
 */
import { anyOf } from '../../json/any-of.js'

export const clientMarks: readonly string[] = [
  // axios, also after its answer was taken off
  'isAxiosError',
  // the AWS SDK and everything that Smithy generates
  '$fault',
  // Supabase, whose errors have only a status and a text
  '__isAuthError', '__isStorageError',
  // Clerk
  'clerkError',
  // discord.js; the second where it could not read the body
  'rawError', 'requestBody',
  // the clients that Fern and Speakeasy generate
  'rawResponse',
  // the AI SDK
  'requestBodyValues',
  // the clients that Stainless generates (OpenAI, Anthropic, Cloudflare)
  'requestID',
  // Stripe, whose `raw` is the body that it got
  'raw', 'rawType',
  // got
  'timings'
]

/** Members of the bodies of services. An application does not put them into an object that it makes and throws. */
export const bodyMarks: readonly string[] = [
  // GitHub
  'documentation_url',
  // Twilio
  'more_info',
  // OAuth (RFC 6749 §5.2), Facebook
  'error_description', 'error_uri', 'error_code',
  // Notion, Intercom, Stripe
  'request_id',
  // Cloudinary
  'http_code', 'request_options',
  // Contentful
  'sys',
  // AWS, SOAP
  '__type', 'fault'
]

/** Headers that a server adds on the way out. An application has no reason to put them on an error. */
export const serverHeaders: readonly string[] = ['date', 'server', 'connection', 'transfer-encoding', 'via']

/** Names that clients use more often than applications do. They count where maker and proof are unknown. */
export const weakMarks: readonly string[] = [
  'response', 'request', 'headers', 'raw', 'requestId', 'requestID', 'meta', 'config'
]

/** The names that clients give to failures of a service. They count only where a package alone made the error. */
export const clientNames = anyOf(
  /(?:response|http|api|request|server|service|client|network|notfound|ratelimit|quota|retry)\w*(?:error|exception)$/i,
  /(?:authentication|authorization|unauthorized|forbidden|firebase|upstash|s3)\w*(?:error|exception)$/i
)

/** The members in which clients state a status, and which Fastify does not read. */
export const otherStatusMembers: readonly string[] = ['error_code', 'httpStatus', 'responseCode', 'code']
