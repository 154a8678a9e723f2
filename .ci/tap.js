/**
 * Runs each test file in a process of its own, several at a time, and writes what they say as TAP:
 * `node .ci/tap.js test/layers.test.ts`. tap's own command does the same with a loader that compiles each module anew for
 * each file, which is five seconds a file instead of one.
 */
import { availableParallelism } from 'node:os'
import t from 'tap'

// One more than there are cores: some files mostly wait, for a browser or for an upstream that hangs.
t.jobs = availableParallelism() + 1
// Far above what the slowest file needs: a busy machine is no failure.
const timeout = (process.env.TEST_LONG ? 1800 : 900) * 1000
const env = { ...process.env, TAP_TIMEOUT: String(timeout / 1000) }
// The sum of all files, which no time bounds.
t.setTimeout(0)

for (const file of process.argv.slice(2)) {
  t.spawn(process.execPath, ['--import', './.ci/typescript.js', file], { timeout, env }, file)
}
