/**
 * What cannot become a problem, and must not: what has begun, what is the application's own, and what nobody reads.
 * Whatever defeats an error handler and is answered all the same is in the matrix.
 */
import { connect } from 'node:net'
import { Readable } from 'node:stream'
import type { FastifyReply } from 'fastify'
import { test } from 'tap'
import { hasHandlerTimeout } from '../../fixtures/fastify.js'
import { catalog, createService, listen, secret, startService, withRequestLog } from '../../fixtures/server.js'
import { failAfter, webStream } from '../../fixtures/streams.js'
import { until } from '../../fixtures/until.js'
import { ask } from '../../fixtures/wire.js'

const fail = () => new Error(secret)
const never = () => new Promise<never>(() => {})

test('a body that fails after its first byte is broken off, and the process lives', async (t) => {
  const { base, log } = await startService(t, {
    server: withRequestLog,
    setup (app) {
      app.get('/stream', (request, reply) => reply.send(Readable.from(failAfter(['half'], fail()))))
      app.get('/web', (request, reply) => reply.send(webStream(['half'], fail())))
      app.get('/response', async () => new Response(webStream(['half'], fail())))
      app.get('/raw', async (request, reply) => { reply.raw.write('half'); throw fail() })
      app.get('/slow', { handlerTimeout: 1000 }, async (request, reply) => { reply.raw.write('half'); return never() })
    }
  })

  for (const path of ['/stream', '/web', '/response', '/raw', ...hasHandlerTimeout ? ['/slow'] : []]) {
    log.length = 0
    const answer = await ask(base, path)
    t.equal(answer.complete, false, path)
    t.notMatch(answer.text, new RegExp(`problem|${secret}`), path)
    t.equal((await ask(base, '/alive')).text, 'yes')
    t.ok(log.some(({ err, level }) => level >= 30 && err !== undefined), path)
  }
})

test('a reply that was hijacked is left alone', async (t) => {
  const { base, log } = await startService(t, {
    setup (app) {
      app.get('/ended', async (request, reply) => { reply.hijack(); reply.raw.end('mine'); throw fail() })
      app.get('/problem', async (request, reply) => { reply.hijack(); reply.raw.end('mine'); return reply.problem('EMAIL_TAKEN') })
    }
  })

  t.equal((await ask(base, '/ended')).text, 'mine')
  t.equal((await ask(base, '/problem')).text, 'mine')
  t.same(log.map(({ level }) => level), [50, 40])
})

test('what is sent as an answer, and is no failure, is left alone', async (t) => {
  const { base } = await startService(t, {
    setup (app) {
      app.get('/response', async () => new Response('mine', { status: 404, headers: { 'content-type': 'text/plain' } }))
      app.get('/object', async (request, reply) => reply.code(404).send({ mine: true }))
      app.get('/upstream', async (request, reply) => reply.code(404).type('application/problem+json').send(Buffer.from('{"theirs":true}')))
    }
  })

  t.match(await ask(base, '/response'), { status: 404, text: 'mine' })
  t.match(await ask(base, '/object'), { status: 404, text: '{"mine":true}' })
  t.match(await ask(base, '/upstream'), { status: 404, text: '{"theirs":true}' })
})

test('a client that leaves is no failure, wherever it leaves', async (t) => {
  const arrived: string[] = []
  const left: string[] = []
  const { base, log } = await startService(t, {
    setup (app) {
      app.addHook('onRequest', async ({ method, url }) => { arrived.push(`${method} ${url}`) })
      const leave = (path: string) => { left.push(path); return fail() }
      const untilGone = (reply: FastifyReply) => new Promise((resolve) => reply.raw.once('close', resolve))
      app.get('/handler', async (_request, reply) => { await untilGone(reply); throw leave('handler') })
      app.post('/handler', async (_request, reply) => { await untilGone(reply); throw leave('body') })
      app.get('/hook', { preHandler: async (_request, reply) => { await untilGone(reply); throw leave('hook') } }, async () => 'x')
      app.get('/send', { onSend: async (_request, reply) => { await untilGone(reply); throw leave('send') } }, async () => 'x')
      app.get('/string', async (_request, reply) => { await untilGone(reply); throw leave('string').message })
      app.get('/socket', async ({ raw }) => {
        await new Promise((resolve) => raw.socket.once('close', resolve))
        throw leave('socket')
      })
      app.post('/upload', async () => 'x')
    }
  })
  const { port, hostname } = new URL(base)
  const leave = async (request: string, rest = '') => {
    const socket = connect(Number(port), hostname)
    socket.write(`${request} HTTP/1.1\r\nHost: x\r\n${rest}\r\n`)
    await until(() => arrived.includes(request))
    socket.destroy()
  }
  const json = 'Content-Type: application/json\r\nContent-Length: '

  for (const path of ['handler', 'hook', 'send', 'string', 'socket']) await leave(`GET /${path}`)
  await leave('POST /handler', `${json}2\r\n\r\n{}`)
  await leave('POST /upload', `${json}99\r\n\r\n{"half"`)
  await until(() => left.length === 6 && log.length > 0)
  // What is still to be written is written by the time of another answer.
  t.equal((await ask(base, '/alive')).text, 'yes')

  t.same(left.sort(), ['body', 'handler', 'hook', 'send', 'socket', 'string'])
  // Half a body is malformed HTTP, and no error of ours.
  t.match(log, [{ level: 30, code: 'INVALID_REQUEST' }])
  t.equal(log.length, 1)
})

test('while the server closes, what runs still answers with problems, and so does what comes, with the hook of docs/limits.md', async (t) => {
  let release: (() => void) | undefined
  let closing = false
  let refused = false
  const { app, base } = await startService(t, {
    server: { return503OnClosing: false, forceCloseConnections: 'idle' },
    setup (app) {
      app.addHook('preClose', async () => { closing = true })
      app.addHook('onRequest', async () => {
        if (!closing) return
        refused = true
        throw new catalog.MAINTENANCE()
      })
      app.get('/running', async () => {
        await new Promise<void>((resolve) => { release = resolve })
        throw fail()
      })
    }
  })
  const { port, hostname } = new URL(base)
  const socket = connect(Number(port), hostname)
  let text = ''
  socket.on('data', (chunk) => { text += chunk.toString() })
  const closed = new Promise((resolve) => socket.once('close', resolve))
  socket.write('GET /running HTTP/1.1\r\nHost: x\r\n\r\n')
  await until(() => release !== undefined)
  const ended = app.close()
  await until(() => closing)
  socket.write('GET /alive HTTP/1.1\r\nHost: x\r\n\r\n')
  await until(() => refused)
  release?.()
  await closed
  await ended

  t.match(text, /^HTTP\/1\.1 500 [^]*"code":"INTERNAL_ERROR"[^]*HTTP\/1\.1 503 [^]*"code":"MAINTENANCE"/)
  t.notMatch(text, secret)
})

test('a success that has begun is broken off, and the log says what failed', async (t) => {
  const { app, log } = await createService()
  app.get('/raw', async (request, reply) => {
    reply.raw.writeHead(200, { 'content-length': '100' })
    reply.raw.write('half')
    throw new Error('late')
  })
  const base = await listen(app)
  t.teardown(() => app.close())

  await t.rejects(fetch(`${base}/raw`).then((response) => response.text()))
  t.match(log.filter(({ level }) => level === 50), [{ code: 'INTERNAL_ERROR', instance: /^urn:uuid:/, err: { message: 'late' } }])
})

test('a second answer is left to Fastify, which says so', async (t) => {
  const { app, log } = await createService()
  app.get('/', (request, reply) => {
    reply.send('first')
    reply.problem('EMAIL_TAKEN')
  })

  t.equal((await app.inject('/')).body, 'first')
  t.match(log, [{ level: 40, err: { code: 'FST_ERR_REP_ALREADY_SENT' } }])
})

test('garbage behind a request that is being answered does not corrupt the answer', async (t) => {
  const { app } = await createService()
  app.get('/', (request, reply) => {
    reply.raw.writeHead(200, { 'content-length': '8' })
    reply.raw.write('half')
    reply.hijack()
  })
  const base = new URL(await listen(app))
  t.teardown(() => app.close())

  const answer = await new Promise<string>((resolve) => {
    const socket = connect(Number(base.port), base.hostname)
    let text = ''
    socket.on('data', (chunk) => {
      text += chunk
      if (text.endsWith('half')) socket.write('garbage\r\n\r\n')
    })
    socket.on('close', () => resolve(text))
    socket.on('error', () => {})
    socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n')
  })

  t.notMatch(answer, 'problem+json')
  t.match(answer, /half$/)
})

test('no problem is appended to what has begun', async (t) => {
  const { app } = await createService()
  app.get('/', (_request, reply) => {
    reply.hijack()
    reply.raw.writeHead(200)
    reply.raw.write('half')
    setImmediate(() => {
      reply.problem('CONFLICT')
      setTimeout(() => reply.raw.destroy(), 30)
    })
  })
  const base = await listen(app)
  t.teardown(() => app.close())

  const text = await readAll(base)

  t.equal(text, 'half')
})

async function readAll (url: string): Promise<string> {
  const response = await fetch(url)
  let text = ''
  try {
    for await (const chunk of response.body!) text += Buffer.from(chunk)
  } catch {
    // Broken off, as it should be.
  }
  return text
}
