import { once } from 'node:events'
import { connect as connectHttp2 } from 'node:http2'
import { connect } from 'node:net'
import { PassThrough, Readable, Stream } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import compress from '@fastify/compress'
import type { FastifyInstance } from 'fastify'
import { test } from 'tap'
import { endWithProblem } from '../../../lib/index.js'
import { breaksOffBegunReplies } from '../../fixtures/fastify.js'
import { catalog, secret, startService } from '../../fixtures/server.js'
import { bug, event, failing, failingWeb, split, startStreams as start, used } from '../../fixtures/streams.js'
import { until } from '../../fixtures/until.js'
import { ask, askHttp2 } from '../../fixtures/wire.js'

const ways: Readonly<Record<string, (app: FastifyInstance, pieces: readonly string[], error: () => unknown) => void>> = {
  'a Node stream' (app, pieces, error) {
    app.get('/', (_request, reply) => reply.type('text/event-stream').send(failing(pieces, error)))
  },
  'a web stream' (app, pieces, error) {
    app.get('/', (_request, reply) => reply.type('text/event-stream').send(failingWeb(pieces, error)))
  },
  'a Response' (app, pieces, error) {
    app.get('/', () => new Response(failingWeb(pieces, error), { headers: { 'content-type': 'text/event-stream' } }))
  },
  'the raw response' (app, pieces, error) {
    app.get('/', async (_request, reply) => {
      reply.raw.writeHead(200, { 'content-type': 'text/event-stream' })
      for (const piece of pieces) reply.raw.write(piece)
      throw error()
    })
  },
  'the raw response, with headers set one by one' (app, pieces, error) {
    app.get('/', async (_request, reply) => {
      reply.raw.setHeader('Content-Type', 'text/event-stream; charset=utf-8')
      for (const piece of pieces) reply.raw.write(piece)
      throw error()
    })
  }
}

for (const [name, addRoute] of Object.entries(ways)) {
  test(`events by ${name}: a failure is the last event, and the answer ends cleanly`, async (t) => {
    const { base, log, events } = await start(t, (app) => addRoute(app, [event('1'), event('2')], bug))

    const { status, text, complete } = await ask(base, '/')

    t.equal(status, 200)
    t.ok(complete)
    const { before, problem } = split(text)
    t.match(before, /^data: 1\n\ndata: 2\n\n(?::\n)?$/)
    t.match(problem, { code: 'INTERNAL_ERROR', status: 500, title: String, instance: /^urn:uuid:/ })
    t.notMatch(text, secret)
    t.match(log, [{ level: 50, code: 'INTERNAL_ERROR', instance: problem['instance'], err: { message: `connect to db:${secret}` } }])
    t.equal(log.length, 1)
    t.match(events, [{ problem, origin: 'unknown', route: '/' }])
    t.equal(events.length, 1)
  })

  test(`events by ${name} over HTTP/2`, async (t) => {
    const { base } = await start(t, (app) => addRoute(app, [event('1')], used), {}, { http2: true })
    const client = connectHttp2(base)
    t.teardown(() => client.close())

    const { text } = await askHttp2(client, '/')

    t.match(split(text).problem, { code: 'QUOTA_USED_UP', status: 429 })
  })

  test(`events by ${name}: half an event never reaches a listener`, async (t) => {
    for (const half of ['event: token\ndata: {"ha', 'event: token\ndata: {\n', 'data: 1\r\n', `data: ${'x'.repeat(20_000)}\n`, 'dat', 'event: token\n']) {
      const { base } = await start(t, (app) => addRoute(app, [event('1'), half], used))

      const { text } = await ask(base, '/')

      // What was written by hand cannot be taken back: it becomes a part of the last event.
      const frames = text.split(/\n\n|\r\n\r?\n/).filter((frame) => /\bdata:/.test(frame))
      t.equal(frames.length, 2, JSON.stringify(text.slice(-400)))
      t.match(frames[1], /event: problem\n(?:.*\n)*data: \{"type"/)
    }
  })
}

test('a problem that no request may repeat keeps an EventSource away, another one says when to come back', async (t) => {
  const { base } = await start(t, (app) => {
    app.get('/none', (_request, reply) => reply.type('text/event-stream').send(failing([event('1')], used)))
    app.get('/later', (_request, reply) => reply.type('text/event-stream').send(failing([event('1')], () => new catalog.MAINTENANCE())))
  })

  t.equal(split((await ask(base, '/none')).text).head, 'event: problem\nretry: 2147483647\n')
  t.equal(split((await ask(base, '/later')).text).head, 'event: problem\nretry: 120000\n')
})

test('a stream that fails before its first event is a problem with its status', async (t) => {
  for (const [name, addRoute] of Object.entries(ways).slice(0, 3)) {
    for (const pieces of [[], ['data: ha']]) {
      const { base, log } = await start(t, (app) => addRoute(app, pieces, used))

      const { status, headers, text } = await ask(base, '/')

      t.equal(status, 429, `${name}: ${pieces.join()}`)
      t.equal(headers['content-type'], 'application/problem+json')
      t.match(JSON.parse(text), { code: 'QUOTA_USED_UP' })
      t.equal(log.length, 1)
    }
  }
})

test('lines and sequences of JSON end with a problem as the service says', async (t) => {
  const streams = { ndjson: (last: object) => ({ error: last }), jsonSequence: (last: object) => last }
  const { base } = await start(t, (app) => {
    app.get('/lines', (_request, reply) => reply.type('application/x-ndjson').send(failing(['{"a":1}\n', '{"a"'], used)))
    app.get('/sequence', (_request, reply) => reply.type('application/json-seq').send(failing(['\x1e{"a":1}\n', '\x1e{'], used)))
  }, { streams })

  const [first, last, none] = (await ask(base, '/lines')).text.split('\n')
  t.equal(first, '{"a":1}')
  t.match(JSON.parse(last ?? ''), { error: { code: 'QUOTA_USED_UP', status: 429 } })
  t.equal(none, '')
  const [, , sequence] = (await ask(base, '/sequence')).text.split('\x1e')
  t.match(JSON.parse(sequence ?? ''), { code: 'QUOTA_USED_UP' })
})

test('any other body breaks off, with one line that has code and instance, and the observer is told', async (t) => {
  const { base, log, events } = await start(t, (app) => {
    const pieces = ['some ', 'bytes ']
    app.get('/bytes', (_request, reply) => reply.type('application/octet-stream').send(failing(pieces, bug)))
    app.get('/web', (_request, reply) => reply.type('application/octet-stream').send(failingWeb(pieces, bug)))
    app.get('/lines', (_request, reply) => reply.type('application/x-ndjson').send(failing(['1\n'], bug)))
    app.get('/encoded', (_request, reply) => reply.type('text/event-stream').header('content-encoding', 'br').send(failing([event('1')], bug)))
    app.get('/raw', async (_request, reply) => {
      reply.raw.writeHead(200, { 'content-type': 'text/html' })
      reply.raw.write('<p>')
      throw bug()
    })
  })

  for (const path of ['/bytes', '/web', '/lines', '/encoded', '/raw']) {
    log.length = events.length = 0
    const { complete, text } = await ask(base, path)

    t.notOk(complete, path)
    t.notMatch(text, /INTERNAL_ERROR|p4ssw0rd/)
    await until(() => events.length > 0)
    t.match(log.filter(({ code }) => code !== undefined), [{ level: 50, code: 'INTERNAL_ERROR', instance: /^urn:uuid:/ }], path)
    t.match(events, [{ problem: { code: 'INTERNAL_ERROR' } }])
    t.equal(events.length, 1, path)
  }
})

test('a function of the service that fails breaks the stream off, and is in the log', async (t) => {
  const { base, log } = await start(t, (app) => {
    app.get('/', (_request, reply) => reply.type('application/jsonl').send(failing(['1\n'], used)))
  }, { streams: { ndjson () { throw new Error('no record') } } })

  t.notOk((await ask(base, '/')).complete)
  await until(() => log.some(({ err }) => err?.message === 'no record'))
})

test('a handler that fails while its stream still runs ends that stream', async (t) => {
  const sources: Readable[] = []
  const { base } = await start(t, (app) => {
    app.get('/', async (_request, reply) => {
      const source = new PassThrough()
      sources.push(source)
      source.write(event('1'))
      reply.type('text/event-stream').send(source)
      await until(() => reply.raw.headersSent)
      throw used()
    })
  })

  const { text, complete } = await ask(base, '/')

  t.ok(complete)
  t.match(split(text).problem, { code: 'QUOTA_USED_UP' })
  await until(() => sources[0]?.destroyed === true)
  t.equal((await ask(base, '/alive')).text, 'yes')
})

test('a stream that does not fail arrives as it was sent', async (t) => {
  const whole = `${event('1')}: ping\n\nid: 3\ndata: ha`
  const { base, log } = await start(t, (app) => {
    app.get('/node', (_request, reply) => reply.type('text/event-stream').send(Readable.from([whole], { objectMode: false })))
    app.get('/web', () => new Response(whole, { headers: { 'content-type': 'text/event-stream' } }))
    app.get('/empty', () => new Response(null, { status: 200, headers: { 'content-type': 'text/event-stream' } }))
  })

  t.equal((await ask(base, '/node')).text, whole)
  t.equal((await ask(base, '/web')).text, whole)
  t.equal((await ask(base, '/empty')).text, '')
  t.strictSame(log, [])
})

test('a body without records that fails over HTTP/2 is reset with a code, and does not look complete', async (t) => {
  const { base, events } = await start(t, (app) => {
    app.get('/bytes', (_request, reply) => reply.type('application/octet-stream').send(failing(['abc'], bug)))
    app.get('/web', (_request, reply) => reply.type('application/octet-stream').send(failingWeb(['abc'], bug)))
    app.get('/raw', async (_request, reply) => {
      reply.raw.writeHead(200, { 'content-type': 'text/html' })
      reply.raw.write('<p>')
      throw bug()
    })
  }, {}, { http2: true })
  const client = connectHttp2(base)
  t.teardown(() => client.close())

  for (const path of ['/bytes', '/web', '/raw']) {
    await t.rejects(askHttp2(client, path), { message: /NGHTTP2_INTERNAL_ERROR/ }, path)
  }
  t.equal(events.length, 3)
})

test('a body that is destroyed without an error is reported as well, and one whose reader leaves is not', async (t) => {
  const sources: Readable[] = []
  const { base, events, log } = await start(t, (app) => {
    app.get('/', (_request, reply) => {
      const source = new PassThrough()
      sources.push(source)
      source.write('some bytes')
      return reply.type('application/octet-stream').send(source)
    })
  })

  const broken = ask(base, '/')
  await until(() => sources.length === 1)
  setTimeout(() => sources[0]?.destroy(), 100)
  t.notOk((await broken).complete)
  await until(() => events.length > 0)
  t.match(log.filter(({ code }) => code !== undefined), [{ code: 'INTERNAL_ERROR', instance: events[0]?.problem.instance }])

  const { port, hostname } = new URL(base)
  const socket = connect(Number(port), hostname)
  socket.write('GET / HTTP/1.1\r\nhost: x\r\n\r\n')
  await once(socket, 'data')
  socket.destroy()
  await until(() => sources[1]?.destroyed === true)
  t.equal(events.length, 1)
})

test('a hijacked reply that fails before its first byte is answered with a status', async (t) => {
  for (const http2 of [false, true]) {
    const { base, events, log } = await start(t, (app) => {
      app.get('/', async (_request, reply) => {
        reply.hijack()
        setTimeout(() => endWithProblem(reply, bug()), 10)
      })
    }, {}, { http2 })
    const client = http2 ? connectHttp2(base) : undefined
    t.teardown(() => client?.close())

    const { status, headers, text } = await (client ? askHttp2(client, '/') : ask(base, '/'))

    t.equal(status, 500)
    t.equal(headers['content-type'], 'application/problem+json')
    t.match(JSON.parse(text), { code: 'INTERNAL_ERROR', instance: events[0]?.problem.instance })
    t.notMatch(text, secret)
    t.equal(log.filter(({ code }) => code !== undefined).length, 1)
  }
})

test('endWithProblem() before anything was sent is an answer like any other', async (t) => {
  const { base, log } = await startService(t, {
    setup: (app) => app.get('/', (request, reply) => { endWithProblem(reply, new catalog.EMAIL_TAKEN()) })
  })

  const response = await fetch(base)

  t.equal(response.status, 409)
  t.match(await response.json(), { code: 'EMAIL_TAKEN' })
  t.match(log, [{ code: 'EMAIL_TAKEN' }])
})

test('a chunk that is neither a text nor bytes is a failure of the stream, and not of the process', async (t) => {
  const { base, log } = await startService(t, {
    setup: (app) => app.get('/', async (request, reply) => {
      reply.type('text/event-stream')
      return Readable.from(['data: 1\n\n', { an: 'object' }])
    })
  })

  const response = await fetch(base)

  t.match(await response.text(), /^data: 1\n\nevent: problem\n.*"code":"INTERNAL_ERROR"/s)
  t.match(log, [{ code: 'INTERNAL_ERROR', err: { type: 'TypeError' } }])
  t.equal((await fetch(`${base}/alive`)).status, 200)
})

test('a stream of any class is seen: packages bring classes of their own', async (t) => {
  const { base, events } = await start(t, (app) => {
    app.get('/events', (_request, reply) => reply.type('text/event-stream').send(ownStream([event('1')])))
    app.get('/bytes', (_request, reply) => reply.type('application/octet-stream').send(ownStream(['abc'])))
  }, {}, { http2: true })
  const client = connectHttp2(base)
  t.teardown(() => client.close())

  t.match(split((await askHttp2(client, '/events')).text).problem, { code: 'INTERNAL_ERROR' })
  await t.rejects(askHttp2(client, '/bytes'), { message: /NGHTTP2_INTERNAL_ERROR/ })
  t.equal(events.length, 2)
})

/** As streams were before there were classes for them: an emitter that can be piped. */
function ownStream (pieces: readonly string[]): Stream {
  const stream = new Stream()
  setImmediate(() => {
    for (const piece of pieces) stream.emit('data', Buffer.from(piece))
    setTimeout(() => stream.emit('error', bug()), 20)
  })
  return stream
}

test('a web stream that Fastify refuses is refused as ever', async (t) => {
  const { base, log } = await start(t, (app) => {
    app.get('/locked', (_request, reply) => {
      const stream = failingWeb([event('1')], bug)
      stream.getReader()
      return reply.type('text/event-stream').send(stream)
    })
    app.get('/read', async () => {
      const response = new Response('read')
      await response.text()
      return response
    })
  })

  for (const path of ['/locked', '/read']) t.equal((await ask(base, path)).status, 500)
  t.match(log, [{ err: { code: 'FST_ERR_REP_READABLE_STREAM_LOCKED' } }, { err: { code: 'FST_ERR_REP_RESPONSE_BODY_CONSUMED' } }])
})

test('a response that the handler pipes to, and that its source breaks, is reported', async (t) => {
  for (const http2 of [false, true]) {
    const { base, log, events } = await start(t, (app) => {
      app.get('/', async (_request, reply) => {
        reply.raw.writeHead(200, { 'content-type': 'text/event-stream' })
        await pipeline(failing([event('1')], bug), reply.raw)
      })
    }, {}, { http2 })
    const client = http2 ? connectHttp2(base) : undefined
    t.teardown(() => client?.close())

    if (client) await t.rejects(askHttp2(client, '/'))
    else t.notOk((await ask(base, '/')).complete)

    await until(() => events.length > 0)
    t.match(log, [{ level: 50, code: 'INTERNAL_ERROR', instance: events[0]?.problem.instance, route: '/' }])
    t.equal(log.length, 1)
  }
})

test('a stream that runs when the handler\'s time is over ends with a problem', { skip: !breaksOffBegunReplies && 'This Fastify does not break off what has begun when handlerTimeout is over.' }, async (t) => {
  for (const server of [{ handlerTimeout: 100 }, { handlerTimeout: 100, http2: true }]) {
    const { base, log, events } = await start(t, (app) => {
      const open = () => Readable.from((async function * () { yield event('1'); await new Promise(() => {}) })())
      app.get('/events', (_request, reply) => reply.type('text/event-stream').send(open()))
      app.get('/bytes', (_request, reply) => reply.type('text/plain').send(open()))
    }, {}, server)
    const client = server.http2 ? connectHttp2(base) : undefined
    t.teardown(() => client?.close())

    const { text } = await (client ? askHttp2(client, '/events') : ask(base, '/events'))
    t.match(split(text), { before: /^data: 1\n\n/, problem: { code: 'SERVICE_UNAVAILABLE', status: 503 } })
    if (client) await t.rejects(askHttp2(client, '/bytes'), { message: /NGHTTP2_INTERNAL_ERROR/ })
    else t.notOk((await ask(base, '/bytes')).complete)
    t.match(log, [{ route: '/events', code: 'SERVICE_UNAVAILABLE' }, { route: '/bytes', err: { code: 'FST_ERR_HANDLER_TIMEOUT' } }])
    t.equal(log.length, 2)
    t.equal(events.length, 2)
  }
})

test('so does the reply of a route that was there before the plugin, in the log at least', { skip: !breaksOffBegunReplies && 'This Fastify does not break off what has begun when handlerTimeout is over.' }, async (t) => {
  const { base, log } = await startService(t, {
    early: (app) => app.get('/', { handlerTimeout: 100 }, async (_request, reply) => { reply.raw.write('half'); return await new Promise(() => {}) })
  })

  t.notOk((await ask(base, '/')).complete)
  await until(() => log.length > 0)
  t.match(log, [{ code: 'SERVICE_UNAVAILABLE', instance: /^urn:uuid:/, err: { code: 'FST_ERR_HANDLER_TIMEOUT' } }])
})

test('the streams of a route without problems are left alone', async (t) => {
  const { base, events } = await start(t, (app) => {
    app.get('/', { config: { problems: false } }, (_request, reply) => reply.type('text/event-stream').send(failing([event('1')], bug)))
  })

  const { complete, text } = await ask(base, '/')

  t.notOk(complete)
  t.equal(text, event('1'))
  t.strictSame(events, [])
})

test('a stream that is compressed behind the plugin ends with the problem', async (t) => {
  const { base, log } = await start(t, async (app) => {
    await app.register(compress, { threshold: 0, customTypes: /./ })
    app.get('/node', (_request, reply) => reply.type('text/event-stream').send(failing([event('1')], used)))
    app.get('/web', () => new Response(failingWeb([event('1')], used), { headers: { 'content-type': 'text/event-stream' } }))
  })

  for (const path of ['/node', '/web']) {
    const response = await fetch(`${base}${path}`, { headers: { 'accept-encoding': 'gzip' } })
    t.equal(response.headers.get('content-encoding'), 'gzip')
    const { before, problem } = split(await response.text())
    t.equal(before, event('1'))
    t.match(problem, { code: 'QUOTA_USED_UP' })
  }
  t.match(log, [{ code: 'QUOTA_USED_UP' }, { code: 'QUOTA_USED_UP' }])
})
