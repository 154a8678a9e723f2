/** Which routes the plugin covers, and what it says of those that it does not or that surprise it. */
import createError from 'http-errors'
import type { FastifyInstance, FastifyReply } from 'fastify'
import Fastify from 'fastify'
import { test } from 'tap'
import problemJson from '../../../lib/index.js'
import { catalog, createService, secret, withoutRequestLog } from '../../fixtures/server.js'
import type { LogLine } from '../../fixtures/server.js'

test('routes that were added before the plugin are covered, and named at start-up', async (t) => {
  const log: LogLine[] = []
  const stream = { write (line: string) { log.push(JSON.parse(line) as LogLine) } }
  const app = Fastify({ ...withoutRequestLog, logger: { stream } })
  app.get('/early/:id', async () => { throw new catalog.EMAIL_TAKEN() })
  app.register(async (child) => {
    child.get('/child', async () => { throw new Error(secret) })
    child.get('/child/twice', async () => 'x')
  })
  app.register(async (child) => {
    child.setErrorHandler((error, request, reply) => reply.code(500).send(`own ${(error as Error).message}`))
    child.get('/own', async () => { throw new Error('page') })
  })
  // Without await: the routes below are added before it, too.
  app.register(problemJson, { catalog })
  app.get('/late', async () => { throw new Error(secret) })
  await app.ready()

  t.match(log[0], { level: 40, msg: /^10 routes were added before fastify-problem-json .*GET \/early\/:id.*GET \/child\/twice.*but these routes lack a place in the OpenAPI document .*\. Register the plugin first, with await$/ })
  for (const [url, code] of [['/early/1', 'EMAIL_TAKEN'], ['/child', 'INTERNAL_ERROR'], ['/late', 'INTERNAL_ERROR']] as const) {
    const response = await app.inject(url)
    t.equal(response.json().code, code, url)
    t.equal(response.headers['content-type'], 'application/problem+json', url)
    t.notMatch(response.body, secret, url)
  }
  t.equal((await app.inject('/own')).body, 'own page')
})

test('a route with a constraint that was added before the plugin is covered, and named', async (t) => {
  const { app, log } = await createService({}, {}, (app) => {
    app.get('/x', { constraints: { host: 'a.test' } }, async () => { throw new Error(secret) })
  })

  const response = await app.inject({ url: '/x', headers: { host: 'a.test' } })

  t.equal(response.json().code, 'INTERNAL_ERROR')
  t.notMatch(response.body, secret)
  t.match(log[0]?.msg, /^2 routes were added before .* \(GET \/x, HEAD \/x\)/)
})

test('beside routes that were added before the plugin, later and unknown ones are covered as ever', async (t) => {
  const { app } = await createService({ notFoundPreHandler: async () => { throw createError(429) } }, {}, (app) => {
    app.get('/early', { config: { problems: false } }, async () => { throw createError(409) })
  })
  app.get('/late', async () => { throw createError(409) })

  t.match((await app.inject('/early')).json(), { statusCode: 409, code: undefined })
  t.equal((await app.inject('/late')).json().code, 'CONFLICT')
  t.equal((await app.inject('/nowhere')).json().code, 'RATE_LIMITED')
})

test('a route can be left to Fastify by an onRoute hook that runs after the plugin', async (t) => {
  for (const convertReplies of [false, true]) {
    const { app } = await createService({ convertReplies })
    app.addHook('onRoute', (route) => {
      if (route.url.startsWith('/legacy')) route.config = { ...route.config, problems: false }
    })
    app.get('/legacy/thrown', async () => { throw createError(409) })
    app.get('/legacy/sent', async (request, reply) => reply.code(404).send({ own: true }))
    app.get('/new', async () => { throw createError(409) })

    t.match((await app.inject('/legacy/thrown')).json(), { statusCode: 409, code: undefined })
    t.strictSame((await app.inject('/legacy/sent')).json(), { own: true })
    t.equal((await app.inject('/new')).json().code, 'CONFLICT')
  }
})

test('config: { problems: false } leaves a route to Fastify', async (t) => {
  const { app } = await createService()
  app.get('/', { config: { problems: false } }, async () => { throw createError(404, 'plain') })

  t.match((await app.inject('/')).json(), { error: 'Not Found', message: 'plain' })
})

test('a code that a route sends without declaring it is named once', async (t) => {
  const { app, log } = await createService({ undeclared: 'warn' })
  app.get('/orders/:id', { schema: { problems: ['ORDER_NOT_FOUND'] } as never }, async (request, reply: FastifyReply) => reply.problem('EMAIL_TAKEN'))
  app.get('/fine', { schema: { problems: ['ORDER_NOT_FOUND'] } as never }, async () => { throw new Error('automatic') })
  app.get('/free', async (request, reply) => reply.problem('EMAIL_TAKEN'))

  for (const url of ['/orders/1', '/orders/2', '/fine', '/free']) await app.inject(url)

  t.same(log.filter(({ level }) => level === 40).map(({ msg }) => msg),
    ["GET /orders/:id sent 'EMAIL_TAKEN' without declaring it: add it to schema.problems"])
})

test('the warning names every early route, and what it says is missing is missing for them only', async (t) => {
  const own = catalog.PROFILE_INVALID.code
  const add = (app: FastifyInstance, at: string) => {
    app.get(`${at}/own`, { errorHandler: (_error, _request, reply) => { reply.code(418).type('text/html').send('mine') } }, async () => { throw new Error(secret) })
    app.get(`${at}/refined`, { schema: { querystring: { type: 'object', properties: { page: { type: 'integer' } } }, problems: [own] } }, async () => 'fine')
    app.get(`${at}/undeclared`, { schema: { problems: [own] } }, async () => { throw new catalog.EMAIL_TAKEN() })
    for (let index = 0; index < 20; index++) app.get(`${at}/${index}`, async () => 'fine')
  }
  const { app, log } = await createService({ undeclared: 'warn' }, {}, (app) => { add(app, '/early') })
  add(app, '/late')
  await app.ready()

  const [{ msg = '' } = {}] = log
  t.match(msg, /^46 routes/)
  for (let index = 0; index < 20; index++) t.ok(msg.includes(`GET /early/${index}`), String(index))
  const answers = async (url: string) => (await app.inject(url)).json<{ code: string }>().code
  t.strictSame([await answers('/early/own'), await answers('/early/refined?page=x')], ['INTERNAL_ERROR', 'VALIDATION_ERROR'])
  t.strictSame([(await app.inject('/late/own')).body, await answers('/late/refined?page=x')], ['mine', own])
  for (const at of ['/early', '/late']) await app.inject(`${at}/undeclared`)
  t.strictSame(log.filter(({ msg }) => msg.includes('without declaring')).map(({ msg }) => msg.split(' ')[1]), ['/late/undeclared'])
  t.ok(app.problemOperations().every(({ url }) => url.startsWith('/late')))
})
