/**
 * A small orders service on another origin than the page.
 */
import cors from '@fastify/cors'
import Fastify from 'fastify'
import problemJson, { defineCatalog, problemServerOptions } from 'fastify-problem-json'

const catalog = defineCatalog({
  ORDER_NOT_FOUND: {
    status: 404,
    title: 'Order not found',
    detail: 'There is no order {orderId}.',
    extensions: { type: 'object', properties: { orderId: { type: 'integer' } }, required: ['orderId'] },
    examples: [{ orderId: 42 }]
  },
  // Newer than the page.
  ORDER_ARCHIVED: { status: 410, title: 'Order archived', detail: 'This order is in the archive.' }
}, { base: 'https://orders.example/problems/' })

const text = { type: 'string', minLength: 1 }

const newOrder = {
  type: 'object',
  required: ['reference', 'items', 'delivery'],
  properties: {
    reference: { type: 'string', pattern: '^[A-Z]+-[0-9]+$' },
    items: {
      type: 'array',
      minItems: 1,
      maxItems: 20,
      items: {
        type: 'object',
        required: ['sku', 'quantity', 'price'],
        properties: {
          sku: { type: 'string', minLength: 3 },
          quantity: { type: 'integer', minimum: 1, maximum: 99 },
          price: { type: 'integer', minimum: 0 }
        }
      }
    },
    delivery: {
      type: 'object',
      required: ['address'],
      properties: { address: { type: 'object', required: ['city'], properties: { street: text, city: text } } }
    }
  }
}

const params = { type: 'object', properties: { orderId: { type: 'integer', minimum: 1 } } }

export async function build () {
  const app = Fastify({ ...problemServerOptions(), ajv: { customOptions: { allErrors: true } } })
  await app.register(problemJson, { catalog })
  // Without this line a page on another origin sees no request id. Retry-After stays hidden: the body has it, too.
  await app.register(cors, { origin: true, exposedHeaders: ['x-request-id'] })

  const orders = new Map([[1, 'ADA-1']])
  let reminders = 0

  app.post('/orders', { schema: { body: newOrder } }, async ({ body: { reference } }, reply) => {
    if ([...orders.values()].includes(reference)) return reply.problem('CONFLICT', { resource: 'Order' })
    orders.set(orders.size + 1, reference)
    return reply.code(201).send({ reference })
  })

  app.get('/orders/:orderId', { schema: { params } }, async ({ params: { orderId } }, reply) => {
    if (orderId === 2) return reply.problem('ORDER_ARCHIVED')
    if (!orders.has(orderId)) return reply.problem('ORDER_NOT_FOUND', { orderId })
    return { reference: orders.get(orderId) }
  })

  // Every other reminder comes too soon. Nothing was executed then, and so even a POST may be repeated.
  app.post('/orders/:orderId/reminder', { schema: { params } }, async (request, reply) => {
    if (reminders++ % 2 === 0) return reply.problem('RATE_LIMITED', {}, { retryAfter: 1 })
    return reply.code(202).send()
  })

  return app
}
