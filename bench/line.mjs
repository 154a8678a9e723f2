/**
 * What the line of a failure costs: its bytes, and the CPU time of a request with logging on over the same without.
 *
 *   npm run build && node bench/line.mjs [--rounds=20] [--dry]
 *   BENCH_PACKAGE=/other/dist/index.js for another state of this package
 *
 * One process, no sockets (`app.inject()`), in turn. The two lines that Fastify writes of every request are left out. It
 * prints both; the bytes, which depend on no other work of the machine, go to results/line.json (not with `--dry`), and
 * `node bench/report.mjs` then writes the table of docs/observability.md.
 */
import { Writable } from 'node:stream'
import Fastify from 'fastify'
import { contenders, paths } from './contenders.mjs'
import { argumentsOf, circumstances, fixed, median, store } from './measure.mjs'

/** Without the two lines that Fastify writes of every request. */
class FailuresOnly extends Fastify.LogController {
  incomingRequest () {}
  requestCompleted (error, request, reply, metadata) {
    if (error) super.requestCompleted(error, request, reply, metadata)
  }
}

const asked = ['reply.problem()', 'a thrown problem', 'an unknown error', 'an own error class', 'validation, 1 error', 'an unknown route', 'a rate limit', 'an upstream that refuses']
const warmUp = 5
const { rounds, amount, dry } = argumentsOf({ rounds: 20, amount: 200, dry: false })

function sinkOf () {
  let bytes = 0
  let lines = 0
  const stream = new Writable({ write (chunk, _encoding, done) { bytes += chunk.length; lines++; done() } })
  return { stream, take () { const taken = { bytes, lines }; bytes = lines = 0; return taken } }
}

async function cpuOf (app, { path, ...request }) {
  const before = process.cpuUsage()
  for (let count = 0; count < amount; count++) await app.inject({ ...request, url: path, payload: request.body })
  const { user, system } = process.cpuUsage(before)
  return (user + system) / amount
}

const contestants = ['fastify', 'fastify-problem-json']
const results = { ...circumstances(['fastify', 'fastify-problem-json', '@fastify/rate-limit']), method: { rounds, amount }, paths: {} }
for (const name of contestants) {
  const sink = sinkOf()
  const on = await contenders[name]({ logger: { level: 'info', stream: sink.stream }, logController: new FailuresOnly() })
  const off = await contenders[name]({})
  await Promise.all([on.ready(), off.ready()])
  for (const path of asked) {
    const lineTimes = []
    for (let round = 0; round < warmUp + rounds; round++) {
      if (round === warmUp) sink.take()
      const order = round % 2 === 0 ? [on, off] : [off, on]
      const [first, second] = [await cpuOf(order[0], paths[path]), await cpuOf(order[1], paths[path])]
      if (round >= warmUp) lineTimes.push(round % 2 === 0 ? first - second : second - first)
    }
    const { bytes, lines } = sink.take()
    const each = lines === 0 ? 0 : Math.round(bytes / lines)
    results.paths[path] = { ...results.paths[path], [name]: each }
    console.log(`${path}, ${name}: ${each} bytes, ${fixed(median(lineTimes))} µs`)
  }
  await Promise.all([on.close(), off.close()])
}
if (!dry) store('line', results)
process.exit()
