import { inspect } from 'node:util'
import { test } from 'tap'
import { isProblemError, toProblem } from '../../lib/index.js'
import type { Problem, ProblemEvent } from '../../lib/index.js'
import { catalog, createService, secret } from '../fixtures/server.js'

const bug = () => Object.assign(new Error(`connect to db:${secret}`), { config: { headers: { authorization: secret } } })

test('a failure that no reply carries gives the wire form, a line and an event', async (t) => {
  const events: ProblemEvent[] = []
  const { app, log } = await createService({ onProblem: (event) => { events.push(event) } })

  const problem = app.reportProblem(new catalog.ORDER_NOT_FOUND({ orderId: '7' }))

  t.match(problem, {
    type: 'https://api.example.com/problems/order-not-found',
    title: 'Order not found',
    status: 404,
    code: 'ORDER_NOT_FOUND',
    detail: 'There is no order 7.',
    instance: /^urn:uuid:[0-9a-f-]{36}$/,
    orderId: '7'
  })
  t.match(log, [{ level: 30, code: 'ORDER_NOT_FOUND', status: 404, instance: problem.instance }])
  t.match(events, [{ problem, origin: 'application', request: undefined, route: undefined }])
})

test('what nobody declared is INTERNAL_ERROR, and its secret is in the log alone', async (t) => {
  const { app, log } = await createService()
  for (const thrown of [bug(), secret, { message: secret }, null, undefined, new Proxy({}, { get () { throw new Error(secret) } })]) {
    const problem = app.reportProblem(thrown)

    t.equal(problem.code, 'INTERNAL_ERROR')
    t.notMatch(JSON.stringify(problem), secret)
  }
  t.match(log[0], { level: 50, err: { message: `connect to db:${secret}` } })
})

test('the line goes to the logger that is given, else to that of the request', async (t) => {
  const { app, log } = await createService()
  const seen: unknown[] = []
  app.get('/', async (request) => {
    app.reportProblem(bug(), { request })
    app.reportProblem(bug(), { request, log: app.log.child({ job: 7 }) })
    return 'fine'
  })

  t.equal((await app.inject('/')).body, 'fine')

  t.match(log, [{ reqId: 'req-1', code: 'INTERNAL_ERROR' }, { job: 7, code: 'INTERNAL_ERROR' }])
  t.strictSame(seen, [])
})

test('a request gives its route, its language and the special case that its route declares', async (t) => {
  const events: ProblemEvent[] = []
  const { app } = await createService({
    onProblem: (event) => { events.push(event) },
    translate: () => ({ title: 'Übersetzt', detail: 'Ein Text.' })
  })
  app.get('/orders/:id', { schema: { problems: ['PROFILE_INVALID'] } }, async (request) =>
    app.reportProblem({ statusCode: 400, validation: [], message: 'x', validationContext: 'body' }, { request }))

  const { json } = await app.inject('/orders/7')

  t.match(json(), { code: 'PROFILE_INVALID', title: 'Übersetzt', detail: 'Ein Text.' })
  t.match(events, [{ route: '/orders/:id' }])
})

test('an own mapping is asked, without a request where there is none', async (t) => {
  const asked: unknown[] = []
  const { app } = await createService({
    mapError (error, request) {
      asked.push(request)
      return error === 'mine' ? new catalog.EMAIL_TAKEN() : undefined
    }
  })

  t.equal(app.reportProblem('mine').code, 'EMAIL_TAKEN')
  t.equal(app.reportProblem('other').code, 'INTERNAL_ERROR')
  t.strictSame(asked, [undefined, undefined])
})

test('nothing that fails on the way is thrown', async (t) => {
  const { app, log } = await createService({
    mapError () { throw new Error('mapping') },
    onProblem () { throw new Error('observing') }
  })
  const unreadable = { get orderId (): string { throw new Error('reading') } }

  t.match(app.reportProblem(new catalog.ORDER_NOT_FOUND(unreadable)), { code: 'ORDER_NOT_FOUND', status: 404 })
  t.match(log.map(({ err }) => err?.message).filter(Boolean), ['mapping', 'reading', 'observing'])
})

test('what toProblem() gives can be written as JSON: the wire form, and no cause', async (t) => {
  const { app } = await createService()
  const problems: Problem[] = []
  await app.register(async (child) => {
    child.setErrorHandler((error, request, reply) => {
      problems.push(toProblem(error, request, reply))
      return reply.send('')
    })
    child.get('/bug', async () => { throw bug() })
    child.get('/own', async () => { throw new catalog.EMAIL_TAKEN({}, { cause: bug() }) })
  })

  for (const path of ['/bug', '/own']) await app.inject(path)

  const [unknown, own] = problems
  t.match(JSON.parse(JSON.stringify(unknown)), { code: 'INTERNAL_ERROR', status: 500 })
  t.match(JSON.parse(JSON.stringify(own)), { code: 'EMAIL_TAKEN', status: 409 })
  t.ok(isProblemError(own))
  t.match(unknown?.cause, { message: bug().message })
  for (const problem of problems) {
    t.notMatch(JSON.stringify({ problem, list: [problem] }), secret)
    t.notMatch(inspect({ ...problem }), secret)
    t.notOk(Object.keys(problem).includes('cause'))
  }
})

test('it reports whatever stands in its options, and whoever took it off the instance', async (t) => {
  const { app, log } = await createService()
  const { reportProblem } = app
  const unreadable = Proxy.revocable({}, {})
  unreadable.revoke()
  const options: unknown[] = [
    null, 42, {}, { request: null, reply: null, log: null }, { request: {}, reply: {}, log: {} },
    { request: { raw: {}, headers: {} } }, { get log () { throw new Error(secret) } }, unreadable.proxy
  ]

  for (const one of options) t.equal(app.reportProblem(bug(), one as never).code, 'INTERNAL_ERROR')
  t.equal(reportProblem(new catalog.EMAIL_TAKEN()).code, 'EMAIL_TAKEN')
  t.equal(reportProblem.call({ log: null } as never, new catalog.EMAIL_TAKEN()).code, 'EMAIL_TAKEN')
  t.equal(log.filter(({ code }) => code !== undefined).length, options.length + 2)
})

test('a problem whose extensions cannot be read is written without them', async (t) => {
  const problem = new catalog.ORDER_NOT_FOUND({ get orderId (): string { throw new Error(secret) } })

  t.strictSame(JSON.parse(JSON.stringify(problem)), {
    type: 'https://api.example.com/problems/order-not-found', title: 'Order not found', status: 404, code: 'ORDER_NOT_FOUND'
  })
})
