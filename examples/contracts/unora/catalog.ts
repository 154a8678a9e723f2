/**
 * Unora: eleven codes in `{ success: false, error: { code, message, details? } }`. All of them are standard codes;
 * what the team adds is what its clients should do.
 */
import { defineCatalog, envelopes } from 'fastify-problem-json'
import type { EnvelopeOptions } from 'fastify-problem-json'

export const catalog = defineCatalog({
  VALIDATION_ERROR: { area: 'client', action: 'fix-input' },
  INVALID_REQUEST: { area: 'client', guidance: 'A bug of the client: do not repeat the request.' },
  UNAUTHORIZED: { area: 'client', guidance: 'Redirect to the login page.', action: 'login' },
  FORBIDDEN: { area: 'client', guidance: 'Say that the account may not do this.' },
  NOT_FOUND: { area: 'client', guidance: 'Show the 404 page.' },
  CONFLICT: { area: 'client', guidance: 'Show what exists already.' },
  RATE_LIMITED: { area: 'client', description: 'Too many requests, or no place left.', guidance: 'Ask the user to slow down.', action: 'retry-later', retryAfter: 60 },
  INTERNAL_ERROR: { area: 'server' },
  DATABASE_ERROR: { area: 'server' },
  EXTERNAL_SERVICE_ERROR: { area: 'server' },
  SERVICE_UNAVAILABLE: { area: 'server' }
}, { base: 'https://unora.example/problems/' })

export const envelope: EnvelopeOptions = { format: envelopes.errorObject, mode: 'legacy' }
