/**
 * A part of the API that another service answers. What it answers is passed on, errors too; what it fails to answer is
 * a problem of ours: 502, 503 or 504.
 */
import fastifyHttpProxy from '@fastify/http-proxy'
import type { FastifyInstance } from 'fastify'

export async function passOn (app: FastifyInstance, upstream: string, timeout = 10_000): Promise<void> {
  await app.register(fastifyHttpProxy, {
    upstream,
    prefix: '/billing',
    disableRequestLogging: true,
    undici: { headersTimeout: timeout, bodyTimeout: timeout }
  })
}
