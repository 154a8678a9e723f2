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
    codes: { card_declined: 'PAYMENT_DECLINED', 404: 'NOT_FOUND', timeout: 'EXTERNAL_SERVICE_TIMEOUT', otherwise: 'EXTERNAL_SERVICE_ERROR' },
    expose: true
  })
  expect(await payments(fetch('http://localhost'))).type.toBe<Response>()
  expect(payments).type.not.toBeCallableWith('http://localhost')
})

test('an unknown code does not compile', () => {
  // @ts-expect-error Type '"PAYMENT_LOST"' is not assignable to type
  defineUpstream(catalog, { name: 'payments', codes: { card_declined: 'PAYMENT_LOST' } })
})

test('a code that needs extension members does not compile: an upstream has none to give', () => {
  // @ts-expect-error Type '"ORDER_NOT_FOUND"' is not assignable to type
  defineUpstream(catalog, { name: 'payments', codes: { 404: 'ORDER_NOT_FOUND' } })
  // @ts-expect-error Type '"VALIDATION_ERROR"' is not assignable to type
  defineUpstream(catalog, { name: 'payments', codes: { 400: 'VALIDATION_ERROR' } })
})

test('misspelt options do not compile', () => {
  // @ts-expect-error 'problem' does not exist in type
  defineUpstream(catalog, { name: 'payments', problem: {} })
  // @ts-expect-error Property 'name' is missing
  defineUpstream(catalog, {})
})

test('any catalog takes any code', () => {
  defineUpstream(catalog as AnyCatalog, { name: 'payments', codes: { card_declined: 'ANYTHING' } })
})

const billing = defineCatalog({
  CARD_DECLINED: { status: 402, title: 'Card declined' },
  INVOICE_LOST: { status: 404, title: 'Invoice lost' }
})
const snapshot = { version: 1, problems: { CARD_DECLINED: { status: 402 }, INVOICE_LOST: { status: 404 }, NOT_FOUND: { status: 404 } } }

test('the codes of a contract are the keys', () => {
  defineUpstream(catalog, { name: 'billing', contract: billing, codes: { CARD_DECLINED: 'PAYMENT_DECLINED', NOT_FOUND: 'NOT_FOUND', 503: 'NOT_FOUND', timeout: 'NOT_FOUND' } })
  defineUpstream(catalog, { name: 'billing', contract: snapshot, codes: { INVOICE_LOST: 'NOT_FOUND' } })
  // @ts-expect-error 'CARD_DECLINDE' does not exist in type
  defineUpstream(catalog, { name: 'billing', contract: billing, codes: { CARD_DECLINDE: 'PAYMENT_DECLINED' } })
  // @ts-expect-error 'CARD_DECLINDE' does not exist in type
  defineUpstream(catalog, { name: 'billing', contract: snapshot, codes: { CARD_DECLINDE: 'PAYMENT_DECLINED' } })
  // @ts-expect-error Type '"PAYMENT_LOST"' is not assignable to type
  defineUpstream(catalog, { name: 'billing', contract: billing, codes: { CARD_DECLINED: 'PAYMENT_LOST' } })
})

test('where one asks for all codes, a missing one does not compile', () => {
  defineUpstream(catalog, { name: 'billing', contract: billing, exhaustive: true, codes: { CARD_DECLINED: 'PAYMENT_DECLINED', INVOICE_LOST: 'NOT_FOUND' } })
  defineUpstream(catalog, { name: 'billing', contract: snapshot, exhaustive: true, codes: { CARD_DECLINED: 'PAYMENT_DECLINED', INVOICE_LOST: 'NOT_FOUND' } })
  // @ts-expect-error Property 'INVOICE_LOST' is missing in type
  defineUpstream(catalog, { name: 'billing', contract: billing, exhaustive: true, codes: { CARD_DECLINED: 'PAYMENT_DECLINED' } })
  // @ts-expect-error Property 'INVOICE_LOST' is missing in type
  defineUpstream(catalog, { name: 'billing', contract: snapshot, exhaustive: true, codes: { CARD_DECLINED: 'PAYMENT_DECLINED', otherwise: 'NOT_FOUND' } })
})
