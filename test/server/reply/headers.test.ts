/** Which headers leave with a problem: its own, those of the service, and none that describe another body. */
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { IncomingMessage } from 'node:http'
import createError from 'http-errors'
import type { FastifyReply } from 'fastify'
import { test } from 'tap'
import { catalog, createService, listen, secret } from '../../fixtures/server.js'

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

test('a 416 keeps its Content-Range', async (t) => {
  const { app } = await createService()
  app.get('/', async () => { throw createError(416, 'no such range', { headers: { 'Content-Range': 'bytes */9' } }) })

  t.match((await app.inject('/')).headers, { 'content-range': 'bytes */9' })
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

test('the request id is sent where it is safe, under the name that the option gives', async (t) => {
  const { app } = await createService({ requestIdHeader: 'X-Correlation-Id' }, { genReqId: (request: IncomingMessage) => String(request.headers['x-id']) })
  const none = await createService({ requestIdHeader: false })

  t.equal((await app.inject({ url: '/', headers: { 'x-id': 'abc:1.2-3' } })).headers['x-correlation-id'], 'abc:1.2-3')
  t.notOk((await app.inject({ url: '/', headers: { 'x-id': 'a b' } })).headers['x-correlation-id'])
  t.notOk((await none.app.inject('/')).headers['x-request-id'])
})
