import { readFileSync } from 'node:fs'
import { test } from 'tap'
import fc from 'fast-check'
import { Type } from '@sinclair/typebox'
import { catalogInfo } from '../../lib/catalog/info.js'
import { defineCatalog } from '../../lib/catalog/define/index.js'
import { exampleExtensions, exampleInstance } from '../../lib/catalog/example.js'
import { toDetails } from '../../lib/catalog/problem/details.js'
import type { AnyCatalog, Definition } from '../../lib/catalog/definition.js'
import type { CatalogOptions } from '../../lib/catalog/types/catalog.js'
import { createSnapshot, importMarkdown, renderMarkdownOf, renderMarkdown, restoreCatalog } from '../../lib/contract/index.js'
import { runs } from '../fixtures/long.js'

const define = (definitions: Record<string, Definition>, options: CatalogOptions = {}) => defineCatalog(definitions, options) as AnyCatalog
const snapshotOf = (catalog: AnyCatalog) => ({ ...createSnapshot(catalog) })

/** docs → import → the catalog again. */
async function again (catalog: AnyCatalog) {
  const { definitions, options, questions, notes } = await importMarkdown(renderMarkdown(createSnapshot(catalog)))
  return { catalog: define(definitions, options), definitions, questions, notes }
}

const rich = define({
  ORDER_NOT_FOUND: {
    status: 404,
    title: 'Order not found',
    description: 'The order does not exist,\nor the caller may not see it.',
    guidance: 'Show `orderId` | and the *empty* state.',
    action: 'show-empty',
    area: 'Orders',
    detail: ['There is no order {orderId}.', 'There is no such order.'],
    extensions: Type.Object({
      orderId: Type.String({ description: 'Which | one' }),
      lines: Type.Array(Type.Object({ sku: Type.Union([Type.Literal('a|b'), Type.Literal('c')]), count: Type.Integer({ minimum: 1 }) })),
      note: Type.Optional(Type.String({ format: 'date', maxLength: 10 }))
    }, { additionalProperties: false }),
    headers: { 'X-Hint': 'a | b', link: '<https://example.com>; rel="help"' },
    retry: 'idempotent',
    retryAfter: 5,
    legacyCode: 'order.not_found',
    type: 'https://example.org/lost*order_',
    deprecated: { since: '2.0.0 (beta)', sunset: '2027-01-01', replacedBy: 'CART_LOCKED' },
    examples: [{ orderId: '42', lines: [{ sku: 'a|b', count: 2 }] }, { orderId: '43', lines: [] }]
  },
  CART_LOCKED: { status: 499, title: 'Cart locked', deprecated: { since: '3', replacedBy: null } },
  PROFILE_INVALID: { status: 422, title: 'Profile invalid', refines: 'VALIDATION_ERROR' },
  QUOTA_USED_UP: { status: 429, title: 'Quota used up', refines: 'RATE_LIMITED', detail: [] },
  SEAT_TAKEN: { status: 409, title: 'Seat taken', refines: 'CONFLICT', extensions: Type.Object({ seat: Type.Optional(Type.String()) }) },
  NOBODY_HOME: { status: 401, title: 'Nobody home', replaces: ['UNAUTHORIZED'], area: 'Sign-in & more #' },
  RATE_LIMITED: { description: 'Slow down.' },
  OVERLOADED: { retry: 'idempotent' },
  UPGRADE_REQUIRED: { headers: {} },
  METHOD_NOT_ALLOWED: { examples: [] },
  EMPTY_MEMBERS: { status: 400, title: 'Empty', extensions: { type: 'object' } },
  EMPTY_SPECIAL: { status: 400, title: 'Special', refines: 'EMPTY_MEMBERS', extensions: Type.Object({ more: Type.Optional(Type.String()) }) },
  EMPTY_CLOSED: { status: 400, title: 'Closed', refines: 'EMPTY_MEMBERS', extensions: { type: 'object', additionalProperties: false } as never },
  OTHER_MEMBERS: { status: 400, title: 'Other', extensions: { type: 'object', properties: { any: true }, required: ['any'] } as never },
  NO_MEMBERS: { status: 400, title: 'None', extensions: { type: 'object', properties: {}, required: [] } }
}, {
  base: 'https://api.example.com/problems/',
  standardBase: 'https://example.com/standard#',
  challenge: 'Bearer realm="a|b"',
  retired: {
    OLD_ORDER: { since: '1.0.0', status: 404, type: 'https://api.example.com/problems/old-order', replacedBy: 'ORDER_NOT_FOUND' },
    OLDER_ORDER: { since: '`0.9`', status: 404, type: 'https://api.example.com/problems/older-order' }
  }
})

test('what docs writes, import reads back', async (t) => {
  const { catalog, questions, notes } = await again(rich)
  t.same(snapshotOf(catalog), snapshotOf(rich))
  t.same(questions, [])
  t.same(notes, [])
})

test('an included catalog is written as part of the whole', async (t) => {
  const shared = define({ TENANT_UNKNOWN: { status: 404, title: 'Tenant unknown' } }, { base: 'https://example.com/shared/' })
  const service = define({ ORDER_LOST: { status: 409, title: 'Order lost' }, ORDER_LATE: { status: 409, title: 'Order late' } },
    { include: [shared], base: 'https://example.com/orders/', standardBase: 'https://example.com/shared/' })
  const { catalog } = await again(service)
  t.same(snapshotOf(catalog), snapshotOf(service))
})

test('the same catalog gives the same document', async (t) => {
  t.equal(renderMarkdown(createSnapshot(rich)), renderMarkdown(createSnapshot(rich)))
  const { catalog } = await again(rich)
  t.equal(renderMarkdown(createSnapshot(catalog)), renderMarkdown(createSnapshot(rich)))
})

test('a section says all that a client needs to know of a code', async (t) => {
  const catalog = define({
    ORDER_NOT_FOUND: {
      status: 404,
      title: 'Order not found',
      description: 'The order does not exist.',
      guidance: 'Show the empty state.',
      extensions: Type.Object({ orderId: Type.String({ description: 'Which one.' }) }),
      detail: 'There is no order {orderId}.'
    }
  })
  t.equal(renderMarkdownOf(createSnapshot(catalog), 'ORDER_NOT_FOUND'), `### \`ORDER_NOT_FOUND\` (404 Not found)

The order does not exist.

- **Title:** Order not found
- **Type:** \`/problems/order-not-found\`
- **Guidance:** Show the empty state.
- **Retry:** \`none\` (do not repeat the request)
- **Detail:** There is no order {orderId}.

**Extensions**

| Member | Type | Required | Meaning |
| --- | --- | --- | --- |
| \`orderId\` | \`string\` | yes | Which one. |

**Body**

\`\`\`json
{
  "type": "/problems/order-not-found",
  "title": "Order not found",
  "status": 404,
  "code": "ORDER_NOT_FOUND",
  "detail": "There is no order 42.",
  "instance": "urn:uuid:0b9c1f6e-5a53-4c5e-9f0e-2f7a3a7d9d10",
  "orderId": "42"
}
\`\`\`
`)
  t.throws(() => renderMarkdownOf(createSnapshot(catalog), 'ORDER_LOST'), /no code 'ORDER_LOST'/)
  t.throws(() => renderMarkdownOf(createSnapshot(catalog), 'constructor'), /no code 'constructor'/)
})

test('codes are grouped by area, and the standard ones that nobody changed are a table', async (t) => {
  const text = renderMarkdown(createSnapshot(rich))
  t.match(text, /## General\n\n<!-- no area -->/)
  t.match(text, '## Orders\n\n| Code | Status | Title |')
  t.match(text, '[`ORDER_NOT_FOUND`](#order_not_found-404-not-found)')
  t.match(text, '[`CART_LOCKED`](#cart_locked-499)', 'a status that has no name')
  t.match(text, '| `NOT_FOUND` | 404 | Not found |')
  t.notMatch(text, '| `RATE_LIMITED` | 429 |')
})

test('a catalog that replaces or redefines everything has no table of standard types', async (t) => {
  const standard = Object.keys(define({}))
  const catalog = define(Object.fromEntries(standard.map((code) => [code, { guidance: 'Ask.' }])))
  t.notMatch(renderMarkdown(createSnapshot(catalog)), 'Standard problem types')
  const { catalog: read } = await again(catalog)
  t.same(snapshotOf(read), snapshotOf(catalog))
})

test('a catalog in which nothing follows a rule is read back, too', async (t) => {
  const standard = Object.keys(define({}))
  const odd = (options: CatalogOptions) => define(Object.fromEntries(standard.map((code, index) => [code, { status: 400, type: `urn:example:${index}`, headers: {} }])), options)
  for (const catalog of [odd({}), odd({ challenge: '`a` b' }), define({}, { challenge: '`a` b' }), define({}, { challenge: ' b' })]) {
    const { catalog: read } = await again(catalog)
    t.same(snapshotOf(read), snapshotOf(catalog))
  }
})

// Whatever a text holds: Markdown, HTML, tables, control characters, entities, other scripts.
const nasty = fc.oneof(
  fc.string({ unit: 'grapheme', minLength: 1 }),
  fc.array(fc.constantFrom('`', '``', '|', '\\', '\\|', '*', '_', '#', '- ', '1. ', '> ', '<br>', '<!--', '-->', '&amp;', '&#9;', '\n', '\r\n', '\t', ' ', '  ',
    '[a](b)', '![x](y)', '~~', '---', '===', '\u2028', '\u00a0', '{', '}', 'https://a.b/c_d', 'a@b.c', 'word', '"', "'", '</script>', '**Title:** ', ':'), { minLength: 1, maxLength: 8 })
    .map((parts) => parts.join(''))
)
const titles = nasty.filter((text) => text.trim() !== '')
const maybe = <T>(name: string, values: fc.Arbitrary<T>) => fc.option(values.map((value) => ({ [name]: value })), { nil: {} })
const schemas = fc.oneof(
  fc.constantFrom({ type: 'string' }, { type: 'integer', minimum: 1 }, { enum: ['a', 'b|c', '`'] }, { anyOf: [{ type: 'string' }, { type: 'null' }] }),
  nasty.map((description) => ({ type: 'string', description })),
  nasty.map((value) => ({ const: value }))
)
const rows = fc.tuple(
  fc.record({ status: fc.integer({ min: 400, max: 599 }), title: titles }),
  maybe('description', nasty), maybe('guidance', nasty), maybe('area', nasty), maybe('legacyCode', titles.map((text) => text.trim())),
  maybe('action', fc.constantFrom('login', 'fix-input')), maybe('retry', fc.constantFrom('none', 'idempotent', 'any')),
  maybe('retryAfter', fc.nat()), maybe('detail', fc.array(nasty.map((text) => text.replaceAll('{', '(')), { minLength: 1, maxLength: 3 })),
  maybe('headers', fc.dictionary(fc.constantFrom('x-a', 'x-b'), fc.constantFrom('a', 'a|b', ' `a` ', '<b>; c="d"', ''))),
  maybe('deprecated', fc.record({ since: nasty, replacedBy: fc.constant(null) })),
  maybe('extensions', fc.dictionary(fc.constantFrom('sku', 'count', 'until'), schemas, { maxKeys: 3 })
    .map((properties) => ({ type: 'object', properties, required: Object.keys(properties).slice(1) })))
).map((parts) => Object.assign({}, ...parts) as Definition)

test('any catalog survives the way through its document', async (t) => {
  const { counterexample } = await fc.check(fc.asyncProperty(fc.dictionary(fc.constantFrom('ORDER_LOST', 'CART_LOCKED', 'SEAT_TAKEN'), rows, { minKeys: 1 }), async (definitions) => {
    const catalog = define(definitions)
    const { catalog: read, notes } = await again(catalog)
    return notes.length === 0 && JSON.stringify(createSnapshot(read)) === JSON.stringify(createSnapshot(catalog))
  }), { numRuns: runs(50, 1000) })
  // As base64: the text itself would be read as TAP.
  t.equal(counterexample && Buffer.from(JSON.stringify(counterexample)).toString('base64'), null)
})

test('the catalog of the example comes back from its document unchanged, and so does the document', async (t) => {
  // By a computed name: it registers its catalog for the whole of a program.
  const { catalog } = await import(new URL('../../examples/orders/catalog.ts', import.meta.url).href) as { catalog: AnyCatalog }
  const { catalog: read, questions, notes } = await again(catalog)

  t.same(snapshotOf(read), snapshotOf(catalog))
  t.equal(renderMarkdown(createSnapshot(read)), renderMarkdown(createSnapshot(catalog)))
  t.same([questions, notes], [[], []])
})

const documents = ['dashboard', 'microservices', 'unora', 'prospects', 'rfc7807']

test('a document that was imported survives the way through docs, definition by definition', async (t) => {
  for (const name of documents) {
    const imported = await importMarkdown(readFileSync(new URL(`../fixtures/contracts/${name}.md`, import.meta.url), 'utf8'), { stripPrefix: 'ERR_' })
    const { definitions } = await again(define(imported.definitions))
    const sorted = (rows: Record<string, Definition>) => Object.fromEntries(Object.entries(rows).sort())
    t.same(sorted(definitions), sorted(imported.definitions), name)
  }
})

test('the definitions that come back are those that went in', async (t) => {
  const { definitions } = await again(rich)
  t.same(Object.keys(definitions).sort(), Object.keys(catalogInfo(rich)!.definitions).sort())
  t.same((await again(define({ A: { status: 400, title: 'A', detail: 'One.' } }))).definitions['A'], { status: 400, title: 'A', detail: 'One.' })
  t.same(definitions['PROFILE_INVALID'], { status: 422, title: 'Profile invalid', refines: 'VALIDATION_ERROR' })
})

test('a reference that was changed by hand is read as far as it can be', async (t) => {
  const text = renderMarkdown(createSnapshot(define({ ORDER_LOST: { status: 409, title: 'Order lost', description: 'Gone.', extensions: Type.Object({ sku: Type.String({ minLength: 1 }) }), examples: [{ sku: 'A-1' }] } })))
    .replace('- **Title:**', '- Somebody was here\n- **Colour:** red\n- **Title:**')
    .replace('`/problems/order-lost`', '/problems/order-lost')
    .replace('"sku": "A-1"', '"sku":')
    .replace('{"minLength"', '{minLength')
    .replace('\n\nGone.', '\n\nGone.\n\nFor ever.\n\n> A quotation')
    .replace('- **Base:**', '- **Colour:** red\n- **Base:**') + '\n<!-- a comment -->\n\n### Broken heading\n\nText\n\n```\ncode\n```\n'
  const { definitions, notes } = await importMarkdown(text)
  t.match(definitions['ORDER_LOST'], { status: 409, title: 'Order lost', description: 'Gone.\nFor ever.' })
  t.match(notes, [
    "The line 'Colour: red' was not read",
    "The line 'Somebody was here' of 'ORDER_LOST' was not read",
    "The line 'Colour: red' of 'ORDER_LOST' was not read",
    /^The JSON '\{[^]* of 'ORDER_LOST' was not read$/,
    /^The JSON '\{[^]* of 'ORDER_LOST' was not read$/,
    /^The heading 'Broken heading' was not read/
  ])
})

test('an example is made of the schema where the catalog gives none, the same one as everywhere', async (t) => {
  const catalog = define({
    ORDER_LOST: { status: 409, title: 'Order lost', extensions: Type.Object({ orderId: Type.String(), state: Type.Unsafe({ type: 'string', 'x-extensible-enum': ['found', 'gone'] }) }) },
    FORM_INVALID: { status: 422, title: 'Form invalid', refines: 'VALIDATION_ERROR' }
  })
  const snapshot = createSnapshot(catalog)
  for (const code of ['ORDER_LOST', 'FORM_INVALID']) {
    const [, text = ''] = /\*\*Body\*\*\n\n```json\n([^`]*)```/.exec(renderMarkdownOf(snapshot, code)) ?? []
    const [extensions = {}] = exampleExtensions(catalog[code]!, catalog)
    t.same(JSON.parse(text), toDetails({ problemType: catalog[code]!, extensions }, exampleInstance))
  }
  t.match(renderMarkdownOf(snapshot, 'ORDER_LOST'), '"state": "found"')
})

test('a snapshot gives back the catalog that it was made of', (t) => {
  const german = { ORDER_NOT_FOUND: { title: 'Bestellung fehlt' } }
  const local = define({ ORDER_NOT_FOUND: { status: 404, title: 'Order not found', guidance: 'Look.' } }, { base: 'https://a.example/', wire: ['guidance'], locales: { de: german } })
  for (const catalog of [rich, local, define({})]) {
    t.same(createSnapshot(restoreCatalog(createSnapshot(catalog))), createSnapshot(catalog))
  }
  t.end()
})
