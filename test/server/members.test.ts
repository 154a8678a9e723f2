/** The members that every problem has: declared in the catalog, given by a function of the request. */
import { Readable } from 'node:stream'
import fastifySwagger from '@fastify/swagger'
import { Type } from '@sinclair/typebox'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { test } from 'tap'
import { createDecoder } from '../../lib/client/index.js'
import { renderClientModule } from '../../lib/contract/client-module/index.js'
import { compareSnapshots } from '../../lib/contract/compare/index.js'
import { createSnapshot } from '../../lib/contract/snapshot/create.js'
import { defineCatalog, refResolver } from '../../lib/index.js'
import type { AnyCatalog, ProblemEvent, ProblemJsonOptions } from '../../lib/index.js'
import { createService, listen, secret } from '../fixtures/server.js'
import type { LogLine } from '../fixtures/server.js'
import { failAfter } from '../fixtures/streams.js'
import { speak } from '../fixtures/wire.js'

const rows = {
  ORDER_NOT_FOUND: { status: 404, title: 'Order not found', extensions: Type.Object({ orderId: Type.String() }) },
  PROFILE_INVALID: { status: 422, title: 'Profile invalid', refines: 'VALIDATION_ERROR' }
} as const
const members = Type.Object({ build: Type.String(), tenant: Type.Optional(Type.Object({ id: Type.String() })) })
const catalog = defineCatalog(rows, { members })

type Give = NonNullable<ProblemJsonOptions['members']>

/** The build is known without a request; the tenant has a member that nobody declared. */
const give: Give = (request) => ({
  build: '7f3', undeclared: secret, ...request && { tenant: { id: String(request.headers['x-tenant'] ?? 'none'), key: secret } }
})

async function serve (given: Give | undefined, options: Partial<ProblemJsonOptions> = {}, early?: (app: FastifyInstance) => unknown) {
  const service = await createService({ catalog: catalog as unknown as AnyCatalog, ...given && { members: given }, ...options }, {}, early)
  const { app } = service
  app.get('/sent', async (request, reply) => reply.problem('ORDER_NOT_FOUND', { orderId: '1', build: secret, tenant: secret }))
  app.get('/thrown', async () => { throw new catalog.ORDER_NOT_FOUND({ orderId: '1' }) })
  app.get('/bug', async () => { throw new Error(secret) })
  app.get('/broken', async (request, reply) => reply.problem('ORDER_NOT_FOUND', { get orderId () { throw new Error(secret) } }))
  app.get('/validated', { schema: { querystring: Type.Object({ page: Type.Integer() }) } }, async () => 'fine')
  app.get('/plain', async (request, reply) => reply.code(409).send({ message: 'Taken.' }))
  app.get('/stream', async (request, reply) => reply.type('text/event-stream').send(Readable.from(failAfter(['data: 1\n\n', 'data: 2\n\n'], new Error(secret)))))
  return service
}

const paths = ['/sent', '/thrown', '/bug', '/broken', '/validated?page=x', '/plain', '/unknown', '/%ff', '/early']

test('they are on every problem, however it came about, and filtered by their schema', async (t) => {
  const events: ProblemEvent[] = []
  const { app } = await serve(give, { convertReplies: true, onProblem: (event) => { events.push(event) } }, (early) => {
    early.get('/early', async () => { throw new Error(secret) })
  })
  const headers = { 'x-tenant': 'acme' }

  for (const url of paths) {
    const { body } = await app.inject({ url, headers })
    t.match(JSON.parse(body), { build: '7f3', tenant: { id: 'acme' }, code: /./, instance: /^urn:/ }, url)
    t.notMatch(body, secret, url)
  }
  const wrongMethod = await app.inject({ method: 'DELETE', url: '/sent', headers })
  t.match(wrongMethod.json(), { code: 'METHOD_NOT_ALLOWED', allow: ['GET', 'HEAD'], build: '7f3', tenant: { id: 'acme' } })
  t.match((await app.inject({ url: '/sent', headers })).json(), { orderId: '1' }, 'the extensions are beside them')
  t.ok(events.every(({ problem }) => problem['build'] === '7f3'), 'the observer sees what the client sees')

  const base = await listen(app)
  const stream = await (await fetch(`${base}/stream`, { headers })).text()
  t.match(stream, /event: problem\n.*"build":"7f3","tenant":\{"id":"acme"\}/s)
  t.notMatch(stream, secret)
  t.match(app.reportProblem(new Error(secret)), { code: 'INTERNAL_ERROR', build: '7f3' })
  t.match(await speak(base, 'garbage\r\n\r\n'), /"code":"INVALID_REQUEST".*"build":"7f3"/)
  await app.close()
})

test('a function that fails, or whose answer cannot be used, costs the members and nothing else', async (t) => {
  const circular: Record<string, unknown> = {}
  circular['id'] = circular
  const failing: readonly unknown[] = [
    () => { throw new Error(secret) },
    async () => { throw new Error(secret) },
    () => new Promise(() => {}),
    () => 'text',
    () => ({ build: 1n, tenant: { get id () { throw new Error(secret) } } }),
    () => new Proxy({}, { get () { throw new Error(secret) }, getOwnPropertyDescriptor () { throw new Error(secret) } })
  ]

  for (const fail of failing) {
    const { app, log } = await serve(fail as Give)
    for (const url of ['/sent', '/thrown', '/broken', '/unknown']) {
      const { body, statusCode } = await app.inject(url)
      t.equal(statusCode, 404)
      t.notMatch(body, secret)
      t.equal((JSON.parse(body) as { build?: unknown }).build, undefined)
    }
    t.equal((await app.inject('/thrown')).json().orderId, '1', 'the extensions stay')
    t.ok(log.some(({ msg }: LogLine) => msg.startsWith('members() failed')), String(fail))
    t.match(app.reportProblem(new Error('x')), { code: 'INTERNAL_ERROR', build: undefined })
  }
  const { app } = await serve(() => undefined)
  t.strictSame(Object.keys((await app.inject('/unknown')).json()), ['type', 'title', 'status', 'code', 'detail', 'instance'])
  const without = await serve(undefined)
  t.notMatch((await without.app.inject('/sent')).body, secret, 'nobody but the function gives them')
})

test('a name that cannot be used is refused when the catalog is defined', (t) => {
  const define = (name: string, more = {}) => () => defineCatalog(rows, { members: { type: 'object', properties: { [name]: { type: 'string' } }, ...more } })
  for (const name of ['type', 'status', 'code', 'instance', 'retryAfter']) t.throws(define(name), /must not be named like a member of the format/, name)
  for (const name of ['1st', 'a b', '__proto__']) t.throws(define(name), /must start with a letter/, name)
  t.throws(define('orderId'), /An extension of 'ORDER_NOT_FOUND' must not be named like a member of every problem, got 'orderId'/)
  t.throws(define('errors'), /An extension of '\w+' must not be named like a member of every problem, got 'errors'/)
  t.throws(define('a', { $defs: {} }), /must be a plain object schema, got '\$defs'/)
  for (const given of [7, 'text', [], { type: 'string' }, { type: 'object' }]) t.throws(() => defineCatalog(rows, { members: given as never }), /'members'/)
  t.end()
})

test('a function without a declaration is refused at the start', async (t) => {
  await t.rejects(createService({ members: give }), /The option 'members' must belong to a catalog that declares/)
  await t.rejects(createService({ members: {} as never }), /The option 'members' must be a function/)
})

test('catalogs that include each other have the members of all', async (t) => {
  const shared = defineCatalog({ LOCKED_OUT: { status: 403, title: 'Locked out' } }, { members: Type.Object({ traceId: Type.String() }) })
  const same = defineCatalog({ A: { status: 400, title: 'A' } }, { include: [shared] })
  const more = defineCatalog({ A: { status: 400, title: 'A' } }, { include: [shared], members })

  t.equal(same.LOCKED_OUT, shared.LOCKED_OUT)
  t.same(Object.keys(same.A.extensions?.properties ?? {}), ['traceId'])
  t.same(Object.keys(more.LOCKED_OUT.extensions?.properties ?? {}), ['traceId', 'build', 'tenant'])
  const other = Type.Object({ traceId: Type.Integer() })
  t.throws(() => defineCatalog({}, { include: [shared], members: other }), /The member 'traceId' of every problem must have one schema/)

  const { app } = await createService({ catalog: more as unknown as AnyCatalog, members: () => ({ traceId: '1', build: '2' }) })
  app.get('/', async () => { throw new shared.LOCKED_OUT() })
  t.match((await app.inject('/')).json(), { code: 'LOCKED_OUT', traceId: '1', build: '2' })
})

test('the document, the generated client, the snapshot and the contract check know them on every code', async (t) => {
  const app = (await createService({ catalog: catalog as unknown as AnyCatalog, members: give }, {}, (early) => early.register(fastifySwagger, { openapi: { openapi: '3.1.0' }, refResolver }))).app
  app.get('/orders', { schema: { problems: ['ORDER_NOT_FOUND', 'PROFILE_INVALID'] as never[] } }, async () => 'fine')
  await app.ready()
  const { schemas } = (app as unknown as { swagger: () => { components: { schemas: Record<string, { properties: object, required: string[] }> } } }).swagger().components
  for (const code of ['ORDER_NOT_FOUND', 'PROFILE_INVALID', 'INTERNAL_ERROR']) {
    t.match(schemas[code]!.properties, { build: { type: 'string' }, tenant: { type: 'object' } }, code)
    t.notOk(schemas[code]!.required.includes('build'), 'a failure may come before there is a request')
  }

  t.match(renderClientModule(catalog as unknown as AnyCatalog), /CONFLICT: \{\n {4}[^}]*build\?: string/s)

  const before = createSnapshot(defineCatalog(rows) as unknown as AnyCatalog)
  const after = createSnapshot(catalog as unknown as AnyCatalog)
  t.ok(Object.values(after.problems).every(({ extensions }) => 'build' in (extensions?.['properties'] as object)))
  const verdicts = (base: typeof before, head: typeof before) => compareSnapshots(base, head, { today: '2026-01-01' }).findings
    .filter(({ path }) => path.startsWith('extensions')).map(({ rule }) => rule)
  t.ok(verdicts(before, after).every((rule) => rule === 'extension-added' || rule === 'extensions-first-added'))
  t.ok(verdicts(after, before).some((rule) => rule === 'extension-removed-optional'))
})

test('a client reads them beside the extensions', async (t) => {
  const { app } = await serve(give)
  const { body, statusCode } = await app.inject('/sent')

  const problem = await createDecoder<typeof catalog>(catalog)(new Response(body, { status: statusCode, headers: { 'content-type': 'application/problem+json' } }))

  if (problem.code !== 'ORDER_NOT_FOUND') throw new Error(`got ${problem.rawCode}`)
  const { orderId, build, tenant } = problem.extensions
  t.strictSame([orderId, build, tenant?.id], ['1', '7f3', 'none'])
})

test('an envelope of both shapes has them, too', async (t) => {
  const { app } = await serve(give, { envelope: { format: ({ title }) => ({ error: title }), mode: 'superset' } })

  t.match((await app.inject('/sent')).json(), { error: /./, code: 'ORDER_NOT_FOUND', build: '7f3' })
})

test('an occurrence may have a name of its own: a URI, in the answer and in the line', async (t) => {
  const { app, log } = await createService({ catalog: catalog as unknown as AnyCatalog })
  const ownName = (name: string) => ({ instance: name })
  app.get('/sent', async (request, reply) => reply.problem('CONFLICT', {}, ownName((request.query as { name: string }).name)))
  app.get('/thrown', async (request: FastifyRequest) => { throw new catalog.CONFLICT({}, ownName((request.query as { name: string }).name)) })

  for (const name of ['https://api.example.com/failures/42', 'urn:example:42', 'tag:example.com,2026:42', 'https://a.example/42?x=%20']) {
    for (const path of ['/sent', '/thrown']) {
      const answer = await app.inject({ url: path, query: { name } })
      t.equal(answer.json().instance, name)
      t.equal(log.at(-1)?.instance, name)
    }
  }
  for (const name of ['42', 'not a uri', '/failures/42', 'urn:a"b', '//host/a', 'http:\r\nx', '', 'urn:%zz', `urn:${'x'.repeat(3000)}`]) {
    const answer = await app.inject({ url: '/sent', query: { name } })
    t.match(answer.json(), { code: 'INTERNAL_ERROR', instance: /^urn:uuid:/ }, name)
    t.throws(() => new catalog.CONFLICT({}, ownName(name)), /The instance of a problem must be a URI/)
  }
  t.match(app.reportProblem(new catalog.CONFLICT({}, ownName('urn:example:9'))), { instance: 'urn:example:9' })
})

test('a status that the application chose stays outside a reply, beside the members', async (t) => {
  const { app, log } = await serve(give)

  const problem = app.reportProblem(Object.assign(new Error('A teapot.'), { statusCode: 418 }))

  t.match(problem, { status: 418, build: '7f3' })
  t.match(log, [{ status: 418 }])
})
