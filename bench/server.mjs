/**
 * One contender in a process of its own: tells its address, and on request the CPU time that it has used.
 */
import { Writable } from 'node:stream'
import { contenders } from './contenders.mjs'

const [name, logging, allErrors] = process.argv.slice(2)
const sink = new Writable({ write (_chunk, _encoding, done) { done() } })
const app = await contenders[name]({
  ...(logging === 'on' && { logger: { level: 'info', stream: sink } }),
  ...(allErrors === 'allErrors' && { ajv: { customOptions: { allErrors: true } } })
})
const address = await app.listen({ port: 0, host: '127.0.0.1' })
process.on('message', (what) => {
  if (what === 'exit') process.exit()
  const { user, system } = process.cpuUsage()
  process.send({ cpu: user + system })
})
process.on('disconnect', () => process.exit())
process.send({ address })
