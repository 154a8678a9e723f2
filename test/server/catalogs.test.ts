/** Several catalogs in one process. */
import Fastify from 'fastify'
import type { FastifyReply } from 'fastify'
import { test } from 'tap'
import problemJson, { defineCatalog } from '../../lib/index.js'
import { catalog, createService } from '../fixtures/server.js'

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
