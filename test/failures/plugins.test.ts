import fastifyCookie from '@fastify/cookie'
import fastifyJwt from '@fastify/jwt'
import { test } from 'tap'
import { defineCatalog } from '../../lib/index.js'
import type { AnyCatalog } from '../../lib/index.js'
import { createService, expected, isProblem, secret } from '../fixtures/failing.js'
import { startMisbehaving } from '../fixtures/misbehaving.js'

const unauthorized = { status: 401, code: 'UNAUTHORIZED' }

async function createGuarded (options = {}, catalog = defineCatalog({}) as AnyCatalog) {
  const { app } = await createService({ catalog })
  await app.register(fastifyCookie)
  await app.register(fastifyJwt, { secret, cookie: { cookieName: 'token', signed: false }, ...options })
  app.get('/', async (request) => { await request.jwtVerify() })
  app.get('/cookie', async (request) => { await request.jwtVerify({ onlyCookie: true }) })
  return app
}

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
