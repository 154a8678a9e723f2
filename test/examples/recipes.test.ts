/**
 * The recipes of docs/observability.md and docs/migration.md, each with the library that it is for.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { SpanStatusCode } from '@opentelemetry/api'
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base'
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base'
import * as Sentry from '@sentry/node'
import Fastify from 'fastify'
import type { FastifyInstance, FastifyPluginCallback, FastifyRequest, onSendHookHandler } from 'fastify'
import { Registry } from 'prom-client'
import { test } from 'tap'
import type { Test } from 'tap'
import { envelopes } from '../../lib/index.js'
import type { ProblemEvent } from '../../lib/index.js'
import { catalog, createService, listen } from '../fixtures/server.js'

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
const { createProblemCounter } = await load('metrics') as { createProblemCounter: (registry: Registry, getClient?: (request: FastifyRequest) => string) => Observer }
const { instrumentation, traceProblem } = await load('tracing') as {
  instrumentation: { plugin: () => FastifyPluginCallback, setTracerProvider: (provider: BasicTracerProvider) => void }
  traceProblem: Observer
}
const { sentryOptions, reportProblem } = await load('sentry') as { sentryOptions: Sentry.NodeOptions, reportProblem: Observer }
const { recordShapes } = await load('record-shapes') as { recordShapes: (seen: Set<string>) => onSendHookHandler }
const { announceMove } = await load('announce') as { announceMove: (page: string) => onSendHookHandler }

const secret = 'p4ssw0rd'

/** One route per kind of failure. */
function addFailures (app: FastifyInstance): void {
  app.get('/orders/:orderId', async (request, reply) => reply.problem('ORDER_NOT_FOUND', { orderId: '42' }))
  app.get('/thrown/:orderId', async () => { throw new catalog.ORDER_NOT_FOUND({ orderId: '42' }) })
  app.get('/duplicate', async () => { throw Object.assign(new Error(`UNIQUE constraint failed: ${secret}`), { code: 'SQLITE_CONSTRAINT_UNIQUE' }) })
  app.get('/upstream', async () => { throw Object.assign(new Error('Request failed with status code 404'), { status: 404, response: { status: 404, data: secret } }) })
  app.get('/maintenance', async () => { throw new catalog.MAINTENANCE() })
  app.get('/replied', async (request, reply) => reply.problem('MAINTENANCE'))
  app.post('/bug', { schema: { body: { type: 'object', required: ['name'] } } }, async () => { throw new Error('a bug') })
  app.get('/object', async () => { throw { [secret]: secret } }) // eslint-disable-line no-throw-literal
  app.get('/fine', async () => 'fine')
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 20))

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

async function createCounted (getClient?: (request: FastifyRequest) => string) {
  const registry = new Registry()
  const service = await createService({ onProblem: createProblemCounter(registry, getClient) })
  addFailures(service.app)
  const series = async () => {
    const [metric] = await registry.getMetricsAsJSON()
    return (metric as unknown as { values: { value: number, labels: Record<string, string> }[] }).values
  }
  return { ...service, series }
}

test('the counter has code, status and route, and what the client asked for', async (t) => {
  const { app, series } = await createCounted((request) => request.headers['x-app'] === 'ios' ? 'ios' : 'other')

  await app.inject('/orders/1')
  await app.inject('/orders/2')
  await app.inject({ url: '/orders/3', headers: { accept: 'application/problem+json', 'x-app': 'ios' } })
  await app.inject('/upstream')

  const orders = { code: 'ORDER_NOT_FOUND', status: 404, route: '/orders/:orderId' }
  t.same(await series(), [
    { value: 2, labels: { ...orders, asked_for: 'any', client: 'other' } },
    { value: 1, labels: { ...orders, asked_for: 'problem', client: 'ios' } },
    { value: 1, labels: { code: 'EXTERNAL_SERVICE_ERROR', status: 502, route: '/upstream', asked_for: 'any', client: 'other' } }
  ])
})

test('no request makes a new series: not by its path, not by its headers, not by malformed HTTP', async (t) => {
  const { app, series } = await createCounted()
  const { port, hostname } = new URL(await listen(app))
  t.teardown(() => app.close())

  for (let n = 0; n < 100; n++) {
    await app.inject(`/nowhere/${n}`)
    await app.inject({ url: `/orders/${n}`, headers: { accept: `text/${n}`, 'x-request-id': `r${n}` } })
  }
  await fetch(`http://${hostname}:${port}/%E0%A4%A`)
  for (const bytes of ['garbage', 'other garbage']) {
    await new Promise<void>((resolve) => { connect(Number(port), hostname).on('close', () => resolve()).on('error', () => {}).end(`${bytes}\r\n\r\n`).resume() })
  }

  const labels = (await series()).map(({ labels: { code, route, client } }) => `${code} ${route} ${client}`)
  t.strictSame(labels, ['NOT_FOUND none all', 'ORDER_NOT_FOUND /orders/:orderId all', 'INVALID_REQUEST none all', 'INVALID_REQUEST none none'])
})

async function createTraced () {
  const exporter = new InMemorySpanExporter()
  instrumentation.setTracerProvider(new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }))
  const { app } = await createService({ onProblem: traceProblem })
  // The plugin of OpenTelemetry changes addHook(), so that it stands in a scope of its own beside the routes.
  await app.register(instrumentation.plugin())
  addFailures(app)
  const spanOf = async (request: object): Promise<ReadableSpan> => {
    exporter.reset()
    await app.inject(request)
    await settled()
    const [span] = exporter.getFinishedSpans()
    return span!
  }
  return { spanOf }
}

test('a trace has the code of a 5xx as error.type, and its exception', async (t) => {
  const { spanOf } = await createTraced()

  for (const [url, code, exceptions] of [['/upstream', 'EXTERNAL_SERVICE_ERROR', 1], ['/maintenance', 'MAINTENANCE', 1], ['/replied', 'MAINTENANCE', 0], ['/object', 'INTERNAL_ERROR', 0]] as const) {
    const { attributes, status, events } = await spanOf({ url })

    t.equal(attributes['error.type'], code, url)
    t.equal(attributes['http.route'], url)
    t.equal(status.code, SpanStatusCode.ERROR, url)
    t.equal(events.filter(({ name }) => name === 'exception').length, exceptions, url)
  }
})

test('a trace has no error and no exception for what clients do wrong', async (t) => {
  const { spanOf } = await createTraced()
  const invalid = { method: 'POST', url: '/bug', payload: { other: secret } }

  for (const request of [{ url: '/orders/1' }, { url: '/thrown/1' }, { url: '/duplicate' }, { url: '/nowhere' }, invalid]) {
    const span = await spanOf(request)

    t.notOk('error.type' in span.attributes, request.url)
    t.not(span.status.code, SpanStatusCode.ERROR, request.url)
    t.same(span.events, [], request.url)
    t.notMatch(JSON.stringify([span.attributes, span.status]), secret, request.url)
  }
})

/** What would be sent to Sentry: every item of every envelope. */
async function createReported (t: Test) {
  const items: [header: { type: string }, payload: { tags?: Record<string, string>, exception?: { values: { value: string }[] } }][] = []
  Sentry.init({
    ...sentryOptions,
    dsn: 'https://key@sentry.invalid/1',
    transport: () => ({
      send: async (envelope) => {
        items.push(...envelope[1] as typeof items)
        return { statusCode: 200 }
      },
      flush: async () => true
    })
  })
  const { app } = await createService({ onProblem: reportProblem })
  addFailures(app)
  const address = await listen(app)
  t.teardown(async () => {
    await app.close()
    await Sentry.close()
  })
  const reported = async (path: string, options: RequestInit = {}) => {
    items.length = 0
    await (await fetch(`${address}${path}`, options)).text()
    await Sentry.flush()
    return items.filter(([{ type }]) => type === 'event').map(([, payload]) => payload)
  }
  return { reported }
}

test('Sentry hears of a 5xx once, and of nothing that clients do wrong', async (t) => {
  const { reported } = await createReported(t)

  for (const path of ['/orders/1', '/thrown/1', '/duplicate', '/nowhere', '/fine']) t.same(await reported(path), [], path)
  for (const [path, code, text] of [
    ['/upstream', 'EXTERNAL_SERVICE_ERROR', 'Request failed with status code 404'],
    ['/maintenance', 'MAINTENANCE', 'Maintenance'],
    ['/replied', 'MAINTENANCE', 'Maintenance'],
    ['/object', 'INTERNAL_ERROR', 'Internal error']
  ] as const) {
    const events = await reported(path)
    t.equal(events.length, 1, path)
    t.match(events[0]?.tags, { code, route: path, instance: /^urn:uuid:/, requestId: /^req-/ }, path)
    t.equal(events[0]?.exception?.values.at(-1)?.value, text, path)
  }
})

test('Sentry learns nothing of the request, and no member of an error', async (t) => {
  const { reported } = await createReported(t)
  const headers = { authorization: `Bearer ${secret}`, cookie: `session=${secret}`, 'content-type': 'application/json', 'x-user': secret }

  const bug = await reported(`/bug?token=${secret}`, { method: 'POST', headers, body: JSON.stringify({ name: secret }) })
  const upstream = await reported('/upstream', { headers })
  const object = await reported('/object', { headers })

  for (const events of [bug, upstream, object]) {
    t.equal(events.length, 1)
    // Lines of this file stand in the frames of a stack.
    t.notMatch(JSON.stringify(events, (name, value: unknown) => /context|context_line|vars/.test(name) && name !== 'contexts' ? undefined : value), secret)
  }
})

test('a problem without a request, and one without a span, have their line, too', async (t) => {
  const events: ProblemEvent[] = []
  const { app } = await createService({ onProblem: (event) => { events.push(event) } })
  addFailures(app)
  await app.inject('/maintenance')
  const event = { ...events[0]!, request: undefined, route: undefined }
  const lines: AuditLine[] = []
  const registry = new Registry()

  createAuditLog({ getActor: () => 'nobody', write: (line) => lines.push(line) })(event)
  createProblemCounter(registry)(event)
  traceProblem(event)
  traceProblem(events[0]!)
  await settled()

  t.match(lines, [{ code: 'MAINTENANCE', actor: undefined, requestId: undefined }])
  t.match(await registry.metrics(), 'code="MAINTENANCE",status="503",route="none",asked_for="any",client="none"')
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
  const pages = ['observability', 'migration', 'plugins'].map((name) => readFileSync(new URL(`docs/${name}.md`, root), 'utf8')).join('')
  for (const file of readdirSync(new URL('examples/recipes/', root))) {
    const source = readFileSync(new URL(`examples/recipes/${file}`, root), 'utf8')
    const code = source.slice(source.indexOf('*/\n') + 3).trim()
    t.ok(pages.includes(`\`\`\`ts\n${code}\n\`\`\``), file)
  }
})
