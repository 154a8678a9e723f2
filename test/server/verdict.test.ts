/** What the log says of the question whose error it was (docs/whose-error.md). */
import { test } from 'tap'
import type { LogLine } from '../fixtures/server.js'
import { createService, secret } from '../fixtures/server.js'

type Verdict = { whose: string, by: string, because: string }
type Line = LogLine & { verdict?: Verdict }

class SomeSdkError extends Error {
  readonly response: object
  constructor (readonly status: number) {
    super(secret)
    this.response = { status, headers: { date: secret }, data: secret }
  }
}

/** The service throws each of them, from the first to the last. */
async function linesOf (errors: readonly unknown[], level: string, environment: string): Promise<Line[]> {
  const before = process.env['NODE_ENV']
  process.env['NODE_ENV'] = environment
  const lines: Line[] = []
  const stream = { write (line: string) { lines.push(JSON.parse(line) as Line) } }
  const { app } = await createService({}, { logger: { level, stream } })
  process.env['NODE_ENV'] = before
  app.get('/:index', async (request) => { throw errors[Number((request.params as { index: string }).index)] })
  for (const index of errors.keys()) await app.inject(`/${index}`)
  await app.close()
  return lines.filter(({ verdict, msg, code }) => code === undefined && (verdict !== undefined || /another service's/.test(msg)))
}

test('at debug, a line of its own has the step that decided and the instance, and no value of the error', async (t) => {
  const own = Object.assign(new Error('Own words.'), { statusCode: 404 })
  const stated = Object.assign(new Error('Own words.'), { statusCode: 404, expose: true })
  const lines = await linesOf([own, stated, new SomeSdkError(401), new Error('bug')], 'debug', 'production')

  t.match(lines.map(({ level, verdict }) => ({ level, verdict })), [
    { level: 20, verdict: { whose: 'application', by: 'maker' } },
    { level: 20, verdict: { whose: 'application', by: 'statement', because: "it has 'expose'" } },
    { level: 20, verdict: { whose: 'service', by: 'proof', because: "'response' is an answer" } }
  ])
  t.equal(lines.length, 3, 'an error without a status was not judged')
  t.ok(lines.every(({ instance }) => instance?.startsWith('urn:uuid:')))
  t.notMatch(JSON.stringify(lines), secret)
})

test('outside production a warning says, once for each class, where a stated 4xx became a failure of another service', async (t) => {
  const errors = [new SomeSdkError(401), new SomeSdkError(403), new SomeSdkError(500)]

  t.match(await linesOf(errors, 'info', 'development'), [{
    level: 40,
    msg: "an error of the class SomeSdkError that states 401 was taken for another service's (proof: 'response' is an answer): if it is your own, list its class in the option ownErrors"
  }])
  t.same(await linesOf(errors, 'info', 'production'), [])
})
