/**
 * What the document says of failed validations is what requests get: where it promises one, one can be had, and its
 * example is the answer.
 */
import fastifySwagger from '@fastify/swagger'
import { Type } from '@sinclair/typebox'
import Fastify from 'fastify'
import type { FastifyInstance, FastifySchema } from 'fastify'
import { jsonSchemaTransform, serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod'
import { test } from 'tap'
import { z } from 'zod'
import { defineCatalog, problemJson, problemServerOptions } from '../../lib/index.js'
import type { AnyCatalog } from '../../lib/index.js'
import { documentOf, problemType } from '../fixtures/openapi-document.js'

const text = { type: 'string' }
const integer = { type: 'integer' }
const object = (properties: object, rest: object = {}) => ({ type: 'object', properties, ...rest })
const json = (schema: object) => ({ content: { 'application/json': { schema } } })

const zod = { validatorCompiler, serializerCompiler }

async function createApp (routes: Readonly<Record<string, object>>): Promise<FastifyInstance> {
  const app = Fastify(problemServerOptions())
  await app.register(fastifySwagger, { openapi: { openapi: '3.1.0' } })
  await app.register(problemJson, { catalog: defineCatalog({}) as unknown as AnyCatalog })
  app.addSchema({ $id: 'Count', ...integer })
  app.addSchema({ $id: 'Page', ...object({ page: integer }) })
  app.addSchema({ $id: 'Library', definitions: { query: object({ page: integer }) } })
  for (const [url, schema] of Object.entries(routes)) app.post(url, { schema: schema as FastifySchema }, async () => 'text')
  return app
}

/** A route, what it takes, and a request that it refuses. */
const refused: [url: string, schema: object, request: { url: string, payload?: object, headers?: Record<string, string> }][] = [
  ['/list-of-numbers', { querystring: object({ ids: { type: 'array', items: integer } }) }, { url: '?ids=x' }],
  ['/list-by-reference', { querystring: object({ ids: { type: 'array', items: Type.Integer({ minimum: 5 }) } }) }, { url: '?ids=1' }],
  ['/big', { querystring: object({ size: { ...integer, format: 'int64' } }) }, { url: '?size=x' }],
  ['/maybe', { querystring: Type.Object({ size: Type.Optional(Type.Union([Type.Integer(), Type.Null()])) }) }, { url: '?size=x' }],
  ['/nullable', { querystring: object({ size: { ...integer, nullable: true } }) }, { url: '?size=x' }],
  ['/twice', { querystring: object({ q: { type: ['string', 'null'] } }) }, { url: '?q=a&q=b' }],
  ['/shared', { querystring: { $ref: 'Library#/definitions/query' } }, { url: '?page=x' }],
  ['/together', { querystring: { allOf: [object({ q: { type: ['string', 'array'] } }), { $ref: 'Page#' }] } }, { url: '?page=x' }],
  ['/member/:count', { params: object({ count: { $ref: 'Count#' } }) }, { url: '/member/x' }],
  ['/listed/:ids', { params: object({ ids: { type: 'array', items: integer } }) }, { url: '/listed/x' }],
  ['/header', { headers: object({ 'X-Count': { $ref: 'Count#' } }) }, { url: '', headers: { 'x-count': 'x' } }],
  ['/media', { body: json(object({ count: integer }, { required: ['count'] })) }, { url: '', payload: {} }],
  ['/body-maybe', { body: object({ count: { type: ['integer', 'null'] } }) }, { url: '', payload: { count: 'x' } }],
  ['/body-literal', { body: object({ kind: Type.Union([Type.Literal('a'), Type.Literal('b')]) }) }, { url: '', payload: { kind: 'c' } }],
  ['/body-constant', { body: object({ version: { const: 2 } }) }, { url: '', payload: { version: 1 } }],
  ['/body-file', { body: object({ file: { ...text, format: 'binary' } }) }, { url: '', payload: { file: {} } }]
]

test('the example of a failed validation is what a request gets', async (t) => {
  const app = await createApp(Object.fromEntries(refused.map(([url, schema]) => [url, schema])))
  const { paths } = await documentOf(app)
  for (const [url, , request] of refused) {
    const { value } = paths[url.replace(/:(\w+)/, '{$1}')]!['post']!.responses['400']!.content![problemType]!.examples['VALIDATION_ERROR']!
    const answer = await app.inject({ method: 'POST', ...request, url: request.url.startsWith('/') ? request.url : url + request.url })
    t.strictSame(value['errors'], answer.json().errors, url)
  }
})

test('no failed validation is promised where any text, or anything at all, fits', async (t) => {
  const app = await createApp({
    '/null/:id': { params: object({ id: { type: ['string', 'null'] } }) },
    '/union/:id': { params: Type.Object({ id: Type.Union([Type.String(), Type.Null()]) }) },
    '/nullable/:id': { params: object({ id: { ...text, nullable: true } }) },
    '/secret': { headers: object({ 'x-secret': { ...text, format: 'password' } }) },
    '/list': { querystring: object({ q: { type: ['string', 'array'] } }) },
    '/parts': { querystring: { allOf: [object({}), { type: 'object' }] } },
    '/media': { body: json({ description: 'Whatever it is.' }) }
  })
  const { paths } = await documentOf(app)
  for (const [path, operations] of Object.entries(paths)) {
    t.notMatch(Object.keys(operations['post']!.responses['400']?.content?.[problemType]?.examples ?? {}), ['VALIDATION_ERROR'], path)
    for (const url of [path, `${path}?q=a&q=b`]) {
      for (const payload of ['{}', '[]', 'null']) {
        const answer = await app.inject({ method: 'POST', url: url.replace(/\{\w+\}/, 'x'), payload, headers: { 'content-type': 'application/json', 'x-secret': 'x' } })
        t.equal(answer.statusCode, 200, `${url} ${payload} ${answer.body}`)
      }
    }
  }
})

test('two routes with one schema are looked at apart, where their path or what they refer to differs', async (t) => {
  const app = await createApp({})
  const schema = object({ id: text }, { required: ['id'] })
  app.get('/with/:id', { schema: { params: schema } as FastifySchema }, async () => 'text')
  app.get('/named/:key', { schema: { params: schema } as FastifySchema }, async () => 'text')
  app.get('/query', { schema: { querystring: schema } as FastifySchema }, async () => 'text')
  app.get('/header', { schema: { headers: schema } as FastifySchema }, async () => 'text')
  for (const [prefix, member] of [['/texts', text], ['/numbers', integer]] as const) {
    await app.register(async (child) => {
      child.addSchema({ $id: 'Id', ...member })
      child.get('/:id', { schema: { params: object({ id: { $ref: 'Id#' } }) } as FastifySchema }, async () => 'text')
    }, { prefix })
  }
  const { paths } = await documentOf(app)

  const exampleOf = (path: string) => paths[path]!['get']!.responses['400']?.content?.[problemType]?.examples['VALIDATION_ERROR']?.value['errors']
  t.strictSame(exampleOf('/with/{id}'), undefined)
  t.strictSame(exampleOf('/named/{key}'), (await app.inject('/named/x')).json().errors)
  for (const url of ['/query', '/header']) t.strictSame(exampleOf(url), (await app.inject(url)).json().errors)
  t.strictSame(exampleOf('/texts/{id}'), undefined)
  t.strictSame(exampleOf('/numbers/{id}'), (await app.inject('/numbers/x')).json().errors)
})

test('zod says the same in its own words', async (t) => {
  const app = Fastify(problemServerOptions())
  await app.register(fastifySwagger, { openapi: { openapi: '3.1.0' }, transform: jsonSchemaTransform })
  await app.register(problemJson, { catalog: defineCatalog({}) as unknown as AnyCatalog })
  const add = (url: string, schema: object) => app.route({ method: 'POST', url, ...zod as object, schema: schema as FastifySchema, handler: async () => 'text' })
  add('/free/:id', { params: z.object({ id: z.any() }), headers: z.object({ 'x-name': z.string().trim().optional() }) })
  add('/unknown', { querystring: z.object({ q: z.unknown().optional() }), body: z.any() })
  add('/kind/:kind', { params: z.object({ kind: z.enum(['a', 'b']) }) })
  add('/version', { body: z.object({ version: z.literal(2) }).partial() })
  const { paths } = await documentOf(app)
  const shown = (path: string) => paths[path]!['post']!.responses['400']?.content?.[problemType]?.examples['VALIDATION_ERROR']?.value['errors']

  t.equal(shown('/free/{id}'), undefined)
  t.equal(shown('/unknown'), undefined)
  t.equal((await app.inject({ method: 'POST', url: '/unknown' })).statusCode, 200)
  t.match(shown('/kind/{kind}'), [{ in: 'path', name: 'kind', code: 'enum' }])
  t.match((await app.inject({ method: 'POST', url: '/kind/c' })).json().errors, [{ in: 'path', name: 'kind', code: 'enum' }])
  t.match(shown('/version'), [{ in: 'body', pointer: '#/version', code: 'enum' }])
  t.match((await app.inject({ method: 'POST', url: '/version', payload: { version: 1 } })).json().errors, [{ in: 'body', pointer: '#/version', code: 'enum' }])
})

test('one is promised where a rule may refuse a text, and where alternatives may', async (t) => {
  const app = await createApp({
    '/alternatives/:id': { params: object({ id: { ...text, anyOf: [{ minLength: 5 }, { const: 'q' }] } }) },
    '/circle/:id': { params: { $ref: 'Circle#' } },
    '/gone': { body: { allOf: [object({}), object({ a: integer })] } }
  })
  app.addSchema({ $id: 'Circle', type: 'object', properties: { id: { $ref: 'Count#' } } })
  const { paths } = await documentOf(app)
  for (const [path, operations] of Object.entries(paths)) {
    t.ok(operations['post']!.responses['400']!.content![problemType]!.examples['VALIDATION_ERROR'], path)
  }
})
