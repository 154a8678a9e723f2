/**
 * The measurements start, and give figures (with `npm run test:long`). What the figures are is not tested: no machine that runs tests is quiet.
 */
import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { test } from 'tap'
import { isLong } from './fixtures/long.js'

const run = promisify(execFile)
const root = fileURLToPath(new URL('..', import.meta.url))

/** What a measurement prints instead of writing it. */
async function measure (file: string, ...args: string[]): Promise<unknown> {
  return JSON.parse(await outputOf(file, ...args))
}

async function outputOf (file: string, ...args: string[]): Promise<string> {
  // The test runner loads itself into every process that is started, by NODE_OPTIONS. Here it must not.
  const { stdout } = await run('env', ['-u', 'NODE_OPTIONS', process.execPath, `bench/${file}`, ...args], { cwd: root, maxBuffer: 2 ** 26 })
  return stdout
}

test('docs/performance.md says what the results say', async (t) => {
  await t.resolves(outputOf('report.mjs', '--check'))
})

if (isLong) {
  test('each contender answers, and is measured', async (t) => {
    const contenders = ['ready', 'fastify', 'fastify-problem-json']
    const { logging } = await measure('http.mjs', '--quick', '--rounds=1', '--only=a wrong method', '--logging=on', `--contenders=${contenders.join()}`) as {
      logging: { on: { 'a wrong method': Record<string, { status: number, type: string, cpu: number[] }> } }
    }

    const figures = logging.on['a wrong method']
    t.same(Object.keys(figures), contenders)
    t.match(figures['fastify-problem-json'], { status: 405, type: 'application/problem+json' })
    for (const name of contenders) t.ok(figures[name]!.cpu.every((figure) => figure > 0), name)
  })

  test('a path is measured in process: cold, hot, and by what it allocates', async (t) => {
    const few = ['--processes=1', '--rounds=1', '--seconds=0.05', '--warmUp=0.1', '--contenders=fastify,fastify-problem-json']
    const { paths } = await measure('inside.mjs', '--only=validation, 20', ...few) as {
      paths: Record<string, Record<string, Record<'cpu' | 'cold' | 'bytes', number[]>>>
    }

    const { fastify, 'fastify-problem-json': ours } = paths['validation, 20 errors']!
    for (const figures of [fastify, ours]) t.ok(['cpu', 'cold', 'bytes'].every((name) => figures![name as 'cpu'][0]! > 0))
  })

  test('a short soak finds nothing', async (t) => {
    const { findings, samples } = await measure('soak.mjs', '--count=1200', '--samples=2', '--connections=2', '--dry') as { findings: string[], samples: unknown[] }

    t.same(findings, [])
    t.equal(samples.length, 3)
  })

  test('latencies are measured', async (t) => {
    const { logging } = await measure('latency.mjs', '--rounds=1', '--seconds=0.3', '--rate=500', '--logging=off', '--dry') as {
      logging: { off: { servers: Record<string, { p99: number[] }> } }
    }

    for (const { p99 } of Object.values(logging.off.servers)) t.ok(p99[0]! > 0)
  })
}
