/**
 * Requests that need a key. By itself the plugin sends an answer of its own; as a hook of yours it throws its error.
 */
import fastifyBearerAuth from '@fastify/bearer-auth'
import type { FastifyInstance } from 'fastify'

export async function guardWithKeys (app: FastifyInstance, keys: string[]): Promise<void> {
  // The plugin's own line in the log would be a second one.
  await app.register(fastifyBearerAuth, { keys: new Set(keys), addHook: false, verifyErrorLogLevel: 'debug' })
  app.addHook('onRequest', app.verifyBearerAuth!)
}
