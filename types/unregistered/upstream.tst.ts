/**
 * What an upstream's failures may be.
 */
import { Type } from '@sinclair/typebox'
import { expect, test } from 'tstyche'
import { defineCatalog, defineUpstream } from 'fastify-problem-json'
import type { AnyCatalog } from 'fastify-problem-json'

const catalog = defineCatalog({
  PAYMENT_DECLINED: { status: 402, title: 'Payment declined', extensions: Type.Object({ reason: Type.Optional(Type.String()) }) },
  ORDER_NOT_FOUND: { status: 404, title: 'Order not found', extensions: Type.Object({ orderId: Type.String() }) }
})

test('codes, statuses and words become codes of the catalog', async () => {
  const payments = defineUpstream(catalog, {
    name: 'payments',
    problems: { card_declined: 'PAYMENT_DECLINED', 404: 'NOT_FOUND', timeout: 'EXTERNAL_SERVICE_TIMEOUT', otherwise: 'EXTERNAL_SERVICE_ERROR' },
    expose: true
  })
  expect(await payments(fetch('http://localhost'))).type.toBe<Response>()
  expect(payments).type.not.toBeCallableWith('http://localhost')
})

test('an unknown code does not compile', () => {
  // @ts-expect-error Type '"PAYMENT_LOST"' is not assignable to type
  defineUpstream(catalog, { name: 'payments', problems: { card_declined: 'PAYMENT_LOST' } })
})

test('a code that needs extension members does not compile: an upstream has none to give', () => {
  // @ts-expect-error Type '"ORDER_NOT_FOUND"' is not assignable to type
  defineUpstream(catalog, { name: 'payments', problems: { 404: 'ORDER_NOT_FOUND' } })
  // @ts-expect-error Type '"VALIDATION_ERROR"' is not assignable to type
  defineUpstream(catalog, { name: 'payments', problems: { 400: 'VALIDATION_ERROR' } })
})

test('misspelt options do not compile', () => {
  // @ts-expect-error 'problem' does not exist in type
  defineUpstream(catalog, { name: 'payments', problem: {} })
  // @ts-expect-error Property 'name' is missing
  defineUpstream(catalog, {})
})

test('any catalog takes any code', () => {
  defineUpstream(catalog as AnyCatalog, { name: 'payments', problems: { card_declined: 'ANYTHING' } })
})
