/**
 * No failure escapes: every failure of test/fixtures/failures.ts, through a service that listens, as its client, its log
 * and its owner see it.
 */
import { readFileSync } from 'node:fs'
import { connect } from 'node:http2'
import Fastify from 'fastify'
import type { FastifyInstance, FastifyServerOptions } from 'fastify'
import t, { test } from 'tap'
import type { Test } from 'tap'
import { problemJson, problemServerOptions } from '../../lib/index.js'
import type { ProblemEvent } from '../../lib/index.js'
import { families } from '../fixtures/failures.js'
import type { Failure, Family } from '../fixtures/failures/family.js'
import { deviations } from '../fixtures/judge.js'
import type { LogLine } from '../fixtures/judge.js'
import { catalog, listen } from '../fixtures/server.js'
import { ask, askHttp2, speak, toAnswer } from '../fixtures/wire.js'
import type { Answer, Ask } from '../fixtures/wire.js'

interface Started {
  readonly log: LogLine[]
  readonly events: ProblemEvent[]
  readonly send: (path: string, how?: Ask) => Promise<Answer>
  readonly speak: (bytes: string) => Promise<string>
}

async function start (t: Test, { server, options, early, setup, failures, http2, client: how }: Family): Promise<Started> {
  const log: LogLine[] = []
  const events: ProblemEvent[] = []
  const stream = { write (line: string) { log.push(JSON.parse(line) as LogLine) } }
  const app = Fastify({
    ...problemServerOptions(), disableRequestLogging: true, forceCloseConnections: true, logger: { level: 'info', stream }, ...server, ...(http2 && { http2 })
  } as FastifyServerOptions)
  t.teardown(() => app.close())
  await early?.(app)
  await app.register(problemJson, { catalog, onProblem: (event) => { events.push(event) }, ...options })
  await setup?.(app)
  for (const [index, failure] of failures.entries()) await mount(app, failure, `/${index}`)
  app.get('/alive', async () => 'yes')
  const base = await listen(app)
  // What is said at the start is said of the service, and not of a failure.
  log.length = 0
  if (!http2) return { log, events, send: (path, more) => ask(base, path, { ...how, ...more }), speak: (bytes) => speak(base, bytes) }
  const client = connect(base)
  t.teardown(() => client.close())
  return { log, events, send: (path, more) => askHttp2(client, path, more), speak: (bytes) => speak(base, bytes) }
}

/** What a failure needs has a child plugin of its own, so that none of it can help or hurt the others. */
async function mount (app: FastifyInstance, { setup, fail, ask }: Failure, prefix: string): Promise<void> {
  if (setup) await app.register(async (child) => { await setup(child) }, { prefix })
  if (fail) app.route({ method: ask?.method === 'HEAD' ? 'GET' : ask?.method ?? 'GET', url: prefix, handler: async (request, reply) => await fail(request, reply) })
}

const patience = 10_000

async function provoke ({ send, speak }: Started, { path, ask, bytes, setup, fail, before = 0 }: Failure, index: number): Promise<Answer> {
  if (bytes !== undefined) return toAnswer(await speak(bytes))
  const url = setup ? `/${index}${path ?? ''}` : fail ? `/${index}` : path ?? '/'
  for (let count = 0; count < before; count++) await send(url, ask)
  const nothing: Answer = { status: 0, reason: '', headers: {}, text: '', complete: false }
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<Answer>((resolve) => { timer = setTimeout(resolve, patience, nothing) })
  return await Promise.race([send(url, ask), late]).finally(() => clearTimeout(timer))
}

async function provokeAll (started: Started, { failures, inTurn = false }: Family): Promise<Answer[]> {
  const answers: Answer[] = []
  let next = 0
  const work = async () => {
    while (next < failures.length) {
      const index = next++
      answers[index] = await provoke(started, failures[index]!, index)
    }
  }
  await Promise.all(Array.from({ length: inTurn ? 1 : 8 }, work))
  // Whoever was too slow to fail in time fails now.
  await new Promise((resolve) => setTimeout(resolve, 50))
  return answers
}

/** A request is known by its id; bytes that are no request by the name of the problem. */
function isAbout ({ headers, text }: Answer) {
  return ({ reqId, instance }: { reqId?: string | undefined, instance?: string | undefined }) => headers['x-request-id'] === undefined
    ? instance !== undefined && text.includes(instance)
    : reqId === headers['x-request-id']
}

for (const NODE_ENV of ['production', 'development']) {
  for (const family of families) {
    test(`${family.name} (NODE_ENV ${NODE_ENV})`, async (t) => {
      const before = process.env['NODE_ENV']
      process.env['NODE_ENV'] = NODE_ENV
      t.teardown(() => { process.env['NODE_ENV'] = before })
      const started = await start(t, family)

      const answers = await provokeAll(started, family)

      const { log, events } = started
      for (const [index, failure] of family.failures.entries()) {
        const answer = answers[index]!
        const mine = isAbout(answer)
        const lines = log.filter(mine)
        const told = events.filter(({ request, problem }) => mine({ reqId: request?.id, instance: problem.instance }))
        t.strictSame(await deviations({ failure, answer, lines, events: told }), [], failure.name)
      }
      const unknown = log.filter((line) => line.reqId === undefined && !answers.some((answer) => isAbout(answer)(line)))
      t.strictSame(unknown, [], 'no line is about nothing')
      t.ok((await started.send('/alive')).status > 0, 'the process lives')
    })
  }
}

test('docs/limits.md says why a failure has more than one line in the log', async (t) => {
  const limits = readFileSync(new URL('../../docs/limits.md', import.meta.url), 'utf8')
  const reasons = new Set(families.flatMap(({ failures }) => failures.flatMap(({ lines }) => lines?.because ?? [])))

  for (const reason of reasons) t.ok(limits.includes(`\n| ${reason}`), reason)
})

test('every failure has a name of its own, and there are many', async (t) => {
  const names = families.flatMap(({ name, failures }) => failures.map((failure) => `${name}: ${failure.name}`))

  t.equal(new Set(names).size, names.length)
  t.ok(names.length >= 120, `${names.length} failures`)
  t.comment(`${names.length} failures`)
})

t.teardown(async () => {
  for (const { close } of families) await close?.()
})
