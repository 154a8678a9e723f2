/** Whatever a service throws, rejects or passes on: which problem it becomes, and that nothing of it leaks. */
import { runInNewContext } from 'node:vm'
import createError from 'http-errors'
import fastifyError from '@fastify/error'
import * as Boom from '@hapi/boom'
import { test } from 'tap'
import { defineCatalog, sendProblem, toProblem } from '../../../lib/index.js'
import { standardDetail } from '../../fixtures/failing.js'
import { catalog, createService, secret } from '../../fixtures/server.js'

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
  ['a status of no standard type', Object.assign(new Error('teapot'), { statusCode: 418 }), 418, 'BAD_REQUEST', 'teapot'],
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

test('each error of an own class says what it says itself, whatever the last one of its class said', async (t) => {
  class Refused extends Error {
    constructor (message: string, readonly statusCode: number, more: object = {}) {
      super(message)
      Object.assign(this, more)
    }
  }
  const own = defineCatalog({ SOLD_OUT: { status: 409, title: 'Sold out' } })
  const { app } = await createService({ catalog: own })
  const errors: readonly (readonly [Error, string, boolean])[] = [
    [new Refused('first', 409), 'CONFLICT', true],
    [new Refused('second', 409), 'CONFLICT', true],
    [new Refused('hidden', 409, { expose: false }), 'CONFLICT', false],
    [new Refused('shown', 409), 'CONFLICT', true],
    [new Refused('of the catalog', 409, { code: 'SOLD_OUT' }), 'SOLD_OUT', true],
    [new Refused('another status', 410), 'GONE', true],
    [new Refused('of the server', 503), 'SERVICE_UNAVAILABLE', false],
    [new Refused('an answer', 409, { response: { status: 409, headers: {} } }), 'EXTERNAL_SERVICE_ERROR', false],
    [new Refused('last', 409), 'CONFLICT', true]
  ]
  app.get('/:index', async (request) => { throw errors[Number((request.params as { index: string }).index)]![0] })

  for (const [index, [{ message }, code, isShown]] of errors.entries()) {
    const { detail, ...problem } = (await app.inject(`/${index}`)).json()
    t.equal(problem.code, code, message)
    t.equal(detail === message, isShown, message)
  }
})

test('a status that was set before a throw is kept, but 500', async (t) => {
  const { app } = await createService()
  app.get('/409', async (request, reply) => { reply.code(409); throw new Error(secret) })
  app.get('/500', async (request, reply) => { reply.code(500); throw new Error(secret) })

  t.match((await app.inject('/409')).json(), { code: 'CONFLICT', status: 409 })
  t.equal((await app.inject('/409')).json().detail, standardDetail('CONFLICT'))
  t.match((await app.inject('/500')).json(), { code: 'INTERNAL_ERROR' })
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
  t.match(log.at(-2), { msg: 'mapError() failed; it was ignored', err: { message: 'mapper' } })
  t.equal((await app.inject('/syntax')).json().code, 'INTERNAL_ERROR')
  t.match(log.at(-2)?.msg, /mapError\(\) returned a value that is not a problem/)
  t.equal((await app.inject('/other')).json().code, 'EMAIL_TAKEN')
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
