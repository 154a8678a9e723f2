/**
 * A limit that many instances share. Without Redis the limit is each instance's own.
 */
import fastifyRateLimit from '@fastify/rate-limit'
import type { FastifyInstance } from 'fastify'
import { Redis } from 'ioredis'

export async function limitRates (app: FastifyInstance, { max, redis }: { max: number, redis?: { host: string, port: number } }): Promise<void> {
  // By default ioredis holds every request back for as long as Redis is away. Each of them tells of it in the log.
  const client = redis && new Redis({ ...redis, enableOfflineQueue: false, maxRetriesPerRequest: 1 }).on('error', () => {})
  await app.register(fastifyRateLimit, { max, timeWindow: '1 minute', ...(client && { redis: client }) })
  app.addHook('onClose', async () => { client?.disconnect() })
}
