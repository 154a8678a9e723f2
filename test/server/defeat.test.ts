/**
 * What cannot become a problem, and must not: what has begun, what is the application's own, and what nobody reads.
 * Whatever defeats an error handler and is answered all the same is in the matrix.
 */
import { connect } from 'node:net'
import { Readable } from 'node:stream'
import Fastify from 'fastify'
import type { FastifyInstance, FastifyReply, FastifyServerOptions } from 'fastify'
import { test } from 'tap'
import type { Test } from 'tap'
import { problemJson, problemServerOptions } from '../../lib/index.js'
import { catalog, listen } from '../fixtures/server.js'
import type { LogLine } from '../fixtures/server.js'
import { failAfter, webStream } from '../fixtures/streams.js'
import { ask, speak } from '../fixtures/wire.js'

const secret = 'p4ssw0rd'
const fail = () => new Error(secret)
const never = () => new Promise<never>(() => {})

interface Case {
  server?: FastifyServerOptions
  setup: (app: FastifyInstance) => unknown
}

interface Started { app: FastifyInstance, base: string, log: LogLine[] }

async function start (t: Test, { server, setup }: Case): Promise<Started> {
  const log: LogLine[] = []
  const stream = { write (line: string) { log.push(JSON.parse(line)) } }
  const app = Fastify({ ...problemServerOptions(), disableRequestLogging: true, forceCloseConnections: true, logger: { level: 'info', stream }, ...server } as FastifyServerOptions)
  t.teardown(() => app.close())
  await app.register(problemJson, { catalog, undeclared: 'ignore' })
  await setup(app)
  app.get('/alive', async () => 'yes')
  const base = await listen(app)
  log.length = 0
  return { app, base, log }
}

test('a body that fails after its first byte is broken off, and the process lives', async (t) => {
  const { base, log } = await start(t, {
    server: { disableRequestLogging: false } as never,
    setup (app) {
      app.get('/stream', (request, reply) => reply.send(Readable.from(failAfter(['half'], fail()))))
      app.get('/web', (request, reply) => reply.send(webStream(['half'], fail())))
      app.get('/response', async () => new Response(webStream(['half'], fail())))
      app.get('/raw', async (request, reply) => { reply.raw.write('half'); throw fail() })
      app.get('/slow', { handlerTimeout: 30 }, async (request, reply) => { reply.raw.write('half'); return never() })
    }
  })

  for (const path of ['/stream', '/web', '/response', '/raw', '/slow']) {
    log.length = 0
    const answer = await ask(base, path)
    t.equal(answer.complete, false, path)
    t.notMatch(answer.text, /problem|p4ssw0rd/, path)
    t.equal((await ask(base, '/alive')).text, 'yes')
    t.ok(log.some(({ err, level }) => level >= 30 && err !== undefined), path)
  }
})

test('a reply that was hijacked is left alone', async (t) => {
  const { base, log } = await start(t, {
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
  const { base } = await start(t, {
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
  const left: string[] = []
  const { base, log } = await start(t, {
    setup (app) {
      const untilGone = (reply: FastifyReply) => new Promise<void>((resolve) => reply.raw.once('close', resolve))
      app.get('/handler', async (request, reply) => { await untilGone(reply); left.push('handler'); throw fail() })
      app.post('/handler', async (request, reply) => { await untilGone(reply); left.push('body'); throw fail() })
      app.get('/hook', { preHandler: async (request, reply) => { await untilGone(reply); left.push('hook'); throw fail() } }, async () => 'x')
      app.get('/send', { onSend: async (request, reply) => { await untilGone(reply); left.push('send'); throw fail() } }, async () => 'x')
      app.get('/string', async (request, reply) => { await untilGone(reply); left.push('string'); throw secret })
      app.post('/upload', async () => 'x')
    }
  })
  const { port, hostname } = new URL(base)
  const leave = async (bytes: string) => {
    const socket = connect(Number(port), hostname)
    socket.write(bytes)
    await new Promise((resolve) => setTimeout(resolve, 30))
    socket.destroy()
    await new Promise((resolve) => setTimeout(resolve, 30))
  }

  for (const path of ['handler', 'hook', 'send', 'string']) await leave(`GET /${path} HTTP/1.1\r\nHost: x\r\n\r\n`)
  await leave('POST /handler HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}')
  await leave('POST /upload HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{"half"')

  t.same(left.sort(), ['body', 'handler', 'hook', 'send', 'string'])
  // Half a body is malformed HTTP, and no error of ours.
  t.match(log, [{ level: 30, code: 'INVALID_REQUEST' }])
  t.equal(log.length, 1)
  t.equal((await ask(base, '/alive')).text, 'yes')
})

test('while the server closes, what runs still answers with problems, and so does what comes, with the hook of docs/limits.md', async (t) => {
  let release = () => {}
  let closing = false
  const { app, base } = await start(t, {
    server: { return503OnClosing: false, forceCloseConnections: 'idle' } as never,
    setup (app) {
      app.addHook('preClose', async () => { closing = true })
      app.addHook('onRequest', async () => { if (closing) throw new catalog.MAINTENANCE() })
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
  await new Promise((resolve) => setTimeout(resolve, 50))
  const ended = app.close()
  await new Promise((resolve) => setTimeout(resolve, 20))
  socket.write('GET /alive HTTP/1.1\r\nHost: x\r\n\r\n')
  await new Promise((resolve) => setTimeout(resolve, 20))
  release()
  await closed
  await ended

  t.match(text, /^HTTP\/1\.1 500 [^]*"code":"INTERNAL_ERROR"[^]*HTTP\/1\.1 503 [^]*"code":"MAINTENANCE"/)
  t.notMatch(text, secret)
})

test('garbage is a problem on the raw socket, over plain HTTP and behind another request', async (t) => {
  const { base } = await start(t, { setup () {} })

  const answer = await speak(base, 'GET /alive HTTP/1.1\r\nHost: x\r\n\r\nGARBAGE\r\n\r\n')

  t.match(answer, /^HTTP\/1\.1 (200|400) /)
  t.match(answer.slice(answer.lastIndexOf('HTTP/1.1')), /application\/problem\+json/)
  t.equal((await ask(base, '/alive')).text, 'yes')
})
