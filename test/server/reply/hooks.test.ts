/** No hook, serializer or schema of the service changes a problem, and none that fails costs it. */
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
