/**
 * The statements of RFC 9457, RFC 9110 and their companions that apply to what the server sends, each by its number
 * in docs/conformance.md. What another file tests anyway is in `owners`, at the end.
 */
import { readFileSync, readdirSync } from 'node:fs'
import { Type } from '@sinclair/typebox'
import { Ajv } from 'ajv'
import createError from 'http-errors'
import { test } from 'tap'
import { defineCatalog } from '../lib/index.js'
import { standardDefinitions } from '../lib/catalog/standard.js'
import { toSeconds } from '../lib/http/retry-after.js'
import { catalog, createService, secret } from './fixtures/server.js'

const mediaType = 'application/problem+json'

/** The schema of RFC 9457, Appendix A. */
const rfcSchema = {
  type: 'object',
  properties: {
    type: { type: 'string', format: 'uri-reference' },
    title: { type: 'string' },
    status: { type: 'integer', minimum: 100, maximum: 599 },
    detail: { type: 'string' },
    instance: { type: 'string', format: 'uri-reference' }
  }
}
const fitsRfc = new Ajv({ formats: { 'uri-reference': /^(?:[a-z][a-z0-9+.-]*:)?[A-Za-z0-9\-._~:/?#[\]@!$&'()*+,;=%]*$/ } }).compile(rfcSchema)

/** A service that can be made to send every problem type of its catalog. */
async function everyProblem () {
  const { app, log } = await createService()
  app.get('/problems/:code', async (request, reply) => {
    const { code } = request.params as { code: string }
    return reply.problem(code, catalog[code as 'CONFLICT'].examples[0] ?? { orderId: '1' })
  })
  return { app, log }
}

const codes = Object.keys(catalog)

test('P01 P09 P20 P27 P44: every problem type is one JSON object that fits the schema of the RFC', async (t) => {
  const { app } = await everyProblem()
  for (const code of codes) {
    const response = await app.inject(`/problems/${code}`)
    t.equal(response.headers['content-type'], mediaType, code)
    t.ok(fitsRfc(response.json()), code)
    t.notOk(Object.values(response.json()).includes(null), code)
    t.match(response.json().instance, /^urn:uuid:/, code)
  }
})

test('P02 H09: no Accept header, and no odd one, empties the answer or turns it into a 406', async (t) => {
  const { app } = await everyProblem()
  const accepts = [undefined, '*/*', 'application/json', 'application/vnd.x+json', 'text/csv', 'text/html', 'application/problem+xml', 'q=;;,', '', 'application/problem+json;q=0']
  for (const accept of accepts) {
    const response = await app.inject({ url: '/problems/CONFLICT', headers: accept === undefined ? {} : { accept } })
    t.equal(response.statusCode, 409, `Accept: ${accept}`)
    t.equal(response.headers['content-type'], mediaType, `Accept: ${accept}`)
    t.equal(response.json().code, 'CONFLICT', `Accept: ${accept}`)
  }
})

test('P04: of several reasons to refuse a request exactly one is told, the first in the order of the request', async (t) => {
  const { app } = await createService()
  app.post('/guarded', { onRequest: async () => { throw new catalog.UNAUTHORIZED() }, schema: { body: { type: 'object', required: ['a'] } } }, async () => 'x')
  app.post('/open', { schema: { body: { type: 'object', required: ['a'] } }, preHandler: async () => { throw new catalog.CONFLICT() } }, async () => 'x')
  const post = (url: string, payload: string, type = 'application/json') => app.inject({ method: 'POST', url, payload, headers: { 'content-type': type } })

  t.equal((await post('/guarded', '{')).statusCode, 401)
  t.equal((await post('/nowhere', '{}')).statusCode, 404)
  t.equal((await post('/open', '{}', 'image/png')).statusCode, 415)
  t.equal((await post('/open', '{}')).statusCode, 400)
  t.equal((await post('/open', '{"a":1}')).statusCode, 409)
})

test('P06: several errors of one type are one problem with a list', async (t) => {
  const { app } = await createService({}, { ajv: { customOptions: { allErrors: true } } })
  app.post('/', { schema: { body: { type: 'object', required: ['a', 'b', 'c'] } } }, async () => 'x')

  const problem = (await app.inject({ method: 'POST', url: '/', payload: {} })).json()

  t.same(problem.errors.map(({ pointer }: { pointer: string }) => pointer), ['#/a', '#/b', '#/c'])
})

test('P07: successes, and formats of the application\'s own, are left alone', async (t) => {
  const { app } = await createService()
  app.get('/ok', async () => ({ status: 409, code: 'CONFLICT' }))
  app.get('/own', async (request, reply) => reply.type('application/vnd.error+json').send('{"own":true}'))

  t.same((await app.inject('/ok')).json(), { status: 409, code: 'CONFLICT' })
  t.equal((await app.inject('/own')).headers['content-type'], 'application/vnd.error+json; charset=utf-8')
})

test('P10 P16 P18: a type is a URI that depends on neither host, prefix nor environment', async (t) => {
  const { app } = await everyProblem()
  app.register(async (child) => { child.get('/x', async (request, reply) => reply.problem('CONFLICT')) }, { prefix: '/v2' })

  const types = new Set<string>()
  for (const request of [{ url: '/problems/CONFLICT' }, { url: '/v2/x', headers: { host: 'other.example', 'x-forwarded-host': 'evil.example' } }]) {
    types.add((await app.inject(request)).json().type)
  }

  t.same([...types], ['https://api.example.com/problems/conflict'])
  t.doesNotThrow(() => new URL([...types][0]!))
})

test('P17: a urn is taken as a base', async (t) => {
  t.equal(defineCatalog({}, { base: 'urn:example:' }).CONFLICT.type, 'urn:example:conflict')
})

test('P19 P21: the status of the body is that of HTTP, whatever was set before', async (t) => {
  const { app } = await createService()
  app.get('/', async (request, reply) => reply.code(200).problem('CONFLICT'))
  app.get('/throw', async (request, reply) => { reply.code(418); throw new catalog.EMAIL_TAKEN() })

  for (const url of ['/', '/throw']) {
    const response = await app.inject(url)
    t.equal(response.json().status, response.statusCode)
    t.equal(response.statusCode, 409)
  }
})

test('P22: the title is the same in every occurrence', async (t) => {
  const { app } = await createService()
  app.get('/:id', async (request, reply) => reply.problem('ORDER_NOT_FOUND', request.params as { id: string } && { orderId: (request.params as { id: string }).id }))

  const [one, two] = [(await app.inject('/1')).json(), (await app.inject('/2')).json()]

  t.equal(one.title, two.title)
  t.not(one.detail, two.detail)
})

test('P23 P24: every value in a detail is an extension member, too', async (t) => {
  for (const [code, problemType] of Object.entries(catalog)) {
    const members = Object.keys(problemType.extensions?.properties ?? {})
    for (const template of problemType.detail) {
      for (const [, name] of template.matchAll(/\{(\w+)\}/g)) t.ok(members.includes(name!), `${code} ${name}`)
    }
  }
})

test('P25 P26 P42: two failures of the same request have two instances, which say nothing of it', async (t) => {
  const { app } = await everyProblem()
  const send = async () => (await app.inject(`/problems/CONFLICT?token=${secret}`)).json().instance

  const [one, two] = [await send(), await send()]

  t.not(one, two)
  t.match(one, /^urn:uuid:[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/)
})

test('P28: extension members are siblings of the others', async (t) => {
  const { app } = await everyProblem()

  t.equal((await app.inject('/problems/ORDER_NOT_FOUND')).json().orderId, '1')
})

test('P30 P31 P32 P36: an extension with a reserved or ill-formed name, or a type without title or status, stops the start', async (t) => {
  const define = defineCatalog as unknown as (definitions: object, options?: object) => unknown
  const row = { status: 404, title: 'x' }
  for (const name of ['type', 'title', 'status', 'detail', 'instance', 'code', 'order id', '1st']) {
    t.throws(() => define({ LOST: { ...row, extensions: Type.Object({ [name]: Type.String() }) } }), name)
  }
  t.throws(() => define({ LOST: { title: 'x' } }))
  t.throws(() => define({ LOST: { status: 404 } }))
})

test('P30: what is thrown cannot overwrite a member of the format', async (t) => {
  const { app } = await createService()
  app.get('/', async (request, reply) => reply.problem('ORDER_NOT_FOUND', JSON.parse('{"orderId":"1","status":200,"code":"OK","__proto__":{"title":"x"},"constructor":"y"}')))

  const problem = (await app.inject('/')).json()

  t.match(problem, { status: 404, code: 'ORDER_NOT_FOUND', title: 'Order not found' })
  t.same(Object.keys(problem), ['type', 'title', 'status', 'code', 'detail', 'instance', 'orderId'])
})

test('P33: a type that promises Retry-After sends it', async (t) => {
  const { app } = await everyProblem()

  t.equal((await app.inject('/problems/MAINTENANCE')).headers['retry-after'], '120')
})

test('P37 P38: no problem is about:blank, since each has a code', async (t) => {
  for (const problemType of Object.values(catalog)) t.not(problemType.type, 'about:blank')
})

for (const NODE_ENV of ['production', 'development', 'test', undefined]) {
  test(`P39 P40: a secret in an error never leaves, NODE_ENV ${NODE_ENV}`, async (t) => {
    const before = process.env['NODE_ENV']
    if (NODE_ENV === undefined) delete process.env['NODE_ENV']
    else process.env['NODE_ENV'] = NODE_ENV
    t.teardown(() => { process.env['NODE_ENV'] = before })
    const { app } = await createService()
    const sql = Object.assign(new Error(`insert into users values ('${secret}')`), { query: secret, parameters: [secret] })
    const errors: unknown[] = [
      new Error(secret),
      new Error('outer', { cause: sql }),
      new AggregateError([sql], secret),
      Object.assign(new Error(secret), { statusCode: 503, headers: { 'x-secret': secret } }),
      createError(500, secret, { expose: true, headers: { 'set-cookie': secret } }),
      secret,
      { message: secret, stack: secret },
      new (catalog.INTERNAL_ERROR)(undefined, { cause: sql })
    ]
    errors.forEach((error, index) => app.get(`/${index}`, async () => { throw error }))
    for (const index of errors.keys()) {
      const response = await app.inject(`/${index}`)
      t.ok(response.statusCode >= 500)
      t.notMatch(response.body + JSON.stringify(response.headers), new RegExp(`${secret}|conformance\\.test|node_modules`))
    }
  })
}

test('P41: of the extensions only what the schema lists is written, at every depth', async (t) => {
  const own = defineCatalog({
    CART_INVALID: { status: 409, title: 'x', extensions: Type.Object({ items: Type.Array(Type.Object({ sku: Type.String() })) }) }
  })
  const { app } = await createService({ catalog: own })
  app.get('/', async (request, reply) => reply.problem('CART_INVALID', { items: [{ sku: 'a', cost: secret, supplier: { name: secret } }], secret }))

  const response = await app.inject('/')

  t.same(response.json().items, [{ sku: 'a' }])
  t.notMatch(response.body, secret)
})

test('H01: a problem says whether it is temporary', async (t) => {
  const { app } = await everyProblem()

  t.equal((await app.inject('/problems/SERVICE_UNAVAILABLE')).json().retry, 'idempotent')
  t.equal((await app.inject('/problems/OVERLOADED')).json().retry, 'any')
  t.notOk('retry' in (await app.inject('/problems/FORBIDDEN')).json())
})

test('H03 H19: every 401, 407 and 426 has the header that it must have', async (t) => {
  const { app } = await everyProblem()
  app.get('/thrown', async () => { throw createError(401, 'no token') })
  for (const [code, name] of [['UNAUTHORIZED', 'www-authenticate'], ['PROXY_AUTHENTICATION_REQUIRED', 'proxy-authenticate'], ['UPGRADE_REQUIRED', 'upgrade']] as const) {
    t.ok((await app.inject(`/problems/${code}`)).headers[name], code)
  }
  t.equal((await app.inject('/thrown')).headers['www-authenticate'], 'Bearer')
})

test('H04 H26: challenges, CORS and policies that a plugin has set stay, each on its own line', async (t) => {
  const { app } = await createService()
  app.get('/', async (request, reply) => {
    reply.header('www-authenticate', ['Basic realm="a"', 'Bearer realm="b"']).header('access-control-allow-origin', '*').header('strict-transport-security', 'max-age=9').header('x-ratelimit-limit', 5)
    throw new catalog.UNAUTHORIZED()
  })

  const { headers } = await app.inject('/')

  t.same(headers['www-authenticate'], ['Basic realm="a"', 'Bearer realm="b"'])
  t.match(headers, { 'access-control-allow-origin': '*', 'strict-transport-security': 'max-age=9', 'x-ratelimit-limit': '5' })
})

test('H05: a challenge is bare unless the application says more', async (t) => {
  const { app } = await createService()
  app.get('/bare', async (request, reply) => reply.problem('UNAUTHORIZED'))
  app.get('/scope', async (request, reply) => reply.problem('FORBIDDEN', {}, { headers: { 'WWW-Authenticate': 'Bearer error="insufficient_scope", scope="orders"' } }))

  t.equal((await app.inject('/bare')).headers['www-authenticate'], 'Bearer')
  t.match((await app.inject('/scope')).headers['www-authenticate'], /insufficient_scope/)
})

test('H06: a thing that may not be seen answers as one that is not there', async (t) => {
  const { app } = await createService()
  app.get('/hidden', async () => { throw new catalog.NOT_FOUND() })
  const without = async (url: string) => {
    const { headers, statusCode, ...response } = await app.inject(url)
    const { instance, ...body } = response.json()
    const { date, 'x-request-id': id, ...rest } = headers
    return { body, rest, statusCode }
  }

  t.same(await without('/hidden'), await without('/nowhere'))
})

test('H14: a 413 is permanent, and says how much is taken', async (t) => {
  const { app } = await createService({}, { bodyLimit: 8 })
  app.post('/', async () => 'x')

  const response = await app.inject({ method: 'POST', url: '/', payload: { long: 'x'.repeat(50) } })

  t.match(response.json(), { code: 'PAYLOAD_TOO_LARGE', limit: 8 })
  t.notOk(response.headers['retry-after'])
})

test('H15: Retry-After is a whole number, rounded up, and the member says the same', async (t) => {
  const { app } = await createService()
  app.get('/:seconds', async (request, reply) => reply.problem('RATE_LIMITED', {}, { retryAfter: Number((request.params as { seconds: string }).seconds) }))
  app.get('/odd', async (request, reply) => reply.header('retry-after', 'soon').problem('CONFLICT'))
  app.get('/date', async () => { throw createError(503, 'x', { headers: { 'retry-after': new Date(Date.now() + 5000).toUTCString() } }) })

  for (const [given, sent] of [['0', '0'], ['0.2', '1'], ['7', '7'], ['-3', undefined], ['NaN', undefined], ['Infinity', undefined]] as const) {
    const response = await app.inject(`/${given}`)
    t.equal(response.headers['retry-after'], sent, given)
    t.equal(response.json().retryAfter, sent === undefined ? undefined : Number(sent), given)
  }
  t.match((await app.inject('/date')).headers['retry-after'], /^[456]$/)
  t.notOk('retryAfter' in (await app.inject('/odd')).json())
  t.equal(toSeconds('Mon, 99 Zzz 2026 00:00:00 GMT'), undefined)
})

test('H17: a 503 that knows when it ends says so', async (t) => {
  const { app } = await everyProblem()

  t.match((await app.inject('/problems/MAINTENANCE')).json(), { retryAfter: 120 })
})

test('H21 S04: no problem may be stored, unless its type says so', async (t) => {
  const { app } = await everyProblem()
  for (const code of codes) {
    t.equal((await app.inject(`/problems/${code}`)).headers['cache-control'], code === 'MAINTENANCE' ? 'max-age=5' : 'no-store', code)
  }
})

test('S01: a 428 says how to repeat the request', async (t) => {
  const { app } = await everyProblem()

  t.match((await app.inject('/problems/PRECONDITION_REQUIRED')).json().detail, /If-Match/)
})

test('J07 J09: a missing member is named itself, and a pointer points into the body only', async (t) => {
  const { app } = await createService()
  app.post('/:id', { schema: { body: { type: 'object', required: ['a/b'] } } }, async () => 'x')
  app.get('/', { schema: { querystring: { type: 'object', properties: { page: { type: 'integer', minimum: 1 } } } } }, async () => 'x')

  t.match((await app.inject({ method: 'POST', url: '/1', payload: {} })).json().errors, [{ in: 'body', pointer: '#/a~1b', code: 'required' }])
  const [item] = (await app.inject('/?page=0')).json().errors
  t.match(item, { in: 'query', name: 'page', code: 'minimum', limit: 1 })
  t.notOk(item.pointer)
})

/** Statements that other files test: the file below test/, without its ending, and the name of the test. */
const owners: Readonly<Record<string, readonly [file: string, name: string]>> = {
  P08: ['client/decode', 'a member of the wrong type is ignored as if it were absent'],
  P11: ['client/decode', 'the type is an identity: it is resolved, compared as it is, and never fetched'],
  P12: ['client/decode', 'a problem without a code or a type is read as far as it goes'],
  P14: ['client/decode', 'the type is an identity: it is resolved, compared as it is, and never fetched'],
  P15: ['client/decode', 'a redirect leads to the address that references are resolved against'],
  P29: ['client/decode', 'a known code decodes to its members, the extension members, and what the headers say'],
  H02: ['server/reply/send', 'HEAD has the header fields of GET, and no content'],
  H07: ['server/entrances/not-found', '405 says which methods there are, and 404 stays 404 where a route catches everything'],
  H11: ['failures/framework', '415 names what is taken, for PATCH and POST under their own headers, too'],
  H12: ['failures/framework', '415 names what is taken, for PATCH and POST under their own headers, too'],
  H13: ['failures/framework', '415 names what is taken, for PATCH and POST under their own headers, too'],
  H16: ['client/decode', 'Retry-After is read in both forms, strictly, and a date by the clock of the server'],
  H18: ['failures/define-upstream', 'what is not listed is denied: 502, 503 or 504 by kind'],
  H20: ['server/reply/headers', 'a 416 keeps its Content-Range'],
  H24: ['server/reply/unanswered', 'no problem is appended to what has begun']
}

const folder = new URL('.', import.meta.url)
const sources = testsIn(folder).map((file) => readFileSync(file, 'utf8'))
const page = readFileSync(new URL('../docs/conformance.md', folder), 'utf8')

/** Hidden folders are skipped: other tests make and delete them while this one reads. */
function testsIn (place: URL): URL[] {
  const entries = readdirSync(place, { withFileTypes: true }).filter(({ name }) => !name.startsWith('.'))
  const folders = entries.filter((entry) => entry.isDirectory()).flatMap(({ name }) => testsIn(new URL(`${name}/`, place)))
  return [...folders, ...entries.filter(({ name }) => name.endsWith('.test.ts')).map(({ name }) => new URL(name, place))]
}

/** The numbers that the name of a test begins with. */
const named = new Set(sources.flatMap((text) => [...text.matchAll(/^ *test\(['`]((?:[A-Z]\d\d[ :]+)+)/gm)])
  .flatMap(([, ids = '']) => ids.match(/[A-Z]\d\d/g) ?? []))

test('every statement has a test that names it, or a line that says why it does not apply', async (t) => {
  const numbers = (letter: string, to: number) =>
    Array.from({ length: to }, (_, index) => `${letter}${String(index + 1).padStart(2, '0')}`)

  for (const id of [...numbers('P', 44), ...numbers('H', 24), ...numbers('J', 9)]) {
    const line = page.split('\n').find((text) => text.startsWith(`| ${id} |`)) ?? ''
    if (/\| test \|/.test(line)) t.ok(named.has(id) || Object.hasOwn(owners, id), `${id} has a test`)
    else t.match(line, /\| no \| \S/, `${id} has a line with a reason`)
  }
  for (const id of [...named, ...Object.keys(owners)]) t.match(page, `| ${id} |`, `${id} is described`)
})

test('a statement that another file tests is tested there', async (t) => {
  for (const [id, [file, name]] of Object.entries(owners)) {
    t.ok(readFileSync(new URL(`${file}.test.ts`, folder), 'utf8').includes(`test('${name}'`), `${id}: ${file} has '${name}'`)
    t.notOk(named.has(id), `${id} has one owner`)
  }
})

test('the standard problem types and their hand-written types have the same members', async (t) => {
  const source = readFileSync(new URL('../lib/catalog/standard.ts', import.meta.url), 'utf8')
  for (const [code, { extensions }] of Object.entries(standardDefinitions)) {
    const [, type] = new RegExp(`^  ${code}: (.+)$`, 'm').exec(source.slice(source.indexOf('interface StandardExtensions')))!
    const written = type!.startsWith('{') ? type! : { NoExtensions: '', Resource: 'resource resourceId', Service: 'service' }[type!]!
    for (const name of Object.keys(extensions?.properties ?? {})) t.match(written, name, `${code}.${name}`)
  }
})
