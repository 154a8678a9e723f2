/**
 * What all measurements share: processes, slices of load, medians, and which machine it was.
 */
import { execFileSync, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { cpus, release, totalmem, type } from 'node:os'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { Connection } from './connection.mjs'

/** V8 sizes its young generation by the history of the process otherwise, which makes equal servers differ by 10 %. */
export const fixedHeap = ['--min-semi-space-size=16', '--max-semi-space-size=16']

const started = new Set()
process.once('exit', () => { for (const child of started) child.kill('SIGKILL') })
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1))

/**
 * Starts a file of this folder that sends its address when it listens, and answers every message.
 */
export async function start (file, args = [], nodeOptions = [], env = {}) {
  const child = fork(new URL(file, import.meta.url), args, {
    execArgv: [...fixedHeap, ...nodeOptions],
    env: { ...process.env, NODE_ENV: 'production', ...env }
  })
  started.add(child)
  const failed = new AbortController()
  child.once('exit', () => failed.abort(new Error(`${file} ${args.join(' ')} ended`)))
  const next = async () => {
    try {
      return (await once(child, 'message', { signal: failed.signal }))[0]
    } catch {
      throw failed.signal.reason
    }
  }
  const { address } = await next()
  return {
    address,
    pid: child.pid,
    ask: (message) => {
      const answer = next()
      child.send(message)
      return answer
    },
    async stop () {
      for (const connection of this.pool ?? []) connection.close()
      const ended = once(child, 'exit')
      child.kill()
      await ended
      started.delete(child)
    }
  }
}

/**
 * Each process on a core of its own, where the system can do that: a server that moves about costs more.
 */
export function pin (pid, core) {
  if (cpus().length < 2) return
  try {
    execFileSync('taskset', ['-apc', String(core), String(pid)], { stdio: 'ignore' })
  } catch {
    // Not on every system; the figures are then less quiet.
  }
}

const connectionCount = 20

/**
 * One slice of load, by a number of requests or by seconds: each connection asks again when it was answered. All answers
 * must have the same status.
 *
 * The client never sleeps. Where it does, an answer has to wake it up, and that costs the server more than the answer, but
 * only where the server is slower than the client: equal work would cost one of two servers a third more.
 *
 * @returns microseconds of the server's CPU per request, and how busy it was: 1 is all of a core
 */
export async function slice (server, bytes, status, { amount = Infinity, seconds = Infinity }) {
  server.pool ??= Array.from({ length: connectionCount }, () => new Connection(server.address))
  let awake = true
  const spin = () => { if (awake) setImmediate(spin) }
  spin()
  const before = await server.ask('usage')
  const began = performance.now()
  let asked = 0
  await Promise.all(server.pool.map((connection) => new Promise((resolve, reject) => {
    const ask = () => {
      if (asked >= amount || performance.now() - began > seconds * 1000) return resolve()
      asked++
      connection.send(bytes, (answered) => {
        if (answered === status) ask()
        else reject(new Error(`${server.address} answered with ${answered} instead of ${status}`))
      })
    }
    ask()
  })))
  const took = performance.now() - began
  const after = await server.ask('usage')
  awake = false
  return { cpu: (after.cpu - before.cpu) / asked, perSecond: asked / took * 1000, busy: (after.cpu - before.cpu) / took / 1000 }
}

/** What a server answers, once. */
export async function probe (server, { path, ...init }) {
  const response = await fetch(server.address + path, init)
  const { byteLength } = await response.arrayBuffer()
  return { status: response.status, type: response.headers.get('content-type') ?? '', bytes: byteLength }
}

export function quantile (values, part) {
  const sorted = [...values].sort((a, b) => a - b)
  const at = (sorted.length - 1) * part
  const below = Math.floor(at)
  const above = Math.min(below + 1, sorted.length - 1)
  return sorted[below] + (sorted[above] - sorted[below]) * (at - below)
}

export const median = (values) => quantile(values, 0.5)

/** Median, quartiles and extremes. */
export function summary (values) {
  return { median: median(values), low: quantile(values, 0.25), high: quantile(values, 0.75), min: Math.min(...values), max: Math.max(...values) }
}

/** Both were measured right after each other in each round, so that whatever slowed the machine down slowed down both. */
export const ratios = (over, under) => over.map((value, round) => value / under[round])

/** A copy on every second round, the other way around: none is always the first or the last. */
export const inTurn = (names, round) => round % 2 === 0 ? names : names.toReversed()

const require = createRequire(import.meta.url)

function versionOf (name) {
  try {
    return JSON.parse(readFileSync(require.resolve(`${name}/package.json`), 'utf8')).version
  } catch {
    // Some packages do not export it.
    const folder = new URL(`../node_modules/${name}/package.json`, import.meta.url)
    try {
      return JSON.parse(readFileSync(folder, 'utf8')).version
    } catch {
      return undefined
    }
  }
}

/** What a figure depends on beside the code. */
export function circumstances (packages) {
  const [{ model }] = cpus()
  return {
    date: new Date().toISOString().slice(0, 10),
    commit: commit(),
    cpu: model.replaceAll('(R)', '').replace(/\s+/g, ' ').trim(),
    cores: cpus().length,
    memory: Math.round(totalmem() / 2 ** 30),
    system: `${type()} ${release().split(/[-+]/)[0]}`,
    node: process.version,
    versions: Object.fromEntries(packages.map((name) => [name, versionOf(name)]).filter(([, version]) => version !== undefined))
  }
}

function commit () {
  const git = (...args) => execFileSync('git', args, { cwd: fileURLToPath(new URL('.', import.meta.url)), encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
  try {
    return git('rev-parse', '--short', 'HEAD') + (git('status', '--porcelain', '--', '../lib') === '' ? '' : ' and changes')
  } catch {
    return 'unknown'
  }
}

/** Arguments as `--name=value`; a name that is not listed is refused. */
export function argumentsOf (defaults) {
  const options = Object.fromEntries(Object.entries(defaults).map(([name, value]) => [name, { type: typeof value === 'boolean' ? 'boolean' : 'string', default: typeof value === 'boolean' ? value : String(value) }]))
  const { values } = parseArgs({ options })
  return Object.fromEntries(Object.entries(defaults).map(([name, value]) => [name, typeof value === 'number' ? Number(values[name]) : values[name]]))
}

/** Figures rounded to four digits: what is behind them is noise, and the files are committed. */
export function store (name, results) {
  const text = JSON.stringify(results, (_key, value) => typeof value === 'number' ? Number(value.toPrecision(Number.isInteger(value) ? 15 : 4)) : value, 1)
  const folder = new URL('./results/', import.meta.url)
  mkdirSync(folder, { recursive: true })
  // A list of figures is one line.
  writeFileSync(new URL(`${name}.json`, folder), text.replace(/\[\s+([-\d.,\s]+?)\s+\]/g, (_all, inner) => `[${inner.replace(/\s+/g, ' ')}]`) + '\n')
}

export const fixed = (value, digits = 1) => value.toFixed(digits)
