/**
 * The service: an ordinary Fastify application. The problems take three lines of it.
 */
import Fastify from 'fastify'
import type { FastifyServerOptions } from 'fastify'
import cors from '@fastify/cors'
import rateLimit from '@fastify/rate-limit'
import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import problemJson, { problemServerOptions, refResolver } from 'fastify-problem-json'
import { catalog } from './catalog.ts'
import { customers } from './customers.ts'
import { openStore } from './database.ts'
import { openapi } from './openapi.ts'
import { orders } from './orders.ts'
import { createPayments } from './payments.ts'

export interface Options {
  /** Where the payment provider listens. */
  paymentsUrl?: string
  logger?: NonNullable<FastifyServerOptions['logger']>
}

export async function build ({ paymentsUrl = 'http://127.0.0.1:4000', logger = false }: Options = {}) {
  const app = Fastify({
    ...problemServerOptions(),
    logger,
    // All mistakes of a form at once. Safe here, since every array has its `maxItems`.
    ajv: { customOptions: { allErrors: true } }
  })

  // First, and awaited: what is registered after it is covered by it.
  await app.register(problemJson, {
    catalog,
    // What a plugin answers by hand, too, such as @fastify/cors to half a preflight.
    convertReplies: true,
    reference: { prefix: '/problems', title: 'Errors of the orders service', operations: true }
  })
  await app.register(rateLimit, { global: false })
  // A page on another origin sees only the headers that are named here.
  await app.register(cors, { origin: true, methods: ['GET', 'POST', 'PUT', 'DELETE'], exposedHeaders: ['x-request-id', 'retry-after'] })
  // The document has every problem that a route declares; `refResolver` gives their schemas the names of the codes.
  await app.register(swagger, { openapi, refResolver })
  await app.register(swaggerUi, { routePrefix: '/docs' })

  const store = openStore()
  app.addHook('onClose', async () => { store.close() })
  await app.register(orders, { store, payments: createPayments(paymentsUrl) })
  await app.register(customers, { store })
  return app
}
