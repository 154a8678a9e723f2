/**
 * The errors of the user dashboard: `{ error: text, code, retryAfter? }` today.
 */
import { defineCatalog, envelopes } from 'fastify-problem-json'
import type { EnvelopeOptions } from 'fastify-problem-json'

export const catalog = defineCatalog({
  VALIDATION_ERROR: {
    description: 'The query or the body does not have the form that its schema asks for.',
    guidance: 'Mark the field in question and let the user correct it. Never repeat the request as it is.',
    action: 'fix-input'
  },
  AUTH_REQUIRED: {
    status: 401,
    title: 'Sign in to go on',
    description: 'There is no session, or it has ended.',
    guidance: 'Open the login dialog, then repeat the request.',
    action: 'login',
    replaces: 'UNAUTHORIZED'
  },
  READ_ONLY_SCOPE: {
    status: 403,
    title: 'You may read this, but not change it',
    description: 'The session may only read, or the data belong to another tenant.',
    guidance: 'Show a banner that names the administrator as the one to ask.',
    action: 'contact-admin',
    replaces: 'FORBIDDEN'
  },
  RESOURCE_NOT_FOUND: {
    status: 404,
    title: 'Not found',
    description: 'There is no such call, campaign or phone.',
    guidance: 'Show the empty state where the thing would have been.',
    detail: ['{resource} {resourceId} was not found.'],
    replaces: 'NOT_FOUND'
  },
  CONFLICT: {
    description: 'An export is running already, or the call belongs to another agent.',
    guidance: 'Say what is in the way. The user may try again later.'
  },
  RATE_LIMITED: {
    description: 'This service, or Millis behind it, takes no more requests for the moment.',
    guidance: 'Tell the user when to go on: `retryAfter` has the seconds. Back off exponentially.',
    action: 'retry-later',
    // Millis may say it after a part was done. Only a limit of our own would allow `any`.
    retry: 'idempotent'
  },
  INTERNAL_ERROR: { title: 'Something went wrong', guidance: 'Show the general error and offer to try again.' },
  UPSTREAM_ERROR: {
    status: 502,
    title: 'Millis does not answer',
    description: 'Millis failed, could not be reached, or gave an answer that cannot be used.',
    guidance: 'Show the status banner, and repeat with backoff.',
    replaces: ['EXTERNAL_SERVICE_ERROR', 'EXTERNAL_SERVICE_TIMEOUT', 'SERVICE_UNAVAILABLE']
  }
}, { base: 'https://dashboard.example/problems/' })

export const envelope: EnvelopeOptions = { format: envelopes.errorText, mode: 'legacy' }
