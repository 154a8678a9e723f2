/**
 * The recipes of docs/observability.md and docs/migration.md. Those that need a library are in integration/.
 */
import { readdirSync, readFileSync } from 'node:fs'
import Fastify from 'fastify'
import type { FastifyRequest, onSendHookHandler } from 'fastify'
import { test } from 'tap'
import { envelopes } from '../../lib/index.js'
import type { ProblemEvent } from '../../lib/index.js'
import { addFailures, secret, settled } from '../fixtures/recipes.js'
import { createService } from '../fixtures/server.js'

type Observer = (event: ProblemEvent) => void
interface AuditLine { at: string, actor?: string, code: string, members: object }
interface AuditOptions {
  getActor: (request: FastifyRequest) => string | undefined
  members?: readonly string[]
  write: (line: AuditLine) => unknown
  onFailure?: (error: unknown) => void
}

const root = new URL('../..', import.meta.url)

// By computed names: the recipes import the types of the built package, which must not stand beside those of lib.
const load = (name: string): Promise<unknown> => import(new URL(`examples/recipes/${name}.ts`, root).href)
const { createAuditLog } = await load('audit-log') as { createAuditLog: (options: AuditOptions) => Observer }
const { recordShapes } = await load('record-shapes') as { recordShapes: (seen: Set<string>) => onSendHookHandler }
const { announceMove } = await load('announce') as { announceMove: (page: string) => onSendHookHandler }

async function createAudited (options: Partial<AuditOptions> = {}) {
  const lines: AuditLine[] = []
  const getActor = (request: FastifyRequest) => request.headers['x-user'] as string | undefined
  const service = await createService({ onProblem: createAuditLog({ getActor, write: (line) => lines.push(line), ...options }) })
  addFailures(service.app)
  return { ...service, lines }
}

test('the audit log has one line a problem: who, which route, which code, which request', async (t) => {
  const { app, lines } = await createAudited()

  const response = await app.inject({ url: '/orders/42?token=x', headers: { 'x-user': 'ada' } })
  await app.inject('/nowhere/42')
  await app.inject('/fine')
  await settled()

  const { instance } = response.json() as { instance: string }
  t.same(lines.map(({ at, ...line }) => line), [
    { actor: 'ada', method: 'GET', route: '/orders/:orderId', status: 404, code: 'ORDER_NOT_FOUND', requestId: 'req-1', instance, members: {} },
    { actor: undefined, method: 'GET', route: undefined, status: 404, code: 'NOT_FOUND', requestId: 'req-2', instance: /^urn:uuid:/.exec(String((lines[1] as { instance?: string }).instance))?.input, members: {} }
  ])
  t.match(lines[0]?.at, /^\d{4}-\d\d-\d\dT/)
})

test('the audit log keeps the extension members that are listed, and never a message or a body', async (t) => {
  const { app, lines } = await createAudited({ members: ['orderId', 'constructor'] })

  await app.inject('/orders/1')
  await app.inject('/duplicate')
  await app.inject({ method: 'POST', url: '/bug', payload: { name: secret } })
  await app.inject({ method: 'POST', url: '/bug', payload: { other: secret } })
  await settled()

  t.same(lines.map(({ code, members }) => [code, members]), [['ORDER_NOT_FOUND', { orderId: '42' }], ['CONFLICT', {}], ['INTERNAL_ERROR', {}], ['VALIDATION_ERROR', {}]])
  t.notMatch(JSON.stringify(lines), /p4ssw0rd|a bug|required|There is no order/)
})

test('the audit log is written after the answer, and what fails in it costs nobody anything', async (t) => {
  const order: string[] = []
  const failures: unknown[] = []
  const broken = new Error('disk full')
  const { app, log } = await createAudited({
    write: () => {
      order.push('written')
      if (order.length < 4) throw broken
      return Promise.reject(broken)
    },
    onFailure: (failure) => failures.push(failure)
  })
  app.addHook('onSend', (_request, _reply, payload, done) => {
    order.push('sent')
    done(null, payload)
  })

  for (const url of ['/duplicate', '/nowhere']) {
    t.ok((await app.inject(url)).statusCode >= 400)
    await settled()
  }

  t.same(order, ['sent', 'written', 'sent', 'written'])
  t.same(failures, [broken, broken])
  t.notOk(log.some(({ msg }) => msg === 'onProblem() failed'))
})

test('a sink that never answers, and an actor that cannot be told, delay nobody', async (t) => {
  const hanging = await createAudited({ write: () => new Promise(() => {}) })
  const nameless = await createAudited({ getActor: () => { throw new Error('no session') } })

  t.equal((await hanging.app.inject('/orders/1')).statusCode, 404)
  t.equal((await nameless.app.inject('/orders/1')).statusCode, 404)
  await settled()
  t.same(nameless.lines, [])
})

test('a problem without a request has its line, too', async (t) => {
  const events: ProblemEvent[] = []
  const { app } = await createService({ onProblem: (event) => { events.push(event) } })
  addFailures(app)
  await app.inject('/maintenance')
  const lines: AuditLine[] = []

  createAuditLog({ getActor: () => 'nobody', write: (line) => lines.push(line) })({ ...events[0]!, request: undefined, route: undefined })
  await settled()

  t.match(lines, [{ code: 'MAINTENANCE', actor: undefined, requestId: undefined }])
})

const order = { schema: { body: { type: 'object', required: ['sku'], properties: { sku: { type: 'string' } } } } } as const

test('what a service answered before it adopted the plugin is what it answers after', async (t) => {
  const before = new Set<string>()
  const old = Fastify()
  old.addHook('onSend', recordShapes(before))
  old.setErrorHandler((error: { validation?: unknown }, request, reply) => error.validation
    ? reply.code(400).send({ error: 'Invalid input', code: 'VALIDATION_ERROR' })
    : reply.code(500).send({ error: 'Something went wrong', code: 'INTERNAL_ERROR' }))
  old.setNotFoundHandler((_request, reply) => reply.code(404).send({ error: 'Nothing here', code: 'NOT_FOUND' }))
  old.get('/orders/:orderId', async (_request, reply) => reply.code(404).send({ error: 'No such order', code: 'ORDER_NOT_FOUND' }))

  const after = new Set<string>()
  const { app } = await createService({ envelope: { format: envelopes.errorText, mode: 'legacy' } })
  app.addHook('onSend', recordShapes(after))
  app.get('/orders/:orderId', async (_request, reply) => reply.problem('ORDER_NOT_FOUND', { orderId: '42' }))

  for (const service of [old, app]) {
    service.post('/orders', order, async () => { throw new Error('a bug') })
    await service.inject('/orders/42')
    await service.inject('/orders/43')
    await service.inject('/nowhere')
    await service.inject({ method: 'POST', url: '/orders', payload: {} })
    await service.inject({ method: 'POST', url: '/orders', payload: { sku: 'A' } })
  }

  t.strictSame([...after], [...before])
  t.strictSame([...before].slice(0, 2), ['GET /orders/:orderId 404 {"error":"string","code":"ORDER_NOT_FOUND"}', 'GET * 404 {"error":"string","code":"NOT_FOUND"}'])
})

test('what is recorded of an answer is its shape, and no value of it', async (t) => {
  const seen = new Set<string>()
  const app = Fastify()
  app.addHook('onSend', recordShapes(seen))
  app.get('/json', async (_request, reply) => reply.code(409).send({ error: { code: 'EMAIL_TAKEN', message: secret, ids: [1, secret], none: null } }))
  app.get('/text', async (_request, reply) => reply.code(503).send(secret))
  app.get('/fine', async () => ({ fine: true }))

  for (const url of ['/json', '/text', '/fine']) await app.inject(url)

  t.strictSame([...seen], [
    'GET /json 409 {"error":{"code":"EMAIL_TAKEN","message":"string","ids":["number","string"],"none":"object"}}',
    'GET /text 503 string'
  ])
})

test('whoever gets the old shape is told where to read about the new one, and nobody else', async (t) => {
  const page = 'https://api.example.com/errors'
  const link = `<${page}>; rel="deprecation"; type="text/html"`
  const { app } = await createService({ envelope: { format: envelopes.errorText, mode: 'legacy' } })
  app.addHook('onSend', announceMove(page))
  addFailures(app)
  app.get('/linked', async (_request, reply) => reply.header('link', '</style.css>; rel="preload"').problem('MAINTENANCE'))
  const linkOf = async (url: string, headers: Record<string, string> = {}) => (await app.inject({ url, headers })).headers['link']

  t.same(await linkOf('/orders/1'), [link])
  t.same(await linkOf('/nowhere'), [link])
  t.same(await linkOf('/linked'), ['</style.css>; rel="preload"', link])
  t.equal(await linkOf('/orders/1', { accept: 'application/problem+json' }), undefined)
  t.equal(await linkOf('/fine'), undefined)
})

test('the docs show each recipe as it is', async (t) => {
  const pages = ['observability', 'migration', 'plugins', 'outside-http'].map((name) => readFileSync(new URL(`docs/${name}.md`, root), 'utf8')).join('')
  for (const folder of ['examples/recipes/', 'integration/recipes/']) {
    for (const file of readdirSync(new URL(folder, root)).filter((name) => name.endsWith('.ts'))) {
      const source = readFileSync(new URL(`${folder}${file}`, root), 'utf8')
      const code = source.slice(source.indexOf('*/\n') + 3).trim()
      t.ok(pages.includes(`\`\`\`ts\n${code}\n\`\`\``), file)
    }
  }
})
