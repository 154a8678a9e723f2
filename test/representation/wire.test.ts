import Fastify from 'fastify'
import swagger from '@fastify/swagger'
import { test } from 'tap'
import { createSnapshot } from '../../lib/contract/index.js'
import { defineCatalog, envelopes, problemJson } from '../../lib/index.js'
import { de } from '../../lib/languages/de.js'
import type { ProblemJsonOptions } from '../../lib/index.js'

const rows = {
  ORDER_LOST: { status: 409, title: 'Order lost', action: 'call-us', guidance: 'Call us:\n- by "phone"' },
  ORDER_EMPTY: { status: 409, title: 'Order empty' }
} as const
const advising = defineCatalog(rows, { wire: ['guidance'], languages: [de], locales: { de: { ORDER_LOST: { guidance: 'Rufen Sie an.' } } } })

async function createService (options: Partial<ProblemJsonOptions> = {}) {
  const app = Fastify({ logger: false })
  await app.register(swagger, { openapi: { openapi: '3.1.0' } })
  await app.register(problemJson, { catalog: advising, ...options })
  app.get('/:code', { schema: { problems: ['ORDER_LOST', 'ORDER_EMPTY'] } as object }, async (request, reply) =>
    (reply as unknown as { problem: (code: string) => unknown }).problem((request.params as { code: string }).code))
  const read = async (code: string, language = 'en') => (await app.inject({ url: `/${code}`, headers: { 'accept-language': language } })).json()
  return { app, read }
}

test('the guidance is in each problem where the catalog puts it there, in the language of the reader', async (t) => {
  const { read } = await createService()

  t.match(await read('ORDER_LOST'), { action: 'call-us', guidance: rows.ORDER_LOST.guidance })
  t.equal((await read('ORDER_LOST', 'de')).guidance, 'Rufen Sie an.')
  t.equal((await read('RATE_LIMITED', 'de')).guidance, de.codes['RATE_LIMITED']?.guidance)
  t.notOk('guidance' in await read('ORDER_EMPTY'), 'a row without one has none')
  t.equal(new advising.ORDER_LOST().toJSON().guidance, rows.ORDER_LOST.guidance)
})

test('without the option it stays on the pages', async (t) => {
  const { read } = await createService({ catalog: defineCatalog(rows) })
  t.notOk('guidance' in await read('ORDER_LOST'))
})

test('an envelope that extends the problem has it, too', async (t) => {
  const { read } = await createService({ envelope: { format: envelopes.errorText, mode: 'superset' } })
  t.match(await read('ORDER_LOST'), { error: 'Order lost', guidance: rows.ORDER_LOST.guidance })
})

test('the document and the snapshot say that it is there', async (t) => {
  const { app } = await createService()
  await app.ready()
  const document = JSON.stringify(app.swagger())

  t.match(document, /"guidance":\{"type":"string","description":"What the client should do; the same in every occurrence\."\}/)
  t.match(document, /"required":\["type","title","status","code","action","guidance"\]/)
  const { problems } = createSnapshot(advising)
  t.strictSame(problems['ORDER_LOST']?.wire, ['guidance'])
  t.equal(problems['ORDER_EMPTY']?.wire, undefined)
})

test('a mistake in the option stops the start, and no extension is named guidance', async (t) => {
  t.throws(() => defineCatalog({}, { wire: ['description'] } as never), /The option 'wire' must be a list of 'guidance', got \["description"\]/)
  t.throws(() => defineCatalog({ A: { status: 400, title: 'A', extensions: { type: 'object', properties: { guidance: { type: 'string' } } } } } as never),
    /An extension of 'A' must not be named like a member of the format, got 'guidance'/)
})

test('codes of an included catalog carry it where the catalog that includes them says so', async (t) => {
  const shared = defineCatalog(rows)
  const own = defineCatalog({}, { include: [shared], wire: ['guidance'] })
  const silent = defineCatalog({}, { include: [advising] })

  const { read } = await createService({ catalog: own })
  t.equal((await read('ORDER_LOST')).guidance, rows.ORDER_LOST.guidance)
  t.equal(new silent.ORDER_LOST().toJSON().guidance, rows.ORDER_LOST.guidance)
  t.equal(new shared.ORDER_LOST().toJSON().guidance, undefined)
})
