/**
 * Runs test files in several processes at a time, and writes what they say as TAP: `node .ci/tap.js test/layers.test.ts`.
 * Small files share a process, since a process costs more than they do. tap's own command starts one for each file, with a
 * loader that compiles each module anew.
 */
import { availableParallelism } from 'node:os'
import t from 'tap'

// One more than there are cores: some files mostly wait, for a browser or for an upstream that hangs.
t.jobs = availableParallelism() + 1
// Far above what the slowest file needs: a busy machine is no failure.
const isLong = process.env.TEST_LONG === '1'
const timeoutOfFile = (isLong ? 1800 : 900) * 1000
const env = { ...process.env, TAP_TIMEOUT: String(timeoutOfFile / 1000) }
// The sum of all files, which no time bounds.
t.setTimeout(0)

for (const files of toBatches(process.argv.slice(2))) {
  const name = files.length === 1 ? files[0] : `${files[0]} and ${files.length - 1} more`
  t.spawn(process.execPath, ['--import', './.ci/typescript.js', '.ci/batch.js'], {
    timeout: timeoutOfFile * files.length, env: { ...env, TEST_FILES: files.join(' ') }
  }, name)
}

/** Those that take long start first, so that the run does not end with one core. */
function toBatches (files) {
  const alone = files.filter(isAlone)
  const others = files.filter((file) => !isAlone(file))
  const batches = []
  while (others.length > 0) batches.push(others.splice(0, 12))
  return [...alone.map((file) => [file]), ...batches]
}

/** It takes long, as each sweep in full does, holds what keeps a process alive (drivers do), or counts what the process does. */
function isAlone (file) {
  return isLong || /^integration|matrix|editor|browser|cli\/run|cost/.test(file)
}
