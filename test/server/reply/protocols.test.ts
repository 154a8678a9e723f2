/** What a service decides before and beside a reply, over HTTP/1.1 and HTTP/2: .ci/versions.mjs runs it on each Fastify. */
import { test } from 'tap'
import { problemServerOptions } from '../../../lib/index.js'
import { onBoth } from '../../fixtures/both.js'
import { catalog, secret } from '../../fixtures/server.js'

const rejecting = (async () => { throw new Error(secret) }) as never

test('a status that the application chose stays, thrown, sent and set before a throw', async (t) => {
  const statuses = [400, 418, 423, 424, 425, 451, 499, 507, 508, 529, 599]
  await onBoth(t, (app) => {
    for (const status of statuses) {
      app.get(`/thrown/${status}`, async () => { throw Object.assign(new Error('mine'), { status }) })
      app.get(`/text/${status}`, async () => { throw Object.assign(new Error('mine'), { statusCode: String(status) }) })
      const object: unknown = { statusCode: status, message: 'mine' }
      app.get(`/object/${status}`, async () => { throw object })
      app.get(`/before/${status}`, async (_request, reply) => { reply.code(status); throw new Error('mine') })
      app.get(`/sent/${status}`, async (_request, reply) => reply.code(status).send({ message: 'mine' }))
      app.get(`/response/${status}`, async () => new Response('{}', { status, headers: { 'content-type': 'application/json' } }))
    }
  }, async (send, t) => {
    for (const status of statuses) {
      for (const way of ['thrown', 'text', 'object', 'before', 'sent', 'response']) {
        const answer = await send(`/${way}/${status}`)
        t.equal(answer.status, status, `${way} ${status}`)
        t.equal(JSON.parse(answer.text).status, status, `${way} ${status}`)
      }
    }
  }, { convertReplies: true })
})

test('options that reject, and handlers of before the routes that do, end neither the answer nor the process', async (t) => {
  const rejections: unknown[] = []
  const remember = (reason: unknown) => { rejections.push(reason) }
  process.on('unhandledRejection', remember)
  t.teardown(() => process.off('unhandledRejection', remember))
  for (const options of [
    { mapError: rejecting }, { ownErrors: rejecting }, { onProblem: rejecting }, { translation: { render: rejecting } },
    { translation: { language: rejecting, render: () => undefined } }, { envelope: { format: rejecting, mode: 'legacy' as const } }
  ]) {
    await onBoth(t, (app) => {
      app.get('/', async () => { throw new catalog.EMAIL_TAKEN() })
      app.get('/own', async () => { throw Object.assign(new Error('mine'), { statusCode: 409 }) })
    }, async (send, t) => {
      for (const path of ['/', '/own']) t.equal((await send(path)).status, 409, Object.keys(options).join())
    }, options)
  }
  // Before 5.7, a service without routes finds nothing wrong with any URL.
  await onBoth(t, (app) => { app.get('/:id', async () => 'x') }, async (send, t) => {
    t.equal(JSON.parse((await send('/%E0%A4%A')).text).code, 'INVALID_REQUEST')
  }, {}, problemServerOptions({ frameworkErrors: rejecting }))
  await new Promise(setImmediate)
  t.strictSame(rejections, [])
})

test('a request id of any kind costs no answer', async (t) => {
  for (const id of [Symbol(secret), undefined, null, 5n, { secret }, 'a\r\nb', 'x'.repeat(10_000)]) {
    await onBoth(t, () => {}, async (send, t) => {
      const { status, headers, text } = await send('/unknown')
      t.equal(status, 404)
      t.notOk(headers['x-request-id'])
      t.notMatch(text, secret)
    }, {}, { genReqId: () => id, logger: false })
  }
})

test('causes that cannot be read cost neither the answer nor its line', async (t) => {
  const { proxy, revoke } = Proxy.revocable([], {})
  revoke()
  const fail = () => { throw new Error('caught') }
  const causes = [proxy, { length: { valueOf: fail } }, Object.assign([1], { slice: fail, [Symbol.iterator]: fail }), { get length () { return fail() } }, { length: Symbol('x') }]
  await onBoth(t, (app) => {
    for (const [index, errors] of causes.entries()) {
      app.get(`/errors/${index}`, async () => { throw Object.assign(new Error('outer'), { errors }) })
      app.get(`/cause/${index}`, async () => { throw new Error('outer', { cause: { errors, get message () { return fail() } } }) })
      app.get(`/own/${index}`, async (_request, reply) => reply.problem('MAINTENANCE', {}, { cause: { errors } }))
    }
  }, async (send, t, log) => {
    for (const index of causes.keys()) {
      for (const way of ['errors', 'cause', 'own']) {
        log.length = 0
        const answer = await send(`/${way}/${index}`)
        t.equal(answer.status, way === 'own' ? 503 : 500, `${way} ${index}`)
        t.match(log, [{ status: answer.status, instance: JSON.parse(answer.text).instance }], `${way} ${index}`)
      }
    }
  })
})

test('a 415 lists the parsers that the route really has', async (t) => {
  await onBoth(t, async (app) => {
    app.addContentTypeParser('text/csv', { parseAs: 'string' }, (_request, body, done) => { done(null, body) })
    app.post('/', async () => 'x')
    app.patch('/', async () => 'x')
    await app.register(async (child) => {
      child.removeAllContentTypeParsers()
      child.addContentTypeParser(['image/png', 'IMAGE/GIF '], (_request, _body, done) => { done(null) })
      child.post('/image', async () => 'x')
    })
  }, async (send, t) => {
    const refused = async (path: string, method: string) => await send(path, { method, payload: 'x', headers: { 'content-type': 'application/x-none' } })
    const posted = await refused('/', 'POST')
    t.equal(posted.status, 415)
    t.equal(posted.headers['accept'], 'application/json, text/plain, text/csv')
    t.equal(posted.headers['accept-post'], posted.headers['accept'])
    t.equal((await refused('/', 'PATCH')).headers['accept-patch'], posted.headers['accept'])
    t.equal((await refused('/image', 'POST')).headers['accept'], 'image/png, image/gif')
  })
})

test('answers of other protocols stay as they are', async (t) => {
  const bodies = {
    graphql: { errors: [{ message: 'x', extensions: { code: 'BAD' } }] },
    'graphql?query=%7Bme%7D': { errors: [{ message: 'x' }] },
    'trpc-batch': [{ error: { message: 'x', code: -32004, data: { code: 'NOT_FOUND', httpStatus: 404 } } }, { result: { data: 1 } }],
    trpc: { error: { message: 'x', code: -32004, data: { code: 'NOT_FOUND', httpStatus: 404 } } },
    rpc: { jsonrpc: '2.0', error: { code: -32601, message: 'x' }, id: 1 }
  }
  await onBoth(t, (app) => {
    for (const name of ['graphql', 'trpc', 'trpc-batch', 'rpc'] as const) {
      app.get(`/${name}`, async (request, reply) => reply.code(400).send(bodies[(name + request.url.slice(name.length + 1)) as typeof name]))
    }
    app.get('/connect', async (_request, reply) => reply.code(400).send({ code: 'invalid_argument', message: 'x' }))
    app.get('/grpc-json', async (_request, reply) => reply.code(400).header('grpc-status', '3').send({ message: 'x' }))
    app.get('/grpc', async (_request, reply) => reply.code(400).type('application/grpc-web+proto').send(Buffer.from('x')))
    app.get('/soap/x', async (_request, reply) => reply.code(400).send({ fault: 'x' }))
    app.get('/rest', async (_request, reply) => reply.code(400).send({ message: 'x' }))
  }, async (send, t) => {
    for (const [name, body] of Object.entries(bodies)) t.strictSame(JSON.parse((await send(`/${name}`)).text), body, name)
    t.equal((await send('/grpc')).text, 'x')
    t.strictSame(JSON.parse((await send('/grpc-json')).text), { message: 'x' })
    t.strictSame(JSON.parse((await send('/connect', { headers: { 'connect-protocol-version': '1' } })).text), { code: 'invalid_argument', message: 'x' })
    t.equal(JSON.parse((await send('/connect')).text).code, 'BAD_REQUEST')
    t.strictSame(JSON.parse((await send('/soap/x')).text), { fault: 'x' })
    t.equal(JSON.parse((await send('/rest')).text).code, 'BAD_REQUEST')
  }, { convertReplies: { except: ['/soap'] } })
})
