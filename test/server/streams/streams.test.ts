import { once } from 'node:events'
import { connect as connectHttp2 } from 'node:http2'
import { connect } from 'node:net'
import { PassThrough, Readable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import tap, { test } from 'tap'
import type { Test } from 'tap'
import { endWithProblem } from '../../../lib/index.js'
import type { ProblemEvent, ProblemJsonOptions } from '../../../lib/index.js'
import { catalog, secret, startService } from '../../fixtures/server.js'
import type { Listening } from '../../fixtures/server.js'
import { until } from '../../fixtures/until.js'
import { ask, askHttp2 } from '../../fixtures/wire.js'

tap.setTimeout(120_000)

const event = (data: string) => `data: ${data}\n\n`
const bug = () => new Error(`connect to db:${secret}`)
const used = () => new catalog.QUOTA_USED_UP()

interface StreamService extends Listening { readonly events: ProblemEvent[] }

async function start (t: Test, setup: (app: FastifyInstance) => unknown, options: Partial<ProblemJsonOptions> = {}, server = {}): Promise<StreamService> {
  const events: ProblemEvent[] = []
  const service = await startService(t, { setup, server, options: { onProblem: (one) => { events.push(one) }, ...options } })
  return { ...service, events }
}

/** Sends these, and fails then. */
function failing (pieces: readonly string[], error: () => unknown): Readable {
  return Readable.from((async function * () {
    yield * pieces
    throw error()
  })(), { objectMode: false })
}

function failingWeb (pieces: readonly string[], error: () => unknown): ReadableStream<Uint8Array> {
  const source = pieces[Symbol.iterator]()
  return new ReadableStream({
    pull (controller) {
      const { done, value } = source.next()
      if (done) controller.error(error())
      else controller.enqueue(Buffer.from(value))
    }
  })
}

/** The problem in the last event, and what was before it. */
function split (text: string): { before: string, problem: Record<string, unknown>, head: string } {
  const at = text.lastIndexOf('event: problem\n')
  const [head = '', data = ''] = text.slice(at).split('data: ')
  return { before: text.slice(0, at), head, problem: JSON.parse(data) as Record<string, unknown> }
}

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

test('a reader that stalls gets every event and the problem when it reads on', async (t) => {
  const { base, events } = await start(t, (app) => {
    const pieces = Array.from({ length: 200 }, () => event('x'.repeat(50_000)))
    app.get('/', (_request, reply) => reply.type('text/event-stream').send(failing(pieces, used)))
  })
  const { port, hostname } = new URL(base)
  const socket = connect(Number(port), hostname)
  socket.write('GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n')
  await once(socket, 'readable')
  // Ten megabytes do not fit into the buffers on the way: the source has to wait.
  t.equal(events.length, 0)

  const chunks: Buffer[] = []
  for await (const chunk of socket) chunks.push(chunk as Buffer)

  const text = Buffer.concat(chunks).toString()
  t.equal(text.match(/^data: x/gm)?.length, 200)
  t.match(text, /event: problem/)
  t.equal(events.length, 1)
})

test('a reader that leaves closes the source, and is no failure', async (t) => {
  const sources: Readable[] = []
  const { base, log, events } = await start(t, (app) => {
    app.get('/', (_request, reply) => {
      const source = new PassThrough()
      sources.push(source)
      source.write(event('1'))
      return reply.type('text/event-stream').send(source)
    })
  })
  const { port, hostname } = new URL(base)
  const socket = connect(Number(port), hostname)
  socket.write('GET / HTTP/1.1\r\nhost: x\r\n\r\n')
  await once(socket, 'data')
  socket.destroy()

  await until(() => sources[0]?.destroyed === true)
  t.equal(events.length, 0)
  t.strictSame(log.filter(({ level }) => level > 30), [])
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
