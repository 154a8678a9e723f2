/**
 * Sign-in, workspaces, bills and notifications: one small part of each service that uses the dictionary.
 */
import Fastify from 'fastify'
import rateLimit from '@fastify/rate-limit'
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import problemJson, { problemServerOptions } from 'fastify-problem-json'
import type { EnvelopeOptions } from 'fastify-problem-json'
import { auth } from './auth.ts'
import { billing } from './billing.ts'
import { catalog, freeText, structured } from './catalog.ts'
import { workspaces } from './workspaces.ts'

export interface Options {
  /** Where the payment provider listens. */
  upstreamUrl?: string
  /** `text` is how the services answered before the dictionary. */
  shape?: 'text' | 'structured'
  mode?: EnvelopeOptions['mode']
}

export async function build ({ upstreamUrl = 'http://127.0.0.1:4000', shape = 'structured', mode = 'legacy' }: Options = {}) {
  const app = Fastify({ ...problemServerOptions() }).withTypeProvider<TypeBoxTypeProvider>()
  await app.register(problemJson, {
    catalog,
    envelope: { format: shape === 'text' ? freeText : structured, mode },
    constraints: { 'workspaces.slug': 'TENANT_SLUG_CONFLICT' }
  })
  await app.register(rateLimit, { global: false })
  await app.register(auth)
  await app.register(workspaces)
  await app.register(billing, { upstreamUrl })
  return app
}
