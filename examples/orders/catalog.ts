/**
 * Every error code of this API. The clients read this table; nothing leaves the service that is not in it.
 */
import { Type } from '@sinclair/typebox'
import { defineCatalog } from 'fastify-problem-json'

const Order = Type.Object({ orderId: Type.Integer({ description: 'The number of the order.' }) })

export const catalog = defineCatalog({
  ORDER_NOT_FOUND: {
    status: 404,
    title: 'Order not found',
    area: 'orders',
    description: 'The order does not exist, or the caller may not see it.',
    guidance: 'Show the empty state of the order page.',
    detail: 'There is no order {orderId}.',
    extensions: Order,
    examples: [{ orderId: 42 }]
  },
  ORDER_ALREADY_SHIPPED: {
    status: 409,
    title: 'Order already shipped',
    area: 'orders',
    description: 'The order has left the warehouse and cannot be changed any more.',
    guidance: 'Reload the order and offer a return instead.',
    action: 'offer-return',
    detail: 'Order {orderId} was shipped on {shippedAt}.',
    extensions: Type.Object({ ...Order.properties, shippedAt: Type.String({ format: 'date' }) }),
    examples: [{ orderId: 2, shippedAt: '2026-03-01' }]
  },
  ORDER_LOCKED: {
    status: 409,
    title: 'Order locked',
    area: 'orders',
    description: 'What the old route for cancelling says of an order that was shipped.',
    deprecated: { since: '1.4.0', sunset: '2027-06-30', replacedBy: 'ORDER_ALREADY_SHIPPED' }
  },
  PAYMENT_DECLINED: {
    status: 402,
    title: 'Payment declined',
    area: 'payments',
    description: 'The bank refused to charge the card. Nothing was charged.',
    guidance: 'Ask for another card. Do not repeat the request with the same one.',
    action: 'change-card',
    detail: 'The card was declined: {declineCode}.',
    extensions: Type.Object({
      declineCode: Type.Union([Type.Literal('expired_card'), Type.Literal('insufficient_funds'), Type.Literal('other')])
    }),
    examples: [{ declineCode: 'insufficient_funds' }]
  },
  EMAIL_TAKEN: {
    status: 409,
    title: 'E-mail address taken',
    area: 'customers',
    description: 'Another customer has signed up with this address.',
    guidance: 'Offer to log in, or to reset the password.',
    action: 'log-in'
  },
  PROFILE_INVALID: {
    status: 422,
    title: 'Profile invalid',
    area: 'customers',
    description: 'A special case of VALIDATION_ERROR: the profile form has a page of its own for its mistakes.',
    guidance: 'Open the profile form and show each entry of `errors` at its field.',
    action: 'fix-profile',
    refines: 'VALIDATION_ERROR'
  },
  // A standard problem type can be overridden field by field; the rest stays.
  UNAUTHORIZED: { action: 'log-in' }
}, {
  // Absolute: the identity of a problem type must not depend on the host that sends it.
  base: 'https://orders.example/problems/'
})

declare module 'fastify-problem-json' {
  interface Register { catalog: typeof catalog }
}
