/**
 * Prospects: `{ error: CODE, message, statusCode, details? }`, validation as `details.fields`.
 */
import { defineCatalog, envelopes } from 'fastify-problem-json'
import type { EnvelopeFormat } from 'fastify-problem-json'

export const catalog = defineCatalog({
  VALIDATION_ERROR: { title: 'Invalid request parameters', guidance: 'Show each entry at its field.', action: 'fix-input' },
  UNAUTHORIZED: { title: 'Authentication required', guidance: 'Redirect to the login page.', action: 'login' },
  FORBIDDEN: { title: 'Permission denied' },
  NOT_FOUND: { title: 'Resource not found', detail: ["{resource} with id '{resourceId}' not found", '{resource} not found'] },
  CONFLICT: { title: 'Conflict with existing data' },
  RATE_LIMIT_EXCEEDED: {
    status: 429,
    title: 'Rate limit exceeded',
    guidance: 'Wait for the time in Retry-After, then repeat the request.',
    action: 'retry-later',
    replaces: 'RATE_LIMITED'
  },
  SERVICE_ERROR: { status: 500, title: 'An unexpected error occurred', guidance: 'Show the general error.', replaces: 'INTERNAL_ERROR' },
  DATABASE_ERROR: { title: 'Database operation failed' },
  EXTERNAL_SERVICE_ERROR: { title: 'External service failed', detail: "External service '{service}' failed" }
}, { base: 'https://prospects.example/problems/' })

/** As the ready format has it, with `id` for what is `resourceId` in a problem. */
export const format: EnvelopeFormat = (problem, context) => {
  const { resourceId, ...extensions } = context.extensions
  return envelopes.errorCode(problem, { ...context, extensions: resourceId === undefined ? extensions : { ...extensions, id: resourceId } })
}
