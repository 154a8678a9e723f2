/**
 * What is made of a catalog alone: schemas and examples.
 */
import { Type } from '@sinclair/typebox'
import { Ajv } from 'ajv'
import addFormats from 'ajv-formats'
import { test } from 'tap'
import { exampleExtensions } from '../../lib/catalog/example.js'
import { exampleOf } from '../../lib/json/example/index.js'
import { textForPattern } from '../../lib/json/example/pattern.js'
import { defineCatalog, refResolver } from '../../lib/index.js'
import type { AnyCatalog } from '../../lib/index.js'
import { createComponents } from '../../lib/openapi/document/components.js'
import type { OpenApiDocument } from '../../lib/openapi/document/types.js'
import { codeSchema, describe } from '../../lib/openapi/schema.js'

const ajv = new Ajv({ strict: false })
addFormats.default(ajv)

const define = (definitions: object) => defineCatalog(definitions as never) as unknown as AnyCatalog

test('a generated example fits the schema that it is made from', (t) => {
  const schemas: object[] = [
    { type: 'object', properties: { a: { type: 'string' }, b: { type: 'integer' } }, required: ['a', 'b'] },
    { type: 'string', minLength: 12 },
    { type: 'string', maxLength: 2 },
    { type: 'string', pattern: '^ord_[a-z0-9]{12}$' },
    ...['date-time', 'date', 'time', 'duration', 'email', 'hostname', 'ipv4', 'ipv6', 'uri', 'uri-reference', 'uuid', 'json-pointer',
      'json-pointer-uri-fragment', 'relative-json-pointer', 'uri-template', 'regex', 'byte', 'iso-time', 'iso-date-time', 'url']
      .map((format) => ({ type: 'string', format })),
    { type: 'integer', minimum: 10 },
    { type: 'integer', exclusiveMinimum: 10, multipleOf: 7 },
    { type: 'integer', maximum: -3 },
    { type: 'integer', minimum: 2.5, exclusiveMaximum: 3.5 },
    { type: 'integer', minimum: 3, maximum: 11, multipleOf: 10 },
    { type: 'number', exclusiveMinimum: 0, exclusiveMaximum: 0.001 },
    { type: 'number', minimum: 0.25, multipleOf: 0.1 },
    { type: 'number', minimum: 70.35, multipleOf: 0.1 },
    { type: 'object', required: ['a'], allOf: [{ properties: { a: { type: 'string', maxLength: 3 } } }, { properties: { a: { minLength: 3 } } }] },
    { type: 'string', pattern: '^[a-z]+$', minLength: 12 },
    { type: 'string', pattern: '^A[a-z]{0,9}\\d*$', minLength: 8, maxLength: 9 },
    { type: 'string', pattern: '^[A-Z]{3}$' },
    { type: 'string', minLength: 4, maxLength: 4 },
    { const: null },
    { enum: [null] },
    { type: 'array', minItems: 2, uniqueItems: true, items: { enum: ['a', 'b', 'c'] } },
    { type: 'array', contains: { const: 'x' } },
    { type: 'object', minProperties: 1, additionalProperties: { type: 'integer' } },
    { type: 'object', minProperties: 1, patternProperties: { '^x-\\d$': { type: 'string' } }, additionalProperties: false },
    { type: 'object', properties: { a: { type: 'string' } }, required: ['a', 'b'], allOf: [{ properties: { b: { type: 'integer' } } }, { required: ['a'] }] },
    { type: 'object', properties: { a: { type: 'string' } }, required: ['a'], oneOf: [{ properties: { b: { const: 1 } }, required: ['b'] }, { properties: { b: { const: 2 } }, required: ['b'] }] },
    { type: 'string', anyOf: [{ minLength: 30 }, { maxLength: 1 }] },
    { allOf: [{ $ref: '#/$defs/a' }, { $ref: '#/$defs/b' }], $defs: { a: { type: 'object', required: ['x'] }, b: { allOf: [{ properties: { x: { type: 'null' } } }] } } },
    { type: 'number', exclusiveMaximum: 0.5, exclusiveMinimum: 0 },
    { type: 'boolean' },
    { type: 'null' },
    { type: ['null', 'string'] },
    { type: ['string', 'null'] },
    { enum: ['x', 'y'] },
    { const: 5 },
    { type: 'string', default: 'd' },
    { type: 'string', examples: ['e'] },
    { type: 'array', items: { type: 'integer' }, minItems: 3 },
    { type: 'array', items: { type: 'integer' }, maxItems: 0 },
    { type: 'array' },
    { type: 'array', items: [{ type: 'string' }, { type: 'boolean' }] },
    { anyOf: [{ type: 'string', pattern: '\\p{L}' }, { type: 'integer' }] },
    { oneOf: [{ type: 'null' }, { type: 'string' }] },
    { anyOf: [{ type: 'null' }] },
    { allOf: [{ type: 'object', properties: { a: { type: 'string' } } }, { type: 'object', properties: { b: { type: 'string' } } }] },
    { allOf: [{ type: 'string' }] },
    { properties: { a: true, no: false }, required: ['a'] },
    { type: 'object', properties: { node: { $ref: '#/$defs/node' } }, $defs: { node: { type: 'object', properties: { next: { $ref: '#/$defs/node' }, id: { type: 'string' } } } } }
  ]
  for (const schema of schemas) {
    const example = exampleOf(schema as Record<string, unknown>)
    t.ok(ajv.validate(schema, example), `${JSON.stringify(schema)} ${JSON.stringify(example)}`)
  }
  t.end()
})

test('where nothing fits, there is no example', (t) => {
  t.equal(exampleOf({ type: 'string', pattern: '^(?=a)b$' }), undefined)
  t.equal(exampleOf({ type: 'array', items: { type: 'bigint' }, minItems: 1 }), undefined)
  t.equal(exampleOf({ anyOf: [{ type: 'bigint' }] }), undefined)
  t.equal(exampleOf({ type: 'object', properties: {}, required: ['a'] }), undefined)

  const catalog = define({ ODD: { status: 400, title: 'Odd', extensions: Type.Object({ odd: Type.String({ pattern: '^(?!a)b$' }) }) } })
  t.strictSame(exampleExtensions(catalog['ODD']!, catalog), [])
  t.end()
})

test('a text is found for the patterns of identifiers', (t) => {
  const patterns = [
    '^[A-Z]{3}-\\d{4}$', '^(?:EUR|USD)$', 'a|b', '^\\w+\\s\\S$', '^v?\\d+\\.\\d+(\\.\\d+)*$', '^[^a-c]{2,}$', '^.{3}$', '^(?<year>\\d{4})-\\d\\d$',
    '^[\\w.-]+@[a-z]{2,3}$', '^\\/x$', '^[0-9a-f]{8}$', '^a{0}b{0,2}c{0,0}$', '^[-+]$', '^a+?$', '^(a|b){2}$', '^\\D\\W$', '^[\\.]x$'
  ]
  for (const pattern of patterns) t.match(textForPattern(pattern), new RegExp(pattern, 'u'), pattern)
  for (const odd of ['(?=a)', '\\bword\\b', '[a', '(', 'a)']) t.equal(textForPattern(odd), undefined, odd)
  t.end()
})

test("a definition's own examples are shown, all of them", (t) => {
  const catalog = define({ ODD: { status: 400, title: 'Odd', extensions: Type.Object({ odd: Type.String() }), examples: [{ odd: 'a' }, { odd: 'b' }] } })
  const document: OpenApiDocument = { openapi: '3.1.0' }
  const options = { catalog, open: false, requestIdHeader: false, defaultResponse: false, componentName: undefined, pageOf: undefined } as const
  const { $ref } = createComponents(document, [catalog])(options).refer('body', { types: [catalog['ODD']!], key: 'ODD' })
  t.equal($ref, '#/components/responses/ODD_response')
  t.match(document.components?.responses?.['ODD_response'], {
    content: { 'application/problem+json': { examples: { ODD: { value: { odd: 'a' } }, ODD_2: { value: { odd: 'b' } } } } }
  })
  t.end()
})

test('what a type inherits is shown as the general type shows it, and its own members are added', (t) => {
  const catalog = define({
    FORM_INVALID: { status: 400, title: 'Form invalid', refines: 'VALIDATION_ERROR', extensions: Type.Object({ form: Type.Optional(Type.String()) }) },
    NO_ORDER: { status: 404, title: 'No order', replaces: ['NOT_FOUND', 'BAD_REQUEST'] },
    BASE: { status: 409, title: 'Base', extensions: Type.Object({ since: Type.String({ pattern: '^(?=a)b$' }) }) },
    SPECIAL: { status: 409, title: 'Special', refines: 'BASE' }
  })
  t.strictSame(exampleExtensions(catalog['FORM_INVALID']!, catalog), [
    { errors: [{ in: 'body', pointer: '#/email', code: 'required', detail: 'is required' }], form: 'alpha' }
  ])
  t.strictSame(exampleExtensions(catalog['NO_ORDER']!, catalog), [{ resource: 'Order', resourceId: '42' }])
  t.strictSame(exampleExtensions(catalog['SPECIAL']!, catalog), [])
  t.end()
})

const text = { type: 'string' }
const integer = { type: 'integer' }
const moment = { type: 'string', format: 'date-time' }

/** The example of an object with these members. */
function membersFor (properties: Record<string, object>): Record<string, number> {
  return exampleOf({ type: 'object', properties }) as Record<string, number>
}

test('a member without a stated example has a value that its name suggests, and an id is 42', (t) => {
  t.strictSame(membersFor({ orderId: text, productName: text, at: { type: 'Date' }, sku: text, currency: text }),
    { orderId: '42', productName: 'Blue teapot', at: '2026-01-31T12:00:00Z', sku: 'A-1042', currency: 'EUR' })
  t.equal(exampleOf({ type: 'string' }), 'text')
  t.end()
})

test('no member holds its own name, and members that are related differ', (t) => {
  const names = ['sku', 'current', 'expected', 'requested', 'previous', 'name', 'state', 'from', 'to', 'colour', 'shape', 'voucher', 'x', 'y', 'z', 'role', 'deadline']
  for (const type of ['string', 'integer', 'number']) {
    const members = membersFor(Object.fromEntries(names.map((name) => [name, { type }])))
    t.equal(new Set(Object.values(members)).size, names.length, JSON.stringify(members))
    for (const [name, value] of Object.entries(members)) t.not(value, name)
  }
  for (const schema of [{ format: 'uuid' }, { format: 'email' }, { format: 'uri' }, { pattern: '^[A-Z]{2}-\\d{4}$' }, { format: 'time' }, { format: 'hostname' }]) {
    const values = Object.values(membersFor({ one: { ...text, ...schema }, two: { ...text, ...schema }, three: { ...text, ...schema }, four: { ...text, ...schema } }))
    t.equal(new Set(values).size, 4, JSON.stringify(values))
  }
  t.strictSame(exampleOf({ type: 'array', minItems: 3, uniqueItems: true, items: text }), ['text', 'text 2', 'text 3'])
  const states = { enum: ['open', 'paid', null] }
  const kinds = { anyOf: [{ const: 'a', type: 'string' }, { const: 'b', type: 'string' }] }
  t.strictSame(membersFor({ requested: states, current: { const: 'open' }, from: kinds, to: kinds, open: states, b: { enum: ['b', 'c'] } }),
    { requested: 'paid', current: 'open', from: 'a', to: 'b', open: 'open', b: 'c' }, 'where few values fit, one that is there already has to do')
  t.strictSame(membersFor({ alpha: text, labels: { type: 'object', additionalProperties: text }, stockBySku: { type: 'object', additionalProperties: integer } }),
    { alpha: 'beta', labels: { alpha: 'gamma' }, stockBySku: { 'A-1042': 2 } })
  for (const bounds of [{ minimum: 0, maximum: 1 }, { minimum: 100, maximum: 105 }, { maximum: -5 }, { minimum: 0, maximum: 9, multipleOf: 3 }]) {
    const type = bounds.maximum === 1 ? 'number' : 'integer'
    const members = membersFor({ one: { type, ...bounds }, other: { type, ...bounds }, third: { type, ...bounds } })
    t.equal(new Set(Object.values(members)).size, 3, JSON.stringify(members))
  }
  t.end()
})

test('a text is what its name suggests where the rules allow it', (t) => {
  const three = { minLength: 3, maxLength: 3 }
  t.strictSame(membersFor({ country: { ...text, ...three }, currency: { ...text, pattern: '^[A-Z]{3}$' }, language: { ...text, pattern: '^[a-z]{2}$' }, seat: { ...text, ...three }, remark: { ...text, minLength: 12 } }),
    { country: 'DEU', currency: 'EUR', language: 'en', seat: 'A7K', remark: 'alpha and mo' })
  t.end()
})

test('numbers and dates of one example make sense together', (t) => {
  for (const [low, high] of [['available', 'requested'], ['limit', 'current'], ['balance', 'price'], ['minimum', 'maximum'], ['remaining', 'limit']] as const) {
    const members = membersFor({ [high]: integer, [low]: integer })
    t.ok(members[low]! < members[high]!, JSON.stringify(members))
  }
  for (const [first, last] of [['startsAt', 'endsAt'], ['createdAt', 'expiresAt'], ['orderedAt', 'shippedAt'], ['shippedAt', 'deliveredAt'], ['validFrom', 'validTo'], ['since', 'until'], ['submittedAt', 'completedAt'], ['departure', 'arrival'], ['oldDate', 'newDate'], ['previousDue', 'nextDue'], ['earliest', 'latest'], ['paidAt', 'refundedAt'], ['firstSeen', 'lastSeen'], ['notBefore', 'notAfter'], ['from', 'to']] as const) {
    for (const format of ['date-time', 'date']) {
      const members = membersFor({ [last]: { ...moment, format }, [first]: { ...moment, format } })
      t.ok(members[first]! < members[last]!, JSON.stringify(members))
    }
  }
  t.end()
})

test('a schema holds plain JSON Schema and stays open at every depth', (t) => {
  const closed = { additionalProperties: false }
  const catalog = define({
    ODD: {
      status: 400,
      title: 'Odd',
      action: 'fix-input',
      extensions: {
        ...Type.Object({ at: Type.Date(), item: Type.Object({ sku: Type.String() }, closed), node: Type.Unsafe({ $ref: '#/$defs/node' }) }, closed),
        $defs: { node: { type: 'object', unevaluatedProperties: false } }
      }
    }
  })
  const schema = codeSchema(catalog['ODD']!)

  t.match(schema, {
    properties: { action: { enum: ['fix-input'] }, at: { type: 'string', format: 'date-time' }, node: { $ref: '#/$defs/node' } },
    required: ['type', 'title', 'status', 'code', 'action', 'at', 'item', 'node'],
    $defs: { node: { type: 'object' } }
  })
  t.notMatch(JSON.stringify(schema), /additionalProperties|unevaluatedProperties/)
  t.end()
})

test('a deprecated type says so, and what to use instead', (t) => {
  const deprecated = { since: '2.0', sunset: '2027-01-01', replacedBy: 'NEW' }
  const catalog = define({
    OLD: { status: 400, title: 'Old!', deprecated },
    OLDER: { status: 400, title: 'Older', deprecated: { since: '1.0', replacedBy: null } },
    NEW: { status: 400, title: 'New' }
  })
  t.match(codeSchema(catalog['OLD']!), { deprecated: true, description: 'Old! Deprecated since 2.0, gone after 2027-01-01: use `NEW`.' })
  t.equal(describe(catalog['OLDER']!), 'Older. Deprecated since 1.0.')
  t.end()
})

test('the refResolver names a schema after its $id, in characters that need no escape', (t) => {
  const name = (json: object) => refResolver.buildLocalReference(json as Record<string, unknown>, {}, {}, 3)
  t.equal(name({ $id: 'ORDER_NOT_FOUND' }), 'ORDER_NOT_FOUND')
  t.equal(name({ $id: 'https://example.com/order' }), 'https-example.com-order')
  t.equal(name({}), 'def-3')
  t.end()
})
