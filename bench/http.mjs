/**
 * `node bench/http.mjs [rounds] [log]`: the CPU time per request of every contender, interleaved in one run.
 */
import { contenders, paths } from './contenders.mjs'
import { median, slice, start } from './measure.mjs'

const rounds = Number(process.argv[2] ?? 5)
const logging = process.argv[3] ?? 'quiet'
const only = process.argv[4]?.split(',')
const names = (process.argv[5]?.split(',')) ?? Object.keys(contenders)
const results = {}

for (const [path, request] of Object.entries(paths)) {
  if (only && !only.some((text) => path.includes(text))) continue
  const servers = {}
  for (const name of names) servers[name] = await start('./server.mjs', name, logging, path.includes('20') ? 'allErrors' : '')
  const figures = Object.fromEntries(names.map((name) => [name, []]))
  for (const name of names) await slice(servers[name], request, 1)
  for (let round = 0; round < rounds; round++) {
    for (const name of round % 2 ? [...names].reverse() : names) figures[name].push((await slice(servers[name], request, 1)).cpu)
  }
  for (const name of names) servers[name].stop()
  results[path] = Object.fromEntries(names.map((name) => [name, { median: median(figures[name]), min: Math.min(...figures[name]), max: Math.max(...figures[name]) }]))
  const base = results[path].fastify.median
  console.error(path.padEnd(24) + names.map((name) => `${name} ${results[path][name].median.toFixed(1)} µs (${(base / results[path][name].median).toFixed(2)})`).join('  '))
}
console.log(JSON.stringify(results, null, 2))
process.exit()
