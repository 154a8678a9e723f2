/** What Fastify itself refuses. */
import { Readable } from 'node:stream'
import { test } from 'tap'
import { hasHandlerTimeout, knowsQuery, longParameter } from '../fixtures/fastify.js'
import { createService, secret } from '../fixtures/server.js'

const framework: readonly (readonly [string, object, number, string])[] = [
  ['malformed JSON', { method: 'POST', url: '/body', payload: '{', headers: { 'content-type': 'application/json' } }, 400, 'INVALID_REQUEST'],
  ['a forbidden key', { method: 'POST', url: '/body', payload: '{"__proto__":{}}', headers: { 'content-type': 'application/json' } }, 400, 'INVALID_REQUEST'],
  ['an empty JSON body', { method: 'POST', url: '/body', payload: '', headers: { 'content-type': 'application/json' } }, 400, 'INVALID_REQUEST'],
  ['a body that is too large', { method: 'POST', url: '/small', payload: JSON.stringify('x'.repeat(100)), headers: { 'content-type': 'application/json' } }, 413, 'PAYLOAD_TOO_LARGE'],
  ['an unknown media type', { method: 'POST', url: '/body', payload: 'x', headers: { 'content-type': 'image/png' } }, 415, 'UNSUPPORTED_MEDIA_TYPE'],
  ['a body that cannot be decompressed', { method: 'POST', url: '/gzip', payload: '{}', headers: { 'content-type': 'application/json' } }, 400, 'INVALID_REQUEST'],
  ['a bad percent-encoding', { method: 'GET', url: '/param/%E0%A4%A' }, 400, 'INVALID_REQUEST'],
  ['a parameter that is too long', { method: 'GET', url: `/param/${'x'.repeat(101)}` }, longParameter.status, longParameter.code],
  ['an unknown route', { method: 'GET', url: `/nowhere?token=${secret}` }, 404, 'NOT_FOUND'],
  ['another method', { method: 'DELETE', url: '/body?x=1' }, 405, 'METHOD_NOT_ALLOWED'],
  ['a code of Fastify that means a bug', { method: 'GET', url: '/bug' }, 500, 'INTERNAL_ERROR'],
  ['a body that is missing (Fastify 6, as recorded)', { method: 'GET', url: '/missing' }, 400, 'INVALID_REQUEST'],
  ...hasHandlerTimeout ? [['a handler that takes too long', { method: 'GET', url: '/slow' }, 503, 'SERVICE_UNAVAILABLE'] as const] : []
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
  app.get('/missing', async () => { throw Object.assign(new Error(secret), { code: 'FST_ERR_ROUTE_MISSING_CONTENT', statusCode: 400 }) })
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
  t.notOk((await send('PATCH')).headers['accept-encoding'])
  t.notOk((await send('POST', '/none')).headers.accept)
})

test('415 lists the parsers of the very route, whatever their types', async (t) => {
  const { app } = await createService()
  const parse = async () => 'parsed'
  await app.register(async (child) => {
    child.addContentTypeParser('text/csv', parse)
    child.addContentTypeParser(['Application/CBOR', 'application/vnd.api+json'], { parseAs: 'buffer' }, parse)
    child.addContentTypeParser(/^image\/x-/, parse)
    child.post('/import', async () => 'x')
    await child.register(async (grandchild) => {
      grandchild.addContentTypeParser('application/x-ndjson', parse)
      grandchild.post('/lines', async () => 'x')
    })
  })
  app.post('/plain', async () => 'x')
  const accept = async (url: string, method = 'POST') =>
    (await app.inject({ method: method as 'POST', url, payload: 'x', headers: { 'content-type': 'video/mp4' } })).json().accept

  const own = ['application/json', 'text/plain', 'text/csv', 'application/cbor', 'application/vnd.api+json']
  t.strictSame(await accept('/import'), own)
  t.strictSame(await accept('/lines'), [...own, 'application/x-ndjson'])
  t.strictSame(await accept('/plain'), ['application/json', 'text/plain'])
})

test('a 415 of QUERY has Accept-Query', { skip: !knowsQuery && 'This Fastify does not know QUERY.' }, async (t) => {
  const { app } = await createService()
  app.route({ method: 'QUERY' as 'POST', url: '/', handler: async () => 'x' })

  const { headers } = await app.inject({ method: 'QUERY' as 'POST', url: '/', payload: 'x', headers: { 'content-type': 'video/mp4' } })

  t.match(headers, { accept: 'application/json, text/plain', 'accept-query': 'application/json, text/plain' })
})
