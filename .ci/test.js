/**
 * Runs the tests, quietly, and says at the end what is needed: each failure, what was skipped, and a plain total.
 *
 *     node .ci/test.js                  the tests of test/
 *     node .ci/test.js FILE …           these files
 *     node .ci/test.js --integration    the tests of integration/test/
 *     node .ci/test.js --all            both; how much of lib/ they reach must not fall
 *     node .ci/test.js --long           those of test/ that take a sample otherwise, in full
 */
import { spawn, spawnSync } from 'node:child_process'
import { createWriteStream, mkdirSync, openSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { dropOtherCompilers } from './coverage.js'
import { createReader } from './report.js'

const report = '.tap/report.txt'
/** What libraries warn of; it is shown where a run ends without a result. */
const warnings = '.tap/warnings.txt'
const measured = '.tap/coverage'
/** In percent. The goal is 100; the floor is what was reached last, and only rises. */
const floor = { statements: 99.7, branches: 96.4, functions: 98.4, lines: 99.7 }

const selections = {
  '--integration': () => testFiles('integration/test'),
  '--all': () => [...testFiles('test'), ...testFiles('integration/test')],
  '--long': () => testFiles('test').filter(isSweep)
}

const [first, ...more] = process.argv.slice(2)
if (first?.startsWith('--') && !(first in selections)) {
  console.error(`Unknown option ${first}. Known are ${Object.keys(selections).join(', ')}; anything else is a file.`)
  process.exit(2)
}
const isCovered = first === '--all'
const named = first in selections ? more : process.argv.slice(2)
const files = named.length > 0 ? named : (selections[first] ?? (() => testFiles('test')))()

const reader = createReader({
  onFile: (name, seconds, ok) => console.log(`${ok ? 'ok ' : 'NOT OK'} ${name} ${seconds.toFixed(1)} s`)
})
const status = await run()
for (const { path, details } of reader.failures) {
  console.log(`\nFAILED ${path.join(' › ')}`)
  for (const line of details) console.log(`  ${line}`)
}
if (reader.failures.length > 0) console.log(`\nAll that the tests say is in ${report}, and what they write beside it in ${warnings}.`)
const isReached = !isCovered || reportCoverage()

const { total = 0, pass = 0, fail = 0, skip = 0, todo = 0 } = reader.totals()
if (total === 0) console.log(`${readFileSync(warnings, 'utf8')}\nNo test ran.`)
for (const [reason, count] of reader.skipped) console.log(`${count} skipped. ${reason}`)
console.log(`${pass} passed, ${total === 0 ? 1 : fail} failed, ${skip + todo} skipped`)
process.exitCode = status === 0 && total > 0 && isReached ? 0 : 1

async function run () {
  mkdirSync('.tap', { recursive: true })
  rmSync(measured, { recursive: true, force: true })
  const tap = spawn('node', ['.ci/tap.js', ...files], {
    stdio: ['ignore', 'pipe', openSync(warnings, 'w')],
    env: {
      ...process.env,
      // A test stops the clock, which Node calls an experiment.
      NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ''} --disable-warning=ExperimentalWarning`,
      ...isCovered && { NODE_V8_COVERAGE: measured },
      ...first === '--long' && { TEST_LONG: '1' }
    }
  })
  const ended = new Promise((resolve) => tap.once('close', resolve))
  tap.stdout.pipe(createWriteStream(report))
  for await (const line of createInterface(tap.stdout)) reader.read(line)
  return await ended
}

/** The files of lib/ that are not reached in full, and what is below the floor. */
function reportCoverage () {
  dropOtherCompilers(measured)
  const least = Object.entries(floor).flatMap(([name, percent]) => [`--${name}`, String(percent)])
  const { status } = spawnSync('node_modules/.bin/c8', [
    'report', '--temp-directory', measured, '--all', '--src', 'lib', '--include', 'lib/**',
    // The entry of the command runs in child processes, whose compiler counts otherwise.
    '--exclude', 'lib/cli/index.ts', '--exclude-after-remap',
    '--reporter', 'text', '--skip-full', '--check-coverage', ...least
  ], { stdio: ['ignore', 'inherit', 'inherit'] })
  return status === 0
}

/** It imports `test/fixtures/long.ts`. */
function isSweep (file) {
  return readFileSync(file, 'utf8').includes('fixtures/long.js')
}

function testFiles (folder) {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.test.ts'))
    .sort()
    .map((file) => `${folder}/${file}`)
}
