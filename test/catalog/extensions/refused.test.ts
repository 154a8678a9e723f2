/**
 * Schemas by which it cannot be decided what may leave stop the definition.
 */
import { Type } from '@sinclair/typebox'
import { test } from 'tap'
import { defineCatalog } from '../../../lib/catalog/define/index.js'
import type { AnyCatalog } from '../../../lib/catalog/definition.js'
import { toDetails } from '../../../lib/catalog/problem/details.js'

const define = (extensions: unknown) => (defineCatalog as unknown as (definitions: unknown) => AnyCatalog)({ LOST: { status: 404, title: 'Lost', extensions } })['LOST']!
const object = (properties: unknown, beside: object = {}) => ({ type: 'object', properties, ...beside })
const text = { type: 'string' }

const refused: ReadonlyArray<readonly [string, unknown, RegExp]> = [
  ['a reference to nothing', object({ a: { $ref: '#/$defs/nothing' } }), /^'\$ref' at #\/properties\/a in the extensions of 'LOST' must name a schema within these extensions, got '#\/\$defs\/nothing': put that schema under \$defs/],
  ['a schema that is its own part', object({ a: { $ref: '#/properties/a' } }), /not lead back to the schema/],
  ['a pattern that is none', object({ a: { type: 'string', pattern: '[' } }), /^'pattern' at #\/properties\/a .* must be a regular expression \(with the flag u\), got '\['/],
  ['a pattern of names that is none', object({ a: object({}, { patternProperties: { '(': text } }) }), /^'patternProperties' at/],
  ['an unknown type', object({ a: { type: 'strnig' } }), /must be one of object, array, .*, got 'strnig'$/],
  ['a member that is only constrained', object({ a: { minLength: 1 } }), /^The schema at #\/properties\/a .* must say what a value is, in every branch, got \{"minLength":1\}: add a type/],
  ['a member of which only the format is said', object({ a: { format: 'uuid' } }), /must say what a value is, in every branch, got \{"format":"uuid"\}: add a type/],
  ['a member whose only keyword is misspelt', object({ a: { typ: 'string' } }), /^The schema at #\/properties\/a .* must have keywords of JSON Schema, got 'typ': say what the value is; \{\} lets anything out/],
  ['an item of another schema language', object({ a: { type: 'array', items: { elements: text } } }), /must have keywords of JSON Schema, got 'elements'/],
  ['branches that only assert', object({ a: { anyOf: [{ required: ['b'] }, { required: ['c'] }] } }), /must say what a value is/],
  ['a member that only a branch lists', object({ a: text }, { anyOf: [object({ b: text })] }), /^A member in a branch of the extensions of 'LOST' must be in `properties` of the whole, too, got 'b'/],
  ['a member of the format in a branch', object({ a: text }, { anyOf: [object({ status: {} })] }), /got 'status'/],
  ['a closed part of the whole that lists less', object({ a: text }, { allOf: [{ properties: {}, additionalProperties: false }] }), /^'additionalProperties' in a part of the extensions .* must not be false beside another schema that lists a member, got 'a': leave it out/],
  ['a closed part of an intersection', { type: 'object', allOf: [object({ a: text }, { additionalProperties: false }), object({ b: text })] }, /^'additionalProperties' in a part of the extensions .* got 'b': leave it out/],
  ['a closed schema beside another', object({ a: { allOf: [object({ b: text }, { additionalProperties: false }), object({ c: text })] } }), /^'additionalProperties' at #\/properties\/a .* must not be false beside another schema that lists a member, got 'c': leave it out/],
  ['unevaluatedProperties', object({ a: object({}, { unevaluatedProperties: true }) }), /must be false, got true: to let other members out, write additionalProperties$/],
  ['$dynamicRef', object({ a: { $dynamicRef: '#x' } }), /must not be used/],
  ['a constant as a whole', object({ a: text }, { const: { a: 'x' } }), /^The extensions of 'LOST' must not be a constant as a whole/],
  ['a member that is no schema', object({ a: 'string' }), /^The schema at #\/properties\/a .* must be a JSON Schema, got 'string'$/],
  ['members that are not in properties', { type: 'object', property: { a: text } }, /^'property' of the extensions of 'LOST' must be a keyword of JSON Schema, got \{"a":.*: members are listed in 'properties'$/],
  ['a required member that is not listed', object({ orderId: text }, { required: ['orderID'] }), /^A name in 'required' of the extensions of 'LOST' must be one of 'properties' \(orderId\), got 'orderID'$/],
  ['a schema that is only named', { $ref: 'Order#' }, /^The extensions of 'LOST' must be an object schema, .* got \{"\$ref":"Order#"\}: put the schema that it names under \$defs, or write it in this place$/],
  ['a function that makes a schema', () => Type.Object({}), /^The extensions of 'LOST' must be JSON Schema, .* got a schema of another kind \(the function\): convert it/],
  ['a builder of schemas', new (class Builder { override = true; valueOf () { return { type: 'object' } } })(), /got a schema of another kind \(Builder\): pass its valueOf\(\)$/],
  ['a promise of a schema', Promise.resolve({ type: 'object' }), /got a schema of another kind \(Promise\)/],
  ['branches that are no list', object({ a: { anyOf: text } }), /must be a list of schemas/]
]

for (const [mistake, extensions, message] of refused) {
  test(`${mistake} stops the definition`, async (t) => {
    t.throws(() => define(extensions), { name: 'CatalogError', message })
  })
}

test('a schema that names one of its own is that one', async (t) => {
  const order = { $id: 'Order', ...object({ orderId: text, parent: { $ref: 'Order' } }, { required: ['orderId'] }) }
  for (const [whole, defined] of [
    [{ $ref: '#/definitions/Order', definitions: { Order: order } }, 'by its place'],
    [{ $ref: 'Order', $defs: { Order: order } }, 'by its $id'],
    [{ $ref: '#/$defs/Order', $defs: { Order: order }, $schema: 'https://json-schema.org/draft/2020-12/schema', description: 'An order' }, 'beside annotations']
  ] as const) {
    const problemType = define(whole)
    const row = { orderId: '42', secret: 'p4ssw0rd', parent: { orderId: '41', secret: 'p4ssw0rd' } }

    t.match(problemType.extensions, { type: 'object', required: ['orderId'] }, defined)
    t.same(toDetails({ problemType, extensions: row })['parent'], { orderId: '41' }, defined)
    t.notMatch(JSON.stringify(toDetails({ problemType, extensions: row })), 'p4ssw0rd', defined)
  }
})

const asserting: ReadonlyArray<readonly [string, object]> = [
  ['anyOf', { anyOf: [{ required: ['orderId'] }, { required: ['passwordHash'] }] }],
  ['oneOf', { oneOf: [{ required: ['orderId'] }, {}] }],
  ['allOf', { allOf: [{ required: ['orderId'] }, { not: { required: ['b'] } }] }],
  ['if and then', { if: { required: ['orderId'] }, then: { minProperties: 1 }, else: true }],
  ['not', { not: { required: ['other'] } }],
  ['dependentSchemas', { dependentSchemas: { orderId: { required: ['orderId'] } } }],
  ['an open branch', { anyOf: [{ additionalProperties: true }] }]
]

for (const [keyword, beside] of asserting) {
  test(`${keyword} beside properties opens nothing, at any depth`, async (t) => {
    const whole = define(Type.Object({ orderId: Type.Optional(Type.String()) }, beside))
    const inner = define(Type.Object({ order: Type.Object({ orderId: Type.Optional(Type.String()) }, beside) }))
    const row = { orderId: '42', passwordHash: 'secret', code: 'SPOOFED', retry: 'any' }

    t.equal(JSON.stringify(toDetails({ problemType: whole, extensions: row })), '{"type":"/problems/lost","title":"Lost","status":404,"code":"LOST","orderId":"42"}')
    t.same(toDetails({ problemType: inner, extensions: { order: row } })['order'], { orderId: '42' })
  })
}

test('open extensions never replace a member of the format', async (t) => {
  for (const open of [{ additionalProperties: true }, { patternProperties: { '.': {} } }, { allOf: [{ additionalProperties: { type: 'string' } }], additionalProperties: true }]) {
    const details = toDetails({ problemType: define({ type: 'object', ...open }), extensions: { code: 'SPOOFED', retry: 'any', status: '200', other: 'x' } })
    t.same(details, { type: '/problems/lost', title: 'Lost', status: 404, code: 'LOST', other: 'x' })
  }
})

test('an open member leaves only under a name that propertyNames admits, wherever that stands', async (t) => {
  const open = { additionalProperties: text }
  const names = { propertyNames: { enum: ['a', 'b'] } }
  for (const map of [{ ...open, ...names }, { ...open, allOf: [names] }, { allOf: [{ type: 'object', ...open }, { ...names }] }, { patternProperties: { '.': text }, ...names }, { ...open, anyOf: [names, { ...names, minProperties: 1 }] }]) {
    const problemType = define(object({ map: { type: 'object', ...map } }))
    t.same(toDetails({ problemType, extensions: { map: { a: 'x', passwordHash: 'secret' } } })['map'], { a: 'x' }, JSON.stringify(map))
  }
})

test('an intersection of objects is one object', async (t) => {
  const problemType = define(Type.Intersect([Type.Object({ a: Type.String() }), Type.Object({ b: Type.Optional(Type.Integer()) })]))

  t.same(Object.keys(problemType.extensions?.properties ?? {}), ['a', 'b'])
  t.same(toDetails({ problemType, extensions: { a: 'x', b: 1n, c: 1 } })['b'], 1)
})

test('a part of the whole that is silent about a member closes what the whole opens', async (t) => {
  for (const open of [{ additionalProperties: true }, { patternProperties: { '.': {} } }]) {
    const schema = { type: 'object', properties: { a: { type: 'string' } }, ...open, allOf: [{ properties: {} }] }
    const text = JSON.stringify(toDetails({ problemType: define(schema), extensions: { a: 'x', secret: 'p4ssw0rd' } }))

    t.notMatch(text, 'p4ssw0rd', Object.keys(open).join())
  }
})

class ObjectStruct { readonly type = 'object'; readonly schema = {} }

test('an object of another kind, which only looks like a JSON Schema, stops the definition', async (t) => {
  const message = /must be JSON Schema, or offer it \(Standard JSON Schema\), got .*: convert it with a tool of its library/
  for (const foreign of [new ObjectStruct(), { type: 'object', entries: {}, parse: () => {} }]) {
    t.throws(() => define(foreign), { name: 'CatalogError', message })
    t.throws(() => define(object({ inner: foreign })), { name: 'CatalogError', message })
    t.throws(() => define(object({ list: { type: 'array', items: foreign } })), { name: 'CatalogError', message })
  }
  t.doesNotThrow(() => define(Object.assign(Object.create(null) as object, object({ a: text }))))
})
