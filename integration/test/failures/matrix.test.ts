/**
 * No failure escapes: every failure of a library that is only here, through a service that listens.
 */
import { testFamilies } from '../../../test/fixtures/matrix.js'
import { databaseFamilies } from '../fixtures/failures/database.js'
import { limitFamilies } from '../fixtures/failures/limits.js'
import { redisFamilies } from '../fixtures/failures/redis.js'
import { upstreamFamilies } from '../fixtures/failures/upstream.js'

testFamilies([...upstreamFamilies, ...databaseFamilies, ...redisFamilies, ...limitFamilies])
