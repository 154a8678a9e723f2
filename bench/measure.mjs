/**
 * Processes, slices of load, and medians.
 */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import autocannon from 'autocannon'

/** Starts a server with a young generation of fixed size: V8 sizes it by the history of the process otherwise. */
export async function start (file, ...args) {
  const child = fork(new URL(file, import.meta.url), args, {
    execArgv: ['--min-semi-space-size=16', '--max-semi-space-size=16'],
    env: { ...process.env, NODE_ENV: 'production' }
  })
  child.once('exit', (code) => { if (code) throw new Error(`${args[0]} did not start`) })
  const [{ address }] = await once(child, 'message')
  const usage = async () => {
    child.send('usage')
    return (await once(child, 'message'))[0]
  }
  return { address, usage, stop: () => child.kill() }
}

/** Microseconds of the server's CPU per request, over one slice. */
export async function slice (server, request, seconds = 1) {
  const before = await server.usage()
  const result = await autocannon({ url: server.address, duration: seconds, connections: 20, requests: [request] })
  const after = await server.usage()
  const total = result.requests.total
  return { cpu: (after.cpu - before.cpu) / total, perSecond: total / seconds, latency: result.latency }
}

export function median (values) {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}
