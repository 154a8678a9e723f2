/**
 * How long successes take while nine of ten requests fail, beside plain Fastify under the same traffic:
 *
 *   node bench/latency.mjs [--rounds=12] [--seconds=4] [--share=0.5] [--rate=0] [--logging=off,on] [--dry]
 *
 * Open loop: requests start by the clock, at a fixed rate, whether or not earlier ones were answered, and a latency runs
 * from when its request was due. The rate is the same for all servers: `share` of what the slowest of them can answer,
 * which is measured first. Slices in turn; percentiles of the successes of each slice; ratios within a round.
 * Writes bench/results/latency.json; `--dry` prints instead.
 */
import { Connection, toBytes } from './connection.mjs'
import { paths } from './contenders.mjs'
import { argumentsOf, circumstances, fixed, inTurn, median, pin, quantile, ratios, start, store } from './measure.mjs'

const options = argumentsOf({ rounds: 12, seconds: 4, share: 0.5, rate: 0, logging: 'off,on', dry: false })
const names = ['fastify', 'fastify again', 'fastify-problem-json']
pin(process.pid, 1)
const connectionCount = 100

const failing = ['reply.problem()', 'a thrown problem', 'an unknown error', 'validation, 1 error', 'an unknown route', 'a wrong method', 'a rate limit']
const success = toBytes(paths['a success'])
const failures = failing.map((path) => toBytes(paths[path]))
const isSuccess = (index) => index % 10 === 0
const requestOf = (index) => isSuccess(index) ? success : failures[index % failures.length]

const results = {
  ...circumstances(['fastify', 'fastify-problem-json', '@fastify/rate-limit']),
  method: { rounds: options.rounds, seconds: options.seconds, share: options.share, connections: connectionCount, failing },
  logging: {}
}
for (const logging of options.logging.split(',')) {
  results.logging[logging] = await compare(logging)
  tell(logging, results.logging[logging])
}
if (options.dry) console.log(JSON.stringify(results))
else store('latency', results)

async function compare (logging) {
  const servers = Object.fromEntries(await Promise.all(names.map(async (name) => [name, await start('./server.mjs', [name, logging])])))
  for (const name of names) pin(servers[name].pid, 0)
  const pools = Object.fromEntries(names.map((name) => [name, Array.from({ length: connectionCount }, () => new Connection(servers[name].address))]))
  const capacities = []
  for (const name of names) {
    await capacity(pools[name])
    capacities.push(await capacity(pools[name]))
  }
  const rate = options.rate || Math.round(Math.min(...capacities) * options.share / 100) * 100
  const figures = Object.fromEntries(names.map((name) => [name, { p50: [], p95: [], p99: [] }]))
  for (let round = 0; round < options.rounds; round++) {
    for (const name of inTurn(names, round)) {
      const latencies = await openLoop(pools[name], rate)
      for (const [key, part] of [['p50', 0.5], ['p95', 0.95], ['p99', 0.99]]) figures[name][key].push(quantile(latencies, part))
    }
  }
  for (const name of names) {
    for (const connection of pools[name]) connection.close()
    await servers[name].stop()
  }
  return { rate, servers: figures }
}

/** Answers per second when a new request follows each answer. */
async function capacity (pool) {
  let answers = 0
  let index = 0
  const until = performance.now() + options.seconds * 500
  await Promise.all(pool.map((connection) => new Promise((resolve) => {
    const ask = () => {
      if (performance.now() > until) return resolve()
      connection.send(requestOf(index++), () => {
        answers++
        ask()
      })
    }
    ask()
  })))
  return answers / options.seconds * 2
}

/** Milliseconds that each success of one slice took. */
function openLoop (pool, rate) {
  const total = Math.round(rate * options.seconds)
  const latencies = []
  const free = [...pool]
  const begin = performance.now() + 20
  let next = 0
  let answered = 0
  return new Promise((resolve) => {
    const ask = (connection, index) => connection.send(requestOf(index), (status) => {
      if ((status === 200) !== isSuccess(index)) throw new Error(`request ${index} was answered with ${status}`)
      if (isSuccess(index)) latencies.push(performance.now() - begin - index * 1000 / rate)
      free.push(connection)
      if (++answered === total) resolve(latencies)
    })
    // A timer is late by a millisecond or more; this process has a core for itself.
    const tick = () => {
      const due = Math.min(total, Math.floor((performance.now() - begin) * rate / 1000) + 1)
      while (next < due && free.length > 0) ask(free.pop(), next++)
      if (next < total) setImmediate(tick)
    }
    tick()
  })
}

function tell (logging, { rate, servers }) {
  for (const [name, figures] of Object.entries(servers)) {
    const cells = Object.entries(figures).map(([key, values]) => `${key} ${fixed(median(values), 3)} ms (${fixed(median(ratios(values, servers.fastify[key])), 2)})`)
    console.error(`logging ${logging}, ${rate} requests a second, ${name}: ${cells.join(', ')}`)
  }
}
