/**
 * The client in runtimes other than Node and browsers. It needs `npm run build`.
 */
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import tap, { test } from 'tap'
import { findProgram, skipWithout } from '../../../test/fixtures/missing.js'
import { catalog, startService } from '../../../test/fixtures/server.js'
import { failAfter } from '../../../test/fixtures/streams.js'

tap.setTimeout(120_000)

const run = promisify(execFile)
const script = fileURLToPath(new URL('../fixtures/read-events.mjs', import.meta.url))

/** That of the system, else the one of npm. */
function findRuntime (name: string): string | undefined {
  const fromNpm = fileURLToPath(new URL(`../../node_modules/.bin/${name}`, import.meta.url))
  return findProgram(name) ?? (existsSync(fromNpm) ? fromNpm : undefined)
}

const runtimes = [['deno', 'run', '--allow-net', '--allow-read'], ['bun', 'run'], ['node']] as const

for (const [name, ...args] of runtimes) {
  const program = name === 'node' ? process.execPath : findRuntime(name)

  test(`${name} reads a stream and its problem`, { skip: skipWithout(program, `${name} is missing: 'npm ci --prefix integration'`) }, async (t) => {
    const { base } = await startService(t, {
      setup (app) {
        app.get('/stream', (_request, reply) =>
          reply.type('text/event-stream').send(Readable.from(failAfter(['data: one\n\n', 'data: tw'], new catalog.EMAIL_TAKEN()))))
        app.get('/refused', async () => { throw new catalog.EMAIL_TAKEN() })
      }
    })

    const { stdout } = await run(program!, [...args, script, `${base}/stream`, `${base}/refused`])

    t.strictSame(JSON.parse(stdout), ['one', 'EMAIL_TAKEN', 'EMAIL_TAKEN'])
  })
}
