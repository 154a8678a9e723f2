/**
 * Problems are written into the finished document: whichever form it has, whoever asks for it, and however it is set up.
 */
import fastifySwagger from '@fastify/swagger'
import type { FastifyDynamicSwaggerOptions } from '@fastify/swagger'
import { Validator } from '@seriousme/openapi-schema-validator'
import { Type } from '@sinclair/typebox'
import Fastify from 'fastify'
import type { FastifyInstance, FastifySchema } from 'fastify'
import { test } from 'tap'
import fc from 'fast-check'
import { parse } from 'yaml'
import { toYaml } from '../../lib/openapi/document/yaml.js'
import { defineCatalog, problemJson, swaggerRefResolver, swaggerTransformObject } from '../../lib/index.js'
import type { AnyCatalog, ProblemJsonOptions } from '../../lib/index.js'
import { codesOf, documentOf, problemType, withResponses } from '../fixtures/openapi-document.js'
import type { OpenApiDocument } from '../fixtures/openapi-document.js'

const Node = { type: 'object', properties: { name: { type: 'string' }, children: { type: 'array', items: { $ref: '#/$defs/node' } } } }

const catalog = defineCatalog({
  ORDER_LOST: { status: 409, title: 'Order lost', guidance: 'Order again.', action: 'order-again', retry: 'idempotent' },
  ORDER_SHIPPED: { status: 409, title: 'Order shipped', retry: 'any', retryAfter: 5 },
  ORDER_OLD: { status: 410, title: 'Order old', deprecated: { since: '1', sunset: '2027-01-01', replacedBy: 'ORDER_LOST' } },
  ORDER_NULL: {
    status: 422,
    title: 'Order null',
    extensions: {
      type: 'object',
      properties: {
        note: { type: ['string', 'null'] },
        kind: { const: 'a' },
        amount: { type: 'number', exclusiveMinimum: 0, examples: [5] },
        share: { type: 'number', maximum: 9, exclusiveMaximum: 1 },
        few: { type: 'number', minimum: 2, exclusiveMinimum: 1, maximum: 3, exclusiveMaximum: 4 },
        labels: { type: 'object', patternProperties: { '^[a-z]+$': { type: 'string' } } },
        pair: { type: 'array', prefixItems: [{ type: 'string' }, { type: 'integer' }] },
        either: { anyOf: [{ type: 'string' }, { type: 'null' }] },
        tree: { $ref: '#/$defs/node' }
      },
      $defs: { node: Node }
    } as never
  }
}, { base: 'https://api.example.com/problems/' }) as unknown as AnyCatalog

interface Setup { swagger?: object, plugin?: Partial<ProblemJsonOptions>, version?: string }

async function createApp ({ swagger = {}, plugin = {}, version = '3.1.0' }: Setup = {}): Promise<FastifyInstance> {
  const app = Fastify()
  const info = { title: 'Orders', version: '1' }
  await app.register(fastifySwagger, { openapi: { openapi: version, info }, refResolver: swaggerRefResolver, ...swagger } as FastifyDynamicSwaggerOptions)
  await app.register(problemJson, { catalog, ...plugin })
  return app
}

const problems = (...codes: string[]) => ({ schema: { problems: codes } as FastifySchema })
const handler = async () => 'text'

async function rawDocument (app: FastifyInstance): Promise<OpenApiDocument> {
  await app.ready()
  return app.swagger() as unknown as OpenApiDocument
}

test('a set of codes is one response, in whichever order and however often routes declare it', async (t) => {
  const app = await createApp()
  app.get('/one', problems('ORDER_LOST', 'ORDER_SHIPPED'), handler)
  app.get('/two', problems('ORDER_SHIPPED', 'ORDER_LOST'), handler)
  app.get('/three', problems('ORDER_LOST'), handler)
  const { paths, components } = await rawDocument(app)

  t.strictSame(paths['/one']!['get']!.responses['409'], { $ref: '#/components/responses/ORDER_LOST_or_ORDER_SHIPPED' })
  t.strictSame(paths['/two']!['get']!.responses, paths['/one']!['get']!.responses)
  t.strictSame(paths['/three']!['get']!.responses['409'], { $ref: '#/components/responses/ORDER_LOST_response' })
  t.strictSame(Object.keys(components.responses!), ['ORDER_LOST_or_ORDER_SHIPPED', 'INTERNAL_ERROR_response', 'ORDER_LOST_response'])
  t.strictSame(Object.keys(components.schemas), ['ORDER_LOST', 'ORDER_SHIPPED', 'INTERNAL_ERROR'], 'nothing that is not referred to')
  t.notMatch(JSON.stringify(paths), 'x-problem-responses')
})

test('very many codes have a short name', async (t) => {
  const codes = Array.from({ length: 9 }, (_, index) => `THE_ORDER_CANNOT_BE_CHANGED_${index}`)
  const many = defineCatalog(Object.fromEntries(codes.map((code) => [code, { status: 409, title: code }])) as never) as unknown as AnyCatalog
  const app = await createApp({ plugin: { catalog: many } })
  app.get('/many', problems(...codes), handler)
  app.get('/fewer', problems(...codes.slice(0, 8), 'CONFLICT'), handler)
  const { paths } = await rawDocument(app)
  t.strictSame(paths['/many']!['get']!.responses['409'], { $ref: '#/components/responses/THE_ORDER_CANNOT_BE_CHANGED_0_or_8_more' })
  t.strictSame(paths['/fewer']!['get']!.responses['409'], { $ref: '#/components/responses/THE_ORDER_CANNOT_BE_CHANGED_0_or_8_more-2' })
})

test('YAML says what the object says, and the document is generated once for both', async (t) => {
  let generated = 0
  const app = await createApp({ swagger: { transformObject: ({ openapiObject }: { openapiObject: object }) => { generated++; return openapiObject } } })
  app.get('/one/:id', problems('ORDER_LOST', 'ORDER_NULL'), handler)
  await app.ready()
  const text = app.swagger({ yaml: true })

  t.strictSame(parse(text), JSON.parse(JSON.stringify(app.swagger())))
  t.equal(app.swagger({ yaml: true }), text)
  t.equal(generated, 1)
})

test('in static mode the document stays the one of the application, before and after the start', async (t) => {
  const document = { openapi: '3.1.0', info: { title: 'Own', version: '1' }, paths: { '/one': { get: { responses: { 200: { description: 'Fine.' } } } } }, components: {} }
  const before = structuredClone(document)
  const app = Fastify()
  await app.register(fastifySwagger, { mode: 'static', specification: { document: document as never } })
  await app.register(problemJson, { catalog })
  app.get('/one', problems('ORDER_LOST'), handler)
  await app.ready()
  t.equal(app.swagger() as unknown, document)
  t.strictSame(document, before)
  t.match(app.swagger({ yaml: true }), 'description: Fine.')
})

test('another decorator has the problems by transformObject, in YAML too, and beside the usual one', async (t) => {
  const app = await createApp()
  await app.register(fastifySwagger, { openapi: { openapi: '3.0.3' }, decorator: 'internalApi', refResolver: swaggerRefResolver, transformObject: swaggerTransformObject })
  app.get('/one', problems('ORDER_LOST'), handler)
  const usual = await documentOf(app)
  const { internalApi } = app as unknown as { internalApi: (options?: object) => OpenApiDocument }

  t.strictSame(codesOf(withResponses(internalApi()).paths['/one']!['get']!), { 200: [], 409: ['ORDER_LOST'], 500: ['INTERNAL_ERROR'] })
  t.strictSame(codesOf(usual.paths['/one']!['get']!)['409'], ['ORDER_LOST'])
  t.notMatch(internalApi({ yaml: true }), /[&*]a1/, 'no anchors, which some readers do not know')
})

test('transformObject leaves a document alone that has no problems, of whichever version', (t) => {
  const openapiObject = { openapi: '3.1.0', paths: { '/one': { get: { responses: {} } } } }
  t.strictSame(swaggerTransformObject({ openapiObject }), openapiObject)
  t.strictSame(swaggerTransformObject({ swaggerObject: { swagger: '2.0' } }), { swagger: '2.0' })
  t.strictSame(swaggerTransformObject({ openapiObject: { paths: { '/one': { get: { 'x-problem-responses': 'other' } } } } }),
    { paths: { '/one': { get: { 'x-problem-responses': 'other' } } } })
  t.end()
})

test('a transform that keeps only what it knows loses no problems', async (t) => {
  const transform = ({ schema, url }: { schema: FastifySchema, url: string }) => ({ schema: { response: schema?.response }, url })
  const app = await createApp({ swagger: { transform, exposeHeadRoutes: true, openapi: { openapi: '3.1.0', servers: [{ url: 'https://api.example.com/v1' }] } } })
  app.get('/v1/things/:id(^\\d+$)', problems('ORDER_LOST'), handler)
  app.get('/v1/pages/*', problems('ORDER_OLD'), handler)
  app.get('/v1/none/:id', { config: { problems: false } }, handler)
  const { paths } = await documentOf(app)
  t.strictSame(Object.keys(codesOf(paths['/things/{id}']!['get']!)), ['200', '400', '409', '500'])
  t.strictSame(Object.keys(paths['/things/{id}']!['head']!.responses), ['200', '400', '409', '500'])
  t.strictSame(Object.keys(paths['/pages/{*}']!['get']!.responses), ['200', '400', '410', '500'])
  t.strictSame(Object.keys(paths['/none/{id}']!['get']!.responses), ['200'])
})

test('a transform that renames paths and copies schemas keeps the problems, for HEAD too', async (t) => {
  const transform = ({ schema, url }: { schema: FastifySchema, url: string }) => ({ schema: JSON.parse(JSON.stringify(schema)), url: `/public${url}` })
  const app = await createApp({ swagger: { transform, exposeHeadRoutes: true } })
  app.get('/one', { schema: { operationId: 'getOne', problems: ['ORDER_LOST'] } as FastifySchema }, handler)
  const { get, head } = (await documentOf(app)).paths['/public/one']!
  t.strictSame(Object.keys(get!.responses), ['200', '409', '500'])
  t.strictSame(Object.keys(head!.responses), ['200', '409', '500'])
  t.strictSame([get!.operationId, head!.operationId], ['getOne', 'getOne-head'])
  t.notOk(head!.responses['409']!.content)
})

test('a route of GET and HEAD has an operation of its own for each', async (t) => {
  const app = await createApp({ swagger: { exposeHeadRoutes: true } })
  app.route({ method: ['GET', 'HEAD'], url: '/one', schema: { operationId: 'one', problems: ['ORDER_LOST'] } as FastifySchema, handler })
  const { get, head } = (await documentOf(app)).paths['/one']!
  t.ok(get!.responses['409']!.content)
  t.notOk(head!.responses['409']!.content)
  t.strictSame([get!.operationId, head!.operationId], ['one', 'one-head'])
})

test('routes that are hidden by their tags add nothing to the document', async (t) => {
  const app = await createApp({ swagger: { hideUntagged: true } })
  app.get('/untagged', problems('ORDER_LOST'), handler)
  app.get('/hidden', { schema: { tags: ['X-HIDDEN'], problems: ['ORDER_OLD'] } as FastifySchema }, handler)
  app.get('/tagged', { schema: { tags: ['orders'], problems: ['ORDER_SHIPPED'] } as FastifySchema }, handler)
  const { paths, components } = await documentOf(app)
  t.strictSame(Object.keys(paths), ['/tagged'])
  t.strictSame(Object.keys(components.schemas), ['ORDER_SHIPPED', 'INTERNAL_ERROR'])
})

test('a method that only OpenAPI 3.2 can describe has its problems', async (t) => {
  const app = await createApp({ version: '3.2.0' })
  app.addHttpMethod('PURGE')
  app.route({ method: 'PURGE' as 'GET', url: '/one', ...problems('ORDER_LOST'), handler })
  const { paths } = await rawDocument(app)
  const { additionalOperations } = paths['/one'] as unknown as { additionalOperations: { PURGE: object } }
  t.match(additionalOperations.PURGE, { responses: { 409: { $ref: '#/components/responses/ORDER_LOST_response' } } })
})

test('links of a problem come with its response', async (t) => {
  const app = await createApp()
  const links = { 409: { again: { operationId: 'createOrder' } }, 200: { next: { operationId: 'next' } } }
  app.get('/one', { ...problems('ORDER_LOST'), links } as object, handler)
  const { responses } = (await rawDocument(app)).paths['/one']!['get']!
  t.match(responses['409'], { description: /^Order lost/, content: { [problemType]: {} }, links: { again: { operationId: 'createOrder' } } })
  t.match(responses['200'], { links: { next: {} } })
})

test('schemas of the application keep their names, before and after the plugin, and the start goes on', async (t) => {
  const app = await createApp({ swagger: { openapi: { openapi: '3.1.0', components: { schemas: { OrderOld: { type: 'string' } }, responses: { ORDER_LOST_response: { description: 'Ours.' } } } } } })
  app.addSchema({ $id: 'ORDER_LOST', type: 'object', properties: { own: { type: 'string' } } })
  app.get('/own', { schema: { response: { 200: { $ref: 'ORDER_LOST#' } } } }, async () => ({ own: 'x' }))
  app.get('/one', problems('ORDER_LOST', 'ORDER_OLD'), handler)
  const { components, paths } = await rawDocument(app)
  const { schemas, responses } = components

  t.match(schemas['ORDER_LOST'], { properties: { own: {} } })
  t.match(schemas['ORDER_LOST-2'], { properties: { code: { enum: ['ORDER_LOST'] } } })
  t.match(schemas['ORDER_OLD-2'], { properties: { code: { enum: ['ORDER_OLD'] } } }, 'generators spell OrderOld and ORDER_OLD alike')
  t.strictSame(responses!['ORDER_LOST_response'], { description: 'Ours.' })
  t.strictSame(paths['/one']!['get']!.responses['409'], { $ref: '#/components/responses/ORDER_LOST_response-2' })
})

test('components are called what the application says', async (t) => {
  const kinds = new Set<string>()
  const toPascal = (name: string) => name.toLowerCase().replace(/(?:^|[_-])(\w)/g, (_match, letter: string) => letter.toUpperCase())
  const componentName = (name: string, kind: string) => { kinds.add(kind); return `Api${toPascal(name)}` }
  const app = await createApp({ plugin: { openapi: { componentName, open: true } } })
  app.get('/one', problems('ORDER_LOST', 'ORDER_SHIPPED', 'ORDER_NULL'), handler)
  const { components } = await rawDocument(app)
  t.strictSame(Object.keys(components.schemas), ['ApiOrderLost', 'ApiOrderShipped', 'ApiProblem', 'ApiProblemcode', 'ApiOrderNull', 'ApiOrderNullNode', 'ApiInternalError'])
  t.strictSame(Object.keys(components.responses!), ['ApiOrderLostOrOrderShipped', 'ApiOrderNullResponse', 'ApiInternalErrorResponse'])
  t.strictSame(Array.from(kinds), ['schema', 'response'])
})

test('a name that OpenAPI does not allow stops the start', async (t) => {
  await t.rejects(createApp({ plugin: { openapi: { componentName: (name) => `the ${name}` } } }),
    { message: "The option 'openapi.componentName' must return letters, digits, '.', '_' or '-', got \"the ORDER_LOST\" for 'ORDER_LOST'" })
  await t.rejects(createApp({ plugin: { openapi: { componentName: (name, kind) => kind === 'response' ? `the ${name}` : name } } }),
    { message: /got "the ORDER_LOST_response" for 'ORDER_LOST_response'$/ })
})

test('each of several plugins calls its components what it says, and those of one name are shared', async (t) => {
  const app = Fastify()
  await app.register(fastifySwagger, { openapi: { openapi: '3.1.0' } })
  for (const prefix of ['/one', '/two', '/three']) {
    await app.register(async (routes) => {
      await routes.register(problemJson, { catalog, ...(prefix === '/one' && { openapi: { componentName: (name) => `One_${name}` } }) })
      routes.get('/', problems('ORDER_LOST'), handler)
    }, { prefix })
  }
  const { components } = await rawDocument(app)
  t.strictSame(Object.keys(components.schemas), ['One_ORDER_LOST', 'One_INTERNAL_ERROR', 'ORDER_LOST', 'INTERNAL_ERROR'])
  t.strictSame(Object.keys(components.responses!), ['One_ORDER_LOST_response', 'One_INTERNAL_ERROR_response', 'ORDER_LOST_response', 'INTERNAL_ERROR_response'])
})

test('what a route says itself of a status, and of any other, leaves nothing behind that is not referred to', async (t) => {
  const app = await createApp({ plugin: { openapi: { defaultResponse: true } }, swagger: { exposeHeadRoutes: true } })
  const own = { description: 'Ours.', type: 'string' }
  app.get('/one', { schema: { problems: ['ORDER_LOST', 'ORDER_NULL'], response: { 409: own, default: own } } as FastifySchema }, handler)
  const { paths, components } = await rawDocument(app)
  for (const method of ['get', 'head']) t.match(paths['/one']![method]!.responses, { 409: { description: 'Ours.' }, default: { description: 'Ours.' } }, method)
  t.strictSame(Object.keys(components.responses!), ['ORDER_NULL_response', 'INTERNAL_ERROR_response', 'ORDER_NULL_to_HEAD', 'INTERNAL_ERROR_to_HEAD'])
  t.strictSame(Object.keys(components.schemas), ['ORDER_NULL', 'ORDER_NULL-node', 'INTERNAL_ERROR'])
})

test('by an option each operation has a response for every other status', async (t) => {
  const app = await createApp({ plugin: { openapi: { defaultResponse: true } }, swagger: { exposeHeadRoutes: true } })
  app.get('/one', problems('ORDER_LOST'), handler)
  app.get('/own', { schema: { response: { default: { description: 'Ours.', type: 'string' } } } }, handler)
  const { paths, components } = await documentOf(app)
  t.match(paths['/one']!['get']!.responses['default'], { description: 'Any other problem.', content: { [problemType]: { schema: { $ref: '#/components/schemas/Problem' } } } })
  t.match(paths['/own']!['get']!.responses['default'], { description: 'Ours.' })
  t.notOk(paths['/one']!['head']!.responses['default'])
  t.match(components.schemas['Problem'], { properties: { code: { $ref: '#/components/schemas/ProblemCode' } } })
  t.match(components.schemas['ProblemCode'], { description: /`ORDER_LOST`/ })
})

test('a schema says what a client does about the problem, and members that are always sent are required', async (t) => {
  const app = await createApp()
  app.get('/one', problems('ORDER_LOST', 'ORDER_SHIPPED', 'ORDER_OLD'), handler)
  const { schemas } = (await rawDocument(app)).components
  t.match(schemas['ORDER_LOST'], {
    properties: { type: { format: 'uri' }, instance: { format: 'uri' }, status: { type: 'integer', format: 'int32' } },
    required: ['type', 'title', 'status', 'code', 'retry', 'action'],
    'x-retry': 'idempotent',
    'x-action': 'order-again',
    'x-guidance': 'Order again.'
  })
  t.match(schemas['ORDER_SHIPPED'], { properties: { retryAfter: { format: 'int32' } }, required: ['type', 'title', 'status', 'code', 'retry', 'retryAfter'] })
  t.match(schemas['ORDER_OLD'], { deprecated: true, 'x-sunset': '2027-01-01', 'x-replaced-by': 'ORDER_LOST', 'x-retry': 'none' })
})

test('a schema links to the page of its code', async (t) => {
  const links = async (setup: Setup) => {
    const app = await createApp(setup)
    app.get('/one', problems('ORDER_LOST'), handler)
    return (await rawDocument(app)).components.schemas['ORDER_LOST']!['externalDocs']
  }
  const relative = defineCatalog({ ORDER_LOST: { status: 409, title: 'Order lost' } }, { base: '/problems/' }) as unknown as AnyCatalog
  const servers = { openapi: { openapi: '3.1.0', servers: [{ url: 'https://api.example.com/v1' }] } }

  t.equal(await links({}), undefined)
  t.strictSame(await links({ plugin: { reference: { prefix: '/problems' } } }), { url: 'https://api.example.com/problems/order-lost' })
  t.strictSame(await links({ plugin: { reference: { prefix: '/errors' } } }), { url: '/errors/order-lost' })
  t.strictSame(await links({ plugin: { reference: { prefix: '/problems' }, catalog: relative }, swagger: servers }), { url: 'https://api.example.com/problems/order-lost' })
  t.strictSame(await links({ plugin: { openapi: { externalDocs: true } } }), { url: 'https://api.example.com/problems/order-lost' })
})

test('OpenAPI 3.0 has null, literals and bounds in its own words, and every version is valid', async (t) => {
  const schemaOf = async (version: string) => {
    const app = await createApp({ version })
    app.get('/one', problems('ORDER_NULL'), handler)
    const document = await rawDocument(app)
    if (version !== '3.2.0') t.match(await new Validator().validate(JSON.parse(JSON.stringify(document))), { valid: true })
    return document.components.schemas
  }
  const [old, newer, newest] = await Promise.all(['3.0.3', '3.1.0', '3.2.0'].map(schemaOf))
  const tree = { $ref: '#/components/schemas/ORDER_NULL-node' }

  t.match(old?.['ORDER_NULL']?.['properties'], {
    note: { type: 'string', nullable: true },
    kind: { enum: ['a'] },
    amount: { minimum: 0, exclusiveMinimum: true, example: 5 },
    share: { maximum: 1, exclusiveMaximum: true },
    few: { minimum: 2, maximum: 3, exclusiveMinimum: undefined, exclusiveMaximum: undefined },
    labels: { additionalProperties: { type: 'string' } },
    pair: { type: 'array', items: {} },
    either: { type: 'string', nullable: true },
    tree
  })
  t.notMatch(JSON.stringify(old), /"null"|prefixItems|\$defs|"const"/)
  t.match(newer?.['ORDER_NULL']?.['properties'], {
    note: { type: ['string', 'null'] }, kind: { enum: ['a'] }, amount: { exclusiveMinimum: 0, examples: [5] }, pair: { prefixItems: [{}, {}] }, tree
  })
  t.match(newer?.['ORDER_NULL-node'], { properties: { children: { items: tree } } })
  t.strictSame(newest, newer)
})

test('OpenAPI 3.0 admits each value that the schema admits', async (t) => {
  const properties = {
    tuple: { type: 'array', prefixItems: [{ type: 'string' }, { type: 'integer' }], items: false },
    typed: { type: ['array', 'null'], prefixItems: [{ type: 'string' }], items: { type: 'integer' } },
    nothing: { const: null },
    maybe: { enum: ['a', null] },
    some: { enum: [1, 'a', null] },
    either: { anyOf: [{ type: 'string' }, { const: null }] }
  }
  const values = defineCatalog({ ODD: { status: 409, title: 'Odd', extensions: { type: 'object', properties } as never } }) as unknown as AnyCatalog
  const app = await createApp({ version: '3.0.3', plugin: { catalog: values } })
  app.get('/one', problems('ODD'), handler)
  const document = await rawDocument(app)
  t.match(await new Validator().validate(JSON.parse(JSON.stringify(document))), { valid: true })
  const { tuple, typed, nothing, maybe, some, either } = document.components.schemas['ODD']!['properties'] as Record<string, object>
  t.strictSame([tuple, typed], [{ type: 'array', items: {} }, { type: 'array', nullable: true, items: {} }])
  t.strictSame([nothing, maybe, some, either], [
    { type: 'object', nullable: true, enum: [null] },
    { enum: ['a', null], type: 'string', nullable: true },
    { enum: [1, 'a', null] },
    { type: 'string', nullable: true }
  ])
})

test('a failed validation is promised where one can fail, and nowhere else', async (t) => {
  const app = await createApp()
  app.addSchema({ $id: 'Params', type: 'object', properties: { id: { type: 'string' } }, required: ['id'] })
  const object = (properties: object, rest: object = {}) => ({ type: 'object', properties, ...rest })
  const text = { type: 'string' }
  const never: Record<string, object> = {
    'text/:id': { params: object({ id: text }, { required: ['id'] }) },
    'closed/:id': { params: object({ id: { ...text, description: 'Which.', examples: ['1'] } }, { additionalProperties: false }) },
    'any/:id': { params: object({ id: {} }) },
    'typebox/:id': { params: Type.Object({ id: Type.String() }) },
    'shared/:id': { params: { $ref: 'Params#' } },
    header: { headers: object({ 'x-tenant': text }) },
    body: { body: {} },
    'any-query': { querystring: object({ page: {} }) }
  }
  const sometimes: Record<string, object> = {
    'bounded/:id': { params: object({ id: { ...text, minLength: 1 } }) },
    'number/:id': { params: object({ id: { type: 'integer' } }) },
    'union/:id': { params: object({ id: { anyOf: [{ type: 'integer' }, { type: 'null' }] } }) },
    'other/:id': { params: object({ id: text }, { required: ['other'] }) },
    // Twice in the query, a text is a list.
    query: { querystring: object({ q: text }) },
    needed: { headers: object({ 'x-tenant': text }, { required: ['x-tenant'] }) },
    sent: { body: object({}) }
  }
  for (const [url, schema] of Object.entries({ ...never, ...sometimes })) app.post(`/${url}`, { schema: schema as FastifySchema }, handler)
  const { paths } = await documentOf(app)
  const promised = (url: string) => codesOf(paths[`/${url.replace(':id', '{id}')}`]!['post']!)['400']?.includes('VALIDATION_ERROR')

  for (const url of Object.keys(never)) t.notOk(promised(url), url)
  for (const url of Object.keys(sometimes)) t.ok(promised(url), url)
  t.equal((await app.inject({ method: 'POST', url: '/query?q=a&q=b' })).json().code, 'VALIDATION_ERROR')
  t.equal((await app.inject({ method: 'POST', url: '/bounded/' })).json().code, 'VALIDATION_ERROR')
  for (const url of ['text', 'closed', 'any', 'typebox', 'shared']) t.equal((await app.inject({ method: 'POST', url: `/${url}/` })).statusCode, 200, url)
})

test('any value is the same after it is written as YAML and read again', (t) => {
  const odd = ['', ' ', 'true', 'No', '1', '.5', '-', '- a', 'a: b', 'a #b', '#', '*a', '&a', '!', '{a}', 'a\nb', 'a\n\nb', ' a\nb', 'a\n', '\u2028', '\u0085', '\ud800', '2026-01-31', '~', 'null', '@a', '`a', '0x1f', 'a\tb', '"', "'", '=', '<<', 'y']
  fc.assert(fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => t.same(parse(toYaml(value)), JSON.parse(JSON.stringify(value)))), { numRuns: 300 })
  for (const text of odd) t.strictSame(parse(toYaml({ [text]: [text, { text, [text]: [[text]] }] })), { [text]: [text, { text, [text]: [[text]] }] })
  t.equal(toYaml({ at: new Date(0), gone: undefined, big: 5n, do: () => {}, list: [undefined], none: {}, text: 'a: b' }),
    'at: "1970-01-01T00:00:00.000Z"\nbig: 5\nlist:\n  - null\nnone: {}\ntext: "a: b"\n')
  t.equal(toYaml({ a: { 404: { description: 'one\ntwo' }, list: [{ b: 1, c: [2] }] } }),
    'a:\n  "404":\n    description: |-\n      one\n      two\n  list:\n    - b: 1\n      c:\n        - 2\n')
  t.end()
})

test('extensions that refer to themselves refer to the extensions, and not to the whole problem', async (t) => {
  const folders = defineCatalog({
    FOLDER_FULL: {
      status: 409,
      title: 'Folder full',
      extensions: { type: 'object', properties: { name: { type: 'string' }, parent: { $ref: '#' } } } as never
    }
  }) as unknown as AnyCatalog
  const app = await createApp({ plugin: { catalog: folders } })
  app.get('/', problems('FOLDER_FULL'), handler)

  const document = await rawDocument(app)

  t.match(await new Validator().validate(JSON.parse(JSON.stringify(document))), { valid: true })
  const { schemas } = document.components as unknown as { schemas: Record<string, { properties: Record<string, { $ref?: string }> }> }
  const target = schemas['FOLDER_FULL']?.properties['parent']?.$ref?.split('/').at(-1) ?? ''
  t.strictSame(Object.keys(schemas[target]?.properties ?? {}), ['name', 'parent'])
})
