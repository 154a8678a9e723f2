/**
 * The testing kit: it finds nothing in a sound service, and each defect of an unsound one.
 */
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { Type } from '@sinclair/typebox'
import Fastify from 'fastify'
import type { FastifyInstance, FastifyReply, FastifyServerOptions } from 'fastify'
import { test } from 'tap'
import { defineCatalog, envelopes, problemJson, problemServerOptions } from '../../lib/index.js'
import { auditProblems, renderReport } from '../../lib/testing/index.js'
import type { AuditOptions, AuditReport } from '../../lib/testing/index.js'
import { startMisbehaving } from '../fixtures/misbehaving.js'

const catalog = defineCatalog({
  ORDER_NOT_FOUND: { status: 404, title: 'Order not found', extensions: Type.Object({ orderId: Type.String() }) },
  ORDER_CLOSED: { status: 409, title: 'Order closed' },
  NO_SUCH_PAGE: { status: 404, title: 'No such page', replaces: 'NOT_FOUND' }
})

type Add = (app: FastifyInstance) => unknown

const service = (add: Add, server: FastifyServerOptions = problemServerOptions()) => async () => {
  const app = Fastify(server)
  await app.register(problemJson, { catalog })
  // A child that is complete when the function returns: a hook that came later would miss it.
  await app.register(async (child) => { await add(child) })
  return app
}

const rulesOf = ({ findings }: AuditReport) => [...new Set(findings.map(({ rule }) => rule))]

const orders: Add = (app) => {
  app.get('/orders/:orderId', { schema: { problems: ['ORDER_NOT_FOUND', 'ORDER_CLOSED'] } as never }, async (request, reply: FastifyReply) => {
    const { orderId } = request.params as { orderId: string }
    return orderId === '1' ? 'order' : reply.problem('ORDER_NOT_FOUND', { orderId })
  })
  app.put('/orders/:orderId', {
    schema: {
      params: { type: 'object', properties: { orderId: { type: 'integer' } } },
      querystring: { type: 'object', properties: { dry: { type: 'boolean' } } },
      headers: { type: 'object', properties: { 'if-match': { type: 'string', minLength: 3 } } },
      body: { type: 'object', required: ['sku'], properties: { sku: { type: 'string' } } }
    }
  }, async () => { throw new Error('a handler that may not be reached') })
}

test('a sound service has no finding, and the report says what was sent and what was not', async (t) => {
  const report = await auditProblems(service(orders), { requests: [{ url: '/orders/2' }] })

  t.same(report.findings, [], String(report))
  t.same(report.neverSent, ['ORDER_CLOSED'])
  t.same(report.unreached, [])
  t.ok(report.requests > 60)
  t.equal(report.sent['ORDER_NOT_FOUND'], 1)
  for (const code of [
    'INTERNAL_ERROR', 'EXTERNAL_SERVICE_ERROR', 'VALIDATION_ERROR', 'INVALID_REQUEST', 'UNSUPPORTED_MEDIA_TYPE', 'PAYLOAD_TOO_LARGE',
    'URI_TOO_LONG', 'METHOD_NOT_ALLOWED', 'NO_SUCH_PAGE', 'REQUEST_HEADERS_TOO_LARGE', 'HTTP_VERSION_NOT_SUPPORTED'
  ]) t.ok((report.sent[code] ?? 0) > 0, code)
  t.match(report.problems.find(({ code }) => code === 'ORDER_NOT_FOUND'), { route: 'GET /orders/:orderId', status: 404, request: 'GET /orders/2' })
  t.match(report.problems.find(({ route, code }) => route === 'PUT /orders/:orderId' && code === 'VALIDATION_ERROR'), { status: 400 })
  t.equal(String(report), renderReport(report))
})

test('a status without a code, and headers of another answer, are provoked and judged', async (t) => {
  const sound = await auditProblems(service((app) => { app.get('/', async () => 'x') }))
  t.ok((sound.sent['BAD_REQUEST'] ?? 0) > 0, 'the status 418')
  t.same(sound.findings, [], String(sound))

  const byHand = await auditProblems(service((app) => {
    app.setErrorHandler((error, request, reply) => { reply.code(500).type('application/problem+json').send(Buffer.from(JSON.stringify({ handled: error instanceof Error }))) })
    app.get('/', async () => 'x')
  }))
  const spoilt = byHand.findings.filter(({ request }) => request === 'an error behind headers of another answer')
  t.ok(spoilt.some(({ rule, actual }) => rule === 'A header must not describe a body that was not sent' && actual.startsWith('etag')))
})

test('only requests of one\'s own reach the handlers', async (t) => {
  const reached: string[] = []
  const build = service((app) => {
    for (const method of ['GET', 'POST', 'DELETE'] as const) app.route({ method, url: '/', handler: async (request) => { reached.push(request.method) } })
  })

  await auditProblems(build)
  t.same(reached, [])
  await auditProblems(build, { requests: [{ method: 'DELETE', url: '/', name: 'delete all' }] })
  t.same(reached, ['DELETE'])
})

/** A defect, and the rule that names it. */
const defects: readonly (readonly [name: string, add: Add, rules: readonly RegExp[], options?: AuditOptions])[] = [
  ['an error handler that sends the message', (app) => {
    app.setErrorHandler((error, request, reply) => reply.code(500).send({ message: (error as Error).message ?? error }))
    app.get('/', async () => 'x')
  }, [/^The media type must be exactly/, /^Nothing of an unexpected error/]],
  ['an error handler that sends a header of the error', (app) => {
    app.setErrorHandler((error, request, reply) => { reply.header('x-debug', String(error)).problem('ORDER_CLOSED') })
    app.get('/', async () => 'x')
  }, [/^Nothing of an unexpected error/]],
  ['a page for errors', (app) => {
    app.get('/', { errorHandler: (error, request, reply) => reply.code(500).type('text/html').send(`<h1>${error.code === undefined}</h1>`) }, async () => 'x')
  }, [/^The media type must be exactly/]],
  ['an error handler that answers 200', (app) => {
    app.setErrorHandler((error, request, reply) => reply.code(200).send({ ok: error === undefined }))
    app.get('/', async () => 'x')
  }, [/^A failure must not be passed off as a success/]],
  ['an error handler that never answers', (app) => {
    app.setErrorHandler(() => {})
    app.get('/', async () => 'x')
  }, [/^There must be an answer/], { timeout: 500, skip: ({ method }) => method === 'HEAD' }],
  ['a code that the route does not declare', (app) => {
    app.get('/', { schema: { problems: ['ORDER_NOT_FOUND'] } as never }, async (request, reply: FastifyReply) => reply.problem('ORDER_CLOSED'))
  }, [/^The route must declare the code/], { requests: [{ url: '/' }] }]
]

test('a defect of a route is found, and its place is named', async (t) => {
  for (const [name, add, rules, options] of defects) {
    const report = await auditProblems(service(add), options)
    t.equal(rulesOf(report).length, rules.length, `${name}: ${rulesOf(report).join('; ')}`)
    for (const rule of rules) t.ok(rulesOf(report).some((one) => rule.test(one)), `${name}: ${String(rule)}`)
    t.ok(report.findings.every(({ route }) => route === 'GET /' || route === 'HEAD /'), name)
  }
})

test('a status that a route describes itself, beside a problem of that status, is a finding', async (t) => {
  const report = await auditProblems(service((app) => {
    const response = { 404: { type: 'object', properties: {} }, 409: { type: 'object', properties: {} } }
    app.get('/orders/:orderId', { schema: { response, problems: ['ORDER_NOT_FOUND'] } as never }, async () => 'ok')
  }))

  t.match(report.findings, [{ route: 'GET /orders/:orderId', rule: 'A route must not describe a status for which it declares a problem', actual: '404 in schema.response, and ORDER_NOT_FOUND in schema.problems' }])
  t.equal(report.findings.length, 1)
})

test('codes of a scope, and those that a later onRoute hook adds, are declared', async (t) => {
  const report = await auditProblems(service((app) => {
    app.addHook('onRoute', (route) => { route.schema = { problems: ['ORDER_CLOSED'] } as never })
    app.declareProblems('NO_SUCH_PAGE' as never)
    app.get('/closed', async () => { throw new catalog.ORDER_CLOSED() })
    app.get('/page', async () => { throw new catalog.NO_SUCH_PAGE() })
  }), { requests: [{ url: '/closed' }, { url: '/page' }] })

  t.same(report.findings, [], String(report))
})

test('a request of one\'s own finds a database that is away', async (t) => {
  const { nowhere, close } = await startMisbehaving()
  t.teardown(close)
  const build = service((app) => { app.get('/orders', async () => { await fetch(nowhere) }) })

  const report = await auditProblems(build, { requests: [{ url: '/orders' }] })

  t.same(report.findings, [], String(report))
  t.equal(report.sent['SERVICE_UNAVAILABLE'], 1)
})

test('a service without problemServerOptions() is found out', async (t) => {
  const report = await auditProblems(service(orders, {}))

  const requests = new Set(report.findings.map(({ request }) => request))
  for (const request of ['a URL that cannot be decoded', 'a parameter that is too long', 'bytes that are not HTTP', 'headers that are too large']) t.ok(requests.has(request), request)
})

const problem = { type: '/problems/order-closed', title: 'Order closed', status: 409, code: 'ORDER_CLOSED', instance: 'urn:uuid:1' }
const standard = (status: number, code: string, title: string) => ({ ...problem, type: `/problems/${code.toLowerCase().replaceAll('_', '-')}`, status, code, title })
const headers = { 'content-type': 'application/problem+json', 'cache-control': 'no-store' }

/** What a service writes by hand, and the rule that it breaks. */
const forged: readonly (readonly [name: string, status: number, headers: Record<string, string>, body: unknown, rule: RegExp | undefined])[] = [
  ['what is right', 409, headers, problem, undefined],
  ['a 401 without a challenge', 401, headers, standard(401, 'UNAUTHORIZED', 'Unauthorized'), /^A 401 must have a challenge/],
  ['a 407 without a challenge', 407, headers, standard(407, 'PROXY_AUTHENTICATION_REQUIRED', 'Proxy authentication required'), /^A 407 must have a challenge/],
  ['a 405 without Allow', 405, headers, standard(405, 'METHOD_NOT_ALLOWED', 'Method not allowed'), /^A 405 must have the methods/],
  ['a failure that may be cached', 409, { 'content-type': 'application/problem+json' }, problem, /^A 409 must have a Cache-Control/],
  ['an etag', 409, { ...headers, etag: 'x' }, problem, /^A header must not describe a body/],
  ['a code of nobody', 409, headers, { ...problem, code: 'NOBODYS' }, /^The code must be one of the catalog/],
  ['a code of an object', 409, headers, { ...problem, code: 'constructor' }, /^The code must be one of the catalog/],
  ['no code', 409, headers, { ...problem, code: 5 }, /^The code must be one of the catalog/],
  ['another status', 404, headers, problem, /^The member status must be that of the answer/],
  ['another title', 409, headers, { ...problem, title: 'Closed' }, /^The member title must be that of the catalog/],
  ['another type', 409, headers, { ...problem, type: 'about:blank' }, /^The member type must be that of the catalog/],
  ['no instance', 409, headers, { ...problem, instance: undefined }, /^The member instance must name/],
  ['an extension that is missing', 404, headers, { ...problem, type: '/problems/order-not-found', title: 'Order not found', status: 404, code: 'ORDER_NOT_FOUND' }, /^The extensions must fit/],
  ['a time to wait that differs', 409, { ...headers, 'retry-after': '5' }, { ...problem, retryAfter: 6 }, /^Retry-After and the member/],
  ['a time to wait that is in the body only', 409, headers, { ...problem, retryAfter: 6 }, /^Retry-After and the member/],
  ['a parameter of the media type', 409, { ...headers, 'content-type': 'application/problem+json; charset=utf-8' }, problem, /^The media type must be exactly/],
  ['no media type', 409, {}, problem, /^The media type must be exactly/],
  ['a list', 409, headers, [], /^The body must be a JSON object/],
  ['half a body', 409, headers, undefined, /^The body must be a JSON object/],
  ['JSON of its own', 409, { 'content-type': 'application/json' }, { error: 'x' }, /^The media type must be exactly/],
  ['a legacy envelope, which its client chose', 409, { 'content-type': 'application/json', vary: 'Accept' }, { error: 'x' }, undefined]
]

test('what is wrong with an answer is named by its rule', async (t) => {
  const build = service((app) => {
    forged.forEach(([, status, headers, body], index) => app.get(`/${index}`, { exposeHeadRoute: false }, (request, reply) => {
      reply.hijack()
      reply.raw.writeHead(status, headers)
      reply.raw.end(body === undefined ? '{"half' : JSON.stringify(body))
    }))
  })
  const requests = forged.map(([name], index) => ({ name, url: `/${index}` }))

  const { findings } = await auditProblems(build, { requests, sockets: false })

  for (const [name, , , , rule] of forged) {
    const found = findings.filter(({ request }) => request === name)
    if (rule === undefined) t.same(found, [], name)
    else t.match(found, [{ rule }], name)
  }
  t.equal(findings.length, forged.filter(([, , , , rule]) => rule !== undefined).length)
})

test('headers are sent with every request but one, parameters are filled, and routes can be left out', async (t) => {
  const seen: string[] = []
  const build = service((app) => {
    app.addHook('onRequest', async (request, reply) => {
      seen.push(request.url)
      if (request.headers.authorization !== 'Bearer test') return reply.problem('UNAUTHORIZED')
    })
    app.get('/own/:id(^\\d+$)/:kind/*', { schema: { params: { type: 'object', properties: { kind: { enum: ['a', 'b'] }, id: { type: 'string', format: 'uuid' } } } } }, async () => 'x')
    app.get('/uuid/:id/:uuid', { schema: { params: { type: 'object', properties: { uuid: { type: 'string', format: 'uuid' } } } } }, async () => 'x')
    app.get('/only-numbers/:number(^\\d+$)', async () => 'x')
    app.get('/left-out', { config: { problems: false } }, async () => { throw new Error('x') })
    app.get('/colon::x', async () => 'x')
    app.get('/skipped', async () => 'x')
  })

  const report = await auditProblems(build, {
    headers: { authorization: 'Bearer test' }, params: { id: '00000000-0000-4000-8000-000000000007' }, skip: ({ url, method }) => url === '/skipped' || method === 'HEAD'
  })

  t.same(report.findings, [], String(report))
  t.equal(report.sent['UNAUTHORIZED'], 2, 'once for each route that was reached')
  t.ok(seen.includes('/colon:x'))
  t.ok(seen.includes('/uuid/00000000-0000-4000-8000-000000000007/00000000-0000-4000-8000-000000000000'))
  t.notOk(seen.some((url) => url.startsWith('/skipped') || url.startsWith('/left-out')))
  t.same(report.unreached, ['GET /own/:id(^\\d+$)/:kind/*', 'GET /only-numbers/:number(^\\d+$)'])
})

test('a route of every method, one that takes large bodies, and a server that hangs up on malformed requests are no findings', async (t) => {
  const { frameworkErrors } = problemServerOptions()
  const report = await auditProblems(service((app) => {
    app.all('/everything', { bodyLimit: 10_000_000 }, async () => 'x')
    app.get('/pages/:number/:other', { schema: { params: { type: 'object', properties: { number: { type: 'number', default: 3 }, other: true } } } }, async () => 'x')
  }, { frameworkErrors, clientErrorHandler: (error, socket) => { socket.destroy(error) } }))

  t.same(report.findings, [], String(report))
  t.same(report.unreached, [])
  t.notOk(report.sent['PAYLOAD_TOO_LARGE'])
})

test('the report reads as text', (t) => {
  t.equal(renderReport({
    requests: 40,
    problems: [],
    findings: [
      { route: 'GET /orders', request: 'a thrown text', rule: 'The media type must be exactly application/problem+json', actual: 'text/html', cure: 'register the plugin first' },
      { route: 'GET /orders', request: 'an unexpected error', rule: 'There must be an answer', actual: 'none', cure: 'set handlerTimeout' }
    ],
    sent: {},
    neverSent: ['ORDER_CLOSED'],
    unreached: ['GET /a/:b']
  }), [
    '40 requests, 0 problems, 2 findings',
    '',
    'GET /orders',
    '  a thrown text: The media type must be exactly application/problem+json, got text/html',
    '    → register the plugin first',
    '  an unexpected error: There must be an answer, got none',
    '    → set handlerTimeout',
    '',
    'Declared and never sent (reach them with the option requests):',
    '  ORDER_CLOSED',
    '',
    'Never reached (state the option params, or headers that are let in):',
    '  GET /a/:b'
  ].join('\n'))
  t.end()
})

test('what is no service of its own making is refused, with the cure', async (t) => {
  const before = Fastify()
  const message = /^auditProblems\(\) must be given a function that creates the service/
  await t.rejects(auditProblems(before as never), { message })
  await t.rejects(auditProblems(() => before), { message: /must return a Fastify instance that it creates itself/ })
  await t.rejects(auditProblems(() => Fastify()), { message: /must be given a service that has the plugin/ })
})

test('a service that listens already is asked where it listens, and one without plain HTTP is not asked for more', async (t) => {
  const listening = async (options: object) => {
    const app = await service(orders)()
    await app.listen(options)
    return app
  }
  const codes = async (build: () => Promise<FastifyInstance>) => Object.keys((await auditProblems(build)).sent)

  t.ok((await codes(() => listening({ port: 0, host: '127.0.0.1' }))).includes('HTTP_VERSION_NOT_SUPPORTED'))
  t.notOk((await codes(() => listening({ path: join(tmpdir(), `audit-${process.pid}.sock`) }))).includes('HTTP_VERSION_NOT_SUPPORTED'))
  t.notOk((await codes(service(orders, { ...problemServerOptions(), http2: true } as never))).includes('HTTP_VERSION_NOT_SUPPORTED'))
})

test('a service that speaks a legacy envelope to those who ask for nothing else has no finding', async (t) => {
  for (const mode of ['legacy', 'superset'] as const) {
    const report = await auditProblems(async () => {
      const app = Fastify(problemServerOptions())
      await app.register(problemJson, { catalog, envelope: { format: envelopes.errorText, mode } })
      orders(app)
      return app
    })

    t.same(report.findings, [], String(report))
  }
})

test('the example of this project has no finding', async (t) => {
  // By a computed name: the compiler must not see it here, since it registers a catalog for the whole of its program.
  const { build } = await import(new URL('../../examples/orders/app.ts', import.meta.url).href) as { build: () => Promise<FastifyInstance> }

  const report = await auditProblems(build)

  t.same(report.findings, [], String(report))
  t.same(report.unreached, [])
})

const pieces = (type: string): Add => (app) => {
  const events = ['data: 1\n\n', 'data: 2\n\n']
  app.get('/node', (_request, reply) => reply.type(type).send(Readable.from(events, { objectMode: false })))
  app.get('/web', (_request, reply) => reply.type(type).send(new Response(events.join('')).body))
  app.get('/response', () => new Response(events.join(''), { headers: { 'content-type': type } }))
}
const asStreams = { streams: ['/node', '/web', '/response'].map((url) => ({ url })), sockets: false }

for (const type of ['text/event-stream', 'text/csv', 'application/x-ndjson']) {
  test(`streams of ${type} that fail in the middle are provoked, and nothing is found`, async (t) => {
    const report = await auditProblems(service(pieces(type)), asStreams)

    t.strictSame(report.findings, [], String(report))
    t.ok(report.requests >= 3)
  })
}

test('a stream that leaks, one that looks complete, and an answer that is none are found', async (t) => {
  const tell = async function * (source: AsyncIterable<unknown>, last: (error: Error) => string) {
    try {
      yield * source
    } catch (error) {
      yield last(error as Error)
    }
  }
  const build = async () => {
    const app = Fastify()
    app.addHook('onSend', async (request, _reply, payload) => {
      if (!(payload instanceof Readable) || request.url === '/fine') return payload
      return Readable.from(tell(payload, (error) => request.url === '/node' ? error.message : ''), { objectMode: false })
    })
    await app.register(problemJson, { catalog })
    pieces('text/event-stream')(app)
    for (const url of ['/silent', '/fine']) app.get(url, (_request, reply) => reply.type('text/csv').send(Readable.from(['a\n', 'b\n'], { objectMode: false })))
    app.get('/quiet', (_request, reply) => reply.type('text/event-stream').send(Readable.from(['data: 1\n\n', 'data: 2\n\n'], { objectMode: false })))
    app.get('/none', async () => 'text')
    return app
  }
  const report = await auditProblems(build, { sockets: false, streams: ['/node', '/silent', '/quiet', '/none', '/fine'].map((url) => ({ url })) })

  const found = report.findings.filter(({ request }) => request.includes('fails in the middle')).map(({ route, rule }) => `${route}: ${rule}`)
  t.strictSame(found, [
    'GET /node: Nothing of an unexpected error may reach the client',
    'GET /silent: A stream that failed must not look complete',
    'GET /quiet: A stream of events that failed must end with the event problem',
    'GET /none: The answer must be a stream that is sent'
  ], String(report))
})
