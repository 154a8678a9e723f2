/**
 * Orders: each route says which problems it can send, and the compiler holds it to that.
 */
import { Type } from '@sinclair/typebox'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { authenticate, requireStaff } from './auth.ts'
import type { User } from './auth.ts'
import { catalog } from './catalog.ts'
import type { OrderRow, Store } from './database.ts'
import type { Payments } from './payments.ts'

const OrderId = Type.Object({ orderId: Type.Integer({ minimum: 1 }) })

const Order = Type.Object({
  id: Type.Integer(),
  reference: Type.String(),
  total: Type.Integer(),
  shippedAt: Type.Union([Type.String(), Type.Null()])
})

const NewOrder = Type.Object({
  reference: Type.String({ pattern: '^[A-Z]+-[0-9]+$' }),
  items: Type.Array(Type.Object({
    sku: Type.String({ minLength: 3 }),
    quantity: Type.Integer({ minimum: 1, maximum: 99 }),
    price: Type.Integer({ minimum: 0 })
  }), { minItems: 1, maxItems: 20 }),
  delivery: Type.Object({
    address: Type.Object({ street: Type.String(), city: Type.String({ minLength: 1 }) })
  })
})

const Receipt = Type.Object({ receipt: Type.String() })

export const orders: FastifyPluginAsyncTypebox<{ store: Store, payments: Payments }> = async (app, { store, payments }) => {
  app.addHook('onRequest', authenticate)

  app.get('/orders', {
    schema: {
      operationId: 'listOrders',
      summary: 'The own orders',
      querystring: Type.Object({
        page: Type.Integer({ minimum: 1, default: 1 }),
        size: Type.Integer({ minimum: 1, maximum: 100, default: 20 })
      }),
      response: { 200: Type.Array(Order) },
      problems: ['UNAUTHORIZED', 'VALIDATION_ERROR']
    }
  }, async ({ user, query: { page, size } }) => store.listOrders.all(user.customerId, size, (page - 1) * size))

  app.get('/orders/:orderId', {
    schema: {
      operationId: 'getOrder',
      summary: 'One order',
      params: OrderId,
      response: { 200: Order },
      problems: ['ORDER_NOT_FOUND', 'UNAUTHORIZED', 'VALIDATION_ERROR']
    }
  }, async (request, reply) => {
    const { orderId } = request.params
    const order = store.findOrder.get(orderId)
    if (!order || !maySee(request.user, order)) return reply.problem('ORDER_NOT_FOUND', { orderId })
    return order
  })

  // A reference that is taken violates a constraint of the database: nothing here looks for it.
  app.post('/orders', {
    schema: {
      operationId: 'createOrder',
      summary: 'Order something',
      body: NewOrder,
      response: { 201: Order },
      problems: ['CONFLICT', 'UNAUTHORIZED', 'UNSUPPORTED_MEDIA_TYPE', 'VALIDATION_ERROR']
    }
  }, async ({ user, body }, reply) => {
    const total = body.items.reduce((sum, { quantity, price }) => sum + quantity * price, 0)
    return reply.code(201).send(store.addOrder.get(body.reference, user.customerId, total, JSON.stringify(body.delivery))!)
  })

  app.delete('/orders/:orderId', {
    schema: {
      operationId: 'cancelOrder',
      summary: 'Cancel an order',
      params: OrderId,
      response: { 204: Type.Null() },
      problems: ['ORDER_ALREADY_SHIPPED', 'ORDER_NOT_FOUND', 'UNAUTHORIZED', 'VALIDATION_ERROR']
    }
  }, async ({ user, params }, reply) => {
    const { id, shippedAt } = findOrder(user, params.orderId)
    if (shippedAt !== null) throw new catalog.ORDER_ALREADY_SHIPPED({ orderId: id, shippedAt })
    store.removeOrder.run(id)
    return reply.code(204).send(null)
  })

  // The old way to cancel. It keeps its old code until the day that the catalog names.
  app.post('/orders/:orderId/cancel', {
    schema: {
      operationId: 'cancelOrderOld',
      summary: 'Cancel an order, the old way',
      deprecated: true,
      params: OrderId,
      response: { 204: Type.Null() },
      problems: ['ORDER_LOCKED', 'ORDER_NOT_FOUND', 'UNAUTHORIZED', 'VALIDATION_ERROR']
    }
  }, async ({ user, params }, reply) => {
    const { id, shippedAt } = findOrder(user, params.orderId)
    if (shippedAt !== null) return reply.problem('ORDER_LOCKED')
    store.removeOrder.run(id)
    return reply.code(204).send(null)
  })

  app.post('/orders/:orderId/payment', {
    schema: {
      operationId: 'payOrder',
      summary: 'Pay an order',
      params: OrderId,
      body: Type.Object({ card: Type.String() }),
      response: { 200: Receipt },
      problems: [
        'EXTERNAL_SERVICE_ERROR', 'EXTERNAL_SERVICE_TIMEOUT', 'ORDER_NOT_FOUND', 'PAYMENT_DECLINED', 'SERVICE_UNAVAILABLE',
        'UNAUTHORIZED', 'VALIDATION_ERROR'
      ]
    }
  }, async ({ user, params, body }) => {
    const { total } = findOrder(user, params.orderId)
    return payments.charge(body.card, total)
  })

  app.get('/orders/:orderId/receipt', {
    handlerTimeout: 300,
    schema: {
      operationId: 'getReceipt',
      summary: 'The receipt of an order',
      params: OrderId,
      response: { 200: Receipt },
      problems: ['EXTERNAL_SERVICE_ERROR', 'ORDER_NOT_FOUND', 'SERVICE_UNAVAILABLE', 'UNAUTHORIZED', 'VALIDATION_ERROR']
    }
  }, async ({ user, params, signal }) => {
    const { id } = findOrder(user, params.orderId)
    return payments.receipt(id, signal)
  })

  app.post('/orders/:orderId/reminder', {
    config: { rateLimit: { max: 2, timeWindow: '1 minute' } },
    schema: {
      operationId: 'remindOfOrder',
      summary: 'Remind of an order',
      params: OrderId,
      response: { 202: Type.Null() },
      problems: ['ORDER_NOT_FOUND', 'RATE_LIMITED', 'UNAUTHORIZED', 'VALIDATION_ERROR']
    }
  }, async ({ user, params }, reply) => {
    findOrder(user, params.orderId)
    return reply.code(202).send(null)
  })

  app.post('/orders/:orderId/refund', {
    onRequest: requireStaff,
    schema: {
      operationId: 'refundOrder',
      summary: 'Refund an order',
      params: OrderId,
      response: { 202: Type.Null() },
      problems: ['FORBIDDEN', 'ORDER_NOT_FOUND', 'UNAUTHORIZED', 'VALIDATION_ERROR']
    }
  }, async ({ user, params }, reply) => {
    findOrder(user, params.orderId)
    return reply.code(202).send(null)
  })

  // A bug: it forgets the orders that are picked up and have no address. The client learns nothing of it.
  app.get('/orders/:orderId/label', {
    schema: {
      operationId: 'trackOrder',
      summary: 'Where an order goes',
      params: OrderId,
      response: { 200: Type.Object({ city: Type.String() }) },
      problems: ['INTERNAL_ERROR', 'ORDER_NOT_FOUND', 'UNAUTHORIZED', 'VALIDATION_ERROR']
    }
  }, async ({ user, params }) => {
    const delivery = JSON.parse(findOrder(user, params.orderId).delivery) as { address: { city: string } }
    return { city: delivery.address.city }
  })

  function findOrder (user: User, orderId: number): OrderRow {
    const order = store.findOrder.get(orderId)
    if (!order || !maySee(user, order)) throw new catalog.ORDER_NOT_FOUND({ orderId })
    return order
  }
}

// To say "forbidden" would tell that the order exists.
function maySee (user: User, order: OrderRow): boolean {
  return user.role === 'staff' || order.customerId === user.customerId
}
