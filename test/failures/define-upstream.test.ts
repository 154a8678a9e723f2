import { catalogInfo } from '../../lib/catalog/info.js'
import { createSnapshot } from '../../lib/contract/index.js'
import { Readable } from 'node:stream'
import { setTimeout as wait } from 'node:timers/promises'
import t, { test } from 'tap'
import { defineCatalog, defineUpstream, isProblemError } from '../../lib/index.js'
import type { Upstream, UpstreamOptions } from '../../lib/index.js'
import { createService, isProblem, secret } from '../fixtures/failing.js'
import { startMisbehaving } from '../fixtures/misbehaving.js'

const catalog = defineCatalog({
  PAYMENT_DECLINED: { status: 402, title: 'Payment declined' },
  CUSTOMER_NOT_FOUND: { status: 404, title: 'Customer not found' },
  PAYMENT_PENDING: { status: 504, title: 'Payment pending' },
  PAYMENTS_BUSY: { status: 503, title: 'Payments are busy' },
  PAYMENTS_BROKEN: { status: 502, title: 'Payments are broken' },
  NEEDS_MORE: { status: 409, title: 'Needs more', extensions: { type: 'object', properties: { id: { type: 'string' } }, required: ['id'] } }
})

const codes = {
  card_declined: 'PAYMENT_DECLINED',
  'https://pay.example/problems/declined': 'PAYMENT_DECLINED',
  404: 'CUSTOMER_NOT_FOUND'
} as const
const words = { timeout: 'PAYMENT_PENDING', unavailable: 'PAYMENTS_BUSY', otherwise: 'PAYMENTS_BROKEN' } as const

const payments = defineUpstream(catalog, { name: 'payments', codes })
const worded = defineUpstream(catalog, { name: 'payments', codes: { ...codes, ...words } })

const answer = (status: string, body: string, headers = 'content-type: application/json') =>
  `HTTP/1.1 ${status}\r\n${headers}\r\nx-internal: ${secret}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`

const problem = { type: 'https://pay.example/problems/declined', detail: secret, instance: `urn:${secret}` }
const upstream = await startMisbehaving({
  '/code': answer('402 No', JSON.stringify({ code: 'card_declined', message: secret })),
  '/error-code': answer('400 No', JSON.stringify({ error: { code: 'card_declined', message: secret } })),
  '/error-text': answer('500 No', JSON.stringify({ error: 'card_declined' })),
  '/problem': answer('409 No', JSON.stringify(problem), 'content-type: application/problem+json; charset=utf-8'),
  '/problem-404': answer('404 No', JSON.stringify({ ...problem, type: 'about:blank' }), 'content-type: application/problem+json'),
  '/word': answer('500 No', JSON.stringify({ code: 'timeout' })),
  '/number': answer('500 No', JSON.stringify({ code: '404' })),
  '/proto': answer('500 No', JSON.stringify({ code: '__proto__', error: { code: 'constructor' } })),
  '/null': answer('500 No', 'null'),
  '/cut': answer('404 No', '{"code":"card_decl'),
  '/untyped': answer('404 No', JSON.stringify({ code: 'card_declined' }), 'x-none: 1'),
  '/declined-later': answer('429 No', JSON.stringify({ code: 'card_declined' }), 'content-type: application/json\r\nretry-after: 9'),
  '/huge': `HTTP/1.1 404 No\r\ncontent-type: application/json\r\ncontent-length: 999999\r\n\r\n{"code":"card_declined","x":"${'x'.repeat(70_000)}`,
  '/slow': 'HTTP/1.1 404 No\r\ncontent-type: application/json\r\ncontent-length: 999\r\n\r\n{"code":'
})
const { url, nowhere } = upstream
t.teardown(() => upstream.close())

/** The problem that a call throws; anything else fails the test. */
async function thrown (call: Promise<unknown>) {
  try {
    await call
  } catch (error) {
    if (isProblemError(error)) return error
    throw error
  }
  throw new Error('nothing was thrown')
}

const codeOf = async (call: Promise<unknown>) => (await thrown(call)).code

test('a response that is no failure is handed on as it is', async (t) => {
  const response = await payments(fetch(`${url}/ok`))

  t.equal(response.status, 200)
  t.strictSame(await response.json(), { ok: true })
  t.equal((await payments(fetch(`${url}/loop`, { redirect: 'manual' }))).status, 302)
  t.equal((await payments(new Response('x'))).status, 200)
})

test('its codes and statuses become ours, and a code goes before a status', async (t) => {
  for (const path of ['/code', '/error-code', '/error-text', '/problem']) {
    t.equal(await codeOf(payments(fetch(url + path))), 'PAYMENT_DECLINED', path)
  }
  t.equal(await codeOf(payments(fetch(`${url}/problem-404`))), 'CUSTOMER_NOT_FOUND')
  t.equal(await codeOf(payments(fetch(`${url}/404`))), 'CUSTOMER_NOT_FOUND')
})

test('what is not listed is denied: 502, 503 or 504 by kind', async (t) => {
  const signal = () => AbortSignal.timeout(100)
  const calls: readonly (readonly [string, () => Promise<Response>, string, string])[] = [
    ['a 401', () => fetch(`${url}/401`), 'EXTERNAL_SERVICE_ERROR', 'PAYMENTS_BROKEN'],
    ['HTML', () => fetch(`${url}/html`), 'EXTERNAL_SERVICE_ERROR', 'PAYMENTS_BROKEN'],
    ['a reset', () => fetch(`${url}/reset`), 'EXTERNAL_SERVICE_ERROR', 'PAYMENTS_BROKEN'],
    ['a mistake of ours', () => fetch('nope'), 'EXTERNAL_SERVICE_ERROR', 'PAYMENTS_BROKEN'],
    ['no response at all', async () => undefined as unknown as Response, 'EXTERNAL_SERVICE_ERROR', 'PAYMENTS_BROKEN'],
    ['an error response', async () => Response.error(), 'EXTERNAL_SERVICE_ERROR', 'PAYMENTS_BROKEN'],
    ['nobody there', () => fetch(nowhere), 'SERVICE_UNAVAILABLE', 'PAYMENTS_BUSY'],
    ['a 429', () => fetch(`${url}/429`), 'SERVICE_UNAVAILABLE', 'PAYMENTS_BUSY'],
    ['a 503', () => fetch(`${url}/503`), 'SERVICE_UNAVAILABLE', 'PAYMENTS_BUSY'],
    ['silence', () => fetch(`${url}/hang`, { signal: signal() }), 'EXTERNAL_SERVICE_TIMEOUT', 'PAYMENT_PENDING'],
    ['our own time-out', async () => { throw Object.assign(new Error(secret), { code: 'FST_ERR_HANDLER_TIMEOUT' }) }, 'EXTERNAL_SERVICE_TIMEOUT', 'PAYMENT_PENDING'],
    ['a status that throws', async () => ({ status: { toString () { throw new Error(secret) } }, headers: new Headers() }) as unknown as Response, 'EXTERNAL_SERVICE_ERROR', 'PAYMENTS_BROKEN'],
    ['a proxy that throws', async () => { throw new Proxy({}, { get () { throw new Error(secret) }, has () { throw new Error(secret) } }) }, 'EXTERNAL_SERVICE_ERROR', 'PAYMENTS_BROKEN'],
    ['a string', async () => { throw secret }, 'EXTERNAL_SERVICE_ERROR', 'PAYMENTS_BROKEN'],
    ['nothing', async () => { throw undefined }, 'EXTERNAL_SERVICE_ERROR', 'PAYMENTS_BROKEN'] // eslint-disable-line no-throw-literal
  ]
  for (const [what, call, code, ownCode] of calls) {
    t.equal(await codeOf(payments(call())), code, what)
    t.equal(await codeOf(worded(call())), ownCode, what)
  }
})

test('its Retry-After is passed on, an hour at most, and never without need', async (t) => {
  t.equal((await thrown(payments(fetch(`${url}/429`)))).retryAfter, 7)
  t.equal((await thrown(payments(fetch(`${url}/503`)))).retryAfter, 3600)
  t.equal((await thrown(worded(fetch(`${url}/429`)))).retryAfter, 7)
  t.equal((await thrown(payments(fetch(nowhere)))).retryAfter, 5)
  t.equal((await thrown(payments(fetch(`${url}/declined-later`)))).retryAfter, undefined)
  t.equal((await thrown(payments(fetch(`${url}/401`)))).retryAfter, undefined)
})

test('foreign words choose nothing that is not listed', async (t) => {
  for (const path of ['/word', '/number', '/proto', '/null']) {
    t.equal(await codeOf(worded(fetch(url + path))), 'PAYMENTS_BROKEN', path)
  }
})

test('a body that is cut, huge, slow, untyped or used costs its code, and no more', async (t) => {
  const started = Date.now()
  const used = await fetch(`${url}/code`)
  await used.text()
  const locked = await fetch(`${url}/code`)
  locked.body!.getReader()
  const odd = { status: 404, headers: new Headers({ 'content-type': 'application/json' }) }
  const failing = new ReadableStream({ pull () { throw new Error(secret) }, cancel () { throw new Error(secret) } })

  for (const path of ['/cut', '/huge', '/slow', '/untyped']) t.equal(await codeOf(payments(fetch(url + path))), 'CUSTOMER_NOT_FOUND', path)
  t.ok(Date.now() - started < 5000)
  for (const response of [used, locked]) t.equal(await codeOf(payments(response)), 'EXTERNAL_SERVICE_ERROR')
  t.equal(await codeOf(payments({ ...odd, body: failing })), 'CUSTOMER_NOT_FOUND')
  t.equal(await codeOf(payments({ ...odd, body: new ReadableStream({ start (stream) { stream.enqueue('text') } }) })), 'CUSTOMER_NOT_FOUND')
  t.equal(await codeOf(payments({ ...odd, body: { getReader () { throw new Error(secret) } } })), 'CUSTOMER_NOT_FOUND')
  t.equal(await codeOf(payments({ ...odd, headers: new Headers(), body: { cancel () { throw new Error(secret) } } })), 'CUSTOMER_NOT_FOUND')
  t.equal(await codeOf(payments(odd)), 'CUSTOMER_NOT_FOUND')
})

test('a failure leaves no connection open', async (t) => {
  for (const path of ['/slow', '/huge', '/html', '/401', '/untyped']) await thrown(payments(fetch(url + path)))
  for (let tries = 0; upstream.connections() > 0 && tries < 200; tries++) await wait(50)

  t.equal(upstream.connections(), 0)
})

test('a response whose body is a stream of Node is read alike', async (t) => {
  const streamed = { status: 402, headers: new Headers({ 'content-type': 'application/json' }), body: Readable.from([Buffer.from('{"code":"card_declined"}')]) }
  t.equal(await codeOf(payments(streamed)), 'PAYMENT_DECLINED')
})

test('a problem of the catalog goes through, one of another catalog does not', async (t) => {
  const other = defineCatalog({ ELSEWHERE: { status: 418, title: 'Elsewhere' } })

  t.equal(await codeOf(payments(Promise.reject(new catalog.CUSTOMER_NOT_FOUND()))), 'CUSTOMER_NOT_FOUND')
  t.equal(await codeOf(payments(Promise.reject(new other.ELSEWHERE()))), 'EXTERNAL_SERVICE_ERROR')
})

test('the client sees nothing of the upstream, the log its code and instance', async (t) => {
  const { app, log } = await createService({ catalog })
  app.get('/problem', async () => payments(fetch(`${url}/problem`)))
  app.get('/401', async () => payments(fetch(`${url}/401`)))
  app.get('/nowhere', async () => payments(fetch(nowhere)))

  isProblem(t, await app.inject('/problem'), { status: 402, code: 'PAYMENT_DECLINED' })
  isProblem(t, await app.inject('/401'), { status: 502, code: 'EXTERNAL_SERVICE_ERROR' })
  isProblem(t, await app.inject('/nowhere'), { status: 503, code: 'SERVICE_UNAVAILABLE', retryAfter: 5 })
  const logged = JSON.stringify(log)
  t.match(logged, `payments answered 409, https://pay.example/problems/declined, instance urn:${secret}`)
  t.match(logged, 'payments answered 401')
  t.match(logged, 'payments failed')
  t.match(logged, 'ECONNREFUSED')
  t.equal(log.length, 3)
  await app.close()
})

test('the upstream is named to clients only where that is asked for', async (t) => {
  const open = defineUpstream(catalog, { name: 'payments', expose: true })
  const { app } = await createService({ catalog })
  app.get('/open', async () => open(fetch(nowhere)))
  app.get('/closed', async () => payments(fetch(nowhere)))

  t.equal((await app.inject('/open')).json().service, 'payments')
  t.equal((await app.inject('/closed')).json().service, undefined)
  await app.close()
})

test('standard types that are replaced stay replaced', async (t) => {
  const replaced = defineCatalog({ BACKEND_DOWN: { status: 503, title: 'Down', replaces: 'SERVICE_UNAVAILABLE' } })

  t.equal(await codeOf(defineUpstream(replaced, { name: 'x' })(fetch(nowhere))), 'BACKEND_DOWN')
})

test('every mistake in an upstream stops the start', async (t) => {
  const define = defineUpstream as unknown as (catalog: unknown, options?: unknown) => Upstream

  t.throws(() => define({}, { name: 'x' }), { message: 'The catalog of defineUpstream() must be one made by defineCatalog()' })
  t.throws(() => define(catalog), { message: "The option 'name' of defineUpstream() must be a text that is not empty" })
  t.throws(() => define(catalog, { name: '' }), { message: /'name'/ })
  t.throws(() => define(catalog, { name: 'x', cache: 1 }), { message: "An option of defineUpstream() must be one of name, contract, exhaustive, codes, problems, expose, got 'cache'" })
  t.throws(() => define(catalog, { name: 'x', codes: { a: 'NOPE' } }), { message: "The code of 'a' of the upstream 'x' must be a code of the catalog, got 'NOPE'" })
  t.throws(() => define(catalog, { name: 'x', codes: { a: 'NEEDS_MORE' } }), { message: /must have no required extensions, got 'NEEDS_MORE'/ })
  t.throws(() => define(catalog, { name: 'x', codes: { 429: 'RATE_LIMITED' } }), { message: /must not say retry: 'any', got 'RATE_LIMITED': this service may have done something/ })
  t.throws(() => define(catalog, { name: 'x', codes: { 200: 'PAYMENT_DECLINED' } }), { message: "The status '200' of the upstream 'x' must be from 400 to 599" })
})

test('a contract says which codes there are, and what is translated is known of the catalog', async (t) => {
  const other = defineCatalog({ CARD_DECLINED: { status: 402, title: 'x' }, INVOICE_LOST: { status: 404, title: 'x' } }, { base: 'https://billing.example/' })
  const define = defineUpstream as unknown as (catalog: unknown, options: object) => Upstream
  const snapshot = createSnapshot(other)

  t.throws(() => define(catalog, { name: 'b', contract: other, codes: { CARD_DECLINDE: 'NOT_FOUND' } }), { message: "The upstream 'b' must translate codes of its contract, got 'CARD_DECLINDE'" })
  t.throws(() => define(catalog, { name: 'b', contract: snapshot, exhaustive: true, codes: { CARD_DECLINED: 'NOT_FOUND' } }), { message: /must translate every code of its contract, and not leave out INVOICE_LOST/ })
  t.throws(() => define(catalog, { name: 'b', exhaustive: true }), { message: /must state the 'contract'/ })
  t.throws(() => define(catalog, { name: 'b', contract: {} }), { message: /must be a catalog or a snapshot/ })

  define(catalog, { name: 'billing', contract: snapshot, codes: { CARD_DECLINED: 'NOT_FOUND', 404: 'NOT_FOUND', timeout: 'PAYMENT_PENDING' } })
  t.same(catalogInfo(catalog)!.upstreams.get('billing'), { CARD_DECLINED: 'https://billing.example/card-declined' })
})

test('the old name of the option does the same, and does not stand beside the new one', async (t) => {
  const old = defineUpstream(catalog, { name: 'payments', problems: { 404: 'PAYMENT_DECLINED' } })
  await t.rejects(old(new Response('', { status: 404 })), { code: 'PAYMENT_DECLINED' })
  t.throws(() => defineUpstream(catalog, { name: 'payments', codes: {}, problems: {} }), {
    message: "The upstream 'payments' must have 'codes' only, got 'problems', its old name, too"
  })
})

test('the compiler refuses what the start would', async (t) => {
  type Codes = NonNullable<UpstreamOptions<typeof catalog>['codes']>
  const fine: Codes = { a: 'PAYMENT_DECLINED', 404: 'NOT_FOUND', timeout: 'PAYMENT_PENDING' }
  // @ts-expect-error: not a code of the catalog
  const unknownCode: Codes = { a: 'NOPE' }
  // @ts-expect-error: an upstream has no value for its extensions
  const needsMore: Codes = { a: 'NEEDS_MORE' }
  // @ts-expect-error: nor for the errors of a validation
  const validation: Codes = { a: 'VALIDATION_ERROR' }

  t.equal([fine, unknownCode, needsMore, validation].length, 4)
})
