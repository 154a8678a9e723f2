/** What was remembered of a class of the application changes no answer. */
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { test } from 'tap'
import { defineCatalog } from '../../lib/index.js'
import { createService } from '../fixtures/server.js'

/** An error of the class, and what is on the reply when it is thrown. */
interface Case {
  readonly message: string
  readonly members: object
  readonly headers?: Record<string, string>
  readonly status?: number
}

const cases: readonly Case[] = [
  { message: 'Plain.', members: { statusCode: 409 } },
  { message: 'Other words.', members: { statusCode: 409 } },
  { message: '', members: { statusCode: 409 } },
  { message: 'Conflict', members: { statusCode: 409 } },
  { message: '{"status":409,"message":"of an answer"}', members: { statusCode: 409 } },
  { message: 'Multipart: Boundary not found', members: { statusCode: 409 } },
  { message: 'Hidden.', members: { statusCode: 409, expose: false } },
  { message: 'Shown.', members: { statusCode: 409, expose: true } },
  { message: 'Of the catalog.', members: { statusCode: 409, code: 'SOLD_OUT' } },
  { message: 'A number.', members: { status: 409 } },
  { message: 'Gone.', members: { statusCode: 410 } },
  { message: 'Without code.', members: { statusCode: 418 } },
  { message: 'Private.', members: { statusCode: 503 } },
  { message: 'Without status.', members: {} },
  { message: 'Limited.', members: { statusCode: 429 } },
  { message: 'Limited.', members: { statusCode: 429 }, headers: { 'retry-after': '7', 'x-ratelimit-remaining': '0' } },
  { message: 'Later.', members: { statusCode: 409 }, headers: { 'retry-after': '7' } },
  { message: 'With headers.', members: { statusCode: 401, headers: { 'www-authenticate': 'Basic' } } },
  { message: 'An answer.', members: { statusCode: 409, response: { status: 409, headers: {} } } },
  { message: 'A mark.', members: { statusCode: 409, statusText: 'Conflict' } },
  { message: 'Validated.', members: { statusCode: 400, validation: [{ keyword: 'required', instancePath: '', params: { missingProperty: 'x' } }], validationContext: 'body' } },
  { message: 'After reply.code().', members: { statusCode: 409 }, status: 404 },
  { message: 'A constraint.', members: { statusCode: 409, code: '23505', constraint: 'x' } },
  { message: 'Named.', members: { statusCode: 409, name: 'AxiosError' } }
]

const source = `
export const createClass = () => class Refused extends Error {
  constructor (message, members) {
    super(message)
    Object.assign(this, members)
  }
}
`

interface Application {
  createClass: () => new (message: string, members: object) => Error
}

test('an error of an own class gets the answer that it gets as the first of its class', async (t) => {
  const file = join(t.testdir({ 'app.mjs': source }), 'app.mjs')
  const { createClass } = await import(pathToFileURL(file).href) as Application
  const { app, log } = await createService({ undeclared: 'ignore', catalog: defineCatalog({ SOLD_OUT: { status: 409, title: 'Sold out' } }) })
  let Refused = createClass()
  app.get('/:index', async (request, reply) => {
    const { message, members, headers = {}, status } = cases[Number((request.params as { index: string }).index)]!
    reply.headers(headers)
    if (status !== undefined) reply.code(status)
    throw new Refused(message, members)
  })
  const ask = async (index: number) => {
    const { statusCode, headers, body } = await app.inject(`/${index}`)
    const line = log.findLast(({ code }) => code !== undefined) as { origin?: string } | undefined
    return {
      statusCode,
      retryAfter: headers['retry-after'],
      challenge: headers['www-authenticate'],
      ...JSON.parse(body) as object,
      instance: undefined,
      origin: line?.origin
    }
  }
  const alone: object[] = []
  for (const index of cases.keys()) {
    Refused = createClass()
    alone.push(await ask(index))
  }

  for (const before of cases.keys()) {
    for (const index of cases.keys()) {
      Refused = createClass()
      await ask(before)
      t.strictSame(await ask(index), alone[index], `${cases[index]!.message} after ${cases[before]!.message}`)
    }
  }
})

test('the second error of an own class is not looked at anew', async (t) => {
  const file = join(t.testdir({ 'app.mjs': source }), 'app.mjs')
  const { createClass } = await import(pathToFileURL(file).href) as Application
  const { app } = await createService()
  const Refused = createClass()
  let looks = 0
  app.get('/', async () => {
    const error = new Refused('Plain.', { statusCode: 409 })
    const { stack } = error
    throw Object.defineProperty(error, 'stack', { get () { looks++; return stack } })
  })

  await app.inject('/')
  const first = looks
  await app.inject('/')

  t.ok(first > 0)
  t.equal(looks, first)
})
