/** Errors that only look like an upstream's, or that hide what they are. What each client throws is in the matrix. */
import fastifyHttpProxy from '@fastify/http-proxy'
import t, { test } from 'tap'
import { answerTo, createService, expected, isProblem, secret } from '../fixtures/failing.js'
import type { Expected } from '../fixtures/failing.js'
import { startMisbehaving } from '../fixtures/misbehaving.js'

const { unavailable, broken, timedOut, unknown } = expected
const told: Expected = { ...unavailable, retryAfter: 7 }

const upstream = await startMisbehaving()
const { url, nowhere } = upstream

test('an answer that a proxy passes on is not judged', async (t) => {
  const { app } = await createService()
  await app.register(fastifyHttpProxy, { upstream: url, prefix: '/proxy' })

  const response = await app.inject('/proxy/401')

  t.equal(response.statusCode, 401)
  t.equal(response.headers['content-type'], 'application/json')
  await app.close()
})

test('a status that the application chose is its last word', async (t) => {
  const cause = await fetch(nowhere).catch((error: unknown) => error)
  const stating = (members: object) => () => { throw Object.assign(new Error('There is no such customer.', { cause }), members) }

  isProblem(t, await answerTo(stating({ statusCode: 404 })), { status: 404, code: 'NOT_FOUND' })
  isProblem(t, await answerTo(stating({ statusCode: 501 })), { status: 501, code: 'NOT_IMPLEMENTED' })
  isProblem(t, await answerTo(stating({ statusCode: 500 })), unavailable)
})

test('an error of an SDK that carries the upstream\'s 401 is no 401 of ours (recorded shapes)', async (t) => {
  const shapes: readonly object[] = [
    { status: 401, headers: { 'x-request-id': secret }, requestID: secret, code: 'invalid_api_key' },
    { statusCode: 401, raw: { message: secret }, requestId: secret },
    { status: 401, response: { status: 401, data: secret } },
    { response: { status: 200, errors: [{ message: secret }] }, request: { query: secret } }
  ]
  for (const shape of shapes) {
    isProblem(t, await answerTo(() => { throw Object.assign(new Error(`Incorrect API key: ${secret}`), shape) }), broken)
  }
  const limited = { status: 429, headers: new Headers({ 'retry-after': '7' }), requestID: secret }
  isProblem(t, await answerTo(() => { throw Object.assign(new Error(secret), limited) }), told)
})

test('an answer of success does not hide what happened to its body (recorded shapes)', async (t) => {
  const response = { statusCode: 200, headers: { date: 'Sat, 28 Nov 2026 12:00:00 GMT' } }
  for (const [code, problem] of [['ETIMEDOUT', timedOut], ['UND_ERR_BODY_TIMEOUT', timedOut], ['ECONNRESET', broken], ['EOTHER', broken]] as const) {
    isProblem(t, await answerTo(() => { throw Object.assign(new Error(secret), { code, response }) }), problem)
  }
})

test('an error that says `expose` is the application\'s, whatever else it carries', async (t) => {
  const response = await answerTo(() => { throw Object.assign(new Error('Not for you.'), { status: 403, expose: true, headers: {} }) })

  isProblem(t, response, { status: 403, code: 'FORBIDDEN' })
  t.equal(response.json().detail, 'Not for you.')
})

test('codes that look alike do not count', async (t) => {
  const shapes: readonly object[] = [
    { code: 5 }, { code: 5, details: 'x' }, { code: 17, details: 'x', metadata: {} }, { code: 1.5, details: 'x', metadata: {} },
    { code: 'ERR_BAD_REQUEST' }, { code: 'HPE' }, { code: null }, { $metadata: {} }, { response: {} }, { response: 'x', message: 'terminated?' }
  ]
  for (const shape of shapes) isProblem(t, await answerTo(() => { throw Object.assign(new Error(secret), shape) }), unknown)
})

test('a wrapper that tells nothing of its cause is a broken answer (recorded shapes)', async (t) => {
  isProblem(t, await answerTo(() => { throw new TypeError('fetch failed') }), broken)
  isProblem(t, await answerTo(() => { throw Object.assign(new Error(secret), { code: 'FST_REPLY_FROM_INTERNAL_SERVER_ERROR', statusCode: 500 }) }), broken)
  isProblem(t, await answerTo(() => { throw Object.assign(new Error(secret), { errors: [null] }) }), unknown)
})

test('headers that cannot be read cost the wait, not the answer', async (t) => {
  const headers = { get () { throw new Error(secret) } }

  isProblem(t, await answerTo(() => { throw Object.assign(new Error(secret), { response: { status: 429, headers } }) }), unavailable)
})

test('causes that go in circles, throw, or never end are left alone', async (t) => {
  const circle = new Error('circle', { cause: undefined })
  circle.cause = new Error('other', { cause: circle })
  const endless = (): object => Object.defineProperty(new Error('endless'), 'cause', { get: endless })
  const throwing = new Proxy(new Error(secret), { get () { throw new Error(secret) }, has () { throw new Error(secret) } })
  const deep = Array.from({ length: 20 }).reduce<Error>((cause) => new Error('deep', { cause }), Object.assign(new Error(), { code: 'ECONNREFUSED' }))

  for (const error of [circle, endless(), throwing, new Error(secret, { cause: throwing }), deep]) {
    isProblem(t, await answerTo(() => { throw error }), unknown)
  }
})

t.teardown(() => upstream.close())
