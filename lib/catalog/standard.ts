/**
 * The standard problem types, as data: what every catalog holds, so that every failure has a code.
 * Their schemas are plain JSON Schema with types written by hand; a test holds the two together.
 * A change here is a major release.
 */
import type { ExtensionSchema } from './types/infer.js'
import type { Definition } from './definition.js'

/** The part of a request that a value was in. */
export type ValidationLocation = 'body' | 'query' | 'path' | 'header' | 'cookie'

/** What is wrong with a value: a closed list, the same for every validator, because forms switch on it. */
export type ValidationCode = typeof validationCodes[number]

export const validationCodes = [
  'required', 'type', 'format', 'enum', 'minimum', 'maximum', 'minLength', 'maxLength',
  'minItems', 'maxItems', 'pattern', 'unknown', 'invalid'
] as const

/** One entry of `errors` in a `VALIDATION_ERROR`. It never holds the value itself. */
export interface ValidationItem {
  /** The part of the request. */
  in: ValidationLocation
  /** JSON Pointer into the body in its URI-fragment form (RFC 6901 §6), such as `#/items/0/sku`. */
  pointer?: string
  /** The name of the parameter or header, where it is not in the body. */
  name?: string
  code: ValidationCode
  /** The bound that was broken, from the schema and never from the input. */
  limit?: number
  /** For a person to read. */
  detail: string
}

/** The extension members of the standard problem types. An editor shows the comment of a code where it is used. */
export interface StandardExtensions {
  /** 400 Bad request. */
  BAD_REQUEST: NoExtensions
  /** 400 Validation failed. A part of the request does not have the form that the operation asks for. */
  VALIDATION_ERROR: { errors: ValidationItem[], truncated?: boolean }
  /** 400 Invalid request. The request cannot be read: its body, its URL or its framing is malformed. */
  INVALID_REQUEST: NoExtensions
  /** 401 Unauthorized. Credentials are missing, expired or invalid. */
  UNAUTHORIZED: NoExtensions
  /** 402 Payment required. */
  PAYMENT_REQUIRED: NoExtensions
  /** 403 Forbidden. The caller is known, and may not do this. */
  FORBIDDEN: NoExtensions
  /** 404 Not found. There is nothing at this address, or the caller may not see it. */
  NOT_FOUND: Resource
  /** 405 Method not allowed. The address exists, and does not offer this method. */
  METHOD_NOT_ALLOWED: { allow?: string[] }
  /** 406 Not acceptable. */
  NOT_ACCEPTABLE: NoExtensions
  /** 407 Proxy authentication required. */
  PROXY_AUTHENTICATION_REQUIRED: NoExtensions
  /** 408 Request timeout. The request did not arrive in full in time. */
  REQUEST_TIMEOUT: NoExtensions
  /** 409 Conflict. The request contradicts the present state, such as a value that must be unique. */
  CONFLICT: Resource
  /** 410 Gone. */
  GONE: Resource
  /** 411 Length required. */
  LENGTH_REQUIRED: NoExtensions
  /** 412 Precondition failed. */
  PRECONDITION_FAILED: NoExtensions
  /** 413 Payload too large. */
  PAYLOAD_TOO_LARGE: { limit?: number }
  /** 414 URI too long. */
  URI_TOO_LONG: NoExtensions
  /** 415 Unsupported media type. */
  UNSUPPORTED_MEDIA_TYPE: { accept?: string[] }
  /** 416 Range not satisfiable. */
  RANGE_NOT_SATISFIABLE: NoExtensions
  /** 417 Expectation failed. */
  EXPECTATION_FAILED: NoExtensions
  /** 421 Misdirected request. */
  MISDIRECTED_REQUEST: NoExtensions
  /** 422 Unprocessable content. */
  UNPROCESSABLE_CONTENT: NoExtensions
  /** 423 Locked. */
  LOCKED: NoExtensions
  /** 424 Failed dependency. */
  FAILED_DEPENDENCY: NoExtensions
  /** 425 Too early. */
  TOO_EARLY: NoExtensions
  /** 426 Upgrade required. */
  UPGRADE_REQUIRED: NoExtensions
  /** 428 Precondition required. */
  PRECONDITION_REQUIRED: NoExtensions
  /** 429 Too many requests. The caller sent more requests than it may in this time. Nothing was executed. */
  RATE_LIMITED: NoExtensions
  /** 431 Request header fields too large. */
  REQUEST_HEADERS_TOO_LARGE: NoExtensions
  /** 451 Unavailable for legal reasons. */
  UNAVAILABLE_FOR_LEGAL_REASONS: NoExtensions
  /**
   * 500 Internal error. The service failed. The operators have the cause in their log, under the value of `instance`.
   */
  INTERNAL_ERROR: NoExtensions
  /** 500 Database error. The service could not read or write its data. */
  DATABASE_ERROR: NoExtensions
  /** 501 Not implemented. */
  NOT_IMPLEMENTED: NoExtensions
  /** 502 External service error. A service behind this one failed, or gave an answer that cannot be used. */
  EXTERNAL_SERVICE_ERROR: Service
  /** 503 Service unavailable. The service, or one that it needs, cannot work at the moment. */
  SERVICE_UNAVAILABLE: Service
  /** 503 Overloaded. The service has more to do than it can. The request was refused before anything ran. */
  OVERLOADED: NoExtensions
  /** 504 External service timeout. A service behind this one did not answer in time. */
  EXTERNAL_SERVICE_TIMEOUT: Service
  /** 505 HTTP version not supported. */
  HTTP_VERSION_NOT_SUPPORTED: NoExtensions
  /** 506 Variant also negotiates. */
  VARIANT_ALSO_NEGOTIATES: NoExtensions
  /** 507 Insufficient storage. */
  INSUFFICIENT_STORAGE: NoExtensions
  /** 508 Loop detected. */
  LOOP_DETECTED: NoExtensions
  /** 510 Not extended. */
  NOT_EXTENDED: NoExtensions
  /** 511 Network authentication required. */
  NETWORK_AUTHENTICATION_REQUIRED: NoExtensions
}

export type NoExtensions = Record<never, never>
type Resource = { resource?: string, resourceId?: string }
type Service = { service?: string }

export type StandardCode = keyof StandardExtensions

const text = { type: 'string' }
const texts = { type: 'array', items: text }
const object = (properties: Readonly<Record<string, unknown>>, required?: readonly string[]): ExtensionSchema =>
  ({ type: 'object', properties, ...(required && { required }) })

const validationItem = object({
  in: { enum: ['body', 'query', 'path', 'header', 'cookie'], type: 'string' },
  pointer: { ...text, description: 'JSON Pointer into the body, as a URI fragment (RFC 6901).' },
  name: { ...text, description: 'Name of the parameter or header.' },
  code: { enum: validationCodes, type: 'string' },
  limit: { type: 'number', description: 'The bound that was broken.' },
  detail: text
}, ['in', 'code', 'detail'])

const resource = object({
  resource: { ...text, description: 'What kind of thing it is about.' },
  resourceId: { ...text, description: 'Which one.' }
})
const service = object({ service: { ...text, description: 'The service behind this API, where it may be named.' } })

const waitAndRetry = 'Wait for the time that `Retry-After` gives, then repeat the request.'
const waitAndRepeatSafely = 'Wait for the time that `Retry-After` gives, then repeat the request if that does no harm.'
const repeatSafely = 'Repeat the request if that does no harm; else tell the user that its outcome is unknown.'

type StandardDefinition = Definition & Required<Pick<Definition, 'status' | 'title' | 'detail'>>

export const standardDefinitions: Readonly<Record<StandardCode, StandardDefinition>> = Object.freeze({
  BAD_REQUEST: {
    status: 400,
    title: 'Bad request',
    detail: 'The request cannot be processed as it was sent.'
  },
  VALIDATION_ERROR: {
    status: 400,
    title: 'Validation failed',
    description: 'A part of the request does not have the form that the operation asks for.',
    guidance: 'Show each entry of `errors` at its field and let the user correct it.',
    detail: 'The request does not have the form that this operation expects.',
    extensions: object({
      errors: { type: 'array', items: validationItem },
      truncated: { type: 'boolean', description: 'There were more errors than are listed.' }
    }, ['errors']),
    examples: [{ errors: [{ in: 'body', pointer: '#/email', code: 'required', detail: 'is required' }] }]
  },
  INVALID_REQUEST: {
    status: 400,
    title: 'Invalid request',
    description: 'The request cannot be read: its body, its URL or its framing is malformed.',
    detail: 'The request is malformed and cannot be read.'
  },
  UNAUTHORIZED: {
    status: 401,
    title: 'Unauthorized',
    description: 'Credentials are missing, expired or invalid.',
    guidance: 'Sign in, then repeat the request.',
    detail: 'This request needs valid credentials.'
  },
  PAYMENT_REQUIRED: {
    status: 402,
    title: 'Payment required',
    detail: 'This request needs a payment first.'
  },
  FORBIDDEN: {
    status: 403,
    title: 'Forbidden',
    description: 'The caller is known, and may not do this.',
    detail: 'This request is not permitted.'
  },
  NOT_FOUND: {
    status: 404,
    title: 'Not found',
    description: 'There is nothing at this address, or the caller may not see it.',
    detail: [
      '{resource} {resourceId} was not found.',
      '{resource} was not found.',
      'Nothing was found at this address.'
    ],
    extensions: resource,
    examples: [{ resource: 'Order', resourceId: '42' }]
  },
  METHOD_NOT_ALLOWED: {
    status: 405,
    title: 'Method not allowed',
    description: 'The address exists, and does not offer this method.',
    guidance: 'Use one of the methods in `allow`.',
    detail: 'This address does not support the method of the request.',
    extensions: object({ allow: texts }),
    examples: [{ allow: ['GET', 'HEAD'] }]
  },
  NOT_ACCEPTABLE: {
    status: 406,
    title: 'Not acceptable',
    detail: 'The resource is not available in any form that the request accepts.'
  },
  PROXY_AUTHENTICATION_REQUIRED: {
    status: 407,
    title: 'Proxy authentication required',
    detail: 'The proxy needs valid credentials for this request.'
  },
  REQUEST_TIMEOUT: {
    status: 408,
    title: 'Request timeout',
    description: 'The request did not arrive in full in time.',
    detail: 'The request did not arrive completely in time.'
  },
  CONFLICT: {
    status: 409,
    title: 'Conflict',
    description: 'The request contradicts the present state, such as a value that must be unique.',
    detail: [
      '{resource} {resourceId} is in conflict with the request.',
      '{resource} is in conflict with the request.',
      'The request is in conflict with the current state of the resource.'
    ],
    extensions: resource,
    examples: [{ resource: 'User' }]
  },
  GONE: {
    status: 410,
    title: 'Gone',
    detail: [
      '{resource} {resourceId} is gone.',
      '{resource} is gone.',
      'The resource is no longer available.'
    ],
    extensions: resource,
    examples: [{ resource: 'Order', resourceId: '42' }]
  },
  LENGTH_REQUIRED: {
    status: 411,
    title: 'Length required',
    detail: 'This request needs a Content-Length header.'
  },
  PRECONDITION_FAILED: {
    status: 412,
    title: 'Precondition failed',
    detail: 'The current state of the resource does not meet a condition of the request.'
  },
  PAYLOAD_TOO_LARGE: {
    status: 413,
    title: 'Payload too large',
    detail: 'The body of the request is larger than the service accepts.',
    extensions: object({ limit: { type: 'integer', description: 'The largest body that is taken, in bytes.' } }),
    examples: [{ limit: 1048576 }]
  },
  URI_TOO_LONG: {
    status: 414,
    title: 'URI too long',
    detail: 'The address of the request is longer than the service accepts.'
  },
  UNSUPPORTED_MEDIA_TYPE: {
    status: 415,
    title: 'Unsupported media type',
    detail: 'The service does not accept the format of the request body.',
    extensions: object({ accept: texts }),
    examples: [{ accept: ['application/json'] }]
  },
  RANGE_NOT_SATISFIABLE: {
    status: 416,
    title: 'Range not satisfiable',
    detail: 'The requested range is not available.'
  },
  EXPECTATION_FAILED: {
    status: 417,
    title: 'Expectation failed',
    detail: 'The service cannot meet the Expect header of the request.'
  },
  MISDIRECTED_REQUEST: {
    status: 421,
    title: 'Misdirected request',
    detail: 'This server does not answer requests for this address.'
  },
  UNPROCESSABLE_CONTENT: {
    status: 422,
    title: 'Unprocessable content',
    detail: 'The content of the request was understood, but cannot be processed.'
  },
  LOCKED: {
    status: 423,
    title: 'Locked',
    detail: 'The resource is locked at the moment.'
  },
  FAILED_DEPENDENCY: {
    status: 424,
    title: 'Failed dependency',
    detail: 'Another request failed, on which this one depends.'
  },
  TOO_EARLY: {
    status: 425,
    title: 'Too early',
    detail: 'The service processes this request only when the connection is fully established.'
  },
  UPGRADE_REQUIRED: {
    status: 426,
    title: 'Upgrade required',
    detail: 'This request needs another protocol.',
    headers: { upgrade: 'websocket', connection: 'Upgrade' }
  },
  PRECONDITION_REQUIRED: {
    status: 428,
    title: 'Precondition required',
    guidance: 'Read the resource, then repeat the request with `If-Match` or `If-Unmodified-Since`.',
    detail: 'Repeat the request with an If-Match or If-Unmodified-Since header.'
  },
  RATE_LIMITED: {
    status: 429,
    title: 'Too many requests',
    description: 'The caller sent more requests than it may in this time. Nothing was executed.',
    guidance: waitAndRetry,
    detail: 'The limit on the number of requests has been reached.'
  },
  REQUEST_HEADERS_TOO_LARGE: {
    status: 431,
    title: 'Request header fields too large',
    detail: 'The headers of the request are larger than the service accepts.'
  },
  UNAVAILABLE_FOR_LEGAL_REASONS: {
    status: 451,
    title: 'Unavailable for legal reasons',
    detail: 'The resource is not available for legal reasons.'
  },
  INTERNAL_ERROR: {
    status: 500,
    title: 'Internal error',
    description: 'The service failed. The operators have the cause in their log, under the value of `instance`.',
    guidance: repeatSafely,
    detail: 'The service could not complete the request because of an internal error.'
  },
  DATABASE_ERROR: {
    status: 500,
    title: 'Database error',
    description: 'The service could not read or write its data.',
    guidance: repeatSafely,
    detail: 'The service could not read or write its data.'
  },
  NOT_IMPLEMENTED: {
    status: 501,
    title: 'Not implemented',
    detail: 'The service does not support what the request asks for.'
  },
  EXTERNAL_SERVICE_ERROR: {
    status: 502,
    title: 'External service error',
    description: 'A service behind this one failed, or gave an answer that cannot be used.',
    guidance: repeatSafely,
    detail: 'A service that this one depends on did not give a usable answer.',
    extensions: service,
    examples: [{}]
  },
  SERVICE_UNAVAILABLE: {
    status: 503,
    title: 'Service unavailable',
    description: 'The service, or one that it needs, cannot work at the moment.',
    guidance: waitAndRepeatSafely,
    detail: 'The service cannot handle the request at the moment.',
    extensions: service,
    examples: [{}]
  },
  OVERLOADED: {
    status: 503,
    title: 'Overloaded',
    description: 'The service has more to do than it can. The request was refused before anything ran.',
    guidance: waitAndRetry,
    detail: 'The service is working at full capacity and did not start this request.',
    retry: 'any'
  },
  EXTERNAL_SERVICE_TIMEOUT: {
    status: 504,
    title: 'External service timeout',
    description: 'A service behind this one did not answer in time.',
    guidance: repeatSafely,
    detail: 'A service that this one depends on did not answer in time.',
    extensions: service,
    examples: [{}]
  },
  HTTP_VERSION_NOT_SUPPORTED: {
    status: 505,
    title: 'HTTP version not supported',
    detail: 'The service does not support the HTTP version of the request.'
  },
  VARIANT_ALSO_NEGOTIATES: {
    status: 506,
    title: 'Variant also negotiates',
    detail: 'The service cannot choose a form of the resource, because of a mistake in its configuration.'
  },
  INSUFFICIENT_STORAGE: {
    status: 507,
    title: 'Insufficient storage',
    detail: 'The service does not have enough storage for this request.'
  },
  LOOP_DETECTED: {
    status: 508,
    title: 'Loop detected',
    detail: 'The service gave the request up, because it ran into an endless loop.'
  },
  NOT_EXTENDED: {
    status: 510,
    title: 'Not extended',
    detail: 'The service needs an extension of the protocol that the request does not use.'
  },
  NETWORK_AUTHENTICATION_REQUIRED: {
    status: 511,
    title: 'Network authentication required',
    detail: 'The network needs a sign-in before it lets requests through.'
  }
})

export function isStandardCode (code: string): code is StandardCode {
  return Object.hasOwn(standardDefinitions, code)
}

/** The code of a status that nothing else explains. */
const codesByStatus = new Map<number, StandardCode>()
for (const [code, { status }] of Object.entries(standardDefinitions)) {
  if (!codesByStatus.has(status)) codesByStatus.set(status, code as StandardCode)
}

/** A status outside the list counts as the first of its class (RFC 9110 §15). */
export function standardCode (status: number): StandardCode {
  return codesByStatus.get(status) ?? (status < 500 ? 'BAD_REQUEST' : 'INTERNAL_ERROR')
}

/** Whether one of the codes of a type is that of a whole class of statuses. */
export function isClassCode (codes: readonly string[]): boolean {
  return codes.includes('BAD_REQUEST') || codes.includes('INTERNAL_ERROR')
}

/** Whether a standard code means this very status. */
export function isStandardStatus (status: number): boolean {
  return codesByStatus.has(status)
}

const standardDetails = new Set<unknown>(
  Object.values(standardDefinitions).map(({ detail }) => [detail].flat().at(-1))
)

/** Whether a text is the sentence that a standard code has for every occurrence. */
export function isStandardDetail (text: string | undefined): boolean {
  return standardDetails.has(text)
}

/** The title that a standard code has unless a catalog changes it; `undefined` for any other code. */
export function standardTitle (code: string): string | undefined {
  return isStandardCode(code) ? standardDefinitions[code].title : undefined
}
