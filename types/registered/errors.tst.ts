/**
 * Problem types as classes, and the extensions that they take.
 */
import { expect, test } from 'tstyche'
import { ProblemError, isProblemError } from 'fastify-problem-json'
import type { ExtensionsOf, ValidationItem } from 'fastify-problem-json'
import { catalog, shared } from './catalog.js'

declare const error: unknown

test('a problem type is a class with the extensions of its schema', () => {
  expect(catalog.ORDER_NOT_FOUND).type.toBeConstructableWith({ orderId: '42' })
  expect(catalog.ORDER_NOT_FOUND).type.toBeConstructableWith({ orderId: '42' }, { cause: error, retryAfter: 3 })
  expect(catalog.ORDER_NOT_FOUND).type.not.toBeConstructableWith()
  expect(catalog.ORDER_NOT_FOUND).type.not.toBeConstructableWith({})
  expect(catalog.ORDER_NOT_FOUND).type.not.toBeConstructableWith({ orderId: 42 })
  expect(catalog.ORDER_NOT_FOUND).type.not.toBeConstructableWith({ orderId: '42', other: 1 })
  expect(catalog.ORDER_LOCKED).type.toBeConstructableWith()
  expect(catalog.ORDER_LOCKED).type.toBeConstructableWith({}, { detail: 'x' })
  expect(catalog.ORDER_LOCKED).type.not.toBeConstructableWith({ orderId: '42' })
})

test('a problem can be thrown, and says what it is', () => {
  const thrower = () => { throw new catalog.ORDER_NOT_FOUND({ orderId: '42' }) }
  expect(thrower).type.toBe<() => never>()
  const problem = new catalog.ORDER_NOT_FOUND({ orderId: '42' })
  expect(problem.code).type.toBe<'ORDER_NOT_FOUND'>()
  expect(problem.extensions.orderId).type.toBe<string>()
  expect(problem).type.toBeAssignableTo<Error>()
})

test('unless() gives the value without null, and takes what the problem takes', () => {
  const order = {} as { id: string } | null | undefined
  expect(catalog.ORDER_NOT_FOUND.unless(order, { orderId: '42' })).type.toBe<{ id: string }>()
  expect(catalog.ORDER_LOCKED.unless(0 as number | null)).type.toBe<number>()
  expect(catalog.ORDER_NOT_FOUND.unless(order, { orderId: '42' }, { cause: error, detail: 'x' }).id).type.toBe<string>()
  // @ts-expect-error Expected 2-3 arguments, but got 1
  catalog.ORDER_NOT_FOUND.unless(order)
  // @ts-expect-error Type 'number' is not assignable to type 'string'
  catalog.ORDER_NOT_FOUND.unless(order, { orderId: 42 })
})

test('instanceof narrows to the extensions', () => {
  if (error instanceof catalog.ORDER_NOT_FOUND) {
    expect(error.extensions.orderId).type.toBe<string>()
    expect(error.code).type.toBe<'ORDER_NOT_FOUND'>()
    expect(error.extensions).type.not.toHaveProperty('other')
  }
  if (error instanceof catalog.OUT_OF_STOCK) expect(error.extensions.left).type.toBe<number | undefined>()
  if (error instanceof ProblemError) expect(error.status).type.toBe<number>()
})

test('one class does not narrow to another', () => {
  if (error instanceof catalog.ORDER_NOT_FOUND) expect(error).type.not.toBeAssignableTo<InstanceType<typeof catalog.OUT_OF_STOCK>>()
})

test('isProblemError() narrows what was caught', () => {
  if (isProblemError(error)) {
    expect(error.code).type.toBe<string>()
    expect(error.status).type.toBe<number>()
    expect(error).type.toBeAssignableTo<Error>()
  }
})

test('a problem type has its statics', () => {
  expect(catalog.ORDER_NOT_FOUND.code).type.toBe<'ORDER_NOT_FOUND'>()
  expect(catalog.ORDER_NOT_FOUND.status).type.toBe<number>()
  expect(catalog.ORDER_NOT_FOUND.type).type.toBe<string>()
  // @ts-expect-error Cannot assign to 'status' because it is a read-only property
  catalog.ORDER_NOT_FOUND.status = 200
})

test('the standard codes that were replaced are gone', () => {
  expect(catalog).type.not.toHaveProperty('CONFLICT')
  expect(catalog).type.not.toHaveProperty('NOT_FOUND')
  expect(catalog).type.not.toHaveProperty('GONE')
  expect(catalog).type.not.toHaveProperty('PAYLOAD_TOO_LARGE')
  expect(catalog).type.toHaveProperty('UNAUTHORIZED')
  expect(catalog).type.toHaveProperty('VALIDATION_ERROR')
})

test('what replaces a standard code takes its extensions, and its own', () => {
  expect<ExtensionsOf<typeof catalog, 'DUPLICATE'>>().type.toBe<{ resource?: string, resourceId?: string }>()
  expect<ExtensionsOf<typeof catalog, 'MISSING'>>().type.toBe<{ resource?: string, resourceId?: string }>()
  expect<ExtensionsOf<typeof catalog, 'TOO_LARGE'>>().type.toBe<{ unit?: string, limit?: number }>()
})

test('what refines another code takes its extensions, and its own', () => {
  expect<ExtensionsOf<typeof catalog, 'PROFILE_INVALID'>>().type.toBe<{ errors: ValidationItem[], truncated?: boolean }>()
  expect<ExtensionsOf<typeof catalog, 'PROFILE_INCOMPLETE'>>().type.toBe<{ step?: string, errors: ValidationItem[], truncated?: boolean }>()
  expect(catalog.PROFILE_INCOMPLETE).type.toBeConstructableWith({ errors: [] })
  expect(catalog.PROFILE_INCOMPLETE).type.not.toBeConstructableWith({ step: 'address' })
})

test('a code that fills its extensions has them, and takes them where it is thrown', () => {
  expect<ExtensionsOf<typeof catalog, 'SEARCH_INVALID'>>().type.toBe<{ term: string, errors: ValidationItem[], truncated?: boolean }>()
  expect(catalog.SEARCH_INVALID).type.toBeConstructableWith({ term: 'x', errors: [] })
  expect(catalog.SEARCH_INVALID).type.not.toBeConstructableWith({ errors: [] })
})

test('a standard code that is overridden without extensions keeps its own', () => {
  expect<ExtensionsOf<typeof catalog, 'VALIDATION_ERROR'>>().type.toBe<{ errors: ValidationItem[], truncated?: boolean }>()
  expect(catalog.FORBIDDEN).type.toBeConstructableWith()
})

test('plain JSON Schema is read from its literals', () => {
  expect<ExtensionsOf<typeof catalog, 'PAYMENT_DECLINED'>>().type.toBe<{
    reason: 'stolen' | 'expired', card: { last4: string }, attempts?: number, fees?: number[]
  }>()
  expect(catalog.PAYMENT_DECLINED).type.toBeConstructableWith({ reason: 'stolen', card: { last4: '4242' } })
  expect(catalog.PAYMENT_DECLINED).type.not.toBeConstructableWith({ reason: 'lost', card: { last4: '4242' } })
  expect(catalog.PAYMENT_DECLINED).type.not.toBeConstructableWith({ reason: 'stolen', card: {} })
})

test('TypeBox 1.x is read, optional members too', () => {
  expect(catalog.OUT_OF_STOCK).type.toBeConstructableWith({ sku: 'A-1' })
  expect(catalog.OUT_OF_STOCK).type.toBeConstructableWith({ sku: 'A-1', left: 3 })
  expect(catalog.OUT_OF_STOCK).type.not.toBeConstructableWith({ left: 3 })
})

test('an included catalog brings its codes, and its classes fit', () => {
  expect(catalog.ACCOUNT_SUSPENDED).type.toBeConstructableWith({ since: '2026' })
  expect(shared.ACCOUNT_SUSPENDED).type.toBe<typeof catalog.ACCOUNT_SUSPENDED>()
})
