/**
 * Runs the tests, quietly, and says at the end what tap does not: each failure, a plain total, and whether the coverage
 * was missed. Arguments go on to tap: `node .ci/test.js --disable-coverage test/catalog.test.ts`.
 *
 *     node .ci/test.js                  the tests of test/, without coverage: some lines only integration/ reaches
 *     node .ci/test.js --integration    the tests of integration/test/, likewise
 *     node .ci/test.js --all            both, and every line of lib/ must be reached
 */
import { spawnSync } from 'node:child_process'
import { closeSync, mkdirSync, openSync, readFileSync, readdirSync } from 'node:fs'

const report = '.tap/report.txt'
const folders = { '--integration': ['integration/test'], '--all': ['test', 'integration/test'] }

// Of tap's reporters only this one keeps up with a file of five thousand assertions; the others let it wait for ever.
mkdirSync('.tap', { recursive: true })
const output = openSync(report, 'w')
const { status } = spawnSync('node_modules/.bin/tap', ['run', '--reporter=tap', ...tapArguments(process.argv.slice(2))], { stdio: ['ignore', output, 'inherit'] })
closeSync(output)

const lines = readFileSync(report, 'utf8').split('\n')
for (const failure of failures()) console.log(failure)
for (const line of coverage()) console.log(line)

const { total = 0, pass = 0, fail = 0, skip = 0, todo = 0 } = totals()
if (total === 0) console.log('No test ran.')
else if (status !== 0 && fail === 0) console.log('The tests pass, and do not reach every line of lib/: the coverage must be 100 %. The table above names the lines.')
if (skip + todo > 0) console.log(`${skip} skipped, ${todo} to do`)
console.log(`${pass} passed, ${total === 0 ? 1 : fail} failed`)
process.exitCode = status === 0 && total > 0 ? 0 : 1

function tapArguments ([first, ...more]) {
  if (first === undefined) return ['--disable-coverage']
  if (!(first in folders)) return [first, ...more]
  const files = folders[first].flatMap(testFiles)
  return [...files, ...first === '--all' ? [] : ['--disable-coverage'], ...more]
}

function testFiles (folder) {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.test.ts'))
    .map((file) => `${folder}/${file}`)
}

/** What failed, with what tap says of it. */
function failures () {
  return lines.flatMap((line, index) => {
    if (!/^ *not ok/.test(line)) return []
    const end = lines.findIndex((other, at) => at > index && /^ *(?:\.\.\.|# Subtest.*|(?:not )?ok .*)$/.test(other))
    return [lines.slice(index, Math.min(end < 0 ? index + 1 : end, index + 40)).join('\n')]
  })
}

/** The table of files that the tests do not reach in full. */
function coverage () {
  const borders = lines.flatMap((line, index) => /^-+\|[-|]+$/.test(line) ? [index] : [])
  return borders.length < 3 ? [] : lines.slice(borders.at(-3), borders.at(-1) + 1)
}

/** Of tap's last lines: `# { total: 5, pass: 1, fail: 2 }`. */
function totals () {
  const last = lines.filter((line) => line.startsWith('# { total: ')).at(-1)
  return Object.fromEntries((last?.slice(4, -2) ?? '').split(', ').filter(Boolean).map((each) => {
    const [name, count] = each.split(': ')
    return [name, Number(count)]
  }))
}
