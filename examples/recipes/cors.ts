/**
 * Requests of browsers. Without `exposedHeaders` a page cannot read them; the member `retryAfter` it can.
 */
import fastifyCors from '@fastify/cors'
import type { FastifyInstance } from 'fastify'

export async function allowOrigins (app: FastifyInstance, origins: string[]): Promise<void> {
  await app.register(fastifyCors, { origin: origins, exposedHeaders: ['retry-after', 'x-request-id'], strictPreflight: false })
}
