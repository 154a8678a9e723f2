/** What may leave with a problem, over HTTP/1.1 and HTTP/2: each attack is sent to a server that listens. */
import type { ServerResponse } from 'node:http'
import { connect } from 'node:net'
import { Readable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import { test } from 'tap'
import { onBoth } from '../../fixtures/both.js'
import { catalog, createService, listen, secret } from '../../fixtures/server.js'

const aboutAnotherBody = {
  'content-digest': 'sha-256=:x:',
  'repr-digest': 'sha-256=:x:',
  digest: 'x',
  'content-md5': 'x',
  'content-language': 'fr',
  'content-location': '/file',
  'content-encoding': 'gzip',
  refresh: '0; url=/x',
  'x-accel-redirect': '/internal',
  'x-accel-expires': '60',
  'x-sendfile': '/etc/passwd',
  'cdn-cache-control': 'max-age=60',
  'surrogate-control': 'max-age=60',
  'cloudflare-cdn-cache-control': 'max-age=60',
  'vercel-cdn-cache-control': 'max-age=60',
  'akamai-cache-control': 'max-age=60',
  'x-edge-cache-control': 'max-age=60',
  'unencoded-digest': 'sha-256=:x:',
  'x-amz-checksum-sha256': 'x',
  'x-goog-hash': 'crc32c=x',
  signature: 'sig1=:x:',
  'signature-input': 'sig1=("content-digest")',
  im: 'vcdiff',
  'delta-base': '"x"',
  sourcemap: '/x.map'
}

test('headers about another body, for caches and for file servers do not leave', async (t) => {
  await onBoth(t, (app) => {
    app.get('/reply', async (_request, reply) => { reply.headers(aboutAnotherBody); throw new Error('bug') })
    app.get('/raw', async (_request, reply) => {
      for (const [name, value] of Object.entries(aboutAnotherBody)) reply.raw.setHeader(name, value)
      throw new Error('bug')
    })
  }, async (send, t) => {
    for (const path of ['/reply', '/raw']) {
      const { status, headers } = await send(path)
      t.equal(status, 500, path)
      for (const name of Object.keys(aboutAnotherBody)) t.notOk(headers[name], `${name} of ${path}`)
    }
  })
})

test('no header of an occurrence breaks the framing or the media type', async (t) => {
  const framing = {
    'Content-Type': 'text/html',
    'Content-Length': '3',
    'Transfer-Encoding': 'chunked',
    'Content-Encoding': 'gzip',
    Trailer: 'x',
    Connection: 'close',
    'Keep-Alive': 'timeout=5',
    TE: 'gzip',
    'Proxy-Connection': 'close',
    'Content-Range': 'bytes 0-1/2'
  }
  await onBoth(t, (app) => {
    for (const [name, value] of Object.entries(framing)) {
      app.get(`/${name}`, async (_request, reply) => reply.problem('EMAIL_TAKEN', {}, { headers: { [name]: value } }))
    }
  }, async (send, t) => {
    for (const name of Object.keys(framing)) {
      const { status, headers, text } = await send(`/${name}`)
      t.equal(status, 409, name)
      t.equal(headers['content-type'], 'application/problem+json', name)
      t.equal(headers['content-length'], String(Buffer.byteLength(text)), name)
      t.equal(JSON.parse(text).code, 'EMAIL_TAKEN', name)
      t.notOk(headers['trailer'] ?? headers['content-encoding'] ?? headers['te'] ?? headers['content-range'], name)
    }
  })
})

test('headers of the connection do not hang an answer over HTTP/2', async (t) => {
  const connection = { 'keep-alive': 'timeout=5', te: 'gzip', 'proxy-connection': 'close', 'http2-settings': 'x', 'transfer-encoding': 'chunked' }
  await onBoth(t, (app) => {
    app.get('/upgrade', async (_request, reply) => reply.problem('UPGRADE_REQUIRED' as never))
    for (const [name, value] of Object.entries(connection)) {
      app.get(`/${name}`, async (_request, reply) => { reply.header(name, value); throw new catalog.EMAIL_TAKEN() })
    }
  }, async (send, t) => {
    t.equal(JSON.parse((await send('/upgrade')).text).code, 'UPGRADE_REQUIRED')
    for (const name of Object.keys(connection)) t.equal(JSON.parse((await send(`/${name}`)).text).code, 'EMAIL_TAKEN', name)
  })
})

test('a header that is refused in any way costs the headers, never the answer', async (t) => {
  const hostile = new Proxy({}, { get () { throw new Error('caught') } })
  const values: Record<string, unknown> = {
    'x-bad': 'a\nb',
    'x-zero': 'a\0b',
    'x-wide': '\u{1F600}',
    'x-object': {},
    'x-symbol': Symbol('x'),
    'x-hostile': hostile,
    'x(y)': 'no token',
    'x-list': ['a', '\u{1F600}'],
    'access-control-max-age': ['1', '2'],
    date: ['a', 'b'],
    'set-cookie': '\0',
    vary: hostile,
    ':status': '200'
  }
  await onBoth(t, (app) => {
    for (const [index, [name, value]] of Object.entries(values).entries()) {
      const headers = { [name]: value as string }
      app.get(`/occurrence/${index}`, async (_request, reply) => reply.problem('EMAIL_TAKEN', {}, { headers }))
      app.get(`/reply/${index}`, async (_request, reply) => { reply.header(name, value); throw new catalog.EMAIL_TAKEN() })
      app.get(`/hook/${index}`, { onSend: async (_request, reply) => { reply.header(name, value) } }, async () => { throw new catalog.EMAIL_TAKEN() })
      app.get(`/raw/${index}`, async (_request, { raw }) => {
        // Over HTTP/2, Node breaks off at once where such a name is set.
        if (name !== 'x(y)' && name !== ':status') try { raw.setHeader(name, value as string) } catch {}
        throw new catalog.EMAIL_TAKEN()
      })
    }
  }, async (send, t) => {
    for (const [index, name] of Object.keys(values).entries()) {
      for (const way of ['occurrence', 'reply', 'hook', 'raw']) {
        const { status, text } = await send(`/${way}/${index}`)
        t.equal(status, 409, `${name} of ${way}`)
        t.equal(JSON.parse(text).code, 'EMAIL_TAKEN', `${name} of ${way}`)
      }
    }
  })
})

test('a reason phrase that was set before the failure does not leave, however it was set', async (t) => {
  const setters: Array<(raw: ServerResponse) => void> = [
    (raw) => { raw.statusMessage = secret },
    (raw) => { Object.defineProperty(raw, 'statusMessage', { value: secret, configurable: true }) },
    (raw) => { Object.defineProperty(raw, 'statusMessage', { get: () => secret, set () {}, configurable: true }) }
  ]
  await onBoth(t, (app) => {
    app.addHook('onSend', async (request, { raw }) => { if (request.url.startsWith('/later')) setters[Number(request.url.at(-1))]!(raw) })
    for (const [index, set] of setters.entries()) {
      app.get(`/sooner${index}`, async (_request, { raw }) => { set(raw); throw new Error('bug') })
      app.get(`/later${index}`, async () => { throw new Error('bug') })
    }
    app.get('/head', { onSend: async (_request, { raw }) => { raw.writeHead(500, secret) } }, async () => { throw new Error('bug') })
    app.get('/response', async () => new Response('{}', { status: 400, statusText: secret, headers: { 'content-type': 'application/json' } }))
  }, async (send, t) => {
    for (const path of [...setters.keys()].flatMap((index) => [`/sooner${index}`, `/later${index}`]).concat('/head', '/response')) {
      const { status, reason, text } = await send(path)
      t.equal(JSON.parse(text).status, status, path)
      t.ok(['Internal Server Error', 'Bad Request', ''].includes(reason), path)
    }
  }, { convertReplies: true })
})

test('an onSend hook that puts an endless stream in the place of a problem blocks nothing', async (t) => {
  await onBoth(t, (app) => {
    app.addHook('onSend', async (request) => request.url === '/alive' ? undefined : new Readable({ read () { this.push('x'.repeat(1000)) } }))
    app.get('/alive', async () => 'yes')
    app.get('/', async () => { throw new catalog.EMAIL_TAKEN() })
  }, async (send, t) => {
    t.equal(JSON.parse((await send('/')).text).code, 'EMAIL_TAKEN')
    t.equal((await send('/alive')).text, 'yes')
  })
})

test('headers of another service do not leave where its stream fails before the first byte', async (t) => {
  await onBoth(t, (app) => {
    app.get('/', async (_request, reply) => {
      reply.headers({ 'x-internal': secret, etag: '"x"', 'access-control-allow-origin': '*' })
      return reply.send(new Readable({ read () { setImmediate(() => this.destroy(new Error('upstream'))) } }))
    })
  }, async (send, t) => {
    const { status, headers } = await send('/')
    t.ok(status >= 500)
    t.notMatch(JSON.stringify(headers), secret)
    t.equal(headers['access-control-allow-origin'], '*')
  })
})

test('a failed validation stays below 16 kilobytes, however much is wrong', async (t) => {
  const properties = Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`${'property'.repeat(25)}${index}`, { type: 'integer' }]))
  const body = Object.fromEntries(Object.keys(properties).map((name) => [name, '€'.repeat(200)]))
  await onBoth(t, (app) => {
    app.post('/', { schema: { body: { type: 'object', properties } } }, async () => 'x')
  }, async (send, t) => {
    const { text, status } = await send('/', { method: 'POST', payload: JSON.stringify(body), headers: { 'content-type': 'application/json' } })
    t.equal(status, 400)
    t.ok(Buffer.byteLength(text) <= 16_384, `${Buffer.byteLength(text)} bytes`)
    const { errors, truncated } = JSON.parse(text)
    t.ok(errors.length > 10)
    t.equal(truncated, true)
  }, { maxValidationErrors: 300 }, { ajv: { customOptions: { allErrors: true } } })
})

test('a text that is cut ends with a whole character', async (t) => {
  await onBoth(t, (app) => {
    app.get('/', async (_request, reply) => reply.problem('ORDER_NOT_FOUND', { orderId: `${'x'.repeat(255)}😀` }))
    app.get('/halves', async () => { throw Object.assign(new Error('\udc00half\ud83d and 😀 half\ud800'), { statusCode: 400 }) })
  }, async (send, t) => {
    const { detail } = JSON.parse((await send('/')).text)
    t.equal(detail, `There is no order ${'x'.repeat(255)}.`)
    t.equal(JSON.parse((await send('/halves')).text).detail, 'half and 😀 half')
  })
})

test('except hides a path in every spelling', async (t) => {
  await onBoth(t, (app) => {
    app.post('/admin/users', async () => 'x')
    app.post('/open', async () => 'x')
  }, async (send, t) => {
    for (const path of ['/admin/users', '/%61dmin/users', '/ADMIN/users', '/admin%2Fusers?x', '/admin/users;x']) {
      const { status, headers } = await send(path)
      t.equal(status, 404, path)
      t.notOk(headers['allow'], path)
    }
    t.equal((await send('/open')).status, 405)
  }, { methodNotAllowed: { except: ['/admin'] } }, { routerOptions: { ignoreDuplicateSlashes: true, caseSensitive: false, useSemicolonDelimiter: true } })
})

test('405 knows routes with a host constraint, and a route that catches every path is none', async (t) => {
  await onBoth(t, (app) => {
    app.route({ method: 'POST', url: '/hosted', constraints: { host: /^127\./ }, handler: async () => 'x' })
  }, async (send, t) => {
    t.equal((await send('/hosted')).headers['allow'], 'POST')
  })
  await onBoth(t, (app) => {
    app.post('/*', async () => 'x')
  }, async (send, t) => {
    for (const path of ['/abc', '/%61bc', '/a%20b', '/abc?x']) t.equal((await send(path)).status, 404, path)
  })
})

test('malformed bytes behind a request that still runs do not answer for it', async (t) => {
  const { app } = await createService()
  t.teardown(() => app.close())
  let answerNow = () => {}
  app.get('/', async () => {
    await new Promise<void>((resolve) => { answerNow = resolve })
    return 'the answer'
  })
  const base = new URL(await listen(app))

  const text = await new Promise<string>((resolve) => {
    const socket = connect(Number(base.port), base.hostname)
    let received = ''
    socket.on('data', (chunk) => { received += chunk })
    socket.on('close', () => resolve(received))
    socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n')
    app.server.once('clientError', () => setTimeout(() => answerNow(), 20))
    setTimeout(() => socket.write('GARBAGE\r\n\r\n'), 50)
  })

  t.match(text, /^HTTP\/1\.1 200 OK\r\n[^]*the answerHTTP\/1\.1 400 Bad Request\r\n[^]*INVALID_REQUEST/)
})

test('a hook for unknown routes may come from a plugin that is registered later', async (t) => {
  const calls: string[] = []
  const { app } = await createService({
    notFoundHandler: {
      preHandler: (app: FastifyInstance) => [
        (_request: unknown, _reply: unknown, done: () => void) => { calls.push('callback'); done() },
        async () => { calls.push('async') },
        (app as unknown as { limit: () => never }).limit()
      ]
    }
  })
  app.decorate('limit', () => async () => { throw new catalog.QUOTA_USED_UP() })

  t.equal((await app.inject('/unknown')).json().code, 'QUOTA_USED_UP')
  t.strictSame(calls, ['callback', 'async'])

  const wrong = await createService({ notFoundHandler: { preHandler: () => undefined as never } })
  await t.rejects(Promise.resolve(wrong.app.ready()), /must have a preHandler \(app\) => hook that returns a hook/)
})
