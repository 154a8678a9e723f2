/**
 * Whatever defeats an error handler: what runs after it, beside it or instead of it, with the real plugins.
 */
import { Readable } from 'node:stream'
import { createReadStream } from 'node:fs'
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
import { ask } from './fixtures/wire.js'
import type { Answer, Ask } from './fixtures/wire.js'

const secret = 'p4ssw0rd'
const fail = () => new Error(secret)
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
          t.ok((await ask(base, '/alive')).status > 0, 'the process lives')
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
  ...both(2, { name: 'a rejected string', setup: onSend(() => Promise.reject(secret)) }),
  ...both(2, { name: 'a rejected nothing', setup: onSend(() => Promise.reject()) }),
  ...both(2, { name: 'a thrown Error', setup: onSend(() => { throw fail() }) }),
  ...both(2, { name: 'a thrown string', setup: onSend(() => { throw secret }) }),
  ...both(2, { name: 'an Error called back', setup: onSend((request: unknown, reply: unknown, payload: unknown, done: (error: unknown) => void) => done(fail())) }),
  ...both(2, { name: 'a string called back', setup: onSend((request: unknown, reply: unknown, payload: unknown, done: (error: unknown) => void) => done(secret)) }),
  ...both(2, { name: 'an object called back', setup: onSend((request: unknown, reply: unknown, payload: unknown, done: (error: unknown) => void) => done({ secret })) })
])

const beforeOurs = (hook: unknown) => ({ before: (app: FastifyInstance) => { app.addHook('onSend', hook as never) }, setup: onSend(async () => {}) })

check('an onSend hook that is registered before the plugin and fails costs neither', [
  ...both(2, { name: 'a rejected Error', lines: 2, ...beforeOurs(async () => { throw fail() }) }),
  ...both(2, { name: 'a rejected string', ...beforeOurs(() => Promise.reject(secret)) }),
  ...both(2, { name: 'a thrown Error', lines: 2, ...beforeOurs(() => { throw fail() }) })
])
