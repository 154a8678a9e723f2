/**
 * What it costs to recognise a failure, in nanoseconds: `npm run build && node bench/recognize.mjs`.
 */
import { defineCatalog } from '../dist/index.js'
import { createRecognize } from '../dist/failures/recognize.js'

const recognize = createRecognize(defineCatalog({}))
const context = { status: 200, header: () => undefined, method: 'GET', bodyLimit: 1, acceptedTypes: () => [], maxValidationErrors: 100 }
const error = (members, cause) => Object.assign(new Error('x', cause && { cause }), members)

const failures = {
  'a plain Error': error({}),
  'an Error with 404': error({ statusCode: 404 }),
  'an Error with an unknown code': error({ code: 'FOO' }),
  ECONNREFUSED: error({ code: 'ECONNREFUSED' }),
  'fetch failed': error({ message: 'fetch failed' }, error({ code: 'ECONNRESET' })),
  'a duplicate key of PostgreSQL': error({ code: '23505', severity: 'ERROR', constraint: 'x' }),
  'an unknown Error with six unknown causes': [1, 2, 3, 4, 5, 6].reduce((cause) => error({}, cause), error({}))
}

const rounds = 20_000

/** CPU time of one call, the best of many batches: other processes only ever add to it. */
function measure (failure) {
  let best = Infinity
  for (let batch = 0; batch < 20; batch++) {
    const start = process.cpuUsage()
    for (let round = 0; round < rounds; round++) recognize(failure, context)
    const { user, system } = process.cpuUsage(start)
    best = Math.min(best, (user + system) * 1000 / rounds)
  }
  return Math.round(best)
}

// Once to warm up: V8 must have seen every shape, as it has in a service.
for (const failure of Object.values(failures)) measure(failure)
for (const [name, failure] of Object.entries(failures)) console.log(`${String(measure(failure)).padStart(6)} ns  ${name}`)
