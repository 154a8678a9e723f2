/** What the operator reads in the log, and what `onProblem()` is told. */
import { test } from 'tap'
import { problemServerOptions } from '../../lib/index.js'
import type { ProblemEvent } from '../../lib/index.js'
import { createService, listen, secret } from '../fixtures/server.js'
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
