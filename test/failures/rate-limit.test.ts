import fastifyRateLimit from '@fastify/rate-limit'
import type { RateLimitPluginOptions } from '@fastify/rate-limit'
import underPressure from '@fastify/under-pressure'
import Fastify from 'fastify'
import { test } from 'tap'
import { problemJson } from '../../lib/index.js'
import { createService, expected, isProblem, plainCatalog, secret, standardDetail } from '../fixtures/failing.js'
import type { Expected } from '../fixtures/failing.js'

const limited: Expected = { status: 429, code: 'RATE_LIMITED', retryAfter: 60 }

type Builder = NonNullable<RateLimitPluginOptions['errorResponseBuilder']>

/** A service that takes one request a minute. */
async function createLimited (options: RateLimitPluginOptions = {}) {
  const { app, log } = await createService()
  await app.register(fastifyRateLimit, { max: 1, timeWindow: '1 minute', ...options })
  app.get('/', async () => 'fine')
  return { app, log }
}

async function second (options: RateLimitPluginOptions) {
  const { app, log } = await createLimited(options)
  const first = await app.inject('/')
  const response = await app.inject('/')
  await app.close()
  return { first, response, log }
}

const odd = (value: unknown): Builder => () => value as object

test('headers that are switched off cost what they would have told, and no more', async (t) => {
  const none = { 'x-ratelimit-limit': false, 'x-ratelimit-remaining': false, 'x-ratelimit-reset': false, 'retry-after': false }
  const withoutRemaining = await second({ addHeaders: { 'x-ratelimit-remaining': false }, errorResponseBuilder: odd(secret) })
  const without = await second({ addHeaders: none })

  isProblem(t, withoutRemaining.response, limited)
  isProblem(t, without.response, { ...limited, retryAfter: undefined })
})

test('the last request below the limit fails as itself', async (t) => {
  const { app } = await createService()
  await app.register(fastifyRateLimit, { max: 1, timeWindow: '1 minute' })
  app.get('/', async () => { throw new Error(secret) })
  app.get('/later', async (_request, reply) => {
    reply.header('retry-after', '3')
    throw Object.assign(new Error(secret), { statusCode: 503 })
  })

  isProblem(t, await app.inject('/'), expected.unknown)
  isProblem(t, await app.inject('/later'), limited)
  await app.close()
})

test('a request that is far below the limit and states Retry-After is not limited', async (t) => {
  const { app } = await createService()
  await app.register(fastifyRateLimit, { max: 10, timeWindow: '1 minute' })
  app.get('/', async (_request, reply) => {
    reply.header('retry-after', 2.5)
    throw new Error(secret)
  })

  isProblem(t, await app.inject('/'), { ...expected.unknown, retryAfter: 3 })
  await app.close()
})

test('a wait is rounded up', async (t) => {
  const { app } = await createService()
  app.get('/', async (_request, reply) => {
    reply.header('x-ratelimit-remaining', 0).header('retry-after', 1.2)
    throw new Error(secret)
  })

  isProblem(t, await app.inject('/'), { ...limited, retryAfter: 2 })
  await app.close()
})

test('routes, groups and unknown routes can have limits of their own', async (t) => {
  const app = Fastify()
  await app.register(fastifyRateLimit, { global: false })
  await app.register(problemJson, { catalog: plainCatalog, notFoundPreHandler: app.rateLimit({ max: 1, timeWindow: '1 minute' }) })
  const rateLimit = { max: 1, timeWindow: '1 minute' }
  app.get('/one', { config: { rateLimit } }, async () => 'fine')
  app.get('/group/a', { config: { rateLimit: { ...rateLimit, groupId: 'g' } } }, async () => 'fine')
  app.get('/free', async () => 'fine')

  t.equal((await app.inject('/one')).statusCode, 200)
  isProblem(t, await app.inject('/one'), limited)
  t.equal((await app.inject('/group/a')).statusCode, 200)
  isProblem(t, await app.inject('/group/a'), limited)
  t.equal((await app.inject('/free')).statusCode, 200)
  isProblem(t, await app.inject('/nobody'), { status: 404, code: 'NOT_FOUND' })
  isProblem(t, await app.inject('/nobody/else'), limited)
  await app.close()
})

test('a limiter that fails itself is a failure of the service', async (t) => {
  const { app } = await createLimited({ keyGenerator () { throw new Error(secret) } })

  isProblem(t, await app.inject('/'), expected.unknown)
  await app.close()
})

test('a service under pressure is OVERLOADED, and any request may be repeated', async (t) => {
  const { app, log } = await createService()
  await app.register(underPressure, { maxHeapUsedBytes: 1, sampleInterval: 1, retryAfter: 3, message: secret })
  app.get('/', async () => 'fine')
  await app.ready()
  await new Promise((resolve) => setTimeout(resolve, 50))

  const response = await app.inject('/')

  isProblem(t, response, { status: 503, code: 'OVERLOADED', retryAfter: 3 })
  t.equal(response.json().retry, 'any')
  t.equal(response.json().detail, standardDetail('OVERLOADED'))
  t.equal(log.length, 1)
  await app.close()
})
