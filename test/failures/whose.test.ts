/** Whose error it is: the application's own word, or the failure of another service. */
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import * as Boom from '@hapi/boom'
import fastify from 'fastify'
import { test } from 'tap'
import { defineCatalog, problemJson } from '../../lib/index.js'
import type { ProblemJsonOptions } from '../../lib/index.js'
import { lookAt } from '../../lib/failures/thrown.js'
import { createJudge } from '../../lib/failures/whose/index.js'

const catalog = defineCatalog({})

async function answerTo (error: unknown, options: Partial<ProblemJsonOptions> = {}) {
  const app = fastify()
  await app.register(problemJson, { catalog, ...options } as ProblemJsonOptions)
  app.get('/', async () => { throw error })
  const response = await app.inject('/')
  await app.close()
  return response
}

const stating = (members: object) => Object.assign(new Error('Own words.'), members)

/** An error whose stack says that only a package made it, after a wait. */
function madeBy (name: string, error: Error): Error {
  error.stack = `Error: x\n    at request (/app/node_modules/${name}/index.js:1:2)\n    at process.processTicksAndRejections (node:internal/process/task_queues:95:5)\n    at async handler (/app/server.js:3:4)`
  return error
}

const own: ReadonlyArray<readonly [string, { statusCode: number, [name: string]: unknown }]> = [
  ['meta', { statusCode: 409, meta: { orderId: 1 } }],
  ['a request id', { statusCode: 404, requestId: 'r' }],
  ['an output of its own', { statusCode: 404, output: { statusCode: 404, payload: {}, headers: {} } }],
  ['config', { statusCode: 400, config: { url: 'https://example.com' } }],
  ['a response with a status', { statusCode: 404, response: { statusCode: 404, message: 'x' } }],
  ['an originalError that is of another service', { statusCode: 409, originalError: stating({ response: { status: 409, headers: { date: 'x' } } }) }]
]

for (const [what, members] of own) {
  test(`an own error with ${what} keeps its status and its message`, async (t) => {
    const response = await answerTo(stating(members))

    t.equal(response.statusCode, members.statusCode)
    t.equal(response.json().detail, 'Own words.')
  })
}

test('own errors keep the headers that may be sent, as an object and as Headers', async (t) => {
  for (const headers of [{ 'WWW-Authenticate': 'Bearer', date: undefined }, new Headers({ 'www-authenticate': 'Bearer' })]) {
    const response = await answerTo(stating({ statusCode: 401, headers }))

    t.equal(response.statusCode, 401)
    t.equal(response.headers['www-authenticate'], 'Bearer')
  }
})

const foreign: ReadonlyArray<readonly [string, object]> = [
  ['headers of a server', { status: 401, headers: { date: 'now' } }],
  ['an answer under any name', { statusCode: 401, upstream: { status: 401, headers: {} } }],
  ['a Response', { status: 404, kept: new Response('', { status: 404 }) }],
  ['a request of fetch', { status: 403, sent: new Request('http://example.com') }],
  ['statusText', { status: 404, statusText: 'Not Found' }],
  ['$metadata', { $metadata: { httpStatusCode: 403 } }],
  ['the mark of a client', { status: 401, isAxiosError: true }],
  ['the body of an answer as its message', { status: 401, message: '{"error":{"code":401,"message":"Own words."}}' }]
]

for (const [what, members] of foreign) {
  test(`an error with ${what} is of another service, whoever threw it`, async (t) => {
    const response = await answerTo(stating(members))

    t.equal(response.statusCode, 502)
    t.notMatch(response.body, 'Own words')
  })
}

test('an error with a status that only a package made is of another service, also under its own code', async (t) => {
  const sdk = () => madeBy('some-sdk', stating({ status: 401, code: 'UNAUTHORIZED' }))

  t.equal((await answerTo(sdk())).statusCode, 502)
  t.equal((await answerTo(madeBy('@fastify/sensible', stating({ status: 404 })))).statusCode, 404)
  t.equal((await answerTo(sdk(), { ownErrors: [Error] })).statusCode, 401)
  t.equal((await answerTo(sdk(), { ownErrors: (error) => (error as Error).message === 'Own words.' })).statusCode, 401)
  t.equal((await answerTo(sdk(), { ownErrors: () => { throw new Error('caught') } })).statusCode, 502)
  class Hostile extends Error { static override [Symbol.hasInstance] (): boolean { throw new Error('caught') } }
  t.equal((await answerTo(sdk(), { ownErrors: [Hostile] })).statusCode, 502, 'a class that cannot be asked owns nothing')
})

test('a statusCode that the application set on an error of a client counts, without the text', async (t) => {
  const response = await answerTo(stating({ statusCode: 404, status: 500, response: { status: 500, headers: { date: 'x' } } }))

  t.equal(response.statusCode, 404)
  t.notMatch(response.body, 'Own words')
})

test('the step that decided is part of the verdict; a class is not trusted because its last error was an own one', async (t) => {
  class AppError extends Error { constructor (readonly statusCode: number) { super('Own words.') } }
  const judge = createJudge({ readsStacks: true })

  t.match(judge(lookAt(new AppError(404))), { whose: 'application', by: 'maker', status: 404 })
  t.match(judge(lookAt(madeBy('some-sdk', new AppError(409)))), { whose: 'service', by: 'maker', status: 409 })
  t.match(judge(lookAt(madeBy('some-sdk', stating({ status: 409 })))), { whose: 'service', by: 'maker', because: 'only some-sdk made it' })
  t.match(judge(lookAt(stating({ statusCode: 403, expose: true }))), { by: 'statement' })
  t.match(judge(lookAt(stating({ statusCode: 403, getStatus () {} }))), { by: 'speaks for itself' })
})

test('where stacks say nothing, names decide, else the error is own', async (t) => {
  const judge = createJudge({ readsStacks: false })

  t.match(judge(lookAt(stating({ status: 404 }))), { whose: 'application', by: 'unknown maker' })
  t.match(judge(lookAt(stating({ status: 404, requestId: 'x' }))), { whose: 'service', by: 'unknown maker' })
})

test('the option ownErrors is checked at start', async (t) => {
  await t.rejects(answerTo(new Error('x'), { ownErrors: ['Error'] as never }), /The option 'ownErrors' must be a list of classes/)
})

test('an application that a program of node_modules starts can load the package', async (t) => {
  const door = new URL('../../lib/index.ts', import.meta.url)
  const program = join(t.testdir({ node_modules: { starter: { 'start.mjs': starter(door) } } }), 'node_modules/starter/start.mjs')
  const { stdout } = await promisify(execFile)(process.execPath, [program], { env: { ...process.env, _TAPJS_PROCESSINFO_COVERAGE_: '0' } })
  t.equal(stdout, 'function')
})

const starter = (door: URL) => `
import { createJiti } from '${import.meta.resolve('jiti')}'
const { problemJson } = await createJiti(import.meta.url).import('${fileURLToPath(door)}')
process.stdout.write(typeof problemJson)
`

test('boom that wraps the answer of another service is not a statement of this one', async (t) => {
  const wrapped = Object.assign(Boom.notFound('it-is-secret'), { data: { isResponseError: true, headers: {}, res: {} } })

  t.equal((await answerTo(Boom.notFound('Own words.'))).statusCode, 404)
  const answer = await answerTo(wrapped)
  t.equal(answer.statusCode, 502)
  t.notMatch(answer.body, 'it-is-secret')
})
