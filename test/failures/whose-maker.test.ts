/** Who made an error, where its name does not tell: by real packages, real stacks and real classes. */
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

const judge = createJudge({ stacksTell: true })

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

test('a bare object with the body of an answer is of another service; with words of its own it is not', async (t) => {
  t.match(judge(lookAt({ statusCode: 401, error: { code: 401, message: 'x' } })), { whose: 'service', by: 'proof' })
  t.match(judge(lookAt({ statusCode: 400, error: { code: 'BAD_REQUEST_ERROR', description: 'x', source: 'NA' } })), { whose: 'service' })
  t.match(judge(lookAt({ statusCode: 403, error: { code: 'NOT_YOURS', message: 'x' } })), { whose: 'application' })
})
