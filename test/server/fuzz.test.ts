/**
 * Random values through the funnel, and random bytes through the socket: no crash, no hang, nothing but problems. The
 * whole of it, 100,000 values and 10,000 requests, runs with `npm run test:long`.
 * The seed is printed; `TEST_SEED` repeats a run.
 */
import { connect } from 'node:net'
import fc from 'fast-check'
import { test } from 'tap'
import type { Test } from 'tap'
import { createRecognize } from '../../lib/failures/recognize.js'
import type { FailureContext } from '../../lib/failures/failure.js'
import type { AnyCatalog } from '../../lib/index.js'
import { runs, seed } from '../fixtures/long.js'
import { catalog, createService, listen, secret } from '../fixtures/server.js'

function check<T> (t: Test, arbitrary: fc.Arbitrary<T>, numRuns: number, property: (value: T) => boolean): void {
  t.comment(`seed ${seed}`)
  const { failed, counterexample } = fc.check(fc.property(arbitrary, property), { seed, numRuns, endOnFailure: true })
  t.notOk(failed, `${numRuns} runs${failed ? `, but not ${fc.stringify(counterexample)}` : ''}`)
}

const trap = () => { throw new Error('trap') }

/** Members that recognizers look at, with values that may be right, wrong or absurd. */
const suspicious = fc.record({
  name: fc.constantFrom('Error', 'ValidationError', 'AbortError', 'TimeoutError', '', 'PrismaClientKnownRequestError', 5),
  message: fc.oneof(fc.string(), fc.anything({ maxDepth: 1 })),
  code: fc.oneof(fc.constantFrom('FST_ERR_VALIDATION', 'FST_ERR_CTP_BODY_TOO_LARGE', 'ECONNREFUSED', '23505', 'P2002', 'EMAIL_TAKEN', 'ORDER_NOT_FOUND', 'Z_DATA_ERROR', 20, 1062), fc.anything({ maxDepth: 1 })),
  status: fc.oneof(fc.integer(), fc.constantFrom(404, '404', 409, 500, 302), fc.anything({ maxDepth: 1 })),
  statusCode: fc.oneof(fc.integer({ min: 300, max: 700 }), fc.anything({ maxDepth: 1 })),
  expose: fc.anything({ maxDepth: 0 }),
  headers: fc.oneof(fc.constant(null), fc.dictionary(fc.constantFrom('retry-after', 'allow', 'www-authenticate'), fc.anything({ maxDepth: 1 }))),
  validation: fc.oneof(fc.boolean(), fc.array(fc.oneof(fc.anything({ maxDepth: 2 }), fc.record({
    keyword: fc.constantFrom('required', 'type', 'additionalProperties', 'enum', 'x'), instancePath: fc.string(), params: fc.anything({ maxDepth: 1 }), message: fc.string()
  }, { requiredKeys: [] })), { maxLength: 5 })),
  validationContext: fc.constantFrom('body', 'querystring', 'params', 'headers', 'x', 5),
  isBoom: fc.boolean(),
  output: fc.anything({ maxDepth: 2 }),
  response: fc.anything({ maxDepth: 1 }),
  errors: fc.array(fc.anything({ maxDepth: 1 }), { maxLength: 3 }),
  severity: fc.string(),
  meta: fc.anything({ maxDepth: 1 })
}, { requiredKeys: [] })

const errors = suspicious.map((members) => {
  const error = new Error('x')
  for (const [name, value] of Object.entries(members)) Object.defineProperty(error, name, { value, enumerable: true, configurable: true })
  return error
})

/** Values that bite: getters and proxies that throw, frozen ones, and causes that go in circles. */
function withTeeth (value: unknown, kind: number): unknown {
  if (typeof value !== 'object' || value === null) return value
  switch (kind % kinds) {
    case 0: return new Proxy(value, { get: trap, has: trap, getPrototypeOf: trap, ownKeys: trap, getOwnPropertyDescriptor: trap })
    case 1: return new Proxy(value, { get: (target, name) => name === 'code' ? trap() : Reflect.get(target, name) })
    case 2: return Object.defineProperty(Object.create(value), 'message', { get: trap })
    case 3: return Object.freeze(Object.create(value))
    case 4: return Object.create(value, Object.fromEntries(['toString', 'valueOf', 'toJSON', Symbol.toPrimitive].map((name) => [name, { value: trap }])))
    case 5: {
      const circle: { cause?: unknown } = Object.create(value)
      circle.cause = { cause: circle }
      return circle
    }
    default: return value
  }
}

const kinds = 10

const nested = (depth: number, value: unknown): unknown => depth === 0 ? value : new Error('outer', { cause: nested(depth - 1, value) })

type Seed = [value: unknown, teeth: number, depth: number]

/** What a value is made of: fast-check looks at what it hands out, and would be bitten itself. */
const seeds: fc.Arbitrary<Seed> = fc.tuple(
  fc.oneof(errors, suspicious, fc.anything({ maxDepth: 2, maxKeys: 3, withBigInt: true, withDate: true, withNullPrototype: true, withMap: true, withTypedArray: true, withBoxedValues: true })),
  fc.nat(kinds - 1),
  fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.integer({ min: 1, max: 12 }) })
)

const grow = ([value, teeth, depth]: Seed): unknown => nested(depth, withTeeth(value, teeth))

const context: FailureContext = {
  status: 200, header: () => undefined, method: 'POST', bodyLimit: 1000, bodyMissing: false, acceptedTypes: () => ['application/json'], maxValidationErrors: 5
}

test('random values: the funnel gives each a problem of the catalog', async (t) => {
  const recognize = createRecognize(catalog as AnyCatalog)
  const types = new Set<unknown>(Object.values(catalog))
  const statuses = fc.constantFrom(200, 302, 404, 500, 503)

  // Each with five sets of teeth: to make a value costs ten times what it costs to judge it.
  check(t, fc.tuple(seeds, statuses), runs(1000, 20_000), ([[value, teeth, depth], status]) => [0, 1, 2, 3, 4].every((more) => {
    const { problem, origin } = recognize(grow([value, teeth + more, depth]), { ...context, status })
    return types.has(problem.problemType) && typeof origin === 'string' && (problem.detail === undefined || problem.detail.length <= 512)
  }))
})

test('random values that a service throws: each is a problem, and leaks nothing', async (t) => {
  const ingredients = fc.sample(seeds, { seed, numRuns: runs(300, 3000) })
  const values = ingredients.map(grow)
  const { app, log } = await createService({ requestIdHeader: false, undeclared: 'ignore' })
  // A 4xx with a message of its own may say it; what else a value holds may not be seen.
  const own = new Set(['type', 'title', 'status', 'code', 'detail', 'instance', 'retry', 'retryAfter', 'errors', 'truncated', 'allow', 'accept', 'limit', 'resource', 'resourceId', 'action', 'service', 'refines'])
  app.get('/:index', async (request) => { throw values[Number((request.params as { index: string }).index)] })
  app.get('/secret/:index', async (request) => {
    const value = values[Number((request.params as { index: string }).index)]
    if (typeof value !== 'object' || value === null) throw value
    throw Object.create(value, { secret: { value: secret, enumerable: true }, stack: { value: secret } })
  })

  let unlike = 0
  for (let index = 0; index < values.length; index++) {
    const response = await app.inject(index % 2 === 0 ? `/${index}` : `/secret/${index}`)
    const body = response.json() as Record<string, unknown>
    const fine = response.statusCode >= 400 && response.headers['content-type'] === 'application/problem+json' &&
      body['status'] === response.statusCode && typeof body['code'] === 'string' &&
      Object.keys(body).every((name) => own.has(name)) && !response.body.includes(secret)
    if (!fine && unlike++ < 3) t.fail(`seed ${seed}, value ${index}: ${fc.stringify(ingredients[index])} became ${response.statusCode} ${response.body}`)
  }
  t.equal(unlike, 0)
  t.equal(log.filter(({ code }) => code !== undefined).length, values.length, 'one line of a problem each')
})

const valid: readonly string[] = [
  'GET / HTTP/1.1\r\nHost: x\r\n\r\n',
  'GET /item/1?a=b&c=%20 HTTP/1.1\r\nHost: x\r\nAccept: text/html, */*;q=0.1\r\nX-Request-Id: abc\r\n\r\n',
  'HEAD /item/1 HTTP/1.1\r\nHost: x\r\nIf-None-Match: "x"\r\n\r\n',
  'POST /body HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{"a":"b"}',
  'POST /body HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{"a":\r\n4\r\n"b"}\r\n0\r\n\r\n',
  'DELETE /item/1 HTTP/1.0\r\n\r\n',
  'OPTIONS * HTTP/1.1\r\nHost: x\r\nConnection: keep-alive\r\n\r\n',
  'PUT /body HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain; charset=utf-8\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\nx'
]

const pieces = fc.constantFrom(
  '\r\n', '\n', '\r', '\0', ' ', '\t', ':', '%', '%E0%A4%A', '%00', '../', '//', '?', '#', '"', '{', '[', '\u00ff', '\u0080', 'HTTP/1.1', 'HTTP/9.9', 'HTTP/2.0',
  'Content-Length: 5\r\n', 'Content-Length: -1\r\n', 'Transfer-Encoding: chunked\r\n', 'Transfer-Encoding: gzip\r\n', 'Host: y\r\n', 'Connection: upgrade\r\nUpgrade: h2c\r\n',
  'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 'CONNECT x:1 HTTP/1.1\r\n', 'fffffffffffffffff\r\n', '0\r\n\r\n', 'X-A: ' + 'a'.repeat(20_000) + '\r\n', '__proto__', 'constructor'
)

const cut = fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), drop: fc.integer({ min: 0, max: 12 }), put: fc.oneof(pieces, fc.string({ maxLength: 6 })) })

/** A request that was right until somebody cut it up; and one that never was. */
const malformed: fc.Arbitrary<Buffer> = fc.oneof(
  { weight: 20, arbitrary: fc.tuple(fc.constantFrom(...valid), fc.array(cut, { minLength: 1, maxLength: 4 })).map(([request, cuts]) => Buffer.from(cuts.reduce(edit, request), 'latin1')) },
  { weight: 1, arbitrary: fc.uint8Array({ minLength: 1, maxLength: 60 }).map((bytes) => Buffer.from(bytes)) }
)

function edit (request: string, { at, drop, put }: { at: number, drop: number, put: string }): string {
  const index = Math.floor(at * request.length)
  return request.slice(0, index) + put + request.slice(index + drop)
}

/** All that the server says to these bytes until it closes. The client has nothing more to say. */
function exchange (port: number, bytes: Buffer): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' })
    const chunks: Buffer[] = []
    socket.setTimeout(60_000, () => { socket.destroy(); resolve(undefined) })
    socket.on('data', (chunk) => chunks.push(chunk))
    socket.on('error', () => {})
    socket.on('close', () => resolve(Buffer.concat(chunks).toString('latin1')))
    socket.end(bytes)
  })
}

/** Every answer in it: a success, one of Node\'s own that docs/limits.md lists, or a problem. */
function isFine (answer: string): boolean {
  return answer.split(/(?=HTTP\/1\.1 \d{3} )/).every((one) => {
    if (one === '' || /^HTTP\/1\.1 [12]\d\d /.test(one)) return true
    if (/^HTTP\/1\.1 (400|417) /.test(one) && !one.includes('application/problem+json')) return /\r\n\r\n(0\r\n\r\n)?$/.test(one)
    if (!/^HTTP\/1\.1 [45]\d\d /.test(one) || !/\r\ncontent-type: application\/problem\+json\r\n/i.test(one)) return false
    const body = one.slice(one.indexOf('\r\n\r\n') + 4)
    // HEAD has no body.
    return body === '' || (JSON.parse(body) as { status: number }).status === Number(one.slice(9, 12))
  })
}

test('malformed requests on real sockets: a problem or a closed connection each, and the server lives', async (t) => {
  const { app } = await createService({}, { logger: false as never, keepAliveTimeout: 200 })
  app.get('/', async () => 'x')
  app.get('/item/:id', async () => 'x')
  app.post('/body', { schema: { body: { type: 'object', required: ['a'] } } }, async () => 'x')
  app.put('/body', async () => { throw new Error(secret) })
  const { port } = new URL(await listen(app))
  t.teardown(() => app.close())
  const requests = fc.sample(malformed, { seed, numRuns: runs(500, 10_000) })
  t.comment(`seed ${seed}`)

  let next = 0
  let problems = 0
  const bad: string[] = []
  async function work (): Promise<void> {
    while (next < requests.length) {
      const bytes = requests[next++]!
      const answer = await exchange(Number(port), bytes)
      if (answer?.includes('"instance":"urn:uuid:')) problems++
      if (answer === undefined || !isFine(answer) || answer.includes(secret)) bad.push(JSON.stringify([bytes.toString('latin1'), answer]))
    }
  }
  await Promise.all(Array.from({ length: 50 }, work))

  t.same(bad.slice(0, 3), [])
  t.ok(problems > requests.length * 0.3, `${problems} problems`)
  t.equal((await fetch(`http://127.0.0.1:${port}/`)).status, 200)
})
