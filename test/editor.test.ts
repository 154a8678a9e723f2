/**
 * At the fingertips: what an editor says of a catalog, asked of the compiler's language service.
 */
import { test } from 'tap'
import { renderClientModule } from '../lib/contract/client-module/index.js'
import { standardDefinitions } from '../lib/catalog/standard.js'
import { defineCatalog } from '../lib/index.js'
import { openEditor } from './fixtures/editor.js'

const catalogText = (rows = '') => `import { Type } from '@sinclair/typebox'
import { z } from 'zod'
import { defineCatalog } from 'fastify-problem-json'
export const shared = defineCatalog({
  /** Nobody may use the account for now. */
  ACCOUNT_SUSPENDED: { status: 403, title: 'Account suspended' }
})
export const catalog = defineCatalog({
  /** The order was deleted, or there never was one. */
  ORDER_NOT_FOUND: { status: 404, title: 'Order not found', extensions: Type.Object({ orderId: Type.String() }) },
  /** Somebody was quicker. */
  SEAT_TAKEN: { status: 409, title: 'Seat taken', extensions: z.object({ seat: z.string() }) },
  /** Words of our own. */
  FORBIDDEN: { title: 'Not yours' },${rows}
}, { include: [shared] })
declare module 'fastify-problem-json' { interface Register { catalog: typeof catalog } }
`
const uses = `import Fastify from 'fastify'
import { createDecoder } from 'fastify-problem-json/client'
import { catalog } from './catalog.js'
export const thrown = new catalog.ORDER_NOT_FOUND({ orderId: '42' })
export const classes = [catalog.SEAT_TAKEN, catalog.ACCOUNT_SUSPENDED, catalog.FORBIDDEN, catalog.CONFLICT]
const app = Fastify()
app.get('/', async (request, reply) => reply.problem('ORDER_NOT_FOUND', { orderId: '42' }))
export const ofApp = app.problemCatalog.ORDER_NOT_FOUND
export const decode = createDecoder<typeof catalog>(catalog)
export async function show (response: Response) {
  const problem = await decode(response)
  return problem.code
}
`
/** Each standard code in a place of its own. */
const standard = `import { catalog } from './catalog.js'
export const all = [
${Object.keys(standardDefinitions).filter((code) => code !== 'FORBIDDEN').map((code) => `catalog.${code}`).join(',\n')}
]`
const editor = openEditor({ 'catalog.ts': catalogText(), 'uses.ts': uses, 'standard.ts': standard })
/** Where the row of \`ORDER_NOT_FOUND\` is, and its three uses. */
const places = ['catalog.ts:10', 'uses.ts:4', 'uses.ts:8']

test('the texts compile', async (t) => {
  t.strictSame(editor.diagnostics(), [])
})

test('the hover of a code is the comment of its row', async (t) => {
  const documentation = (place: string) => editor.hover(place).documentation

  t.equal(documentation('uses.ts: new catalog.‸ORDER_NOT_FOUND'), 'The order was deleted, or there never was one.')
  t.equal(documentation('uses.ts: problemCatalog.‸ORDER_NOT_FOUND'), 'The order was deleted, or there never was one.')
  t.equal(documentation('uses.ts: catalog.‸SEAT_TAKEN'), 'Somebody was quicker.')
  t.equal(documentation('uses.ts: catalog.‸ACCOUNT_SUSPENDED'), 'Nobody may use the account for now.', 'of an included catalog, too')
  t.match(documentation('uses.ts: catalog.‸FORBIDDEN'), 'Words of our own.')
})

test('the hover of a standard code says its status, its title and what it means', async (t) => {
  t.equal(editor.hover('uses.ts: catalog.‸CONFLICT').documentation,
    `409 Conflict. ${standardDefinitions.CONFLICT.description}`)
  t.match(editor.definition('uses.ts: catalog.‸CONFLICT')[0], /^lib\/catalog\/standard\.ts:/)
})

test('each standard code has the texts of its row as its comment', async (t) => {
  // FORBIDDEN is refined above.
  const { FORBIDDEN: _, ...untouched } = standardDefinitions

  for (const [code, { status, title, description }] of Object.entries(untouched)) {
    t.equal(editor.hover(`standard.ts: catalog.‸${code}`).documentation, [`${status} ${title}.`, description].filter(Boolean).join(' '))
  }
})

test('go-to-definition leads to the row', async (t) => {
  t.equal(editor.definition('uses.ts: new catalog.‸ORDER_NOT_FOUND')[0], 'catalog.ts:10')
  t.equal(editor.definition('uses.ts: problemCatalog.‸ORDER_NOT_FOUND')[0], 'catalog.ts:10')
  t.equal(editor.definition('uses.ts: catalog.‸SEAT_TAKEN')[0], 'catalog.ts:12')
  t.equal(editor.definition('uses.ts: catalog.‸ACCOUNT_SUSPENDED')[0], 'catalog.ts:6')
  t.equal(editor.definition('uses.ts: catalog.‸FORBIDDEN')[0], 'catalog.ts:14')
})

test('find-references finds the row from a use, and the uses from the row', async (t) => {
  t.strictSame(editor.references('uses.ts: new catalog.‸ORDER_NOT_FOUND'), places)
  t.strictSame(editor.references('catalog.ts: ‸ORDER_NOT_FOUND'), places)
})

test('rename changes the row and its uses', async (t) => {
  t.strictSame(editor.rename('uses.ts: new catalog.‸ORDER_NOT_FOUND').sort(), places)
  t.strictSame(editor.rename('catalog.ts: ‸ORDER_NOT_FOUND').sort(), places)
})

test('hovers stay short, with 500 codes, too', async (t) => {
  const rows = Array.from({ length: 500 }, (_, index) =>
    `\n  CODE_NUMBER_${index}: { status: 404, title: 'Number ${index}', detail: '{thing}', extensions: Type.Object({ thing: Type.String() }) },`)
  const large = openEditor({ 'catalog.ts': catalogText(rows.join('')), 'uses.ts': uses })

  for (const place of ['catalog.ts: export const ‸catalog', 'uses.ts: export const ‸decode', 'uses.ts: await ‸decode', 'uses.ts: problem.‸code', 'uses.ts: const ‸problem']) {
    t.ok(large.hover(place).text.length < 1_000, place)
  }
  t.ok(large.hover('uses.ts: new catalog.‸ORDER_NOT_FOUND').text.length < 300)
})

test('where no catalog is registered, each reply.problem() is marked, and the mark says what to add', async (t) => {
  const text = `import Fastify from 'fastify'
Fastify().get('/', async (request, reply) => reply.problem('ANYTHING'))
Fastify().get('/', { schema: { problems: ['ANYTHING'] } }, async (request, reply) => reply.problem('ANYTHING'))
`
  const forgotten = openEditor({ 'uses.ts': `import 'fastify-problem-json'\n${text}` })
  const marked = (texts: string[]) => texts.filter((one) => one.includes('deprecated'))

  t.strictSame(forgotten.diagnostics(), [])
  t.equal(marked(forgotten.suggestions()).length, 2)
  t.match(forgotten.hover('uses.ts: reply.‸problem(').tags, '@deprecated Register the catalog once')
  t.match(forgotten.hover('uses.ts: reply.‸problem(').tags, '{ interface Register { catalog: typeof catalog } }')
  t.strictSame(marked(editor.suggestions()), [], 'and nothing is marked where one is')
})

test('the hover of a code in the generated client module says title, description and guidance', async (t) => {
  const catalog = defineCatalog({
    ORDER_LOCKED: { status: 409, title: 'Order locked', description: 'Somebody else works on it.', guidance: 'Wait, then try again.' }
  })
  const client = openEditor({
    'problems.ts': renderClientModule(catalog),
    'page.ts': `import { createDecoder } from 'fastify-problem-json/client'
import { codes } from './problems.js'
import type { Problems } from './problems.js'
export type Locked = Problems['ORDER_LOCKED']
export const decode = createDecoder<Problems>(codes)
`
  })

  t.strictSame(client.diagnostics(), [])
  t.equal(client.hover("page.ts: Problems['‸ORDER_LOCKED").documentation,
    '409 Order locked.\n\nSomebody else works on it.\n\nWait, then try again.')
  t.ok(client.hover('page.ts: const ‸decode').text.length < 200)
})

test('a catalog of several files, of TypeScript and of JavaScript, leads to each row', async (t) => {
  const several = openEditor({
    'orders.ts': `import { Type } from '@sinclair/typebox'
export const orders = {
  /** The order was deleted. */
  ORDER_GONE: { status: 410, title: 'Order gone', extensions: Type.Object({ orderId: Type.String() }) }
} as const
`,
    'payments.ts': `import type { Definitions } from 'fastify-problem-json'
export const payments = {
  /** Nobody paid. */
  NOT_PAID: { status: 402, title: 'Not paid' }
} satisfies Definitions
`,
    'shared.js': `import { defineCatalog } from 'fastify-problem-json'
export const shared = defineCatalog({
  /** Nobody knows the tenant. */
  TENANT_LOST: { status: 404, title: 'No tenant', detail: 'No {name}', extensions: { type: 'object', properties: { name: { type: 'string' } }, required: ['name'] } }
})
`,
    'catalog.ts': `import { defineCatalog } from 'fastify-problem-json'
import { orders } from './orders.js'
import { payments } from './payments.js'
import { shared } from './shared.js'
export const catalog = defineCatalog({
  ...orders,
  ...payments,
  /** There is one. */
  DUPLICATE: { status: 409, title: 'Duplicate', replaces: 'CONFLICT' }
}, { include: [shared] })
declare module 'fastify-problem-json' { interface Register { catalog: typeof catalog } }
`,
    'uses.js': `import Fastify from 'fastify'
import { catalog } from './catalog.js'
export const codes = [catalog.ORDER_GONE, catalog.NOT_PAID, catalog.DUPLICATE]
/** @param {string | null} tenant */
export const toTenant = (tenant) => catalog.TENANT_LOST.unless(tenant, { name: 'x' })
Fastify().get('/', { schema: { problems: ['NOT_PAID', 'DUPLICATE'] } }, async (request, reply) => reply.problem('NOT_PAID'))
`
  })
  t.strictSame(several.diagnostics(), [])
  for (const [code, row, documentation, use] of [
    ['ORDER_GONE', 'orders.ts:4', 'The order was deleted.', 'uses.js:3'], ['NOT_PAID', 'payments.ts:4', 'Nobody paid.', 'uses.js:3'],
    ['TENANT_LOST', 'shared.js:4', 'Nobody knows the tenant.', 'uses.js:5'], ['DUPLICATE', 'catalog.ts:9', 'There is one.', 'uses.js:3']
  ] as const) {
    const place = `uses.js: catalog.‸${code}`
    t.equal(several.hover(place).documentation, documentation)
    t.strictSame(several.definition(place), [row])
    t.strictSame(several.references(place).sort(), [row, use].sort(), code)
    t.strictSame(several.rename(place).sort(), [row, use].sort(), code)
  }
  t.strictSame(several.completions("uses.js: reply.problem('‸NOT_PAID"), ['DUPLICATE', 'NOT_PAID'], 'a route completes what it declares')
  t.ok(several.completions("uses.js: problems: ['‸NOT_PAID").includes('TENANT_LOST'))
})
