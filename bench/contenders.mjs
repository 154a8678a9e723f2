/**
 * What is measured, side by side: each contender is one Fastify server with the same routes.
 * `floor` is what a problem costs when its bytes are ready: the least that any plugin can reach.
 */
import createError from '@fastify/error'
import rateLimit from '@fastify/rate-limit'
import sensible from '@fastify/sensible'
import Fastify from 'fastify'
import enhanced from 'fastify-http-errors-enhanced'
import problemJson, { defineCatalog, problemServerOptions } from 'fastify-problem-json'

const catalog = defineCatalog({
  ORDER_NOT_FOUND: {
    status: 404,
    title: 'Order not found',
    detail: 'There is no order {orderId}.',
    extensions: { type: 'object', properties: { orderId: { type: 'string' } }, required: ['orderId'] }
  }
}, { base: 'https://api.example.com/problems/' })

const ready = Buffer.from(JSON.stringify({
  ...new catalog.ORDER_NOT_FOUND({ orderId: '42' }).toJSON(),
  instance: 'urn:uuid:00000000-0000-4000-8000-000000000000'
}))

const OrderNotFound = createError('ORDER_NOT_FOUND', 'There is no order %s.', 404)

const body = {
  type: 'object',
  required: ['items'],
  properties: { items: { type: 'array', maxItems: 50, items: { type: 'object', required: ['sku'], properties: { sku: { type: 'string' }, amount: { type: 'integer' } } } } }
}

/** The routes that every contender has; `send` is how it answers the one problem that it knows. */
function addRoutes (app, { send, problem }) {
  app.get('/success', { schema: { response: { 200: { type: 'object', properties: { fine: { type: 'boolean' } } } } } }, async () => ({ fine: true }))
  app.get('/sent/:orderId', send)
  app.get('/thrown/:orderId', async (request) => { throw problem(request.params.orderId) })
  app.get('/bug', async () => { throw new Error('a bug') })
  app.post('/validated', { schema: { body } }, async () => ({ fine: true }))
  app.get('/only-get', async () => ({ fine: true }))
  app.get('/upstream', async () => { await fetch('http://127.0.0.1:9/') })
  app.get('/limited', { config: { rateLimit: { max: 1, timeWindow: 3_600_000 } } }, async () => ({ fine: true }))
}

const plain = {
  send: async (request, reply) => reply.code(404).send({ error: 'Not Found', message: `There is no order ${request.params.orderId}.`, statusCode: 404, code: 'ORDER_NOT_FOUND' }),
  problem: (orderId) => new OrderNotFound(orderId)
}

export const contenders = {
  async floor (options) {
    const app = Fastify(options)
    await app.register(rateLimit, { global: false })
    const sendReady = async (request, reply) => reply.code(404).header('content-type', 'application/problem+json').send(ready)
    app.setErrorHandler((_error, request, reply) => { reply.code(404).header('content-type', 'application/problem+json').send(ready) })
    addRoutes(app, { send: sendReady, problem: plain.problem })
    return app
  },

  async fastify (options) {
    const app = Fastify(options)
    await app.register(rateLimit, { global: false })
    addRoutes(app, plain)
    return app
  },

  async 'fastify-problem-json' (options) {
    const app = Fastify({ ...problemServerOptions(), ...options })
    await app.register(problemJson, { catalog })
    await app.register(rateLimit, { global: false })
    addRoutes(app, {
      send: async (request, reply) => reply.problem('ORDER_NOT_FOUND', { orderId: request.params.orderId }),
      problem: (orderId) => new catalog.ORDER_NOT_FOUND({ orderId })
    })
    return app
  },

  async '@fastify/sensible' (options) {
    const app = Fastify(options)
    await app.register(sensible)
    await app.register(rateLimit, { global: false })
    addRoutes(app, {
      send: async (request, reply) => reply.notFound(`There is no order ${request.params.orderId}.`),
      problem: (orderId) => app.httpErrors.notFound(`There is no order ${orderId}.`)
    })
    return app
  },

  async 'fastify-http-errors-enhanced' (options) {
    const app = Fastify(options)
    await app.register(enhanced)
    await app.register(rateLimit, { global: false })
    addRoutes(app, { ...plain, send: async (request) => { throw new OrderNotFound(request.params.orderId) } })
    return app
  }
}

const post = (items) => ({ method: 'POST', path: '/validated', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ items }) })

/** What is asked of each of them. */
export const paths = {
  'reply.problem()': { method: 'GET', path: '/sent/42' },
  'thrown problem': { method: 'GET', path: '/thrown/42' },
  'unknown error': { method: 'GET', path: '/bug' },
  'validation, 1 error': post([{}]),
  'validation, 20 errors': post(Array.from({ length: 20 }, () => ({}))),
  'unknown route': { method: 'GET', path: '/nowhere' },
  'wrong method': { method: 'DELETE', path: '/only-get' },
  'rate limited': { method: 'GET', path: '/limited' },
  'upstream refused': { method: 'GET', path: '/upstream' },
  success: { method: 'GET', path: '/success' }
}
