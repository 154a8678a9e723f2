import { Readable } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'
import { mock } from 'node:test'
import tap from 'tap'
import type { Test } from 'tap'
import { fetchWithRetry } from '../../lib/client/index.js'
import type { FetchInit } from '../../lib/client/index.js'
import { answer, page, reset, serve, serveBytes, serveInTurn } from '../fixtures/sockets.js'
import type { Handler } from '../fixtures/sockets.js'

// Most of their time is waiting.
tap.jobs = 20
const test = (name: string, run: (t: Test) => Promise<void>) => tap.test(name, { buffered: true }, run)

const ok = answer(200, { fine: true })
const post: FetchInit = { method: 'POST', body: '{}' }

/** A problem that says which requests may be repeated. */
function problem (status: number, retry?: string, headers: Record<string, string> = {}): Handler {
  return answer(status, { type: '/x', title: 'X', status, code: 'X', ...(retry && { retry }) }, headers)
}

/** How often a request is sent to a server that fails once, or always fails. */
async function attempts (t: Test, failing: Handler, init?: FetchInit): Promise<number> {
  const { url, requests } = await serveInTurn(t, failing, ok)
  await fetchWithRetry(url, init).catch(() => {})
  return requests.length
}

// Alone, because it stops the clock.
tap.test('a wait of more than 2^31 ms does not end at once', async (t) => {
  const seconds = 3_000_000
  mock.timers.enable({ apis: ['setTimeout'] })
  t.teardown(() => { mock.timers.reset() })
  let requests = 0
  const fetch = async () => ++requests === 1
    ? new Response('', { status: 503, headers: { 'retry-after': `${seconds}` } })
    : new Response('')
  const settle = () => new Promise((resolve) => { setImmediate(resolve) })

  const answered = fetchWithRetry('http://localhost/', {}, { fetch, maxDelay: Infinity })
  await settle()
  mock.timers.tick(2 ** 31 - 1)
  await settle()
  t.equal(requests, 1)
  mock.timers.tick(seconds * 1000 - 2 ** 31)
  await settle()
  t.equal(requests, 1, 'not before its time')
  mock.timers.tick(seconds * 250 + 1)
  t.equal((await answered).status, 200)
})

test("a problem's own word decides which requests are repeated", async (t) => {
  t.equal(await attempts(t, problem(503, 'any')), 2)
  t.equal(await attempts(t, problem(503, 'any'), post), 2, 'a POST, too')
  t.equal(await attempts(t, problem(409, 'any'), post), 2, 'whatever its status')
  t.equal(await attempts(t, problem(503, 'idempotent')), 2)
  t.equal(await attempts(t, problem(503, 'idempotent'), post), 1)
  t.equal(await attempts(t, problem(503)), 1, 'absent is never, even where the status would say otherwise')
  t.equal(await attempts(t, problem(429)), 1)
  t.equal(await attempts(t, problem(503, 'none')), 1)
  t.equal(await attempts(t, problem(503, 'always')), 1, 'a word that is not known is none')
})

test('without a problem that has a code the status decides, and never more than idempotent', async (t) => {
  const html = { 'content-type': 'text/html' }
  for (const status of [408, 425, 429, 500, 502, 503, 504]) {
    t.equal(await attempts(t, page(status, '<h1>Oops</h1>', html)), 2, `GET ${status}`)
    t.equal(await attempts(t, page(status, '', {}), post), 1, `POST ${status}`)
  }
  for (const status of [400, 401, 403, 404, 409, 413, 422, 501, 505]) t.equal(await attempts(t, page(status, '')), 1, `GET ${status}`)
  t.equal(await attempts(t, answer(503, { type: '/x', retry: 'any' }), post), 1, 'a problem without a code')
  t.equal(await attempts(t, answer(503, { code: 'X', error: 'busy', retry: 'any' }, { 'content-type': 'application/json' }), post), 1, 'JSON of another kind')
  t.equal(await attempts(t, answer(503, [])), 2)
})

test('idempotent is the method, or a request with an Idempotency-Key', async (t) => {
  const busy = problem(503, 'idempotent')
  for (const method of ['HEAD', 'OPTIONS', 'PUT', 'DELETE', 'delete']) t.equal(await attempts(t, page(503, ''), { method }), 2, method)
  for (const method of ['POST', 'PATCH', 'PROPFIND']) t.equal(await attempts(t, busy, { method }), 1, method)
  t.equal(await attempts(t, busy, { ...post, headers: { 'Idempotency-Key': 'k-1' } }), 2)
  t.equal(await attempts(t, busy, { ...post, headers: [['idempotency-key', 'k-1']] }), 2)
  t.equal(await attempts(t, busy, { ...post, headers: new Headers({ 'idempotency-key': 'k-1' }) }), 2)
})

test('a Request works as for fetch', async (t) => {
  const { url, requests } = await serveInTurn(t, problem(503, 'idempotent'), ok)

  t.equal((await fetchWithRetry(new Request(url, { headers: { 'x-a': '1' } }))).status, 200)
  t.equal(requests.length, 2)
  t.equal(requests[1]!.headers['x-a'], '1')

  const keyed = await serveInTurn(t, problem(503, 'idempotent'), ok)
  t.equal((await fetchWithRetry(new Request(keyed.url, { method: 'POST', headers: { 'idempotency-key': 'k' } }))).status, 200)
  const plain = await serveInTurn(t, problem(503, 'idempotent'), ok)
  t.equal((await fetchWithRetry(new Request(plain.url, { method: 'POST' }))).status, 503)
  t.equal((await fetchWithRetry(new Request(plain.url), { method: 'POST' })).status, 200, 'init comes first')
  t.equal(plain.requests.length, 2)
})

test('a body that is a stream is not sent twice', async (t) => {
  const chunk = new TextEncoder().encode('{}')
  const busy = problem(503, 'any')
  const stream = () => new ReadableStream({ start (controller) { controller.enqueue(chunk); controller.close() } })

  t.equal(await attempts(t, busy, { method: 'PUT', body: stream(), duplex: 'half' }), 1, 'a stream')
  t.equal(await attempts(t, busy, { method: 'PUT', body: Readable.from([chunk]), duplex: 'half' }), 1, 'an iterable')
  t.equal(await attempts(t, busy, { method: 'PUT', body: new Blob(['{}']) }), 2, 'a blob')
  t.equal(await attempts(t, busy, { method: 'PUT', body: new URLSearchParams({ a: '1' }) }), 2, 'a form')
  t.equal(await attempts(t, busy, { method: 'PUT', body: chunk }), 2, 'bytes')
  t.equal(await attempts(t, busy, { method: 'PUT', body: null }), 2, 'no body')

  const { url, requests } = await serveInTurn(t, busy, ok)
  t.equal((await fetchWithRetry(new Request(url, { method: 'PUT', body: '{}' }))).status, 503, 'the body of a Request')
  t.equal(requests.length, 1)
})

test('the last response is returned, with its body', async (t) => {
  const { url, requests } = await serveInTurn(t, problem(503, 'any'), problem(503, 'any'), answer(503, { type: '/x', status: 503, code: 'LAST', retry: 'any' }))

  const response = await fetchWithRetry(url)

  t.equal(requests.length, 3, 'two retries by default')
  t.equal(response.status, 503)
  t.match(await response.json(), { code: 'LAST' })

  const once = await serveInTurn(t, problem(503, 'any'))
  t.match(await (await fetchWithRetry(once.url, {}, { retries: 0 })).json(), { code: 'X' })
  t.equal(once.requests.length, 1)
})

test('network errors repeat idempotent requests only, and the last one is thrown', async (t) => {
  t.equal(await attempts(t, reset), 2)
  t.equal(await attempts(t, reset, post), 1)
  t.equal(await attempts(t, reset, { ...post, headers: { 'idempotency-key': 'k' } }), 2)

  const { url, requests } = await serveInTurn(t, reset)
  await t.rejects(fetchWithRetry(url), TypeError)
  t.equal(requests.length, 3)
})

test('a success is returned at once, unread', async (t) => {
  const { url, requests } = await serveInTurn(t, answer(200, { type: '/x', code: 'X', retry: 'any' }))

  const response = await fetchWithRetry(url)

  t.equal(requests.length, 1)
  t.equal(response.bodyUsed, false)
  t.match(await response.json(), { code: 'X' })
})

test('it waits for as long as the server says, and a little more', async (t) => {
  const waited = async (failing: Handler) => {
    const { url } = await serveInTurn(t, failing, ok)
    const start = performance.now()
    t.equal((await fetchWithRetry(url)).status, 200)
    return performance.now() - start
  }
  const date = 'Tue, 01 Jul 2025 10:00:00 GMT'
  const until = 'Tue, 01 Jul 2025 10:00:01 GMT'
  const member = answer(429, { type: '/x', code: 'X', retry: 'any', retryAfter: 1 })

  const times = await Promise.all([
    waited(problem(429, 'any', { 'retry-after': '1' })),
    waited(problem(429, 'any', { 'retry-after': until, date })),
    waited(member)
  ])
  for (const time of times) t.ok(time >= 1000, `${time} ms`)
})

test('a Retry-After that is garbage counts as absent', async (t) => {
  for (const invalid of ['soon', '-5', '1e9', '99999999999s', '2999-01-01T00:00:00Z']) {
    const { url, requests } = await serveInTurn(t, problem(503, 'any', { 'retry-after': invalid }), ok)
    t.equal((await fetchWithRetry(url, {}, { maxDelay: 1000 })).status, 200, invalid)
    t.equal(requests.length, 2)
  }
})

test('who asks for more than the longest wait is not waited for', async (t) => {
  for (const value of ['31', '1000000', '9'.repeat(400), 'Tue, 31 Dec 2999 23:59:59 GMT']) {
    const { url, requests } = await serveInTurn(t, problem(429, 'any', { 'retry-after': value }), ok)
    const start = performance.now()
    t.equal((await fetchWithRetry(url)).status, 429)
    t.equal(requests.length, 1)
    t.ok(performance.now() - start < 10_000, 'at once')
  }
  const { url } = await serveInTurn(t, problem(429, 'any', { 'retry-after': '1' }), ok)
  t.equal((await fetchWithRetry(url, {}, { maxDelay: 900 })).status, 429)
  const patient = await serveInTurn(t, problem(429, 'any'), problem(429, 'any'), ok)
  t.equal((await fetchWithRetry(patient.url, {}, { maxDelay: 0 })).status, 200, 'our own wait fits in')
})

test('abort ends the wait with its reason', async (t) => {
  const { url, requests } = await serveInTurn(t, problem(503, 'any', { 'retry-after': '20' }), ok)
  const controller = new AbortController()
  const reason = new Error('The user left')

  const answered = fetchWithRetry(url, { signal: controller.signal })
  await t.resolves(until(() => requests.length === 1).then(() => delay(50)).then(() => controller.abort(reason)))
  await t.rejects(answered, reason)

  const other = await serveInTurn(t, problem(503, 'any', { 'retry-after': '20' }))
  await t.rejects(fetchWithRetry(new Request(other.url, { signal: AbortSignal.timeout(5000) })), { name: 'TimeoutError' }, 'the signal of a Request')
  t.equal(other.requests.length, 1)
})

test('abort ends a request that hangs, and it is not repeated', async (t) => {
  const { url, requests } = await serveInTurn(t, () => {})

  await t.rejects(fetchWithRetry(url, { signal: AbortSignal.timeout(5000) }), { name: 'TimeoutError' })
  t.equal(requests.length, 1)
  await t.rejects(fetchWithRetry(url, { signal: AbortSignal.abort() }), { name: 'AbortError' })
})

test('a signal that lives long collects no listeners', async (t) => {
  const { url } = await serveInTurn(t, problem(503, 'any'), ok)
  const { signal } = new AbortController()
  const listeners = { added: 0, removed: 0 }
  const { addEventListener, removeEventListener } = signal
  signal.addEventListener = (...args: Parameters<typeof addEventListener>) => { listeners.added++; addEventListener.apply(signal, args) }
  signal.removeEventListener = (...args: Parameters<typeof removeEventListener>) => { listeners.removed++; removeEventListener.apply(signal, args) }

  await fetchWithRetry(url, {}, { fetch: async (input) => fetch(input) })
  await fetchWithRetry((await serveInTurn(t, problem(503, 'any'), ok)).url, { signal }, { fetch: async (input) => fetch(input) })

  t.strictSame(listeners, { added: 1, removed: 1 })
})

test('broken bodies and endless pages cost no answer', async (t) => {
  const broken = await serveBytes(t, 'HTTP/1.1 503 Busy\r\ncontent-type: application/problem+json\r\ncontent-length: 500\r\n\r\n{"type":"/x"')
  t.equal((await fetchWithRetry(broken, {}, { retries: 1 })).status, 503)

  const endless = await serve(t, (_request, response) => {
    response.writeHead(503, { 'content-type': 'text/html' })
    response.write('<h1>')
  })
  const response = await fetchWithRetry(endless, {}, { retries: 1 })
  t.equal(response.status, 503)
  await response.body!.cancel()
})

test('a problem is found after a redirect, too', async (t) => {
  const { url, requests } = await serveInTurn(t, page(307, '', { location: '/other' }), problem(429, 'any'), ok)

  t.equal((await fetchWithRetry(url, post)).status, 200)
  t.equal(requests.length, 3)
})

async function until (condition: () => boolean): Promise<void> {
  while (!condition()) await delay(5)
}
