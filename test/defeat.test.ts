/**
 * Whatever defeats an error handler: what runs after it, beside it or instead of it, with the real plugins.
 */
import { tracingChannel } from 'node:diagnostics_channel'
import { createReadStream } from 'node:fs'
import { connect as connectHttp2 } from 'node:http2'
import { connect } from 'node:net'
import { Readable } from 'node:stream'
import circuitBreaker from '@fastify/circuit-breaker'
import compress from '@fastify/compress'
import cookie from '@fastify/cookie'
import etag from '@fastify/etag'
import session from '@fastify/session'
import Fastify from 'fastify'
import type { FastifyInstance, FastifyReply, FastifyServerOptions } from 'fastify'
import { test } from 'tap'
import type { Test } from 'tap'
import { problemJson, problemServerOptions } from '../lib/index.js'
import { catalog, listen } from './fixtures/server.js'
import type { LogLine } from './fixtures/server.js'
import { ask, askHttp2, speak } from './fixtures/wire.js'
import type { Answer, Ask } from './fixtures/wire.js'

const secret = 'p4ssw0rd'
const fail = () => new Error(secret)
/** What no linter lets through, and somebody sends all the same. */
const reject = (reason?: unknown) => new Promise<never>((resolve, reject) => reject(reason))
const never = () => new Promise<never>(() => {})

interface Case {
  name: string
  server?: FastifyServerOptions
  /** What is there before the plugin. */
  before?: (app: FastifyInstance) => unknown
  setup: (app: FastifyInstance) => unknown
  path?: string
  ask?: Ask
  status: number
  code: string
  /** How many lines the operator gets; one, unless `docs/limits.md` says otherwise. */
  lines?: number
}

interface Started { app: FastifyInstance, base: string, log: LogLine[] }

async function start (t: Test, { server, before, setup }: Pick<Case, 'server' | 'before' | 'setup'>): Promise<Started> {
  const log: LogLine[] = []
  const stream = { write (line: string) { log.push(JSON.parse(line)) } }
  const app = Fastify({ ...problemServerOptions(), disableRequestLogging: true, forceCloseConnections: true, logger: { level: 'info', stream }, ...server } as FastifyServerOptions)
  t.teardown(() => app.close())
  await before?.(app)
  await app.register(problemJson, { catalog, undeclared: 'ignore' })
  await setup(app)
  app.get('/alive', async () => 'yes')
  const base = await listen(app)
  log.length = 0
  return { app, base, log }
}

/** A problem, exactly as the catalog has it; nothing private; and the line of the log that belongs to it. */
function isProblem (t: Test, answer: Answer, { status, code, ask }: Pick<Case, 'status' | 'code' | 'ask'>): void {
  t.equal(answer.status, status)
  t.equal(answer.headers['content-type'], 'application/problem+json')
  t.equal(answer.headers['cache-control'], 'no-store')
  for (const name of ['etag', 'content-encoding', 'transfer-encoding', 'trailer', 'location', 'last-modified']) t.notOk(answer.headers[name], name)
  t.ok(answer.complete)
  t.notMatch(answer.text + JSON.stringify(answer.headers), secret)
  if (ask?.method === 'HEAD') return t.equal(answer.text, '') as unknown as void
  t.equal(answer.headers['content-length'], String(Buffer.byteLength(answer.text)))
  t.match(JSON.parse(answer.text), { status, code, instance: /^urn:uuid:/ })
}

function check (title: string, cases: readonly Case[]): void {
  for (const NODE_ENV of ['production', 'development']) {
    test(`${title} (NODE_ENV ${NODE_ENV})`, async (t) => {
      const before = process.env['NODE_ENV']
      process.env['NODE_ENV'] = NODE_ENV
      t.teardown(() => { process.env['NODE_ENV'] = before })
      for (const one of cases) {
        await t.test(one.name, async (t) => {
          const { base, log } = await start(t, one)

          const answer = await ask(base, one.path ?? '/', one.ask)

          isProblem(t, answer, one)
          await new Promise(setImmediate)
          t.equal(log.length, one.lines ?? 1, JSON.stringify(log))
          if (one.ask?.method !== 'HEAD') t.ok(log.some(({ code, instance }) => code === one.code && instance === JSON.parse(answer.text).instance))
          t.ok((await ask(base, '/alive', { ...one.ask, method: 'GET', payload: '' })).status > 0, 'the process lives')
        })
      }
    })
  }
}

/** A store of sessions that is down. */
const brokenStore = {
  set (_id: string, _session: unknown, done: (error?: unknown) => void) { done(fail()) },
  get (_id: string, done: (error?: unknown) => void) { done(fail()) },
  destroy (_id: string, done: (error?: unknown) => void) { done(fail()) }
}

async function withSession (app: FastifyInstance): Promise<void> {
  await app.register(cookie)
  await app.register(session, { secret: 'a'.repeat(32), cookie: { secure: false }, store: brokenStore as never })
  app.get('/', async () => 'x')
  app.get('/taken', async (request, reply) => reply.problem('EMAIL_TAKEN'))
  app.get('/bug', async () => { throw fail() })
}

async function withCookie (app: FastifyInstance): Promise<void> {
  await app.register(cookie)
  app.get('/', async (request, reply) => { reply.setCookie('a b', secret); return 'x' })
  app.get('/taken', async (request, reply) => { reply.setCookie('a b', secret); return reply.problem('EMAIL_TAKEN') })
  app.get('/bug', async (request, reply) => { reply.setCookie('a b', secret); throw fail() })
}

async function withBreaker (app: FastifyInstance): Promise<void> {
  await app.register(circuitBreaker, { threshold: 1, timeout: 10, timeoutErrorMessage: 'too slow', circuitOpenErrorMessage: 'open' })
  app.get('/slow', { preHandler: app.circuitBreaker() }, async () => {
    await new Promise((resolve) => setTimeout(resolve, 20))
    return 'x'
  })
  app.get('/bug', { preHandler: app.circuitBreaker() }, async () => { throw fail() })
}

const onSend = (hook: unknown) => (app: FastifyInstance) => {
  app.addHook('onSend', hook as never)
  app.get('/', async () => 'x')
  app.get('/taken', async (request, reply) => reply.problem('EMAIL_TAKEN'))
  app.get('/bug', async () => { throw fail() })
}

const both = (lines: number, one: Omit<Case, 'status' | 'code'>): Case[] => [
  { ...one, status: 500, code: 'INTERNAL_ERROR' },
  { ...one, name: `${one.name}, after a problem`, path: '/taken', status: 409, code: 'EMAIL_TAKEN', lines },
  { ...one, name: `${one.name}, after a bug`, path: '/bug', status: 500, code: 'INTERNAL_ERROR', lines }
]

check('an onSend hook that fails for good costs neither the problem nor the process', [
  ...both(2, { name: '@fastify/session with its store down', setup: withSession }),
  ...both(2, { name: '@fastify/cookie with a name that is none', setup: withCookie }),
  { name: '@fastify/circuit-breaker, too slow', setup: withBreaker, path: '/slow', status: 503, code: 'SERVICE_UNAVAILABLE' },
  { name: '@fastify/circuit-breaker, tripped', setup: withBreaker, path: '/bug', status: 500, code: 'INTERNAL_ERROR', lines: 2 },
  ...both(2, { name: 'a rejected Error', setup: onSend(async () => { throw fail() }) }),
  ...both(2, { name: 'a rejected string', setup: onSend(() => reject(secret)) }),
  ...both(2, { name: 'a rejected nothing', setup: onSend(() => reject()) }),
  ...both(2, { name: 'a thrown Error', setup: onSend(() => { throw fail() }) }),
  ...both(2, { name: 'a thrown string', setup: onSend(() => { throw secret }) }),
  ...both(2, { name: 'an Error called back', setup: onSend((request: unknown, reply: unknown, payload: unknown, done: (error: unknown) => void) => done(fail())) }),
  ...both(2, { name: 'a string called back', setup: onSend((request: unknown, reply: unknown, payload: unknown, done: (error: unknown) => void) => done(secret)) }),
  ...both(2, { name: 'an object called back', setup: onSend((request: unknown, reply: unknown, payload: unknown, done: (error: unknown) => void) => done({ secret })) })
])

const beforeOurs = (hook: unknown) => ({ before: (app: FastifyInstance) => { app.addHook('onSend', hook as never) }, setup: onSend(async () => {}) })

check('an onSend hook that is registered before the plugin and fails costs neither', [
  ...both(2, { name: 'a rejected Error', lines: 2, ...beforeOurs(async () => { throw fail() }) }),
  ...both(2, { name: 'a rejected string', ...beforeOurs(() => reject(secret)) }),
  ...both(2, { name: 'a thrown Error', lines: 2, ...beforeOurs(() => { throw fail() }) })
])

const anyBody = { response: { '4xx': { type: 'object', required: ['message'], properties: { message: { type: 'string' } } }, '5xx': { type: 'object', required: ['message'], properties: { message: { type: 'string' } } } } }

/** The etag of a body that repeats, as a client would send it back. */
const repeated = { headers: { 'if-none-match': '"always"' } }
const manyErrors = { method: 'POST', payload: JSON.stringify(Array(200).fill('x')), headers: { 'content-type': 'application/json', 'accept-encoding': 'br' } }

async function withCompress (app: FastifyInstance): Promise<void> {
  await app.register(compress, { threshold: 0 })
  app.get('/taken', async (request, reply) => reply.problem('EMAIL_TAKEN'))
  app.get('/stream', async () => Readable.from(failAfter([])))
  app.post('/many', { schema: { body: { type: 'array', items: { type: 'integer' } } } }, async () => 'x')
}

async function * failAfter (chunks: readonly string[]): AsyncGenerator<string> {
  yield * chunks
  throw fail()
}

function webStream (chunks: readonly string[]): ReadableStream {
  const left = [...chunks]
  return new ReadableStream({
    pull (controller) {
      const chunk = left.shift()
      if (chunk === undefined) controller.error(fail())
      else controller.enqueue(Buffer.from(chunk))
    }
  })
}

const get = (handler: (reply: FastifyReply) => unknown, schema?: object) => (app: FastifyInstance) => {
  app.get('/', { ...(schema && { schema }) }, (request, reply) => handler(reply) as never)
}
const replaced = (payload: unknown) => (app: FastifyInstance) => {
  app.addHook('onSend', async () => payload)
  app.get('/', async (request, reply) => reply.problem('EMAIL_TAKEN'))
}
const taken = { status: 409, code: 'EMAIL_TAKEN' }
const internal = { status: 500, code: 'INTERNAL_ERROR' }

check('nothing between the handler and the socket reshapes a problem', [
  { name: 'a serializer of the reply', setup: get((reply) => { reply.serializer(() => secret); throw fail() }), ...internal },
  { name: 'a serializer of the reply that throws', setup: get((reply) => { reply.serializer(() => { throw fail() }); return { a: 1 } }), ...internal },
  { name: 'a reply serializer of the instance that throws', setup: (app) => { app.setReplySerializer(() => { throw fail() }); get(() => ({ a: 1 }))(app) }, ...internal },
  { name: 'a preSerialization hook that throws', setup: (app) => { app.addHook('preSerialization', async () => { throw fail() }); get(() => ({ a: 1 }))(app) }, ...internal },
  { name: 'a preSerialization hook that rejects a string', setup: (app) => { app.addHook('preSerialization', () => reject(secret)); get(() => ({ a: 1 }))(app) }, ...internal },
  { name: 'a response schema that requires what a problem has not', setup: get(() => { throw fail() }, anyBody), ...internal },
  { name: 'a response schema that requires what a problem has not, for a problem', setup: get((reply) => reply.problem('EMAIL_TAKEN'), anyBody), ...taken },
  { name: 'a payload that its response schema refuses', setup: get((reply) => reply.code(404).send({ a: 1 }), anyBody), status: 404, code: 'NOT_FOUND' },
  { name: 'a payload that has no JSON', setup: get(() => ({ big: 1n })), ...internal },
  { name: 'a payload whose toJSON throws', setup: get(() => ({ toJSON () { throw fail() } })), ...internal },
  { name: 'an object that is no payload', setup: get((reply) => reply.type('text/html').send({ a: 1 })), ...internal },
  { name: 'a status that is none', setup: get((reply) => reply.code(99)), ...internal },
  { name: 'a trailer that may not be one', setup: get((reply) => reply.trailer('authorization', async () => 'x')), ...internal },
  { name: 'trailers of the success that was not sent', setup: get((reply) => { reply.trailer('x-sum', async () => 'x'); throw fail() }), ...internal },
  { name: 'a trailer that never comes', setup: get((reply) => { reply.trailer('x-sum', never); throw fail() }), ...internal },
  { name: 'a trailer that HTTP refuses', setup: get((reply) => { reply.trailer('x-sum', async () => 'a\r\nb'); throw fail() }), ...internal },
  { name: 'a header that HTTP refuses', setup: get((reply) => reply.header('x-bad', 'a\r\nb').send('x')), ...internal },
  { name: 'a header that HTTP refuses, on a problem', setup: get((reply) => reply.header('x-bad', 'a\r\nb').problem('EMAIL_TAKEN')), ...taken },
  { name: 'a header name that HTTP refuses', setup: get((reply) => reply.header('a b', 'x').send('x')), ...internal },
  { name: 'a header that HTTP refuses, after an asynchronous hook', setup: (app) => { app.addHook('onSend', async () => {}); get((reply) => reply.header('x-bad', 'a\r\nb').send('x'))(app) }, ...internal },
  { name: 'headers on the raw response', setup: get((reply) => { reply.raw.setHeader('content-type', 'text/html'); reply.raw.setHeader('etag', 'x'); reply.raw.setHeader('content-length', '3'); throw fail() }), ...internal },
  { name: 'a hook that flushes the headers', setup: (app) => { app.addHook('onSend', async (request, reply) => { reply.raw.flushHeaders() }); get((reply) => reply.problem('EMAIL_TAKEN'))(app) }, ...taken },
  { name: 'a hook that writes the head', setup: (app) => { app.addHook('onSend', async (request, reply) => { if (reply.statusCode >= 400) reply.raw.writeHead(reply.statusCode, ['x-a', 'b', 'etag', 'c']) }); get((reply) => reply.problem('EMAIL_TAKEN'))(app) }, ...taken },
  { name: 'a hook that writes the body', setup: (app) => { app.addHook('onSend', async (request, reply) => { if (reply.statusCode >= 400) await new Promise<void>((resolve) => reply.raw.end(secret, () => resolve())) }); get((reply) => reply.problem('EMAIL_TAKEN'))(app) }, ...taken },
  { name: 'cookies and a header that HTTP refuses', setup: get((reply) => reply.header('set-cookie', ['a=1', 'b=2']).header('x-bad', 'a\r\nb').problem('EMAIL_TAKEN')), ...taken },
  { name: 'a hook that puts a string in place', setup: replaced(secret), ...taken },
  { name: 'a hook that puts null in place', setup: replaced(null), ...taken },
  { name: 'a hook that puts a number in place', setup: replaced(5), ...taken, lines: 2 },
  { name: 'a hook that puts a Response in place', setup: (app) => { app.addHook('onSend', async () => new Response(secret, { status: 200, headers: { etag: 'x' } })); get((reply) => reply.problem('EMAIL_TAKEN'))(app) }, ...taken },
  { name: 'a hook that puts a stream in place', setup: (app) => { app.addHook('onSend', async () => Readable.from([secret, secret])); get((reply) => reply.problem('EMAIL_TAKEN'))(app) }, ...taken },
  { name: 'a hook that puts a stream in place that fails', setup: (app) => { app.addHook('onSend', async () => Readable.from(failAfter([]))); get((reply) => reply.problem('EMAIL_TAKEN'))(app) }, ...taken, lines: 2 },
  { name: 'a hook that puts a stream in place that never ends', setup: (app) => { app.addHook('onSend', async (request, reply) => reply.statusCode < 400 ? undefined : new Readable({ read () { setImmediate(() => this.push('x')) } })); get((reply) => reply.problem('EMAIL_TAKEN'))(app) }, ...taken },
  { name: 'a handler that sends twice while a hook runs', setup: (app) => { app.addHook('onSend', async () => { await new Promise((resolve) => setTimeout(resolve, 20)) }); app.get('/', async (request, reply) => { reply.problem('EMAIL_TAKEN'); return secret }) }, ...taken, lines: 2 },
  { name: '@fastify/etag, where the client has the body', setup: async (app) => { await app.register(etag, { hashFn: () => 'always' }); get(() => { throw fail() })(app) }, ask: repeated, ...internal },
  { name: '@fastify/compress with gzip', setup: withCompress, path: '/taken', ask: { headers: { 'accept-encoding': 'gzip' } }, ...taken },
  { name: '@fastify/compress with brotli', setup: withCompress, path: '/taken', ask: { headers: { 'accept-encoding': 'br' } }, ...taken },
  { name: '@fastify/compress, no encoding that it knows', setup: withCompress, path: '/taken', ask: { headers: { 'accept-encoding': 'x-mine;q=1, identity;q=0' } }, ...taken },
  { name: '@fastify/compress, a long problem', server: { ajv: { customOptions: { allErrors: true } } }, setup: withCompress, path: '/many', ask: manyErrors, status: 400, code: 'VALIDATION_ERROR' },
  { name: '@fastify/compress, a stream that fails', setup: withCompress, path: '/stream', ask: { headers: { 'accept-encoding': 'gzip' } }, ...internal, lines: 2 }
])

check('a body that fails before its first byte is a problem', [
  { name: 'a file that is not there', setup: get((reply) => reply.type('text/plain').header('etag', 'x').send(createReadStream('/nowhere'))), ...internal },
  { name: 'a folder instead of a file', setup: get((reply) => reply.send(createReadStream('/tmp'))), ...internal },
  { name: 'a stream that was destroyed before', setup: get((reply) => { const stream = new Readable(); stream.on('error', () => {}); stream.destroy(fail()); return reply.send(stream) }), ...internal },
  { name: 'a generator that throws', setup: get((reply) => reply.send(Readable.from(failAfter([])))), ...internal },
  { name: 'a web stream that fails', setup: get((reply) => reply.send(webStream([]))), ...internal },
  { name: 'a web stream that somebody reads', setup: get((reply) => { const stream = webStream(['x']); stream.getReader(); return reply.send(stream) }), ...internal },
  { name: 'a Response whose body was read', setup: get(async (reply) => { const response = new Response(secret); await response.text(); return reply.send(response) }), ...internal },
  { name: 'a Response whose body fails', setup: get((reply) => reply.send(new Response(webStream([])))), ...internal },
  { name: 'a Response that is an error', setup: get((reply) => reply.send(Response.error())), ...internal }
])

/** An `async` hook opens the window between the time-out and the answer. */
const slowHooks = (app: FastifyInstance) => {
  app.addHook('onSend', async () => { await new Promise((resolve) => setTimeout(resolve, 20)) })
}
const later = (act: () => void) => { setTimeout(act, 40) }
const signalOf = (reply: FastifyReply) => (reply.request as unknown as { signal: AbortSignal }).signal
const untilAborted = (reply: FastifyReply) => new Promise<never>((resolve, reject) => {
  const signal = signalOf(reply)
  signal.addEventListener('abort', () => reject(signal.reason))
})
const timely = { server: { handlerTimeout: 20 }, status: 503, code: 'SERVICE_UNAVAILABLE' }
const post = (handler: (reply: FastifyReply) => unknown) => (app: FastifyInstance) => {
  app.post('/', (request, reply) => handler(reply) as never)
}
const postBody = { method: 'POST', payload: '{}', headers: { 'content-type': 'application/json' } }

check('a handler that takes too long is answered once', [
  { name: 'one that never answers', setup: get(never), ...timely },
  { name: 'one that answers later', setup: get((reply) => { later(() => { reply.send('late') }) }), ...timely },
  { name: 'one that fails later', setup: get(() => new Promise((resolve, reject) => later(() => reject(fail())))), ...timely, lines: 1 },
  { name: 'one that rejects with the reason of the signal', setup: get(untilAborted), ...timely, lines: 2 },
  { name: 'one that rejects with the reason, asynchronous hooks', setup: (app) => { slowHooks(app); get(untilAborted)(app) }, ...timely },
  { name: 'one that rejects with the reason, an asynchronous onError hook', setup: (app) => { app.addHook('onError', async () => { await new Promise((resolve) => setTimeout(resolve, 20)) }); get(untilAborted)(app) }, ...timely },
  { name: 'one that answers later, asynchronous hooks', setup: (app) => { slowHooks(app); get(() => new Promise((resolve) => later(() => resolve('late'))))(app) }, ...timely, lines: 2 },
  { name: 'one that answers when the signal aborts', setup: get((reply) => new Promise((resolve) => { signalOf(reply).addEventListener('abort', () => resolve('late')) })), ...timely, lines: 2 },
  { name: 'a hook that never ends', setup: (app) => { app.addHook('preHandler', never); get(() => 'x')(app) }, ...timely },
  { name: 'a POST whose handler fails itself, since no time-out fires for it', setup: post(async () => { await new Promise((resolve) => setTimeout(resolve, 40)); throw fail() }), ask: postBody, ...internal, server: { handlerTimeout: 20 } },
  { name: 'a POST whose signal aborts, as it does on every healthy one', setup: post(untilAborted), ask: postBody, status: 504, code: 'EXTERNAL_SERVICE_TIMEOUT', server: { handlerTimeout: 2000 } }
])

function everyKind (app: FastifyInstance): void {
  app.get('/bug', async () => { throw fail() })
  app.get('/taken', async (request, reply) => reply.problem('EMAIL_TAKEN'))
  app.post('/body', { schema: { body: { type: 'object', required: ['a'] } } }, async () => 'x')
  app.get('/stream', (request, reply) => reply.send(Readable.from(failAfter([]))))
  app.get('/item/:id', async () => 'x')
  app.get('/hook', { onSend: async () => { throw fail() } }, async () => 'x')
  app.get('/string', { onSend: () => reject(secret) }, async () => { throw fail() })
  app.get('/slow', { handlerTimeout: 20 }, never)
  app.get('/trailer', async (request, reply) => { reply.trailer('x-sum', async () => 'x'); throw fail() })
}

const kinds: readonly (Pick<Case, 'status' | 'code'> & { name: string, path: string, ask?: Ask, lines?: number })[] = [
  { name: 'a bug', path: '/bug', ...internal },
  { name: 'a problem', path: '/taken', ...taken },
  { name: 'a body that does not validate', path: '/body', ask: postBody, status: 400, code: 'VALIDATION_ERROR' },
  { name: 'a body that is no JSON', path: '/body', ask: { ...postBody, payload: '{' }, status: 400, code: 'INVALID_REQUEST' },
  { name: 'an unknown route', path: '/nowhere', status: 404, code: 'NOT_FOUND' },
  { name: 'another method', path: '/body', status: 405, code: 'METHOD_NOT_ALLOWED' },
  { name: 'a URL that cannot be decoded', path: '/item/%E0%A4%A', status: 400, code: 'INVALID_REQUEST' },
  { name: 'a parameter that is too long', path: `/item/${'x'.repeat(200)}`, status: 414, code: 'URI_TOO_LONG' },
  { name: 'a stream that fails', path: '/stream', ...internal },
  { name: 'a hook that fails', path: '/hook', ...internal },
  { name: 'a bug and a hook that rejects a string', path: '/string', ...internal, lines: 2 },
  { name: 'a handler that takes too long', path: '/slow', status: 503, code: 'SERVICE_UNAVAILABLE' },
  { name: 'trailers of the success', path: '/trailer', ...internal }
]

// Fastify does not read a stream for HEAD.
check('HEAD has the headers of the problem and no body', kinds.filter(({ ask, path }) => ask === undefined && path !== '/stream')
  .map((one) => ({ ...one, setup: everyKind, ask: { method: 'HEAD' } })))

// A key that both sides know stands in for a certificate.
const sharedKey = Buffer.from('0123456789abcdef')
const tls = { ciphers: 'PSK', maxVersion: 'TLSv1.2' } as const
const tlsServer = { https: { ...tls, pskCallback: () => sharedKey } } as unknown as FastifyServerOptions
const tlsClient = { ...tls, pskCallback: () => ({ psk: sharedKey, identity: 'client' }), checkServerIdentity: () => undefined } as unknown as Ask

check('over HTTPS it is the same', kinds.map((one) => ({ ...one, server: tlsServer, setup: everyKind, ask: { ...tlsClient, ...one.ask } })))

/** What an OpenTelemetry instrumentation does: it subscribes, and reads. */
function subscribe (app: FastifyInstance): void {
  const channel = tracingChannel('fastify.request.handler')
  const statuses: unknown[] = []
  const read = (message: unknown) => { statuses.push((message as { reply?: FastifyReply }).reply?.statusCode) }
  const subscribers = { start: read, end: read, asyncStart: read, asyncEnd: read, error: read }
  channel.subscribe(subscribers)
  app.addHook('onClose', async () => { channel.unsubscribe(subscribers) })
  everyKind(app)
}

check('with subscribers of the tracing channel it is the same', kinds.map((one) => ({ ...one, setup: subscribe })))

const children = (install: (child: FastifyInstance) => void, handler: (reply: FastifyReply) => unknown = () => { throw fail() }) => async (app: FastifyInstance) => {
  await app.register(async (child) => {
    install(child)
    get(handler)(child)
  })
}

check('an error handler of a child that fails hands over', [
  { name: 'it throws the error again', setup: children((child) => child.setErrorHandler((error) => { throw error })), ...internal },
  { name: 'it sends the error again', setup: children((child) => child.setErrorHandler((error, request, reply) => { reply.send(error) })), ...internal },
  { name: 'it throws another one', setup: children((child) => child.setErrorHandler(() => { throw new catalog.EMAIL_TAKEN() })), ...taken },
  { name: 'it rejects a string', setup: children((child) => child.setErrorHandler(() => reject(secret) as never)), ...internal },
  { name: 'it rejects', setup: children((child) => child.setErrorHandler(async () => { throw fail() })), ...internal },
  { name: 'it rejects nothing', setup: children((child) => child.setErrorHandler(() => reject() as never)), ...internal },
  { name: 'it answers with a problem', setup: children((child) => child.setErrorHandler((error, request, reply) => { reply.problem('EMAIL_TAKEN', {}, { cause: error }) })), ...taken },
  { name: 'its answer cannot be serialized', setup: children((child) => child.setErrorHandler((error, request, reply) => reply.send({ big: 1n, error }))), ...internal },
  { name: 'its page has a header that HTTP refuses', setup: children((child) => child.setErrorHandler((error, request, reply) => reply.header('x-bad', 'a\r\nb').send(String(error)))), ...internal },
  { name: 'its page is lost in an onSend hook', setup: children((child) => { child.addHook('onSend', async () => { throw fail() }); child.setErrorHandler((error, request, reply) => reply.type('text/html').send(String(error))) }), ...internal },
  { name: 'its page is lost in an onSend hook that rejects a string', setup: children((child) => { child.addHook('onSend', () => reject(secret)); child.setErrorHandler((error, request, reply) => reply.type('text/html').send(String(error))) }), ...internal },
  { name: 'an onError hook fails', setup: (app) => { app.addHook('onError', async () => { throw fail() }); get(() => { throw fail() })(app) }, ...internal },
  { name: 'an onError hook throws a string', setup: (app) => { app.addHook('onError', () => { throw secret }); get(() => { throw fail() })(app) }, ...internal },
  { name: 'an onError hook sends', setup: (app) => { app.addHook('onError', async (request, reply) => { reply.send(secret) }); get(() => { throw fail() })(app) }, ...internal, lines: 2 },
  { name: 'an onResponse hook fails', setup: (app) => { app.addHook('onResponse', async () => { throw fail() }); get((reply) => reply.problem('EMAIL_TAKEN'))(app) }, ...taken },
  { name: 'an onResponse hook sends', setup: (app) => { app.addHook('onResponse', async (request, reply) => { reply.problem('EMAIL_TAKEN') }); get((reply) => reply.problem('EMAIL_TAKEN'))(app) }, ...taken, lines: 2 },
  { name: 'an onSend hook sends a problem', setup: (app) => { app.addHook('onSend', async (request, reply, payload) => { if (payload === secret) reply.problem('EMAIL_TAKEN') }); get(() => secret)(app) }, ...taken }
])

const early = (more: (app: FastifyInstance) => void = () => {}) => ({ before: (app: FastifyInstance) => { get(() => { throw Object.assign(fail(), { headers: { 'x-secret': secret } }) })(app); more(app) }, setup: () => {} })

check('a route that was added before the plugin is covered', [
  { name: 'a bug', ...early(), ...internal },
  { name: 'an onSend hook that fails', ...early((app) => { app.addHook('onSend', async () => { throw fail() }) }), ...internal },
  { name: 'an onSend hook that rejects a string', ...early((app) => { app.addHook('onSend', () => reject(secret)) }), ...internal },
  { name: 'nothing but an onSend hook that rejects a string', before: (app) => { app.addHook('onSend', () => reject(secret)); get(() => 'x')(app) }, setup: () => {}, ...internal },
  { name: 'a child whose own handler is ours', before: (app) => { app.register(async (child) => { get(() => { throw fail() })(child) }) }, setup: () => {}, ...internal }
])

test('over HTTP/2 it is the same', async (t) => {
  const { base, log } = await start(t, { server: { http2: true } as never, setup: everyKind })
  const client = connectHttp2(base)
  t.teardown(() => client.close())

  for (const one of kinds) {
    log.length = 0
    const answer = await askHttp2(client, one.path, one.ask)
    isProblem(t, answer, one)
    t.notOk(answer.headers.connection, one.name)
    t.equal(log.length, one.lines ?? 1, one.name)
    t.match(await askHttp2(client, '/alive'), { status: 200, text: 'yes' })
  }
  const head = await askHttp2(client, '/taken', { method: 'HEAD' })
  isProblem(t, head, { ...taken, ask: { method: 'HEAD' } })
})

test('a body that fails after its first byte is broken off, and the process lives', async (t) => {
  const { base, log } = await start(t, {
    server: { disableRequestLogging: false } as never,
    setup (app) {
      app.get('/stream', (request, reply) => reply.send(Readable.from(failAfter(['half']))))
      app.get('/web', (request, reply) => reply.send(webStream(['half'])))
      app.get('/response', async () => new Response(webStream(['half'])))
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
  const { base } = await start(t, { setup: everyKind })

  const answer = await speak(base, 'GET /alive HTTP/1.1\r\nHost: x\r\n\r\nGARBAGE\r\n\r\n')

  t.match(answer, /^HTTP\/1\.1 (200|400) /)
  t.match(answer.slice(answer.lastIndexOf('HTTP/1.1')), /application\/problem\+json/)
  t.equal((await ask(base, '/alive')).text, 'yes')
})
