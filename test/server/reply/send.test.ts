/** What `reply.problem()` sends, and what its options change. */
import { test } from 'tap'
import { defineCatalog, sendProblem } from '../../../lib/index.js'
import { createService, secret, startService } from '../../fixtures/server.js'

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

test('a type can have headers and a time to wait of its own', async (t) => {
  const { app } = await createService()
  app.get('/', async (request, reply) => reply.problem('MAINTENANCE'))

  const response = await app.inject('/')

  t.match(response.headers, { 'retry-after': '120', 'cache-control': 'max-age=5', 'x-window': 'night' })
  t.match(response.json(), { retryAfter: 120, retry: 'idempotent' })
})

test('HEAD has the header fields of GET, and no content', async (t) => {
  const { base } = await startService(t, {
    setup (app) {
      app.get('/taken', async (_request, reply) => reply.problem('EMAIL_TAKEN'))
      app.get('/maintenance', async (_request, reply) => reply.problem('MAINTENANCE'))
      app.post('/only-post', async () => 'x')
    }
  })
  const names = ['content-type', 'content-length', 'cache-control', 'allow', 'retry-after']

  for (const [path, status] of [['/taken', 409], ['/maintenance', 503], ['/nowhere', 404], ['/only-post', 405]] as const) {
    const [get, head] = [await fetch(base + path), await fetch(base + path, { method: 'HEAD' })]
    const fields = ({ headers }: Response) => names.map((name) => headers.get(name))
    t.equal(head.status, status, path)
    t.equal(head.headers.get('content-type'), 'application/problem+json', path)
    t.ok(Number(head.headers.get('content-length')) > 0, path)
    t.same(fields(head), fields(get), path)
    t.equal(await head.text(), '', path)
    await get.text()
  }
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

test('the names of occurrences are random UUIDs, each another', async (t) => {
  const { app } = await createService({}, { logger: false })
  const names: string[] = []
  for (let count = 0; count < 200; count++) names.push((await app.inject('/unknown')).json().instance)

  t.equal(new Set(names).size, names.length)
  // RFC 9562 §5.4
  for (const name of names) t.match(name, /^urn:uuid:[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/)
})
