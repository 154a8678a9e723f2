/**
 * The catalog that this program registers.
 */
import { Type } from '@sinclair/typebox'
import Type1 from 'typebox'
import { defineCatalog } from 'fastify-problem-json'

export const shared = defineCatalog({
  ACCOUNT_SUSPENDED: {
    status: 403,
    title: 'Account suspended',
    detail: 'The account is suspended since {since}.',
    extensions: Type.Object({ since: Type.String() })
  }
})

export const catalog = defineCatalog({
  ORDER_NOT_FOUND: {
    status: 404,
    title: 'Order not found',
    detail: 'There is no order {orderId}.',
    extensions: Type.Object({ orderId: Type.String() })
  },
  ORDER_LOCKED: { status: 409, title: 'Order locked' },
  OUT_OF_STOCK: {
    status: 409,
    title: 'Out of stock',
    detail: ['Only {left} of {sku} are left.', '{sku} is out of stock.'],
    extensions: Type1.Object({ sku: Type1.String(), left: Type1.Optional(Type1.Integer()) })
  },
  PAYMENT_DECLINED: {
    status: 402,
    title: 'Payment declined',
    extensions: {
      type: 'object',
      properties: {
        reason: { enum: ['stolen', 'expired'] },
        attempts: { type: 'integer' },
        fees: { type: 'array', items: { type: 'number' } },
        card: { type: 'object', properties: { last4: { type: 'string' } }, required: ['last4'] }
      },
      required: ['reason', 'card']
    }
  },
  PROFILE_INVALID: { status: 422, title: 'Profile invalid', refines: 'VALIDATION_ERROR' },
  PROFILE_INCOMPLETE: {
    status: 400,
    title: 'Profile incomplete',
    detail: 'Step {step} is missing.',
    refines: 'VALIDATION_ERROR',
    extensions: Type.Object({ step: Type.Optional(Type.String()) })
  },
  SEARCH_INVALID: {
    status: 400,
    title: 'Search invalid',
    refines: 'VALIDATION_ERROR',
    extensions: Type.Object({ term: Type.String() }),
    fill: ({ query }) => ({ term: String((query as { term?: string }).term) })
  },
  DUPLICATE: {
    status: 409,
    title: 'It exists',
    detail: 'There is such a {resource}.',
    replaces: 'CONFLICT'
  },
  MISSING: { status: 404, title: 'It does not exist', replaces: ['NOT_FOUND', 'GONE'] },
  TOO_LARGE: {
    status: 413,
    title: 'Too large',
    detail: 'At most {limit} bytes of {unit}.',
    replaces: 'PAYLOAD_TOO_LARGE',
    extensions: Type.Object({ unit: Type.Optional(Type.String()) })
  },
  FORBIDDEN: { title: 'Not yours' }
}, { include: [shared] })

declare module 'fastify-problem-json' {
  interface Register { catalog: typeof catalog }
}
