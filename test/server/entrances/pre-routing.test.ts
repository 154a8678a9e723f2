/** What fails before a route is known: malformed HTTP on a real socket, and URLs that cannot be decoded. */
import { connect } from 'node:net'
import { createServer } from 'node:http'
import Fastify from 'fastify'
import type { FastifyReply } from 'fastify'
import { test } from 'tap'
import { problemServerOptions } from '../../../lib/index.js'
import type { ProblemEvent } from '../../../lib/index.js'
import { createService, listen, startService } from '../../fixtures/server.js'
import { ask, speak } from '../../fixtures/wire.js'

test('malformed HTTP, too large headers and a request that does not arrive are problems on the raw socket', async (t) => {
  const { app, log } = await createService({}, {
    requestTimeout: 2000, http: { connectionsCheckingInterval: 50, headersTimeout: 1500, requestTimeout: 2000 }
  })
  const base = new URL(await listen(app))
  t.teardown(() => app.close())
  const send = (text: string) => new Promise<string>((resolve) => {
    const socket = connect(Number(base.port), base.hostname)
    let answer = ''
    socket.on('data', (chunk) => { answer += chunk })
    socket.on('close', () => resolve(answer))
    socket.on('error', () => {})
    socket.write(text)
  })

  for (const [text, status, code] of [
    ['garbage\r\n\r\n', 400, 'INVALID_REQUEST'],
    [`GET / HTTP/1.1\r\nHost: x\r\nX-A: ${'a'.repeat(20_000)}\r\n\r\n`, 431, 'REQUEST_HEADERS_TOO_LARGE'],
    ['GET / HTTP/9.9\r\nHost: x\r\n\r\n', 505, 'HTTP_VERSION_NOT_SUPPORTED'],
    ['GET / HTTP/1.1\r\nHost: x\r\n', 408, 'REQUEST_TIMEOUT']
  ] as const) {
    const answer = await send(text)
    const [head = '', body = ''] = answer.split('\r\n\r\n')
    t.match(head, new RegExp(`^HTTP/1.1 ${status} `), code)
    t.match(head, /content-type: application\/problem\+json\r\n/, code)
    t.match(head, `content-length: ${Buffer.byteLength(body)}`, code)
    t.match(JSON.parse(body), { status, code, instance: /^urn/ }, code)
    t.match(log.at(-1), { level: 30, code }, code)
  }
})

test('onProblem() is told of malformed HTTP, without a request, and its failure costs nothing', async (t) => {
  const events: ProblemEvent[] = []
  const { app, log } = await createService({
    onProblem (event) {
      events.push(event)
      throw new Error('observer')
    }
  })
  t.teardown(() => app.close())
  const base = await listen(app)
  log.length = 0

  const answer = await speak(base, 'garbage\r\n\r\n')

  t.strictSame(events.map(({ origin, request, route, deprecated }) => ({ origin, request, route, deprecated })), [{ origin: 'framework', request: undefined, route: undefined, deprecated: false }])
  t.strictSame(events[0]!.problem, JSON.parse(answer.split('\r\n\r\n')[1]!))
  t.match(events[0]!.error, { code: 'HPE_INVALID_METHOD' })
  t.match(log, [{ msg: 'onProblem() failed', level: 50 }, { code: 'INVALID_REQUEST', level: 30 }])
})

test('handlers of one\'s own for what comes before routing are asked first', async (t) => {
  const calls: string[] = []
  const app = Fastify({
    ...problemServerOptions({
      frameworkErrors (error, request, reply) {
        calls.push(error.code)
        if (request.url.startsWith('/mine')) (reply as unknown as FastifyReply).code(400).send('mine')
        if (request.url.startsWith('/throws')) throw new Error('handler')
        if (request.url.startsWith('/yours')) (reply as unknown as FastifyReply).header('access-control-allow-origin', '*')
      },
      clientErrorHandler (error) { calls.push((error as { code?: string }).code ?? '') }
    })
  })
  app.get('/:id', async () => 'x')

  t.equal((await app.inject('/mine%E0%A4%A')).body, 'mine')
  t.equal((await app.inject('/throws%E0%A4%A')).json().code, 'INVALID_REQUEST')
  const yours = await app.inject('/yours%E0%A4%A')
  t.match([yours.json().code, yours.headers['access-control-allow-origin']], ['INVALID_REQUEST', '*'])
  const base = new URL(await listen(app))
  t.teardown(() => app.close())
  await new Promise<void>((resolve) => {
    const socket = connect(Number(base.port), base.hostname)
    socket.on('close', () => resolve()).on('error', () => {}).on('data', () => {})
    socket.write('garbage\r\n\r\n')
  })
  t.same(calls, ['FST_ERR_BAD_URL', 'FST_ERR_BAD_URL', 'FST_ERR_BAD_URL', 'HPE_INVALID_METHOD'])
})

test('a socket that nobody reads is closed without an answer', async (t) => {
  const { clientErrorHandler } = problemServerOptions()
  const app = Fastify()
  const server = createServer().listen(0, '127.0.0.1')
  t.teardown(() => { server.close() })
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as { port: number }
  const accepted = new Promise<import('node:net').Socket>((resolve) => server.once('connection', resolve))
  const client = connect(port, '127.0.0.1').on('error', () => {})
  const socket = await accepted

  clientErrorHandler.call(app, Object.assign(new Error('reset'), { code: 'ECONNRESET' }), socket)

  t.ok(socket.destroyed)
  client.destroy()
})

test('garbage behind a request that was answered is a problem', async (t) => {
  const { base } = await startService(t, {})

  const answer = await speak(base, 'GET /alive HTTP/1.1\r\nHost: x\r\n\r\nGARBAGE\r\n\r\n')

  t.match(answer, /^HTTP\/1\.1 (200|400) /)
  t.match(answer.slice(answer.lastIndexOf('HTTP/1.1')), /application\/problem\+json/)
  t.equal((await ask(base, '/alive')).text, 'yes')
})
