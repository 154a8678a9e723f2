/**
 * Everything that `npm test` looks at before it runs the tests: lint, types, the contract of the example. Two commands
 * run side by side. What passes prints one line, what fails prints all it said.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'

const bin = (name, ...args) => [`node_modules/.bin/${name}`, ...args]
/** Of TypeScript 7, which needs a fifth of the time; types/ and test/ ask the compiler of TypeScript 6 for its API. */
const tsc = (...args) => ['node', 'node_modules/typescript-7/bin/tsc', ...args]
const contract = [
  'node', 'dist/cli/index.js', 'check', 'examples/orders/catalog.ts',
  '--app', 'examples/orders/app.ts', '--snapshot', 'examples/orders/problems.snapshot.json'
]

const lint = ['lint', bin('eslint', '.', '--cache', '--cache-location', '.tap/eslint')]
const build = ['build', ['npm', 'run', '--silent', 'build']]
// They read what the build writes.
const afterBuild = [
  ['types of lib and test', tsc()],
  ['types of what users write', bin('tstyche')],
  ['types of examples/orders', tsc('-p', 'examples/orders', '--noEmit')],
  ['types of examples/contracts', tsc('-p', 'examples/contracts', '--noEmit')],
  ['contract of examples/orders', contract]
]

let failed = false

async function run ([name, [command, ...args]]) {
  const start = Date.now()
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] })
  const output = []
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => output.push(chunk))
  const [status] = await once(child, 'close')
  console.log(`${status === 0 ? 'ok ' : 'NOT OK'} ${name} ${((Date.now() - start) / 1000).toFixed(1)} s`)
  if (status === 0) return
  failed = true
  console.log(Buffer.concat(output).toString())
}

async function work (queue) {
  for (let task = queue.shift(); task; task = queue.shift()) await run(task)
}

const queue = []
await Promise.all([
  run(build).then(() => { if (!failed) queue.push(...afterBuild) }).then(() => work(queue)),
  run(lint).then(() => work(queue))
])
process.exitCode = failed ? 1 : 0
