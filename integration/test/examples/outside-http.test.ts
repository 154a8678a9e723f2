/**
 * The recipes of docs/outside-http.md, each against the real thing.
 */
import { Client as McpClient } from '@modelcontextprotocol/sdk/client/index.js'
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js'
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js'
import fastifyWebsocket from '@fastify/websocket'
import type { WebSocket } from '@fastify/websocket'
import grpc from '@grpc/grpc-js'
import type { sendUnaryData, ServerUnaryCall, ServiceError } from '@grpc/grpc-js'
import { Queue, QueueEvents, Worker } from 'bullmq'
import type { Job } from 'bullmq'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import protobuf from 'protobufjs'
import { test } from 'tap'
import type { Test } from 'tap'
import { catalog, createService, secret, startService } from '../../../test/fixtures/server.js'
import { until } from '../../../test/fixtures/until.js'
import { ask } from '../../../test/fixtures/wire.js'
import { skipWithoutRedis, startRedis } from '../fixtures/redis.js'

// By computed names: the recipes import the types of the built package, which must not stand beside those of lib.
const load = (name: string): Promise<unknown> => import(new URL(`../../recipes/${name}.ts`, import.meta.url).href)

const bug = () => new Error(`connect to db:${secret}`)
const busy = () => new catalog.MAINTENANCE()

async function start (t: Test) {
  const service = await createService()
  t.teardown(() => service.app.close())
  return service
}

type Listener = (socket: WebSocket, request: FastifyRequest) => unknown
const { socketRoute, closeWithProblem } = await load('websocket') as {
  socketRoute: (listen: Listener) => { handler: () => void, wsHandler: () => void }
  closeWithProblem: (socket: WebSocket, request: FastifyRequest, error: unknown) => void
}

async function startSockets (t: Test) {
  return startService(t, {
    async setup (app: FastifyInstance) {
      await app.register(fastifyWebsocket)
      app.get('/fails', socketRoute(async () => { throw new catalog.ORDER_NOT_FOUND({ orderId: '7' }) }))
      app.get('/later', socketRoute((socket, request) => {
        socket.on('message', () => closeWithProblem(socket, request, bug()))
      }))
      app.get('/refused', { preValidation: async () => { throw new catalog.EMAIL_TAKEN() } }, async () => '')
      app.route({
        method: 'GET', url: '/guarded', preValidation: async () => { throw new catalog.EMAIL_TAKEN() }, ...socketRoute(() => {})
      })
    }
  })
}

/** The last frame, and how the connection closed. */
async function readSocket (base: string, path: string, message?: string): Promise<{ problem: object, code: number, reason: string }> {
  const { WebSocket: Client } = await import('undici')
  const socket = new Client(new URL(path, base.replace('http', 'ws')))
  const frames: string[] = []
  socket.addEventListener('message', ({ data }) => { frames.push(String(data)) })
  if (message !== undefined) socket.addEventListener('open', () => socket.send(message))
  const { code, reason } = await new Promise<{ code: number, reason: string }>((resolve) => {
    socket.addEventListener('close', resolve)
  })
  return { problem: JSON.parse(frames.at(-1) ?? 'null') as object, code, reason }
}

test('a WebSocket that fails sends a problem as its last frame, and closes with a code', async (t) => {
  const { base, log } = await startSockets(t)

  t.match(await readSocket(base, '/fails'), {
    problem: { code: 'ORDER_NOT_FOUND', orderId: '7' }, code: 4404, reason: 'ORDER_NOT_FOUND'
  })
  const later = await readSocket(base, '/later', 'hello')
  t.match(later, { problem: { code: 'INTERNAL_ERROR' }, code: 1011, reason: 'INTERNAL_ERROR' })
  t.notMatch(JSON.stringify(later), secret)
  t.match(log.filter(({ code }) => code), [{ code: 'ORDER_NOT_FOUND' }, { code: 'INTERNAL_ERROR', err: { message: bug().message } }])
})

test('a WebSocket is refused before the upgrade with an answer of HTTP, and a plain GET with 426', async (t) => {
  const { base } = await startSockets(t)
  const upgrade = {
    connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-version': '13', 'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ=='
  }

  const refused = await ask(base, '/guarded', { headers: upgrade })
  t.equal(refused.status, 409)
  t.match(JSON.parse(refused.text), { code: 'EMAIL_TAKEN' })

  const plain = await ask(base, '/fails')
  t.equal(plain.status, 426)
  t.equal(plain.headers['upgrade'], 'websocket')
  t.match(JSON.parse(plain.text), { code: 'UPGRADE_REQUIRED' })
})

const { backoffStrategy, processorOf } = await load('bullmq') as {
  backoffStrategy: (attempts: number, type?: string, error?: Error) => number
  processorOf: (app: FastifyInstance, process: (job: Job) => Promise<unknown>) => (job: Job) => Promise<unknown>
}

test('a job is tried again as its problem says', { skip: skipWithoutRedis }, async (t) => {
  const { app, log } = await start(t)
  const redis = await startRedis()
  t.teardown(() => redis.stop())
  const connection = { host: '127.0.0.1', port: redis.port }
  const tries: Record<string, number> = {}
  const fail: Readonly<Record<string, () => unknown>> = {
    none: () => new catalog.EMAIL_TAKEN(),
    later: () => new catalog.OLD_CODE(),
    soon: () => new catalog.SERVICE_UNAVAILABLE({}, { retryAfter: 1 }),
    bug
  }
  const queue = new Queue('mail', { connection })
  const events = new QueueEvents('mail', { connection })
  const process = processorOf(app, async ({ name }) => {
    tries[name] = (tries[name] ?? 0) + 1
    throw fail[name]?.()
  })
  const worker = new Worker('mail', process, { connection, settings: { backoffStrategy } })
  t.teardown(async () => { await Promise.all([worker.close(true), queue.close(), events.close()]) })
  const ended: string[] = []
  worker.on('failed', (job) => { if (job?.finishedOn !== undefined) ended.push(job.name) })

  for (const name of ['none', 'soon']) await queue.add(name, {}, { attempts: 2, backoff: { type: 'custom' } })
  await until(() => ended.length === 2)

  t.strictSame(tries, { none: 1, soon: 2 })
  const failures = await queue.getFailed()
  for (const { failedReason, name } of failures) {
    t.match(JSON.parse(failedReason ?? ''), { code: name === 'none' ? 'EMAIL_TAKEN' : 'SERVICE_UNAVAILABLE', instance: String })
  }
  t.equal(log.filter(({ code }) => code === 'SERVICE_UNAVAILABLE').length, 2)
  await queue.add('bug', {}, { attempts: 1 })
  await until(() => ended.length === 3)
  t.notMatch(JSON.stringify(await queue.getFailed()), secret)
})

const { unary } = await load('grpc') as {
  unary: <Request, Answer> (app: FastifyInstance, domain: string, handle: (request: Request) => Promise<Answer>) =>
  (call: ServerUnaryCall<Request, Answer>, answer: sendUnaryData<Answer>) => Promise<void>
}

/** google.rpc.Status as an independent reader declares it. */
const rpc = protobuf.parse(`
  syntax = "proto3";
  message Any { string type_url = 1; bytes value = 2; }
  message Status { int32 code = 1; string message = 2; repeated Any details = 3; }
  message ErrorInfo { string reason = 1; string domain = 2; map<string, string> metadata = 3; }
  message Duration { int64 seconds = 1; int32 nanos = 2; }
  message RetryInfo { Duration retry_delay = 1; }
`).root

function readDetails (error: ServiceError): Record<string, unknown> {
  const [bytes] = error.metadata.get('grpc-status-details-bin')
  const { details } = rpc.lookupType('Status').decode(bytes as Buffer) as unknown as { details: { type_url?: string, typeUrl: string, value: Buffer }[] }
  return Object.fromEntries(details.map(({ typeUrl, value }) => {
    const name = typeUrl.split('.').at(-1) ?? ''
    return [name, rpc.lookupType(name).decode(value).toJSON()]
  }))
}

test('a gRPC call fails with the status of its kind, the code and the delay', async (t) => {
  const { app } = await start(t)
  const text = {
    requestStream: false,
    responseStream: false,
    requestSerialize: (value: string) => Buffer.from(value),
    requestDeserialize: (bytes: Buffer) => bytes.toString(),
    responseSerialize: (value: string) => Buffer.from(value),
    responseDeserialize: (bytes: Buffer) => bytes.toString()
  }
  const service = { find: { path: '/orders.Orders/Find', ...text } }
  const failures: Readonly<Record<string, () => unknown>> = { busy, bug, missing: () => new catalog.ORDER_NOT_FOUND({ orderId: '7' }) }
  const server = new grpc.Server()
  server.addService(service, {
    find: unary(app, 'orders.example.com', async (name: string) => { if (failures[name]) throw failures[name](); return 'found' })
  })
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', grpc.ServerCredentials.createInsecure(), (error, bound) => error ? reject(error) : resolve(bound))
  })
  t.teardown(() => server.forceShutdown())
  const Client = grpc.makeGenericClientConstructor(service, 'Orders')
  const client = new Client(`127.0.0.1:${port}`, grpc.credentials.createInsecure())
  t.teardown(() => client.close())
  const find = (name: string) => new Promise<ServiceError | string>((resolve) => {
    client['find']?.(name, (error: ServiceError | null, answer: string) => resolve(error ?? answer))
  })

  t.equal(await find('anything'), 'found')
  const missing = await find('missing') as ServiceError
  t.match(missing, { code: grpc.status.NOT_FOUND, details: 'There is no order 7.' })
  t.match(readDetails(missing), { ErrorInfo: { reason: 'ORDER_NOT_FOUND', domain: 'orders.example.com' } })
  const unavailable = await find('busy') as ServiceError
  t.equal(unavailable.code, grpc.status.UNAVAILABLE)
  t.match(readDetails(unavailable), { ErrorInfo: { reason: 'MAINTENANCE' }, RetryInfo: { retryDelay: { seconds: '120' } } })
  const internal = await find('bug') as ServiceError
  t.equal(internal.code, grpc.status.INTERNAL)
  t.match(readDetails(internal), { ErrorInfo: { reason: 'INTERNAL_ERROR', metadata: { instance: /^urn:uuid:/ } } })
  t.notMatch(JSON.stringify(internal), secret)
})

const { toolWithProblems } = await load('mcp') as {
  toolWithProblems: <Arguments extends unknown[]> (app: FastifyInstance, tool: (...args: Arguments) => Promise<CallToolResult>) =>
  (...args: Arguments) => Promise<CallToolResult>
}

test('a tool that fails gives the model a text with code, guidance and retry, and no secret', async (t) => {
  const { app, log } = await start(t)
  const server = new McpServer({ name: 'orders', version: '1.0.0' })
  const fails = (name: string, error: () => unknown) => server.registerTool(name, {}, toolWithProblems(app, async () => { throw error() }))
  fails('taken', () => new catalog.EMAIL_TAKEN())
  fails('busy', busy)
  fails('bug', bug)
  server.registerTool('fine', {}, toolWithProblems(app, async () => ({ content: [{ type: 'text', text: 'fine' }] })))
  const client = new McpClient({ name: 'host', version: '1.0.0' })
  const [one, other] = InMemoryTransport.createLinkedPair()
  await Promise.all([server.connect(one), client.connect(other)])
  t.teardown(() => client.close())
  const call = async (name: string) => await client.callTool({ name }) as CallToolResult

  t.match(await call('fine'), { content: [{ text: 'fine' }] })
  t.match(await call('taken'), {
    isError: true,
    content: [{ type: 'text', text: /^EMAIL_TAKEN: .*\nAsk for another address\.\nDo not try again without a change\.\nQuote urn:uuid:/ }],
    structuredContent: { code: 'EMAIL_TAKEN', status: 409 }
  })
  t.match(await call('busy'), { content: [{ text: /Trying again may help after 120 seconds\./ }] })
  const unknown = await call('bug')
  t.match(unknown, { isError: true, structuredContent: { code: 'INTERNAL_ERROR' } })
  t.notMatch(JSON.stringify(unknown), secret)
  t.match(log.filter(({ level }) => level === 50), [{ code: 'MAINTENANCE' }, { code: 'INTERNAL_ERROR', err: { message: bug().message } }])
})

const { every } = await load('cron') as {
  every: (app: FastifyInstance, milliseconds: number, name: string, job: () => Promise<unknown>) => void
}

test('a job that fails has its line in the log, and runs again', async (t) => {
  const { app, log } = await start(t)
  let runs = 0
  every(app, 5, 'clean-up', async () => {
    runs++
    throw new catalog.MAINTENANCE()
  })

  await until(() => runs >= 3)

  t.match(log.filter(({ code }) => code)[0], { level: 50, code: 'MAINTENANCE', job: 'clean-up', instance: /^urn:uuid:/ })
  t.ok(log.filter(({ code }) => code === 'MAINTENANCE').length >= 2)
})
