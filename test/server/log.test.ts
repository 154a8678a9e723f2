/** What the operator reads in the log, and what `onProblem()` is told. */
import fastifyRateLimit from '@fastify/rate-limit'
import fastifyUnderPressure from '@fastify/under-pressure'
import { test } from 'tap'
import { problemServerOptions } from '../../lib/index.js'
import type { ProblemEvent } from '../../lib/index.js'
import { createService, listen, secret } from '../fixtures/server.js'
import { until } from '../fixtures/until.js'
import { speak } from '../fixtures/wire.js'

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

test('a serializer that fails costs the error and not the line', async (t) => {
  const lines: string[] = []
  const logger = { stream: { write (line: string) { lines.push(line) } }, serializers: { err () { throw new Error('serializer') } } }
  const { app } = await createService({}, { logger })
  app.get('/', async () => { throw new Error(secret) })

  await app.inject('/')

  t.match(lines.map((line) => JSON.parse(line) as unknown), [{ level: 50, code: 'INTERNAL_ERROR', route: '/', instance: String, err: undefined }])
})

test('a logger with one function for all levels gets its lines', async (t) => {
  const lines: unknown[] = []
  const log = (line: unknown) => { lines.push(line) }
  const loggerInstance = { level: 'info', trace () {}, debug () {}, info: log, warn: log, error: log, fatal: log, child () { return this } }
  const { app } = await createService({}, { logger: undefined, loggerInstance })
  app.get('/', async () => { throw new Error(secret) })

  await app.inject('/')

  t.match(lines, [{ code: 'INTERNAL_ERROR', err: { message: secret } }])
})

test('a line names the route and says what was wrong, without a value of the request', async (t) => {
  const { app, log } = await createService()
  app.get('/orders/:id', { schema: { querystring: { type: 'object', properties: { page: { type: 'integer' } } } } }, async (request, reply) => {
    const { id } = request.params as { id: string }
    if (id === 'sent') return reply.problem('EMAIL_TAKEN', {}, { detail: 'Taken twice.' })
    throw Object.assign(new Error('token expired', { cause: new Error('clock') }), { statusCode: 401 })
  })

  for (const url of ['/orders/sent', `/orders/x?page=${secret}`, '/orders/thrown', '/unknown']) await app.inject(url)

  const route = '/orders/:id'
  t.match(log, [
    { code: 'EMAIL_TAKEN', method: 'GET', route, origin: 'application', detail: 'Taken twice.' },
    { code: 'VALIDATION_ERROR', method: 'GET', route, origin: 'validation', errors: [{ in: 'query', name: 'page', code: /./ }] },
    { status: 401, method: 'GET', route, cause: { type: 'Error', message: 'token expired', causes: [{ message: 'clock' }] } },
    { code: 'NOT_FOUND', method: 'GET', origin: 'application' }
  ])
  t.notMatch(JSON.stringify(log), secret)
})

test('the line of a limit has what the limiter says, in numbers, and not who was limited', async (t) => {
  const { app, log } = await createService()
  await app.register(fastifyRateLimit, { max: 1, timeWindow: '1 minute', keyGenerator: () => secret })
  app.get('/', async () => 'fine')
  app.post('/body', { bodyLimit: 5, config: { rateLimit: false } }, async () => 'fine')

  await app.inject('/')
  await app.inject('/')
  await app.inject({ method: 'POST', url: '/body', payload: { name: secret } })

  t.match(log, [
    { code: 'RATE_LIMITED', origin: 'rate-limit', limit: { max: 1, remaining: 0, reset: 60 }, cause: { message: /^Rate limit exceeded/ } },
    { code: 'PAYLOAD_TOO_LARGE', limit: { bytes: 5 } }
  ])
  t.notMatch(JSON.stringify(log), secret)
})

test('the line of a limit has the names of the draft as its own, and what is no number is not there', async (t) => {
  const { app, log } = await createService()
  await app.register(fastifyRateLimit, { max: 1, timeWindow: '1 minute', enableDraftSpec: true, addHeaders: { 'retry-after': true } })
  app.get('/', async () => 'fine')
  app.get('/own', { config: { rateLimit: false } }, async (request, reply) => reply.header('x-ratelimit-limit', secret).problem('QUOTA_USED_UP'))

  await app.inject('/')
  await app.inject('/')
  await app.inject('/own')

  t.match(log, [{ limit: { max: 1, remaining: 0, reset: 60 } }, { code: 'QUOTA_USED_UP' }])
  t.notMatch(JSON.stringify(log), secret)
})

test('the line of a process under pressure has what was measured', async (t) => {
  const { app, log } = await createService()
  await app.register(fastifyUnderPressure, { maxRssBytes: 1, sampleInterval: 10 })
  app.get('/', async () => 'fine')
  await app.ready()

  await until(() => (app as unknown as { memoryUsage: () => { rssBytes: number } }).memoryUsage().rssBytes > 0)
  await app.inject('/')
  await app.close()

  t.match(log, [{ code: 'OVERLOADED', limit: { eventLoopUtilized: Number, heapUsed: Number, rssBytes: Number } }])
})

test('a thrown nothing, a status and a number are in the line, since nothing else tells them apart', async (t) => {
  const { app, log } = await createService()
  const thrown = [null, { statusCode: 200, secret }, Object.assign(new Error('x'), { errno: -4 }), Object.assign(new Error('Response Error'), { response: { status: 404, data: secret } })]
  app.get('/:index', async (request) => { throw thrown[Number((request.params as { index: string }).index)] })

  for (const index of thrown.keys()) await app.inject(`/${index}`)

  t.match(log.map(({ err }) => err), [
    { type: 'null', message: 'a thrown null' },
    { type: 'Object', message: 'a thrown object', status: 200 },
    { type: 'Error', errno: -4 },
    { type: 'Error', message: 'Response Error', status: 404 }
  ])
  t.notMatch(JSON.stringify(log), secret)
})

test('the line of a refused media type says what was wrong with it, and not what it was', async (t) => {
  const { app, log } = await createService()
  app.post('/', async () => 'fine')

  for (const type of [undefined, secret, `application/${secret}`]) {
    await app.inject({ method: 'POST', url: '/', payload: 'x', headers: { ...type && { 'content-type': type } } })
  }

  t.strictSame(log.map((line) => (line as { contentType?: string }).contentType), ['missing', 'malformed', 'unsupported'])
  t.notMatch(JSON.stringify(log), secret)
})

test('the line of a URL that Fastify refuses does not quote it', async (t) => {
  const { app, log } = await createService()
  app.get('/orders/:id', async () => 'fine')

  for (const url of [`/orders/%zz${secret}`, `/orders/${secret.repeat(100)}`]) await app.inject(url)

  t.equal(log.length, 2)
  t.match(log[0], { code: 'INVALID_REQUEST', cause: { code: 'FST_ERR_BAD_URL', message: 'The URL is not validly percent-encoded.' } })
  t.notMatch(JSON.stringify(log), secret)
})

const fail = (): never => { throw new Error(secret) }
const revoked = () => {
  const { proxy, revoke } = Proxy.revocable({}, {})
  revoke()
  return proxy
}
const trap = () => new Proxy(new Error('trapped'), { get: fail, has: fail, ownKeys: fail, getPrototypeOf: fail, getOwnPropertyDescriptor: fail })
const circular = () => {
  const [one, other] = [new Error('one'), new Error('other')]
  return Object.assign(one, { cause: Object.assign(other, { cause: one, errors: [one, other] }) })
}
const withGetter = (name: string) => Object.defineProperty(new Error('hostile'), name, { get: fail })
const hostile: Record<string, () => unknown> = {
  'a revoked proxy': revoked,
  'a proxy that throws at every look': trap,
  'a cause that is a revoked proxy': () => new Error('outer', { cause: revoked() }),
  'a cause that throws at every look': () => new Error('outer', { cause: trap() }),
  'errors that are a revoked proxy': () => Object.assign(new Error('outer'), { errors: revoked() }),
  'errors whose slice, map and iterator throw': () =>
    Object.assign(new Error('outer'), { errors: Object.assign([new Error('inner')], { slice: fail, map: fail, flatMap: fail, [Symbol.iterator]: fail }) }),
  'errors whose length throws': () => Object.assign(new Error('outer'), { errors: Object.defineProperty({}, 'length', { get: fail }) }),
  'causes in a circle': circular,
  'a long chain': () => Array.from({ length: 5_000 }).reduce<Error>((cause) => new Error('link', { cause }), new Error('root')),
  'a code that is a symbol': () => Object.assign(new Error('outer'), { code: Symbol('code'), name: Symbol('name'), statusCode: 10n }),
  'a toJSON and a toString that throw': () => Object.assign(new Error('outer'), { toJSON: fail, toString: fail, [Symbol.toPrimitive]: fail }),
  'no prototype': () => Object.assign(Object.create(null) as object, { message: 'bare', cause: 'text' }),
  'a constructor that throws': () => Object.defineProperty(new Error('outer'), 'constructor', { get: fail }),
  ...Object.fromEntries(['message', 'stack', 'name', 'code', 'cause', 'errors', 'statusCode', 'original', 'response', '$metadata', 'headers']
    .map((name) => [`a getter of ${name} that throws`, () => withGetter(name)]))
}

test('whatever is thrown, there is one answer and one line, and the process lives', async (t) => {
  const { app, log } = await createService({}, { genReqId: () => Symbol('id') })
  for (const [index, make] of Object.values(hostile).entries()) app.get(`/${index}`, async () => { throw make() })

  for (const [index, name] of Object.keys(hostile).entries()) {
    log.length = 0
    const response = await app.inject(`/${index}`)

    t.match(response.headers['content-type'], 'application/problem+json', name)
    t.match(response.json(), { code: 'INTERNAL_ERROR', status: 500 }, name)
    t.match(log, [{ level: 50, code: 'INTERNAL_ERROR', instance: response.json().instance, route: `/${index}` }], name)
    t.equal(log.length, 1, name)
    t.notMatch(response.body + JSON.stringify(log), secret, name)
  }
  t.match(app.reportProblem(new Error('x'), null as never), { code: 'INTERNAL_ERROR' }, 'reportProblem() never throws')
})

test('extensions that cannot be read cost nothing of the line', async (t) => {
  const { app, log } = await createService()
  const hostile = Object.defineProperty({}, 'errors', { get () { throw new Error('caught') } })
  app.get('/', async (_request, reply) => reply.problem('EMAIL_TAKEN', hostile as never))

  t.equal((await app.inject('/')).statusCode, 409)
  t.match(log, [{ code: 'EMAIL_TAKEN', status: 409 }])
})
