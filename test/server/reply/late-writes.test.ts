/** What a handler writes to the raw response behind its problem changes nothing. */
import { Readable } from 'node:stream'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { test } from 'tap'
import { catalog, createService, listen } from '../../fixtures/server.js'
import { onBoth } from '../../fixtures/both.js'

const late: Record<string, (reply: FastifyReply) => unknown> = {
  write: ({ raw }) => raw.write('late'),
  end: ({ raw }) => raw.end('late'),
  head: ({ raw }) => raw.writeHead(200, { 'content-type': 'text/plain' }),
  hijacked: (reply) => reply.hijack().raw.writeHead(200, { 'x-late': 'late' }).end('late'),
  twice: ({ raw }) => { raw.write('late'); raw.end('late') },
  piped: ({ raw }) => Readable.from(['late', 'later']).pipe(raw)
}

const send: Record<string, (request: FastifyRequest, reply: FastifyReply) => unknown> = {
  sync: (_request, reply) => { reply.problem('EMAIL_TAKEN') },
  send: (_request, reply) => { reply.send(new catalog.EMAIL_TAKEN()) }
}

test('a handler that writes to the raw response behind its problem neither changes it nor ends the process', async (t) => {
  const routes = Object.keys(late).flatMap((write) => Object.keys(send).flatMap((way) => [false, true].map((isAsync) => ({ write, way, isAsync }))))
  const toPath = ({ write, way, isAsync }: typeof routes[number]) => `/${write}/${way}/${isAsync ? 'async' : 'callback'}`

  await onBoth(t, (app) => {
    for (const route of routes) {
      const handle = (request: FastifyRequest, reply: FastifyReply) => {
        send[route.way]!(request, reply)
        late[route.write]!(reply)
      }
      if (route.isAsync) app.get(toPath(route), async (request, reply) => { handle(request, reply); return reply })
      else app.get(toPath(route), handle)
    }
  }, async (ask, t, log) => {
    for (const route of routes) {
      const path = toPath(route)
      log.length = 0
      const { status, headers, text, complete } = await ask(path)

      t.equal(status, 409, path)
      t.equal(JSON.parse(text).code, 'EMAIL_TAKEN', path)
      t.ok(complete, path)
      t.notOk(headers['x-late'], path)
      t.strictSame(log.map(({ code }) => code), ['EMAIL_TAKEN'], path)
    }
  })
})

test('the line and the event of a problem come before its bytes', async (t) => {
  const seen: unknown[] = []
  const { app, log } = await createService({ onProblem: ({ problem: { code } }) => { seen.push(code) } })
  t.teardown(() => app.close())
  app.addHook('onRequest', async (_request, { raw }) => {
    const { writeHead } = raw
    raw.writeHead = (...args: unknown[]) => {
      seen.push(`written after ${log.filter(({ code }) => code).length} line`)
      return Reflect.apply(writeHead, raw, args) as typeof raw
    }
  })
  app.get('/', async (_request, reply) => reply.problem('EMAIL_TAKEN'))

  await fetch(await listen(app))

  t.strictSame(seen, ['EMAIL_TAKEN', 'written after 1 line'])
})
