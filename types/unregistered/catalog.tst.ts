/**
 * What the compiler checks of a definition.
 */
import { Type } from '@sinclair/typebox'
import Type1 from 'typebox'
import { expect, test } from 'tstyche'
import { defineCatalog } from 'fastify-problem-json'
import type { AnyCatalog, Catalog, CodeOf, Definition, ExtensionsOf, StandardCode } from 'fastify-problem-json'

const orderId = Type.Object({ orderId: Type.String() })
const status = Type.Object({ status: Type.String() })

test('an unknown {placeholder} does not compile, and the error names it', () => {
  defineCatalog({
    // @ts-expect-error '{orderID}' is not an extension member
    ORDER_NOT_FOUND: { status: 404, title: 'Order not found', detail: 'There is no order {orderID}.', extensions: orderId }
  })
  defineCatalog({
    // @ts-expect-error '{orderId}' is not an extension member
    ORDER_NOT_FOUND: { status: 404, title: 'Order not found', detail: 'There is no order {orderId}.' }
  })
  defineCatalog({
    // @ts-expect-error '{customer}' is not an extension member
    ORDER_NOT_FOUND: { status: 404, title: 'Order not found', detail: ['{orderId} of {customer}', '{orderId}'], extensions: orderId }
  })
})

test('one mistake leaves the other rows alone', () => {
  defineCatalog({
    ORDER_LOCKED: { status: 409, title: 'Order locked' },
    // @ts-expect-error '{orderID}' is not an extension member
    ORDER_NOT_FOUND: { status: 404, title: 'Order not found', detail: 'There is no order {orderID}.', extensions: orderId },
    ORDER_GONE: { status: 410, title: 'Order gone', detail: '{orderId} is gone.', extensions: orderId }
  })
})

test('a placeholder may be a member that is inherited', () => {
  defineCatalog({
    DUPLICATE: { status: 409, title: 'It exists', detail: 'There is such a {resource}.', replaces: 'CONFLICT' },
    NOT_FOUND: { detail: 'There is no {resource} {resourceId}.' },
    PROFILE: { status: 404, title: 'No profile', detail: 'There is no {resource} {page}.', refines: 'NOT_FOUND', extensions: Type.Object({ page: Type.Optional(Type.Integer()) }) }
  })
})

test('a text with braces that name nothing compiles as far as it is no placeholder', () => {
  defineCatalog({
    ORDER_LOCKED: { status: 409, title: 'Order locked', detail: 'Locked. See the manual.' }
  })
})

test('an extension named like a member of the format does not compile', () => {
  defineCatalog({
    // @ts-expect-error 'status' is a member of the format
    ORDER_LOCKED: { status: 409, title: 'Order locked', extensions: Type.Object({ status: Type.String() }) }
  })
  defineCatalog({
    // @ts-expect-error 'retryAfter' is a member of the format
    ORDER_LOCKED: { status: 409, title: 'Order locked', extensions: Type1.Object({ retryAfter: Type1.String() }) }
  })
  defineCatalog({
    // @ts-expect-error 'code' is a member of the format
    ORDER_LOCKED: { status: 409, title: 'Order locked', extensions: { type: 'object', properties: { code: { type: 'string' }, ok: {} } } }
  })
})

test('a mistake in one case of a union, or beside an optional schema, is found', () => {
  const either = orderId as typeof orderId | typeof status
  defineCatalog({
    // @ts-expect-error 'status' is a member of the format
    ORDER_LOCKED: { status: 409, title: 'Order locked', extensions: either }
  })
  const detail = '{orderID}' as '{orderId}' | '{orderID}'
  defineCatalog({
    // @ts-expect-error '{orderID}' is not an extension member
    ORDER_LOCKED: { status: 409, title: 'Order locked', detail, extensions: orderId }
  })
  const row = { status: 409, title: 'Order locked', detail: '{orderId}' } as { status: 409, title: 'Order locked', detail: '{orderId}', extensions?: typeof orderId }
  defineCatalog({
    // @ts-expect-error '{orderId}' is not an extension member
    ORDER_LOCKED: row
  })
})

test('a row that is no object does not compile', () => {
  defineCatalog({
    // @ts-expect-error Type 'number' has no properties in common with type 'Definition'
    ORDER_LOCKED: 409
  })
})

test('extensions that are no object schema do not compile', () => {
  defineCatalog({
    // @ts-expect-error extensions is the schema of an object: Type.Object({ … })
    ORDER_LOCKED: { status: 409, title: 'Order locked', extensions: Type.String() }
  })
  defineCatalog({
    // @ts-expect-error extensions is the schema of an object: Type.Object({ … })
    ORDER_LOCKED: { status: 409, title: 'Order locked', extensions: { orderId: 'string' } }
  })
  defineCatalog({
    // @ts-expect-error extensions is the schema of an object: Type.Object({ … })
    ORDER_LOCKED: { status: 409, title: 'Order locked', extensions: { orderId: Type.String() } }
  })
  defineCatalog({
    // @ts-expect-error extensions is the schema of an object: Type.Object({ … })
    ORDER_LOCKED: { status: 409, title: 'Order locked', extensions: { type: 'array', items: {} } }
  })
  defineCatalog({
    // @ts-expect-error extensions is the schema of an object: Type.Object({ … })
    ORDER_LOCKED: { status: 409, title: 'Order locked', extensions: ['orderId'] }
  })
  const rows = { ORDER_LOCKED: { status: 409, title: 'Order locked', extensions: { type: 'object', properties: {} } } }
  // @ts-expect-error ('as const' in a variable)
  defineCatalog(rows)
})

test('the required members of a plain schema are a list of names', () => {
  defineCatalog({
    ORDER_LOCKED: { status: 409, title: 'Order locked', detail: 'By {by}.', extensions: { type: 'object', properties: { by: { type: 'string' } }, required: ['by'] } },
    ORDER_GONE: { status: 410, title: 'Order gone', extensions: { type: 'object', properties: { by: {} } } },
    ORDER_LOST: { status: 410, title: 'Order lost', extensions: { type: 'object' } }
  })
  defineCatalog({
    // @ts-expect-error 'required' is not assignable to type 'readonly string[]'
    ORDER_LOCKED: { status: 409, title: 'Order locked', extensions: { type: 'object', properties: { by: {} }, required: 'by' } },
    ORDER_GONE: { status: 410, title: 'Order gone', extensions: { type: 'object', properties: { by: {} }, required: ['by'] } }
  })
  defineCatalog({
    // @ts-expect-error 'required' is not assignable to type 'readonly string[]'
    ORDER_LOCKED: { status: 409, title: 'Order locked', extensions: { type: 'object', properties: { by: {} }, required: ['by', 1] } }
  })
  defineCatalog({
    // @ts-expect-error Type 'string' is not assignable to type 'number'
    ORDER_LOCKED: { status: '409', title: 'Order locked' },
    ORDER_GONE: { status: 410, title: 'Order gone', extensions: { type: 'object', properties: { by: {} }, required: ['by'] } }
  })
})

test('an unknown code in refines does not compile, and the error names it', () => {
  defineCatalog({
    // @ts-expect-error 'VALIDATION' is not a code of this catalog
    PROFILE_INVALID: { status: 422, title: 'Profile invalid', refines: 'VALIDATION' }
  })
  defineCatalog({
    PROFILE_INVALID: { status: 422, title: 'Profile invalid', refines: 'VALIDATION_ERROR' },
    PROFILE_EMPTY: { status: 404, title: 'Profile empty', refines: 'PROFILE_MISSING' },
    PROFILE_MISSING: { status: 404, title: 'Profile missing' }
  })
})

test('fill gives the extensions of its row, from a request', () => {
  defineCatalog({
    SEARCH_INVALID: {
      status: 400,
      title: 'Search invalid',
      detail: 'No {term}',
      refines: 'VALIDATION_ERROR',
      extensions: Type.Object({ term: Type.String() }),
      fill: (request) => {
        expect(request.query).type.toBe<unknown>()
        expect(request.headers['x-a']).type.toBe<string | string[] | undefined>()
        return { term: request.url }
      }
    }
  })
  defineCatalog({
    SEARCH_INVALID: {
      status: 400,
      title: 'Search invalid',
      refines: 'VALIDATION_ERROR',
      extensions: Type.Object({ term: Type.String() }),
      // @ts-expect-error Type 'number' is not assignable to type 'string'
      fill: () => ({ term: 1 })
    }
  })
  defineCatalog({
    // @ts-expect-error 'fill' is for the extensions of a code that refines another
    SEARCH_INVALID: { status: 400, title: 'Search invalid', extensions: Type.Object({ term: Type.String() }), fill: () => ({ term: '1' }) }
  })
})

test('refines may name a code of an included catalog', () => {
  const shared = defineCatalog({ ACCOUNT_SUSPENDED: { status: 403, title: 'Account suspended', extensions: Type.Object({ since: Type.String() }) } })
  const catalog = defineCatalog({
    TRIAL_OVER: { status: 403, title: 'Trial over', detail: 'Over since {since}.', refines: 'ACCOUNT_SUSPENDED' }
  }, { include: [shared] })
  expect<ExtensionsOf<typeof catalog, 'TRIAL_OVER'>>().type.toBe<{ since: string }>()
})

test('an unknown code in replaces does not compile', () => {
  defineCatalog({
    // @ts-expect-error 'CONFLICTS'
    DUPLICATE: { status: 409, title: 'It exists', replaces: 'CONFLICTS' }
  })
  defineCatalog({
    // @ts-expect-error 'CONFLICTS'
    DUPLICATE: { status: 409, title: 'It exists', replaces: ['CONFLICT', 'CONFLICTS'] }
  })
})

test('a misspelt or mistyped field does not compile', () => {
  defineCatalog({
    // @ts-expect-error 'titel' is not a field of a definition
    ORDER_LOCKED: { status: 409, title: 'Order locked', titel: 'Order locked' }
  })
  defineCatalog({
    // @ts-expect-error Type 'string' is not assignable to type 'number'
    ORDER_LOCKED: { status: '409', title: 'Order locked' }
  })
  defineCatalog({
    // @ts-expect-error is not assignable to type 'Retry
    ORDER_LOCKED: { status: 409, title: 'Order locked', retry: 'always' }
  })
  // @ts-expect-error 'bases' does not exist
  defineCatalog({}, { bases: '/problems/' })
})

test('a row without a title or a status does not compile, except for a standard code', () => {
  defineCatalog({ FORBIDDEN: { title: 'Not yours' } })
  defineCatalog({
    // @ts-expect-error status
    ORDER_LOCKED: { title: 'Order locked' }
  })
})

test('every field of a row compiles', () => {
  defineCatalog({
    ORDER_LOCKED: {
      status: 409,
      title: 'Order locked',
      description: 'Someone else works on it.',
      guidance: 'Wait.',
      action: 'retry-later',
      area: 'orders',
      detail: ['Locked by {by}.', 'Locked.'],
      extensions: Type.Object({ by: Type.Optional(Type.String()) }),
      type: 'https://api.example.com/problems/locked',
      retry: 'any',
      retryAfter: 3,
      headers: { 'x-locked': 'yes' },
      legacyCode: 'E_LOCKED',
      deprecated: { since: '2.0.0', sunset: '2027-01-01', replacedBy: 'CONFLICT' },
      examples: [{ by: 'someone' }]
    }
  }, {
    base: 'https://api.example.com/problems/',
    standardBase: 'https://example.com/problems/',
    challenge: 'Bearer realm="api"',
    retired: { ORDER_LOST: { since: '1.0.0', status: 404, type: 'https://api.example.com/problems/order-lost' } },
    locales: { de: { ORDER_LOCKED: { title: 'Gesperrt' } } }
  })
})

test('the standard codes are part of every catalog', () => {
  const catalog = defineCatalog({})
  expect<CodeOf<typeof catalog>>().type.toBe<StandardCode>()
  expect(catalog.NOT_FOUND).type.toBeConstructableWith({ resource: 'order' })
  expect(catalog).type.not.toHaveProperty('ORDER_NOT_FOUND')
})

test('a code of two included catalogs is in both, and in the whole', () => {
  const a = defineCatalog({ A: { status: 400, title: 'A' } })
  const b = defineCatalog({ B: { status: 400, title: 'B', extensions: orderId } })
  const both = defineCatalog({ C: { status: 400, title: 'C' } }, { include: [a, b] })
  expect<CodeOf<typeof both>>().type.toBe<StandardCode | 'A' | 'B' | 'C'>()
  expect(both.B).type.not.toBeConstructableWith()
  // @ts-expect-error is not assignable to type
  defineCatalog({}, { include: [{ A: 1 }] })
})

test('what an included catalog replaces is gone from the whole', () => {
  const shared = defineCatalog({ DUPLICATE: { status: 409, title: 'It exists', replaces: 'CONFLICT' } })
  const catalog = defineCatalog({}, { include: [shared] })
  expect(catalog).type.not.toHaveProperty('CONFLICT')
  expect(catalog.DUPLICATE).type.toBeConstructableWith({ resource: 'order' })
})

test('nested objects, arrays and unions of TypeBox are typed', () => {
  const catalog = defineCatalog({
    OUT_OF_STOCK: {
      status: 409,
      title: 'Out of stock',
      extensions: Type.Object({
        items: Type.Array(Type.Object({ sku: Type.String(), left: Type.Union([Type.Integer(), Type.Null()]) })),
        kind: Type.Optional(Type.Union([Type.Literal('soon'), Type.Literal('never')]))
      })
    }
  })
  expect<ExtensionsOf<typeof catalog, 'OUT_OF_STOCK'>>().type.toBe<{
    kind?: 'soon' | 'never', items: { sku: string, left: number | null }[]
  }>()
})

test('a catalog goes where any catalog goes', () => {
  const catalog = defineCatalog({ ORDER_LOCKED: { status: 409, title: 'Order locked' } })
  expect(catalog).type.toBeAssignableTo<AnyCatalog>()
  function take<D> (given: Catalog<D>) { return given }
  expect(take(catalog)).type.toBe(catalog)
})

test('definitions that were collected elsewhere compile, without their codes', () => {
  const definitions: Record<string, Definition> = { ORDER_LOCKED: { status: 409, title: 'Order locked' } }
  const catalog = defineCatalog(definitions)
  expect<CodeOf<typeof catalog>>().type.toBe<string>()
})
