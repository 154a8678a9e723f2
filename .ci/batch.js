/**
 * Runs test files one after another in this process, each as one test by its path: what they import is loaded and
 * warmed up once.
 *
 *     TEST_FILES='FILE FILE …' node --import ./.ci/typescript.js .ci/batch.js
 *
 * Not as arguments: tap makes names of folders of these, which would become too long.
 */
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import tap from 'tap'
import { enter } from './tap-of-file.js'

const timeout = tap.options.timeout
// Files have one each.
tap.setTimeout(0)

for (const file of process.env.TEST_FILES.split(' ')) {
  tap.test(file, { timeout }, async (t) => {
    const before = { ...process.env }
    t.teardown(() => { restoreEnvironment(before) })
    enter(t)
    await import(pathToFileURL(resolve(file)).href)
  })
}

function restoreEnvironment (before) {
  for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name]
  Object.assign(process.env, before)
}
