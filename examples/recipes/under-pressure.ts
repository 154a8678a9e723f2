/**
 * A service that has too much to do: `OVERLOADED`, and any request may be repeated, since nothing of it was done.
 */
import underPressure from '@fastify/under-pressure'
import type { FastifyInstance } from 'fastify'

export async function refuseUnderPressure (app: FastifyInstance, limits: { maxEventLoopDelay?: number, maxHeapUsedBytes?: number }): Promise<void> {
  await app.register(underPressure, { ...limits, retryAfter: 10, sampleInterval: 50 })
}
