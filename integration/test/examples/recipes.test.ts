/**
 * The recipes of docs/observability.md that need a library, each with it.
 */
import { connect } from 'node:net'
import { SpanStatusCode } from '@opentelemetry/api'
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base'
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base'
import * as Sentry from '@sentry/node'
import type { FastifyPluginCallback, FastifyRequest } from 'fastify'
import { Registry } from 'prom-client'
import { test } from 'tap'
import type { Test } from 'tap'
import type { ProblemEvent } from '../../../lib/index.js'
import { addFailures, secret, settled } from '../../../test/fixtures/recipes.js'
import { createService, listen } from '../../../test/fixtures/server.js'

type Observer = (event: ProblemEvent) => void

// By computed names: the recipes import the types of the built package, which must not stand beside those of lib.
const load = (name: string): Promise<unknown> => import(new URL(`../../recipes/${name}.ts`, import.meta.url).href)
const { createProblemCounter } = await load('metrics') as { createProblemCounter: (registry: Registry, getClient?: (request: FastifyRequest) => string) => Observer }
const { instrumentation, traceProblem } = await load('tracing') as {
  instrumentation: { plugin: () => FastifyPluginCallback, setTracerProvider: (provider: BasicTracerProvider) => void }
  traceProblem: Observer
}
const { sentryOptions, reportProblem } = await load('sentry') as { sentryOptions: Sentry.NodeOptions, reportProblem: Observer }

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

test('a trace has the exception that surfaced, and the one where it began', async (t) => {
  const { spanOf } = await createTraced()

  for (const [url, texts] of [
    ['/wrapped', ['could not charge', 'connect ECONNREFUSED 10.0.3.7:443']],
    ['/several', ['all failed', 'connect ECONNREFUSED ::1:443']],
    ['/circle', ['around', 'and around']]
  ] as const) {
    const { events } = await spanOf({ url })
    t.strictSame(events.map(({ name, attributes }) => [name, attributes?.['exception.message']]), texts.map((text) => ['exception', text]), url)
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

test('a problem without a request is counted, and one without a span is not traced', async (t) => {
  const events: ProblemEvent[] = []
  const { app } = await createService({ onProblem: (event) => { events.push(event) } })
  addFailures(app)
  await app.inject('/maintenance')
  const event = { ...events[0]!, request: undefined, route: undefined }
  const registry = new Registry()

  createProblemCounter(registry)(event)
  traceProblem(event)
  traceProblem(events[0]!)

  t.match(await registry.metrics(), 'code="MAINTENANCE",status="503",route="none",asked_for="any",client="none"')
})
