/** What the body of a problem holds where texts, extensions or the problem itself are odd. */
import { Type } from '@sinclair/typebox'
import { test } from 'tap'
import { defineCatalog } from '../../../lib/index.js'
import type { ProblemEvent } from '../../../lib/index.js'
import { catalog, createService, listen } from '../../fixtures/server.js'

test('a detail arrives as it was written, whatever characters it has; of a value, without half a character', async (t) => {
  const odd = '"\\/\u{1F600}\ud800é</script>'
  const whole = odd.replace('\ud800', '')
  const quoted = defineCatalog({
    QUOTED: { status: 400, title: 'A "title"', detail: `"{text}" is not ${odd}`, extensions: Type.Object({ text: Type.String() }) }
  })
  const { app } = await createService({ catalog: quoted })
  t.teardown(() => app.close())
  app.get('/', async () => { throw new quoted.QUOTED({ text: `{text}${odd}` }) })
  app.get('/given', async () => { throw new quoted.QUOTED({ text: odd }, { detail: odd }) })
  const origin = await listen(app)

  t.match(await (await fetch(origin)).json(), { title: 'A "title"', detail: `"{text}${whole}" is not ${odd}`, text: `{text}${odd}` })
  t.match(await (await fetch(`${origin}/given`)).json(), { detail: odd, text: odd })
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
  t.match(log.find(({ level }) => level === 50), { msg: /^'ORDER_NOT_FOUND' could not be written as it was given/, err: { message: 'extensions must be an object, got string' } })
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

test('options among the extensions are named outside production, once, and are not sent', async (t) => {
  const before = process.env['NODE_ENV']
  process.env['NODE_ENV'] = 'test'
  t.teardown(() => { process.env['NODE_ENV'] = before })
  const listed = defineCatalog({
    TAKEN: { status: 409, title: 'Taken' },
    CAUSED: { status: 409, title: 'Caused', extensions: Type.Object({ cause: Type.String() }) }
  })
  const { app, log } = await createService({ catalog: listed })
  app.get('/taken', async (request, reply) => reply.problem('TAKEN' as never, { detail: 'by someone', retryAfter: 3 } as never))
  app.get('/missing', async () => { throw new listed.NOT_FOUND({ resource: 'Order', detail: 'by someone' } as never) })
  app.get('/caused', async () => { throw new listed.CAUSED({ cause: 'fire' }) })

  for (const url of ['/taken', '/taken', '/missing', '/caused']) t.notMatch((await app.inject(url)).body, 'by someone')

  t.match(log.filter(({ level }) => level === 40).map(({ msg }) => msg), [
    "GET /taken gave 'TAKEN' detail, retryAfter among its extensions, where it was left out: options come after them, reply.problem('TAKEN', {}, { detail, retryAfter })",
    "GET /missing gave 'NOT_FOUND' detail among its extensions, where it was left out: options come after them, reply.problem('NOT_FOUND', {}, { detail })"
  ])
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
