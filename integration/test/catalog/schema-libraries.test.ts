/** Schemas of other libraries as extensions: what is public, what the types are, and what stops the start. */
import { toStandardJsonSchema } from '@valibot/to-json-schema'
import { type } from 'arktype'
import { Schema } from 'effect'
import Joi from 'joi'
import { object, string } from 'superstruct'
import { test } from 'tap'
import * as v from 'valibot'
import * as yup from 'yup'
import { z } from 'zod'
import * as mini from 'zod/mini'
import { defineCatalog } from '../../../lib/index.js'
import type { AnyCatalog, ExtensionsOf, SchemaOf } from '../../../lib/index.js'

const row = { status: 409, title: 'Seat taken', detail: 'Seat {seat} is taken.' } as const

const miniSeat = mini.object({ seat: mini.string(), kind: mini.optional(mini.enum(['a', 'b'])), near: mini.array(mini.object({ n: mini.number() })) })

const catalogs = {
  zod: defineCatalog({ SEAT_TAKEN: { ...row, extensions: z.object({ seat: z.string(), kind: z.enum(['a', 'b']).optional(), near: z.array(z.object({ n: z.int() })) }) } }),
  arktype: defineCatalog({ SEAT_TAKEN: { ...row, extensions: type({ seat: 'string', 'kind?': "'a' | 'b'", near: type({ n: 'number.integer' }).array() }) } }),
  valibot: defineCatalog({
    SEAT_TAKEN: {
      ...row,
      extensions: toStandardJsonSchema(v.object({ seat: v.string(), kind: v.optional(v.picklist(['a', 'b'])), near: v.array(v.object({ n: v.pipe(v.number(), v.integer()) })) }))
    }
  }),
  'zod/mini': defineCatalog({ SEAT_TAKEN: { ...row, extensions: z.toJSONSchema(miniSeat) as SchemaOf<z.infer<typeof miniSeat>> } }),
  // It opens every object of its own accord, and has arrays that are read-only.
  effect: defineCatalog({
    SEAT_TAKEN: {
      ...row,
      extensions: Schema.toStandardJSONSchemaV1(Schema.Struct({
        seat: Schema.String, kind: Schema.optionalKey(Schema.Literals(['a', 'b'])), near: Schema.mutable(Schema.Array(Schema.Struct({ n: Schema.Number })))
      }))
    }
  })
}

interface Seat { seat: string, kind?: 'a' | 'b', near: { n: number }[] }
type Is<A, B> = A extends B ? B extends A ? true : false : false
/** Libraries differ in whether a member may be there and be `undefined`. */
type IsSeat<C, E = ExtensionsOf<C, 'SEAT_TAKEN'>> =
  E extends { seat: string, kind?: unknown, near: unknown } ? Is<Pick<E, 'seat' | 'near'> & { kind: NonNullable<E['kind']> }, Required<Seat>> : false

/** The compiler says it: each library's own types are the extensions. */
export const typed: { [Library in keyof typeof catalogs]: true } = {
  zod: true satisfies IsSeat<typeof catalogs.zod>,
  arktype: true satisfies IsSeat<typeof catalogs.arktype>,
  valibot: true satisfies IsSeat<typeof catalogs.valibot>,
  'zod/mini': true satisfies IsSeat<typeof catalogs['zod/mini']>,
  effect: true satisfies IsSeat<typeof catalogs.effect>
}

for (const [library, catalog] of Object.entries(catalogs)) {
  test(`what a schema of ${library} lists is public, at every depth, and nothing else`, async (t) => {
    const given: Seat = { seat: '4A', kind: 'b', near: [{ n: 3, hash: 'p4ssw0rd' } as { n: number }], secret: 'p4ssw0rd' } as Seat

    t.strictSame(JSON.parse(JSON.stringify(new catalog.SEAT_TAKEN(given))), {
      type: '/problems/seat-taken', title: 'Seat taken', status: 409, code: 'SEAT_TAKEN', detail: 'Seat 4A is taken.', seat: '4A', kind: 'b', near: [{ n: 3 }]
    })
    t.match(catalog.SEAT_TAKEN.extensions, { type: 'object', properties: { seat: { type: 'string' } } })
    t.same([...catalog.SEAT_TAKEN.extensions?.required ?? []].sort(), ['near', 'seat'])
  })
}

test('any other library that offers JSON Schema will do, such as joi 18', async (t) => {
  const extensions = Joi.object({ seat: Joi.string().required(), near: Joi.array().items(Joi.object({ n: Joi.number() })) })
  const { SEAT_TAKEN } = defineCatalog({ SEAT_TAKEN: { ...row, extensions } })

  const problem = new SEAT_TAKEN({ seat: '4A', near: [{ n: 3, hash: 'p4ssw0rd' }], secret: 'p4ssw0rd' } as never)
  t.match(JSON.parse(JSON.stringify(problem)), { detail: 'Seat 4A is taken.', seat: '4A', near: [{ n: 3 }] })
  t.notMatch(JSON.stringify(problem), 'p4ssw0rd')
})

test('a class of effect, and what contains itself, are what they name', async (t) => {
  class Seat extends Schema.Class<Seat>('Seat')({ seat: Schema.String }) {}
  interface Taken { readonly seat: string, readonly next: readonly Taken[] }
  const Row: Schema.Codec<Taken> = Schema.Struct({ seat: Schema.String, next: Schema.Array(Schema.suspend(() => Row)) })
  const { OF_CLASS, OF_ROW } = defineCatalog({
    OF_CLASS: { ...row, extensions: Schema.toStandardJSONSchemaV1(Seat) },
    OF_ROW: { ...row, title: 'Row taken', extensions: Schema.toStandardJSONSchemaV1(Row) }
  })
  const given = { seat: '4A', next: [{ seat: '4B', next: [], secret: 'p4ssw0rd' }], secret: 'p4ssw0rd' }

  t.match(JSON.parse(JSON.stringify(new OF_CLASS(given))), { seat: '4A', secret: undefined, next: undefined })
  t.strictSame((JSON.parse(JSON.stringify(new OF_ROW(given))) as typeof given).next, [{ seat: '4B', next: [] }])
})

class User { name = 'Ada'; passwordHash = 'p4ssw0rd' }

const refused: ReadonlyArray<readonly [string, unknown, RegExp]> = [
  ['valibot without its wrapper', v.object({ seat: v.string() }), /wrap it in toStandardJsonSchema\(\) of @valibot\/to-json-schema$/],
  ['a date of valibot', () => toStandardJsonSchema(v.object({ at: v.date() })), /must have a form in JSON Schema, got a schema of 'valibot'/],
  ['a date of zod', z.object({ at: z.date() }), /must have a form in JSON Schema, got a schema of 'zod'/],
  ['a transform of zod', z.object({ seat: z.string().transform(Number) }), /must have a form in JSON Schema, got a schema of 'zod'/],
  ['a union of zod', z.union([z.object({ seat: z.string() }), z.object({ row: z.int() })]), /: instead of a union, list all members in one object/],
  ['a text of zod', z.string(), /must be an object schema, .* got \{"type":"string"\}/],
  ['members without an object of zod', { seat: z.string() }, /: wrap the members in an object/],
  ['a zod object within JSON Schema', { type: 'object', properties: { seat: z.object({ row: z.string() }) } }, /^The schema at #\/properties\/seat .* convert it/],
  ['a date of arktype', type({ at: 'Date' }), /must have a form in JSON Schema, got a schema of 'arktype'/],
  ['a class of arktype', type({ user: type.instanceOf(User) }), /must have a form in JSON Schema, got a schema of 'arktype'/],
  ['a bigint of arktype', type({ count: 'bigint' }), /must have a form in JSON Schema, got a schema of 'arktype'/],
  ['zod/mini as it is', miniSeat, /of zod\/mini and zod 4\.0, pass z\.toJSONSchema\(\) of it/],
  ['effect without its wrapper', Schema.Struct({ seat: Schema.String }), /wrap it in Schema\.toStandardJSONSchemaV1\(\)/],
  ['the Standard Schema of effect', Schema.toStandardSchemaV1(Schema.Struct({ seat: Schema.String })), /wrap it in Schema\.toStandardJSONSchemaV1\(\)/],
  ['superstruct', object({ seat: string() }), /must be JSON Schema, or offer it .* convert it with a tool of its library/],
  ['yup', yup.object({ seat: yup.string() }), /got .*(?:'yup'|ObjectSchema).*: /]
]

for (const [name, extensions, message] of refused) {
  test(`${name} stops the start, and the message names the cure`, async (t) => {
    const define = () => (defineCatalog as unknown as (definitions: unknown) => AnyCatalog)({
      SEAT_TAKEN: { status: 409, title: 'Seat taken', extensions: name === 'a date of valibot' ? (extensions as () => unknown)() : extensions }
    })
    t.throws(define, { name: 'CatalogError', message })
  })
}
