/**
 * Two million requests, a third of them failures of every kind, against one server process:
 *
 *   node bench/soak.mjs [--count=2000000] [--samples=20] [--connections=20] [--dry]
 *
 * After each slice all connections are closed, garbage is collected, and the server tells its memory, open handles and
 * listeners. Ends with 1 when the memory grows with the requests, when handles or listeners remain, or when an answer had
 * another status than it must. Writes bench/results/soak.json; `--dry` prints instead.
 */
import { once } from 'node:events'
import { connect } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { Connection, toBytes } from './connection.mjs'
import { argumentsOf, circumstances, fixed, start, store } from './measure.mjs'

const options = argumentsOf({ count: 2_000_000, samples: 20, connections: 20, dry: false })

const json = { 'content-type': 'application/json' }
const get = (path, status) => ({ method: 'GET', path, status })
const post = (body, status) => ({ method: 'POST', path: '/validated', headers: json, body, status })
const success = get('/success', 200)
const valid = post('{"items":[{"sku":"A-1"}]}', 200)

const failures = [
  get('/sent/42', 404),
  get('/thrown', 410),
  get('/bug', 500),
  post('{"items":[{},{},{}]}', 400),
  post('{"items":', 400),
  get('/nowhere', 404),
  { method: 'DELETE', path: '/success', status: 405 },
  get('/limited', 429),
  get('/upstream', 503),
  get('/stream', 500)
]
// Two of three are successes.
const mix = failures.flatMap((failure, index) => [success, failure, index % 2 ? valid : success])
// One in two hundred goes away before it is answered, on a connection of its own.
const abortShare = 200

const requests = mix.map(toBytes)
const perSlice = Math.max(1, Math.round(options.count / options.samples / options.connections / mix.length)) * options.connections * mix.length
const expected = count(mix.map(({ status }) => status))
const server = await start('./soak-server.mjs', [], ['--expose-gc'])
await fetch(`${server.address}/limited`, { headers: { connection: 'close' } })

const began = performance.now()
const samples = []
const wrong = []
// The first slice warms up: code is compiled, pools and caches fill.
for (let slice = 0; slice <= options.samples; slice++) {
  const [statuses, aborted] = await Promise.all([load(), abortSome(Math.round(perSlice / abortShare))])
  for (const status of new Set([...Object.keys(expected), ...Object.keys(statuses)])) {
    const right = (expected[status] ?? 0) * perSlice / mix.length
    if (statuses[status] !== right) wrong.push(`${statuses[status] ?? 0} answers with ${status} instead of ${right}`)
  }
  const { heapUsed, external, arrayBuffers, rss, observed, handles, listeners } = await server.ask('what is held')
  const sample = { requests: slice * perSlice, aborted, heap: heapUsed / 1e6, external: (external + arrayBuffers) / 1e6, rss: rss / 1e6, observed, handles, listeners }
  samples.push(sample)
  console.error(`${sample.requests} requests: heap ${fixed(sample.heap, 2)} MB, resident ${fixed(sample.rss, 0)} MB, handles ${JSON.stringify(handles)}, listeners ${JSON.stringify(listeners)}`)
}
await server.stop()

const seconds = (performance.now() - began) / 1000
const findings = [...wrong, ...growth(), ...remains()]
const results = {
  ...circumstances(['fastify', 'fastify-problem-json', '@fastify/rate-limit']),
  method: { count: perSlice * options.samples, connections: options.connections, failures: failures.length / mix.length, aborts: 1 / abortShare },
  seconds,
  bytesPerRequest: slope().bytes,
  findings,
  samples
}
console.error(`${results.method.count} requests in ${fixed(seconds, 0)} s, ${fixed(slope().bytes, 2)} bytes per request: ${findings.length === 0 ? 'nothing grows, nothing is left' : findings.join('; ')}`)
if (options.dry) console.log(JSON.stringify(results))
else store('soak', results)
process.exitCode = findings.length === 0 ? 0 : 1

/** Every connection asks for the whole mix again and again. */
async function load () {
  const statuses = {}
  await Promise.all(Array.from({ length: options.connections }, (_, first) => new Promise((resolve) => {
    const connection = new Connection(server.address)
    let left = perSlice / options.connections
    // Not all of them ask for the same at the same time.
    let next = first * 7
    const ask = () => {
      if (left-- === 0) {
        connection.close()
        return resolve()
      }
      connection.send(requests[next++ % requests.length], (status) => {
        statuses[status] = (statuses[status] ?? 0) + 1
        ask()
      })
    }
    ask()
  })))
  return statuses
}

/** A few at a time; every second one resets its connection instead of closing it. */
async function abortSome (amount) {
  const { port, hostname: host } = new URL(server.address)
  for (let index = 0; index < amount; index++) {
    const socket = connect({ port: Number(port), host })
    socket.on('error', () => {})
    await once(socket, 'connect')
    socket.write('GET /slow HTTP/1.1\r\nhost: localhost\r\n\r\n')
    await wait(1)
    if (index % 2) socket.resetAndDestroy()
    else socket.destroy()
  }
  return amount
}

function count (values) {
  const counts = {}
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1
  return counts
}

/** Least squares over the samples after the first: bytes per request, and how many standard errors that is. */
function slope () {
  const points = samples.slice(1).map(({ requests, heap, external }) => [requests, (heap + external) * 1e6])
  const mean = (at) => points.reduce((sum, point) => sum + point[at], 0) / points.length
  const [x, y] = [mean(0), mean(1)]
  const spread = points.reduce((sum, [px]) => sum + (px - x) ** 2, 0)
  const bytes = points.reduce((sum, [px, py]) => sum + (px - x) * (py - y), 0) / spread
  const rest = points.reduce((sum, [px, py]) => sum + (py - y - bytes * (px - x)) ** 2, 0)
  return { bytes, errors: bytes / Math.sqrt(rest / (points.length - 2) / spread) }
}

/** A leak of one small object per failure is forty bytes or more: a dozen for each request of this mix. */
function growth () {
  const { bytes, errors } = slope()
  return bytes > 2 && errors > 3 && bytes * perSlice * options.samples > 1e6 ? [`the memory grows by ${fixed(bytes, 1)} bytes per request`] : []
}

function remains () {
  const [first, last] = [samples[0], samples.at(-1)]
  const found = []
  for (const [name, amount] of Object.entries(last.handles)) {
    if (amount > (first.handles[name] ?? 0)) found.push(`${amount} handles ${name}, ${first.handles[name] ?? 0} at the beginning`)
  }
  if (last.handles.TCPSocketWrap > 0) found.push(`${last.handles.TCPSocketWrap} connections remain`)
  for (const name of ['process', 'server']) {
    if (last.listeners[name] > first.listeners[name]) found.push(`${last.listeners[name]} listeners on the ${name}, ${first.listeners[name]} at the beginning`)
  }
  return found
}
