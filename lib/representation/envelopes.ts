/**
 * Envelopes that many APIs have, ready to use.
 */
import { toFields } from './entries.js'
import type { EnvelopeFormat } from './envelope.js'

/** The most frequent shapes, named after what their member `error` holds. */
export const envelopes = Object.freeze({
  /** `{ error: 'Order not found', code: 'ORDER_NOT_FOUND', retryAfter? }` */
  errorText: (_problem, { legacyCode, message, retryAfter }) => ({ error: message, code: legacyCode, retryAfter }),

  /** `{ success: false, error: { code, message, details? } }` */
  errorObject: (_problem, { legacyCode, message, extensions }) => ({
    success: false,
    error: { code: legacyCode, message, details: unlessEmpty(extensions) }
  }),

  /** `{ error: 'ORDER_NOT_FOUND', message, statusCode, details? }`; a failed validation as `details.fields` */
  errorCode: ({ status }, { legacyCode, message, extensions: { errors, ...extensions }, retryAfter }) => ({
    error: legacyCode,
    message,
    statusCode: status,
    details: unlessEmpty({
      ...extensions,
      ...(Array.isArray(errors) && { fields: toFields(errors) }),
      ...(retryAfter !== undefined && { retryAfter })
    })
  })
} satisfies Record<string, EnvelopeFormat>)

function unlessEmpty (details: object): object | undefined {
  return Object.keys(details).length > 0 ? details : undefined
}
