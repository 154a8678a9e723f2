/** The throwable form. */
import { test } from 'tap'
import { createDecoder } from '../../lib/client/index.js'
import { orThrow, RequestError } from '../../lib/client/throw.js'
import { answer, serve } from '../fixtures/sockets.js'

const decode = createDecoder(['ORDER_NOT_FOUND'])
const orderNotFound = { type: '/problems/order-not-found', title: 'Order not found', status: 404, code: 'ORDER_NOT_FOUND', detail: 'There is no order 42.', orderId: '42' }

test('a response that did not fail comes back, unread', async (t) => {
  const url = await serve(t, answer(200, { orderId: '42' }))
  const response = await orThrow(fetch(url), decode)

  t.equal(response.status, 200)
  t.same(await response.json(), { orderId: '42' })
})

test('a failed one is thrown as an Error that has the problem', async (t) => {
  const url = await serve(t, answer(404, orderNotFound))

  const error: unknown = await orThrow(fetch(url), decode).catch((thrown: unknown) => thrown)

  t.ok(error instanceof RequestError)
  t.ok(error instanceof Error)
  t.match(error, { name: 'RequestError', message: 'There is no order 42.', problem: { code: 'ORDER_NOT_FOUND', status: 404, extensions: { orderId: '42' } } })
})

test('its message is the detail, else the title, else the status', async (t) => {
  for (const [body, message] of [[orderNotFound, 'There is no order 42.'], [{ ...orderNotFound, detail: undefined }, 'Order not found'], [{}, 'The request failed with the status 404.']] as const) {
    t.equal(new RequestError(await decode({ status: 404, body })).message, message)
  }
})

test('a network error stays what it is', async (t) => {
  await t.rejects(orThrow(fetch('http://127.0.0.1:1'), decode), { name: 'TypeError' })
})
