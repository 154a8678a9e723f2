/** Who made an error, where its name does not tell: by real packages, real stacks and real classes. */
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { test } from 'tap'
import type { Test } from 'tap'
import { lookAt } from '../../lib/failures/thrown.js'
import { createJudge } from '../../lib/failures/whose/index.js'

const sleep = "import { setTimeout as sleep } from 'node:timers/promises'\n"
const refusal = "export async function refuse () { await sleep(1); throw Object.assign(new Error('Own words.'), { statusCode: 403 }) }\n"
const fetching = "export async function refuse () { await fetch('data:,'); throw Object.assign(new Error('Theirs.'), { statusCode: 403 }) }\n"

let programs = 0

/** A program with one package; gives what the package threw after a wait. */
async function thrownBy (t: Test, files: Record<string, string>, manifest: object = {}): Promise<unknown> {
  // What a package is, is remembered by its path.
  const folder = join(t.testdir({
    [++programs]: {
      node_modules: { guard: { 'package.json': JSON.stringify({ name: 'guard', type: 'module', exports: './index.mjs', ...manifest }), ...files } },
      'app.mjs': "import { refuse } from 'guard'\nexport const call = async () => { await refuse() }\n"
    }
  }), String(programs))
  const { call } = await import(pathToFileURL(join(folder, 'app.mjs')).href) as { call: () => Promise<void> }
  return call().then(() => t.fail('nothing was thrown'), (error: unknown) => error)
}

const judge = createJudge({ readsStacks: true })

test('a guard of a package that waits first and can call no service is own', async (t) => {
  t.match(judge(lookAt(await thrownBy(t, { 'index.mjs': sleep + refusal }))), { whose: 'application', by: 'maker', because: 'guard made it, which calls no service' })
})

test('a package that can call a service is one, wherever in it the call is', async (t) => {
  const hidden = sleep + refusal
  for (const files of [
    { 'index.mjs': fetching },
    { 'index.mjs': hidden, 'transport.mjs': "import http from 'node:http'\n" },
    { 'index.mjs': hidden, 'transport.mjs': 'export const load = (name) => import(name)\n' },
    { 'index.mjs': hidden, 'transport.mjs': "import 'some-transport'\n" },
    { 'index.mjs': hidden, 'addon.node': '' },
    { 'index.mjs': hidden, 'data.mjs': '/* ' + 'x'.repeat(300 * 1024) + ' */' }
  ]) {
    t.match(judge(lookAt(await thrownBy(t, files))), { whose: 'service', by: 'maker' }, Object.keys(files).join())
  }
})

test('a package that depends on what servers are made of is own; not if it depends on a client, too', async (t) => {
  const files = { 'index.mjs': sleep + refusal }

  t.match(judge(lookAt(await thrownBy(t, files, { peerDependencies: { fastify: '5' } }))), { whose: 'application' })
  t.match(judge(lookAt(await thrownBy(t, files, { dependencies: { 'fastify-plugin': '5', axios: '1' } }))), { whose: 'service' })
  t.match(judge(lookAt(await thrownBy(t, files, { dependencies: { '@fastify/busboy': '3' } }))), { whose: 'service' }, 'clients write forms, too')
  t.match(judge(lookAt(await thrownBy(t, files, { dependencies: { anything: '1' } }))), { whose: 'service' })
})

const classes = (names: string) => `export class ${names} extends Error { constructor (statusCode) { super('Own words.'); this.statusCode = statusCode } }\n`

test('a class that is written in the application needs one look at a stack; one that it only uses, each time', async (t) => {
  const folder = t.testdir({
    node_modules: { sdk: { 'package.json': '{"type":"module","exports":"./index.mjs"}', 'index.mjs': classes('SdkError') + "export const call = async () => { await fetch('data:,'); throw new SdkError(401) }\n" } },
    'errors.mjs': classes('AppError'),
    'app.mjs': "import { AppError } from './errors.mjs'\nimport { SdkError, call } from 'sdk'\nexport { call }\nexport const own = () => new AppError(404)\nexport const used = () => new SdkError(401)\n"
  })
  const app = await import(pathToFileURL(join(folder, 'app.mjs')).href) as { own: () => Error, used: () => Error, call: () => Promise<void> }
  let looks = 0
  const watched = (error: Error) => { const { stack } = error; Object.defineProperty(error, 'stack', { get () { looks++; return stack } }); return error }

  for (let count = 0; count < 3; count++) t.match(judge(lookAt(watched(app.own()))), { whose: 'application', by: 'maker', status: 404 })
  t.equal(looks, 1)
  t.match(judge(lookAt(app.used())), { whose: 'application', by: 'maker' })
  await t.rejects(app.call())
  t.match(judge(lookAt(await app.call().catch((error: unknown) => error))), { whose: 'service', by: 'maker' })
})

test('a status that only the message states counts where a package made the error', async (t) => {
  const text = "export async function refuse () { await fetch('data:,'); throw new Error('Request failed with status code 429') }\n"

  t.match(judge(lookAt(await thrownBy(t, { 'index.mjs': text }))), { whose: 'service', status: 429 })
  t.equal(judge(lookAt(new Error('Request failed with status code 429'))), undefined)
})

const message = 'x'
const bodies: Readonly<Record<string, object>> = {
  'one that repeats the status': { statusCode: 401, message, error: { code: 401, message } },
  Razorpay: { statusCode: 400, error: { code: 'BAD_REQUEST_ERROR', description: 'x', source: 'NA' } },
  GitHub: { message, documentation_url: 'https://docs.example', status: '404' },
  Twilio: { code: 20003, message, more_info: 'https://docs.example', status: 401 },
  OAuth: { error: 'invalid_client', error_description: message, status: 401 },
  Notion: { object: 'error', status: 401, code: 'unauthorized', message },
  Resend: { statusCode: 401, name: 'missing_api_key', message },
  Cloudinary: { message, name: 'Error', http_code: 401 },
  Spring: { timestamp: '2020-01-01T00:00:00Z', status: 404, error: 'Not Found', message, path: '/x' }
}

test('a bare object that is the body of an answer is of another service; with words of its own it is not', async (t) => {
  for (const [name, body] of Object.entries(bodies)) t.match(judge(lookAt(body)), { whose: 'service', by: 'proof' }, name)
  for (const own of [
    { statusCode: 403, error: { code: 'NOT_YOURS', message } }, { statusCode: 404, error: 'Not Found', message },
    { status: 404, statusCode: 404, code: 'ORDER_LOST', message }, { name: 'NotFoundError', statusCode: 404, message },
    { statusCode: 422, message, errors: [{ field: 'x', message }], details: { field: 'x' }, timestamp: 'now' }
  ]) t.match(judge(lookAt(own)), { whose: 'application', status: own.statusCode }, JSON.stringify(own))
  const hostile = new Proxy({ status: 404 }, { getOwnPropertyDescriptor () { throw new Error('caught') } })
  t.match(judge(lookAt(hostile)), { whose: 'application' })
})

test('where there is no stack, the module that a class is from tells', async (t) => {
  const plain = 'class Refusal { constructor (statusCode) { this.statusCode = statusCode; this.message = "x" } }\n'
  const emptied = 'class Refusal extends Error { constructor (statusCode) { super("x"); this.statusCode = statusCode; this.stack = "" } }\n'
  const folder = t.testdir(Object.fromEntries([plain, emptied].flatMap((text) => ['module.exports = Refusal', 'exports.Refusal = Refusal'].map((exported) => text + exported)).map((text, index) => [index, {
    node_modules: { client: { 'package.json': '{"name":"client"}', 'index.js': `${text}\nconst https = require("https")\n` }, guard: { 'package.json': '{"name":"guard"}', 'index.js': text } },
    'app.cjs': `${text.replace('Refusal', 'Own').replace(/ Refusal$/, ' Own').replace('exports.Refusal', 'exports.Own')}`
  }])))
  const load = createRequire(import.meta.url)
  const classOf = (path: string) => { const found = load(join(folder, path)); return (found.Refusal ?? found.Own ?? found) as new (status: number) => object }
  for (const index of [0, 1, 2, 3]) {
    t.match(judge(lookAt(new (classOf(`${index}/node_modules/client`))(401))), { whose: 'service', because: 'its class is of client' })
    t.match(judge(lookAt(new (classOf(`${index}/node_modules/guard`))(401))), { whose: 'application', because: 'its class is of guard' })
    t.match(judge(lookAt(new (classOf(`${index}/app.cjs`))(401))), { whose: 'application', because: 'its class is of the application' })
  }
})

test('an error that calls itself that of an API, and hides its stack, is of another service', async (t) => {
  const hidden = Object.assign(new Error('[object Object]'), { status: 401, details: 'x', type: 'MailgunAPIError', stack: '' })

  t.match(judge(lookAt(hidden)), { whose: 'service', by: 'unknown maker' })
})
