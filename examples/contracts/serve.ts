/**
 * Starts one of the contracts and what it calls: `node examples/contracts/dist/contracts/serve.js prospects`.
 */
import { build as dashboard } from './dashboard/app.ts'
import { build as microservices } from './microservices/app.ts'
import { build as prospects } from './prospects/app.ts'
import { build as rfc7807 } from './rfc7807/app.ts'
import { startStandIn } from './stand-in.ts'
import { build as unora } from './unora/app.ts'

const contracts = { dashboard, microservices, prospects, rfc7807, unora }
const name = process.argv[2] ?? ''
if (!Object.hasOwn(contracts, name)) throw new Error(`Say which: ${Object.keys(contracts).join(', ')}`)

const standIn = await startStandIn()
const app = await contracts[name as keyof typeof contracts]({ upstreamUrl: standIn.url })
console.log(`${name} listens on ${await app.listen({ port: Number(process.env['PORT'] ?? 3000) })}`)
