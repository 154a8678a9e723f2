import { once } from 'node:events'
import { connect } from 'node:net'
import { createServer } from 'node:http'
import { Readable } from 'node:stream'
import { runInNewContext } from 'node:vm'
import createError from 'http-errors'
import Fastify from 'fastify'
import type { FastifyReply } from 'fastify'
import fastifyError from '@fastify/error'
import * as Boom from '@hapi/boom'
import { Type } from '@sinclair/typebox'
import { test } from 'tap'
import problemJson, { defineCatalog, problemServerOptions, sendProblem, toProblem } from '../../lib/index.js'
import type { ProblemEvent, ProblemJsonOptions } from '../../lib/index.js'
import { standardDetail } from '../../lib/catalog/standard.js'
import { newInstance } from '../../lib/server/reply/instance.js'
import { toSchemaError } from '../../lib/server/entrances/schema-error.js'
import { catalog, createService, listen } from '../fixtures/server.js'
import { speak } from '../fixtures/wire.js'

const secret = 'p4ssw0rd'

/** The reply of a route that declares nothing: it takes every code. */
type AnyReply = FastifyReply

test('reply.problem() sends the status, the exact media type and the members of the catalog', async (t) => {
  const { app, log } = await createService()
  app.get('/orders/:orderId', async (request, reply) => reply.problem('ORDER_NOT_FOUND', { orderId: '42' }))

  const response = await app.inject('/orders/42')

  t.equal(response.statusCode, 404)
  t.equal(response.headers['content-type'], 'application/problem+json')
  t.equal(response.headers['cache-control'], 'no-store')
  t.equal(response.headers['x-request-id'], 'req-1')
  t.match(response.json(), {
    type: 'https://api.example.com/problems/order-not-found',
    title: 'Order not found',
    status: 404,
    code: 'ORDER_NOT_FOUND',
    detail: 'There is no order 42.',
    instance: /^urn:uuid:[\da-f-]{36}$/,
    orderId: '42'
  })
  t.match(log, [{ level: 30, code: 'ORDER_NOT_FOUND', status: 404, instance: response.json().instance, msg: 'Order not found' }])
  t.notOk(log[0]?.err)
})

test('the options of reply.problem() set detail, retryAfter, headers and cause', async (t) => {
  const { app, log } = await createService()
  app.get('/', async (request, reply) => reply.problem('EMAIL_TAKEN', {}, {
    detail: 'Somebody has it.', retryAfter: 1.5, headers: { 'X-Hint': 'other' }, cause: new Error('unique_email')
  }))

  const response = await app.inject('/')

  t.match(response.json(), { detail: 'Somebody has it.', retryAfter: 2, action: 'fix-input' })
  t.match(response.headers, { 'retry-after': '2', 'x-hint': 'other' })
  t.match(log, [{ level: 30, cause: { type: 'Error', message: 'unique_email' } }])
})

test('a synchronous handler can send a problem, too', async (t) => {
  const { app } = await createService()
  app.get('/', (request, reply) => { reply.problem('EMAIL_TAKEN') })

  t.equal((await app.inject('/')).json().code, 'EMAIL_TAKEN')
})

test('reply.problem() refuses a code that the catalog does not have', async (t) => {
  const { app, log } = await createService()
  app.get('/', async (request, reply) => reply.problem('NO_SUCH_CODE'))

  t.equal((await app.inject('/')).json().code, 'INTERNAL_ERROR')
  t.match(log[0]?.err?.message, /^reply\.problem\(\) must be given a code of the catalog, got 'NO_SUCH_CODE'$/)
})

test('a thrown problem, a rejected one and a sent one answer alike', async (t) => {
  const { app } = await createService()
  const problem = () => new catalog.ORDER_NOT_FOUND({ orderId: '7' })
  app.get('/thrown', () => { throw problem() })
  app.get('/rejected', async () => { throw problem() })
  app.get('/sent', (request, reply) => { reply.send(problem()) })
  app.get('/hook', { preHandler: (request, reply, done) => done(problem() as unknown as Error) }, async () => 'x')

  for (const url of ['/thrown', '/rejected', '/sent', '/hook']) {
    const response = await app.inject(url)
    t.equal(response.statusCode, 404, url)
    t.match(response.json(), { code: 'ORDER_NOT_FOUND', orderId: '7' }, url)
  }
})

test('a type can have headers and a time to wait of its own', async (t) => {
  const { app } = await createService()
  app.get('/', async (request, reply) => reply.problem('MAINTENANCE'))

  const response = await app.inject('/')

  t.match(response.headers, { 'retry-after': '120', 'cache-control': 'max-age=5', 'x-window': 'night' })
  t.match(response.json(), { retryAfter: 120, retry: 'idempotent' })
})

const thrown: readonly (readonly [string, unknown])[] = [
  ['an Error', new Error(secret)],
  ['null', null],
  ['undefined', undefined],
  ['a string', secret],
  ['a number', 404],
  ['false', false],
  ['a function', () => secret],
  ['a promise', Promise.resolve(secret)],
  ['an object', { secret }],
  ['a symbol', Symbol(secret)],
  ['an AggregateError', new AggregateError([new Error(secret)], secret)],
  ['a frozen error', Object.freeze(new Error(secret))],
  ['an error of another realm', runInNewContext(`new Error('${secret}')`)],
  ['an error with getters that throw', Object.defineProperties(new Error(secret), { code: { get () { throw new Error(secret) } }, statusCode: { get () { throw new Error(secret) } } })],
  ['a proxy whose traps throw', new Proxy({}, { get () { throw new Error(secret) }, has () { throw new Error(secret) }, getPrototypeOf () { throw new Error(secret) } })],
  ['an error that is its own cause', (() => { const error = new Error(secret); error.cause = error; return error })()],
  ['a status of a success', Object.assign(new Error(secret), { statusCode: 200 })],
  ['a status of a redirect', Object.assign(new Error(secret), { statusCode: 302 })],
  ['a status out of range', Object.assign(new Error(secret), { statusCode: 999 })],
  ['headers that are null', Object.assign(new Error(secret), { headers: null })],
  ['a numeric code, as a DOMException has', new DOMException(secret, 'DataCloneError')],
  ['a problem of another catalog', new (defineCatalog({ FOREIGN: { status: 404, title: secret } }).FOREIGN)()],
  ['something that looks like a problem', { [Symbol.for('fastify-problem-json.problem')]: true, problemType: class {}, secret }]
]

for (const NODE_ENV of ['production', 'development', undefined]) {
  test(`whatever is thrown, the client gets a 500 that says nothing of it (NODE_ENV ${NODE_ENV})`, async (t) => {
    const before = process.env['NODE_ENV']
    if (NODE_ENV === undefined) delete process.env['NODE_ENV']
    else process.env['NODE_ENV'] = NODE_ENV
    t.teardown(() => { process.env['NODE_ENV'] = before })
    const { app, log } = await createService()
    thrown.forEach(([, value], index) => app.get(`/${index}`, async () => { throw value }))

    for (const [index, [name]] of thrown.entries()) {
      log.length = 0
      const response = await app.inject(`/${index}`)
      t.equal(response.statusCode, 500, name)
      t.equal(response.headers['content-type'], 'application/problem+json', name)
      t.equal(response.json().code, 'INTERNAL_ERROR', name)
      t.notMatch(response.body + JSON.stringify(response.headers), secret, name)
      t.match(log, [{ level: 50, code: 'INTERNAL_ERROR', instance: response.json().instance }], name)
    }
  })
}

test('the log of a failure holds type, message, code and stack of the whole chain, and no other member', async (t) => {
  const { app, log } = await createService()
  const driver = Object.assign(new Error('connection lost'), { code: 'ECONNRESET', password: secret })
  const sequelize = Object.assign(new Error('query failed'), { original: driver, parameters: [secret] })
  const several = Object.assign(new AggregateError([sequelize, new TypeError('second')], 'both failed'), { config: { token: secret } })
  app.get('/', async () => { throw new Error('outer', { cause: several }) })

  await app.inject('/')

  const line = JSON.stringify(log)
  t.equal(log.length, 1)
  for (const text of ['outer', 'both failed', 'query failed', 'connection lost', 'second', 'ECONNRESET']) t.match(line, text)
  t.notMatch(line, secret)
})

test('an own error class whose code is in the catalog is that problem, without touching a throw site', async (t) => {
  class AppError extends Error {
    constructor (readonly code: string, readonly statusCode: number, message: string) { super(message) }
  }
  const { app } = await createService()
  app.get('/same', async () => { throw new AppError('EMAIL_TAKEN', 409, 'ada@example.com is taken') })
  app.get('/other-status', async () => { throw new AppError('EMAIL_TAKEN', 422, 'taken') })
  app.get('/needs-members', async () => { throw new AppError('ORDER_NOT_FOUND', 404, 'no order') })

  t.match((await app.inject('/same')).json(), { code: 'EMAIL_TAKEN', status: 409, detail: 'ada@example.com is taken' })
  t.match((await app.inject('/other-status')).json(), { code: 'UNPROCESSABLE_CONTENT', status: 422 })
  t.match((await app.inject('/needs-members')).json(), { code: 'NOT_FOUND', status: 404, detail: 'no order' })
})

const statusErrors: readonly (readonly [string, unknown, number, string, string | undefined])[] = [
  ['http-errors', createError(404, 'no such page'), 404, 'NOT_FOUND', 'no such page'],
  ['http-errors that hide their text', createError(403, 'internal', { expose: false }), 403, 'FORBIDDEN', undefined],
  ['http-errors of the server', createError(503, secret), 503, 'SERVICE_UNAVAILABLE', undefined],
  ['http-errors of the server that are exposed', createError(502, secret, { expose: true }), 502, 'EXTERNAL_SERVICE_ERROR', undefined],
  ['@fastify/error', new (fastifyError('APP_GONE', 'it is gone', 410))(), 410, 'GONE', 'it is gone'],
  ['boom', Boom.conflict('twice'), 409, 'CONFLICT', 'twice'],
  ['a status as text', Object.assign(new Error('short'), { status: '402' }), 402, 'PAYMENT_REQUIRED', 'short'],
  ['a status of no standard type', Object.assign(new Error('teapot'), { statusCode: 418 }), 400, 'BAD_REQUEST', 'teapot'],
  ['an empty message', Object.assign(new Error(''), { statusCode: 412 }), 412, 'PRECONDITION_FAILED', undefined],
  ['a plain object', { statusCode: 404, message: 'no', secret }, 404, 'NOT_FOUND', 'no'],
  ['a long message with control characters', Object.assign(new Error(`a\u0000${'b'.repeat(600)}`), { statusCode: 409 }), 409, 'CONFLICT', `a${'b'.repeat(510)}`],
  ['an SDK error that carries the status of an upstream', Object.assign(new Error(secret), { status: 401, headers: {}, requestID: '1' }), 500, 'INTERNAL_ERROR', undefined]
]

test('an error that carries a status of its own keeps it, and its message is the detail below 500', async (t) => {
  const { app } = await createService()
  statusErrors.forEach(([, error], index) => app.get(`/${index}`, async () => { throw error }))

  for (const [index, [name, , status, code, detail]] of statusErrors.entries()) {
    const response = await app.inject(`/${index}`)
    if (code === 'INTERNAL_ERROR') {
      // An upstream's failure: which of ours it becomes is not for this test.
      t.ok(response.statusCode >= 500, name)
    } else {
      t.equal(response.statusCode, status, name)
      t.match({ status: undefined, detail: undefined, ...response.json() }, { status, code, detail: detail ?? standardDetail(code) }, name)
    }
    t.notMatch(response.body, secret, name)
  }
})

test('of the headers of a foreign error only those pass that tell a client what to do', async (t) => {
  const { app } = await createService()
  const headers = { 'Retry-After': 7, 'Set-Cookie': secret, 'Transfer-Encoding': 'chunked', 'WWW-Authenticate': 'Basic', 'X-Internal': secret }
  app.get('/', async () => { throw createError(503, 'busy', { headers }) })

  const response = await app.inject('/')

  t.match(response.headers, { 'retry-after': '7', 'www-authenticate': 'Basic' })
  t.equal(response.json().retryAfter, 7)
  t.notMatch(JSON.stringify(response.headers), secret)
  t.notOk(response.headers['transfer-encoding'])
})

test('a status that was set before a throw is kept, but 500', async (t) => {
  const { app } = await createService()
  app.get('/409', async (request, reply) => { reply.code(409); throw new Error(secret) })
  app.get('/500', async (request, reply) => { reply.code(500); throw new Error(secret) })

  t.match((await app.inject('/409')).json(), { code: 'CONFLICT', status: 409 })
  t.equal((await app.inject('/409')).json().detail, standardDetail('CONFLICT'))
  t.match((await app.inject('/500')).json(), { code: 'INTERNAL_ERROR' })
})

test('validation names each place, and the code that refines it on a route that declares it', async (t) => {
  const { app } = await createService({}, { ajv: { customOptions: { allErrors: true } } })
  const body = { type: 'object', required: ['email', 'items'], properties: { email: { type: 'string', format: 'email' }, items: { type: 'array', items: { type: 'object', required: ['sku'] } } } }
  app.post('/plain', { schema: { body } }, async () => 'x')
  app.post('/profile', { schema: { body, problems: ['PROFILE_INVALID'] } as never }, async () => 'x')
  const payload = { email: secret, items: [{}, {}] }

  const plain = await app.inject({ method: 'POST', url: '/plain', payload })
  const refined = await app.inject({ method: 'POST', url: '/profile', payload })

  t.match(plain.json(), {
    status: 400,
    code: 'VALIDATION_ERROR',
    errors: [
      { in: 'body', pointer: '#/email', code: 'format' },
      { in: 'body', pointer: '#/items/0/sku', code: 'required' },
      { in: 'body', pointer: '#/items/1/sku', code: 'required' }
    ]
  })
  t.notMatch(plain.body, secret)
  t.match(refined.json(), { status: 422, code: 'PROFILE_INVALID', refines: 'VALIDATION_ERROR', errors: plain.json().errors })
})

test('at most maxValidationErrors places are named', async (t) => {
  const { app } = await createService({ maxValidationErrors: 2 }, { ajv: { customOptions: { allErrors: true } } })
  app.post('/', { schema: { body: { type: 'array', items: { type: 'number' } } } }, async () => 'x')

  const response = await app.inject({ method: 'POST', url: '/', payload: ['a', 'b', 'c'] })

  t.equal(response.json().errors.length, 2)
  t.equal(response.json().truncated, true)
})

const framework: readonly (readonly [string, object, number, string])[] = [
  ['malformed JSON', { method: 'POST', url: '/body', payload: '{', headers: { 'content-type': 'application/json' } }, 400, 'INVALID_REQUEST'],
  ['a forbidden key', { method: 'POST', url: '/body', payload: '{"__proto__":{}}', headers: { 'content-type': 'application/json' } }, 400, 'INVALID_REQUEST'],
  ['an empty JSON body', { method: 'POST', url: '/body', payload: '', headers: { 'content-type': 'application/json' } }, 400, 'INVALID_REQUEST'],
  ['a body that is too large', { method: 'POST', url: '/small', payload: JSON.stringify('x'.repeat(100)), headers: { 'content-type': 'application/json' } }, 413, 'PAYLOAD_TOO_LARGE'],
  ['an unknown media type', { method: 'POST', url: '/body', payload: 'x', headers: { 'content-type': 'image/png' } }, 415, 'UNSUPPORTED_MEDIA_TYPE'],
  ['a body that cannot be decompressed', { method: 'POST', url: '/gzip', payload: '{}', headers: { 'content-type': 'application/json' } }, 400, 'INVALID_REQUEST'],
  ['a bad percent-encoding', { method: 'GET', url: '/param/%E0%A4%A' }, 400, 'INVALID_REQUEST'],
  ['a parameter that is too long', { method: 'GET', url: `/param/${'x'.repeat(101)}` }, 414, 'URI_TOO_LONG'],
  ['an unknown route', { method: 'GET', url: '/nowhere?token=p4ssw0rd' }, 404, 'NOT_FOUND'],
  ['another method', { method: 'DELETE', url: '/body?x=1' }, 405, 'METHOD_NOT_ALLOWED'],
  ['a code of Fastify that means a bug', { method: 'GET', url: '/bug' }, 500, 'INTERNAL_ERROR'],
  ['a handler that takes too long', { method: 'GET', url: '/slow' }, 503, 'SERVICE_UNAVAILABLE']
]

test('what Fastify itself refuses is a problem with a text of our own', async (t) => {
  const { app, log } = await createService()
  app.post('/body', async () => 'x')
  app.post('/small', { bodyLimit: 10 }, async () => 'x')
  app.post('/gzip', {
    preParsing: (request, reply, payload, done) => {
      done(null, new Readable({ read () { this.destroy(Object.assign(new Error(secret), { code: 'Z_DATA_ERROR' })) } }) as never)
    }
  }, async () => 'x')
  app.get('/param/:id', async () => 'x')
  app.get('/bug', async () => { throw Object.assign(new Error(secret), { code: 'FST_ERR_INVALID_URL', statusCode: 400 }) })
  app.get('/slow', { handlerTimeout: 20 }, () => new Promise(() => {}))

  for (const [name, request, status, code] of framework) {
    log.length = 0
    const response = await app.inject(request)
    t.equal(response.statusCode, status, name)
    t.equal(response.headers['content-type'], 'application/problem+json', name)
    t.match(response.json(), { status, code }, name)
    t.notMatch(response.body, secret, name)
    t.notMatch(response.body, 'FST_', name)
    t.match(log, [{ level: status >= 500 ? 50 : 30, code }], name)
  }
  t.equal((await app.inject({ method: 'POST', url: '/small', payload: framework[3]![1] } as never)).json().limit, 10)
})

test('415 names what is taken, for PATCH and POST under their own headers, too', async (t) => {
  const { app } = await createService()
  app.post('/', async () => 'x')
  app.patch('/', async () => 'x')
  app.put('/', { schema: { body: { content: { 'application/json': { schema: { type: 'object' } } } } } }, async () => 'x')
  app.register(async (child) => {
    child.removeAllContentTypeParsers()
    child.post('/none', async () => 'x')
  })
  const send = (method: 'POST' | 'PATCH' | 'PUT', url = '/') => app.inject({ method, url, payload: 'x', headers: { 'content-type': 'image/png' } })

  t.match((await send('POST')).headers, { accept: 'application/json, text/plain', 'accept-post': 'application/json, text/plain' })
  t.match((await send('PATCH')).headers, { 'accept-patch': 'application/json, text/plain' })
  t.match((await send('PUT')).headers, { accept: 'application/json' })
  t.notOk((await send('POST', '/none')).headers.accept)
})

test('405 says which methods there are, and 404 stays 404 where a route catches everything', async (t) => {
  const { app } = await createService()
  app.get('/orders/:id', async () => 'x')
  app.put('/orders/:id', async () => 'x')
  app.get('/files/*', (request, reply) => { reply.callNotFound() })
  app.options('*', async () => 'x')

  const response = await app.inject({ method: 'DELETE', url: '/orders/1?x=2' })

  t.equal(response.statusCode, 405)
  t.equal(response.headers.allow, 'GET, HEAD, PUT')
  t.same(response.json().allow, ['GET', 'HEAD', 'PUT'])
  t.equal((await app.inject('/nowhere')).statusCode, 404)
  t.equal((await app.inject('/files/x')).statusCode, 404)
  t.equal((await app.inject({ method: 'POST', url: '/files/x' })).statusCode, 405)
})

test('405 knows the methods of routes that the plugin does not see, in a plugin beside it or before it', async (t) => {
  const app = Fastify()
  app.register(async (child) => {
    await child.register(problemJson, { catalog })
    child.get('/x', async () => 'x')
  }, { prefix: '/a' })
  app.register(async (child) => { child.put('/a/x', async () => 'x') })
  const late = Fastify()
  late.put('/x', async () => 'x')
  await late.register(problemJson, { catalog })
  late.get('/x', async () => 'x')

  t.same((await app.inject({ method: 'DELETE', url: '/a/x' })).json().allow, ['GET', 'HEAD', 'PUT'])
  t.same((await late.inject({ method: 'DELETE', url: '/x' })).json().allow, ['GET', 'HEAD', 'PUT'])
})

test('a route with a constraint that was added before the plugin is covered, and named', async (t) => {
  const log: string[] = []
  const app = Fastify({ logger: { level: 'warn', stream: { write (line: string) { log.push(JSON.parse(line).msg) } } } })
  app.get('/x', { constraints: { host: 'a.test' } }, async () => { throw new Error(secret) })
  await app.register(problemJson, { catalog })

  const response = await app.inject({ url: '/x', headers: { host: 'a.test' } })

  t.equal(response.json().code, 'INTERNAL_ERROR')
  t.notMatch(response.body, secret)
  t.match(log[0], /^2 routes were added before .* \(GET \/x, HEAD \/x\)/)
})

test('beside routes that were added before the plugin, later and unknown ones are covered as ever', async (t) => {
  const app = Fastify()
  app.get('/early', { config: { problems: false } }, async () => { throw createError(409) })
  await app.register(problemJson, { catalog, notFoundPreHandler: async () => { throw createError(429) } })
  app.get('/late', async () => { throw createError(409) })

  t.match((await app.inject('/early')).json(), { statusCode: 409, code: undefined })
  t.equal((await app.inject('/late')).json().code, 'CONFLICT')
  t.equal((await app.inject('/nowhere')).json().code, 'RATE_LIMITED')
})

test('a route can be left to Fastify by an onRoute hook that runs after the plugin', async (t) => {
  for (const convertReplies of [false, true]) {
    const { app } = await createService({ convertReplies })
    app.addHook('onRoute', (route) => {
      if (route.url.startsWith('/legacy')) route.config = { ...route.config, problems: false }
    })
    app.get('/legacy/thrown', async () => { throw createError(409) })
    app.get('/legacy/sent', async (request, reply) => reply.code(404).send({ own: true }))
    app.get('/new', async () => { throw createError(409) })

    t.match((await app.inject('/legacy/thrown')).json(), { statusCode: 409, code: undefined })
    t.strictSame((await app.inject('/legacy/sent')).json(), { own: true })
    t.equal((await app.inject('/new')).json().code, 'CONFLICT')
  }
})

test('405 can be switched off, everywhere or below a prefix', async (t) => {
  for (const methodNotAllowed of [false, { except: ['/admin'] }]) {
    const { app } = await createService({ methodNotAllowed })
    app.get('/admin/users', async () => 'x')
    t.equal((await app.inject({ method: 'POST', url: '/admin/users' })).statusCode, 404)
  }
})

test('an unknown route can have a preHandler, such as a rate limiter', async (t) => {
  const { app } = await createService({ notFoundPreHandler: async () => { throw createError(429) } })

  t.equal((await app.inject('/nowhere')).json().code, 'RATE_LIMITED')
})

test('HEAD gets the headers and no body', async (t) => {
  const { app } = await createService()
  app.get('/', async (request, reply) => reply.problem('EMAIL_TAKEN'))
  const base = await listen(app)
  t.teardown(() => app.close())

  const response = await fetch(base, { method: 'HEAD' })

  t.equal(response.status, 409)
  t.equal(response.headers.get('content-type'), 'application/problem+json')
  t.ok(Number(response.headers.get('content-length')) > 0)
  t.equal(await response.text(), '')
})

test('no header, hook, serializer or schema changes the body', async (t) => {
  const { app } = await createService()
  app.setReplySerializer(() => 'reshaped')
  app.addHook('preSerialization', async () => ({ reshaped: true }))
  app.addHook('onSend', async (request, reply) => {
    reply.header('x-frame-options', 'DENY')
    reply.code(304)
    return 'reshaped'
  })
  app.get('/', { schema: { response: { '4xx': { type: 'object', properties: { message: { type: 'string' } }, required: ['message'] } } } }, async (request, reply) => {
    reply.serializer(() => 'reshaped')
    reply.headers({ etag: 'x', 'last-modified': 'x', location: '/x', 'content-encoding': 'gzip', 'content-range': 'bytes 0-1/2', 'cache-control': 'public' })
    reply.raw.setHeader('surrogate-control', 'max-age=9')
    reply.header('set-cookie', 'a=b').header('access-control-allow-origin', '*')
    throw new catalog.EMAIL_TAKEN()
  })

  const response = await app.inject('/')

  t.equal(response.statusCode, 409)
  t.equal(response.json().code, 'EMAIL_TAKEN')
  t.equal(response.headers['content-length'], String(Buffer.byteLength(response.body)))
  t.match(response.headers, { 'cache-control': 'no-store', 'x-frame-options': 'DENY', 'set-cookie': 'a=b', 'access-control-allow-origin': '*' })
  for (const name of ['etag', 'last-modified', 'location', 'content-encoding', 'content-range', 'surrogate-control']) t.notOk(response.headers[name], name)
})

test('a header that describes another body goes, and one that says more stays, one by one', async (t) => {
  const headers = { etag: '"x"', location: '/x', 'content-encoding': 'gzip', 'transfer-encoding': 'chunked', 'content-length': '1', 'x-limit': '5', vary: 'origin' }
  const payloads = new WeakMap<FastifyReply, unknown>()
  const ways: Record<string, (reply: FastifyReply, name: string, value: string) => void> = {
    'reply.header()': (reply, name, value) => { reply.header(name, value) },
    'a name with capitals, in writeHead()': (reply, name, value) => {
      const length = String(Buffer.byteLength(String(payloads.get(reply))))
      reply.raw.writeHead(200, { ...reply.getHeaders() as Record<string, string>, 'content-length': length, [name.toUpperCase()]: value })
    },
    'reply.raw.setHeader()': (reply, name, value) => { reply.raw.setHeader(name, value) }
  }
  for (const [way, set] of Object.entries(ways)) {
    for (const [name, value] of Object.entries(headers)) {
      const { app } = await createService()
      t.teardown(() => app.close())
      app.addHook('onSend', async (request, reply, payload) => {
        payloads.set(reply, payload)
        set(reply, name, value)
      })
      app.get('/', async (request, reply) => reply.problem('EMAIL_TAKEN'))

      const response = await fetch(await listen(app))

      const length = (await response.arrayBuffer()).byteLength
      t.equal(response.headers.get('content-length'), String(length), `${name} by ${way}`)
      if (name === 'x-limit' || name === 'vary') t.equal(response.headers.get(name), value, `${name} by ${way}`)
      else if (name !== 'content-length') t.equal(response.headers.get(name), null, `${name} by ${way}`)
    }
  }
})

test('hooks of onSend see the text and its media type, and what they send instead is not sent', async (t) => {
  const { app, log } = await createService()
  t.teardown(() => app.close())
  const seen: unknown[] = []
  app.addHook('onSend', async (request, reply, payload) => {
    seen.push([reply.getHeader('content-type'), payload])
    return 'another body'
  })
  app.get('/', async (request, reply) => {
    reply.serializer(() => { throw new Error('a serializer') })
    return reply.problem('EMAIL_TAKEN')
  })

  const response = await fetch(await listen(app))
  const body = await response.text()

  t.strictSame(seen, [['application/problem+json', body]])
  t.equal(response.headers.get('content-type'), 'application/problem+json')
  t.equal(JSON.parse(body).code, 'EMAIL_TAKEN')
  t.strictSame(log.filter(({ msg }) => !msg.startsWith('Server listening')).map(({ code }) => code), ['EMAIL_TAKEN'])
})

test('a detail arrives as it was written, whatever characters it has', async (t) => {
  const odd = '"\\/\u{1F600}\ud800é</script>'
  const quoted = defineCatalog({
    QUOTED: { status: 400, title: 'A "title"', detail: `"{text}" is not ${odd}`, extensions: Type.Object({ text: Type.String() }) }
  })
  const { app } = await createService({ catalog: quoted })
  t.teardown(() => app.close())
  app.get('/', async () => { throw new quoted.QUOTED({ text: `{text}${odd}` }) })
  app.get('/given', async () => { throw new quoted.QUOTED({ text: odd }, { detail: odd }) })
  const origin = await listen(app)

  t.match(await (await fetch(origin)).json(), { title: 'A "title"', detail: `"{text}${odd}" is not ${odd}`, text: `{text}${odd}` })
  t.match(await (await fetch(`${origin}/given`)).json(), { detail: odd, text: odd })
})

test('a cookie of the problem joins those that are there, and those that a hook adds', async (t) => {
  const { app } = await createService()
  t.teardown(() => app.close())
  app.addHook('onSend', async (request, reply) => { reply.header('set-cookie', 'c=3') })
  app.get('/', async (request, reply) => reply.header('set-cookie', 'a=1').problem('EMAIL_TAKEN', {}, { headers: { 'set-cookie': 'b=2' } }))

  const response = await fetch(await listen(app))

  t.strictSame(response.headers.getSetCookie(), ['a=1', 'b=2', 'c=3'])
})

test('a cookie of the problem is sent where a hook takes all cookies away', async (t) => {
  const { app } = await createService()
  t.teardown(() => app.close())
  app.addHook('onSend', async (request, reply) => { reply.removeHeader('set-cookie') })
  app.get('/', async (request, reply) => reply.header('set-cookie', 'a=1').problem('EMAIL_TAKEN', {}, { headers: { 'set-cookie': 'b=2' } }))

  const response = await fetch(await listen(app))

  t.strictSame(response.headers.getSetCookie(), ['b=2'])
})

test('extensions of any name are sent where the schema says so, and none where there are none', async (t) => {
  const open = defineCatalog({ OPEN: { status: 400, title: 'Open', extensions: { type: 'object', properties: { a: { type: 'string' } }, additionalProperties: { type: 'number' } } } })
  const { app } = await createService({ catalog: open })
  app.get('/', async () => { throw new open.OPEN({ a: 'x', b: 1, c: { no: 'number' } } as never) })
  app.get('/none', async () => { throw new open.OPEN() })

  t.match((await app.inject('/')).json(), { code: 'OPEN', a: 'x', b: 1, c: undefined })
  t.same(Object.keys((await app.inject('/none')).json()), ['type', 'title', 'status', 'code', 'instance'])
})

test('extensions that are no object cost the extensions, and the operator hears of it', async (t) => {
  const { app, log } = await createService({ mapError: () => ({ problemType: catalog.ORDER_NOT_FOUND, extensions: 'abc' as never }) as never })
  app.get('/', async () => { throw new Error() })

  t.match((await app.inject('/')).json(), { code: 'ORDER_NOT_FOUND', orderId: undefined })
  t.match(log[0], { msg: /^'ORDER_NOT_FOUND' could not be written as it was given/, err: { message: 'extensions must be an object, got string' } })
})

test('the names of occurrences are random UUIDs, each another', (t) => {
  const names = Array.from({ length: 5000 }, newInstance)

  t.equal(new Set(names).size, names.length)
  for (const name of names) if (!/^urn:uuid:[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/.test(name)) t.fail(name)
  // RFC 9562 §5.4: all but the version and two bits of the variant is random.
  for (let place = 'urn:uuid:'.length; place < names[0]!.length; place++) {
    const digits = new Set(names.map((name) => name[place]))
    const fixed = [17, 22, 23, 27, 32].includes(place)
    t.equal(digits.size, fixed ? 1 : place === 28 ? 4 : 16, `place ${place}`)
  }
  t.end()
})

test('headers of another service do not leave with what mapError() makes of its failure', async (t) => {
  const upstream = createServer((_request, response) => {
    response.writeHead(200, { 'set-cookie': `session=${secret}`, 'x-internal': secret, 'content-length': '10' }).flushHeaders()
    setTimeout(() => response.destroy(), 20)
  }).listen(0, '127.0.0.1')
  await once(upstream, 'listening')
  t.teardown(() => upstream.close())
  const { port } = upstream.address() as { port: number }
  const { app } = await createService({ mapError: () => new catalog.MAINTENANCE() })
  t.teardown(() => app.close())
  app.get('/', async (_request, reply) => {
    const response = await fetch(`http://127.0.0.1:${port}/`)
    return reply.headers(Object.fromEntries(response.headers)).header('access-control-allow-origin', '*').send(response.body)
  })

  const response = await fetch(await listen(app))

  t.equal((await response.json() as { code: string }).code, 'MAINTENANCE')
  t.notMatch(JSON.stringify([...response.headers]), secret)
  t.equal(response.headers.get('access-control-allow-origin'), '*')
})

test('headers and texts outside ASCII arrive as they are', async (t) => {
  const { app } = await createService()
  t.teardown(() => app.close())
  app.get('/:orderId', async (request, reply) => {
    reply.header('x-name', 'Zo\u00eb')
    return reply.problem('ORDER_NOT_FOUND', { orderId: (request.params as { orderId: string }).orderId })
  })
  const base = await listen(app)

  for (const orderId of ['42', 'B\u00fcro', '\u4e2d\u6587']) {
    const response = await fetch(`${base}/${encodeURIComponent(orderId)}`)
    const body = Buffer.from(await response.arrayBuffer())
    t.equal(response.headers.get('x-name'), 'Zo\u00eb')
    t.equal(response.headers.get('content-length'), String(body.byteLength))
    t.equal(JSON.parse(body.toString()).orderId, orderId)
  }
})

test('a 416 keeps its Content-Range', async (t) => {
  const { app } = await createService()
  app.get('/', async () => { throw createError(416, 'no such range', { headers: { 'Content-Range': 'bytes */9' } }) })

  t.match((await app.inject('/')).headers, { 'content-range': 'bytes */9' })
})

test('an onSend hook that fails for good does not cost the client the problem, nor the operator the line', async (t) => {
  const { app, log } = await createService()
  app.get('/error', { onSend: async () => { throw new Error('store down') } }, async () => 'x')
  app.get('/string', { onSend: () => Promise.reject(secret) }, async () => 'x')
  app.get('/problem', { onSend: async () => { throw new Error('store down') } }, async (request, reply) => reply.problem('EMAIL_TAKEN'))
  app.get('/sync', { onSend: () => { throw new Error('store down') } }, async () => 'x')

  for (const [url, status, lines] of [['/error', 500, 1], ['/string', 500, 1], ['/problem', 409, 2], ['/sync', 500, 1]] as const) {
    log.length = 0
    const response = await app.inject(url)
    t.equal(response.statusCode, status, url)
    t.equal(response.headers['content-type'], 'application/problem+json', url)
    t.notMatch(response.body, /store down|p4ssw0rd/, url)
    t.equal(log.length, lines, url)
  }
  t.match(log, [{ level: 50, err: { message: 'store down' } }])
})

test('a header that Node refuses is dropped, the others stay', async (t) => {
  const { app } = await createService()
  app.get('/', async (request, reply) => {
    reply.raw.setHeader('x-good', 'yes')
    reply.header('x-bad', 'a\r\nb').header('x-fine', 'yes').header('x-gone', undefined)
    return 'x'
  })
  const base = await listen(app)
  t.teardown(() => app.close())

  const response = await fetch(base)

  t.equal(response.status, 500)
  t.equal(response.headers.get('content-type'), 'application/problem+json')
  t.equal(response.headers.get('x-good'), 'yes')
  t.equal(response.headers.get('x-fine'), 'yes')
  t.equal(response.headers.get('x-bad'), null)
})

test('what has begun as a success is broken off, never completed by a problem', async (t) => {
  const { app, log } = await createService()
  app.get('/raw', async (request, reply) => {
    reply.raw.writeHead(200, { 'content-length': '100' })
    reply.raw.write('half')
    throw new Error('late')
  })
  const base = await listen(app)
  t.teardown(() => app.close())

  await t.rejects(fetch(`${base}/raw`).then((response) => response.text()))
  t.match(log.filter(({ level }) => level === 50), [{ msg: 'failed after the headers were sent', err: { message: 'late' } }])
})

test('a second answer is left to Fastify, which says so', async (t) => {
  const { app, log } = await createService()
  app.get('/', (request, reply) => {
    reply.send('first')
    reply.problem('EMAIL_TAKEN')
  })

  t.equal((await app.inject('/')).body, 'first')
  t.match(log, [{ level: 40, err: { code: 'FST_ERR_REP_ALREADY_SENT' } }])
})

test('a client that is gone is no failure', async (t) => {
  const { app, log } = await createService()
  let fail: () => void = () => {}
  const failed = new Promise<void>((resolve) => app.get('/', async (request) => {
    await new Promise<void>((resolve) => request.raw.socket.once('close', resolve))
    fail = resolve
    setImmediate(fail)
    throw new Error('nobody reads this')
  }))
  const base = new URL(await listen(app))
  t.teardown(() => app.close())

  const socket = connect(Number(base.port), base.hostname)
  socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n')
  setTimeout(() => socket.destroy(), 50)
  await failed

  t.same(log.filter(({ level }) => level >= 40), [])
})

test('an extension that cannot be written is left out, and the operator hears of it', async (t) => {
  const { app, log } = await createService()
  app.get('/', async (request, reply) => reply.problem('ORDER_NOT_FOUND', { get orderId (): string { throw new Error('lazy') } }, { detail: 'x' }))

  const response = await app.inject('/')

  t.equal(response.statusCode, 404)
  t.match(response.json(), { code: 'ORDER_NOT_FOUND', instance: /^urn/ })
  t.notOk(response.json().orderId)
  t.match(log, [{ level: 50, err: { message: 'lazy' } }, { code: 'ORDER_NOT_FOUND' }])
})

test('extensions that do not fit are warned of outside production, once per code', async (t) => {
  const before = process.env['NODE_ENV']
  process.env['NODE_ENV'] = 'test'
  t.teardown(() => { process.env['NODE_ENV'] = before })
  const { app, log } = await createService()
  app.get('/', async (request, reply) => reply.problem('ORDER_NOT_FOUND', { orderId: 5 } as never))

  await app.inject('/')
  await app.inject('/')

  t.equal(log.filter(({ level, msg }) => level === 40 && /'ORDER_NOT_FOUND' do not fit/.test(msg)).length, 1)
})

test('mapError() is asked first, and its failure costs nothing', async (t) => {
  class Lost extends Error {}
  const { app, log } = await createService({
    mapError (error) {
      if (error instanceof Lost) return new catalog.ORDER_NOT_FOUND({ orderId: error.message })
      if (error instanceof RangeError) throw new Error('mapper')
      if (error instanceof SyntaxError) return { no: 'problem' } as never
    }
  })
  app.get('/lost', async () => { throw new Lost('9') })
  app.get('/range', async () => { throw new RangeError('x') })
  app.get('/syntax', async () => { throw new SyntaxError('x') })
  app.get('/other', async () => { throw new catalog.EMAIL_TAKEN() })

  t.match((await app.inject('/lost')).json(), { code: 'ORDER_NOT_FOUND', orderId: '9' })
  t.equal((await app.inject('/range')).json().code, 'INTERNAL_ERROR')
  t.match(log.at(-2), { msg: 'mapError() failed; it was passed over', err: { message: 'mapper' } })
  t.equal((await app.inject('/syntax')).json().code, 'INTERNAL_ERROR')
  t.match(log.at(-2)?.msg, /mapError\(\) returned something that is no problem/)
  t.equal((await app.inject('/other')).json().code, 'EMAIL_TAKEN')
})

test('onProblem() is told of every problem, and its failure costs nothing', async (t) => {
  const events: ProblemEvent[] = []
  const { app, log } = await createService({
    onProblem (event) {
      events.push(event)
      if (event.problem.code === 'EMAIL_TAKEN') throw new Error('observer')
      if (event.problem.code === 'MAINTENANCE') return Promise.reject(new Error('async observer'))
    }
  })
  const bug = new Error('bug')
  app.get('/bugs/:id', async () => { throw bug })
  app.get('/taken', async (request, reply) => reply.problem('EMAIL_TAKEN'))
  app.get('/down', async (request, reply) => reply.problem('MAINTENANCE'))
  app.get('/old', async (request, reply) => reply.problem('OLD_CODE'))

  await app.inject('/bugs/1')
  t.equal((await app.inject('/taken')).statusCode, 409)
  t.equal((await app.inject('/down')).statusCode, 503)
  await app.inject('/old')
  await app.inject('/nowhere')

  t.match(events[0], { route: '/bugs/:id', origin: 'unknown', error: bug, deprecated: false, problem: { code: 'INTERNAL_ERROR', status: 500, instance: /^urn/ } })
  t.equal(events[0]?.request?.params && (events[0].request.params as { id: string }).id, '1')
  t.match(events.map(({ problem }) => problem.code), ['INTERNAL_ERROR', 'EMAIL_TAKEN', 'MAINTENANCE', 'OLD_CODE', 'NOT_FOUND'])
  t.equal(events[3]?.deprecated, true)
  t.equal(events[4]?.route, undefined)
  t.equal(log.filter(({ msg }) => msg === 'onProblem() failed').length, 2)
})

test('a code that a route sends without declaring it is named once', async (t) => {
  const { app, log } = await createService({ undeclared: 'warn' })
  app.get('/orders/:id', { schema: { problems: ['ORDER_NOT_FOUND'] } as never }, async (request, reply: AnyReply) => reply.problem('EMAIL_TAKEN'))
  app.get('/fine', { schema: { problems: ['ORDER_NOT_FOUND'] } as never }, async () => { throw new Error('automatic') })
  app.get('/free', async (request, reply) => reply.problem('EMAIL_TAKEN'))

  for (const url of ['/orders/1', '/orders/2', '/fine', '/free']) await app.inject(url)

  t.same(log.filter(({ level }) => level === 40).map(({ msg }) => msg),
    ["GET /orders/:id sent 'EMAIL_TAKEN' without declaring it: add it to schema.problems"])
})

test('config: { problems: false } leaves a route to Fastify', async (t) => {
  const { app } = await createService()
  app.get('/', { config: { problems: false } }, async () => { throw createError(404, 'plain') })

  t.match((await app.inject('/')).json(), { error: 'Not Found', message: 'plain' })
})

test('the handler of a child plugin wins, and what it passes on comes back', async (t) => {
  const { app } = await createService()
  app.register(async (child) => {
    child.setErrorHandler((error: Error, request, reply) => {
      if (error.message === 'mine') return reply.code(418 as never).type('text/html').send('<h1>mine</h1>' as never)
      throw error
    })
    child.get('/mine', async () => { throw new Error('mine') })
    child.get('/yours', async () => { throw new catalog.EMAIL_TAKEN() })
  })

  const mine = await app.inject('/mine')

  t.equal(mine.statusCode, 418)
  t.equal(mine.body, '<h1>mine</h1>')
  t.equal((await app.inject('/yours')).json().code, 'EMAIL_TAKEN')
})

test('an error handler of one\'s own uses toProblem() and sendProblem()', async (t) => {
  const { app } = await createService({ errorHandler: false, notFoundHandler: false })
  app.setErrorHandler((error, request, reply) => sendProblem(reply, toProblem(error, request, reply)))
  app.setNotFoundHandler((request, reply) => { sendProblem(reply, toProblem(createError(404), request, reply)) })
  app.get('/', async () => { throw new Error(secret) })

  t.equal((await app.inject('/')).json().code, 'INTERNAL_ERROR')
  t.equal((await app.inject('/nowhere')).json().code, 'NOT_FOUND')
})

test('routes that were added before the plugin are covered, and named at start-up', async (t) => {
  const log: { level: number, msg: string, code?: string }[] = []
  const app = Fastify({ disableRequestLogging: true, logger: { stream: { write (line: string) { log.push(JSON.parse(line)) } } } })
  app.get('/early/:id', async () => { throw new catalog.EMAIL_TAKEN() })
  app.register(async (child) => {
    child.get('/child', async () => { throw new Error(secret) })
    child.get('/child/twice', async () => 'x')
  })
  app.register(async (child) => {
    child.setErrorHandler((error, request, reply) => reply.code(500).send(`own ${(error as Error).message}`))
    child.get('/own', async () => { throw new Error('page') })
  })
  app.register(problemJson, { catalog })
  app.get('/late', async () => { throw new Error(secret) })
  await app.ready()

  t.match(log[0], { level: 40, msg: /^10 routes were added before fastify-problem-json .*GET \/early\/:id.*GET \/child\/twice.*: register the plugin first, with await$/ })
  for (const [url, code] of [['/early/1', 'EMAIL_TAKEN'], ['/child', 'INTERNAL_ERROR'], ['/late', 'INTERNAL_ERROR']] as const) {
    const response = await app.inject(url)
    t.equal(response.json().code, code, url)
    t.equal(response.headers['content-type'], 'application/problem+json', url)
    t.notMatch(response.body, secret, url)
  }
  t.equal((await app.inject('/own')).body, 'own page')
})

test('every instance knows its catalog, and a child can have another', async (t) => {
  const { app } = await createService()
  const other = defineCatalog({ PAGE_LOST: { status: 404, title: 'Page lost', replaces: 'NOT_FOUND' } })
  await app.register(async (child) => {
    await child.register(problemJson, { catalog: other })
    child.get('/lost', async (request, reply: AnyReply) => reply.problem('PAGE_LOST'))
    child.get('/foreign', async () => { throw new catalog.EMAIL_TAKEN() })
    t.equal(child.problems as unknown, other)
  }, { prefix: '/pages' })
  app.get('/taken', async (request, reply) => reply.problem('EMAIL_TAKEN'))

  t.equal(app.problems as unknown, catalog)
  t.equal((await app.inject('/pages/lost')).json().code, 'PAGE_LOST')
  t.equal((await app.inject('/pages/nowhere')).json().code, 'PAGE_LOST')
  t.equal((await app.inject('/pages/foreign')).json().code, 'INTERNAL_ERROR')
  t.equal((await app.inject('/nowhere')).json().code, 'NOT_FOUND')
  t.equal((await app.inject('/taken')).json().code, 'EMAIL_TAKEN')
})

test('the problem of an included catalog is sent as it is, and its standard types as ours', async (t) => {
  const billing = defineCatalog({ CARD_DECLINED: { status: 402, title: 'Card declined' } }, { base: '/billing/' })
  const all = defineCatalog({}, { base: '/all/', include: [billing] })
  const app = Fastify()
  await app.register(problemJson, { catalog: all })
  app.get('/own', async () => { throw new billing.CARD_DECLINED() })
  app.get('/standard', async () => { throw new billing.CONFLICT({ resource: 'Card' }) })

  t.equal((await app.inject('/own')).json().type, '/billing/card-declined')
  t.match((await app.inject('/standard')).json(), { type: '/all/conflict', resource: 'Card' })
})

const wrong: readonly (readonly [object, RegExp])[] = [
  [{ catalog: undefined }, /^The option 'catalog' must be a catalog made by defineCatalog\(\), got nothing/],
  [{ catalog: {} }, /^The option 'catalog' must be a catalog made by defineCatalog\(\), got \{\}$/],
  [{ mapErrors: () => {} }, /^An option of fastify-problem-json must be one of catalog, .*, got 'mapErrors'$/],
  [{ mapError: 'x' }, /^The option 'mapError' must be a function/],
  [{ errorHandler: () => {} }, /^The option 'errorHandler' must be a boolean, got a function$/],
  [{ methodNotAllowed: ['/admin'] }, /^The option 'methodNotAllowed' must be a boolean, or/],
  [{ methodNotAllowed: { except: ['admin'] } }, /^The option 'methodNotAllowed' must be/],
  [{ notFoundPreHandler: [1] }, /^The option 'notFoundPreHandler' must be/],
  [{ requestIdHeader: 'a b' }, /^The option 'requestIdHeader' must be the name of a header, or false, got "a b"$/],
  [{ undeclared: 'throw' }, /^The option 'undeclared' must be 'ignore' or 'warn'/],
  [{ maxValidationErrors: 0 }, /^The option 'maxValidationErrors' must be an integer above 0/],
  [{ onProblem: Symbol('x') }, /^The option 'onProblem' must be a function .* got Symbol\(x\)$/]
]

test('a mistake in the options stops the start with one clear message', async (t) => {
  for (const [options, message] of wrong) {
    const app = Fastify()
    await t.rejects(Promise.resolve(app.register(problemJson, { catalog, ...options } as ProblemJsonOptions)), { message })
  }
})

test('a mistake in schema.problems stops the start with one clear message', async (t) => {
  for (const [problems, message] of [
    ['ORDER_NOT_FOUND', /^schema\.problems of GET \/x must be a list of codes, got "ORDER_NOT_FOUND"$/],
    [['NOPE'], /^schema\.problems of GET \/x must hold codes of the catalog, got 'NOPE'$/],
    [['ONE', 'TWO'], /^schema\.problems of GET \/x must hold one code that refines 'NOT_FOUND', got 'ONE' and 'TWO'$/]
  ] as const) {
    const row = { status: 404, title: 'x', refines: 'NOT_FOUND' } as const
    const app = Fastify()
    await app.register(problemJson, { catalog: defineCatalog({ ONE: row, TWO: row, ORDER_NOT_FOUND: { status: 404, title: 'x' } }) })
    t.throws(() => app.get('/x', { schema: { problems } as never }, async () => 'x'), { message })
  }
})

test('registering twice on one instance, or where a not-found handler is, says what to do', async (t) => {
  const { app } = await createService()
  await t.rejects(Promise.resolve(app.register(problemJson, { catalog })), { message: /is registered twice on one instance/ })

  const second = await createService()
  await t.rejects(Promise.resolve(second.app.register(async (child) => { await child.register(problemJson, { catalog }) })),
    { message: /cannot answer unknown routes of '\/': that prefix has a not-found handler already\. Pass \{ notFoundHandler: false \}/ })
})

test('the request id is sent where it is safe, under the name that the option gives', async (t) => {
  const { app } = await createService({ requestIdHeader: 'X-Correlation-Id' }, { genReqId: (request) => String(request.headers['x-id']) })
  const none = await createService({ requestIdHeader: false })

  t.equal((await app.inject({ url: '/', headers: { 'x-id': 'abc:1.2-3' } })).headers['x-correlation-id'], 'abc:1.2-3')
  t.notOk((await app.inject({ url: '/', headers: { 'x-id': 'a b' } })).headers['x-correlation-id'])
  t.notOk((await none.app.inject('/')).headers['x-request-id'])
})

test('a problem that cannot be read is sent with the constants of its type, and everybody hears of what was sent', async (t) => {
  const events: ProblemEvent[] = []
  const { app, log } = await createService({ onProblem: (event) => { events.push(event) } })
  app.get('/', async () => {
    const error = new catalog.EMAIL_TAKEN()
    Object.defineProperty(error, 'retryAfter', { get () { throw new Error('trap') } })
    throw error
  })

  const response = await app.inject('/')

  t.equal(response.headers['content-type'], 'application/problem+json')
  t.match(response.json(), { code: 'EMAIL_TAKEN', status: 409, instance: /^urn/ })
  t.match(log, [{ level: 50, err: { message: 'trap' } }, { code: 'EMAIL_TAKEN' }])
  t.strictSame(events.map(({ problem }) => problem), [response.json()])
})

test('a problem of a foreign catalog that is sent by hand is an internal error', async (t) => {
  const { app, log } = await createService()
  const foreign = defineCatalog({ FOREIGN: { status: 404, title: secret } })
  app.get('/', async (request, reply) => sendProblem(reply, new foreign.FOREIGN({}, { cause: new Error('behind') })))

  const response = await app.inject('/')

  t.equal(response.json().code, 'INTERNAL_ERROR')
  t.notMatch(response.body, secret)
  t.match(log.at(-1), { level: 50, code: 'INTERNAL_ERROR', status: 500, instance: response.json().instance, err: { message: 'behind' } })
})

test('a logger that throws costs the line and not the answer', async (t) => {
  const fail = () => { throw new Error('disk full') }
  let listening = false
  const info = () => { if (listening) fail() }
  const quiet = () => {}
  const loggerInstance = { info, error: fail, warn: fail, fatal: fail, debug: quiet, trace: quiet, level: 'info', child: (): unknown => loggerInstance }
  const { app } = await createService({ onProblem: fail }, {
    ...problemServerOptions({ clientErrorHandler: fail }),
    logger: undefined as never,
    loggerInstance: loggerInstance as never
  })
  t.teardown(() => app.close())
  app.get('/', async () => { throw new Error(secret) })
  const base = await listen(app)
  listening = true

  t.equal((await app.inject('/')).json().code, 'INTERNAL_ERROR')
  t.match(await speak(base, 'garbage\r\n\r\n'), /"code":"INVALID_REQUEST"/)
})

test('malformed HTTP, too large headers and a request that does not arrive are problems on the raw socket', async (t) => {
  const { app, log } = await createService({}, { requestTimeout: 200, http: { connectionsCheckingInterval: 50, headersTimeout: 150, requestTimeout: 200 } } as never)
  const base = new URL(await listen(app))
  t.teardown(() => app.close())
  const send = (text: string) => new Promise<string>((resolve) => {
    const socket = connect(Number(base.port), base.hostname)
    let answer = ''
    socket.on('data', (chunk) => { answer += chunk })
    socket.on('close', () => resolve(answer))
    socket.on('error', () => {})
    socket.write(text)
  })

  for (const [text, status, code] of [
    ['garbage\r\n\r\n', 400, 'INVALID_REQUEST'],
    [`GET / HTTP/1.1\r\nHost: x\r\nX-A: ${'a'.repeat(20_000)}\r\n\r\n`, 431, 'REQUEST_HEADERS_TOO_LARGE'],
    ['GET / HTTP/9.9\r\nHost: x\r\n\r\n', 505, 'HTTP_VERSION_NOT_SUPPORTED'],
    ['GET / HTTP/1.1\r\nHost: x\r\n', 408, 'REQUEST_TIMEOUT']
  ] as const) {
    const answer = await send(text)
    const [head = '', body = ''] = answer.split('\r\n\r\n')
    t.match(head, new RegExp(`^HTTP/1.1 ${status} `), code)
    t.match(head, /content-type: application\/problem\+json\r\n/, code)
    t.match(head, `content-length: ${Buffer.byteLength(body)}`, code)
    t.match(JSON.parse(body), { status, code, instance: /^urn/ }, code)
    t.match(log.at(-1), { level: 30, code }, code)
  }
})

test('onProblem() is told of malformed HTTP, without a request, and its failure costs nothing', async (t) => {
  const events: ProblemEvent[] = []
  const { app, log } = await createService({
    onProblem (event) {
      events.push(event)
      throw new Error('observer')
    }
  })
  t.teardown(() => app.close())
  const base = await listen(app)
  log.length = 0

  const answer = await speak(base, 'garbage\r\n\r\n')

  t.strictSame(events.map(({ origin, request, route, deprecated }) => ({ origin, request, route, deprecated })), [{ origin: 'framework', request: undefined, route: undefined, deprecated: false }])
  t.strictSame(events[0]!.problem, JSON.parse(answer.split('\r\n\r\n')[1]!))
  t.match(events[0]!.error, { code: 'HPE_INVALID_METHOD' })
  t.match(log, [{ msg: 'onProblem() failed', level: 50 }, { code: 'INVALID_REQUEST', level: 30 }])
})

test('garbage behind a request that is being answered does not corrupt the answer', async (t) => {
  const { app } = await createService()
  app.get('/', (request, reply) => {
    reply.raw.writeHead(200, { 'content-length': '8' })
    reply.raw.write('half')
    reply.hijack()
  })
  const base = new URL(await listen(app))
  t.teardown(() => app.close())

  const answer = await new Promise<string>((resolve) => {
    const socket = connect(Number(base.port), base.hostname)
    let text = ''
    socket.on('data', (chunk) => {
      text += chunk
      if (text.endsWith('half')) socket.write('garbage\r\n\r\n')
    })
    socket.on('close', () => resolve(text))
    socket.on('error', () => {})
    socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n')
  })

  t.notMatch(answer, 'problem+json')
  t.match(answer, /half$/)
})

test('a failed validation is an Error with the text that Fastify gives it, and without a stack', async (t) => {
  const schema = { body: { type: 'object', required: ['sku'], properties: { size: { type: 'object', properties: { width: { type: 'integer' } } } } } }
  const errorOf = async (options: object) => {
    const app = Fastify({ ...options, ajv: { customOptions: { allErrors: true } } })
    app.post('/', { schema, attachValidation: true }, async (request, reply) => {
      const { validationError } = request
      return reply.code(400).send({
        text: String(validationError),
        name: validationError!.name,
        statusCode: (validationError as { statusCode?: number }).statusCode,
        isError: validationError instanceof Error,
        frames: validationError!.stack!.split('\n').length,
        stackStart: validationError!.stack!.split('\n', 1)[0],
        own: Object.keys(validationError!)
      })
    })
    return (await app.inject({ method: 'POST', url: '/', payload: { size: { width: 'x' } } })).json()
  }
  const { frames, ...usual } = await errorOf({})
  t.ok(frames > 1)
  t.strictSame(await errorOf(problemServerOptions()), { ...usual, frames: 1 })
  t.match(usual.text, 'body must have required property')

  const error = toSchemaError([], 'body')
  error.stack = 'cut by a tracer'
  t.equal(error.stack, 'cut by a tracer')

  const own = await errorOf(problemServerOptions({ schemaErrorFormatter: () => new TypeError('my own') }))
  t.equal(own.text, 'TypeError: my own')
})

test('a validator of one\'s own may say what it likes', async (t) => {
  for (const said of ['bad', [], [null], [{ message: 'is bad' }], { length: 1 }]) {
    const { app } = await createService()
    app.setValidatorCompiler(() => () => ({ error: said as never }))
    app.post('/', { schema: { body: {} } }, async () => 'x')
    const response = await app.inject({ method: 'POST', url: '/', payload: { a: 1 } })
    t.match(response.json(), { status: 400, code: 'VALIDATION_ERROR' }, JSON.stringify(said))
  }
})

test('handlers of one\'s own for what comes before routing are asked first', async (t) => {
  const calls: string[] = []
  const app = Fastify({
    ...problemServerOptions({
      frameworkErrors (error, request, reply) {
        calls.push(error.code)
        if (request.url.startsWith('/mine')) (reply as unknown as FastifyReply).code(400).send('mine')
        if (request.url.startsWith('/throws')) throw new Error('handler')
        if (request.url.startsWith('/yours')) (reply as unknown as FastifyReply).header('access-control-allow-origin', '*')
      },
      clientErrorHandler (error) { calls.push((error as { code?: string }).code ?? '') }
    })
  })
  app.get('/:id', async () => 'x')

  t.equal((await app.inject('/mine%E0%A4%A')).body, 'mine')
  t.equal((await app.inject('/throws%E0%A4%A')).json().code, 'INVALID_REQUEST')
  const yours = await app.inject('/yours%E0%A4%A')
  t.match([yours.json().code, yours.headers['access-control-allow-origin']], ['INVALID_REQUEST', '*'])
  const base = new URL(await listen(app))
  t.teardown(() => app.close())
  await new Promise<void>((resolve) => {
    const socket = connect(Number(base.port), base.hostname)
    socket.on('close', () => resolve()).on('error', () => {}).on('data', () => {})
    socket.write('garbage\r\n\r\n')
  })
  t.same(calls, ['FST_ERR_BAD_URL', 'FST_ERR_BAD_URL', 'FST_ERR_BAD_URL', 'HPE_INVALID_METHOD'])
})

test('a socket that nobody reads is closed without an answer', async (t) => {
  const { clientErrorHandler } = problemServerOptions()
  const app = Fastify()
  const server = createServer().listen(0, '127.0.0.1')
  t.teardown(() => { server.close() })
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as { port: number }
  const accepted = new Promise<import('node:net').Socket>((resolve) => server.once('connection', resolve))
  const client = connect(port, '127.0.0.1').on('error', () => {})
  const socket = await accepted

  clientErrorHandler.call(app, Object.assign(new Error('reset'), { code: 'ECONNRESET' }), socket)

  t.ok(socket.destroyed)
  client.destroy()
})
