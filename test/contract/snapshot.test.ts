import { test } from 'tap'
import { Type } from '@sinclair/typebox'
import Fastify from 'fastify'
import { defineCatalog } from '../../lib/catalog/define/index.js'
import type { AnyCatalog } from '../../lib/catalog/definition.js'
import { createSnapshot, readSnapshot, renderSnapshot } from '../../lib/contract/index.js'
import type { ProblemRoute } from '../../lib/contract/index.js'
import { problemJson } from '../../lib/index.js'

const catalog = defineCatalog({
  ORDER_LOST: {
    title: 'Order lost',
    status: 409,
    extensions: Type.Object({ sku: Type.String(), required: Type.Optional(Type.String()), count: Type.Integer() })
  },
  GENERAL: { status: 409, title: 'General', refines: 'CONFLICT' }
}, {
  base: 'https://api.example.com/problems/',
  standardBase: 'https://example.com/standard/',
  retired: { OLD: { since: '1.0.0', status: 400, type: 'https://api.example.com/problems/old' } },
  locales: { de: { ORDER_LOST: { title: 'Weg' } } }
}) as AnyCatalog

test('a snapshot resolves every code, the standard ones too', async (t) => {
  const snapshot = createSnapshot(catalog)
  t.same(Object.keys(snapshot), ['approved', 'problems', 'retired', 'validation', 'version'])
  t.same(snapshot.problems['ORDER_LOST'], {
    extensions: {
      properties: { count: { type: 'integer' }, required: { type: 'string' }, sku: { type: 'string' } },
      required: ['count', 'sku'],
      type: 'object'
    },
    locales: { de: { title: 'Weg' } },
    retry: 'none',
    status: 409,
    title: 'Order lost',
    type: 'https://api.example.com/problems/order-lost'
  })
  t.match(snapshot.problems['NOT_FOUND'], { type: 'https://example.com/standard/not-found', examples: [{}], detail: [/resource/, /resource/] })
  t.match(snapshot.problems['GENERAL'], { refines: 'CONFLICT', extensions: { properties: { resource: {} } } })
  t.match(snapshot.retired, { OLD: { since: '1.0.0' } })
  t.ok(snapshot.validation.includes('minLength'))
})

test('its text has sorted keys, one code per block and a final newline', async (t) => {
  const text = renderSnapshot(createSnapshot(catalog))
  t.match(text, /^ {4}"BAD_REQUEST": \{\n {6}"detail": \[\n {8}"[^"]+"\n {6}\],\n {6}"retry": "none",\n {6}"status": 400,\n/m)
  t.ok(text.endsWith('}\n'))
  t.equal(text, renderSnapshot(readSnapshot(text)))
})

test('the order in which a catalog is written makes no difference', async (t) => {
  const one = defineCatalog({ A: { status: 400, title: 'A' }, B: { title: 'B', status: 400 } }) as AnyCatalog
  const other = defineCatalog({ B: { status: 400, title: 'B' }, A: { title: 'A', status: 400 } }) as AnyCatalog
  t.equal(renderSnapshot(createSnapshot(one)), renderSnapshot(createSnapshot(other)))
})

test('the codes of included catalogs keep their types', async (t) => {
  const shared = defineCatalog({ TENANT_UNKNOWN: { status: 404, title: 'Tenant unknown' } }, { base: 'https://example.com/shared/' }) as AnyCatalog
  const { problems } = createSnapshot(defineCatalog({}, { include: [shared], base: 'https://example.com/mine/' }) as AnyCatalog)
  t.equal(problems['TENANT_UNKNOWN']?.type, 'https://example.com/shared/tenant-unknown')
})

test('with routes it says which operation declares which code', async (t) => {
  const routes: ProblemRoute[] = [
    { method: 'GET', url: '/b', problems: ['ORDER_LOST', 'GENERAL'] },
    { method: 'HEAD', url: '/b', problems: ['ORDER_LOST', 'GENERAL'] },
    { method: 'HEAD', url: '/c', problems: [] }
  ]
  const snapshot = createSnapshot(catalog, { routes })
  t.same(snapshot.routes, { 'GET /b': ['GENERAL', 'ORDER_LOST'], 'HEAD /c': [] })
  t.equal(snapshot.envelope, 'problem')
  t.equal(createSnapshot(catalog, { routes, envelope: 'legacy' }).envelope, 'legacy')
})

test('only a catalog has a snapshot', async (t) => {
  t.throws(() => createSnapshot({}), /must be given a catalog made by defineCatalog\(\)/)
})

test('a text that is no snapshot is refused, with what to do', async (t) => {
  t.throws(() => readSnapshot('<<<<<<< HEAD'), /the snapshot is not JSON: restore it, or write it again/)
  t.throws(() => readSnapshot('null', "'a.json'"), /'a.json' must be a snapshot of version 1, got none/)
  t.throws(() => readSnapshot('{"version":2}'), /version 1, got 2/)
  t.throws(() => readSnapshot('{"version":1,"problems":[]}'), /must hold 'problems'/)
  t.same(readSnapshot('{"version":1,"problems":{}}'), { version: 1, problems: {}, retired: {}, validation: [], approved: [] })
})

test('an app lists the routes of its catalog, and what each declares', async (t) => {
  const app = Fastify()
  await app.register(problemJson, { catalog })
  app.get('/orders', { schema: { problems: ['ORDER_LOST'] } }, async () => 'ok')
  app.route({ method: ['PUT', 'PATCH'], url: '/orders', handler: async () => 'ok' })
  // Pages for people, and what plugins add for themselves.
  app.get('/docs', { schema: { hide: true } as object }, async () => 'ok')
  app.post('/hidden', { schema: { hide: true, problems: ['ORDER_LOST'] } as object }, async () => 'ok')
  await app.register(async (child) => {
    await child.register(problemJson, { catalog: defineCatalog({}) as AnyCatalog, notFoundHandler: false })
    child.get('/other', async () => 'ok')
    t.same(child.problemRoutes().map(({ url }) => url), ['/other', '/other'])
  })
  await app.ready()
  t.same(app.problemRoutes(), [
    { method: 'GET', url: '/orders', problems: ['ORDER_LOST'] },
    { method: 'HEAD', url: '/orders', problems: ['ORDER_LOST'] },
    { method: 'PUT', url: '/orders', problems: [] },
    { method: 'PATCH', url: '/orders', problems: [] },
    { method: 'POST', url: '/hidden', problems: ['ORDER_LOST'] }
  ])
  await app.close()
})
