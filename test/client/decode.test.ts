import { once } from 'node:events'
import { request } from 'node:http'
import type { IncomingMessage } from 'node:http'
import { text } from 'node:stream/consumers'
import { Type } from '@sinclair/typebox'
import Fastify from 'fastify'
import { test } from 'tap'
import type { Test } from 'tap'
import { createDecoder, isProblem } from '../../lib/client/index.js'
import problemJson, { defineCatalog, problemServerOptions } from '../../lib/index.js'
import type { StandardCode } from '../../lib/index.js'
import { standardDefinitions } from '../../lib/catalog/standard.js'
import { answer, page, serve, serveBytes } from '../fixtures/sockets.js'
import type { Handler } from '../fixtures/sockets.js'

const catalog = defineCatalog({
  ORDER_NOT_FOUND: {
    status: 404,
    title: 'Order not found',
    detail: 'There is no order {orderId}.',
    extensions: Type.Object({ orderId: Type.String() })
  },
  PROFILE_INVALID: { status: 400, title: 'Profile invalid', refines: 'VALIDATION_ERROR' }
}, { base: 'https://api.example.com/problems/' })

const decode = createDecoder(catalog)

async function decodeAnswer (t: Test, handler: Handler, path = '/', decoder = decode) {
  return decoder(await fetch(await serve(t, handler) + path))
}

const orderNotFound = {
  type: 'https://api.example.com/problems/order-not-found',
  title: 'Order not found',
  status: 404,
  code: 'ORDER_NOT_FOUND',
  detail: 'There is no order 42.',
  instance: 'urn:uuid:0b9c6a34-5a64-4ea2-a7b1-5a4e27a0d6c2',
  action: 'show-list',
  orderId: '42'
}

async function get (url: string): Promise<Response> {
  const [message] = await once(request(url).end(), 'response') as [IncomingMessage]
  const headers = new Headers(Object.entries(message.headers) as [string, string][])
  return new Response(await text(message), { status: message.statusCode!, headers })
}

const opaque = {
  code: null,
  rawCode: undefined,
  bodyStatus: undefined,
  type: 'about:blank',
  title: undefined,
  detail: undefined,
  instance: undefined,
  action: undefined,
  guidance: undefined,
  retryAfter: undefined,
  requestId: undefined,
  extensions: {}
}

test('a known code decodes to its members, the extension members, and what the headers say', async (t) => {
  const problem = await decodeAnswer(t, answer(404, orderNotFound, { 'x-request-id': 'req-1', 'retry-after': '7' }))

  t.strictSame(problem, {
    code: 'ORDER_NOT_FOUND',
    rawCode: 'ORDER_NOT_FOUND',
    status: 404,
    bodyStatus: 404,
    type: 'https://api.example.com/problems/order-not-found',
    title: 'Order not found',
    detail: 'There is no order 42.',
    instance: 'urn:uuid:0b9c6a34-5a64-4ea2-a7b1-5a4e27a0d6c2',
    action: 'show-list',
    guidance: undefined,
    retry: 'none',
    retryAfter: 7,
    requestId: 'req-1',
    extensions: { orderId: '42' }
  })
})

test('every standard code decodes to what a service sends', async (t) => {
  const app = Fastify(problemServerOptions())
  t.teardown(() => app.close())
  await app.register(problemJson, { catalog })
  app.get('/:code', (request, reply) => {
    const { code } = request.params as { code: StandardCode }
    return reply.problem(code, catalog[code].examples[0], { detail: `This is ${code}.`, retryAfter: 3 })
  })
  const url = await app.listen({ port: 0, host: '127.0.0.1' })

  for (const code of Object.keys(standardDefinitions) as StandardCode[]) {
    // To fetch, a 407 is a network error.
    const response = await (code === 'PROXY_AUTHENTICATION_REQUIRED' ? get : fetch)(`${url}/${code}`)
    const problem = await decode(response)

    t.equal(problem.code, code)
    t.match(problem, {
      rawCode: code,
      status: catalog[code].status,
      bodyStatus: catalog[code].status,
      type: catalog[code].type,
      title: catalog[code].title,
      detail: `This is ${code}.`,
      instance: /^urn:uuid:/,
      retry: catalog[code].retry,
      retryAfter: 3,
      requestId: response.headers.get('x-request-id')!
    }, code)
    t.strictSame(problem.extensions, catalog[code].examples[0] ?? {}, `${code} keeps its extension members`)
  }
})

test('failures that no handler raised decode, too', async (t) => {
  const app = Fastify(problemServerOptions())
  t.teardown(() => app.close())
  await app.register(problemJson, { catalog })
  app.post('/orders', { schema: { body: Type.Object({ sku: Type.String() }) } }, () => { throw new Error('secret') })
  const url = await app.listen({ port: 0, host: '127.0.0.1' })
  const post = (body: string, type = 'application/json') =>
    fetch(`${url}/orders`, { method: 'POST', body, headers: { 'content-type': type } })

  const invalid = await decode(await post('{}'))
  t.equal(invalid.code, 'VALIDATION_ERROR')
  if (invalid.code === 'VALIDATION_ERROR') t.equal(invalid.extensions.errors[0]?.pointer, '#/sku')
  t.equal((await decode(await post('{"sku":'))).code, 'INVALID_REQUEST')
  t.equal((await decode(await post('sku', 'text/sku'))).code, 'UNSUPPORTED_MEDIA_TYPE')
  t.equal((await decode(await fetch(`${url}/nowhere`))).code, 'NOT_FOUND')
  t.equal((await decode(await fetch(`${url}/orders`))).code, 'METHOD_NOT_ALLOWED')
  t.equal((await decode(await fetch(`${url}/%E0%A4%A`))).code, 'INVALID_REQUEST')
  const failed = await decode(await post('{"sku":"A"}'))
  t.equal(failed.code, 'INTERNAL_ERROR')
  t.equal(failed.retry, 'idempotent')
  t.notMatch(JSON.stringify(failed), 'secret')
})

test('an unknown code is null, and the raw one is kept', async (t) => {
  const problem = await decodeAnswer(t, answer(409, { ...orderNotFound, code: 'FROM_NEXT_YEAR', retry: 'any' }))

  t.equal(problem.code, null)
  t.equal(problem.rawCode, 'FROM_NEXT_YEAR')
  t.equal(problem.retry, 'any', 'what the service says of it still counts')
  t.strictSame(problem.extensions, { orderId: '42' })
})

test('names that every object inherits are no codes', async (t) => {
  for (const code of ['constructor', '__proto__', 'toString', 'hasOwnProperty', '']) {
    const problem = await decodeAnswer(t, page(400, `{"type":"/x","code":"${code}","refines":"${code}","__proto__":{"polluted":1}}`, { 'content-type': 'application/json' }))

    t.equal(problem.code, null, code)
    t.equal(problem.rawCode, code)
    t.equal(Object.getPrototypeOf(problem.extensions), Object.prototype)
    t.notOk('polluted' in problem.extensions)
  }
})

test('a code that refines a known one decodes as that one, with its raw code', async (t) => {
  const special = { ...orderNotFound, code: 'ORDER_ARCHIVED', refines: 'ORDER_NOT_FOUND' }

  const problem = await decodeAnswer(t, answer(404, special))
  t.equal(problem.code, 'ORDER_NOT_FOUND')
  t.equal(problem.rawCode, 'ORDER_ARCHIVED')
  t.equal((await decodeAnswer(t, answer(400, { ...special, code: 'PROFILE_INVALID' }))).code, 'PROFILE_INVALID', 'a known code comes first')
  t.equal((await decodeAnswer(t, answer(404, { ...special, refines: 'UNHEARD_OF' }))).code, null)
  t.equal((await decodeAnswer(t, answer(404, { ...special, refines: ['ORDER_NOT_FOUND'] }))).code, null)
  t.equal((await decodeAnswer(t, answer(404, { type: '/x', refines: 'ORDER_NOT_FOUND' }))).code, null, 'no code was sent')
})

test('the status is that of the response; the one in the body is exposed beside it', async (t) => {
  const problem = await decodeAnswer(t, answer(502, { ...orderNotFound, status: 404 }))

  t.equal(problem.status, 502)
  t.equal(problem.bodyStatus, 404)
})

test('a member of the wrong type is ignored as if it were absent', async (t) => {
  const wrong = { type: 5, title: {}, status: '404', detail: null, instance: [], code: 7, retry: 1, retryAfter: '5', action: true, refines: {} }

  t.strictSame(await decodeAnswer(t, answer(404, wrong)), { ...opaque, status: 404, retry: 'none' })
  for (const [name, value] of Object.entries(wrong).filter(([name]) => name !== 'code')) {
    const problem = await decodeAnswer(t, answer(404, { ...orderNotFound, [name]: value }))
    t.equal(problem.code, 'ORDER_NOT_FOUND', `a wrong '${name}' costs nothing else`)
    t.strictSame(problem.extensions, { orderId: '42' })
  }
})

test('a problem without a code or a type is read as far as it goes', async (t) => {
  const problem = await decodeAnswer(t, answer(403, { title: 'Not enough credit', balance: 30 }))

  t.strictSame(problem, { ...opaque, status: 403, title: 'Not enough credit', retry: 'none', extensions: { balance: 30 } })
})

test('the type is an identity: it is resolved, compared as it is, and never fetched', async (t) => {
  const paths: (string | undefined)[] = []
  const url = await serve(t, (request, response) => {
    paths.push(request.url)
    answer(404, { type: 'example-problem', instance: '../log/1', code: 'ORDER_NOT_FOUND', orderId: '1' })(request, response)
  })

  const first = await decode(await fetch(`${url}/foo/bar/123`))
  const second = await decode(await fetch(`${url}/widget/456`))

  t.equal(first.type, `${url}/foo/bar/example-problem`)
  t.equal(first.instance, `${url}/foo/log/1`)
  t.equal(second.type, `${url}/widget/example-problem`)
  t.strictSame(paths, ['/foo/bar/123', '/widget/456'])
  for (const type of ['urn:problem:x', 'tag:example.com,2025:x', 'https://EXAMPLE.com', 'about:blank']) {
    t.equal((await decodeAnswer(t, answer(404, { type, code: 'X' }))).type, type, 'an absolute one stays as it is')
  }
  const guess = await decodeAnswer(t, answer(404, { ...orderNotFound, code: undefined }))
  t.equal(guess.code, null, 'a code is not guessed from a type, a title or a status')
})

test('references that cannot be resolved stay as they were sent', async (t) => {
  const response = new Response(JSON.stringify({ type: '/x', instance: 'http://[', code: 'X' }), {
    status: 400, headers: { 'content-type': 'application/problem+json' }
  })

  const problem = await decode(response)

  t.equal(problem.type, '/x')
  t.equal(problem.instance, 'http://[')
})

test('a redirect leads to the address that references are resolved against', async (t) => {
  const problem = await decodeAnswer(t, (request, response) => {
    if (request.url === '/moved/here') return answer(410, { type: 'gone', code: 'GONE' })(request, response)
    response.writeHead(307, { location: '/moved/here' }).end()
  }, '/start')

  t.equal(problem.code, 'GONE')
  t.match(problem.type, /\/moved\/gone$/)
})

test('parameters, case and plain JSON do not hide a problem', async (t) => {
  for (const type of ['application/problem+json; charset=utf-8', 'Application/Problem+JSON;charset=UTF-8', 'application/json', 'application/vnd.api+json']) {
    t.equal((await decodeAnswer(t, answer(404, orderNotFound, { 'content-type': type }))).code, 'ORDER_NOT_FOUND', type)
  }
})

test('what is no problem keeps its status, and never throws', async (t) => {
  const json = { 'content-type': 'application/json' }
  const problemJson = { 'content-type': 'application/problem+json' }
  const html = { 'content-type': 'text/html' }
  const answers: Record<string, Handler> = {
    'an empty body': page(503, ''),
    'an empty body that claims to be a problem': page(503, '', problemJson),
    'a page of HTML': page(503, '<h1>Bad gateway</h1>', html),
    'HTML that claims to be JSON': page(503, '<h1>Bad gateway</h1>', json),
    'half of a problem': page(503, JSON.stringify(orderNotFound).slice(0, 40), problemJson),
    null: page(503, 'null', problemJson),
    'a list': page(503, JSON.stringify([orderNotFound]), problemJson),
    'a text': page(503, '"ORDER_NOT_FOUND"', problemJson),
    'a number': page(503, '42', problemJson),
    'JSON of another kind': page(503, '{"code":"ORDER_NOT_FOUND","message":"x"}', json),
    'a problem that claims to be HTML': page(503, JSON.stringify(orderNotFound), html)
  }
  for (const [name, handler] of Object.entries(answers)) {
    t.strictSame(await decodeAnswer(t, handler), { ...opaque, status: 503, retry: 'idempotent' }, name)
  }
})

test('a connection that breaks in the middle of a body leaves the status', async (t) => {
  const url = await serveBytes(t, 'HTTP/1.1 502 Bad Gateway\r\ncontent-type: application/problem+json\r\ncontent-length: 500\r\n\r\n{"type":"/x","code":"ORDER')

  t.strictSame(await decode(await fetch(url)), { ...opaque, status: 502, retry: 'idempotent' })
})

test('a body that never ends is left by the signal of its request', async (t) => {
  const url = await serve(t, (_request, response) => {
    response.writeHead(503, { 'content-type': 'application/problem+json' })
    response.write('{"code":')
  })

  const problem = await decode(await fetch(url, { signal: AbortSignal.timeout(2000) }))

  t.strictSame(problem, { ...opaque, status: 503, retry: 'idempotent' })
})

test('a body that was read before is opaque, and decoding does not read it away', async (t) => {
  const response = await fetch(await serve(t, answer(404, orderNotFound)))

  t.equal((await decode(response)).code, 'ORDER_NOT_FOUND')
  t.equal((await decode(response)).code, 'ORDER_NOT_FOUND', 'a second time')
  t.strictSame(await response.json(), orderNotFound)
  t.strictSame(await decode(response), { ...opaque, status: 404, retry: 'none' })
})

test('an answer that did not fail is never taken for a problem', async (t) => {
  const problem = await decodeAnswer(t, answer(200, orderNotFound))

  t.strictSame(problem, { ...opaque, status: 200, retry: 'none' })
  t.equal((await decode(Response.error())).status, 0, 'nor one that a browser hides')
})

test('a request id may have another header', async (t) => {
  const decoder = createDecoder(catalog, { requestIdHeader: 'x-trace' })

  t.equal((await decodeAnswer(t, answer(404, orderNotFound, { 'x-trace': 't-1' }), '/', decoder)).requestId, 't-1')
})

test('only the codes that are handed over are known', async (t) => {
  const decoder = createDecoder<Pick<typeof catalog, 'ORDER_NOT_FOUND'>>({ ORDER_NOT_FOUND: true })

  t.equal((await decodeAnswer(t, answer(404, orderNotFound), '/', decoder as typeof decode)).code, 'ORDER_NOT_FOUND')
  t.equal((await decodeAnswer(t, answer(404, { type: '/x', code: 'GONE' }), '/', decoder as typeof decode)).code, null)
})

test('Retry-After is read in both forms, strictly, and a date by the clock of the server', async (t) => {
  const date = 'Tue, 01 Jul 2025 10:00:00 GMT'
  const wait = async (headers: Record<string, string>, body = {}) =>
    (await decodeAnswer(t, answer(429, { ...orderNotFound, ...body }, headers))).retryAfter

  t.equal(await wait({ 'retry-after': '120' }, { retryAfter: 5 }), 120, 'the header comes first')
  t.equal(await wait({ 'retry-after': '0' }), 0)
  t.equal(await wait({ 'retry-after': '1000000' }), 1_000_000)
  t.equal(await wait({ 'retry-after': 'Tue, 01 Jul 2025 10:00:30 GMT', date }), 30)
  t.equal(await wait({ 'retry-after': 'Tue, 01 Jul 2025 10:00:30 GMT', date, age: '600' }), 30, 'an answer from a cache')
  t.equal(await wait({ 'retry-after': 'Tue, 01 Jul 2025 09:00:00 GMT', date }), 0, 'a date that has passed')
  t.equal(await wait({ 'retry-after': date, date: 'yesterday' }), 0, 'without a clock of the server, by our own')
  t.equal(await wait({ 'retry-after': '5, 6', 'ratelimit-reset': '9', ratelimit: '"a";r=0;t=9' }), undefined)
  for (const invalid of ['soon', '-5', '1.5', '0x10', '1e3', '5s', 'Infinity', '2025-07-01T10:00:30Z', 'Invalid Date', 'Tue, 31 Jun 2025 10:00:00 GMT', 'Mon, 01 Jul 2025 10:00:30 GMT']) {
    t.equal(await wait({ 'retry-after': invalid, date }), undefined, invalid)
    t.equal(await wait({ 'retry-after': invalid, date }, { retryAfter: 4 }), 4, 'then the body counts')
  }
  for (const retryAfter of ['5', -1, null, {}]) t.equal(await wait({}, { retryAfter }), undefined)
})

test('a problem is told from other values by its wire form', (t) => {
  t.ok(isProblem(orderNotFound))
  for (const value of [undefined, null, 'ORDER_NOT_FOUND', 42, [], {}, { ...orderNotFound, code: 1 }, { ...orderNotFound, status: '404' }, { code: 'X', status: 400 }]) {
    t.notOk(isProblem(value))
  }
  t.end()
})

test('what a client has read already decodes as the response does: parsed, as text, with any headers or none', async (t) => {
  const url = await serve(t, answer(404, orderNotFound, { 'x-request-id': 'req-1', 'retry-after': '7' }))
  const wanted = await decode(await fetch(url))
  const plain = { 'content-type': 'application/problem+json', 'x-request-id': 'req-1', 'retry-after': '7' }

  for (const body of [orderNotFound, JSON.stringify(orderNotFound)]) {
    for (const headers of [new Headers(plain), new Map(Object.entries(plain)), plain]) {
      t.strictSame(await decode({ status: 404, url, headers, body }), wanted)
    }
  }
  t.strictSame(await decode({ status: 404, url, body: orderNotFound }), { ...wanted, requestId: undefined, retryAfter: undefined })
})

test('what was parsed is not changed by the decoder', async (t) => {
  const body = Object.freeze({ ...orderNotFound, title: 5, lines: Object.freeze([Object.freeze({ sku: 'a' })]) })

  const problem = await decode({ status: 404, body })

  t.equal(problem.code, 'ORDER_NOT_FOUND')
  t.equal(problem.title, undefined)
  t.equal(body.title, 5)
})

test('whatever was read, nothing is thrown', async (t) => {
  const circular: Record<string, unknown> = { type: '/x', code: 'ORDER_NOT_FOUND' }
  circular['self'] = circular
  for (const body of [undefined, null, '', 'half {', '<html>', [], [orderNotFound], 5, true, circular, { get type () { throw new Error('lazy') } }, Symbol('x'), 5n]) {
    for (const headers of [undefined, {}, { 'content-type': undefined }, { 'content-type': ['application/problem+json'] }]) {
      t.match(await decode({ status: 500, headers, body }), { code: null, status: 500, retry: 'idempotent' }, String(typeof body))
    }
  }
  t.match(await decode({ status: 404, headers: { 'content-type': 'text/html' }, body: orderNotFound }), { code: null, status: 404 }, 'the media type counts where there is one')
  t.match(await decode({ status: 200, body: orderNotFound }), { code: null, status: 200 })
})

test('a decoder takes a list of codes', async (t) => {
  const decoder = createDecoder(['ORDER_NOT_FOUND', 'OUT_OF_STOCK'])
  const codeOf = async (code: string) => (await decoder({ status: 404, body: { ...orderNotFound, code } })).code

  t.equal(await codeOf('ORDER_NOT_FOUND'), 'ORDER_NOT_FOUND')
  for (const unknown of ['GONE', 'length', '0', 'includes', 'constructor', '']) t.equal(await codeOf(unknown), null, unknown)
  const special = await decoder({ status: 404, body: { ...orderNotFound, code: 'ORDER_ARCHIVED', refines: 'ORDER_NOT_FOUND' } })
  t.equal(special.code, 'ORDER_NOT_FOUND')
})

test('the guidance that a service puts on the wire is a member of its own, and no extension', async (t) => {
  t.match(await decodeAnswer(t, answer(404, { ...orderNotFound, guidance: 'Show the list.' })), { guidance: 'Show the list.', extensions: { orderId: '42' } })
  t.equal((await decodeAnswer(t, answer(404, { ...orderNotFound, guidance: ['x'] }))).guidance, undefined)
})
