/**
 * The error dictionary of many services: `{ success: false, error: { code: 'ERR_…', message, details? } }`,
 * and before that a free text in `error`.
 */
import { Type } from '@sinclair/typebox'
import { defineCatalog, envelopes } from 'fastify-problem-json'
import type { EnvelopeFormat } from 'fastify-problem-json'

const signInAgain = { guidance: 'Drop the token and sign in again.', action: 'login' }
const upgrade = { guidance: 'Offer the plan that has it.', action: 'upgrade' }

export const catalog = defineCatalog({
  AUTH_INVALID_TOKEN: { status: 401, title: 'Token expired or malformed', area: 'auth', legacyCode: 'ERR_AUTH_INVALID_TOKEN', replaces: 'UNAUTHORIZED', ...signInAgain },
  AUTH_SESSION_EXPIRED: { status: 401, title: 'Session expired', area: 'auth', legacyCode: 'ERR_AUTH_SESSION_EXPIRED', ...signInAgain },
  AUTH_WEBAUTHN_FAILED: { status: 401, title: 'Biometric challenge rejected', area: 'auth', legacyCode: 'ERR_AUTH_WEBAUTHN_FAILED', guidance: 'Offer another way to sign in.' },
  AUTH_MFA_REQUIRED: { status: 403, title: 'Second factor required', area: 'auth', legacyCode: 'ERR_AUTH_MFA_REQUIRED', guidance: 'Ask for the second factor, then repeat the request.', action: 'second-factor' },
  AUTH_OTP_EXPIRED: { status: 401, title: 'One-time code expired', area: 'auth', legacyCode: 'ERR_AUTH_OTP_EXPIRED', guidance: 'Send a new code.' },
  AUTH_OTP_INVALID: { status: 401, title: 'One-time code does not match', area: 'auth', legacyCode: 'ERR_AUTH_OTP_INVALID', guidance: 'Let the user type it again.', action: 'fix-input' },

  WORKSPACE_NOT_FOUND: { status: 404, title: 'Workspace not found', area: 'workspace', legacyCode: 'ERR_WORKSPACE_NOT_FOUND' },
  WORKSPACE_SUSPENDED: { status: 403, title: 'Workspace suspended', area: 'workspace', legacyCode: 'ERR_WORKSPACE_SUSPENDED', description: 'A bill is open, or a policy was violated.', guidance: 'Lead the owner to the bills.', action: 'contact-owner' },
  WORKSPACE_QUOTA_FULL: { status: 403, title: 'No more workspaces in this account', area: 'workspace', legacyCode: 'ERR_WORKSPACE_QUOTA_FULL', ...upgrade },
  TENANT_SLUG_CONFLICT: { status: 409, title: 'Slug already in use', area: 'workspace', legacyCode: 'ERR_TENANT_SLUG_CONFLICT', guidance: 'Ask for another slug.', action: 'fix-input' },

  BILLING_PAYMENT_FAILED: { status: 402, title: 'Card declined, or the payment needs the user', area: 'billing', legacyCode: 'ERR_BILLING_PAYMENT_FAILED', guidance: 'Ask for another card.', action: 'change-card' },
  BILLING_QUOTA_EXCEEDED: {
    status: 429,
    title: 'Usage limit reached',
    area: 'billing',
    legacyCode: 'ERR_BILLING_QUOTA_EXCEEDED',
    // Waiting does not help: what is used up is used up until the next bill.
    retry: 'none',
    extensions: Type.Object({ limit: Type.Integer(), current: Type.Integer() }),
    examples: [{ limit: 10000, current: 10001 }],
    ...upgrade
  },
  BILLING_SUBSCRIPTION_INACTIVE: { status: 403, title: 'Subscription paused or cancelled', area: 'billing', legacyCode: 'ERR_BILLING_SUBSCRIPTION_INACTIVE', guidance: 'Offer to resume it.' },
  ENTITLEMENT_MISSING: { status: 403, title: 'Not part of the plan', area: 'billing', legacyCode: 'ERR_ENTITLEMENT_MISSING', ...upgrade },
  ENTITLEMENT_EXPIRED: { status: 403, title: 'Entitlement expired', area: 'billing', legacyCode: 'ERR_ENTITLEMENT_EXPIRED', ...upgrade },

  NOTIF_CHANNEL_DISABLED: { status: 403, title: 'Channel not enabled for this workspace', area: 'notifications', legacyCode: 'ERR_NOTIF_CHANNEL_DISABLED', guidance: 'Lead an administrator to the plugins.' },
  NOTIF_TEMPLATE_NOT_FOUND: { status: 404, title: 'Template not found', area: 'notifications', legacyCode: 'ERR_NOTIF_TEMPLATE_NOT_FOUND' },
  NOTIF_INVALID_EVENT: { status: 400, title: 'Event does not fit its schema', area: 'notifications', legacyCode: 'ERR_NOTIF_INVALID_EVENT', refines: 'VALIDATION_ERROR', guidance: 'A bug of the sender: do not repeat it.' },

  RESOURCE_NOT_FOUND: { status: 404, title: 'Resource not found', area: 'resources', legacyCode: 'ERR_RESOURCE_NOT_FOUND', replaces: 'NOT_FOUND' },
  RESOURCE_CONFLICT: { status: 409, title: 'Already exists', area: 'resources', legacyCode: 'ERR_RESOURCE_CONFLICT', replaces: 'CONFLICT' },
  RESOURCE_TOO_LARGE: { status: 413, title: 'File or payload too large', area: 'resources', legacyCode: 'ERR_RESOURCE_TOO_LARGE', replaces: 'PAYLOAD_TOO_LARGE' },

  RATE_LIMIT_EXCEEDED: { status: 429, title: 'Too many requests', area: 'limits', legacyCode: 'ERR_RATE_LIMIT_EXCEEDED', replaces: 'RATE_LIMITED', guidance: 'Wait for the time in Retry-After, then repeat the request.', action: 'retry-later' }
}, { base: 'https://errors.example/' })

/** What the dictionary does not list, such as a bug, gets the prefix, too: there are clients that test for it. */
const withPrefix = (code: string) => code.startsWith('ERR_') ? code : `ERR_${code}`

/** The shape of the dictionary. */
export const structured: EnvelopeFormat = (problem, context) =>
  envelopes.errorObject(problem, { ...context, legacyCode: withPrefix(context.legacyCode) })

/** The shape before it. The text stays where it was; beside it the code, so that clients can stop reading the text. */
export const freeText: EnvelopeFormat = (_problem, { message, legacyCode }) =>
  ({ success: false, error: message, code: withPrefix(legacyCode) })
