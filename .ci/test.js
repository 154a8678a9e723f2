/**
 * Runs the tests, quietly, and says at the end what tap does not: each failure, a plain total, and whether the coverage
 * was missed. Arguments go on to tap: `node .ci/test.js --disable-coverage test/catalog.test.ts`.
 *
 *     node .ci/test.js                  the tests of test/, without coverage: some lines only integration/ reaches
 *     node .ci/test.js --integration    the tests of integration/test/, likewise
 *     node .ci/test.js --all            both; how much of lib/ they reach must not fall
 *     node .ci/test.js --long           those of test/ that take a sample otherwise, in full
 */
import { spawn } from 'node:child_process'
import { createWriteStream, mkdirSync, readFileSync, readdirSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { createReader } from './report.js'

const report = '.tap/report.txt'
const folders = { '--integration': ['integration/test'], '--all': ['test', 'integration/test'] }

const reader = createReader({
  onFile: (name, seconds, ok) => console.log(`${ok ? 'ok ' : 'NOT OK'} ${name} ${seconds.toFixed(1)} s`)
})
const status = await run()
for (const { path, details } of reader.failures) {
  console.log(`\nFAILED ${path.join(' › ')}`)
  for (const line of details) console.log(`  ${line}`)
}
if (reader.failures.length > 0) console.log(`\nAll that tap says is in ${report}.`)
const coverage = reader.coverage()
for (const line of coverage) console.log(line)
const missed = underFloor(coverage.find((line) => line.startsWith('All files')))
for (const line of missed) console.log(line)

const { total = 0, pass = 0, fail = 0, skip = 0, todo = 0 } = reader.totals()
if (total === 0) console.log('No test ran.')
for (const [reason, count] of reader.skipped) console.log(`${count} skipped. ${reason}`)
console.log(`${pass} passed, ${total === 0 ? 1 : fail} failed, ${skip + todo} skipped`)
process.exitCode = status === 0 && total > 0 && missed.length === 0 ? 0 : 1

/** What is below the floor, in words. The goal is 100 %; the floor is what was reached last, and only rises. */
function underFloor (row) {
  if (row === undefined) return []
  const floor = { statements: 99.7, branches: 96.4, functions: 98.4, lines: 99.7 }
  const reached = row.split('|').slice(1, 5).map(Number)
  return Object.entries(floor).flatMap(([name, least], index) => reached[index] >= least
    ? []
    : [`The tests must reach ${least} % of the ${name} of lib/, got ${reached[index]} %. The table above names the lines.`])
}

async function run () {
  mkdirSync('.tap', { recursive: true })
  // Of tap's reporters only this one keeps up with a file of five thousand assertions; the others let it wait for ever.
  const tap = spawn('node_modules/.bin/tap', ['run', '--reporter=tap', ...tapArguments(process.argv.slice(2))], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      ...process.env,
      // A test stops the clock, which Node calls an experiment.
      NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ''} --disable-warning=ExperimentalWarning`,
      ...process.argv[2] === '--long' && { TEST_LONG: '1' }
    }
  })
  const ended = new Promise((resolve) => tap.once('close', resolve))
  tap.stdout.pipe(createWriteStream(report))
  for await (const line of createInterface(tap.stdout)) reader.read(line)
  return await ended
}

function tapArguments ([first, ...more]) {
  if (first === undefined) return ['--disable-coverage']
  if (first === '--long') return [...testFiles('test').filter(isSweep), '--disable-coverage', '--timeout=1800', ...more]
  if (!(first in folders)) return [first, ...more]
  const files = folders[first].flatMap(testFiles)
  // tap knows no floor but 100 %: underFloor() has one.
  return [...files, first === '--all' ? '--allow-incomplete-coverage' : '--disable-coverage', ...more]
}

/** It imports `test/fixtures/long.ts`. */
function isSweep (file) {
  return readFileSync(file, 'utf8').includes('fixtures/long.js')
}

function testFiles (folder) {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.test.ts'))
    .map((file) => `${folder}/${file}`)
}
