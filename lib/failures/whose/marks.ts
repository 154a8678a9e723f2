/**
 * Members that one kind of client puts on its errors, and nobody else. Each is here for a reason: its errors carry the
 * words of another service, and nothing else on them shows it.
 */
import { anyOf } from '../../json/any-of.js'

export const clientMarks: readonly string[] = [
  // axios, also after its answer was taken off
  'isAxiosError',
  // the AWS SDK and everything that Smithy generates
  '$fault',
  // Supabase, whose errors have a status and a text only
  '__isAuthError', '__isStorageError',
  // Clerk
  'clerkError',
  // discord.js; the second of what it could not read
  'rawError', 'requestBody',
  // the clients that Fern and Speakeasy generate
  'rawResponse',
  // the AI SDK
  'requestBodyValues',
  // the clients that Stainless generates (OpenAI, Anthropic, Cloudflare), in this spelling
  'requestID',
  // Stripe, whose `raw` is the body that it got
  'raw', 'rawType',
  // got
  'timings'
]

/** Members that bodies of services have, and that nobody writes into an object of their own that they throw. */
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

/** Where maker and proof say nothing: names that clients use, and applications less often. */
export const weakMarks: readonly string[] = [
  'response', 'request', 'headers', 'raw', 'requestId', 'requestID', 'meta', 'config'
]

/** What clients call the failures of a service. It counts only where nothing but packages made the error. */
export const clientNames = anyOf(
  /(?:response|http|api|request|server|service|client|network|notfound|ratelimit|quota|retry)\w*(?:error|exception)$/i,
  /(?:authentication|authorization|unauthorized|forbidden|firebase|upstash|s3)\w*(?:error|exception)$/i
)

/** Where clients state a status that Fastify does not look at. */
export const otherStatusMembers: readonly string[] = ['error_code', 'httpStatus', 'responseCode', 'code']
