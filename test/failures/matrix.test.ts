/**
 * No failure escapes: every failure of test/fixtures/failures.ts, through a service that listens.
 */
import { test } from 'tap'
import { families } from '../fixtures/failures.js'
import { testFamilies } from '../fixtures/matrix.js'

testFamilies(families)

test('the failures are many', async (t) => {
  t.ok(families.flatMap(({ failures }) => failures).length >= 250)
})
