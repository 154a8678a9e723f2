/** Several catalogs in one process. */
import Fastify from 'fastify'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { test } from 'tap'
import problemJson, { defineCatalog, envelopes, problemServerOptions } from '../../lib/index.js'
import type { AnyCatalog } from '../../lib/index.js'
import { catalog, createService, listen } from '../fixtures/server.js'
import type { LogLine } from '../fixtures/server.js'
import { speak } from '../fixtures/wire.js'

test('every instance knows its catalog, and a child can have another', async (t) => {
  const { app } = await createService()
  const other = defineCatalog({ PAGE_LOST: { status: 404, title: 'Page lost', replaces: 'NOT_FOUND' } })
  await app.register(async (child) => {
    await child.register(problemJson, { catalog: other })
    child.get('/lost', async (request, reply: FastifyReply) => reply.problem('PAGE_LOST'))
    child.get('/foreign', async () => { throw new catalog.EMAIL_TAKEN() })
    t.equal(child.problems as unknown, other)
  }, { prefix: '/pages' })
  app.get('/taken', async (request, reply) => reply.problem('EMAIL_TAKEN'))

  t.equal(app.problems as unknown, catalog)
  t.equal((await app.inject('/pages/lost')).json().code, 'PAGE_LOST')
  t.equal((await app.inject('/pages/nowhere')).json().code, 'PAGE_LOST')
  t.equal((await app.inject('/pages/foreign')).json().code, 'INTERNAL_ERROR')
  t.equal((await app.inject('/nowhere')).json().code, 'NOT_FOUND')
  t.equal((await app.inject('/taken')).json().code, 'EMAIL_TAKEN')
})

test('the problem of an included catalog is sent as it is, and its standard types as ours', async (t) => {
  const billing = defineCatalog({ CARD_DECLINED: { status: 402, title: 'Card declined' } }, { base: '/billing/' })
  const all = defineCatalog({}, { base: '/all/', include: [billing] })
  const app = Fastify()
  await app.register(problemJson, { catalog: all })
  app.get('/own', async () => { throw new billing.CARD_DECLINED() })
  app.get('/standard', async () => { throw new billing.CONFLICT({ resource: 'Card' }) })

  t.equal((await app.inject('/own')).json().type, '/billing/card-declined')
  t.match((await app.inject('/standard')).json(), { type: '/all/conflict', resource: 'Card' })
})

interface Answer { type: string, error?: string }

/** Answers to what fails before a route is known: a URL that cannot be decoded, and bytes that are no HTTP. */
async function beforeRouting (app: FastifyInstance): Promise<Answer[]> {
  // An older Fastify 5 decodes no URL as long as it has no route.
  app.get('/alive', async () => 'yes')
  const base = await listen(app)
  const [, malformed = ''] = (await speak(base, 'garbage\r\n\r\n')).split('\r\n\r\n')
  return [await (await fetch(`${base}/%zz`)).json(), JSON.parse(malformed)] as Answer[]
}

const shop = defineCatalog({}, { base: 'https://shop.example/problems/' })
const pages = defineCatalog({}, { base: 'https://pages.example/problems/' })

test('failures before routing use the one catalog that a child has, its envelope and its observer', async (t) => {
  for (const mode of ['problem', 'superset'] as const) {
    const seen: string[] = []
    const app = Fastify({ ...problemServerOptions(), forceCloseConnections: true })
    t.teardown(() => app.close())
    app.register(async (service) => {
      await service.register(problemJson, {
        catalog: shop, envelope: { format: envelopes.errorText, mode }, onProblem: ({ problem }) => { seen.push(problem.type) }
      })
    })

    for (const answer of await beforeRouting(app)) {
      t.equal(answer.type, 'https://shop.example/problems/invalid-request')
      t.equal(typeof answer.error, mode === 'superset' ? 'string' : 'undefined')
    }
    t.same(seen, ['https://shop.example/problems/invalid-request', 'https://shop.example/problems/invalid-request'])
  }
})

test('children with the same catalog are one', async (t) => {
  const { app, log } = await createBare(async (app) => {
    for (const prefix of ['/one', '/two']) app.register(async (child) => { await child.register(problemJson, { catalog: shop }) }, { prefix })
  })
  t.teardown(() => app.close())

  for (const { type } of await beforeRouting(app)) t.equal(type, 'https://shop.example/problems/invalid-request')
  t.same(log.filter(({ level }) => level === 40), [])
})

test('where children have several catalogs, failures before routing are of the standard types, and a warning says so at the start', async (t) => {
  const { app, log } = await createBare(async (app) => {
    for (const catalog of [shop, pages]) app.register(async (child) => { await child.register(problemJson, { catalog: catalog as AnyCatalog }) }, { prefix: `/${catalog === shop ? 'shop' : 'pages'}` })
  })
  t.teardown(() => app.close())

  for (const { type } of await beforeRouting(app)) t.equal(type, '/problems/invalid-request')
  const warnings = log.filter(({ level }) => level === 40)
  t.equal(warnings.length, 1)
  t.match(warnings[0]?.msg, /^2 catalogs are registered in children, and none on the server: .* Register one of them on the outermost instance$/)
})

test('the catalog of the server wins over those of children', async (t) => {
  const { app, log } = await createBare(async (app) => {
    await app.register(problemJson, { catalog: shop })
    app.register(async (child) => { await child.register(problemJson, { catalog: pages }) }, { prefix: '/pages' })
  })
  t.teardown(() => app.close())

  for (const { type } of await beforeRouting(app)) t.equal(type, 'https://shop.example/problems/invalid-request')
  t.same(log.filter(({ level }) => level === 40), [])
})

async function createBare (setup: (app: FastifyInstance) => Promise<void>) {
  const log: LogLine[] = []
  const stream = { write (line: string) { log.push(JSON.parse(line) as LogLine) } }
  const app = Fastify({ ...problemServerOptions(), logger: { stream }, forceCloseConnections: true })
  await setup(app)
  return { app, log }
}
