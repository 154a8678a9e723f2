/**
 * Schemas of other libraries as extensions, by the convention of Standard Schema.
 */
import { Type } from '@sinclair/typebox'
import Type1 from 'typebox'
import { expect, test } from 'tstyche'
import { z } from 'zod'
import { defineCatalog } from 'fastify-problem-json'
import type { ExtensionsOf, SchemaOf } from 'fastify-problem-json'

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

const row = { status: 404, title: 'Lost', detail: '{seat} of {row}' } as const

test('an intersection of TypeBox has the members of each part', () => {
  const lost = defineCatalog({
    OLD: { ...row, extensions: Type.Intersect([Type.Object({ seat: Type.String() }), Type.Object({ row: Type.Integer() })]) },
    NEW: { ...row, extensions: Type1.Intersect([Type1.Object({ seat: Type1.String() }), Type1.Object({ row: Type1.Integer() })]) }
  })
  expect<ExtensionsOf<typeof lost, 'OLD'>>().type.toBe<{ seat: string } & { row: number }>()
  expect<ExtensionsOf<typeof lost, 'NEW'>>().type.toBe<{ seat: string, row: number }>()
  // @ts-expect-error is not an extension member
  defineCatalog({ LOST: { ...row, extensions: Type1.Intersect([Type1.Object({ seat: Type1.String() })]) } })
})

test('a recursive type of TypeBox is one of the right kind', () => {
  const lost = defineCatalog({
    LOST: { status: 404, title: 'Lost', detail: '{seat}', extensions: Type.Recursive((Self) => Type.Object({ seat: Type.String(), next: Type.Array(Self) })) }
  })
  expect(lost.LOST).type.toBeConstructableWith({ seat: '4A', next: [] })
  expect(lost.LOST).type.not.toBeConstructableWith({ seat: 4, next: [] })
})

test('SchemaOf gives a JSON Schema of a tool its type', () => {
  const Seat = z.object({ seat: z.string(), row: z.number().optional() })
  const lost = defineCatalog({ LOST: { ...row, extensions: z.toJSONSchema(Seat) as SchemaOf<z.infer<typeof Seat>> } })
  expect<ExtensionsOf<typeof lost, 'LOST'>>().type.toBe<{ seat: string, row?: number | undefined }>()
  defineCatalog({
    // @ts-expect-error '{place}' is not an extension member
    LOST: { status: 404, title: 'Lost', detail: '{place}', extensions: z.toJSONSchema(Seat) as SchemaOf<z.infer<typeof Seat>> }
  })
  // @ts-expect-error 'status' is a member of the format
  defineCatalog({ LOST: { status: 404, title: 'Lost', extensions: z.toJSONSchema(Seat) as SchemaOf<{ status: string }> } })
})

test('a schema of type any is taken: every name may be a member', () => {
  const untyped = {} as any
  const lost = defineCatalog({ LOST: { ...row, extensions: untyped } })
  expect(lost.LOST).type.toBeConstructableWith({ anything: 1 })
})
