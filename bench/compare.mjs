/**
 * What a change did: this working tree against another state, paired, in process.
 *
 *   node bench/compare.mjs REF [--only=text,text] [--processes=3] [--rounds=7] [--seconds=0.1] [--warmUp=1]
 *
 * Builds both. Each path is measured in turn: now, then, and plain Fastify. More than 1 is better now.
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { fixed, ratios, summary } from './measure.mjs'

const root = fileURLToPath(new URL('../', import.meta.url))
const text = (value) => ({ type: 'string', default: value })
const { values, positionals: [ref] } = parseArgs({
  allowPositionals: true, options: { only: text(''), processes: text('3'), rounds: text('7'), seconds: text('0.1'), warmUp: text('1') }
})
if (ref === undefined) throw new Error('Say which state to compare with: node bench/compare.mjs REF')
const { only, ...numbers } = values
const method = Object.fromEntries(Object.entries(numbers).map(([name, value]) => [name, Number(value)]))

const before = join(mkdtempSync(join(tmpdir(), 'problem-json-')), 'before')
execFileSync('git', ['worktree', 'add', '--detach', before, ref], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] })
try {
  symlinkSync(join(root, 'node_modules'), join(before, 'node_modules'))
  for (const folder of [root, before]) execFileSync('npm', ['run', '--silent', 'build'], { cwd: folder, stdio: 'inherit' })
  // They import the build.
  const [{ paths }, { measureInside }] = await Promise.all([import('./contenders.mjs'), import('./inside.mjs')])
  const asked = Object.keys(paths).filter((name) => only.split(',').some((text) => name.includes(text)))
  if (asked.length === 0) throw new Error(`--only=${only} is in no name of a path: ${Object.keys(paths).join(', ')}`)
  const of = (folder) => ({ contender: 'fastify-problem-json', env: { BENCH_PACKAGE: pathToFileURL(join(folder, 'dist/index.js')).href } })
  const workers = { now: of(root), then: of(before), fastify: { contender: 'fastify' } }
  for (const path of asked) tell(path, await measureInside(path, workers, method))
} finally {
  execFileSync('git', ['worktree', 'remove', '--force', before], { cwd: root })
  rmSync(join(before, '..'), { recursive: true, force: true })
}

function tell (path, { now, then, fastify }) {
  const cell = (over, under, digits = 2) => {
    const { median, low, high } = summary(ratios(over, under))
    return `${fixed(median, digits)} (${fixed(low, digits)}–${fixed(high, digits)})`
  }
  console.log(`${path}: hot ${cell(then.cpu, now.cpu)}, cold ${cell(then.cold, now.cold)}, allocated ${cell(then.bytes, now.bytes)}; ` +
    `over plain Fastify ${cell(fastify.cpu, then.cpu)} → ${cell(fastify.cpu, now.cpu)}`)
}
