import { Readable } from 'node:stream'
import { gzipSync } from 'node:zlib'
import fastifyBasicAuth from '@fastify/basic-auth'
import fastifyBearerAuth from '@fastify/bearer-auth'
import fastifyCircuitBreaker from '@fastify/circuit-breaker'
import fastifyCompress from '@fastify/compress'
import fastifyCookie from '@fastify/cookie'
import fastifyCsrf from '@fastify/csrf-protection'
import fastifyJwt from '@fastify/jwt'
import fastifyMultipart from '@fastify/multipart'
import { test } from 'tap'
import { defineCatalog } from '../lib/index.js'
import type { AnyCatalog } from '../lib/index.js'
import { createService, expected, isProblem, secret } from './fixtures/failing.js'
import { startMisbehaving } from './fixtures/misbehaving.js'

const unauthorized = { status: 401, code: 'UNAUTHORIZED' }
const invalid = { status: 400, code: 'INVALID_REQUEST' }
const tooLarge = { status: 413, code: 'PAYLOAD_TOO_LARGE' }
const bare = 'Bearer'
const invalidToken = 'Bearer error="invalid_token"'

async function createGuarded (options = {}, catalog = defineCatalog({}) as AnyCatalog) {
  const { app } = await createService({ catalog })
  await app.register(fastifyCookie)
  await app.register(fastifyJwt, { secret, cookie: { cookieName: 'token', signed: false }, ...options })
  app.get('/', async (request) => { await request.jwtVerify() })
  app.get('/cookie', async (request) => { await request.jwtVerify({ onlyCookie: true }) })
  return app
}

test('a request without a token meets a bare challenge, one with a bad token hears so', async (t) => {
  const app = await createGuarded()
  const get = (authorization: string) => app.inject({ url: '/', headers: { authorization } })
  const soon = Math.floor(Date.now() / 1000) + 3600
  const [head, payload] = app.jwt.sign({ sub: 'me' }).split('.')
  const unsigned = `${Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url')}.${payload}.`
  const cases: readonly (readonly [string, ReturnType<typeof get>, string])[] = [
    ['no header', app.inject('/'), bare],
    ['no cookie', app.inject('/cookie'), bare],
    ['an empty header', get('Bearer '), bare],
    ['another scheme', get('Basic eDp5'), bare],
    ['garbage', get(`Bearer ${secret}`), invalidToken],
    ['a forged signature', get(`Bearer ${head}.${payload}.AAAA`), invalidToken],
    ['no signature', get(`Bearer ${unsigned}`), invalidToken],
    ['an expired token', get(`Bearer ${app.jwt.sign({ exp: 1 } as object)}`), invalidToken],
    ['a token of tomorrow', get(`Bearer ${app.jwt.sign({ nbf: soon } as object)}`), invalidToken]
  ]
  for (const [what, call, challenge] of cases) {
    await t.test(what, async (t) => {
      const response = await call

      isProblem(t, response, unauthorized)
      t.equal(response.headers['www-authenticate'], challenge)
      t.equal(response.json().detail, undefined)
    })
  }
  await app.close()
})

test('the reason joins the challenge of the catalog, or of whoever set one', async (t) => {
  const withRealm = await createGuarded({}, defineCatalog({}, { challenge: 'Bearer realm="orders"' }) as AnyCatalog)
  const withBasic = await createGuarded({}, defineCatalog({}, { challenge: 'Basic realm="orders"' }) as AnyCatalog)
  const withOwn = await createGuarded()
  withOwn.get('/own', async (request, reply) => {
    reply.header('www-authenticate', 'Bearer realm="own"')
    await request.jwtVerify()
  })
  const withoutAny = await createGuarded({}, defineCatalog({ SIGN_IN: { status: 403, title: 'Sign in', replaces: 'UNAUTHORIZED' } }) as AnyCatalog)
  const headers = { authorization: 'Bearer x' }
  const challenge = async (app: typeof withOwn, url = '/') => {
    const response = await app.inject({ url, headers })
    await app.close()
    return response.headers['www-authenticate']
  }

  t.equal(await challenge(withRealm), 'Bearer realm="orders", error="invalid_token"')
  t.equal(await challenge(withBasic), 'Basic realm="orders"')
  t.equal(await challenge(withOwn, '/own'), 'Bearer realm="own"')
  t.equal(await challenge(withoutAny), undefined)
})

test('a key that cannot be had is a failure of the service, or of what keeps the keys', async (t) => {
  const { url, nowhere, close } = await startMisbehaving()
  const token = 'Bearer eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.e30.AAAA'
  const verify = async (fetchKey: () => Promise<unknown>) => {
    const app = await createGuarded({ secret: fetchKey })
    const response = await app.inject({ url: '/', headers: { authorization: token } })
    await app.close()
    return response
  }

  isProblem(t, await verify(() => fetch(nowhere)), expected.unavailable)
  isProblem(t, await verify(() => fetch(`${url}/reset`)), expected.broken)
  isProblem(t, await verify(async () => { throw new Error(secret) }), expected.unknown)
  await close()
})

test('what fast-jwt says of the program\'s own options is no 401 (recorded shapes)', async (t) => {
  const { app } = await createService()
  app.get('/:code', async (request) => {
    const { code } = request.params as { code: string }
    throw Object.assign(new Error(secret), { code })
  })

  for (const code of ['INVALID_OPTION', 'MISSING_KEY', 'SIGN_ERROR', 'KEY_FETCHING_ERROR']) {
    isProblem(t, await app.inject(`/FAST_JWT_${code}`), expected.unknown)
  }
  isProblem(t, await app.inject('/FAST_JWT_INVALID_KEY'), unauthorized)
  await app.close()
})

test('bearer-auth that throws its errors is answered with the right challenge', async (t) => {
  const { app } = await createService()
  await app.register(fastifyBearerAuth, { keys: new Set([secret]), addHook: false })
  app.get('/', { onRequest: app.verifyBearerAuth! }, async () => 'fine')

  const without = await app.inject('/')
  const wrong = await app.inject({ url: '/', headers: { authorization: 'Bearer wrong' } })

  isProblem(t, without, unauthorized)
  t.equal(without.headers['www-authenticate'], bare)
  isProblem(t, wrong, unauthorized)
  t.equal(wrong.headers['www-authenticate'], invalidToken)
  await app.close()
})

test('basic-auth keeps its own challenge, as a server and as a proxy', async (t) => {
  const { app } = await createService()
  const validate = async () => { throw Object.assign(new Error('Wrong password.'), { statusCode: 401 }) }
  await app.register(async (child) => {
    await child.register(fastifyBasicAuth, { validate, authenticate: { realm: 'orders' } })
    child.get('/server', { onRequest: child.basicAuth }, async () => 'fine')
  })
  await app.register(async (child) => {
    await child.register(fastifyBasicAuth, { validate, authenticate: { realm: 'proxy' }, proxyMode: true })
    child.get('/proxy', { onRequest: child.basicAuth }, async () => 'fine')
  })

  const missing = await app.inject('/server')
  const wrong = await app.inject({ url: '/server', headers: { authorization: `Basic ${Buffer.from(`me:${secret}`).toString('base64')}` } })
  const proxy = await app.inject('/proxy')

  for (const response of [missing, wrong]) {
    isProblem(t, response, unauthorized)
    t.match(response.headers['www-authenticate'], /^Basic realm="orders"/)
  }
  isProblem(t, proxy, { status: 407, code: 'PROXY_AUTHENTICATION_REQUIRED' })
  t.match(proxy.headers['proxy-authenticate'], /^Basic realm="proxy"/)
  await app.close()
})

test('csrf-protection is FORBIDDEN', async (t) => {
  const { app } = await createService()
  await app.register(fastifyCookie)
  await app.register(fastifyCsrf)
  app.get('/token', async (_request, reply) => reply.generateCsrf())
  app.post('/', { onRequest: app.csrfProtection }, async () => 'fine')
  const token = await app.inject('/token')
  const cookie = String(token.headers['set-cookie']).split(';')[0]!

  isProblem(t, await app.inject({ method: 'POST', url: '/' }), { status: 403, code: 'FORBIDDEN' })
  isProblem(t, await app.inject({ method: 'POST', url: '/', headers: { cookie, 'csrf-token': secret } }), { status: 403, code: 'FORBIDDEN' })
  await app.close()
})

const boundary = 'X'
const part = (disposition: string, body: string, type = 'text/plain') =>
  `--${boundary}\r\ncontent-disposition: form-data; ${disposition}\r\ncontent-type: ${type}\r\n\r\n${body}\r\n`
const file = (name: string, body = 'a'.repeat(10)) => part(`name="${name}"; filename="${name}.txt"`, body)
const end = `--${boundary}--\r\n`

const uploads: readonly (readonly [what: string, body: string, right: { status: number, code: string }, type?: string])[] = [
  ['is no multipart', '{}', { status: 415, code: 'UNSUPPORTED_MEDIA_TYPE' }, 'application/json'],
  ['has no boundary', file('a') + end, invalid, 'multipart/form-data'],
  ['ends in the middle', file('a').slice(0, -5), invalid],
  ['has a file that is too large', file('a', secret.repeat(100)) + end, tooLarge],
  ['has too many files', file('a') + file('b') + file('c') + end, tooLarge],
  ['has too many fields', part('name="a"', 'x') + part('name="b"', 'x') + part('name="c"', 'x') + end, tooLarge],
  ['has too many parts', part('name="a"', 'x') + part('name="b"', 'x') + file('a') + file('b') + end, tooLarge],
  ['has a field that is no JSON', part('name="a"', secret, 'application/json') + end, invalid],
  ['has a field named like a prototype', part('name="__proto__"', 'x') + end, invalid]
]

test('what multipart says is a problem of the request', async (t) => {
  const { app } = await createService()
  await app.register(fastifyMultipart, { limits: { fileSize: 100, files: 2, fields: 2, parts: 3 } })
  app.post('/', async (request) => {
    for await (const one of request.parts()) if (one.type === 'file') await one.toBuffer()
  })

  for (const [what, body, right, type = `multipart/form-data; boundary=${boundary}`] of uploads) {
    await t.test(`a body that ${what}`, async (t) => {
      const response = await app.inject({ method: 'POST', url: '/', headers: { 'content-type': type }, body })

      isProblem(t, response, right)
      t.type(response.json().detail, 'string')
    })
  }
  await app.close()
})

test('a body whose compression is not supported, or is none, is a problem of the request', async (t) => {
  const { app } = await createService()
  await app.register(fastifyCompress, { requestEncodings: ['gzip'] })
  app.post('/', async () => 'fine')
  const post = (encoding: string, body: Buffer) => app.inject({
    method: 'POST', url: '/', headers: { 'content-type': 'application/json', 'content-encoding': encoding }, body: Readable.from([body])
  })

  const unsupported = await post(secret, Buffer.from('{}'))
  const broken = await post('gzip', gzipSync('{}').subarray(0, 8))

  isProblem(t, unsupported, { status: 415, code: 'UNSUPPORTED_MEDIA_TYPE' })
  t.equal(unsupported.headers['accept-encoding'], 'identity')
  isProblem(t, broken, invalid)
  await app.close()
})

test('a circuit that is open, trips or times out is SERVICE_UNAVAILABLE', async (t) => {
  const { app } = await createService()
  await app.register(fastifyCircuitBreaker, { threshold: 2, timeout: 50, resetTimeout: 300 })
  app.get('/fails', { preHandler: app.circuitBreaker() }, async () => { throw new Error(secret) })
  app.get('/hangs', { preHandler: app.circuitBreaker() }, async () => { await new Promise((resolve) => setTimeout(resolve, 100)) })

  isProblem(t, await app.inject('/fails'), expected.unknown)
  await app.inject('/fails')
  isProblem(t, await app.inject('/fails'), expected.tripped)
  isProblem(t, await app.inject('/hangs'), expected.tripped)
  await app.close()
})
