/**
 * What it costs to load the package, in CPU time of a whole process, beside what Fastify costs there:
 *
 *   node bench/import.mjs [--rounds=15] [--run=1]
 *
 * The package is the one that is published: built, and each door one file. Writes bench/results/import-<Node>-<run>.json.
 */
import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { argumentsOf, circumstances, fixed, inTurn, median, ratios, store } from './measure.mjs'

const root = fileURLToPath(new URL('../', import.meta.url))
const { rounds, run } = argumentsOf({ rounds: 15, run: 1 })
const folder = mkdtempSync(join(tmpdir(), 'problem-json-'))
for (const name of ['dist', 'package.json']) cpSync(join(root, name), join(folder, name), { recursive: true })
symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
execFileSync(process.execPath, [join(root, '.ci/bundle.js'), folder])

const tell = 'const { user, system } = process.cpuUsage(); console.log(user + system)\n'
const programs = {
  'an empty program': '',
  fastify: "import 'fastify'\n",
  'fastify and one file per door': "import 'fastify'\nimport 'fastify-problem-json'\n",
  'fastify and the modules as they are written': `import 'fastify'\nimport '${join(root, 'dist/index.js')}'\n`
}
for (const [name, text] of Object.entries(programs)) writeFileSync(join(folder, `${name}.mjs`), text + tell)

const cpu = Object.fromEntries(Object.keys(programs).map((name) => [name, []]))
for (let round = 0; round < rounds; round++) {
  for (const name of inTurn(Object.keys(programs), round)) {
    cpu[name].push(Number(execFileSync(process.execPath, [join(folder, `${name}.mjs`)], { encoding: 'utf8', env: { ...process.env, NODE_ENV: 'production' } })))
  }
}
rmSync(folder, { recursive: true })
store(`import-${process.versions.node.split('.')[0]}-${run}`, { ...circumstances(['fastify', 'fastify-problem-json']), used: cpu })
for (const [name, values] of Object.entries(cpu)) {
  console.log(`${name}: ${fixed(median(values) / 1000)} ms, × ${fixed(median(ratios(values, cpu.fastify)), 2)} fastify`)
}
