/**
 * A service that fails in every way, with logging to a stream that forgets. Tells what it holds on request: memory after
 * a collection of garbage, open handles, listeners.
 */
import { Readable, Writable } from 'node:stream'
import { setTimeout as wait } from 'node:timers/promises'
import rateLimit from '@fastify/rate-limit'
import Fastify from 'fastify'
import problemJson, { defineCatalog, problemServerOptions } from 'fastify-problem-json'
import { refusingUrl } from './refusing.mjs'

const text = { type: 'string' }
const catalog = defineCatalog({
  ORDER_NOT_FOUND: {
    status: 404,
    title: 'Order not found',
    detail: 'There is no order {orderId}.',
    extensions: { type: 'object', properties: { orderId: text }, required: ['orderId'] }
  },
  ORDER_GONE: { status: 410, title: 'Order gone' }
}, { base: 'https://api.example.com/problems/' })

const refusing = await refusingUrl()
const sink = new Writable({ write (_chunk, _encoding, done) { done() } })
const app = Fastify({ ...problemServerOptions(), logger: { level: 'info', stream: sink }, ajv: { customOptions: { allErrors: true } } })
let observed = 0
await app.register(problemJson, { catalog, onProblem: () => { observed++ } })
await app.register(rateLimit, { global: false })

const body = {
  type: 'object',
  required: ['items'],
  properties: { items: { type: 'array', maxItems: 50, items: { type: 'object', required: ['sku'], properties: { sku: text } } } }
}
app.get('/success', { schema: { response: { 200: { type: 'object', properties: { fine: { type: 'boolean' } } } } } }, async () => ({ fine: true }))
app.post('/validated', { schema: { body } }, async () => ({ fine: true }))
app.get('/sent/:orderId', { schema: { problems: ['ORDER_NOT_FOUND'] } }, async (request, reply) => reply.problem('ORDER_NOT_FOUND', { orderId: request.params.orderId }))
app.get('/thrown', async () => { throw new catalog.ORDER_GONE({}, { cause: new Error('a cause') }) })
app.get('/bug', async () => { throw new Error('a bug') })
app.get('/limited', { config: { rateLimit: { max: 1, timeWindow: 3_600_000 } } }, async () => ({ fine: true }))
app.get('/upstream', async () => { await fetch(refusing) })
app.get('/stream', async () => new Readable({ read () { this.destroy(new Error('before the first byte')) } }))
// Whoever asked is gone before this one fails.
app.get('/slow', async (_request, reply) => {
  await wait(5)
  return reply.problem('ORDER_GONE')
})

const address = await app.listen({ port: 0, host: '127.0.0.1' })

process.on('message', async () => {
  await settle()
  for (let time = 0; time < 3; time++) {
    globalThis.gc()
    await wait(10)
  }
  const { heapUsed, external, arrayBuffers, rss } = process.memoryUsage()
  process.send({
    cpu: process.cpuUsage(), heapUsed, external, arrayBuffers, rss, observed, handles: handles(), listeners: { process: listenersOf(process), server: listenersOf(app.server) }
  })
})
process.on('disconnect', () => process.exit())
process.send({ address })

/** Until the connections of the load are closed; after five seconds whatever is left counts as held. */
async function settle () {
  for (let time = 0; time < 100 && handles().TCPSocketWrap > 0; time++) await wait(50)
}

function handles () {
  const counts = { TCPSocketWrap: 0 }
  for (const name of process.getActiveResourcesInfo()) counts[name] = (counts[name] ?? 0) + 1
  // The timer that this very function waits for, and the keep-alive timers of the HTTP server.
  delete counts.Timeout
  return counts
}

function listenersOf (emitter) {
  return emitter.eventNames().reduce((sum, name) => sum + emitter.listenerCount(name), 0)
}
