/**
 * Runs the tests, quietly, and says at the end what tap does not: a plain total, and whether the coverage was missed.
 * Arguments go on to tap: `node .ci/test.js --disable-coverage test/catalog.test.ts`.
 */
import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync } from 'node:fs'

const report = '.tap/report.tap'
mkdirSync('.tap', { recursive: true })
rmSync(report, { force: true })

const args = ['run', '--reporter=min', `--output-file=${report}`, ...process.argv.slice(2)]
const { status } = runTap(args)
for (const file of filesThatDidNotStart()) {
  console.log(`${file} did not start:`)
  runTap(['run', '--reporter=tap', '--disable-coverage', file])
}

const { total = 0, pass = 0, fail = 0, skip = 0, todo = 0 } = totals()
if (total === 0) console.log('No test ran.')
else if (status !== 0 && fail === 0) console.log('The tests pass, and do not reach every line of lib/: the coverage must be 100 %. The table above names the lines.')
if (skip + todo > 0) console.log(`${skip} skipped, ${todo} to do`)
console.log(`${pass} passed, ${total === 0 ? 1 : fail} failed`)
process.exitCode = status === 0 && total > 0 ? 0 : 1

function runTap (args) {
  return spawnSync('node_modules/.bin/tap', args, { stdio: 'inherit' })
}

/** The quiet reporter keeps to itself why a file could not be loaded. */
function filesThatDidNotStart () {
  return [...read(report).matchAll(/^# Subtest: (\S+)\n +1\.\.0 # no tests found\nnot ok/gm)].map(([, file]) => file)
}

/** Of tap's last lines: `# { total: 5, pass: 1, fail: 2 }`. */
function totals () {
  const text = read(report)
  const last = [...text.matchAll(/^# \{ (total: .*) \}$/gm)].at(-1)
  return Object.fromEntries((last?.[1] ?? '').split(', ').filter(Boolean).map((each) => {
    const [name, count] = each.split(': ')
    return [name, Number(count)]
  }))
}

function read (file) {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
