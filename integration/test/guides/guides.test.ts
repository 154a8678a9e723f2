/** The programs of docs/guides.md run as they stand, with the frameworks of integration/guides. */
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import tap, { test } from 'tap'
import type { FastifyInstance } from 'fastify'
import { fencesOf, readPage, root } from '../../../test/fixtures/docs/blocks.js'
import { skipWithout } from '../../../test/fixtures/missing.js'

const home = join(root, 'integration/guides')
const packages = join(home, 'node_modules')
const skip = skipWithout(existsSync(packages) ? packages : undefined, 'The frameworks of the guides are missing: npm ci --prefix integration/guides')

/** The programs by the names in their first lines, in a folder beside their packages. */
const place = skip ? home : await mkdtemp(join(home, '.run-'))
if (!skip) {
  tap.teardown(() => rm(place, { recursive: true }))
  for (const { info, code } of fencesOf(readPage('docs/guides.md'))) {
    const [, name] = /^\/\/ ([\w./-]+\.cjs)/.exec(code) ?? []
    if (info !== 'cjs' || name === undefined) continue
    await mkdir(dirname(join(place, name)), { recursive: true })
    await writeFile(join(place, name), code)
  }
  await mkdir(join(place, 'node_modules'))
  await symlink(root, join(place, 'node_modules/fastify-problem-json'))
}

const build = (name: string) => (createRequire(join(place, name))(join(place, name)) as { build: () => Promise<FastifyInstance> | FastifyInstance }).build()

test('fastify-cli and autoload, with --options', { skip }, async (t) => {
  const port = String(20_000 + process.pid % 20_000)
  const server = spawn(process.execPath, [join(packages, 'fastify-cli/cli.js'), 'start', '--options', '-p', port, 'app.cjs'], { cwd: place, stdio: 'ignore' })
  t.teardown(() => server.kill())
  const base = `http://127.0.0.1:${port}`
  const ask = async (path: string): Promise<Record<string, unknown>> => {
    for (;;) {
      const response = await fetch(base + path).catch(() => undefined)
      if (response) return await response.json() as Record<string, unknown>
      if (server.exitCode !== null) throw new Error('the server ended')
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }

  t.match(await ask('/orders/42'), { code: 'ORDER_NOT_FOUND', orderId: '42' })
  t.match(await ask('/nowhere'), { code: 'NOT_FOUND' })
  t.match(await ask('/%zz'), { code: 'INVALID_REQUEST' })
})

test('a synchronous factory, in CommonJS', { skip }, async (t) => {
  const app = await build('build.cjs')
  t.match((await app.inject('/orders/42')).json(), { code: 'ORDER_NOT_FOUND', detail: 'There is no order 42.' })
  await app.close()
})

test('a session without Bearer', { skip }, async (t) => {
  const app = await build('sessions.cjs')
  const { statusCode, headers } = await app.inject('/orders')
  t.match({ statusCode, challenge: headers['www-authenticate'] }, { statusCode: 401, challenge: 'Session realm="orders"' })
  await app.close()
})

test('NestJS: its controllers throw codes, and its own exceptions are problems', { skip }, async (t) => {
  const app = await build('nest.cjs')
  for (const [path, expected] of [
    ['/orders', { status: 404, code: 'ORDER_NOT_FOUND', orderId: '42' }], ['/lost', { status: 404 }],
    ['/broken', { status: 500, code: 'INTERNAL_ERROR' }], ['/nowhere', { status: 404 }]
  ] as const) {
    const response = await app.inject(path)
    t.match(response.headers['content-type'], /^application\/problem\+json/, path)
    t.match(response.json(), expected, path)
    t.notMatch(response.body, 'secret')
  }
  await app.close()
})

test('mercurius and tRPC keep their own answers, and other replies become problems', { skip }, async (t) => {
  const app = await build('graphql.cjs')
  t.match((await app.inject({ url: '/graphql', query: { query: '{ order }' } })).json(), { errors: [{ message: 'No order' }] })
  t.match((await app.inject('/trpc/order')).json(), { error: { data: { code: 'NOT_FOUND' } } })
  t.match((await app.inject('/old')).json(), { code: 'NOT_FOUND', status: 404 })
  await app.close()
})
