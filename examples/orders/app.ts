/**
 * The service: an ordinary Fastify application. The problems take three lines of it.
 */
import Fastify from 'fastify'
import type { FastifyServerOptions } from 'fastify'
import rateLimit from '@fastify/rate-limit'
import problemJson, { problemServerOptions } from 'fastify-problem-json'
import { catalog } from './catalog.ts'
import { customers } from './customers.ts'
import { openStore } from './database.ts'
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
  await app.register(problemJson, { catalog, reference: { prefix: '/problems', title: 'Errors of the orders service', operations: true } })
  await app.register(rateLimit, { global: false })

  const store = openStore()
  app.addHook('onClose', async () => { store.close() })
  await app.register(orders, { store, payments: createPayments(paymentsUrl) })
  await app.register(customers, { store })
  return app
}
