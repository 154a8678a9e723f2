/**
 * The main figure: the CPU time of a request inside the process, without a network, for every contender on every path.
 *
 *   node bench/inside.mjs [--run=1] [--only=text] [--contenders=a,b|all] [--logging=off] [--processes=3] [--rounds=7] [--seconds=0.1] [--warmUp=1]
 *
 * Each process is measured three times: cold, which is its first 300 requests; hot, in slices in turn with the others,
 * after a warm-up; and by what it allocates per request. Writes bench/results/inside-<Node>-<run>.json and
 * docs/performance.md; a partial run prints JSON.
 */
import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { contenders, paths } from './contenders.mjs'
import { argumentsOf, circumstances, fixed, inTurn, median, pin, ratios, start, store } from './measure.mjs'

/** How many requests are cold. */
const coldAmount = 300
/** So few that no garbage is collected on the way: 16 MB hold them. */
const heapAmount = 100
/** HTTP compares with the others, too. */
const standard = 'ready,fastify,fastify-problem-json'

/** @param workers name → `{ contender, env }` */
export async function measureInside (path, workers, { processes, rounds, seconds, warmUp, logging = 'off' }) {
  const names = Object.keys(workers)
  const figures = Object.fromEntries(names.map((name) => [name, { cpu: [], cold: [], bytes: [] }]))
  for (let generation = 0; generation < processes; generation++) {
    const running = {}
    for (const name of inTurn(names, generation)) {
      const { contender, env } = workers[name]
      running[name] = await start('./worker.mjs', [contender, path, logging], ['--expose-gc', '--initial-old-space-size=256'], env)
      pin(running[name].pid, generation % 2)
      figures[name].cold.push((await running[name].ask({ amount: coldAmount })).cpu)
    }
    const rates = []
    for (const name of names) rates.push((await running[name].ask({ seconds: warmUp })).perSecond)
    const amount = Math.max(200, Math.round(median(rates) * seconds))
    for (let round = 0; round < rounds; round++) {
      for (const name of inTurn(names, round)) figures[name].cpu.push((await running[name].ask({ amount })).cpu)
    }
    for (const name of names) figures[name].bytes.push((await running[name].ask({ heap: heapAmount })).bytes)
    await Promise.all(names.map((name) => running[name].stop()))
  }
  return figures
}

/** One line of figures, for the terminal. */
export function line (path, figures, base) {
  const cells = Object.entries(figures).map(([name, { cpu, cold, bytes }]) => {
    const over = figures[base]
    const ratio = fixed(median(ratios(over.cpu, cpu)), 2)
    const coldRatio = fixed(median(ratios(cold, over.cold)), 2)
    const heapRatio = fixed(median(ratios(bytes, over.bytes)), 2)
    return `${name} ${fixed(median(cpu), 2)} µs (${ratio}), cold ${fixed(median(cold), 0)} µs (× ${coldRatio}), ${fixed(median(bytes) / 1000)} kB (× ${heapRatio})`
  })
  return `${path}: ${cells.join('; ')}`
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main()

async function main () {
  const options = argumentsOf({ run: 1, only: '', contenders: standard, logging: 'off', processes: 3, rounds: 7, seconds: 0.1, warmUp: 1 })
  const names = options.contenders === 'all' ? Object.keys(contenders) : options.contenders.split(',')
  const asked = Object.keys(paths).filter((path) => path.includes(options.only) && path !== 'an upstream that refuses')
  const workers = Object.fromEntries(names.map((name) => [name, { contender: name }]))
  const packages = ['fastify', 'fastify-problem-json', ...names.filter((name) => name.includes('-') || name.startsWith('@'))]
  const { processes, rounds, seconds, warmUp } = options
  const results = { ...circumstances([...new Set(packages)]), method: { processes, rounds, seconds, warmUp, cold: coldAmount }, paths: {} }
  for (const path of asked) {
    results.paths[path] = await measureInside(path, workers, options)
    console.error(line(path, results.paths[path], names.includes('fastify') ? 'fastify' : names[0]))
  }
  if (options.only !== '' || options.contenders !== standard || options.logging !== 'off') return console.log(JSON.stringify(results))
  store(`inside-${process.versions.node.split('.')[0]}-${options.run}`, results)
  execFileSync(process.execPath, [fileURLToPath(new URL('report.mjs', import.meta.url))], { stdio: 'inherit' })
}
