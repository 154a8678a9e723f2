/**
 * Starts the payment provider and the service, and says what to try.
 */
import { build } from './app.ts'
import { startPaymentProvider } from './payment-provider.ts'
import { highlights, others, toCurl } from './tour.ts'

const provider = await startPaymentProvider()
const app = await build({ paymentsUrl: provider.url, logger: { level: process.env['LOG_LEVEL'] ?? 'warn' } })
const address = await app.listen({ port: Number(process.env['PORT'] ?? 3000) })

const stops = process.argv.includes('--all') ? [...highlights, ...others] : highlights
console.log(`The orders service listens on ${address}`)
console.log(`Its documentation is ${address}/docs, and its error codes are explained below ${address}/problems/\n`)
for (const stop of stops) console.log(`# ${stop.answer}: ${stop.shows}\n${toCurl(stop, address)}\n`)
console.log(stops === highlights ? 'All the others: npm start -- --all. Ctrl+C stops it.' : 'Ctrl+C stops it.')

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop)

async function stop () {
  await app.close()
  await provider.close()
}
