/** Limits that instances share through Redis. */
import fastifyRateLimit from '@fastify/rate-limit'
import type { RateLimitPluginOptions } from '@fastify/rate-limit'
import { Redis } from 'ioredis'
import { test } from 'tap'
import { createService, expected, isProblem } from '../../../test/fixtures/failing.js'
import type { Expected } from '../../../test/fixtures/failing.js'
import { skipWithoutRedis, startRedis } from '../fixtures/redis.js'

const limited: Expected = { status: 429, code: 'RATE_LIMITED', retryAfter: 60 }

/** A service that takes one request a minute. */
async function createLimited (options: RateLimitPluginOptions = {}) {
  const { app, log } = await createService()
  await app.register(fastifyRateLimit, { max: 1, timeWindow: '1 minute', ...options })
  app.get('/', async () => 'fine')
  return { app, log }
}

function connect (port: number): Redis {
  const client = new Redis({ port, host: '127.0.0.1', enableOfflineQueue: false, maxRetriesPerRequest: 0, lazyConnect: true, retryStrategy: () => null })
  client.on('error', () => {})
  return client
}

async function createSharing (port: number, options: RateLimitPluginOptions = {}) {
  const client = connect(port)
  await client.connect()
  const { app, log } = await createLimited({ redis: client, max: 2, ...options })
  return { app, log, close: () => app.close().then(() => client.disconnect()) }
}

test('two instances share one limit through Redis', { skip: skipWithoutRedis }, async (t) => {
  const redis = await startRedis()
  t.teardown(() => redis.stop())
  const [one, other] = await Promise.all([createSharing(redis.port), createSharing(redis.port)])

  t.equal((await one.app.inject('/')).statusCode, 200)
  t.equal((await other.app.inject('/')).statusCode, 200)
  isProblem(t, await one.app.inject('/'), limited)
  isProblem(t, await other.app.inject('/'), limited)
  await Promise.all([one.close(), other.close()])
})

test('Redis that goes away in the middle is SERVICE_UNAVAILABLE, or lets the request through, as the limiter is set', { skip: skipWithoutRedis }, async (t) => {
  const leaving = await startRedis()
  const strict = await createSharing(leaving.port)
  const lenient = await createSharing(leaving.port, { skipOnError: true, max: 1, nameSpace: 'lenient-' })
  t.equal((await strict.app.inject('/')).statusCode, 200)
  t.equal((await lenient.app.inject('/')).statusCode, 200)

  await leaving.stop()

  isProblem(t, await strict.app.inject('/'), expected.unavailable)
  isProblem(t, await strict.app.inject('/'), expected.unavailable)
  t.equal((await lenient.app.inject('/')).statusCode, 200)
  t.strictSame(strict.log.map(({ level }) => level), [50, 50])
  await Promise.all([strict.close(), lenient.close()])
})
