/**
 * Schemas of other libraries as extensions, by the convention of Standard Schema.
 */
import { expect, test } from 'tstyche'
import { z } from 'zod'
import { defineCatalog } from 'fastify-problem-json'
import type { ExtensionsOf } from 'fastify-problem-json'

const catalog = defineCatalog({
  SEAT_TAKEN: {
    status: 409,
    title: 'Seat taken',
    detail: 'Seat {seat} is taken.',
    extensions: z.object({ seat: z.string(), row: z.number().optional() })
  }
})

test('the extensions are those that zod infers', () => {
  expect<ExtensionsOf<typeof catalog, 'SEAT_TAKEN'>>().type.toBe<{ seat: string, row?: number | undefined }>()
  expect(catalog.SEAT_TAKEN).type.toBeConstructableWith({ seat: '4A' })
  expect(catalog.SEAT_TAKEN).type.not.toBeConstructableWith({ seat: 4 })
})

test('a placeholder that zod does not list is a mistake', () => {
  // @ts-expect-error is not an extension member
  defineCatalog({ LOST: { status: 404, title: 'Lost', detail: '{place}', extensions: z.object({ seat: z.string() }) } })
})
