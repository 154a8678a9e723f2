/**
 * What has been paid for, and what is used up.
 */
import { Type } from '@sinclair/typebox'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { defineUpstream } from 'fastify-problem-json'
import { authenticate } from './auth.ts'
import { catalog } from './catalog.ts'

const limit = 10_000

const entitlements: ReadonlyMap<string, number> = new Map([['reports', Infinity], ['trial', 0]])
const subscriptions: ReadonlyMap<string, 'active' | 'paused'> = new Map([['acme', 'active'], ['sleepy', 'paused']])

export const billing: FastifyPluginAsyncTypebox<{ upstreamUrl: string }> = async (app, { upstreamUrl }) => {
  const payments = defineUpstream(catalog, { name: 'payments', codes: { 402: 'BILLING_PAYMENT_FAILED' } })
  app.addHook('onRequest', authenticate)

  app.post('/payments', { schema: { body: Type.Object({ card: Type.String() }) } }, async ({ body }) => {
    await payments(fetch(`${upstreamUrl}/charges/${encodeURIComponent(body.card)}`, { method: 'POST' }))
    return { paid: true }
  })

  let sent = 0
  app.post('/emails', { schema: { body: Type.Object({ recipients: Type.Integer({ minimum: 1 }) }) } }, async ({ body }) => {
    const current = sent + body.recipients
    if (current > limit) throw new catalog.BILLING_QUOTA_EXCEEDED({ limit, current }, { detail: 'Monthly email quota exceeded' })
    sent = current
    return { sent }
  })

  app.get('/subscriptions/:name', { schema: { params: Type.Object({ name: Type.String() }) } }, async ({ params }) => {
    const state = subscriptions.get(params.name)
    if (state === undefined) throw new catalog.RESOURCE_NOT_FOUND({ resource: 'Subscription', resourceId: params.name })
    if (state === 'paused') throw new catalog.BILLING_SUBSCRIPTION_INACTIVE()
    return { state }
  })

  app.get('/features/:name', {
    config: { rateLimit: { max: 10, timeWindow: '1 minute' } },
    schema: { params: Type.Object({ name: Type.String() }) }
  }, async ({ params }) => {
    const expires = entitlements.get(params.name)
    if (expires === undefined) throw new catalog.ENTITLEMENT_MISSING()
    if (expires < Date.now()) throw new catalog.ENTITLEMENT_EXPIRED()
    return { feature: params.name }
  })
}
