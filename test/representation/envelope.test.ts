import { connect } from 'node:net'
import { Readable } from 'node:stream'
import { Type } from '@sinclair/typebox'
import bearerAuth from '@fastify/bearer-auth'
import { test } from 'tap'
import { de } from '../../lib/languages/de.js'
import { defineCatalog, envelopes } from '../../lib/index.js'
import type { EnvelopeOptions } from '../../lib/index.js'
import { createService, listen, secret } from '../fixtures/server.js'

const catalog = defineCatalog({
  ORDER_NOT_FOUND: {
    status: 404,
    title: 'Order not found',
    detail: 'There is no order {orderId}.',
    extensions: Type.Object({ orderId: Type.String() }),
    legacyCode: 'ERR_ORDER_404',
    examples: [{ orderId: '1' }]
  },
  PROFILE_INVALID: { status: 422, title: 'Profile invalid', refines: 'VALIDATION_ERROR' },
  BUSY: { status: 503, title: 'Busy', retryAfter: 30 }
})

const asked = { accept: 'application/problem+json' }

async function createLegacyService (envelope: EnvelopeOptions, options: object = {}) {
  const service = await createService({ catalog, envelope, ...options }, { ajv: { customOptions: { allErrors: true } } })
  service.app.get('/order', async (request, reply) => reply.problem('ORDER_NOT_FOUND', { orderId: '1', secret: 'x' }))
  service.app.get('/busy', async (request, reply) => reply.problem('BUSY'))
  service.app.get('/bug', async () => { throw new Error(secret) })
  service.app.get('/thrown', async () => { throw new catalog.BUSY() })
  service.app.post('/profile', {
    schema: { body: { type: 'object', required: ['email'], properties: { items: { type: 'array', items: { type: 'number' } } } }, querystring: { type: 'object', required: ['page'] } },
    config: {}
  }, async () => 'x')
  return service
}

test('the three shapes are those that their names say', async (t) => {
  const expected = {
    errorText: { error: 'There is no order 1.', code: 'ERR_ORDER_404' },
    errorObject: { success: false, error: { code: 'ERR_ORDER_404', message: 'There is no order 1.', details: { orderId: '1' } } },
    errorCode: { error: 'ERR_ORDER_404', message: 'There is no order 1.', statusCode: 404, details: { orderId: '1' } }
  }
  for (const name of ['errorText', 'errorObject', 'errorCode'] as const) {
    const { app } = await createLegacyService({ format: envelopes[name], mode: 'legacy' })

    const response = await app.inject('/order')

    t.equal(response.statusCode, 404)
    t.equal(response.headers['content-type'], 'application/json')
    t.equal(response.headers['vary'], 'Accept')
    t.same(response.json(), expected[name])
  }
})

test('a client that asks for problems by name gets them; a wildcard, a weight of 0 and a browser do not', async (t) => {
  const { app } = await createLegacyService({ format: envelopes.errorText, mode: 'legacy' })
  const accepts: readonly (readonly [string | undefined, boolean])[] = [
    ['application/problem+json', true],
    ['application/json, Application/Problem+JSON;q=0.1', true],
    ['application/problem+json;q=0', false],
    ['application/problem+json;q=nonsense', false],
    ['*/*', false],
    ['application/*', false],
    ['text/html,application/xhtml+xml;q=0.9,*/*;q=0.8', false],
    [undefined, false]
  ]
  for (const [accept, problem] of accepts) {
    const response = await app.inject({ url: '/order', headers: accept === undefined ? {} : { accept } })
    t.equal(response.statusCode, 404, `Accept: ${accept}`)
    t.equal(response.headers['content-type'], problem ? 'application/problem+json' : 'application/json', `Accept: ${accept}`)
    t.equal(response.headers['vary'], 'Accept', `Accept: ${accept}`)
  }
})

test('Vary keeps what a plugin already said', async (t) => {
  const { app } = await createLegacyService({ format: envelopes.errorText, mode: 'legacy' })
  app.get('/:vary', async (request, reply) => reply.header('vary', (request.params as { vary: string }).vary).problem('BUSY'))

  t.equal((await app.inject('/Origin')).headers['vary'], 'Origin, Accept')
  t.equal((await app.inject('/accept')).headers['vary'], 'accept')
  t.equal((await app.inject('/*')).headers['vary'], '*')
})

test('a superset has the members of both, as application/json', async (t) => {
  const { app } = await createLegacyService({ format: envelopes.errorCode, mode: 'superset' })

  const response = await app.inject('/order')

  t.equal(response.headers['content-type'], 'application/json')
  t.match(response.json(), { type: '/problems/order-not-found', status: 404, code: 'ORDER_NOT_FOUND', orderId: '1', error: 'ERR_ORDER_404', message: 'There is no order 1.', statusCode: 404 })
})

test('a superset whose members clash stops the start', async (t) => {
  await t.rejects(createLegacyService({ format: envelopes.errorText, mode: 'superset' }),
    { message: /^The envelope of 'ORDER_NOT_FOUND' in mode 'superset' must not have a member of the problem with another value, got 'code': "ERR_ORDER_404" and "ORDER_NOT_FOUND"/ })
})

test('mode problem does not negotiate', async (t) => {
  const { app } = await createLegacyService({ format: envelopes.errorText, mode: 'problem' })

  const response = await app.inject('/order')

  t.equal(response.headers['content-type'], 'application/problem+json')
  t.notOk(response.headers['vary'])
})

test('a failed validation names fields where the shape has them', async (t) => {
  const { app } = await createLegacyService({ format: envelopes.errorCode, mode: 'legacy' })

  const body = await app.inject({ method: 'POST', url: '/profile?page=1', payload: { items: [1, 'x'] } })
  const query = await app.inject({ method: 'POST', url: '/profile', payload: { email: 'x' } })
  const whole = await app.inject({ method: 'POST', url: '/profile?page=1', payload: '[]', headers: { 'content-type': 'application/json' } })

  t.same(body.json(), {
    error: 'VALIDATION_ERROR',
    message: 'body/email is required, body/items/1 must be number',
    statusCode: 400,
    details: { fields: { email: ['is required'], 'items.1': ['must be number'] } }
  })
  t.same(Object.keys(query.json().details.fields), ['page'])
  t.same(Object.keys(whole.json().details.fields), ['body'])
})

test('the message of a failed validation says what is wrong, in the words of the reader', async (t) => {
  const languages = [de]
  const own = defineCatalog({ PROFILE_INVALID: { status: 422, title: 'Profile invalid', detail: 'The profile is not complete.', refines: 'VALIDATION_ERROR' } }, { languages })
  const { app } = await createService({ catalog: own, envelope: { format: envelopes.errorText, mode: 'legacy' } })
  const schema = { body: { type: 'object', required: ['a/b'] }, querystring: { type: 'object', properties: { page: { type: 'integer', minimum: 1 } } } }
  app.post('/plain', { schema }, async () => 'x')
  app.post('/refined', { schema: { ...schema, problems: ['PROFILE_INVALID'] } }, async () => 'x')
  const messageOf = async (url: string, language = 'en') =>
    (await app.inject({ method: 'POST', url, payload: {}, headers: { 'accept-language': language } })).json().error

  t.equal(await messageOf('/plain'), 'body/a/b is required')
  t.equal(await messageOf('/plain', 'de'), 'body/a/b ist erforderlich')
  t.equal(await messageOf('/plain?page=0', 'de'), 'body/a/b ist erforderlich')
  t.equal(await messageOf('/refined'), 'The profile is not complete.')
})

test('a format of your own gets the summary beside the message', async (t) => {
  const { app } = await createLegacyService({ format: (_problem, { message, summary }) => ({ message, summary: summary ?? null }), mode: 'legacy' })

  t.same((await app.inject({ method: 'POST', url: '/profile', payload: { email: 'x' } })).json(),
    { message: 'querystring/page is required', summary: 'querystring/page is required' })
  t.same((await app.inject('/busy')).json(), { message: 'Busy', summary: null })
})

test('retryAfter stands where each shape has it', async (t) => {
  const text = await createLegacyService({ format: envelopes.errorText, mode: 'legacy' })
  const code = await createLegacyService({ format: envelopes.errorCode, mode: 'legacy' })

  t.same((await text.app.inject('/busy')).json(), { error: 'Busy', code: 'BUSY', retryAfter: 30 })
  t.same((await code.app.inject('/busy')).json().details, { retryAfter: 30 })
  t.equal((await code.app.inject('/busy')).headers['retry-after'], '30')
})

test('any function is an envelope; where it throws or returns nothing, the problem is sent', async (t) => {
  const format = (problem: { code: string }, { legacyCode }: { legacyCode: string }) => {
    if (problem.code === 'BUSY') throw new Error('format')
    return (problem.code === 'NOT_FOUND' ? undefined : { fault: legacyCode }) as object
  }
  const { app } = await createLegacyService({ format, mode: 'legacy' })

  t.same((await app.inject('/order')).json(), { fault: 'ERR_ORDER_404' })
  t.match((await app.inject('/busy')).json(), { code: 'BUSY', status: 503 })
  t.match((await app.inject('/nowhere')).json(), { code: 'NOT_FOUND' })
})

test('a format whose result cannot be written costs the client nothing', async (t) => {
  const circle: { self?: object } = {}
  circle.self = circle
  for (const made of [{ big: 1n }, circle, { toJSON: () => undefined }, Promise.resolve({}), 'text', null]) {
    const { app } = await createLegacyService({ format: () => made as object, mode: 'legacy' })

    const response = await app.inject('/bug')

    t.equal(response.statusCode, 500)
    t.match(response.json(), { code: 'INTERNAL_ERROR', status: 500 })
  }
})

test('a superset never changes a member of the problem, whatever the format says of one occurrence', async (t) => {
  const format = (_problem: object, { extensions }: { extensions: { orderId?: string } }) => extensions.orderId === '1' ? { fault: 'x' } : { status: 200, fault: 'y' }
  const lying = (problem: { instance?: string }) => problem.instance === 'urn:uuid:0' ? {} : { status: 200, fault: 'z' }
  const { app } = await createLegacyService({ format: lying, mode: 'superset' })

  t.match((await app.inject('/order')).json(), { status: 404, fault: 'z' })
  await t.resolves(createLegacyService({ format: () => undefined as never, mode: 'superset' }))
  await t.rejects(createLegacyService({ format: format as never, mode: 'superset' }), { message: /got 'status': 200 and/ })
})

test('an extension that is named like a member of the old shape stops the start of a superset, without an example, too', async (t) => {
  const own = defineCatalog({ MAIL_LOST: { status: 502, title: 'Mail lost', extensions: Type.Object({ message: Type.Optional(Type.String()) }) } })

  await t.rejects(createService({ catalog: own, envelope: { format: envelopes.errorCode, mode: 'superset' } }), { message: /^The envelope of 'MAIL_LOST' .+ got 'message'/ })
})

test('a field is named as the developer meant it, whichever form the pointer has', async (t) => {
  const { app } = await createLegacyService({ format: envelopes.errorCode, mode: 'legacy' })
  const item = { in: 'body', code: 'invalid', detail: 'x' } as const
  app.get('/', async () => {
    throw new catalog.VALIDATION_ERROR({ errors: ['#/a~1b/0', '/email', '#', '#/100%', '#/gr%C3%BC%C3%9Fe'].map((pointer) => ({ ...item, pointer })) })
  })

  t.same(Object.keys((await app.inject('/')).json().details.fields), ['a/b.0', 'email', 'body', '100%', 'grüße'])
})

test('a special case without an old spelling has the one of its general code', async (t) => {
  const own = defineCatalog({
    VALIDATION_ERROR: { legacyCode: 'ERR_INVALID' },
    PROFILE_INVALID: { status: 422, title: 'x', refines: 'VALIDATION_ERROR' },
    CART_LOCKED: { status: 409, title: 'x', refines: 'CONFLICT' }
  })
  const { app } = await createService({ catalog: own, envelope: { format: envelopes.errorText, mode: 'legacy' } })
  app.get('/profile', async (request, reply) => reply.problem('PROFILE_INVALID', { errors: [] }))
  app.get('/cart', async (request, reply) => reply.problem('CART_LOCKED'))

  t.equal((await app.inject('/profile')).json().code, 'ERR_INVALID')
  t.equal((await app.inject('/cart')).json().code, 'CONFLICT')
})

test('what fails before routing, and what fails for good, has the old shape, too', async (t) => {
  const { app } = await createLegacyService({ format: envelopes.errorObject, mode: 'legacy' })
  app.get('/hook', { onSend: async () => { throw new Error(secret) } }, async () => 'x')
  const base = new URL(await listen(app))
  t.teardown(() => app.close())

  for (const [path, code] of [['/%E0%A4%A', 'INVALID_REQUEST'], ['/hook', 'INTERNAL_ERROR'], ['/bug', 'INTERNAL_ERROR'], ['/nowhere', 'NOT_FOUND']] as const) {
    const response = await fetch(base.origin + path)
    t.equal(response.headers.get('content-type'), 'application/json', path)
    const text = await response.text()
    t.match(JSON.parse(text), { success: false, error: { code } }, path)
    t.notMatch(text, secret, path)
  }
  const raw = await new Promise<string>((resolve) => {
    let answer = ''
    const socket = connect(Number(base.port), base.hostname)
    socket.on('data', (chunk) => { answer += chunk }).on('close', () => resolve(answer)).on('error', () => {})
    socket.write('garbage\r\n\r\n')
  })
  t.match(raw, /content-type: application\/json\r\n[^]*\{"success":false,"error":\{"code":"INVALID_REQUEST"/)
})

test('the stack of a 500 is sent in development only, and only if asked for', async (t) => {
  const before = process.env['NODE_ENV']
  t.teardown(() => { process.env['NODE_ENV'] = before })
  for (const [NODE_ENV, exposeStack, sent] of [['development', true, true], ['test', true, true], ['production', true, false], ['development', false, false]] as const) {
    process.env['NODE_ENV'] = NODE_ENV
    const { app } = await createLegacyService({ format: envelopes.errorCode, mode: 'legacy' }, { exposeStack })
    for (const headers of [{}, asked]) {
      t.equal('stack' in (await app.inject({ url: '/bug', headers })).json(), sent, `${NODE_ENV} ${exposeStack}`)
    }
    t.equal('stack' in (await app.inject('/thrown')).json(), sent, `${NODE_ENV} ${exposeStack}`)
    t.notOk('stack' in (await app.inject('/order')).json())
  }
})

test('an envelope that is none stops the start', async (t) => {
  await t.rejects(createLegacyService({ format: 'errorText', mode: 'legacy' } as never), { message: /^The option 'envelope' must be \{ format, mode/ })
  await t.rejects(createLegacyService({ format: envelopes.errorText, mode: 'old' } as never), { message: /^The option 'envelope' must be/ })
})

test('error replies that were never thrown become problems where the option says so', async (t) => {
  const { app, log } = await createService({ catalog, convertReplies: true })
  app.get('/json', async (request, reply) => reply.code(404).send({ message: 'no such order', secret: 'x' }))
  app.get('/code', async (request, reply) => reply.code(503).send({ code: 'BUSY', message: secret }))
  app.get('/other-code', async (request, reply) => reply.code(409).send({ code: 'BUSY', error: 'twice' }))
  app.get('/needs-members', async (request, reply) => reply.code(404).send({ code: 'ORDER_NOT_FOUND' }))
  app.get('/text', async (request, reply) => reply.code(409).send('taken'))
  app.get('/empty', async (request, reply) => reply.code(403).send())
  app.get('/null', async (request, reply) => reply.code(403).send(null))
  app.get('/response', async () => new Response('{"message":"x"}', { status: 410, headers: { 'content-type': 'application/json' } }))
  app.get('/response-without-type', async () => new Response(null, { status: 410 }))

  for (const [url, status, code, detail] of [
    ['/json', 404, 'NOT_FOUND', 'no such order'],
    ['/code', 503, 'BUSY', undefined],
    ['/other-code', 409, 'CONFLICT', 'twice'],
    ['/needs-members', 404, 'NOT_FOUND', 'Nothing was found at this address.'],
    ['/text', 409, 'CONFLICT', 'taken'],
    ['/empty', 403, 'FORBIDDEN', 'This request is not permitted.'],
    ['/null', 403, 'FORBIDDEN', 'This request is not permitted.'],
    ['/response', 410, 'GONE', 'The resource is no longer available.'],
    ['/response-without-type', 410, 'GONE', 'The resource is no longer available.']
  ] as const) {
    log.length = 0
    const response = await app.inject(url)
    t.equal(response.statusCode, status, url)
    t.equal(response.headers['content-type'], 'application/problem+json', url)
    t.match({ detail: undefined, ...response.json() }, { status, code, detail }, url)
    t.notMatch(response.body, /secret|p4ssw0rd/, url)
    t.match(log, [{ code }], url)
  }
})

test('what is a problem already, a page, a stream or a success stays as it is', async (t) => {
  const { app } = await createService({ catalog, convertReplies: true })
  const upstream = '{"type":"https://upstream.example/x","status":404}'
  app.get('/problem', async (request, reply) => reply.code(404).type('application/problem+json').send(upstream))
  app.get('/page', async (request, reply) => reply.code(404).type('text/html').send('<h1>lost</h1>'))
  app.get('/stream', async (request, reply) => reply.code(404).type('application/json').send(Readable.from(['{}'])))
  app.get('/success', async () => ({ fine: true }))
  app.get('/own', { config: { problems: false } }, async (request, reply) => reply.code(404).send({ own: true }))
  app.get('/response', async () => new Response(upstream, { status: 404, headers: { 'content-type': 'application/problem+json' } }))

  t.equal((await app.inject('/problem')).body, upstream)
  t.equal((await app.inject('/page')).body, '<h1>lost</h1>')
  t.equal((await app.inject('/stream')).body, '{}')
  t.same((await app.inject('/success')).json(), { fine: true })
  t.same((await app.inject('/own')).json(), { own: true })
  t.equal((await app.inject('/response')).body, upstream)
})

test('replies are left alone unless the option says so', async (t) => {
  const { app } = await createService({ catalog })
  app.get('/', async (request, reply) => reply.code(404).send({ own: true }))

  t.same((await app.inject('/')).json(), { own: true })
})

test('what @fastify/bearer-auth sends by itself is a problem with a challenge', async (t) => {
  const { app } = await createService({ catalog, convertReplies: true })
  await app.register(bearerAuth, { keys: new Set(['k']) })
  app.get('/', async () => 'x')

  const response = await app.inject('/')

  t.match(response.json(), { code: 'UNAUTHORIZED', status: 401, detail: 'missing authorization header' })
  t.equal(response.headers['www-authenticate'], 'Bearer')
})
