/**
 * The CPU time per request of every contender, on every path, with logging off and on:
 *
 *   node bench/http.mjs [--run=1] [--quick] [--only=text] [--contenders=a,b] [--logging=off,on] [--processes=3] [--rounds=5] [--seconds=0.15]
 *
 * Per path, all contenders run at once, and one of them is under load at a time: slices of the same number of requests,
 * in turn. After `rounds` of that all processes are started anew: two processes of the same code differ, too.
 * Writes bench/results/http-<run>.json, and with all runs that are there docs/performance.md. A quick or partial run writes
 * nothing, and prints JSON; `--logging=off` is enough for a run, since the goals are about that.
 */
import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { contenders, paths } from './contenders.mjs'
import { toBytes } from './connection.mjs'
import { argumentsOf, circumstances, fixed, inTurn, median, pin, probe, ratios, slice, start, store } from './measure.mjs'

const options = argumentsOf({ run: 1, quick: false, only: '', contenders: '', logging: 'off,on', processes: 3, rounds: 5, seconds: 0.15, warmUp: 2 })
pin(process.pid, 1)
if (options.quick) Object.assign(options, { processes: 1, rounds: 3, seconds: 0.15, warmUp: 0.5 })
const names = options.contenders === '' ? Object.keys(contenders) : options.contenders.split(',')
const asked = Object.entries(paths).filter(([path]) => path.includes(options.only))
const packages = ['fastify', 'fastify-problem-json', '@fastify/error', '@fastify/rate-limit', ...names.filter((name) => name.includes('-') || name.startsWith('@'))]

const results = {
  ...circumstances([...new Set(packages)]),
  method: { processes: options.processes, rounds: options.rounds, seconds: options.seconds, warmUp: options.warmUp, connections: 20 },
  logging: {}
}
for (const logging of options.logging.split(',')) {
  results.logging[logging] = {}
  for (const [path, request] of asked) {
    results.logging[logging][path] = await measure(path, request, logging)
    tell(logging, path, results.logging[logging][path])
  }
}
if (options.quick || options.only !== '' || options.contenders !== '' || !options.logging.startsWith('off')) console.log(JSON.stringify(results))
else {
  store(`http-${options.run}`, results)
  execFileSync(process.execPath, [fileURLToPath(new URL('report.mjs', import.meta.url))], { stdio: 'inherit' })
}

async function measure (path, request, logging) {
  const figures = Object.fromEntries(names.map((name) => [name, { cpu: [] }]))
  for (let generation = 0; generation < options.processes; generation++) {
    const servers = Object.fromEntries(await Promise.all(names.map(async (name) => [name, await start('./server.mjs', [name, logging, path.includes('20') ? 'allErrors' : ''])])))
    for (const name of names) pin(servers[name].pid, 0)
    // The first answer of the limited route is a success.
    for (const name of names) await probe(servers[name], request)
    for (const name of names) Object.assign(figures[name], await probe(servers[name], request))
    const bytes = toBytes(request)
    const amount = await warmUp(servers, bytes, figures)
    for (let round = 0; round < options.rounds; round++) {
      for (const name of inTurn(names, round)) figures[name].cpu.push((await slice(servers[name], bytes, figures[name].status, { amount })).cpu)
    }
    await Promise.all(names.map((name) => servers[name].stop()))
  }
  return figures
}

/** Until the code is compiled; how many requests make a slice follows from it, the same number for all. */
async function warmUp (servers, bytes, figures) {
  const rates = []
  for (const name of names) {
    await slice(servers[name], bytes, figures[name].status, { seconds: options.warmUp / 2 })
    rates.push((await slice(servers[name], bytes, figures[name].status, { seconds: options.warmUp / 2 })).perSecond)
  }
  return Math.max(100, Math.round(median(rates) * options.seconds))
}

function tell (logging, path, figures) {
  const base = figures.fastify?.cpu
  const cells = names.map((name) => {
    const { cpu } = figures[name]
    return `${name} ${fixed(median(cpu))} µs${base ? ` (${fixed(median(ratios(base, cpu)), 2)})` : ''}`
  })
  console.error(`logging ${logging}, ${path}: ${cells.join(', ')}`)
}
