import http from 'node:http'
import t, { test } from 'tap'
import * as grpc from '@grpc/grpc-js'
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb'
import fastifyHttpProxy from '@fastify/http-proxy'
import fastifyReplyFrom from '@fastify/reply-from'
import axios from 'axios'
import * as cockatiel from 'cockatiel'
import got from 'got'
import ky from 'ky'
import nodeFetch from 'node-fetch'
import createOpenapiClient from 'openapi-fetch'
import CircuitBreaker from 'opossum'
import superagent from 'superagent'
import * as undici from 'undici'
import { answerTo, createService, expected, isProblem, secret } from './fixtures/failing.js'
import type { Expected } from './fixtures/failing.js'
import { startMisbehaving } from './fixtures/misbehaving.js'

const { unavailable, busy, tripped, broken, timedOut, unknown } = expected
const told: Expected = { ...unavailable, retryAfter: 7 }
const capped: Expected = { ...unavailable, retryAfter: 3600 }

type Case = readonly [what: string, call: () => unknown, expected: Expected]

const upstream = await startMisbehaving()
const { url, nowhere } = upstream
const soon = () => AbortSignal.timeout(150)

const authorization = { authorization: `Bearer ${secret}` }
const gotOptions = { retry: { limit: 0 }, headers: authorization }
const kyOptions = { retry: 0, headers: authorization }

function nodeHttp (target: string, options: http.RequestOptions = {}): Promise<void> {
  return new Promise((resolve, reject) => {
    http.get(target, options, (response) => { response.resume().on('end', resolve).on('error', reject) }).on('error', reject)
  })
}

function abortSoon (): AbortSignal {
  const controller = new AbortController()
  setTimeout(() => controller.abort(), 100)
  return controller.signal
}

const clients: Readonly<Record<string, readonly Case[]>> = {
  fetch: [
    ['is refused', () => fetch(nowhere), unavailable],
    ['does not find the host', () => fetch('http://nobody.invalid/'), unavailable],
    ['is reset', () => fetch(`${url}/reset`), broken],
    ['is closed', () => fetch(`${url}/close`), broken],
    ['gets garbage', () => fetch(`${url}/garbage`), broken],
    ['gets half an answer', async () => (await fetch(`${url}/half`)).text(), broken],
    ['meets TLS that is none', () => fetch(url.replace('http', 'https') + '/close'), broken],
    ['is sent in circles', () => fetch(`${url}/loop`), broken],
    ['waits too long', () => fetch(`${url}/hang`, { signal: soon() }), timedOut],
    ['waits too long for the body', async () => (await fetch(`${url}/stall`, { signal: soon() })).text(), timedOut],
    ['is aborted', () => fetch(`${url}/hang`, { signal: abortSoon() }), timedOut],
    ['is asked for a port that browsers block, which is our mistake', () => fetch('http://127.0.0.1:6000/'), unknown],
    ['is asked for a scheme that does not exist, which is our mistake', () => fetch('nope://127.0.0.1/'), unknown]
  ],
  'undici.request': [
    ['is refused', () => undici.request(nowhere), unavailable],
    ['is reset', () => undici.request(`${url}/reset`), broken],
    ['gets garbage', () => undici.request(`${url}/garbage`), broken],
    ['gets half an answer', async () => (await undici.request(`${url}/half`)).body.text(), broken],
    ['waits too long', () => undici.request(`${url}/hang`, { headersTimeout: 300 }), timedOut],
    ['waits too long for the body', async () => (await undici.request(`${url}/stall`, { bodyTimeout: 300 })).body.text(), timedOut],
    ['throws a 401', () => undici.request(`${url}/401`, { dispatcher: throwing }), broken],
    ['throws a 429', () => undici.request(`${url}/429`, { dispatcher: throwing }), told]
  ],
  axios: [
    ['is refused', () => axios.get(nowhere), unavailable],
    ['is reset', () => axios.get(`${url}/reset`), broken],
    ['gets half an answer', () => axios.get(`${url}/half`), broken],
    ['waits too long', () => axios.get(`${url}/hang`, { timeout: 150, headers: authorization }), timedOut],
    ['is cancelled', () => axios.get(`${url}/hang`, { signal: soon() }), timedOut],
    ['gets a 401', () => axios.get(`${url}/401`, { headers: authorization }), broken],
    ['gets a 404', () => axios.get(`${url}/404`), broken],
    ['gets HTML with 502', () => axios.get(`${url}/html`), broken],
    ['gets a 429', () => axios.get(`${url}/429`), told],
    ['gets a 503 for a day', () => axios.get(`${url}/503`), capped],
    ['is sent in circles', () => axios.get(`${url}/loop`), broken]
  ],
  got: [
    ['is refused', () => got(nowhere, gotOptions), unavailable],
    ['is reset', () => got(`${url}/reset`, gotOptions), broken],
    ['gets half an answer', () => got(`${url}/half`, gotOptions), broken],
    ['waits too long', () => got(`${url}/hang`, { ...gotOptions, timeout: { request: 150 } }), timedOut],
    ['waits too long for the body', () => got(`${url}/stall`, { ...gotOptions, timeout: { request: 300 } }), timedOut],
    ['is aborted', () => got(`${url}/hang`, { ...gotOptions, signal: abortSoon() }), timedOut],
    ['gets a 401', () => got(`${url}/401`, gotOptions), broken],
    ['gets a 429', () => got(`${url}/429`, gotOptions), told],
    ['cannot read the body', () => got(`${url}/not-json`, { ...gotOptions, responseType: 'json' }), broken],
    ['is sent in circles', () => got(`${url}/loop`, gotOptions), broken]
  ],
  ky: [
    ['is refused', () => ky(nowhere, kyOptions), unavailable],
    ['waits too long', () => ky(`${url}/hang`, { ...kyOptions, timeout: 150 }), timedOut],
    ['gets a 401', () => ky(`${url}/401`, kyOptions), broken],
    ['gets a 429', () => ky(`${url}/429`, kyOptions), told],
    ['gets a 503 for a day', () => ky(`${url}/503`, kyOptions), capped]
  ],
  'node-fetch': [
    ['is refused', () => nodeFetch(nowhere), unavailable],
    ['is reset', () => nodeFetch(`${url}/reset`), broken],
    ['gets garbage', () => nodeFetch(`${url}/garbage`), broken],
    ['gets half an answer', async () => (await nodeFetch(`${url}/half`)).text(), broken],
    ['is sent in circles', () => nodeFetch(`${url}/loop`), broken],
    ['waits too long', () => nodeFetch(`${url}/hang`, { signal: soon() }), timedOut]
  ],
  superagent: [
    ['is refused', () => superagent.get(nowhere), unavailable],
    ['waits too long', () => superagent.get(`${url}/hang`).timeout(150), timedOut],
    ['waits too long for the answer', () => superagent.get(`${url}/hang`).timeout({ response: 150 }), timedOut],
    ['gets a 401', () => superagent.get(`${url}/401`).set(authorization), broken],
    ['gets a 429', () => superagent.get(`${url}/429`), told],
    ['cannot read the body', () => superagent.get(`${url}/not-json`), broken]
  ],
  'openapi-fetch': [
    ['is refused', () => createOpenapiClient<Record<string, never>>({ baseUrl: nowhere }).GET('/' as never), unavailable]
  ],
  'node:http': [
    ['is refused', () => nodeHttp(nowhere), unavailable],
    ['is closed', () => nodeHttp(`${url}/close`), broken],
    ['gets garbage', () => nodeHttp(`${url}/garbage`), broken],
    ['gets half an answer', () => nodeHttp(`${url}/half`), broken],
    ['is aborted', () => nodeHttp(`${url}/hang`, { signal: soon() }), timedOut]
  ],
  'the AWS SDK': [
    ['is refused', () => listTables(nowhere), unavailable],
    ['is throttled with 400', () => listTables(`${url}/throttled`), busy],
    ['is denied', () => listTables(`${url}/denied`), broken],
    ['gets HTML with 502', () => listTables(`${url}/html`), broken],
    ['waits too long', () => listTables(`${url}/hang`, 150), timedOut]
  ],
  opossum: [
    ['is open', async () => {
      const breaker = new CircuitBreaker(async () => { throw new Error(secret) }, { errorThresholdPercentage: 1, volumeThreshold: 1 })
      await breaker.fire().catch(() => {})
      return breaker.fire().finally(() => breaker.shutdown())
    }, tripped],
    ['waits too long', () => {
      const breaker = new CircuitBreaker(() => new Promise(() => {}), { timeout: 50 })
      return breaker.fire().finally(() => breaker.shutdown())
    }, timedOut],
    ['has no room', async () => {
      const breaker = new CircuitBreaker(() => new Promise((resolve) => setTimeout(resolve, 100)), { capacity: 1 })
      const busyOne = breaker.fire()
      await Promise.all([busyOne, breaker.fire()]).finally(() => breaker.shutdown())
    }, busy],
    ['was shut down', async () => {
      const breaker = new CircuitBreaker(async () => {})
      breaker.shutdown()
      return breaker.fire()
    }, tripped]
  ],
  cockatiel: [
    ['is open', async () => {
      const policy = cockatiel.circuitBreaker(cockatiel.handleAll, { halfOpenAfter: 60_000, breaker: new cockatiel.ConsecutiveBreaker(1) })
      await policy.execute(() => { throw new Error(secret) }).catch(() => {})
      return policy.execute(() => 1)
    }, tripped],
    ['has no room', () => cockatiel.bulkhead(0).execute(() => 1), busy],
    ['waits too long', () => cockatiel.timeout(50, cockatiel.TimeoutStrategy.Aggressive).execute(() => new Promise(() => {})), timedOut]
  ]
}

const throwing = new undici.Agent().compose(undici.interceptors.responseError())

function listTables (endpoint: string, requestTimeout = 0): Promise<unknown> {
  const credentials = { accessKeyId: secret, secretAccessKey: secret }
  const client = new DynamoDBClient({
    endpoint, credentials, region: 'eu-west-1', maxAttempts: 1, requestHandler: { requestTimeout, throwOnRequestTimeout: true } as object
  })
  return client.send(new ListTablesCommand({})).finally(() => client.destroy())
}

for (const [client, cases] of Object.entries(clients)) {
  test(`what ${client} throws is an upstream's failure`, async (t) => {
    for (const [what, call, right] of cases) {
      await t.test(`${client} ${what}`, async (t) => {
        const response = await answerTo(call)

        isProblem(t, response, right)
        t.equal(response.json().detail, undefined)
        t.equal(response.log.length, 1)
        t.equal(response.log[0]!.level, 50)
      })
    }
  })
}

const grpcCases: readonly (readonly [grpc.status, Expected])[] = [
  [grpc.status.CANCELLED, timedOut], [grpc.status.DEADLINE_EXCEEDED, timedOut], [grpc.status.RESOURCE_EXHAUSTED, unavailable],
  [grpc.status.UNAVAILABLE, unavailable], [grpc.status.NOT_FOUND, broken], [grpc.status.PERMISSION_DENIED, broken],
  [grpc.status.UNAUTHENTICATED, broken], [grpc.status.INTERNAL, broken]
]

test('what grpc-js throws is judged by its status, whatever the upstream says in it', async (t) => {
  const identity = (value: Buffer) => value
  const method = { path: '/orders/get', requestStream: false, responseStream: false, requestSerialize: identity, requestDeserialize: identity, responseSerialize: identity, responseDeserialize: identity }
  const server = new grpc.Server()
  server.addService({ get: method }, {
    get: (call: grpc.ServerUnaryCall<Buffer, Buffer>, done: grpc.sendUnaryData<Buffer>) => {
      const metadata = new grpc.Metadata()
      metadata.set('internal', secret)
      done({ code: Number(call.request.toString()), details: secret, metadata })
    }
  })
  const port = await new Promise<number>((resolve, reject) => server.bindAsync('127.0.0.1:0', grpc.ServerCredentials.createInsecure(), (error, bound) => error ? reject(error) : resolve(bound)))
  const call = (address: string, code: number, deadline = 5000) => new Promise((resolve, reject) => {
    const client = new grpc.Client(address, grpc.credentials.createInsecure())
    client.makeUnaryRequest(method.path, identity, identity, Buffer.from(String(code)), { deadline: Date.now() + deadline }, (error, value) => {
      client.close()
      if (error) reject(error)
      else resolve(value)
    })
  })

  for (const [code, right] of grpcCases) {
    isProblem(t, await answerTo(() => call(`127.0.0.1:${port}`, code)), right)
  }
  isProblem(t, await answerTo(() => call(nowhere.slice(7), 0)), unavailable)
  server.forceShutdown()
})

const proxied: readonly (readonly [path: string, Expected])[] = [
  ['/reset', broken], ['/close', broken], ['/garbage', broken], ['/999', broken], ['/no-body', broken], ['/hang', timedOut]
]

test('what reply-from and http-proxy throw is an upstream\'s failure', async (t) => {
  const { app } = await createService()
  const undiciOptions = { headersTimeout: 300, bodyTimeout: 300 }
  await app.register(fastifyReplyFrom, { base: url, undici: undiciOptions })
  await app.register(fastifyHttpProxy, { upstream: url, prefix: '/proxy', undici: undiciOptions })
  await app.register(fastifyHttpProxy, { upstream: nowhere, prefix: '/nowhere' })
  await app.register(fastifyHttpProxy, { upstream: 'http://nobody.invalid', prefix: '/unknown' })
  await app.register(fastifyHttpProxy, { upstream: url, prefix: '/http', http: { requestOptions: { timeout: 300 } } })
  app.get('/from/*', (request, reply) => reply.from(request.url.slice(5)))

  for (const [path, right] of proxied) {
    for (const prefix of ['/from', '/proxy', '/http']) {
      await t.test(prefix + path, async (t) => {
        const response = await app.inject(prefix + path)

        isProblem(t, response, right)
        t.strictSame([response.headers.etag, response.headers['content-encoding']], [undefined, undefined])
      })
    }
  }
  isProblem(t, await app.inject('/nowhere/ok'), unavailable)
  isProblem(t, await app.inject('/unknown/ok'), unavailable)
  await app.close()
})

test('an answer that a proxy passes on is not judged', async (t) => {
  const { app } = await createService()
  await app.register(fastifyHttpProxy, { upstream: url, prefix: '/proxy' })

  const response = await app.inject('/proxy/401')

  t.equal(response.statusCode, 401)
  t.equal(response.headers['content-type'], 'application/json')
  await app.close()
})

test('a failure of an upstream is found behind the application\'s own error', async (t) => {
  const behind = (cause: unknown) => Object.assign(new Error(`could not load ${secret}`), { cause })

  isProblem(t, await answerTo(() => fetch(nowhere).catch((error) => { throw behind(behind(error)) })), unavailable)
  isProblem(t, await answerTo(() => Promise.any([fetch(nowhere), fetch(nowhere)])), unavailable)
})

test('a status that the application chose is its last word', async (t) => {
  const cause = await fetch(nowhere).catch((error: unknown) => error)
  const stating = (members: object) => () => { throw Object.assign(new Error('There is no such customer.', { cause }), members) }

  isProblem(t, await answerTo(stating({ statusCode: 404 })), { status: 404, code: 'NOT_FOUND' })
  isProblem(t, await answerTo(stating({ statusCode: 501 })), { status: 501, code: 'NOT_IMPLEMENTED' })
  isProblem(t, await answerTo(stating({ statusCode: 500 })), unavailable)
})

test('an error of an SDK that carries the upstream\'s 401 is no 401 of ours (recorded shapes)', async (t) => {
  const shapes: readonly object[] = [
    { status: 401, headers: { 'x-request-id': secret }, requestID: secret, code: 'invalid_api_key' },
    { statusCode: 401, raw: { message: secret }, requestId: secret },
    { status: 401, response: { status: 401, data: secret } },
    { response: { status: 200, errors: [{ message: secret }] }, request: { query: secret } }
  ]
  for (const shape of shapes) {
    isProblem(t, await answerTo(() => { throw Object.assign(new Error(`Incorrect API key: ${secret}`), shape) }), broken)
  }
  const limited = { status: 429, headers: new Headers({ 'retry-after': '7' }), requestID: secret }
  isProblem(t, await answerTo(() => { throw Object.assign(new Error(secret), limited) }), told)
})

test('an error that says `expose` is the application\'s, whatever else it carries', async (t) => {
  const response = await answerTo(() => { throw Object.assign(new Error('Not for you.'), { status: 403, expose: true, headers: {} }) })

  isProblem(t, response, { status: 403, code: 'FORBIDDEN' })
  t.equal(response.json().detail, 'Not for you.')
})

test('codes that look alike do not count', async (t) => {
  const shapes: readonly object[] = [
    { code: 5 }, { code: 5, details: 'x' }, { code: 17, details: 'x', metadata: {} }, { code: 1.5, details: 'x', metadata: {} },
    { code: 'ERR_BAD_REQUEST' }, { code: 'HPE' }, { code: null }, { $metadata: {} }, { response: {} }, { response: 'x', message: 'terminated?' }
  ]
  for (const shape of shapes) isProblem(t, await answerTo(() => { throw Object.assign(new Error(secret), shape) }), unknown)
})

test('a wrapper that tells nothing of its cause is a broken answer (recorded shapes)', async (t) => {
  isProblem(t, await answerTo(() => { throw new TypeError('fetch failed') }), broken)
  isProblem(t, await answerTo(() => { throw Object.assign(new Error(secret), { code: 'FST_REPLY_FROM_INTERNAL_SERVER_ERROR', statusCode: 500 }) }), broken)
  isProblem(t, await answerTo(() => { throw Object.assign(new Error(secret), { errors: [null] }) }), unknown)
})

test('headers that cannot be read cost the wait, not the answer', async (t) => {
  const headers = { get () { throw new Error(secret) } }

  isProblem(t, await answerTo(() => { throw Object.assign(new Error(secret), { response: { status: 429, headers } }) }), unavailable)
})

test('causes that go in circles, throw, or never end are left alone', async (t) => {
  const circle = new Error('circle', { cause: undefined })
  circle.cause = new Error('other', { cause: circle })
  const endless = (): object => Object.defineProperty(new Error('endless'), 'cause', { get: endless })
  const throwing = new Proxy(new Error(secret), { get () { throw new Error(secret) }, has () { throw new Error(secret) } })
  const deep = Array.from({ length: 20 }).reduce<Error>((cause) => new Error('deep', { cause }), Object.assign(new Error(), { code: 'ECONNREFUSED' }))

  for (const error of [circle, endless(), throwing, new Error(secret, { cause: throwing }), deep]) {
    isProblem(t, await answerTo(() => { throw error }), unknown)
  }
})

t.teardown(() => upstream.close())
