/**
 * What is measured, side by side: each contender is one Fastify server with the same routes, every handler async.
 *
 * - `ready` is the floor: plain Fastify that throws and sends what was made beforehand, with the headers that this plugin
 *   sends. No plugin can cost less.
 * - `by hand` is an error handler of one's own that sends what this plugin sends, as far as the paths below need it.
 * - `fastify` is plain Fastify with its default handler; `fastify again` is the same once more: what two equal servers
 *   differ by is the noise of the run.
 */
import { randomUUID } from 'node:crypto'
import createError from '@fastify/error'
import rateLimit from '@fastify/rate-limit'
import sensible from '@fastify/sensible'
import Fastify from 'fastify'
import enhanced from 'fastify-http-errors-enhanced'
import { refusingUrl } from './refusing.mjs'

/** `bench/compare` measures another state of this package. */
const { default: problemJson, defineCatalog, problemServerOptions } = await import(process.env.BENCH_PACKAGE ?? 'fastify-problem-json')

const catalog = defineCatalog({
  ORDER_NOT_FOUND: {
    status: 404,
    title: 'Order not found',
    detail: 'There is no order {orderId}.',
    extensions: { type: 'object', properties: { orderId: { type: 'string' } }, required: ['orderId'] }
  }
}, { base: 'https://api.example.com/problems/' })

const refusing = await refusingUrl()

const OrderNotFound = createError('ORDER_NOT_FOUND', 'There is no order %s.', 404)

/** As applications write them, without any plugin. */
class OutOfStock extends Error {
  statusCode = 409
  code = 'OUT_OF_STOCK'
}

const body = {
  type: 'object',
  required: ['items'],
  properties: {
    items: {
      type: 'array',
      maxItems: 50,
      items: { type: 'object', required: ['sku'], properties: { sku: { type: 'string' }, amount: { type: 'integer' } } }
    }
  }
}

/** The routes that every contender has; `send` is how it answers the one problem that it knows. */
function addRoutes (app, { send, problem }) {
  app.get('/success', { schema: { response: { 200: { type: 'object', properties: { fine: { type: 'boolean' } } } } } }, async () => ({ fine: true }))
  app.get('/sent/:orderId', send)
  app.get('/thrown/:orderId', async (request) => { throw problem(request.params.orderId) })
  app.get('/bug', async () => { throw new Error('a bug') })
  app.get('/own-class', async () => { throw new OutOfStock('sold out') })
  app.post('/validated', { schema: { body } }, async () => ({ fine: true }))
  app.get('/only-get', async () => ({ fine: true }))
  app.get('/upstream', async () => { await fetch(refusing) })
  app.get('/limited', { config: { rateLimit: { max: 1, timeWindow: 3_600_000 } } }, async () => ({ fine: true }))
}

const textOf = (orderId) => `There is no order ${orderId}.`

const plain = {
  send: async (request, reply) => reply.code(404).send({
    statusCode: 404, code: 'ORDER_NOT_FOUND', error: 'Not Found', message: textOf(request.params.orderId)
  }),
  problem: (orderId) => new OrderNotFound(orderId)
}

async function fastify (options) {
  const app = Fastify(options)
  await app.register(rateLimit, { global: false })
  addRoutes(app, plain)
  return app
}

async function ready (options) {
  const bytesOf = (problem) => Buffer.from(JSON.stringify({ ...problem.toJSON(), instance: 'urn:uuid:00000000-0000-4000-8000-000000000000' }))
  const items = (count) => Array.from({ length: count }, (_, index) => ({ in: 'body', pointer: `#/items/${index}/sku`, code: 'required', detail: 'is required' }))
  const bodies = {
    sent: bytesOf(new catalog.ORDER_NOT_FOUND({ orderId: '42' })),
    one: bytesOf(new catalog.VALIDATION_ERROR({ errors: items(1) })),
    many: bytesOf(new catalog.VALIDATION_ERROR({ errors: items(20) })),
    404: bytesOf(new catalog.NOT_FOUND()),
    409: bytesOf(new catalog.CONFLICT()),
    405: bytesOf(new catalog.METHOD_NOT_ALLOWED({ allow: ['GET', 'HEAD'] })),
    429: bytesOf(new catalog.RATE_LIMITED()),
    500: bytesOf(new catalog.INTERNAL_ERROR()),
    503: bytesOf(new catalog.SERVICE_UNAVAILABLE())
  }
  const sendReady = (reply, status, bytes) => reply.code(status).headers({
    'content-type': 'application/problem+json', 'cache-control': 'no-store', 'x-request-id': reply.request.id
  }).send(bytes)
  const made = Object.fromEntries(['sent', 'one', 'many'].map((name) => [name, Object.assign(new Error(name), { statusCode: name === 'sent' ? 404 : 400, ready: bodies[name] })]))

  const app = Fastify({ ...options, schemaErrorFormatter: (errors) => errors.length > 1 ? made.many : made.one })
  await app.register(rateLimit, { global: false })
  app.setErrorHandler(function readyErrorHandler (error, _request, reply) {
    const status = error.statusCode ?? (error.cause === undefined ? 500 : 503)
    sendReady(reply, status, error.ready ?? bodies[status])
  })
  app.setNotFoundHandler(function readyNotFound (request, reply) {
    const status = request.method === 'GET' ? 404 : 405
    sendReady(reply, status, bodies[status])
  })
  addRoutes(app, { send: async (_request, reply) => sendReady(reply, 404, bodies.sent), problem: () => made.sent })
  return app
}

/** What a careful team writes itself: the same bytes and headers, made anew for each failure, and no guarantees. */
async function byHand (options) {
  const send = (reply, status, code, title, members) => reply.code(status).headers({
    'content-type': 'application/problem+json', 'cache-control': 'no-store', 'x-request-id': reply.request.id
  }).send(Buffer.from(JSON.stringify({
    type: `https://api.example.com/problems/${code.toLowerCase().replaceAll('_', '-')}`, title, status, code, instance: `urn:uuid:${randomUUID()}`, ...members
  })))
  const sendOrder = (reply, orderId) => send(reply, 404, 'ORDER_NOT_FOUND', 'Order not found', { detail: textOf(orderId), orderId })
  const codes = { 400: 'VALIDATION_ERROR', 409: 'CONFLICT', 429: 'RATE_LIMITED', 500: 'INTERNAL_ERROR', 503: 'SERVICE_UNAVAILABLE' }

  const app = Fastify(options)
  await app.register(rateLimit, { global: false })
  app.setErrorHandler(function handleByHand (error, request, reply) {
    if (error.orderId !== undefined) return sendOrder(reply, error.orderId)
    if (error.validation) {
      const errors = error.validation.map(({ instancePath, params, message }) => ({
        in: 'body', pointer: `#${instancePath}/${params.missingProperty}`, code: 'required', detail: message
      }))
      return send(reply, 400, codes[400], 'Validation error', { errors })
    }
    const status = error.statusCode ?? (error.cause === undefined ? 500 : 503)
    if (status >= 500) request.log.error({ err: error }, error.message)
    return send(reply, status, codes[status], codes[status])
  })
  app.setNotFoundHandler(function notFoundByHand (request, reply) {
    return request.method === 'GET' ? send(reply, 404, 'NOT_FOUND', 'Not found') : send(reply, 405, 'METHOD_NOT_ALLOWED', 'Method not allowed', { allow: ['GET', 'HEAD'] })
  })
  addRoutes(app, {
    send: async (request, reply) => sendOrder(reply, request.params.orderId),
    problem: (orderId) => Object.assign(new Error(textOf(orderId)), { statusCode: 404, orderId })
  })
  return app
}

export const contenders = {
  ready,
  'by hand': byHand,
  fastify,
  'fastify again': fastify,

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
      send: async (request, reply) => reply.notFound(textOf(request.params.orderId)),
      problem: (orderId) => app.httpErrors.notFound(textOf(orderId))
    })
    return app
  },

  // It has no reply helper: throwing is its way to send.
  async 'fastify-http-errors-enhanced' (options) {
    const app = Fastify(options)
    await app.register(enhanced)
    await app.register(rateLimit, { global: false })
    addRoutes(app, { send: async (request) => { throw new OrderNotFound(request.params.orderId) }, problem: plain.problem })
    return app
  }
}

/**
 * The one other plugin for RFC 9457 that could be installed. It brings Nest, Express and Koa along, so it is no
 * dependency of this repository: `npm install --no-save @common-sense/error-iq` adds it to the comparison.
 */
const errorIq = await import('@common-sense/error-iq').catch(() => undefined)
if (errorIq !== undefined) {
  const { registerFastifyHandler } = await import('@common-sense/error-iq/fastify')
  const problem = (orderId) => new errorIq.NotFound({ detail: textOf(orderId), extensions: { orderId } })
  contenders['@common-sense/error-iq'] = async function errorIqServer (options) {
    const app = Fastify(options)
    registerFastifyHandler(app)
    await app.register(rateLimit, { global: false })
    addRoutes(app, { send: async (request) => { throw problem(request.params.orderId) }, problem })
    return app
  }
}

const headers = { accept: 'application/json, */*' }
const get = (path) => ({ method: 'GET', path, headers })
const post = (items) => ({
  method: 'POST', path: '/validated', headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify({ items })
})

/** What is asked of each of them. */
export const paths = {
  'reply.problem()': get('/sent/42'),
  'a thrown problem': get('/thrown/42'),
  'an unknown error': get('/bug'),
  'an own error class': get('/own-class'),
  'validation, 1 error': post([{}]),
  'validation, 20 errors': post(Array.from({ length: 20 }, () => ({}))),
  'an unknown route': get('/nowhere'),
  'a wrong method': { method: 'DELETE', path: '/only-get', headers },
  'a rate limit': get('/limited'),
  'an upstream that refuses': get('/upstream'),
  'a success': get('/success')
}
