/** Codes that are declared otherwise than in the route: for a scope, and by hooks of the application. */
import fastifySwagger from '@fastify/swagger'
import type { FastifyInstance, FastifySchema } from 'fastify'
import fp from 'fastify-plugin'
import { test } from 'tap'
import { defineCatalog } from '../../../lib/index.js'
import { catalog as ownCatalog, createService } from '../../fixtures/server.js'

const catalog = defineCatalog({
  ORDER_NOT_FOUND: { status: 404, title: 'Order not found' },
  LOGIN_REQUIRED: { status: 401, title: 'Login required', refines: 'UNAUTHORIZED' },
  TOKEN_EXPIRED: { status: 401, title: 'Token expired', refines: 'UNAUTHORIZED' }
})

interface Document { paths: Record<string, Record<string, { responses: Record<string, unknown> }>> }

function responsesOf (app: FastifyInstance, path: string): string[] {
  return Object.keys((app.swagger() as unknown as Document).paths[path]!['get']!.responses).sort()
}

const problemsOf = (app: FastifyInstance, path: string) => app.problemRoutes().find(({ method, url }) => url === path && method === 'GET')?.problems
const undeclared = (log: readonly { msg?: string }[]) => log.filter(({ msg }) => /without declaring it/.test(msg ?? '')).map(({ msg }) => msg)

test('codes that are declared for a scope are those of its routes and of its children, whatever the order', async (t) => {
  const { app, log } = await createService({ catalog, undeclared: 'warn' })
  await app.register(fastifySwagger, { openapi: {} })
  await app.register(async (child) => {
    child.get('/before', { schema: { problems: ['ORDER_NOT_FOUND'] } as FastifySchema }, async (request, reply) => reply.problem('UNAUTHORIZED'))
    t.equal(child.declareProblems('UNAUTHORIZED'), child)
    child.get('/silent', async () => 'ok')
    await child.register(async (grandchild) => {
      grandchild.declareProblems('FORBIDDEN')
      grandchild.get('/below', { schema: { problems: [] } as FastifySchema }, async (request, reply) => reply.problem('FORBIDDEN'))
    })
  })
  app.get('/beside', { schema: { problems: [] } as FastifySchema }, async (request, reply) => reply.problem('UNAUTHORIZED'))
  await app.ready()

  for (const url of ['/before', '/below', '/beside']) await app.inject(url)

  t.same(problemsOf(app, '/before'), ['ORDER_NOT_FOUND', 'UNAUTHORIZED'])
  t.same(problemsOf(app, '/silent'), ['UNAUTHORIZED'])
  t.same(problemsOf(app, '/below'), ['FORBIDDEN', 'UNAUTHORIZED'])
  t.same(problemsOf(app, '/beside'), [])
  t.same(responsesOf(app, '/before'), ['200', '401', '404', '500'])
  t.same(responsesOf(app, '/silent'), ['200', '401', '500'])
  t.same(responsesOf(app, '/below'), ['200', '401', '403', '500'])
  t.same(responsesOf(app, '/beside'), ['200', '500'])
  t.same(undeclared(log), ["GET /beside sent 'UNAUTHORIZED' without declaring it: add it to schema.problems"])
})

test('a plugin without a scope of its own declares for the instance that registers it', async (t) => {
  const { app } = await createService({ catalog })
  await app.register(fp(async (instance) => { instance.declareProblems('UNAUTHORIZED') }))
  app.get('/', async () => 'ok')
  await app.ready()

  t.same(problemsOf(app, '/'), ['UNAUTHORIZED'])
})

test('a special case that is declared for a scope stands in for the general code there, and a route may say it more precisely', async (t) => {
  const { app } = await createService({ catalog })
  await app.register(async (child) => {
    child.get('/scope', async () => { throw Object.assign(new Error('no'), { statusCode: 401 }) })
    child.get('/own', { schema: { problems: ['TOKEN_EXPIRED'] } as FastifySchema }, async () => { throw Object.assign(new Error('no'), { statusCode: 401 }) })
    child.declareProblems('LOGIN_REQUIRED')
  })
  app.get('/outside', async () => { throw Object.assign(new Error('no'), { statusCode: 401 }) })

  t.equal((await app.inject('/scope')).json().code, 'LOGIN_REQUIRED')
  t.equal((await app.inject('/own')).json().code, 'TOKEN_EXPIRED')
  t.equal((await app.inject('/outside')).json().code, 'UNAUTHORIZED')
})

test('a child with another catalog does not inherit the codes of a scope above', async (t) => {
  const { app } = await createService({ catalog })
  app.declareProblems('ORDER_NOT_FOUND')
  await app.register(async (child) => {
    await child.register((await import('../../../lib/index.js')).default, { catalog: ownCatalog, notFoundHandler: false })
    child.declareProblems('EMAIL_TAKEN' as never)
    child.get('/other', async () => 'ok')
    child.addHook('onReady', async () => { t.same(problemsOf(child, '/other'), ['EMAIL_TAKEN']) })
  })
  await app.ready()
})

test('what an onRoute hook adds to schema.problems counts, whenever the hook was added', async (t) => {
  const add = (code: string) => (route: { schema?: unknown }) => {
    const { problems = [], ...schema } = Object(route.schema) as { problems?: string[] }
    route.schema = { ...schema, problems: [...problems, code] }
  }
  const { app, log } = await createService({ catalog, undeclared: 'warn' }, {}, (early) => { early.addHook('onRoute', add('FORBIDDEN')) })
  await app.register(fastifySwagger, { openapi: {} })
  app.addHook('onRoute', add('UNAUTHORIZED'))
  app.get('/', async (request, reply) => reply.problem('UNAUTHORIZED'))
  app.get('/other', { schema: { problems: ['ORDER_NOT_FOUND'] } as FastifySchema }, async (request, reply) => reply.problem('FORBIDDEN'))
  await app.ready()

  for (const url of ['/', '/other']) await app.inject(url)

  t.same(problemsOf(app, '/'), ['FORBIDDEN', 'UNAUTHORIZED'])
  t.same(problemsOf(app, '/other'), ['ORDER_NOT_FOUND', 'FORBIDDEN', 'UNAUTHORIZED'])
  t.same(responsesOf(app, '/other'), ['200', '401', '403', '404', '500'])
  t.same(undeclared(log), [])
})

test('a special case that a later onRoute hook adds is used', async (t) => {
  const { app } = await createService({ catalog })
  app.addHook('onRoute', (route) => { route.schema = { ...route.schema, problems: ['LOGIN_REQUIRED'] } as FastifySchema })
  app.get('/', async () => { throw Object.assign(new Error('no'), { statusCode: 401 }) })

  t.equal((await app.inject('/')).json().code, 'LOGIN_REQUIRED')
})

test('a wrong code stops the start, wherever it was declared', async (t) => {
  const { app } = await createService({ catalog })
  t.throws(() => app.declareProblems('ORDER_LOST' as never), { name: 'TypeError', message: 'app.declareProblems() must be given codes of the catalog, got "ORDER_LOST"' })
  app.addHook('onRoute', (route) => { route.schema = { problems: ['ORDER_LOST'] } as FastifySchema })
  app.get('/', async () => 'ok')
  await t.rejects(async () => app.ready(), /schema.problems of GET \/ must hold codes of the catalog, got 'ORDER_LOST'/)

  const { app: two } = await createService({ catalog })
  two.declareProblems('LOGIN_REQUIRED', 'TOKEN_EXPIRED')
  t.throws(() => two.get('/', async () => 'ok'), /app.declareProblems\(\) for GET \/ must hold one code that refines 'UNAUTHORIZED', got 'LOGIN_REQUIRED' and 'TOKEN_EXPIRED'/)
})

test('a scope cannot be told more when the service is ready', async (t) => {
  const { app } = await createService({ catalog })
  await app.ready()
  t.throws(() => app.declareProblems('UNAUTHORIZED'), /app.declareProblems\(\) must be called before the service is ready/)
})

test('routes that describe a status themselves and declare a problem of it are named at the start', async (t) => {
  const { app, log } = await createService({ catalog })
  const response = { 200: {}, 404: { type: 'object' } }
  app.get('/twice', { schema: { response, problems: ['ORDER_NOT_FOUND'] } as FastifySchema }, async () => 'ok')
  app.get('/own', { schema: { response } }, async () => 'ok')
  app.get('/other', { schema: { response, problems: ['LOGIN_REQUIRED'] } as FastifySchema }, async () => 'ok')
  app.get('/same', { schema: { response: { 404: { $ref: 'Problem#' } }, problems: ['ORDER_NOT_FOUND'] } as FastifySchema }, async () => 'ok')
  app.get('/media', { schema: { response: { 404: { content: { 'application/problem+json': { schema: {} } } } }, problems: ['ORDER_NOT_FOUND'] } as FastifySchema }, async () => 'ok')
  await app.ready()

  const warnings = log.filter(({ level }) => level === 40).map(({ msg }) => msg)
  t.same(warnings, ['Problems declared beside a response of their status: 1 (GET /twice ORDER_NOT_FOUND); ' +
    'the document shows that response, and the problem is sent. Delete the response from schema.response'])
})

test('the copy of a GET route for HEAD answers what that one does; a HEAD route of its own is looked at itself', async (t) => {
  const { app } = await createService({ catalog })
  const schema = { problems: ['ORDER_NOT_FOUND'], params: { type: 'object', properties: { id: { type: 'integer' } } } } as FastifySchema
  app.get('/copied/:id', { schema }, async () => 'ok')
  app.get('/apart/:id', { exposeHeadRoute: false, schema }, async () => 'ok')
  app.head('/apart/:id', { schema, config: { problems: { omit: ['VALIDATION_ERROR'] } } }, async () => 'ok')
  await app.ready()

  const answersOf = (url: string, method: string) =>
    app.problemOperations().find((operation) => operation.url === url && operation.method === method)?.answers
  t.same(answersOf('/copied/:id', 'HEAD'), ['ORDER_NOT_FOUND', 'VALIDATION_ERROR', 'INVALID_REQUEST', 'INTERNAL_ERROR'])
  t.same(answersOf('/copied/:id', 'GET'), answersOf('/copied/:id', 'HEAD'))
  t.same(answersOf('/apart/:id', 'HEAD'), ['ORDER_NOT_FOUND', 'INVALID_REQUEST', 'INTERNAL_ERROR'])
})
