/**
 * Forms that need a token: 403 without it.
 */
import fastifyCookie from '@fastify/cookie'
import fastifyCsrf from '@fastify/csrf-protection'
import type { FastifyInstance } from 'fastify'

export async function guardForms (app: FastifyInstance): Promise<void> {
  await app.register(fastifyCookie)
  // The plugin's own line in the log would be a second one.
  await app.register(fastifyCsrf, { logLevel: 'debug' })
  app.get('/token', async (_request, reply) => ({ token: reply.generateCsrf() }))
  app.post('/form', { onRequest: app.csrfProtection }, async () => ({ saved: true }))
}
