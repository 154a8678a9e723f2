/** defineUpstream() with the clients that npm brings. */
import { setTimeout as wait } from 'node:timers/promises'
import axios from 'axios'
import ky from 'ky'
import nodeFetch from 'node-fetch'
import t, { test } from 'tap'
import * as undici from 'undici'
import { defineCatalog, defineUpstream, isProblemError } from '../../../lib/index.js'
import { startMisbehaving } from '../../../test/fixtures/misbehaving.js'

const catalog = defineCatalog({
  PAYMENT_DECLINED: { status: 402, title: 'Payment declined' },
  CUSTOMER_NOT_FOUND: { status: 404, title: 'Customer not found' }
})
const payments = defineUpstream(catalog, { name: 'payments', codes: { card_declined: 'PAYMENT_DECLINED', 404: 'CUSTOMER_NOT_FOUND' } })

const answer = (status: string, body: string, headers = 'content-type: application/json') =>
  `HTTP/1.1 ${status}\r\n${headers}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`

const upstream = await startMisbehaving({
  '/code': answer('402 No', JSON.stringify({ code: 'card_declined' })),
  '/untyped': answer('404 No', JSON.stringify({ code: 'card_declined' }), 'x-none: 1'),
  '/huge': `HTTP/1.1 404 No\r\ncontent-type: application/json\r\ncontent-length: 999999\r\n\r\n{"code":"card_declined","x":"${'x'.repeat(70_000)}`,
  '/slow': 'HTTP/1.1 404 No\r\ncontent-type: application/json\r\ncontent-length: 999\r\n\r\n{"code":'
})
const { url } = upstream
t.teardown(() => upstream.close())

/** The problem that a call throws; anything else fails the test. */
async function thrown (call: Promise<unknown>) {
  try {
    await call
  } catch (error) {
    if (isProblemError(error)) return error
    throw error
  }
  throw new Error('nothing was thrown')
}

const codeOf = async (call: Promise<unknown>) => (await thrown(call)).code

test('a failure leaves no connection open', async (t) => {
  const dispatcher = new undici.Agent()
  for (const path of ['/slow', '/huge', '/html', '/401', '/untyped']) {
    await thrown(payments(undici.fetch(url + path, { dispatcher })))
  }
  await thrown(payments(nodeFetch(`${url}/slow`)))
  await dispatcher.close()
  await wait(100)

  t.equal(upstream.connections(), 0)
})

test('other clients that throw a response, or give one, are read alike', async (t) => {
  t.equal(await codeOf(payments(ky(`${url}/code`, { retry: 0 }))), 'PAYMENT_DECLINED')
  t.equal(await codeOf(payments(axios.get(`${url}/code`) as unknown as Promise<Response>)), 'PAYMENT_DECLINED')
  t.equal(await codeOf(payments(axios.get(`${url}/404`) as unknown as Promise<Response>)), 'CUSTOMER_NOT_FOUND')
  t.equal((await thrown(payments(axios.get(`${url}/429`) as unknown as Promise<Response>))).retryAfter, 7)
  t.equal(await codeOf(payments(nodeFetch(`${url}/code`))), 'PAYMENT_DECLINED')
  t.equal(await codeOf(payments(undici.fetch(`${url}/code`))), 'PAYMENT_DECLINED')
})
