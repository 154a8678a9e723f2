/**
 * What of a value leaves the process, for the schemas that people write.
 */
import { Type } from '@sinclair/typebox'
import * as fc from 'fast-check'
import { test } from 'tap'
import { compileFilter } from '../../../lib/catalog/extensions/compile.js'
import { writePicked } from '../../../lib/catalog/extensions/filter.js'
import { runs } from '../../fixtures/long.js'

test('members that the schema does not list are dropped at every depth', async (t) => {
  const { pick } = compileFilter(Type.Object({
    id: Type.String(),
    items: Type.Array(Type.Object({ sku: Type.String() })),
    at: Type.String(),
    owner: Type.Optional(Type.String())
  }))

  const picked = pick({
    id: '1',
    secret: 'x',
    items: [{ sku: 'a', price: 1 }, 'b', { sku: { password: 'x' } }],
    at: new Date(0),
    owner: { password: 'x' }
  })

  t.same(picked, { id: '1', items: [{ sku: 'a' }, {}], at: '1970-01-01T00:00:00.000Z' })
})

test('a value of another kind than the schema says is dropped, a scalar is kept', async (t) => {
  const { pick, fits } = compileFilter(Type.Object({ count: Type.Integer({ minimum: 1 }), name: Type.String() }))

  t.same(pick({ count: 0, name: 5 }), { count: 0, name: 5 })
  t.same(pick({ count: 10n, name: () => 1 }), { count: 10 })
  t.same(pick('x'), undefined)
  t.notOk(fits({ count: 0, name: 'x' }))
  t.notOk(fits({ count: 1 }))
  t.notOk(fits('x'))
  t.ok(fits({ count: 1, name: 'x' }))
})

test('a branch of a union is chosen by what fits', async (t) => {
  const { pick, fits } = compileFilter(Type.Object({
    value: Type.Union([
      Type.Object({ kind: Type.Literal('a'), a: Type.String({ minLength: 1, pattern: '^x' }) }),
      Type.Object({ kind: Type.Literal('b'), b: Type.Number({ maximum: 9 }) }),
      Type.Null()
    ])
  }))

  t.same(pick({ value: { kind: 'b', b: 1, a: 'secret' } }), { value: { kind: 'b', b: 1 } })
  t.same(pick({ value: { kind: 'c', a: 'secret' } }), {})
  t.same(pick({ value: null }), { value: null })
  t.notOk(fits({ value: { kind: 'a', a: 'y' } }))
  t.notOk(fits({ value: { kind: 'b', b: 10 } }))
  t.ok(fits({ value: { kind: 'a', a: 'x' } }))
})

test('schemas of every kind are followed', async (t) => {
  const { pick, fits } = compileFilter({
    type: 'object',
    properties: {
      all: { allOf: [{ type: 'object', properties: { a: { type: 'string' } } }, { properties: { b: { type: ['number', 'null'] } } }] },
      both: { allOf: [{ type: 'string' }, { minLength: 1 }] },
      map: { type: 'object', patternProperties: { '^x': { type: 'string' } }, additionalProperties: false },
      open: { type: 'object', properties: { a: { type: 'string' } }, additionalProperties: { type: 'number' } },
      tuple: { type: 'array', items: [{ type: 'string' }] },
      prefixed: { type: 'array', prefixItems: [{ type: 'string' }], items: { type: 'number' } },
      list: { type: 'array' },
      free: {},
      yes: true,
      no: false,
      flag: { type: 'boolean' },
      tree: { $ref: '#/$defs/node' },
      self: { $ref: '#' },
      named: { $ref: 'name' },
      one: { enum: ['a', 'b'] }
    },
    $defs: {
      node: { type: 'object', properties: { next: { $ref: '#/$defs/node' }, 'a/b': { type: 'string' } } },
      name: { $id: 'name', type: 'string' }
    }
  })

  t.same(pick({ all: { a: 'x', b: 1, c: 2 } }), { all: { a: 'x', b: 1 } })
  t.same(pick({ both: 'x' }), { both: 'x' })
  t.same(pick({ map: { x1: 'a', y: 'b' } }), { map: { x1: 'a' } })
  t.same(pick({ open: { a: 'a', n: 1, o: {} } }), { open: { a: 'a', n: 1 } })
  t.same(pick({ tuple: ['a', 'b'], prefixed: ['a', 1], list: [{ a: 1 }] }), { tuple: ['a'], prefixed: ['a', 1], list: [{ a: 1 }] })
  t.same(pick({ free: { a: 1 }, yes: 1, no: 1, flag: true, one: 'c', named: 'n' }), { free: { a: 1 }, yes: 1, flag: true, named: 'n' })
  t.same(pick({ tree: { next: { next: { secret: 1 }, 'a/b': 'x' } }, self: { flag: true, x: 1 } }), { tree: { next: { next: {}, 'a/b': 'x' } }, self: { flag: true } })
  t.same(pick({ tuple: 'x' }), {})
  t.ok(fits({ all: { a: 'x', b: null }, map: {}, tuple: ['a'], one: 'a', flag: false, free: {}, yes: 1 }))
  t.notOk(fits({ no: 1 }))
  t.ok(fits({ tree: { next: { next: {} } }, self: { flag: true } }))
})

test('what is written is JSON of what is picked, whatever the value is', async (t) => {
  const scalars = { text: { type: 'string' }, count: { type: 'integer' }, kind: { enum: ['a', 'b', 1, null] }, any: {}, no: false, big: { const: 1n } }
  const schema = {
    type: 'object',
    properties: {
      ...scalars,
      either: { anyOf: [{ type: 'string' }, { type: 'object', properties: scalars }] },
      list: { type: 'array', items: {} },
      texts: { type: 'array', items: { type: 'string' } },
      pair: { type: 'array', prefixItems: [{ type: 'string' }, {}], items: false },
      inner: { type: 'object', properties: scalars },
      open: { type: 'object', additionalProperties: { type: 'string' } },
      '__proto__"': { type: 'string' }
    }
  }
  const filter = compileFilter(schema)
  // The text has all digits of a bigint.
  const parse = (json: string | undefined): unknown => json === undefined ? undefined : JSON.parse(json)
  const outcome = (write: () => unknown) => {
    try {
      return write()
    } catch (error) {
      return (error as Error).name
    }
  }
  const anything = fc.anything({ withBigInt: true, withDate: true, withNullPrototype: true, withSparseArray: true, withObjectString: true })
  const value = fc.oneof(anything, fc.constantFrom<unknown>('a"\\\n\u2028\ud800', 'plain', -0, NaN, Infinity, 1n, Symbol('x'), () => {}, new Date(NaN), { toJSON: () => undefined }))
  const member = fc.oneof(value, fc.array(value), fc.dictionary(fc.constantFrom(...Object.keys(scalars), 'other'), value))
  fc.assert(fc.property(fc.oneof(anything, fc.dictionary(fc.constantFrom(...Object.keys(schema.properties)), member)), (given) => {
    t.strictSame(outcome(() => parse(writePicked(filter, given))), outcome(() => parse(JSON.stringify(filter.pick(given)))))
  }), { numRuns: runs(500, 5000) })
})

test('a member named __proto__ stays a member', async (t) => {
  const { pick } = compileFilter({ type: 'object', additionalProperties: { type: 'string' } })

  const picked = pick(JSON.parse('{"__proto__":"x","constructor":"y"}')) as object

  t.equal(JSON.stringify(picked), '{"__proto__":"x","constructor":"y"}')
  t.equal(Object.getPrototypeOf(picked), Object.prototype)
})

test('a constant does not leave beside branches of which none fits', async (t) => {
  const schema = {
    type: 'object',
    properties: { a: { type: 'object', anyOf: [{ type: 'string' }] } },
    patternProperties: { '.': { allOf: [{ const: { a: 'x' } }] } }
  }
  const filter = compileFilter(schema)

  t.strictSame(filter.pick({ a: { a: 'x' } }), {})
  t.equal(writePicked(filter, { a: { a: 'x' } }), '{}')
  t.strictSame(filter.pick({ b: { a: 'x' } }), { b: { a: 'x' } }, 'where nothing is in doubt, it does')
})

test('a constant that is an object leaves only where the schemas beside it list all of it', async (t) => {
  const constant = { const: { a: 'x' } }
  const beside = (properties: object) => compileFilter({ type: 'object', properties: { p: { properties } }, patternProperties: { '.': constant } })

  t.strictSame(beside({}).pick({ p: { a: 'x' } }), {})
  t.strictSame(beside({ a: { type: 'string' } }).pick({ p: { a: 'x' } }), { p: { a: 'x' } })
})

test('of lists that several schemas describe, an item leaves with what they list together', async (t) => {
  const item = (...names: string[]) => ({ type: 'object', properties: Object.fromEntries(names.map((name) => [name, {}])) })
  const { pick } = compileFilter({
    type: 'object',
    properties: { pair: { type: 'array', allOf: [{ prefixItems: [item('a', 'b')], items: item('c') }, { items: item('a', 'c') }] } }
  })

  t.same(pick({ pair: [{ a: 1, b: 2, secret: 3 }, { a: 1, c: 2, secret: 3 }] }), { pair: [{ a: 1, b: 2 }, { a: 1, c: 2 }] })
})
