/** The README's start, word for word, in an empty folder: only the package comes from here, and the port is a free one. */
import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import tap, { test } from 'tap'
import { fencesOf, readPage } from '../../test/fixtures/docs/blocks.js'
import { output, pack } from './fixtures/packed.js'

// Two installations on a busy machine.
tap.setTimeout(600_000)
const temporary = mkdtempSync(join(tmpdir(), 'quick-start-'))
tap.teardown(() => rmSync(temporary, { recursive: true, force: true }))
const { tarball } = await pack(temporary)
const folder = join(temporary, 'orders')
mkdirSync(folder)

const [, start = ''] = /^## Start\n(.*?)^## /ms.exec(readPage('README.md')) ?? []
const [commands, settings, app, server, more, appTest] = fencesOf(start).map(({ code }) => code)
const write = (name: string, text = '') => writeFileSync(join(folder, name), text)
const shell = (line: string) => output(folder, 'sh', '-c', line)

/** A port that is free now. */
const port = await new Promise<number>((resolve) => {
  const probe = createServer().listen(0, () => {
    const { port } = probe.address() as AddressInfo
    probe.close(() => resolve(port))
  })
})

/** The server of the folder, until `work` is done. */
async function serve (work: (base: string) => Promise<void>): Promise<void> {
  const { NODE_OPTIONS: _, ...env } = process.env
  const process_ = spawn('npx', ['tsx', 'server.ts'], { cwd: folder, env, detached: true, stdio: 'ignore' })
  try {
    const base = `http://localhost:${port}`
    while (await fetch(base).then(() => false, () => true)) {
      if (process_.exitCode !== null) throw new Error('the server ended')
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
    await work(base)
  } finally {
    // What npx started, too.
    process.kill(-process_.pid!)
  }
}

test('the start of the README, in an empty folder, answers as it says', async (t) => {
  const began = Date.now()
  await shell(commands!.replace(' fastify-problem-json ', ` ${tarball} `))
  write('tsconfig.json', settings)
  write('app.ts', app)
  write('server.ts', server?.replace('3000', String(port)))
  await serve(async (base) => {
    const response = await fetch(`${base}/orders/42`)
    t.comment(`the first answer came after ${((Date.now() - began) / 1000).toFixed(0)} s`)
    const problem = await response.json() as Record<string, unknown>
    const { 'content-type': type, 'cache-control': cache, 'x-request-id': id } = Object.fromEntries(response.headers)

    t.strictSame({ status: response.status, type, cache, id: typeof id }, { status: 404, type: 'application/problem+json', cache: 'no-store', id: 'string' })
    t.strictSame({ ...problem, instance: typeof problem['instance'] }, {
      type: '/problems/order-not-found', title: 'Order not found', status: 404, code: 'ORDER_NOT_FOUND', detail: 'There is no order 42.', instance: 'string', orderId: '42'
    })
    t.match(await (await fetch(`${base}/problems/`, { headers: { accept: 'text/html' } })).text(), 'Order not found')
    t.match(await (await fetch(`${base}${problem['type'] as string}`)).text(), 'ORDER_NOT_FOUND')
  })
  t.equal(await shell('npx tsc'), '')
})

test('the lines of the README below it are a body that is checked, a limit, and a test', async (t) => {
  const text = readFileSync(join(folder, 'app.ts'), 'utf8')
  const registration = /^ +await app\.register\(problemJson.*\n/m
  write('app.ts', `import rateLimit from '@fastify/rate-limit'\n${text.replace(registration, `$&${more}`)}`)
  write('app.test.ts', appTest)

  t.equal(await shell('npx tsc'), '')
  t.match(await shell('npx tsx --test app.test.ts'), /pass 1\n/)
  await serve(async (base) => {
    const order = (body: object) => fetch(`${base}/orders`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
    const codes = new Set<unknown>()
    for (let count = 0; count < 101; count++) codes.add((await (await order({ sku: 'A-1', quantity: 0 })).json() as { code: unknown }).code)

    t.strictSame([...codes], ['VALIDATION_ERROR', 'RATE_LIMITED'])
  })
})
