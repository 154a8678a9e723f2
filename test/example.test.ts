import { spawn } from 'node:child_process'
import { test } from 'tap'
import type { FastifyInstance } from 'fastify'
test('x', async t => {
  const url = new URL('../examples/orders/app.ts', import.meta.url).href
  const { build } = await import(url) as { build: () => Promise<FastifyInstance> }
  const app = await build()
  const a = await app.inject('/orders/%ff')
  t.comment(a.body)
  await app.close()
})
