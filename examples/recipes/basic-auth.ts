/**
 * Requests that need a password: 401 with the plugin's own challenge, which names the realm.
 */
import fastifyBasicAuth from '@fastify/basic-auth'
import type { FastifyInstance } from 'fastify'

export async function guardWithPassword (app: FastifyInstance, isRight: (name: string, password: string) => Promise<boolean>): Promise<void> {
  await app.register(fastifyBasicAuth, {
    authenticate: { realm: 'orders' },
    async validate (name, password) {
      // An Error, and nothing else: what is thrown here and is none hangs the request.
      if (!await isRight(name, password)) throw new Error('wrong name or password')
    }
  })
  app.addHook('onRequest', app.basicAuth)
}
