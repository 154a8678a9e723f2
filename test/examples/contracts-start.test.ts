/**
 * The contracts compile as one program against the built package, and start as their README says.
 */
import { execFile, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { test } from 'tap'
import { compiler } from '../fixtures/compiler.js'

const cwd = fileURLToPath(new URL('../..', import.meta.url))

test('a contract starts with what it calls, and answers in either shape', async (t) => {
  // Not measured by tap: the compiled files would count as untested sources.
  const env = { ...process.env, PORT: '0', _TAPJS_PROCESSINFO_COVERAGE_: '0' }
  await promisify(execFile)(compiler, ['-p', 'examples/contracts'], { cwd, env })
  const server = spawn(process.execPath, ['examples/contracts/dist/contracts/serve.js', 'prospects'], { cwd, env, stdio: ['ignore', 'pipe', 'inherit'] })
  t.teardown(() => server.kill())
  const { value: line } = await createInterface(server.stdout)[Symbol.asyncIterator]().next()
  const address = /^prospects listens on (\S+)$/.exec(String(line))?.[1] ?? ''
  const get = async (accept: string) => (await fetch(`${address}/prospects/7`, { headers: { accept, authorization: 'Bearer user' } })).json()

  t.match(await get('*/*'), { error: 'NOT_FOUND', statusCode: 404 })
  t.match(await get('application/problem+json'), { code: 'NOT_FOUND', status: 404 })
})
