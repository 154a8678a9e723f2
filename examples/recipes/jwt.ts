/**
 * Requests that need a token: 401 with the catalog's challenge, and `error="invalid_token"` where there was a bad one.
 */
import fastifyJwt from '@fastify/jwt'
import type { FastifyInstance } from 'fastify'

export async function guardWithJwt (app: FastifyInstance, secret: string): Promise<void> {
  await app.register(fastifyJwt, { secret })
  app.addHook('onRequest', async (request) => { await request.jwtVerify() })
}
