import { test } from 'tap'
import Fastify, { type FastifyInstance, type FastifySchemaCompiler, type FastifyServerOptions } from 'fastify'
import ajvErrors from 'ajv-errors'
import { Ajv2019 } from 'ajv/dist/2019.js'
import { z } from 'zod'
import { z as z3 } from 'zod/v3'
import { validatorCompiler as zodCompiler } from 'fastify-type-provider-zod'
import { Type, TypeBoxValidatorCompiler } from 'type-provider-typebox-6'
import { Type as Type034, TypeBoxValidatorCompiler as TypeBoxValidatorCompiler034 } from '@fastify/type-provider-typebox'
import { FormatRegistry } from '@sinclair/typebox'
import type { ValidationItem } from '../../lib/catalog/standard.js'
import { escapeToken, headOf, parsePointer, toFragment, toPointer } from '../../lib/json/pointer.js'
import { lookAt } from '../../lib/failures/thrown.js'
import { recognizeValidation, type ValidationFailure } from '../../lib/failures/validation/index.js'

type Part = 'body' | 'querystring' | 'params' | 'headers'
type Ajv = NonNullable<FastifyServerOptions['ajv']>

interface Setup {
  ajv?: Ajv
  schemaErrorFormatter?: () => Error
  compiler?: unknown
  part?: Part
  maxErrors?: number
  url?: string
  headers?: Record<string, string>
}

/** What a real route with this schema makes of the payload; `null` where it is no validation failure. */
async function validate (schema: unknown, payload: unknown, setup: Setup = {}): Promise<ValidationFailure | null> {
  const { part = 'body', url = '/', maxErrors = 100, headers = {} } = setup
  const app: FastifyInstance = Fastify({
    ...(setup.ajv && { ajv: setup.ajv }),
    ...(setup.schemaErrorFormatter && { schemaErrorFormatter: setup.schemaErrorFormatter })
  })
  if (setup.compiler) app.setValidatorCompiler(setup.compiler as FastifySchemaCompiler<unknown>)
  app.setErrorHandler((error, request, reply) =>
    reply.code(400).send(JSON.stringify(recognizeValidation(lookAt(error), { maxErrors, bodyMissing: request.body === undefined }) ?? null)))
  app.post(part === 'params' ? '/:id' : '/', { schema: { [part]: schema } }, async () => 'passed')
  const response = await app.inject({
    method: 'POST',
    url,
    headers: { ...(payload !== undefined && { 'content-type': 'application/json' }), ...headers },
    ...(payload !== undefined && { payload: JSON.stringify(payload) })
  })
  await app.close()
  if (response.statusCode !== 400) throw new Error(`Expected the request to fail, got ${response.statusCode} ${response.body}`)
  return JSON.parse(response.body)
}

async function errorsOf (schema: unknown, payload: unknown, setup?: Setup): Promise<ValidationItem[]> {
  return (await validate(schema, payload, setup))!.errors
}

const allErrors: Ajv = {
  customOptions: { allErrors: true, removeAdditional: false, coerceTypes: false, strict: false },
  plugins: [ajvErrors as never]
}
const object = (properties: object, rest: object = {}): object => ({ type: 'object', properties, ...rest })
const at = (pointer: string, code: string, detail: string, limit?: number): object =>
  ({ in: 'body', pointer, code, ...(limit !== undefined && { limit }), detail })

/** A compiler as a user writes it: the validator's own error, or its list, as `error`. */
const handMade = (error: unknown) => () => () => ({ error })

// --- Pointers (RFC 6901)

test('J01: a pointer is empty or a list of tokens that each begin with a slash', async (t) => {
  t.same(parsePointer(''), [])
  t.same(parsePointer('/a/0/'), ['a', '0', ''])
  t.equal(parsePointer('a/b'), undefined)
  t.equal(toFragment('a/b'), '#', 'what is no pointer points at nothing in particular')
})

test('J02: tilde is escaped before slash, and unescaped after it', async (t) => {
  t.equal(escapeToken('~1/~'), '~01~1~0')
  t.same(parsePointer('/~01'), ['~1'])
  t.same(parsePointer('/a~1b/m~0n'), ['a/b', 'm~n'])
  t.equal(parsePointer('/a~'), undefined)
  t.equal(parsePointer('/a~2'), undefined)
  t.equal(toFragment('/a~2'), '#/a~02', 'a stray tilde still makes a valid pointer')
})

test('J03: an index has no leading zeros', async (t) => {
  t.equal(toPointer(['items', 0, 10]), '/items/0/10')
})

test('J04: names that only look the same stay apart', async (t) => {
  t.not(toFragment('/\u00e9'), toFragment('/e\u0301'))
})

test('J05: the fragment form has the vectors of RFC 6901 section 6', async (t) => {
  const vectors: Array<[string, string]> = [
    ['', '#'], ['/foo', '#/foo'], ['/foo/0', '#/foo/0'], ['/', '#/'], ['/a~1b', '#/a~1b'], ['/c%d', '#/c%25d'],
    ['/e^f', '#/e%5Ef'], ['/g|h', '#/g%7Ch'], ['/i\\j', '#/i%5Cj'], ['/k"l', '#/k%22l'], ['/ ', '#/%20'], ['/m~0n', '#/m~0n']
  ]
  for (const [plain, fragment] of vectors) t.equal(toFragment(plain), fragment)
  t.equal(toFragment('/a#b[é]'), '#/a%23b%5B%C3%A9%5D')
})

test('J06: a pointer is not escaped for JSON: that is the serializer’s', async (t) => {
  t.equal(toPointer(['k"l', 'i\\j']), '/k"l/i\\j')
})

test('J07: a missing or unknown member is named itself, at its place in the parent', async (t) => {
  const schema = object({ a: object({}, { required: ['b/c'], additionalProperties: false }) })

  const errors = await errorsOf(schema, { a: { 'x~y': 1 } }, { ajv: allErrors })

  t.same(errors, [at('#/a/b~1c', 'required', 'is required'), at('#/a/x~0y', 'unknown', 'is not allowed')])
})

test('J08: names that a client chose are cut, and cannot forge a line of a log', async (t) => {
  t.equal(toFragment('/a\u0000\n\u202eb'), '#/a%00%0A%E2%80%AEb')
  t.equal(toFragment('/\ud800x\udc00'), '#/%EF%BF%BDx%EF%BF%BD', 'broken characters do not throw')

  for (const name of ['~', 'é', '😀', '/', '%', 'a', 'aé', 'a~', 'aa😀']) {
    const fragment = toFragment(toPointer([name.repeat(300)]))
    t.ok(fragment.length <= 256 && fragment.length > 240, `${name}: ${fragment.length}`)
    t.doesNotThrow(() => decodeURIComponent(fragment))
    t.ok(parsePointer(decodeURIComponent(fragment.slice(1))), 'not cut inside an escape')
  }
  t.ok(parsePointer(headOf(`/${'~1'.repeat(2000)}`)), 'nor when a huge one is cut before it is read')
  t.ok(parsePointer(headOf(`/a${'~1'.repeat(2000)}`)))
})

test('J09: only the body has pointers; elsewhere the parameter is named', async (t) => {
  const schema = object({ page: { type: 'integer', minimum: 1 } })
  const header = object({ 'X-Tenant': { type: 'string' } }, { required: ['X-Tenant'] })
  const filter = object({ filter: { type: 'array', items: { enum: ['a', 'b'] } } })

  t.same(await errorsOf(schema, undefined, { part: 'querystring', url: '/?page=0' }),
    [{ in: 'query', name: 'page', code: 'minimum', limit: 1, detail: 'must be >= 1' }])
  t.same(await errorsOf(object({ id: { type: 'integer' } }), undefined, { part: 'params', url: '/x' }),
    [{ in: 'path', name: 'id', code: 'type', detail: 'must be integer' }])
  t.same(await errorsOf(header, undefined, { part: 'headers' }),
    [{ in: 'header', name: 'x-tenant', code: 'required', detail: 'is required' }])
  t.same(await errorsOf(filter, undefined, { part: 'querystring', url: '/?filter=a&filter=z' }),
    [{ in: 'query', name: 'filter/1', code: 'enum', detail: 'must be one of: a, b' }])
  t.same(await errorsOf({ type: 'object', minProperties: 1 }, undefined, { part: 'querystring' }),
    [{ in: 'query', code: 'invalid', limit: 1, detail: 'must have at least 1 member' }])
  t.same(await errorsOf({}, undefined, { part: 'querystring', compiler: handMade([{ keyword: 'type', instancePath: 'no pointer' }]) }),
    [{ in: 'query', code: 'type', detail: 'has the wrong type' }])
})

// --- ajv

test('ajv, as Fastify sets it up, gives the first error', async (t) => {
  const schema = object({ addr: object({}, { required: ['zip', 'city'] }) })

  const failure = await validate(schema, { addr: {} })

  t.same(failure, { errors: [at('#/addr/zip', 'required', 'is required')] })
})

test('a body that is missing as a whole is required', async (t) => {
  const schema = object({}, { required: ['a', 'b'] })

  t.same(await validate(schema, undefined), { errors: [at('#', 'required', 'is required')] })
  t.same(await validate(z.object({}), undefined, { compiler: zodCompiler }), { errors: [at('#', 'required', 'is required')] })
  t.same(await validate(schema, []), { errors: [at('#', 'type', 'must be object')] })
})

test('every keyword of ajv has one of our codes, a text of ours, and the limit of the schema', async (t) => {
  const cases: Array<[schema: object, value: unknown, expected: object]> = [
    [{ type: 'string' }, 5, at('#/v', 'type', 'must be string')],
    [{ type: ['string', 'null'] }, 5, at('#/v', 'type', 'must be string or null')],
    [{ format: 'email' }, 'secret', at('#/v', 'format', 'must match the format email')],
    [{ pattern: '^a' }, 'secret', at('#/v', 'pattern', 'must match the required pattern')],
    [{ enum: ['a', 1, null, true] }, 'secret', at('#/v', 'enum', 'must be one of: a, 1, null, true')],
    [{ enum: ['a'] }, 'secret', at('#/v', 'enum', 'must be a')],
    [{ enum: [{ a: 1 }] }, 'secret', at('#/v', 'enum', 'must be one of the allowed values')],
    [{ enum: ['x'.repeat(500)] }, 'secret', at('#/v', 'enum', 'must be one of the allowed values')],
    [{ const: 'a' }, 'secret', at('#/v', 'enum', 'must be one of the allowed values')],
    [{ minimum: 2 }, 1, at('#/v', 'minimum', 'must be >= 2', 2)],
    [{ maximum: 2 }, 3, at('#/v', 'maximum', 'must be <= 2', 2)],
    [{ exclusiveMinimum: 2 }, 2, at('#/v', 'minimum', 'must be > 2', 2)],
    [{ exclusiveMaximum: 2 }, 2, at('#/v', 'maximum', 'must be < 2', 2)],
    [{ minLength: 3 }, 'ab', at('#/v', 'minLength', 'must have at least 3 characters', 3)],
    [{ maxLength: 1 }, 'ab', at('#/v', 'maxLength', 'must have at most 1 character', 1)],
    [{ minItems: 1 }, [], at('#/v', 'minItems', 'must have at least 1 item', 1)],
    [{ maxItems: 0 }, [1], at('#/v', 'maxItems', 'must have at most 0 items', 0)],
    [{ type: 'array', items: [{}], additionalItems: false }, [1, 2], at('#/v', 'maxItems', 'must have at most 1 item', 1)],
    [{ uniqueItems: true }, [1, 1], at('#/v', 'invalid', 'must not have duplicate items')],
    [{ contains: { type: 'string' } }, [1], at('#/v', 'invalid', 'must contain a matching item')],
    [{ multipleOf: 2 }, 3, at('#/v', 'invalid', 'must be a multiple of 2')],
    [{ not: {} }, 3, at('#/v', 'invalid', 'has a form that is not allowed')],
    [{ minProperties: 2 }, {}, at('#/v', 'invalid', 'must have at least 2 members', 2)],
    [{ maxProperties: 0 }, { a: 1 }, at('#/v', 'invalid', 'must have at most 0 members', 0)],
    [{ type: 'string', format: 'date', formatMinimum: '2020-01-01' }, '1999-01-01', at('#/v', 'minimum', 'is too small')],
    [{ type: 'string', format: 'date', formatMaximum: '2020-01-01' }, '2021-01-01', at('#/v', 'maximum', 'is too large')],
    [{ propertyNames: { pattern: '^a' } }, { 'b/': 1 }, at('#/v/b~1', 'unknown', 'is not allowed')],
    [{ dependencies: { a: ['b'] } }, { a: 1 }, at('#/v/b', 'required', 'is required')],
    [{ properties: { a: false } }, { a: 1 }, at('#/v/a', 'unknown', 'is not allowed')],
    [{ if: { required: ['a'] }, then: { required: ['b'] } }, { a: 1 }, at('#/v/b', 'required', 'is required')]
  ]

  for (const [schema, value, expected] of cases) {
    t.same(await errorsOf(object({ v: schema }), { v: value }, { ajv: allErrors }), [expected], JSON.stringify(schema))
  }
})

test('the keywords of draft 2019-09 are understood', async (t) => {
  const ajv = new Ajv2019({ allErrors: true, strict: false })
  const compiler = ({ schema }: { schema: object }) => ajv.compile(schema)
  const schema = { dependentRequired: { a: ['x', 'y'] }, properties: { a: {}, y: {} }, unevaluatedProperties: false }

  t.same(await errorsOf(schema, { a: 1, y: 1, q: 1 }, { compiler }),
    [at('#/x', 'required', 'is required'), at('#/q', 'unknown', 'is not allowed')])
  t.same(await errorsOf({ items: [{}], unevaluatedItems: false }, [1, 2], { compiler }),
    [at('#', 'maxItems', 'must have at most 1 item', 1)])
})

test('a keyword of the user is invalid', async (t) => {
  const ajv: Ajv = { customOptions: { keywords: [{ keyword: 'even', validate: (_: unknown, value: number) => value % 2 === 0 }] } }

  t.same(await errorsOf(object({ v: { even: true } }), { v: 3 }, { ajv }), [at('#/v', 'invalid', 'is invalid')])
})

// --- Unions

test('a union none of whose branches fits is one error', async (t) => {
  const schema = object({ v: { oneOf: [{ type: 'object', required: ['a'] }, { type: 'object', required: ['b'] }] }, w: { type: 'number' } })

  const errors = await errorsOf(schema, { v: {}, w: 'x' }, { ajv: allErrors })

  t.same(errors, [at('#/v', 'invalid', 'must match one of the allowed forms'), at('#/w', 'type', 'must be number')])
})

test('a oneOf that fits twice says so', async (t) => {
  t.same(await errorsOf(object({ v: { oneOf: [{}, { type: 'number' }, { type: 'string' }] } }), { v: 1 }, { ajv: allErrors }),
    [at('#/v', 'invalid', 'must match exactly one of the allowed forms')])
})

test('a union of types is a type, and a union of constants an enum', async (t) => {
  const schema = object({
    v: { anyOf: [{ type: 'string' }, { anyOf: [{ type: 'number' }, { type: 'null' }] }] },
    w: { anyOf: [{ const: 'a' }, { const: 'b' }] },
    x: { anyOf: [{ enum: ['a'] }, { enum: ['b', 'c'] }] },
    y: { anyOf: [{ const: 'a' }, { type: 'number' }] }
  })

  const errors = await errorsOf(schema, { v: {}, w: 'c', x: 'd', y: 'e' }, { ajv: allErrors })

  t.same(errors, [
    at('#/v', 'type', 'must be string or number or null'),
    at('#/w', 'enum', 'must be one of the allowed values'),
    at('#/x', 'enum', 'must be one of: a, b, c'),
    at('#/y', 'invalid', 'must match one of the allowed forms')
  ])
})

test('of a union of which one branch has the right type or tag, that branch’s errors are given', async (t) => {
  const a = object({ kind: { const: 'a' }, n: { type: 'number' } }, { required: ['kind', 'n'] })
  const b = object({ kind: { enum: ['b'] } }, { required: ['kind'] })
  const schema = object({ v: { anyOf: [{ type: 'string', minLength: 2 }, { type: 'null' }] }, u: { oneOf: [a, b] } })

  t.same(await errorsOf(schema, { v: 'x', u: { kind: 'a' } }, { ajv: allErrors }),
    [at('#/v', 'minLength', 'must have at least 2 characters', 2), at('#/u/n', 'required', 'is required')])
  t.same(await errorsOf(schema, { u: { kind: 'z' } }, { ajv: allErrors }),
    [at('#/u', 'invalid', 'must match one of the allowed forms')])
  t.same(await errorsOf({ definitions: { A: a, B: b }, oneOf: [{ $ref: '#/definitions/A' }, { $ref: '#/definitions/B' }] }, { kind: 'a' }),
    [at('#/n', 'required', 'is required')])
})

test('a union that refers to itself is followed down to the branch that fits', async (t) => {
  const schema = {
    definitions: {
      Leaf: object({ kind: { const: 'leaf' }, value: { type: 'number' } }, { required: ['kind', 'value'] }),
      List: object({ kind: { const: 'list' }, items: { type: 'array', items: { $ref: '#/definitions/Node' } } }, { required: ['kind', 'items'] }),
      Node: { oneOf: [{ $ref: '#/definitions/List' }, { $ref: '#/definitions/Leaf' }] }
    },
    $ref: '#/definitions/Node'
  }

  const errors = await errorsOf(schema, { kind: 'list', items: [{ kind: 'leaf', value: 1 }, { kind: 'leaf' }] }, { ajv: allErrors })

  t.same(errors, [at('#/items/1/value', 'required', 'is required')])
})

test('what stands beside a union is kept', async (t) => {
  const one = { oneOf: [{ required: ['x'] }, { required: ['y'] }] }
  const all = { allOf: [{ required: ['z'], properties: { n: { type: 'number' } } }, one] }
  const beside = { ...one, enum: [1], minProperties: 5 }

  t.same(await errorsOf(all, { n: 'f' }, { ajv: allErrors }),
    [at('#/z', 'required', 'is required'), at('#/n', 'type', 'must be number'), at('#', 'invalid', 'must match one of the allowed forms')])
  t.same((await errorsOf(beside, { n: 'f' }, { ajv: allErrors })).map(({ detail }) => detail),
    ['must be 1', 'must match one of the allowed forms', 'must have at least 5 members'])
})

test('the branch that fits is cut, and said to be', async (t) => {
  const schema = { anyOf: [{ type: 'array', items: { type: 'number' } }, { type: 'null' }] }

  const failure = await validate(schema, Array(40).fill('x'), { ajv: allErrors })

  t.equal(failure?.errors.length, 32)
  t.equal(failure?.truncated, true)
})

test('a discriminator says what is wrong with the tag', async (t) => {
  const ajv: Ajv = { customOptions: { discriminator: true, coerceTypes: false } }
  const branch = object({ kind: { const: 'a' }, n: { type: 'number' } }, { required: ['kind', 'n'] })
  const schema = { type: 'object', discriminator: { propertyName: 'kind' }, oneOf: [branch], required: ['kind'] }
  const lax = { ...schema, required: [] }

  t.same(await errorsOf(schema, { kind: 'a' }, { ajv }), [at('#/n', 'required', 'is required')])
  t.same(await errorsOf(schema, { kind: 'secret' }, { ajv }), [at('#/kind', 'enum', 'must be one of the allowed values')])
  t.same(await errorsOf(schema, { kind: 5 }, { ajv }), [at('#/kind', 'type', 'must be string')])
  t.same(await errorsOf(lax, {}, { ajv }), [at('#/kind', 'required', 'is required')])
})

// --- ajv's relatives

test('ajv-errors: the real error is unwrapped, and the author’s text is its detail', async (t) => {
  const schema = object(
    { a: { type: 'string', minLength: 3, errorMessage: 'Too\u0000 short.\u202e' }, b: { type: 'number', errorMessage: '' } },
    { required: ['c'], additionalProperties: false, errorMessage: { required: { c: 'Tell us c.' }, additionalProperties: 'y'.repeat(300) } }
  )

  const errors = await errorsOf(schema, { a: 'x', b: 'x', q: 1 }, { ajv: allErrors })

  t.same(errors, [
    at('#/a', 'minLength', 'Too short.', 3),
    at('#/b', 'type', 'must be number'),
    at('#/q', 'unknown', 'y'.repeat(256)),
    at('#/c', 'required', 'Tell us c.')
  ])
})

test('ajv-errors: one text for several errors, and for a union', async (t) => {
  const schema = object({ u: { oneOf: [{ type: 'string' }, { type: 'number' }] }, n: { type: 'number' } }, { errorMessage: 'Look again.' })

  t.same(await errorsOf(schema, { u: {}, n: 'x' }, { ajv: allErrors }),
    [at('#/u', 'type', 'Look again.'), at('#/n', 'type', 'Look again.')])
})

test('JTD schemas are understood', async (t) => {
  const ajv = { mode: 'JTD', customOptions: { allErrors: true, removeAdditional: false } } as const
  const tagged = { discriminator: 'k', mapping: { q: { properties: {} } } }
  const schema = {
    properties: {
      a: { type: 'string' },
      e: { enum: ['x'] },
      i: { type: 'int8' },
      l: { elements: { type: 'boolean' } },
      v: { values: {} },
      d: tagged,
      n: tagged,
      m: tagged,
      o: { optionalProperties: {} },
      s: { type: 'string', nullable: true }
    }
  }

  const errors = await errorsOf(schema, { e: 1, i: 999, l: 1, v: [], d: { k: 'z' }, n: { k: 5 }, m: {}, o: 1, s: {}, zz: 1 }, { ajv })

  t.same(errors, [
    at('#/a', 'required', 'is required'),
    at('#/e', 'enum', 'must be x'),
    at('#/i', 'type', 'must be int8'),
    at('#/l', 'type', 'must be array'),
    at('#/v', 'type', 'must be object'),
    at('#/d/k', 'enum', 'must be one of the allowed values'),
    at('#/n/k', 'type', 'must be string'),
    at('#/m/k', 'required', 'is required'),
    at('#/o', 'type', 'must be object'),
    at('#/s', 'type', 'must be string or null'),
    at('#/zz', 'unknown', 'is not allowed')
  ])
})

test('$async schemas, whose error is ajv’s own, are understood', async (t) => {
  t.same(await validate({ $async: true, type: 'object', required: ['a'] }, {}), { errors: [at('#/a', 'required', 'is required')] })
})

// --- TypeBox

test('TypeBox 1: lists of members are taken apart, and its noise is left out', async (t) => {
  const schema = Type.Object({ 'a/b': Type.String(), c: Type.Object({ d: Type.String(), e: Type.String() }) }, { additionalProperties: false })

  const errors = await errorsOf(schema, { c: {}, x: 1, y: 1 }, { compiler: TypeBoxValidatorCompiler })

  t.same(errors.map(({ pointer, code }) => [pointer, code]).sort(), [
    ['#/a~1b', 'required'], ['#/c/d', 'required'], ['#/c/e', 'required'], ['#/x', 'unknown'], ['#/y', 'unknown']
  ])
})

test('TypeBox 1: more unknown members than it lists are still unknown', async (t) => {
  const names = [...'bcdefghijk']

  const errors = await errorsOf(Type.Object({}, { additionalProperties: false }), Object.fromEntries(names.map((name) => [name, 1])),
    { compiler: TypeBoxValidatorCompiler })

  t.ok(errors.length > 5)
  t.ok(errors.every(({ code, detail }) => code === 'unknown' && detail === 'is not allowed'))
})

test('TypeBox 1: its unions, conditions and names', async (t) => {
  const compiler = TypeBoxValidatorCompiler
  const union = Type.Object({
    lit: Type.Union([Type.Literal('a'), Type.Literal(2)]),
    nul: Type.Union([Type.String({ minLength: 2 }), Type.Null()]),
    tag: Type.Union([Type.Object({ k: Type.Literal('a'), n: Type.Number() }), Type.Object({ k: Type.Literal('b') })])
  })
  const extra = Type.Object({}, { additionalProperties: Type.Number() })
  const names = Type.Object({}, { propertyNames: { pattern: '^a' } })
  const needs = (required: string[]) => Type.Unsafe({ type: 'object', dependentRequired: { a: required } })
  const condition = Type.Unsafe({ if: { required: ['a'] }, then: { properties: { a: { type: 'string' } } } })

  t.same(await errorsOf(union, { lit: 'z', nul: 'x', tag: { k: 'a' } }, { compiler }), [
    at('#/lit', 'enum', 'must be one of: a, 2'),
    at('#/nul', 'minLength', 'must have at least 2 characters', 2),
    at('#/tag/n', 'required', 'is required')
  ])
  t.same(await errorsOf(Type.Object({ l: Type.Literal('a') }), { l: 'b' }, { compiler }), [at('#/l', 'enum', 'must be a')])
  t.same(await errorsOf(extra, { q: 'z' }, { compiler }), [at('#/q', 'type', 'must be number')])
  t.same(await errorsOf(names, { b: 1 }, { compiler }), [at('#/b', 'unknown', 'is not allowed')])
  t.same(await errorsOf(needs(['x']), { a: 1 }, { compiler }), [at('#/x', 'required', 'is required')])
  t.same(await errorsOf(needs(['x', 'y']), { a: 1, x: 1 }, { compiler }), [at('#', 'invalid', 'lacks a member that another one requires')])
  t.same(await errorsOf(condition, { a: 1 }, { compiler }), [at('#', 'invalid', 'does not meet a condition of its schema')])
})

test('TypeBox 0.34, whose compiler gives messages only, is understood', async (t) => {
  const T = Type034
  FormatRegistry.Set('never', () => false)
  const schema = T.Object({
    s: T.String({ minLength: 2 }),
    n: T.Number({ exclusiveMaximum: 1.5 }),
    m: T.Integer({ multipleOf: 2 }),
    a: T.Array(T.String(), { maxItems: 1 }),
    u: T.Union([T.String(), T.Null()]),
    l: T.Literal('x'),
    b: T.Boolean(),
    p: T.String({ pattern: '^a' }),
    q: T.Array(T.Number(), { uniqueItems: true }),
    o: T.Object({ r: T.Object({}) }),
    'x/y': T.String(),
    t: T.Tuple([T.String()]),
    f: T.String({ format: 'never' })
  }, { additionalProperties: false })
  const value = { s: 'x', n: 2, m: 3, a: ['1', '2'], u: 1, l: 'y', b: 1, p: 'z', q: [1, 1], o: {}, 'x/y': 1, t: ['a', 'b'], f: 'x', zz: 1 }

  const errors = await errorsOf(schema, value, { compiler: TypeBoxValidatorCompiler034 })

  t.same(errors, [
    at('#/zz', 'unknown', 'is not allowed'),
    at('#/s', 'minLength', 'must have at least 2 characters', 2),
    at('#/n', 'maximum', 'must be < 1.5', 1.5),
    at('#/m', 'invalid', 'must be a multiple of 2'),
    at('#/a', 'maxItems', 'must have at most 1 item', 1),
    at('#/u', 'invalid', 'must match one of the allowed forms'),
    at('#/l', 'enum', 'must be one of the allowed values'),
    at('#/b', 'type', 'must be boolean'),
    at('#/p', 'pattern', 'must match the required pattern'),
    at('#/q', 'invalid', 'must not have duplicate items'),
    at('#/o/r', 'required', 'is required'),
    at('#/x~1y', 'type', 'must be string'),
    at('#/t', 'invalid', 'is invalid'),
    at('#/f', 'format', 'must match the format never')
  ])
})

// --- zod

const zodSchema = z.strictObject({
  text: z.string().min(2),
  none: z.string(),
  number: z.number().gt(3),
  mail: z.email(),
  rx: z.string().regex(/^a/),
  en: z.enum(['x', 'y']),
  lit: z.literal(4),
  list: z.array(z.string()).max(1),
  int: z.int(),
  mul: z.number().multipleOf(2),
  uni: z.union([z.string(), z.object({})]),
  tag: z.discriminatedUnion('k', [z.object({ k: z.literal('a') }), z.object({ k: z.literal('b') })]),
  rec: z.record(z.string().regex(/^a/), z.number()),
  own: z.string().refine(() => false, { error: ({ input }) => `no ${input}` }),
  at: z.coerce.date().min(new Date(0)),
  'x~y': z.object({ q: z.string() })
})
const zodValue = {
  text: 'x',
  number: 3,
  mail: 'secret',
  rx: 'b',
  en: 'z',
  lit: 5,
  list: ['1', '2'],
  int: 1.5,
  mul: 3,
  uni: 4,
  tag: { k: 'c' },
  rec: { b: 1 },
  own: 'secret',
  at: '1950-01-01',
  'x~y': { q: 1 },
  zz: 1,
  yy: 2
}
const zodErrors = [
  at('#/text', 'minLength', 'must have at least 2 characters', 2),
  at('#/none', 'required', 'is required'),
  at('#/number', 'minimum', 'must be > 3', 3),
  at('#/mail', 'format', 'must match the format email'),
  at('#/rx', 'pattern', 'must match the required pattern'),
  at('#/en', 'enum', 'must be one of: x, y'),
  at('#/lit', 'enum', 'must be 4'),
  at('#/list', 'maxItems', 'must have at most 1 item', 1),
  at('#/int', 'type', 'must be int'),
  at('#/mul', 'invalid', 'must be a multiple of 2'),
  at('#/uni', 'invalid', 'must match one of the allowed forms'),
  at('#/tag/k', 'enum', 'must be one of: a, b'),
  at('#/rec/b', 'unknown', 'is not allowed'),
  at('#/own', 'invalid', 'is invalid'),
  at('#/at', 'minimum', 'is too small'),
  at('#/x~0y/q', 'type', 'must be string'),
  at('#/zz', 'unknown', 'is not allowed'),
  at('#/yy', 'unknown', 'is not allowed')
]

const zodReturning = (pick: (error: z.ZodError) => unknown) => ({ schema }: { schema: z.ZodType }) => (value: unknown) => {
  const result = schema.safeParse(value)
  return result.success ? { value: result.data } : { error: pick(result.error) }
}

test('zod 4: the provider, its own error and its bare issues all become the same', async (t) => {
  const compilers = { provider: zodCompiler, error: zodReturning((error) => error), issues: zodReturning(({ issues }) => issues) }

  for (const [name, compiler] of Object.entries(compilers)) t.same(await errorsOf(zodSchema, zodValue, { compiler }), zodErrors, name)
  t.same(await errorsOf(z.object({ a: z.string() }), [], { compiler: zodCompiler }), [at('#', 'type', 'must be object')])
})

test('zod 4: an error that is no Error, which only a schemaErrorFormatter of the user lets pass', async (t) => {
  const setup = { compiler: zodReturning(({ issues }) => ({ issues })), schemaErrorFormatter: () => new Error('mine') }

  t.same(await errorsOf(z.object({ a: z.string() }), {}, setup), [at('#/a', 'required', 'is required')])
})

test('zod 4: a factor that JSON cannot hold is left out', async (t) => {
  const schema = z.object({ n: z.coerce.bigint().multipleOf(2n).min(9n) })

  t.same(await errorsOf(schema, { n: 3 }, { compiler: zodCompiler }),
    [at('#/n', 'invalid', 'is not one of the allowed multiples'), at('#/n', 'minimum', 'is too small')])
})

test('zod 3: its error is understood', async (t) => {
  const compiler = ({ schema }: { schema: z3.ZodType }) => (value: unknown) => {
    const result = schema.safeParse(value)
    return result.success ? { value: result.data } : { error: result.error }
  }
  const schema = z3.object({
    a: z3.string(),
    b: z3.string().email(),
    c: z3.enum(['x']),
    l: z3.literal(1),
    s: z3.string().min(3),
    n: z3.number().max(1),
    r: z3.string().regex(/^a/),
    h: z3.string().includes('x')
  }).strict()

  t.same(await errorsOf(schema, { b: 'x', c: 'y', l: 2, s: 'a', n: 4, r: 'b', h: 'a', zz: 1 }, { compiler }), [
    at('#/a', 'required', 'is required'),
    at('#/b', 'format', 'must match the format email'),
    at('#/c', 'enum', 'must be x'),
    at('#/l', 'enum', 'must be one of the allowed values'),
    at('#/s', 'minLength', 'must have at least 3 characters', 3),
    at('#/n', 'maximum', 'must be <= 1', 1),
    at('#/r', 'pattern', 'must match the required pattern'),
    at('#/h', 'pattern', 'must match the required pattern'),
    at('#/zz', 'unknown', 'is not allowed')
  ])
})

// --- Shapes of validators that are not installed: what their documentation shows

test('valibot, by its documented shape: also its issues are understood', async (t) => {
  const key = (name: string) => [{ type: 'object', origin: 'value', input: {}, key: name, value: 1 }]
  const issues = [
    { kind: 'schema', type: 'string', input: 5, expected: 'string', received: '5', message: 'secret', path: key('a') },
    { kind: 'schema', type: 'object', input: undefined, expected: '"b"', received: 'undefined', message: '', path: key('b') },
    { kind: 'schema', type: 'strict_object', input: 'c', expected: 'never', received: '"c"', message: '', path: key('c') },
    { kind: 'schema', type: 'picklist', input: 'x', expected: '("a" | "b")', received: '"x"', message: '', path: key('d') },
    { kind: 'schema', type: 'union', input: 'x', expected: '(string | number)', received: '"x"', message: '', path: key('e') },
    { kind: 'validation', type: 'min_length', input: 'x', expected: '>=3', received: '1', requirement: 3, message: '', path: key('f') },
    { kind: 'validation', type: 'max_length', input: [1, 2], expected: '<=1', received: '2', requirement: 1, message: '', path: key('g') },
    { kind: 'validation', type: 'min_value', input: 1, expected: '>=3', received: '1', requirement: 3, message: '', path: key('h') },
    { kind: 'validation', type: 'email', input: 'x', expected: null, received: '"x"', requirement: /x/, message: '', path: key('i') },
    { kind: 'validation', type: 'check', input: 'x', expected: null, received: '"x"', message: 'secret', path: key('j') }
  ]

  t.same(await errorsOf({}, {}, { compiler: handMade(issues) }), [
    at('#/a', 'type', 'must be string'),
    at('#/b', 'required', 'is required'),
    at('#/c', 'unknown', 'is not allowed'),
    at('#/d', 'enum', 'must be one of the allowed values'),
    at('#/e', 'invalid', 'must match one of the allowed forms'),
    at('#/f', 'minLength', 'must have at least 3 characters', 3),
    at('#/g', 'maxItems', 'must have at most 1 item', 1),
    at('#/h', 'minimum', 'must be >= 3', 3),
    at('#/i', 'format', 'must match the format email'),
    at('#/j', 'invalid', 'is invalid')
  ])
})

test('joi, by its documented shape: the details of its error are understood', async (t) => {
  const detail = (type: string, path: Array<string | number>, context: object = {}) =>
    ({ message: 'secret', path, type, context: { value: 'secret', label: 'x', ...context } })
  const error = Object.assign(new Error('"a" is required'), {
    _original: { password: 'secret' },
    details: [
      detail('any.required', ['a', 0]),
      detail('string.min', ['b'], { limit: 2 }),
      detail('number.base', ['c']),
      detail('any.only', ['d'], { valids: ['x', 'y'] }),
      detail('any.only', ['e'], { valids: [{ ref: 'password' }] }),
      detail('object.unknown', ['f/g']),
      detail('string.email', ['h']),
      detail('number.less', ['i'], { limit: 5 }),
      detail('number.min', ['j'], { limit: { ref: 'secret' } }),
      detail('array.unique', ['k'])
    ]
  })

  t.same(await errorsOf({}, {}, { compiler: handMade(error) }), [
    at('#/a/0', 'required', 'is required'),
    at('#/b', 'minLength', 'must have at least 2 characters', 2),
    at('#/c', 'type', 'must be number'),
    at('#/d', 'enum', 'must be one of: x, y'),
    at('#/e', 'enum', 'must be one of the allowed values'),
    at('#/f~1g', 'unknown', 'is not allowed'),
    at('#/h', 'format', 'must match the format email'),
    at('#/i', 'maximum', 'must be < 5', 5),
    at('#/j', 'minimum', 'is too small'),
    at('#/k', 'invalid', 'is invalid')
  ])
})

test('yup, by its documented shape: its paths are texts, and a single error is its own list', async (t) => {
  const yup = (type: string, path: string, params: object = {}, inner: unknown[] = []) =>
    Object.assign(new Error('secret'), { name: 'ValidationError', value: 'secret', type, path, params: { value: 'secret', path, ...params }, inner })
  const several = yup('', '', {}, [
    yup('required', 'a.b[0].c'),
    yup('min', 'd["e.f"].g', { min: 3 }),
    yup('typeError', 'h', { type: 'number' }),
    yup('nullable', 'i'),
    yup('min', 'j', { more: 0, value: -1 }),
    yup('oneOf', 'k', { values: 'a, b' }),
    yup('format', 'l')
  ])

  t.same(await errorsOf({}, {}, { compiler: handMade(several) }), [
    at('#/a/b/0/c', 'required', 'is required'),
    at('#/d/e.f/g', 'minLength', 'must have at least 3 characters', 3),
    at('#/h', 'type', 'must be number'),
    at('#/i', 'type', 'has the wrong type'),
    at('#/j', 'minimum', 'must be > 0', 0),
    at('#/k', 'enum', 'must be one of the allowed values'),
    at('#/l', 'format', 'has the wrong format')
  ])
  t.same(await errorsOf({}, {}, { compiler: handMade(yup('required', 'a')) }), [at('#/a', 'required', 'is required')])
})

test('Standard Schema, by its specification: issues have a message and a path, and nothing else is known', async (t) => {
  const issues = [{ message: 'secret', path: ['a', { key: 'b/c' }, 0] }, { message: 'Expected the secret' }, { message: 'x', path: ['a', {}, 'b'] }]

  t.same(await errorsOf({}, {}, { compiler: handMade(issues) }),
    [at('#/a/b~1c/0', 'invalid', 'is invalid'), at('#', 'invalid', 'is invalid'), at('#/a', 'invalid', 'is invalid')])
})

test('TypeBox 0.34’s own errors have a pointer as their path', async (t) => {
  t.same(await errorsOf({}, {}, { compiler: handMade([{ type: 54, path: '/a~1b', value: 'secret', message: 'Expected string' }]) }),
    [at('#/a~1b', 'type', 'must be string')])
})

// --- What is a validation failure, and what is not

test('a validator that gives no list still fails as a whole', async (t) => {
  const whole = [at('#', 'invalid', 'is invalid')]

  t.same(await errorsOf({}, {}, { compiler: handMade(new Error('secret')) }), whole)
  t.same(await errorsOf({}, {}, { compiler: handMade([]) }), whole)
  t.same(await errorsOf({}, {}, { compiler: handMade([null, 'secret', 5]), schemaErrorFormatter: () => new Error('mine') }), whole)
})

test('a validator that throws is a bug, and no validation failure', async (t) => {
  t.equal(await validate({}, {}, { compiler: () => () => { throw new Error('secret') } }), null)
})

test('an error of something else that an asynchronous validator called is not taken', async (t) => {
  const error = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' })

  t.equal(await validate({}, {}, { compiler: () => async () => { throw error } }), null)
})

test('a zod error that a handler threw is not taken: what it read may have come from anywhere', async (t) => {
  const { error } = z.object({ a: z.string() }).safeParse({})

  t.equal(recognizeValidation(lookAt(error), { maxErrors: 100 }), undefined)
})

test('the place is not guessed: without it, the failure is recognised and the list is empty', async (t) => {
  const validation = [{ keyword: 'type', instancePath: '/a', params: { type: 'string' } }]
  const limits = { maxErrors: 100 }

  t.same(recognizeValidation(lookAt({ validation, statusCode: 400 }), limits), { errors: [] })
  t.same(recognizeValidation(lookAt({ validation, statusCode: 400, validationContext: 'moon' }), limits), { errors: [] })
  t.equal(recognizeValidation(lookAt({ validation }), limits), undefined)
  t.equal(recognizeValidation(lookAt({ details: [], statusCode: 409, code: 'MINE' }), limits), undefined)
})

test('a schemaErrorFormatter of the user changes nothing', async (t) => {
  const schemaErrorFormatter = () => Object.assign(new Error('mine'), { code: 'MINE', statusCode: 422 })

  t.same(await errorsOf({ type: 'object', required: ['a'] }, {}, { schemaErrorFormatter }), [at('#/a', 'required', 'is required')])
})

test('request.validationError of a route with attachValidation is recognised', async (t) => {
  const app = Fastify()
  app.post('/', { attachValidation: true, schema: { body: { type: 'object', required: ['a'] } } },
    async (request) => JSON.stringify(recognizeValidation(lookAt(request.validationError), { maxErrors: 100 })))

  const { body } = await app.inject({ method: 'POST', url: '/', payload: {} })

  t.same(JSON.parse(body), { errors: [at('#/a', 'required', 'is required')] })
})

// --- What must not happen

test('no value of the request is ever in the result', async (t) => {
  const secret = 'hunter2'
  const ajv: Ajv = { customOptions: { ...allErrors.customOptions, verbose: true, $data: true } }
  const schema = object({
    password: { type: 'string', minLength: 99, format: 'email', enum: ['a'], pattern: '^$', not: {} },
    repeat: { const: { $data: '1/password' } },
    either: { anyOf: [{ const: { $data: '1/password' } }, { const: { $data: '1/password' }, type: 'string' }] },
    object: { discriminator: { propertyName: 'k' }, oneOf: [{ properties: { k: { const: 1 } } }] }
  })

  const errors = await errorsOf(schema, { password: secret, repeat: 'x', either: 'y', object: { k: secret } }, { ajv })

  t.equal(errors.length, 8)
  t.notMatch(JSON.stringify(errors), secret)
})

test('at most so many entries are given, and it is said that there were more', async (t) => {
  const schema = { type: 'array', items: { type: 'number' } }

  const failure = await validate(schema, Array(5).fill('x'), { ajv: allErrors, maxErrors: 3 })
  const exact = await validate(schema, Array(3).fill('x'), { ajv: allErrors, maxErrors: 3 })
  const keys = await validate(z.strictObject({}), { a: 1, b: 2, c: 3 }, { compiler: zodCompiler, maxErrors: 2 })

  t.equal(failure?.errors.length, 3)
  t.equal(failure?.truncated, true)
  t.equal(exact?.errors.length, 3)
  t.notOk(exact?.truncated)
  t.equal(keys?.errors.length, 2)
  t.equal(keys?.truncated, true)
})

test('of a list of millions only the start is read', async (t) => {
  let reads = 0
  const entry = { instancePath: '/a', params: {}, get keyword () { reads++; return 'oneOf' }, schemaPath: '#/oneOf' }
  const validation = Array(3_000_000).fill(entry)

  const failure = recognizeValidation(lookAt({ validation, validationContext: 'body', statusCode: 400 }), { maxErrors: 10 })

  t.equal(failure?.truncated, true)
  t.equal(failure?.errors.length, 10)
  t.equal(reads, 10_000)
})

test('unions inside unions, ten thousand deep, are folded in one pass', async (t) => {
  const validation = Array.from({ length: 5000 }, (_, depth) => {
    const instancePath = '/a'.repeat(5000 - depth)
    const branch = { keyword: 'required', instancePath, schemaPath: '#/required', params: { missingProperty: 'b' } }
    return [branch, { keyword: 'oneOf', instancePath, schemaPath: '#/oneOf', params: { passingSchemas: null } }]
  }).flat()

  const failure = recognizeValidation(lookAt({ validation, validationContext: 'body', statusCode: 400 }), { maxErrors: 10 })

  t.ok(failure && failure.errors.length > 0)
})

test('an error that defends itself is still recognised, and nothing is thrown', async (t) => {
  const thrower = { get: () => { throw new Error('secret') }, enumerable: true }
  const cyclic: Record<string, unknown> = { keyword: 'errorMessage', message: 'Look again.', params: {} }
  cyclic.params = { errors: [cyclic] }
  const { proxy, revoke } = Proxy.revocable([], {})
  revoke()
  const whole = { errors: [at('#', 'invalid', 'is invalid')] }
  const lists: unknown[] = [
    [Object.defineProperty({}, 'keyword', thrower)],
    Object.freeze([Object.freeze({}), , null, undefined, Symbol('x'), () => {}]), // eslint-disable-line no-sparse-arrays
    [cyclic],
    [{ keyword: 'required', instancePath: 5, params: { missingProperty: { toString: null } } }],
    [{ keyword: 'discriminator', params: { tag: Object.create(null) } }],
    [proxy],
    new Proxy([1], { get: (target, key) => key === 'length' ? thrower.get() : Reflect.get(target, key) })
  ]

  for (const validation of lists) {
    const error = { validation, validationContext: 'body', code: 'FST_ERR_VALIDATION', statusCode: 400 }
    t.doesNotThrow(() => recognizeValidation(lookAt(error), { maxErrors: 10 }))
    t.equal(recognizeValidation(lookAt(error), { maxErrors: 10 })?.errors.length, 1)
  }
  for (const statusCode of [400, Symbol('x'), { valueOf: null }, undefined]) {
    const guarded = Object.defineProperty({ code: 'FST_ERR_VALIDATION', validationContext: 'body', statusCode }, 'validation', thrower)
    t.same(recognizeValidation(lookAt(guarded), { maxErrors: 10 }), whole)
  }
  for (const nothing of [null, undefined, 5, 'FST_ERR_VALIDATION', Symbol('x'), () => {}, {}, [], new Error('x')]) {
    t.equal(recognizeValidation(lookAt(nothing), { maxErrors: 10 }), undefined)
  }
  t.equal(recognizeValidation(lookAt({ validation: proxy, validationContext: 'body' }), { maxErrors: 10 }), undefined)
})

test('the usual keywords of ajv say the same, alone and beside a keyword that is read with more care', async (t) => {
  const usual = [
    { keyword: 'required', params: { missingProperty: 'a/b~c' } },
    { keyword: 'required', params: { missingProperty: '' } },
    { keyword: 'type', params: { type: 'integer' } },
    { keyword: 'type', params: { type: ['integer', 'null'] } },
    { keyword: 'type', params: { type: 'string', nullable: false } },
    { keyword: 'format', params: { format: 'date-time' } },
    { keyword: 'format', params: { format: 'my-own' } },
    { keyword: 'pattern', params: { pattern: '^a"b$' } },
    ...['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'minLength', 'maxLength', 'minItems', 'maxItems']
      .flatMap((keyword) => [3, 0, -1.5, NaN, '7'].map((limit) => ({ keyword, params: { limit, comparison: '<=' } })))
  ].flatMap((entry) => ['', '/a/0/b', '/~1%', '/ä "'].map((instancePath) => ({ ...entry, instancePath, schemaPath: '#/x' })))
  const unusual = { keyword: 'multipleOf', instancePath: '/last', schemaPath: '#/y', params: { multipleOf: 2 } }
  const read = (validationContext: string, validation: unknown[]) =>
    recognizeValidation(lookAt({ validation, validationContext }), { maxErrors: 10 })?.errors

  for (const part of ['body', 'querystring', 'headers', 'params', 'cookies']) {
    for (const entry of usual) t.same(read(part, [entry]), read(part, [entry, unusual])?.slice(0, 1), `${part}: ${JSON.stringify(entry)}`)
  }
})
