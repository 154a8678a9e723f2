/**
 * What the line of a failure costs: its bytes, and the CPU time of a request with logging on over the same without.
 *
 *   npm run build && node bench/line.mjs          BENCH_PACKAGE=/other/dist/index.js for another state of this package
 *
 * One process, no sockets (`app.inject()`), in turn. The two lines that Fastify writes of every request are left out.
 */
import { Writable } from 'node:stream'
import Fastify from 'fastify'
import { contenders, paths } from './contenders.mjs'
import { fixed, median } from './measure.mjs'

/** Without the two lines that Fastify writes of every request. */
class FailuresOnly extends Fastify.LogController {
  incomingRequest () {}
  requestCompleted (error, request, reply, metadata) {
    if (error) super.requestCompleted(error, request, reply, metadata)
  }
}

const asked = ['reply.problem()', 'a thrown problem', 'an unknown error', 'an own error class', 'validation, 1 error', 'an unknown route', 'a rate limit', 'an upstream that refuses']
const rounds = 25
const amount = 200

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

console.log('path                      contender              bytes   µs of the line   µs in all')
for (const name of ['fastify', 'fastify-problem-json']) {
  const sink = sinkOf()
  const on = await contenders[name]({ logger: { level: 'info', stream: sink.stream }, logController: new FailuresOnly() })
  const off = await contenders[name]({})
  await Promise.all([on.ready(), off.ready()])
  for (const path of asked) {
    const figures = []
    for (let round = 0; round < rounds; round++) {
      const order = round % 2 === 0 ? [on, off] : [off, on]
      const [first, second] = [await cpuOf(order[0], paths[path]), await cpuOf(order[1], paths[path])]
      if (round >= 5) figures.push(round % 2 === 0 ? [first, second] : [second, first])
      if (round === 4) sink.take()
    }
    const { bytes, lines } = sink.take()
    const line = median(figures.map(([with_, without]) => with_ - without))
    console.log(path.padEnd(25), name.padEnd(22), String(lines === 0 ? 0 : Math.round(bytes / lines)).padStart(5), fixed(line).padStart(12), fixed(median(figures.map(([all]) => all))).padStart(14))
  }
  await Promise.all([on.close(), off.close()])
}
process.exit()
