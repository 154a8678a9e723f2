import t from 'tap'
import { causesOf } from '../../lib/failures/causes.js'

const refused = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' })

for (const name of ['cause', 'original', 'originalError', 'driverError', 'parent', 'reason']) {
  t.test(`a cause is found under the name '${name}'`, async (t) => {
    t.strictSame(causesOf(Object.assign(new Error('outer'), { [name]: refused })), [refused])
  })
}

t.test('the causes of an AggregateError are all found, the nearest of the chain first', async (t) => {
  const [one, two] = [new Error('one', { cause: refused }), new Error('two')]
  t.strictSame(causesOf(new Error('outer', { cause: new AggregateError([one, two]) })).slice(1), [one, two, refused])
})

t.test('a cause that two errors share, or that points back, is listed once', async (t) => {
  const inner = Object.assign(new Error('inner'), { parent: refused, original: refused })
  const outer = new Error('outer', { cause: inner })
  Object.assign(inner, { cause: outer })
  t.strictSame(causesOf(outer), [inner, refused])
})

t.test('no more than eight causes are looked at, however long the chain or the list', async (t) => {
  let chain = new Error('last')
  for (let depth = 0; depth < 50; depth++) chain = new Error('outer', { cause: chain })
  t.equal(causesOf(chain).length, 8)
  t.equal(causesOf(new AggregateError(Array.from({ length: 50 }, () => new Error('one')))).length, 8)
  t.equal(causesOf({ errors: { length: Infinity } }).length, 0)
})

t.test('texts and nodes under names that libraries also use otherwise are no causes', async (t) => {
  t.strictSame(causesOf({ reason: 'quota', parent: { left: 1 }, errors: ['a text', null, 5] }), [])
  t.strictSame(causesOf(new Error('outer', { cause: 'a text' })), ['a text'])
})

t.test('hostile causes cost nothing but themselves', async (t) => {
  const { proxy, revoke } = Proxy.revocable([], {})
  revoke()
  const hostile = { get cause () { throw new Error('caught') }, errors: proxy, original: refused, parent: proxy }
  t.strictSame(causesOf(hostile), [refused])
  t.strictSame(causesOf(proxy), [])
  for (const value of [undefined, null, 'text', 5, Symbol('s')]) t.strictSame(causesOf(value), [])
})

t.test('a list of causes that states no length, or a hostile one, is none', (t) => {
  for (const length of [Symbol('x'), 10n, { valueOf () { throw new Error('caught') } }, 'two', -1, NaN]) {
    t.strictSame(causesOf(Object.assign(new Error('x'), { errors: { length } })), [])
  }
  t.end()
})
