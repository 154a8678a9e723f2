/** Mistakes of a client that libraries throw in a hook or a handler: the libraries themselves, and 4xx of their kind. */
import { Readable } from 'node:stream'
import fastifyCookie from '@fastify/cookie'
import fastifyOauth2 from '@fastify/oauth2'
import { initContract } from '@ts-rest/core'
import { initServer } from '@ts-rest/fastify'
import busboy from 'busboy'
import fastify from 'fastify'
import type { FastifyInstance } from 'fastify'
import * as jose from 'jose'
import jwt from 'jsonwebtoken'
import multer from 'multer'
import { test } from 'tap'
import type { Test } from 'tap'
import { z } from 'zod'
import { defineCatalog, problemJson } from '../../../lib/index.js'

async function createApp (t: Test): Promise<FastifyInstance> {
  const app = fastify()
  t.teardown(() => app.close())
  await app.register(problemJson, { catalog: defineCatalog({}) })
  return app
}

/** What is answered where a hook of the application throws what the call throws. */
async function answerTo (t: Test, call: () => unknown) {
  const app = await createApp(t)
  app.get('/', { onRequest: async () => { await call() } }, async () => 'nothing was thrown')
  const response = await app.inject('/')
  return { code: response.json().code as string, challenge: response.headers['www-authenticate'], body: response.body }
}

const key = new TextEncoder().encode('k'.repeat(32))
const sign = (claims: jose.JWTPayload, expires: number | string) => new jose.SignJWT(claims).setProtectedHeader({ alg: 'HS256' }).setExpirationTime(expires).sign(key)

test('tokens that jose refuses are a 401 with the reason in the challenge', async (t) => {
  const fresh = await sign({ aud: 'orders', sub: 'secret-subject' }, '1h')
  const calls: Record<string, () => unknown> = {
    expired: async () => jose.jwtVerify(await sign({}, 1), key),
    forged: () => jose.jwtVerify(`${fresh.slice(0, -4)}AAAA`, key),
    audience: () => jose.jwtVerify(fresh, key, { audience: 'payments' }),
    algorithm: () => jose.jwtVerify(fresh, key, { algorithms: ['HS512'] }),
    unsecured: () => jose.jwtVerify(new jose.UnsecuredJWT({}).encode(), key),
    encrypted: () => jose.jwtDecrypt('a.b.c.d.e', key),
    'no key of the set': () => jose.jwtVerify(fresh, jose.createLocalJWKSet({ keys: [] })),
    garbage: () => jose.decodeProtectedHeader('garbage')
  }

  for (const [name, call] of Object.entries(calls)) {
    const { code, challenge, body } = await answerTo(t, call)
    t.equal(code, 'UNAUTHORIZED', name)
    t.equal(challenge, 'Bearer error="invalid_token"', name)
    t.notMatch(body, 'secret-subject', name)
  }
})

test('tokens that jsonwebtoken refuses are a 401; a key that the program forgot is not', async (t) => {
  const token = jwt.sign({}, 'key')
  const code = async (call: () => unknown) => (await answerTo(t, call)).code

  t.equal(await code(() => jwt.verify(jwt.sign({ exp: 1 }, 'key'), 'key')), 'UNAUTHORIZED')
  t.equal(await code(() => jwt.verify(jwt.sign({ nbf: 9e9 }, 'key'), 'key')), 'UNAUTHORIZED')
  t.equal(await code(() => jwt.verify(token, 'another key')), 'UNAUTHORIZED')
  t.equal(await code(() => jwt.verify('garbage', 'key')), 'UNAUTHORIZED')
  t.equal(await code(() => jwt.verify(token, undefined as unknown as string)), 'INTERNAL_ERROR')
  t.equal(await code(() => { throw Object.assign(new Error('The link is too old.'), { name: 'TokenExpiredError' }) }), 'INTERNAL_ERROR', 'a class of the same name')
})

test('a wrong state in @fastify/oauth2 is an invalid request; the same words of the application are a bug', async (t) => {
  const app = await createApp(t)
  await app.register(fastifyCookie)
  await app.register(fastifyOauth2.default, {
    name: 'oauth',
    startRedirectPath: '/login',
    callbackUri: 'http://localhost/callback',
    credentials: { client: { id: 'id', secret: 'secret' }, auth: { tokenHost: 'http://127.0.0.1:9', tokenPath: '/token', authorizePath: '/authorize', authorizeHost: 'http://127.0.0.1:9' } }
  })
  const flow = (app as unknown as { oauth: { getAccessTokenFromAuthorizationCodeFlow: (request: unknown, reply: unknown) => Promise<unknown> } }).oauth
  app.get('/callback', async (request, reply) => flow.getAccessTokenFromAuthorizationCodeFlow(request, reply))
  const response = await app.inject('/callback?code=1&state=forged')

  t.equal(response.statusCode, 400)
  t.equal(response.json().code, 'INVALID_REQUEST')
  t.equal((await answerTo(t, () => { throw new Error('Invalid state') })).code, 'INTERNAL_ERROR')
})

test('what ts-rest refuses is a validation error, with the place of each mistake', async (t) => {
  const app = await createApp(t)
  const contract = initContract().router({
    create: { method: 'POST', path: '/orders/:id', pathParams: z.object({ id: z.string().length(3) }), query: z.object({ page: z.string() }), body: z.object({ name: z.string() }), responses: { 200: z.string() } }
  })
  const server = initServer()
  const routes = server.router(contract, { create: async () => ({ status: 200, body: 'x' }) } as never)
  await app.register(async (child) => {
    server.registerRouter(contract, routes, child, { logInitialization: false, requestValidationErrorHandler (error) { throw error } })
  })
  const response = await app.inject({ method: 'POST', url: '/orders/1', payload: { name: 5 } })

  t.equal(response.statusCode, 400)
  t.equal(response.json().code, 'VALIDATION_ERROR')
  t.match(response.json().errors.map((one: { in: string, name?: string, pointer?: string }) => [one.in, one.name ?? one.pointer]), [['path', 'id'], ['query', 'page'], ['body', '#/name']])
})

const form = '--x\r\ncontent-disposition: form-data; name="f"; filename="a"\r\n\r\nyyyyyyyyyy\r\n--x--\r\n'
const toRequest = (body: string, type: string) => Object.assign(Readable.from([Buffer.from(body)]), { headers: { 'content-type': type, 'content-length': String(body.length) } })

test('uploads that multer and busboy refuse are 4xx of their kind', async (t) => {
  const type = 'multipart/form-data; boundary=x'
  const upload = (body: string, limits: object, name = 'f') => new Promise((resolve, reject) => {
    multer({ limits }).single(name)(toRequest(body, type) as never, {} as never, (error: unknown) => error instanceof Error ? reject(error) : resolve(error))
  })
  const code = async (call: () => unknown) => (await answerTo(t, call)).code

  t.equal(await code(() => upload(form, { fileSize: 2 })), 'PAYLOAD_TOO_LARGE')
  t.equal(await code(() => upload(form, { files: 0 })), 'PAYLOAD_TOO_LARGE')
  t.equal(await code(() => upload(form, {}, 'another')), 'INVALID_REQUEST')
  t.equal(await code(() => upload(form.slice(0, 70), {})), 'INVALID_REQUEST')
  t.equal(await code(() => busboy({ headers: { 'content-type': 'application/json' } })), 'UNSUPPORTED_MEDIA_TYPE')
  t.equal(await code(() => busboy({ headers: { 'content-type': 'multipart/form-data' } })), 'INVALID_REQUEST')
})
