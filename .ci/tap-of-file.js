/**
 * The `tap` of a test file, by the hooks of `typescript.js`, which load this module once for each file that imports it:
 * in a batch, the tests of a file belong to the test that stands for it. A file that runs alone has tap itself.
 */
import tap from 'tap'

const place = Symbol.for('fastify-problem-json tap of the file')

/** Files that are imported from now on add their tests to this one. */
export function enter (t) {
  globalThis[place] = t
}

const current = globalThis[place] ?? tap
export default current
export const t = current
export const test = current.test.bind(current)
