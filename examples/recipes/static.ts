/**
 * Files: 404 for what is not there, 403 for what may not be seen, 412 and 416 as HTTP says.
 */
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'

export async function serveFiles (app: FastifyInstance, root: string): Promise<void> {
  await app.register(fastifyStatic, { root, prefix: '/files/', dotfiles: 'deny' })
}
