/** No hook, serializer or schema of the service changes a problem, and none that fails costs it. */
import type { LightMyRequestResponse as Response } from 'fastify'
import { test } from 'tap'
import { catalog, createService, listen, secret } from '../../fixtures/server.js'

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
    t.notMatch(response.body, new RegExp(`store down|${secret}`), url)
    t.equal(log.length, lines, url)
  }
  t.match(log, [{ level: 50, err: { message: 'store down' } }])
})

test('an answer and its line are the same whether or not the application has hooks', async (t) => {
  const answers = async (hooks: boolean) => {
    const { app, log } = await createService({}, { ajv: { customOptions: { allErrors: true } } })
    if (hooks) app.addHook('onSend', async () => {}).addHook('onError', async () => {})
    const seen: unknown[] = []
    app.addHook('onRequest', async ({ url }, reply) => {
      if (url === '/headers') reply.headers({ etag: 'x', 'set-cookie': 'a=b', 'Content-Encoding': 'gzip', 'x-own': 'y' })
      if (url === '/raw') reply.raw.setHeader('etag', 'x').setHeader('x-own', 'y').setHeader('content-length', '1')
      if (url === '/reason') reply.raw.statusMessage = 'Fine'
    })
    app.addHook('onResponse', async ({ url }, reply) => {
      if (url !== '/trailer') seen.push(reply.statusCode, toConstant(reply.getHeaders()))
    })
    for (const url of ['/headers', '/raw', '/reason', '/thrown']) app.get(url, async () => { throw new catalog.EMAIL_TAKEN() })
    app.get('/text', () => Promise.reject(secret))
    app.get('/bug', async () => { throw new Error('a bug') })
    app.get('/sent', async (request, reply) => reply.problem('ORDER_NOT_FOUND', { orderId: 'ü' }, { headers: { 'set-cookie': ['c=d', 'e=f'] } }))
    app.get('/invalid', async (request, reply) => reply.problem('EMAIL_TAKEN', {}, { headers: { 'x-broken': 'a\nb' } }))
    app.get('/trailer', async (request, reply) => { reply.trailer('x-sum', async () => '1'); throw new catalog.MAINTENANCE() })
    app.post('/validated', { schema: { body: { type: 'object', required: ['a', 'b'] } } }, async () => 'x')

    for (const url of ['/headers', '/raw', '/reason', '/thrown', '/text', '/bug', '/sent', '/invalid', '/trailer', '/nowhere']) {
      seen.push(url, toAnswer(await app.inject(url)))
    }
    seen.push(toAnswer(await app.inject({ method: 'HEAD', url: '/thrown' })))
    seen.push(toAnswer(await app.inject({ method: 'POST', url: '/validated', payload: {} })))
    seen.push(toAnswer(await app.inject({ method: 'DELETE', url: '/sent' })))
    return [seen, log.map(({ level, msg, code }) => ({ level, msg, code }))]
  }

  t.strictSame(await answers(false), await answers(true))
})

const toAnswer = ({ statusCode, statusMessage, headers, body }: Response) => ({
  statusCode, statusMessage, headers: toConstant(headers), body: body.replace(/urn:uuid:[\w-]+/, '')
})

const toConstant = ({ date, 'x-request-id': id, 'content-length': length, ...headers }: Record<string, unknown>) => ({
  ...headers, length: Number(length)
})
