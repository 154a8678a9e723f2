/**
 * One contender on one path, in a process of its own and without a network. It does what the parent asks:
 *
 * - `{ seconds }` of CPU, or `{ amount }`: requests; answers with microseconds of CPU per request
 * - `{ heap: amount }`: answers with bytes allocated per request (needs `--expose-gc`, and a young generation that holds them)
 */
import { Writable } from 'node:stream'
import { contenders, paths } from './contenders.mjs'
import { askAll, exchange, secondsSince } from './exchange.mjs'

const [name, path, logging] = process.argv.slice(2)
const sink = new Writable({ write (_chunk, _encoding, done) { done() } })
const app = await contenders[name]({
  ...(logging === 'on' && { logger: { level: 'info', stream: sink } }),
  ...(path.includes('20') && { ajv: { customOptions: { allErrors: true } } })
})
await app.ready()
const ask = exchange(app, paths[path])

// The first answer of the limited route is a success; elsewhere nothing runs before it is measured.
if (path === 'a rate limit') await new Promise(ask)
let status

process.on('message', async ({ heap, ...limits }) => {
  process.send(heap === undefined ? await load(limits) : await allocation(heap))
})
process.on('disconnect', () => process.exit())
process.send({ address: '' })

async function load (limits) {
  const before = process.cpuUsage()
  if (status === undefined) status = await new Promise(ask)
  const asked = await askAll(ask, status, limits)
  const took = secondsSince(before)
  return { cpu: took / asked * 1e6, asked, perSecond: asked / took, status }
}

async function allocation (amount) {
  globalThis.gc()
  const before = process.memoryUsage().heapUsed
  await askAll(ask, status, { amount })
  return { bytes: (process.memoryUsage().heapUsed - before) / amount }
}
