import { Type } from '@sinclair/typebox'
import { Type as Type1 } from 'typebox'
import { test } from 'tap'
import { z } from 'zod'
import { catalogInfo } from '../../lib/catalog/info.js'
import { defineCatalog } from '../../lib/catalog/define/index.js'
import { detailOf, toDetails } from '../../lib/catalog/problem/details.js'
import { isProblemError, ProblemError } from '../../lib/catalog/problem/index.js'
import { standardCode, standardDefinitions } from '../../lib/catalog/standard.js'
import { cleanText, compileTemplate } from '../../lib/catalog/texts/template.js'
import type { AnyCatalog, Definitions } from '../../lib/catalog/definition.js'
import type { CatalogOptions } from '../../lib/catalog/types/catalog.js'

// Mistakes that the compiler would already refuse.
const define = defineCatalog as unknown as (definitions: unknown, options?: unknown) => AnyCatalog
const row = { status: 404, title: 'Order not found' }

const catalog = defineCatalog({
  ORDER_NOT_FOUND: {
    status: 404,
    title: 'Order not found',
    detail: 'There is no order {orderId}.',
    extensions: Type.Object({ orderId: Type.String() })
  },
  PROFILE_INVALID: { status: 422, title: 'Profile invalid', refines: 'VALIDATION_ERROR' },
  LOGIN_REQUIRED: { status: 401, title: 'Login required', replaces: 'UNAUTHORIZED', action: 'login' },
  QUOTA_USED_UP: { status: 429, title: 'Quota used up', retry: 'none', headers: { 'X-Plan': 'free' } }
}, { base: 'https://api.example.com/problems/' })

test('every code is a class with what never changes as statics', async (t) => {
  const { ORDER_NOT_FOUND } = catalog

  t.equal(ORDER_NOT_FOUND.code, 'ORDER_NOT_FOUND')
  t.equal(ORDER_NOT_FOUND.name, 'ORDER_NOT_FOUND')
  t.equal(ORDER_NOT_FOUND.type, 'https://api.example.com/problems/order-not-found')
  t.equal(ORDER_NOT_FOUND.status, 404)
  t.equal(ORDER_NOT_FOUND.retry, 'none')
  t.ok(Object.isFrozen(catalog))
  t.ok(Object.isFrozen(ORDER_NOT_FOUND))
})

test('unless() gives a value back, and throws where there is none', async (t) => {
  const { ORDER_NOT_FOUND, INTERNAL_ERROR } = catalog
  for (const value of [{}, 0, '', false]) t.equal(ORDER_NOT_FOUND.unless(value, { orderId: '42' }), value)
  for (const nothing of [null, undefined]) {
    const cause = new Error('driver')
    const thrown = await t.rejects(async () => ORDER_NOT_FOUND.unless(nothing, { orderId: '42' }, { cause })) as unknown as InstanceType<typeof ORDER_NOT_FOUND>
    t.ok(thrown instanceof ORDER_NOT_FOUND)
    t.equal(thrown.message, 'There is no order 42.')
    t.equal(thrown.cause, cause)
  }
  t.throws(() => INTERNAL_ERROR.unless(null), { code: 'INTERNAL_ERROR', stack: /define\.test/ })
  t.throws(() => ORDER_NOT_FOUND.unless(Promise.resolve(null), { orderId: '42' }), { name: 'TypeError', message: 'ORDER_NOT_FOUND.unless() must be given a value, got a promise: await it' })
})

test('a thrown problem is an Error of its class, and carries its members', async (t) => {
  const cause = new Error('driver')

  const error = new catalog.ORDER_NOT_FOUND({ orderId: '42' }, { cause })

  t.ok(error instanceof Error)
  t.ok(error instanceof ProblemError)
  t.ok(error instanceof catalog.ORDER_NOT_FOUND)
  t.notOk(error instanceof catalog.NOT_FOUND)
  t.ok(isProblemError(error))
  t.equal(error.message, 'There is no order 42.')
  t.equal(error.status, 404)
  t.equal(error.statusCode, 404)
  t.equal(error.code, 'ORDER_NOT_FOUND')
  t.equal(error.title, 'Order not found')
  t.equal(error.type, 'https://api.example.com/problems/order-not-found')
  t.equal(error.cause, cause)
  t.same(JSON.parse(JSON.stringify(error)), {
    type: 'https://api.example.com/problems/order-not-found',
    title: 'Order not found',
    status: 404,
    code: 'ORDER_NOT_FOUND',
    detail: 'There is no order 42.',
    orderId: '42'
  })
})

test('a class of the application that extends a code is an occurrence of that code', async (t) => {
  class OrderOfShopNotFound extends catalog.ORDER_NOT_FOUND {}

  const error = new OrderOfShopNotFound({ orderId: '7' })

  t.equal(error.problemType, catalog.ORDER_NOT_FOUND)
  t.match(error.toJSON(), { code: 'ORDER_NOT_FOUND', status: 404, orderId: '7' })
})

test('a problem below 500 captures no stack, one of 500 does, and a catalog can ask for more', async (t) => {
  const all = defineCatalog({}, { captureStackTrace: true })
  const expected = new catalog.NOT_FOUND()

  t.equal(expected.stack, 'ProblemError: Nothing was found at this address.')
  t.match(new catalog.INTERNAL_ERROR().stack, /define\.test\.ts/)
  t.match(new all.NOT_FOUND().stack, /define\.test\.ts/)
  Object.assign(expected, { stack: 'given' })
  t.equal(expected.stack, 'given')
})

test('nothing but a problem is taken for one', async (t) => {
  const trap = new Proxy({}, { has () { throw new Error('trap') } })

  for (const value of [null, undefined, 'x', {}, new Error('x'), trap]) t.notOk(isProblemError(value))
})

test('an extension cannot overwrite a member that the catalog fixed', async (t) => {
  const forged = { orderId: '1', status: 200, code: 'ALL_GOOD', type: 'x', __proto__: { title: 'y' } }

  const details = toDetails(new catalog.ORDER_NOT_FOUND(forged))

  t.equal(details.status, 404)
  t.equal(details.code, 'ORDER_NOT_FOUND')
  t.same(Object.keys(details), ['type', 'title', 'status', 'code', 'detail', 'orderId'])
})

test('the wire form holds retry, retryAfter, action and refines where they apply', async (t) => {
  const limited = toDetails(new catalog.RATE_LIMITED(undefined, { retryAfter: 1.2 }), 'urn:uuid:1')

  t.match(limited, { retry: 'any', retryAfter: 2, instance: 'urn:uuid:1' })
  t.equal(toDetails(new catalog.LOGIN_REQUIRED()).action, 'login')
  t.equal(toDetails(new catalog.PROFILE_INVALID({ errors: [] })).refines, 'VALIDATION_ERROR')
  t.notOk('retry' in toDetails(new catalog.QUOTA_USED_UP()))
})

test('a retryAfter that is no number of seconds counts as absent', async (t) => {
  for (const retryAfter of [-1, Number.NaN, Infinity, 2 ** 40]) {
    t.notOk('retryAfter' in toDetails(new catalog.CONFLICT({}, { retryAfter })))
  }
})

test('the detail of an occurrence replaces the template', async (t) => {
  const error = new catalog.CONFLICT({ resource: 'User' }, { detail: 'Email already registered' })

  t.equal(error.message, 'Email already registered')
  t.equal(detailOf(new catalog.CONFLICT({ resource: 'User' })), 'User is in conflict with the request.')
  t.equal(detailOf(new catalog.CONFLICT()), 'The request is in conflict with the current state of the resource.')
  t.equal(new catalog.NOT_FOUND({ resource: 'Prospect', resourceId: '1' }).message, 'Prospect 1 was not found.')
})

test('every catalog has the standard problem types, and a definition overrides one field by field', async (t) => {
  const own = defineCatalog({ NOT_FOUND: { title: 'Gone astray' }, VALIDATION_ERROR: { status: 422 } })

  t.equal(own.NOT_FOUND.title, 'Gone astray')
  t.equal(own.NOT_FOUND.status, 404)
  t.equal(own.VALIDATION_ERROR.status, 422)
  t.same(own.VALIDATION_ERROR.extensions?.required, ['errors'])
  t.same(Object.keys(catalog).filter((code) => code in standardDefinitions).length, Object.keys(standardDefinitions).length - 1)
})

test('a code that replaces a standard one stands in for it everywhere', async (t) => {
  t.notOk('UNAUTHORIZED' in catalog)
  t.equal(catalogInfo(catalog)?.typeOfStandard('UNAUTHORIZED'), catalog.LOGIN_REQUIRED)
  t.equal(catalog.LOGIN_REQUIRED.headers['www-authenticate'], 'Bearer')
})

test('a code that refines or replaces another inherits its extensions', async (t) => {
  const own = defineCatalog({
    CART_INVALID: { status: 422, title: 'Cart invalid', refines: 'VALIDATION_ERROR', extensions: Type.Object({ cartId: Type.Optional(Type.String()) }) },
    MISSING: { status: 404, title: 'Missing', replaces: ['NOT_FOUND', 'GONE'] }
  })

  t.same(Object.keys(own.CART_INVALID.extensions?.properties ?? {}), ['errors', 'truncated', 'cartId'])
  t.same(own.CART_INVALID.extensions?.required, ['errors'])
  t.same(Object.keys(own.MISSING.extensions?.properties ?? {}), ['resource', 'resourceId'])
})

test('a status of no standard type counts as the first of its class', async (t) => {
  t.equal(standardCode(404), 'NOT_FOUND')
  t.equal(standardCode(418), 'BAD_REQUEST')
  t.equal(standardCode(599), 'INTERNAL_ERROR')
  for (const [code, { status }] of Object.entries(standardDefinitions)) {
    t.equal(standardDefinitions[standardCode(status!)].status, status, code)
  }
})

test('included catalogs are merged, and their classes stay the same', async (t) => {
  const billing = defineCatalog({ CARD_DECLINED: { status: 402, title: 'Card declined' } }, {
    base: 'https://billing.example/problems/',
    retired: { OLD_CARD: { since: '1', status: 402, type: 'https://billing.example/problems/old-card' } }
  })
  const all = defineCatalog({ ORDER_LOST: row }, { include: [billing, billing], standardBase: 'https://shared.example/problems/' })
  const { toOwn } = catalogInfo(all)!

  t.equal(all.CARD_DECLINED, billing.CARD_DECLINED)
  t.equal(all.NOT_FOUND.type, 'https://shared.example/problems/not-found')
  t.equal(toOwn(billing.CARD_DECLINED), all.CARD_DECLINED)
  t.equal(toOwn(billing.NOT_FOUND), all.NOT_FOUND)
  t.equal(toOwn(catalog.ORDER_NOT_FOUND), undefined)
  t.ok('OLD_CARD' in catalogInfo(all)!.retired)
  t.equal(catalogInfo(null), undefined)
})

const mistakes: readonly (readonly [string, Definitions | unknown, RegExp, (CatalogOptions | unknown)?])[] = [
  ['a code in another case', { order_lost: row }, /^A code must be UPPER_SNAKE_CASE, got 'order_lost': write 'ORDER_LOST'$/],
  ['a definition that is no object', { LOST: 4 }, /^The definition of 'LOST' must be an object, got 4$/],
  ['a standard definition that is no object', { NOT_FOUND: null }, /^The definition of 'NOT_FOUND' must be an object, got null$/],
  ['an unknown field', { LOST: { ...row, foo: 1 } }, /^A field of 'LOST' must be one of status, .*, got 'foo'$/],
  ['a status that is no error', { LOST: { ...row, status: 200 } }, /^The status of 'LOST' must be an integer from 400 to 599, got 200$/],
  ['no status', { LOST: { title: 'x' } }, /^The status of 'LOST' must be .*, got undefined$/],
  ['an empty title', { LOST: { ...row, title: ' ' } }, /^The title of 'LOST' must be a text that is not empty/],
  ['an empty guidance', { LOST: { ...row, guidance: '' } }, /^The guidance of 'LOST' must/],
  ['a legacy code with blanks', { LOST: { ...row, legacyCode: ' x' } }, /^The legacyCode of 'LOST' must have no blanks/],
  ['an action that is a sentence', { LOST: { ...row, action: 'Log in!' } }, /^The action of 'LOST' must be one token/],
  ['a type that is no URI', { LOST: { ...row, type: 'a b' } }, /^The type of 'LOST' must be a URI/],
  ['a type that depends on the address', { LOST: { ...row, type: 'lost' } }, /^The type of 'LOST' must be absolute or start with/],
  ['a type on a page of others', { LOST: { ...row, type: 'https://httpstatus.es/404' } }, /^The type of 'LOST' must be your own URI/],
  ['an unknown retry', { LOST: { ...row, retry: 'always' } }, /^The retry of 'LOST' must be one of none, idempotent, any, got 'always'$/],
  ['a negative retryAfter', { LOST: { ...row, retryAfter: -1 } }, /^The retryAfter of 'LOST' must be whole seconds/],
  ['headers that are no object', { LOST: { ...row, headers: 'x' } }, /^The headers of 'LOST' must be an object/],
  ['a header with a line break', { LOST: { ...row, headers: { 'x-a': 'a\r\nb: c' } } }, /^The header 'x-a' of 'LOST' must be a valid header/],
  ...['Transfer-Encoding', 'trailer', 'content-encoding', 'content-type', 'content-length', 'connection', 'keep-alive', 'te', 'upgrade', 'proxy-connection', 'http2-settings']
    .map((name) => [`the header ${name}`, { LOST: { ...row, headers: { [name]: 'x' } } }, new RegExp(`^The header '${name}' of 'LOST' must be one that a problem may set, got 'x': `)] as const),
  ['a detail that is no text', { LOST: { ...row, detail: [1] } }, /^The detail of 'LOST' must be a text/],
  ['a deprecation that says nothing', { LOST: { ...row, deprecated: true } }, /^The deprecation of 'LOST' must be/],
  ['a deprecation without a version', { LOST: { ...row, deprecated: { replacedBy: null } } }, /^The deprecation of 'LOST' must state in 'since' the version/],
  ['a sunset that is no day', { LOST: { ...row, deprecated: { since: '1', sunset: '2026-99-99', replacedBy: null } } }, /^The sunset of 'LOST' must be a day/],
  ['a deprecation without replacedBy', { LOST: { ...row, deprecated: { since: '1' } } }, /^The deprecation of 'LOST' must name in 'replacedBy' the code/],
  ['replacedBy an unknown code', { LOST: { ...row, deprecated: { since: '1', replacedBy: 'NOPE' } } }, /^What 'LOST' is replaced by must be another code/],
  ['refines and replaces at once', { LOST: { ...row, refines: 'NOT_FOUND', replaces: 'GONE' } }, /^'LOST' must either refine or replace/],
  ['refines an unknown code', { LOST: { ...row, refines: 'NOPE' } }, /^What 'LOST' refines must be another code of this catalog, got 'NOPE'$/],
  ['refines a replaced code', { A_B: { ...row, replaces: 'NOT_FOUND' }, LOST: { ...row, refines: 'NOT_FOUND' } }, /got 'NOT_FOUND': 'A_B' replaces it/],
  ['refines a code that refines', { ONE: { ...row, refines: 'NOT_FOUND' }, TWO: { ...row, refines: 'ONE' } }, /^What 'TWO' refines must be a general code/],
  ['replaces what is no standard code', { LOST: { ...row, replaces: 'NOPE' } }, /^What 'LOST' replaces must be a standard code, got 'NOPE'/],
  ['replaces what is defined as well', { LOST: { ...row, replaces: 'NOT_FOUND' }, NOT_FOUND: {} }, /^What 'LOST' replaces must not be defined as well/],
  ['a standard code replaced twice', { ONE: { ...row, replaces: 'NOT_FOUND' }, TWO: { ...row, replaces: 'NOT_FOUND' } }, /^'NOT_FOUND' must be replaced once, got \["ONE","TWO"\]/],
  ['extensions that are no object schema', { LOST: { ...row, extensions: Type.String() } }, /^The extensions of 'LOST' must be an object schema/],
  ['an extension named like a member of the format', { LOST: { ...row, extensions: Type.Object({ status: Type.String() }) } }, /^An extension of 'LOST' must not be named like a member of the format, got 'status'/],
  ['an ill-formed extension name', { LOST: { ...row, extensions: Type.Object({ '-order': Type.String() }) } }, /^An extension of 'LOST' must start with a letter/],
  ['an inherited extension defined again', { LOST: { ...row, refines: 'NOT_FOUND', extensions: Type.Object({ resource: Type.Optional(Type.String()) }) } }, /^The extension 'resource' of 'LOST' must not be defined again/],
  ['a required extension in a code that refines', { LOST: { ...row, refines: 'NOT_FOUND', extensions: Type.Object({ orderId: Type.String() }) } }, /^The extension 'orderId' of 'LOST' must be optional/],
  ['fill without refines', { LOST: { ...row, fill: () => ({}) } }, /^'fill' of 'LOST' must be a function \(request\) => extensions, of a code that refines another, got function fill$/],
  ['fill that is no function', { LOST: { ...row, refines: 'NOT_FOUND', fill: { orderId: '1' } } }, /^'fill' of 'LOST' must be a function/],
  ['a required extension in an overridden standard code', { NOT_FOUND: { extensions: Type.Object({ orderId: Type.String() }) } }, /^The extension 'orderId' of 'NOT_FOUND' must be optional/],
  ['an unknown placeholder', { LOST: { ...row, detail: 'No {orderId}', extensions: Type.Object({ id: Type.String() }) } }, /^A placeholder in the detail of 'LOST' must be one of its extensions \(id\), got '\{orderId\}'$/],
  ['a placeholder without extensions', { LOST: { ...row, detail: 'No {orderId}' } }, /must be an extension, and it has none/],
  ['an example that does not fit', { LOST: { ...row, extensions: Type.Object({ id: Type.String() }), examples: [{ id: 1 }] } }, /^An example of 'LOST' must fit its extension schema/],
  ['an example with more than is listed', { LOST: { ...row, examples: [{ id: 1 }] } }, /^An example of 'LOST' must hold only members that its schema lists, got 'id'$/],
  ['examples that are no list', { LOST: { ...row, examples: {} } }, /^The examples of 'LOST' must be a list/],
  ['two codes with one type', { ONE: { ...row, type: '/x' }, TWO: { ...row, type: '/x' } }, /^The type of 'TWO' must be unique, got '\/x': 'ONE' has it, too$/],
  ['codes that differ only in separators', { ORDER_LOST: row, ORDERLOST: row }, /^The code 'ORDERLOST' must differ from every other in more than separators/],
  ['a retired code used again', { LOST: row }, /^The code 'LOST' must not be used again/, { retired: { LOST: { since: '1', status: 404, type: '/x' } } }],
  ['a retired type used again', { LOST: { ...row, type: '/x' } }, /^The type of 'LOST' must not be used again, got '\/x': it belonged to the retired 'OLD'$/, { retired: { OLD: { since: '1', status: 404, type: '/x' } } }],
  ['a retired code in another case', {}, /^A retired code must be UPPER_SNAKE_CASE/, { retired: { old: {} } }],
  ['a retired code without an entry', {}, /^The retired code 'OLD' must be/, { retired: { OLD: 1 } }],
  ['a retired code without a version', {}, /^The retired code 'OLD' must state/, { retired: { OLD: { status: 404, type: '/x' } } }],
  ['a retired code without a status', {}, /^The status of the retired code 'OLD'/, { retired: { OLD: { since: '1', type: '/x' } } }],
  ['a retired code without a type', {}, /^The type of the retired code 'OLD'/, { retired: { OLD: { since: '1', status: 404 } } }],
  ['a retired code replaced by an unknown one', {}, /^What the retired 'OLD' is replaced by/, { retired: { OLD: { since: '1', status: 404, type: '/x', replacedBy: 'NOPE' } } }],
  ['options that are no object', {}, /^The options of defineCatalog\(\) must be an object, got null$/, null],
  ['an unknown option', {}, /^An option of defineCatalog\(\) must be one of .*, got 'prefix'$/, { prefix: 'x' }],
  ['a base that depends on the address', {}, /^The option 'base' must be absolute/, { base: 'problems/' }],
  ['a base that is no URI', {}, /^The option 'base' must be a URI/, { base: 'a b' }],
  ['a base that runs into the code', {}, /^The option 'base' must end with .*, got 'https:\/\/a\.example\/x': write/, { base: 'https://a.example/x' }],
  ['a base on a page of others', {}, /^The option 'standardBase' must be your own URI/, { standardBase: 'https://tools.ietf.org/html/' }],
  ['a challenge that is no header', {}, /^The option 'challenge' must be a value of WWW-Authenticate/, { challenge: 'a\nb' }],
  ['captureStackTrace that is no boolean', {}, /^The option 'captureStackTrace' must be a boolean/, { captureStackTrace: 'yes' }],
  ['include that is no list', {}, /^The option 'include' must be a list/, { include: {} }],
  ['include of what is no catalog', {}, /^An entry of 'include' must be a catalog/, { include: [() => 1] }],
  ['a code that an included catalog has', { CARD_DECLINED: row }, /^The code 'CARD_DECLINED' must be defined once/, { include: [defineCatalog({ CARD_DECLINED: row })] }],
  ['two included catalogs with one code', {}, /two included catalogs define it$/, { include: [defineCatalog({ CARD_DECLINED: row }), defineCatalog({ CARD_DECLINED: row })] }],
  ['a language that is none', {}, /^A language in 'locales' must be a language tag/, { locales: { 'not a tag': {} } }],
  ['a text of an unknown code', {}, /^A code in the locale 'de' must be a code of this catalog/, { locales: { de: { NOPE: {} } } }],
  ['texts of a language that are no object', {}, /^The texts in 'de' must be an object of codes, got 'x'$/, { locales: { de: 'x' } }],
  ['languages in a list', {}, /^The option 'locales' must be an object, such as/, { locales: [] }],
  ['no definitions', undefined, /^The definitions must be an object of rows, got undefined: such as \{ ORDER_LOST/],
  ['a list of definitions', [], /^The definitions must be an object of rows, got \[\]/],
  ['a map of definitions', new Map([['LOST', row]]), /^The definitions must be an object of rows, got \[object Map\]/],
  ['a promise of definitions', Promise.resolve({}), /^The definitions must be an object of rows, got a promise/],
  ['a detail that is no text', { LOST: { ...row, detail: 5 } }, /^The detail of 'LOST' must be a text, or a list of texts, got 5$/],
  ['a code that cannot be spelt', { Ä: row }, /^A code must be UPPER_SNAKE_CASE, got 'Ä': begin with a letter from A to Z$/],
  ['texts that are no object', {}, /^The texts of 'NOT_FOUND' in 'de' must be an object/, { locales: { de: { NOT_FOUND: 'x' } } }],
  ['an unknown text', {}, /^A text of 'NOT_FOUND' in 'de' must be one of/, { locales: { de: { NOT_FOUND: { status: '1' } } } }],
  ['an unknown placeholder in another language', {}, /^A placeholder in the detail of 'NOT_FOUND' in 'de' must be one of its extensions/, { locales: { de: { NOT_FOUND: { detail: 'Kein {ding}' } } } }]
]

for (const [mistake, definitions, message, options] of mistakes) {
  test(`${mistake} stops the definition with one clear message`, async (t) => {
    t.throws(() => define(definitions, options === undefined ? {} : options), { name: 'CatalogError', message })
  })
}

test('a long value is shown in part', async (t) => {
  t.throws(() => define({ LOST: { ...row, status: 'x'.repeat(500) } }), { message: /got 'x{119}…$/ })
})

test('a catalog can hold a base of its own, a challenge, retired codes and texts in other languages', async (t) => {
  const own = defineCatalog({ A_B: { ...row, deprecated: { since: '1', sunset: '2027-01-01', replacedBy: 'NOT_FOUND' } } }, {
    base: 'urn:example:problem:',
    challenge: 'Bearer realm="api"',
    retired: { OLD: { since: '1', status: 404, type: 'urn:example:problem:old', replacedBy: 'A_B' } },
    locales: { de: { A_B: { title: 'Weg' }, NOT_FOUND: { detail: ['{resource} fehlt.', 'Fehlt.'] } } }
  })

  t.equal(own.A_B.type, 'urn:example:problem:a-b')
  t.equal(own.UNAUTHORIZED.headers['www-authenticate'], 'Bearer realm="api"')
  t.equal(own.PROXY_AUTHENTICATION_REQUIRED.headers['proxy-authenticate'], 'Bearer realm="api"')
  t.equal(catalogInfo(own)?.locales['de']?.['A_B']?.title, 'Weg')
})

test('a template is filled in one pass, from own members, cleaned and cut', async (t) => {
  const render = compileTemplate(['{a} and {b}'])

  t.equal(render({ a: '{b}', b: '$&' }), '{b} and $&')
  t.equal(render({ a: 'x' }), undefined)
  t.equal(render(Object.create({ a: 'x', b: 'y' })), undefined)
  t.equal(render({ a: 'x\u202Ey\u0000z\u2028', b: 'b'.repeat(1000) }), `xyz and ${'b'.repeat(256)}`)
  t.equal(render({ a: 1, b: true }), '1 and true')
  t.equal(render({ a: 10n, b: ['x', 2] }), '10 and x, 2')
  t.equal(render({ a: new Date(0), b: '' }), '1970-01-01T00:00:00.000Z and ')
  t.equal(render({ a: new Date(Number.NaN), b: '' }), undefined)
  t.equal(render({ a: {}, b: '' }), undefined)
  t.equal(render({ a: [{}], b: '' }), undefined)
  t.equal(cleanText('abc', 2), 'ab')
  t.equal(compileTemplate([])({}), undefined)
})

test('a schema of zod serves, and what it cannot say in JSON Schema stops the definition', async (t) => {
  const own = defineCatalog({ SEAT_TAKEN: { ...row, detail: 'Seat {seat} is taken.', extensions: z.object({ seat: z.string() }) } })

  t.equal(new own.SEAT_TAKEN({ seat: '4A' }).message, 'Seat 4A is taken.')
  t.same(toDetails(new own.SEAT_TAKEN({ seat: '4A', passwordHash: 'x' } as { seat: string })), {
    type: '/problems/seat-taken', title: row.title, status: 404, code: 'SEAT_TAKEN', detail: 'Seat 4A is taken.', seat: '4A'
  })
  t.throws(() => define({ LOST: { ...row, extensions: z.object({ at: z.date() }) } }), { name: 'CatalogError', message: /^The extensions of 'LOST' must have a form in JSON Schema, got a schema of 'zod' that has none: Date/ })
  t.throws(() => define({ LOST: { ...row, extensions: z.string() } }), { message: /^The extensions of 'LOST' must be an object schema/ })
  t.throws(() => define({ LOST: { ...row, extensions: { seat: z.string() } } }), { message: /wrap the members in an object/ })
  t.throws(() => define({ LOST: { ...row, extensions: { '~standard': { vendor: 'valibot' } } } }), { message: /@valibot\/to-json-schema$/ })
})

test('types of the IANA registry and extension names with a hyphen are accepted', async (t) => {
  const type = 'https://iana.org/assignments/http-problem-types#quota-exceeded'
  const own = defineCatalog({
    QUOTA_EXCEEDED: {
      ...row,
      type,
      detail: 'Broken: {violated-policies}.',
      extensions: { type: 'object', properties: { 'violated-policies': { type: 'array', items: { type: 'string' } } }, required: ['violated-policies'] }
    }
  })

  t.equal(own.QUOTA_EXCEEDED.type, type)
  t.equal(new own.QUOTA_EXCEEDED({ 'violated-policies': ['daily'] }).message, 'Broken: daily.')
  t.throws(() => define({ LOST: { ...row, type: 'https://www.iana.org/assignments/http-status-codes#404' } }), { message: /your own URI/ })
})

test('TypeBox 1.x and plain JSON Schema serve as well as TypeBox 0.34', async (t) => {
  const own = defineCatalog({
    ONE: { ...row, detail: '{a}', extensions: Type1.Object({ a: Type1.String(), b: Type1.Optional(Type1.Number()) }) },
    TWO: { ...row, detail: '{a}', extensions: { type: 'object', properties: { a: { type: 'string' } }, required: ['a'] } }
  })

  t.equal(new own.ONE({ a: 'x', b: 1 }).message, 'x')
  t.equal(new own.TWO({ a: 'x' }).message, 'x')
})

test('no standard problem is without a detail: one sentence, the same whatever its members are', async (t) => {
  for (const [code, problemType] of Object.entries(defineCatalog({}) as AnyCatalog)) {
    t.match(detailOf({ problemType, extensions: {} }), /^[A-Z][^.]+\.$/, code)
  }
})
