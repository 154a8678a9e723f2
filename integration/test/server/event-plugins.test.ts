/**
 * Streams of events that a plugin writes: @fastify/sse and fastify-sse-v2.
 */
import { Readable } from 'node:stream'
import ssePlugin from '@fastify/sse'
import { FastifySSEPlugin } from 'fastify-sse-v2'
import type { FastifyInstance, FastifyPluginAsync, RouteOptions } from 'fastify'
import { test } from 'tap'
import type { Test } from 'tap'
import type { ProblemEvent } from '../../../lib/index.js'
import { catalog, secret, startService } from '../../../test/fixtures/server.js'
import { ask } from '../../../test/fixtures/wire.js'

// Its types declare a module, and its code exports the plugin.
const fastifySse = ssePlugin as unknown as FastifyPluginAsync

interface EventReply {
  readonly raw: { write (text: string): void }
  sse: {
    send (source: unknown): Promise<void>
    keepAlive (): void
  }
}
type SourceReply = { sse (source: unknown): void }
type Stream = (reply: EventReply) => unknown

async function start (t: Test, setup: (app: FastifyInstance) => unknown) {
  const events: ProblemEvent[] = []
  const service = await startService(t, { setup, options: { onProblem: (one) => { events.push(one) } } })
  return { ...service, events }
}

const bug = () => new Error(`connect to db:${secret}`)

async function * failing (error: () => unknown, count = 1) {
  for (let index = 1; index <= count; index++) yield { data: String(index) }
  throw error()
}

const streams: Readonly<Record<string, Stream>> = {
  async 'an event, and a throw' ({ sse }) {
    await sse.send({ data: '1' })
    throw bug()
  },
  async 'an iterator that fails' ({ sse }) {
    await sse.send(failing(bug))
  },
  async 'a stream that fails' ({ sse }) {
    await sse.send(Readable.from(failing(bug)))
  },
  async 'a connection that stays open, and a throw' ({ sse }) {
    sse.keepAlive()
    await sse.send({ data: '1' })
    throw bug()
  }
}

for (const [name, stream] of Object.entries(streams)) {
  test(`@fastify/sse, ${name}: the problem is the last event`, async (t) => {
    const { base, log, events } = await start(t, async (app) => {
      await app.register(fastifySse)
      const handler = (_request: unknown, reply: unknown) => stream(reply as EventReply)
      app.route({ method: 'GET', url: '/', sse: true, handler } as RouteOptions)
    })

    const { status, text, complete } = await ask(base, '/', { headers: { accept: 'text/event-stream' } })

    t.equal(status, 200)
    t.ok(complete)
    t.match(text, /event: problem\n(?:retry: \d+\n)?data: \{"type":.*"code":"INTERNAL_ERROR".*\}\n\n$/)
    t.notMatch(text, secret)
    t.match(events, [{ problem: { code: 'INTERNAL_ERROR' }, route: '/' }])
    t.equal(events.length, 1)
    t.match(log.filter(({ code }) => code !== undefined), [{ code: 'INTERNAL_ERROR', instance: events[0]?.problem.instance }])
  })
}

test('@fastify/sse: a handler that fails before its first event is answered with a status', async (t) => {
  const { base } = await start(t, async (app) => {
    await app.register(fastifySse)
    app.route({ method: 'GET', url: '/', sse: true, handler: async () => { throw new catalog.EMAIL_TAKEN() } } as RouteOptions)
  })

  const { status, text } = await ask(base, '/', { headers: { accept: 'text/event-stream' } })

  t.equal(status, 409)
  t.match(JSON.parse(text), { code: 'EMAIL_TAKEN' })
})

test('@fastify/sse: what does not fail stays as it is', async (t) => {
  const { base, log } = await start(t, async (app) => {
    await app.register(fastifySse)
    const handler = async (_request: unknown, reply: unknown) => { await (reply as EventReply).sse.send({ data: 'fine' }) }
    app.route({ method: 'GET', url: '/', sse: true, handler } as RouteOptions)
  })

  t.equal((await ask(base, '/', { headers: { accept: 'text/event-stream' } })).text, 'data: "fine"\n\n')
  t.strictSame(log, [])
})

test('fastify-sse-v2: an iterator that fails ends with the problem, and the service lives', async (t) => {
  const { base, log, events } = await start(t, async (app) => {
    await app.register(FastifySSEPlugin)
    app.get('/', (_request, reply) => { (reply as unknown as SourceReply).sse(failing(() => new catalog.QUOTA_USED_UP())) })
    app.get('/one', (_request, reply) => {
      const { sse } = reply as unknown as SourceReply
      sse.call(reply, { data: 'one' })
      reply.raw.end()
    })
  })

  const { text, complete } = await ask(base, '/')

  t.ok(complete)
  t.match(text, /^retry: 3000\n\ndata: 1\n\nevent: problem\ndata: \{.*"code":"QUOTA_USED_UP".*\}\nretry: 2147483647\n\n$/)
  t.match(events, [{ problem: { code: 'QUOTA_USED_UP' } }])
  t.match(log, [{ code: 'QUOTA_USED_UP' }])
  t.equal((await ask(base, '/one')).status, 200)
  t.equal((await ask(base, '/alive')).text, 'yes')
})

for (const [name, fail] of Object.entries({
  'an asynchronous handler' (reply: SourceReply) {
    reply.sse({ data: 'one' })
    return Promise.reject(bug())
  },
  'a handler' (reply: SourceReply) {
    reply.sse({ data: 'one' })
    throw bug()
  },
  'a handler that sends a problem' (reply: SourceReply & { problem (code: string): unknown }) {
    reply.sse({ data: 'one' })
    return reply.problem('INTERNAL_ERROR')
  }
})) {
  test(`fastify-sse-v2: ${name} that fails after an event ends with the problem, behind that event`, async (t) => {
    const { base, log, events } = await start(t, async (app) => {
      await app.register(FastifySSEPlugin)
      app.get('/', (_request, reply) => fail(reply as never))
      app.get('/before', async () => { throw new catalog.EMAIL_TAKEN() })
    })

    const { text, complete } = await ask(base, '/')

    t.ok(complete)
    t.match(text, /^retry: 3000\n\ndata: one\n\nevent: problem\ndata: \{.*"code":"INTERNAL_ERROR".*\}\n\n$/)
    t.notMatch(text, secret)
    t.match(events, [{ problem: { code: 'INTERNAL_ERROR' } }])
    t.match(log, [{ code: 'INTERNAL_ERROR', instance: events[0]?.problem.instance }])
    t.equal(log.length, 1)
    t.equal((await ask(base, '/before')).status, 409)
  })
}
