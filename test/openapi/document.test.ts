/**
 * The OpenAPI document: what it says of each route, whatever else the service uses.
 */
import fastifySwagger from '@fastify/swagger'
import { Type as Type034 } from '@sinclair/typebox'
import Fastify from 'fastify'
import type { FastifyInstance, FastifySchema, RouteOptions } from 'fastify'
import { jsonSchemaTransform, serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod'
import { test } from 'tap'
import { Type as Type1 } from 'typebox'
import { z } from 'zod'
import { defineCatalog, problemJson, problemServerOptions, refResolver } from '../../lib/index.js'
import type { AnyCatalog, ProblemJsonOptions } from '../../lib/index.js'
import { buildApp, catalog } from '../fixtures/openapi-app.js'
import { codesOf, createValidator, documentOf, mediaOf, problemType } from '../fixtures/openapi-document.js'
import type { OpenApiDocument } from '../fixtures/openapi-document.js'

/** The sample's problem types as the plugin's option wants them: this program registers no catalog. */
const sampleCatalog = catalog as unknown as AnyCatalog

/** An application with one plugin and its document. */
async function withDocument (options: Partial<ProblemJsonOptions> & { swagger?: object } = {}): Promise<FastifyInstance> {
  const { swagger, ...plugin } = options
  // Rules without a type are meant here; Ajv would print a warning for each.
  const app = Fastify({ ...problemServerOptions(), ajv: { customOptions: { strictTypes: false } } })
  await app.register(fastifySwagger, { openapi: { openapi: '3.1.0' }, refResolver, ...swagger })
  await app.register(problemJson, { catalog: sampleCatalog, ...plugin })
  return app
}

const problemRoute = (problems: string[], route: Partial<RouteOptions> & { schema?: FastifySchema } = {}) =>
  ({ ...route, schema: { ...route.schema, problems } as FastifySchema, handler: async () => ({}) })

test('a declared problem is a response with its schema, a named example, its guidance and its headers', async (t) => {
  const { paths, components } = await documentOf(await buildApp())

  t.strictSame(paths['/orders/{orderId}']?.['get']?.responses['404'], {
    description: 'Order not found. The order does not exist, or the caller may not see it. Show the empty state of the order page.',
    headers: { 'X-Request-Id': { schema: { type: 'string' }, description: 'Names this request, for questions to the operators.' } },
    content: {
      'application/problem+json': {
        schema: { $ref: '#/components/schemas/ORDER_NOT_FOUND' },
        examples: {
          ORDER_NOT_FOUND: {
            summary: 'Order not found',
            value: {
              type: 'https://api.example.com/problems/order-not-found',
              title: 'Order not found',
              status: 404,
              code: 'ORDER_NOT_FOUND',
              detail: 'There is no order 42.',
              instance: 'urn:uuid:0b9c1f6e-5a53-4c5e-9f0e-2f7a3a7d9d10',
              orderId: '42'
            }
          }
        }
      }
    }
  })
  t.match(components.schemas['ORDER_NOT_FOUND'], {
    type: 'object',
    properties: { code: { type: 'string', enum: ['ORDER_NOT_FOUND'] }, status: { type: 'integer', enum: [404] }, orderId: { type: 'string' } },
    required: ['type', 'title', 'status', 'code', 'orderId']
  })
})

test('codes with one status are alternatives, each with its own example', async (t) => {
  const { paths } = await documentOf(await buildApp())
  const response = paths['/orders/{orderId}/cancellation']?.['post']?.responses['404']

  t.strictSame(Object.keys(response?.content?.[problemType]?.examples ?? {}), ['ORDER_NOT_FOUND', 'CUSTOMER_NOT_FOUND'])
  t.match(response?.description, /^- `ORDER_NOT_FOUND`: Order not found\. .*\n- `CUSTOMER_NOT_FOUND`: Customer not found\.$/)
})

test('the document is the same whichever of the two plugins comes first', async (t) => {
  for (const version of ['3.0.3', '3.1.0'] as const) {
    const [first, last] = await Promise.all([true, false].map(async (swaggerFirst) => await documentOf(await buildApp({ version, swaggerFirst }))))
    t.equal(first?.openapi, version)
    t.strictSame(first?.paths, last?.paths)
    t.strictSame(Object.keys(first?.components.schemas ?? {}).sort(), Object.keys(last?.components.schemas ?? {}).sort())
  }
})

test('every reference is right without a refResolver, in the object and in YAML', async (t) => {
  for (const swaggerFirst of [true, false]) {
    const app = await buildApp({ swagger: {}, swaggerFirst })
    const { paths, components } = await documentOf(app)
    const { schema } = paths['/orders/{orderId}/cancellation']!['post']!.responses['404']!.content![problemType]!
    const name = schema.discriminator.mapping['ORDER_NOT_FOUND']!

    t.equal(schema.oneOf?.[0]?.$ref, name)
    t.match(components.schemas[name.split('/').pop()!], { properties: { code: { enum: ['ORDER_NOT_FOUND'] } } })
    t.match(app.swagger({ yaml: true }), `ORDER_NOT_FOUND: "${name}"`)
    t.equal(app.swagger() as unknown, app.swagger() as unknown, 'it is made once')
  }
})

test('the mapping of a document that is asked for too early is left to @fastify/swagger to refuse', async (t) => {
  const app = await buildApp()
  t.throws(() => app.swagger(), { message: /must be called after \.ready\(\)/ })
})

test('a document of Swagger 2, which knows no problem responses, does not fail', async (t) => {
  const app = Fastify()
  await app.register(fastifySwagger, { swagger: {} })
  await app.register(problemJson, { catalog: sampleCatalog })
  app.route({ method: 'GET', url: '/order', ...problemRoute(['ORDER_NOT_FOUND']) })
  await app.ready()
  t.match(app.swagger(), { paths: { '/order': { get: { responses: { 404: { description: /^Order not found/ } } } } } })
})

test('a route shows what it can answer of itself, and nothing else', async (t) => {
  const { paths } = await documentOf(await buildApp())

  t.strictSame(codesOf(paths['/orders/{orderId}']!['get']!), {
    200: [], 400: ['VALIDATION_ERROR', 'INVALID_REQUEST'], 401: ['UNAUTHORIZED'], 404: ['ORDER_NOT_FOUND'], 500: ['INTERNAL_ERROR']
  })
  t.strictSame(codesOf(paths['/orders']!['post']!), {
    201: [],
    400: ['INVALID_REQUEST'],
    404: ['CUSTOMER_NOT_FOUND'],
    409: ['OUT_OF_STOCK'],
    413: ['PAYLOAD_TOO_LARGE'],
    415: ['UNSUPPORTED_MEDIA_TYPE'],
    422: ['ORDER_INVALID'],
    429: ['QUOTA_EXCEEDED'],
    500: ['INTERNAL_ERROR']
  }, 'a refining code stands for the general one, and a replacing one for the replaced')
  t.strictSame(codesOf(paths['/orders/{orderId}/cancellation']!['post']!), {
    204: [], 400: ['VALIDATION_ERROR'], 404: ['ORDER_NOT_FOUND', 'CUSTOMER_NOT_FOUND'], 409: ['ORDER_ALREADY_SHIPPED'], 500: ['INTERNAL_ERROR']
  }, 'what a route says that it omits is left out')
})

test('a route without a schema shows the internal error, and its default response stays', async (t) => {
  const app = await withDocument()
  app.get('/plain', async () => 'text')
  app.delete('/plain', async () => 'text')
  const { paths } = await documentOf(app)

  t.strictSame(codesOf(paths['/plain']!['get']!), { 200: [], 500: ['INTERNAL_ERROR'] })
  t.strictSame(codesOf(paths['/plain']!['delete']!), { 200: [], 500: ['INTERNAL_ERROR'] })
  t.strictSame(paths['/plain']!['get']!.responses['200'], { description: 'Default Response' })
})

test('the option rateLimited says that all routes are limited, but those that say otherwise', async (t) => {
  const app = await withDocument({ openapi: { rateLimited: true } })
  app.get('/limited', async () => 'text')
  app.get('/free', { config: { rateLimit: false } as object }, async () => 'text')
  const { paths } = await documentOf(app)

  t.strictSame(codesOf(paths['/limited']!['get']!)['429'], ['QUOTA_EXCEEDED'])
  t.notOk(codesOf(paths['/free']!['get']!)['429'])
  t.match(paths['/limited']!['get']!.responses['429']!.headers, { 'Retry-After': { schema: { type: 'integer' } } })
})

test('what the user says of a status wins', async (t) => {
  const app = await withDocument()
  const own = { description: 'Ours.', content: { 'text/plain': { schema: { type: 'string' } } } }
  app.route({ method: 'GET', url: '/own', ...problemRoute(['ORDER_NOT_FOUND'], { schema: { response: { 404: own, '5xx': own } } }) })
  const { paths } = await documentOf(app)

  t.strictSame(paths['/own']!['get']!.responses['404'], own)
  t.strictSame(paths['/own']!['get']!.responses['5XX'], own)
  t.strictSame(codesOf(paths['/own']!['get']!)['500'], ['INTERNAL_ERROR'])
})

test('with open: true, a problem with an unknown code fits, too', async (t) => {
  const app = await withDocument({ openapi: { open: true } })
  app.route({ method: 'GET', url: '/open', ...problemRoute(['ORDER_NOT_FOUND']) })
  const document = await documentOf(app)
  const { schema, examples } = document.paths['/open']!['get']!.responses['404']!.content![problemType]!
  const place = { path: '/open', method: 'get', status: '404', mediaType: problemType }
  const validate = createValidator(document).bind(undefined, place)

  t.strictSame(schema.anyOf, [{ $ref: '#/components/schemas/ORDER_NOT_FOUND' }, { $ref: '#/components/schemas/Problem' }])
  t.strictSame(validate({ type: '/problems/new', title: 'New', status: 404, code: 'NEW' }), [])
  t.strictSame(validate(examples['ORDER_NOT_FOUND']!.value), [])
})

test('the headers of a type, of its status and of the request id are shown', async (t) => {
  const app = await withDocument({ requestIdHeader: 'x-trace' })
  app.route({ method: 'GET', url: '/headers', ...problemRoute(['UNAUTHORIZED', 'METHOD_NOT_ALLOWED', 'OUT_OF_STOCK', 'UPGRADE_REQUIRED']) })
  const { responses } = (await documentOf(app)).paths['/headers']!['get']!
  const names = (status: string) => Object.keys(responses[status]!.headers ?? {})

  t.strictSame(names('401'), ['WWW-Authenticate', 'X-Trace'])
  t.strictSame(names('405'), ['Allow', 'X-Trace'])
  t.strictSame(names('409'), ['Retry-After', 'X-Trace'])
  t.strictSame(names('426'), ['Upgrade', 'Connection', 'X-Trace'])
})

test('without a request id header, a response without headers has none', async (t) => {
  const app = await withDocument({ requestIdHeader: false })
  app.get('/bare', async () => 'text')
  t.notOk((await documentOf(app)).paths['/bare']!['get']!.responses['500']!.headers)
})

test('the answer to HEAD has the headers and no body', async (t) => {
  const app = await withDocument({ swagger: { exposeHeadRoutes: true } })
  app.get('/things', async () => 'text')
  const { responses } = (await documentOf(app)).paths['/things']!['head']!

  t.ok(responses['500']?.headers)
  t.notOk(responses['500']?.content)
})

test('routes that are hidden, and those that leave problems to Fastify, are not touched', async (t) => {
  const app = await withDocument()
  app.get('/hidden', { schema: { hide: true } }, async () => 'text')
  app.get('/alone', { config: { problems: false } }, async () => 'text')
  const { paths, components } = await documentOf(app)

  t.notOk(paths['/hidden'])
  t.strictSame(codesOf(paths['/alone']!['get']!), { 200: [] })
  t.strictSame(components.schemas, {})
})

test('with openapi: false, the document stays as it was', async (t) => {
  const app = await withDocument({ openapi: false })
  app.route({ method: 'GET', url: '/order', ...problemRoute(['ORDER_NOT_FOUND']) })
  const { paths, components } = await documentOf(app)

  t.strictSame(paths['/order']!['get']!.responses, { 200: { description: 'Default Response' } })
  t.strictSame(components.schemas, {})
})

test('a route can refer to Problem and ProblemCode', async (t) => {
  const app = await withDocument()
  app.get('/last', { schema: { response: { 200: { type: 'object', properties: { last: { $ref: 'Problem#' }, code: { $ref: 'ProblemCode#' } } } } } },
    async () => ({ last: { type: 't', title: 'T', status: 400, code: 'X' }, code: 'X' }))
  const { components } = await documentOf(app)

  t.strictSame((await app.inject('/last')).json(), { last: { type: 't', title: 'T', status: 400, code: 'X' }, code: 'X' })
  t.match(components.schemas['ProblemCode']?.['description'], /`ORDER_NOT_FOUND`.*`INTERNAL_ERROR`/)
})

test("a user's own schema of the same name stays", async (t) => {
  const app = Fastify()
  app.addSchema({ $id: 'Problem', type: 'object' })
  await app.register(problemJson, { catalog: sampleCatalog })
  await app.ready()
  t.strictSame(app.getSchema('Problem'), { $id: 'Problem', type: 'object' })
})

test('the document changes nothing of what Fastify compiled', async (t) => {
  const app = await withDocument()
  app.get('/order', { schema: { problems: ['ORDER_NOT_FOUND'] } as FastifySchema }, async (request, reply) => {
    reply.header('x-statuses', Object.keys(request.routeOptions.schema?.response ?? {}).join())
    return reply.problem('ORDER_NOT_FOUND', { orderId: '7' })
  })
  await documentOf(app)
  const response = await app.inject('/order')

  t.equal(response.headers['x-statuses'], '')
  t.match(response.json(), { code: 'ORDER_NOT_FOUND', orderId: '7' })
})

test('zod routes, TypeBox routes of both lines and plain routes boot and document alike', async (t) => {
  const schemas = {
    plain: { params: { type: 'object', properties: { id: { type: 'string' } }, required: ['id'] } },
    typebox034: { params: Type034.Object({ id: Type034.String() }) },
    typebox1: { params: Type1.Object({ id: Type1.String() }) },
    zod: { params: z.object({ id: z.string() }), response: { 200: z.object({ name: z.string() }) } }
  }
  const responses = await Promise.all(Object.entries(schemas).map(async ([kind, schema]) => {
    const app = await withDocument(kind === 'zod' ? { swagger: { transform: jsonSchemaTransform } } : {})
    if (kind === 'zod') app.setValidatorCompiler(validatorCompiler).setSerializerCompiler(serializerCompiler)
    app.route({ method: 'POST', url: '/things/:id', ...problemRoute(['ORDER_NOT_FOUND', 'OUT_OF_STOCK'], { schema }) })
    app.get('/plain', async () => 'text')
    const { paths } = await documentOf(app)
    t.match((await app.inject({ method: 'POST', url: '/things/1' })).statusCode, kind === 'zod' ? 500 : 200)
    t.strictSame(codesOf(paths['/plain']!['get']!), { 200: [], 500: ['INTERNAL_ERROR'] }, kind)
    const { 200: _success, ...problems } = paths['/things/{id}']!['post']!.responses
    return problems
  }))

  t.strictSame(Object.keys(responses[0] ?? {}), ['400', '404', '409', '413', '415', '500'])
  for (const other of responses.slice(1)) t.strictSame(other, responses[0])
})

test('zod routes and plain routes live in one document where the transform tells them apart', async (t) => {
  const transform: typeof jsonSchemaTransform = (document) =>
    (document.schema as { params?: unknown } | undefined)?.params instanceof z.ZodType ? jsonSchemaTransform(document) : document
  const app = await withDocument({ swagger: { transform } })
  app.register(async (child) => {
    child.setValidatorCompiler(validatorCompiler).setSerializerCompiler(serializerCompiler)
    child.route({ method: 'GET', url: '/zod/:id', ...problemRoute(['ORDER_NOT_FOUND'], { schema: { params: z.object({ id: z.string() }) } }) })
  })
  app.route({ method: 'GET', url: '/plain/:id', ...problemRoute(['ORDER_NOT_FOUND'], { schema: { params: Type034.Object({ id: Type034.String() }) } }) })
  const { paths } = await documentOf(app)

  t.strictSame(paths['/zod/{id}']!['get']!.responses, paths['/plain/{id}']!['get']!.responses)
})

test('a child with another catalog shows its own codes, and a code with two meanings has two schemas', async (t) => {
  const admin = defineCatalog({
    ORDER_NOT_FOUND: { status: 404, title: 'No such order' },
    LOCKED_OUT: { status: 403, title: 'Locked out' }
  }, { base: 'https://api.example.com/problems/' }) as unknown as AnyCatalog
  const app = await withDocument()
  app.route({ method: 'GET', url: '/order', ...problemRoute(['ORDER_NOT_FOUND']) })
  app.register(async (child) => {
    await child.register(problemJson, { catalog: admin, notFoundHandler: false })
    child.route({ method: 'GET', url: '/order', ...problemRoute(['ORDER_NOT_FOUND', 'LOCKED_OUT']) })
  }, { prefix: '/admin' })
  const { paths, components } = await documentOf(app)

  t.strictSame(codesOf(paths['/order']!['get']!), { 200: [], 404: ['ORDER_NOT_FOUND'], 500: ['INTERNAL_ERROR'] })
  t.strictSame(codesOf(paths['/admin/order']!['get']!), { 200: [], 403: ['LOCKED_OUT'], 404: ['ORDER_NOT_FOUND-2'], 500: ['INTERNAL_ERROR'] })
  t.notOk((components.schemas['ORDER_NOT_FOUND-2']?.['properties'] as object & { orderId?: unknown }).orderId)
  t.equal(paths['/admin/order']!['get']!.responses['404']!.content![problemType]!.schema.$ref, '#/components/schemas/ORDER_NOT_FOUND-2')
})

test('a document of a part of the service holds the routes of that part', async (t) => {
  const app = Fastify()
  await app.register(problemJson, { catalog: sampleCatalog })
  let swagger: () => unknown = () => {}
  app.register(async (part) => {
    await part.register(fastifySwagger, { openapi: { openapi: '3.1.0' }, refResolver })
    part.route({ method: 'GET', url: '/order', ...problemRoute(['ORDER_NOT_FOUND']) })
    swagger = () => part.swagger()
  })
  app.route({ method: 'GET', url: '/customer', ...problemRoute(['CUSTOMER_NOT_FOUND']) })
  await app.ready()
  const { paths, components } = swagger() as OpenApiDocument

  t.strictSame(Object.keys(paths), ['/order'])
  t.strictSame(Object.keys(components.schemas).sort(), ['INTERNAL_ERROR', 'ORDER_NOT_FOUND'])
})

test('a mistake in the options or in what a route omits stops the start', async (t) => {
  const register = async (openapi: unknown) => await Fastify().register(problemJson, { catalog: sampleCatalog, openapi: openapi as false })
  for (const openapi of [true, null, 'yes', { opened: true }, { open: 1 }]) {
    await t.rejects(register(openapi), { message: /^The option 'openapi' must be false, or \{ open\?: boolean, .*, rateLimited\?: boolean \}, got / })
  }
  const app = await withDocument()
  for (const problems of [true, {}, { omit: 'INTERNAL_ERROR' }, { omit: ['ORDER_NOT_FOUND'] }]) {
    t.throws(() => app.get('/omit', { config: { problems: problems as false } }, async () => ''), { message: /^config\.problems of GET \/omit must be false, or \{ omit: \[\.\.\.\] \} with codes of VALIDATION_ERROR, / })
  }
})

test('a code that a route sends without declaring it is named once, with the route', async (t) => {
  const lines: string[] = []
  const app = Fastify({ logger: { level: 'warn', stream: { write: (line: string) => { lines.push(JSON.parse(line).msg) } } } })
  await app.register(problemJson, { catalog: sampleCatalog, undeclared: 'warn' })
  app.post('/orders/:orderId', { schema: { body: { type: 'object' }, problems: ['ORDER_NOT_FOUND'] } as FastifySchema }, async (request, reply) => {
    const { send } = request.body as { send: string }
    if (send === 'bug') throw new Error('secret')
    return reply.problem(send, { sku: 'A', available: 1, orderId: '1', errors: [] })
  })
  app.delete('/orders/:orderId', { schema: { problems: [] } as FastifySchema }, async (_request, reply) => reply.problem('VALIDATION_ERROR', { errors: [] }))
  app.get('/silent', async (_request, reply) => reply.problem('OUT_OF_STOCK', { sku: 'A', available: 1 }))
  const post = async (payload: unknown) => await app.inject({ method: 'POST', url: '/orders/1', headers: { 'content-type': 'application/json' }, payload: payload as string })

  for (const send of ['OUT_OF_STOCK', 'OUT_OF_STOCK', 'ORDER_NOT_FOUND', 'VALIDATION_ERROR', 'bug']) await post({ send })
  await post('{')
  await app.inject('/silent')
  await app.inject({ method: 'DELETE', url: '/orders/1', headers: { 'content-type': 'application/json' }, payload: '{' })
  t.strictSame(lines.filter((line) => line.includes('without declaring')), [
    "POST /orders/:orderId sent 'OUT_OF_STOCK' without declaring it: add it to schema.problems"
  ])

  await app.inject({ method: 'DELETE', url: '/orders/1' })
  t.equal(lines.at(-1), "DELETE /orders/:orderId sent 'VALIDATION_ERROR' without declaring it: add it to schema.problems",
    'a general code is not automatic on a route that has no input')
})

test('every problem that the sample can send fits the schema of its operation and status', async (t) => {
  for (const version of ['3.0.3', '3.1.0'] as const) {
    const app = await buildApp({ version, swagger: {} })
    const document = await documentOf(app)
    const validate = createValidator(document)
    const token = { authorization: 'Bearer x' }
    const json = { 'content-type': 'application/json' }
    const order = (sku: string) => JSON.stringify({ sku, quantity: 1 })
    const cases: [code: string, path: string, method: 'GET' | 'POST', url: string, headers?: Record<string, string>, payload?: string][] = [
      ['UNAUTHORIZED', '/orders/{orderId}', 'GET', '/orders/1'],
      ['ORDER_NOT_FOUND', '/orders/{orderId}', 'GET', '/orders/7', token],
      ['VALIDATION_ERROR', '/orders/{orderId}', 'GET', `/orders/${'7'.repeat(21)}`, token],
      ['INTERNAL_ERROR', '/orders/{orderId}', 'GET', '/orders/bug', token],
      ['INVALID_REQUEST', '/orders', 'POST', '/orders', json, '{'],
      ['CUSTOMER_NOT_FOUND', '/orders', 'POST', '/orders', json, order('nobody')],
      ['OUT_OF_STOCK', '/orders', 'POST', '/orders', json, order('ZZ-9999')],
      ['PAYLOAD_TOO_LARGE', '/orders', 'POST', '/orders', json, order('x'.repeat(300))],
      ['UNSUPPORTED_MEDIA_TYPE', '/orders', 'POST', '/orders', { 'content-type': 'application/xml' }, '<order/>'],
      ['ORDER_INVALID', '/orders', 'POST', '/orders', json, '{"sku":"ZZ-9999","quantity":0}'],
      ['QUOTA_EXCEEDED', '/orders', 'POST', '/orders', json, order('limited')],
      ['ORDER_ALREADY_SHIPPED', '/orders/{orderId}/cancellation', 'POST', '/orders/2/cancellation'],
      ['ORDER_NOT_FOUND', '/orders/{orderId}/cancellation', 'POST', '/orders/7/cancellation'],
      ['CUSTOMER_NOT_FOUND', '/customers/{customerId}', 'GET', '/customers/6f1c3a52-8d0e-4b7a-9c41-5e2d7f8a9b10'],
      ['VALIDATION_ERROR', '/customers/{customerId}', 'GET', '/customers/7']
    ]
    for (const [code, path, method, url, headers = {}, payload] of cases) {
      const response = await app.inject({ method, url, headers, ...(payload !== undefined && { payload }) })
      const place = { path, method, status: String(response.statusCode), mediaType: String(response.headers['content-type']) }
      t.equal(response.json().code, code)
      t.strictSame(validate(place, response.json<object>()), [], `${version} ${method} ${path} ${code}`)
      t.not(validate(place, { ...response.json<object>(), code: 'OTHER' }).length, 0, 'and the schema tells codes apart')
    }
  }
})

test('every example of the document fits its schema', async (t) => {
  const document = await documentOf(await buildApp())
  const validate = createValidator(document)
  for (const { media: { examples }, ...place } of mediaOf(document).filter(({ media }) => media.examples)) {
    for (const { value } of Object.values(examples)) t.strictSame(validate(place, value), [], `${place.method} ${place.path} ${place.status}`)
  }
})

test('the example of a failed validation is about a member that the route has', async (t) => {
  const app = await withDocument()
  app.addSchema({ $id: 'Profile', type: 'object', properties: { name: { type: 'string' } }, required: ['name'] })
  const zodBody = z.object({ nick: z.string().optional(), email: z.string() })
  const object = (properties: object, required: string[] = []) => ({ type: 'object', properties, required })
  const items: [url: string, schema: object, item: object][] = [
    ['/body', { body: object({ a: { type: 'string' }, 'b/~c': {} }, ['b/~c']), querystring: object({ page: {} }, ['page']) }, { in: 'body', pointer: '#/b~1~0c', code: 'required', detail: 'is required' }],
    ['/text', { body: object({ name: { type: 'string' } }) }, { in: 'body', pointer: '#/name', code: 'type', detail: 'must be string' }],
    ['/shared', { body: { $ref: 'Profile#' } }, { in: 'body', pointer: '#/name', code: 'required', detail: 'is required' }],
    ['/list', { body: { type: 'array' } }, { in: 'body', pointer: '#', code: 'invalid', detail: 'is invalid' }],
    ['/zod', { body: zodBody }, { in: 'body', pointer: '#/email', code: 'required', detail: 'is required' }],
    ['/query', { querystring: object({ text: { type: 'string' }, page: { type: 'integer', minimum: 1, default: 1 } }, ['page']) }, { in: 'query', name: 'page', code: 'minimum', limit: 1, detail: 'must be >= 1' }],
    ['/at-most', { querystring: object({ size: { maximum: 9 } }) }, { in: 'query', name: 'size', code: 'maximum', limit: 9, detail: 'must be <= 9' }],
    ['/headers', { headers: object({ 'x-tenant': { type: 'string', format: 'uuid' } }) }, { in: 'header', name: 'x-tenant', code: 'format', detail: 'must match the format uuid' }],
    ['/sku/:sku', { params: object({ sku: { type: 'string', pattern: '^A' } }, ['sku']) }, { in: 'path', name: 'sku', code: 'pattern', detail: 'must match the required pattern' }],
    ['/kind/:kind', { params: object({ kind: { enum: ['a', 'b'] } }) }, { in: 'path', name: 'kind', code: 'enum', detail: 'must be one of the allowed values' }],
    ['/short/:id', { params: object({ id: { minLength: 1 } }) }, { in: 'path', name: 'id', code: 'minLength', limit: 1, detail: 'must have at least 1 character' }],
    ['/long/:id', { params: object({ id: { maxLength: 20 } }) }, { in: 'path', name: 'id', code: 'maxLength', limit: 20, detail: 'must have at most 20 characters' }],
    ['/number/:id', { params: object({ id: { type: 'integer' } }) }, { in: 'path', name: 'id', code: 'type', detail: 'must be integer' }],
    ['/named', { headers: object({ 'X-Api-Key': { type: 'string' } }, ['X-Api-Key']) }, { in: 'header', name: 'x-api-key', code: 'required', detail: 'is required' }],
    ['/odd', { body: object({ 'a:b/c\ud800': {} }, ['a:b/c\ud800']) }, { in: 'body', pointer: '#/a:b~1c%EF%BF%BD', code: 'required', detail: 'is required' }],
    ['/optional', { querystring: z.object({ page: z.coerce.number().optional(), size: z.coerce.number().default(1) }) }, { in: 'query', name: 'page', code: 'type', detail: 'must be number' }],
    ['/any/:id', { params: { anyOf: [object({ id: { type: 'string' } })] } }, { in: 'path', name: 'id', code: 'invalid', detail: 'is invalid' }]
  ]
  for (const [url, schema] of items) {
    app.route({ method: 'POST', url, ...(['/zod', '/optional'].includes(url) && { validatorCompiler, serializerCompiler } as object), ...problemRoute([], { schema: schema as FastifySchema }) })
  }
  app.route({ method: 'POST', url: '/refined', ...problemRoute(['ORDER_INVALID'], { schema: { body: object({ sku: {} }, ['sku']) } }) })
  const { paths } = await documentOf(app)
  const shown = (url: string, status: string, code: string) => paths[url]!['post']!.responses[status]!.content![problemType]!.examples[code]!.value['errors']

  for (const [url, , item] of items) t.strictSame(shown(url.replace(/:(\w+)/, '{$1}'), '400', 'VALIDATION_ERROR'), [item], url)
  t.strictSame(shown('/refined', '422', 'ORDER_INVALID'), [{ in: 'body', pointer: '#/sku', code: 'required', detail: 'is required' }])
})

test("the catalog's own example of a failed validation stays", async (t) => {
  const own = { errors: [{ in: 'query', name: 'page', code: 'invalid', detail: 'Ours.' }] }
  const app = await withDocument({ catalog: defineCatalog({ VALIDATION_ERROR: { examples: [own] } }) as unknown as AnyCatalog })
  app.route({ method: 'POST', url: '/order', ...problemRoute([], { schema: { body: { type: 'object' } } }) })
  const { examples } = (await documentOf(app)).paths['/order']!['post']!.responses['400']!.content![problemType]!

  t.match(examples['VALIDATION_ERROR']!.value, own)
})

test('ProblemCode names the codes of every catalog in the document, whoever registered first', async (t) => {
  const only = (code: string) => defineCatalog({ [code]: { status: 409, title: 'Only' } } as never) as unknown as AnyCatalog
  const addPart = (app: FastifyInstance, code: string) => app.register(async (part) => {
    await part.register(problemJson, { catalog: only(code), notFoundHandler: false })
    part.route({ method: 'GET', url: `/${code}`, ...problemRoute([code]) })
    part.get(`/${code}/ref`, { schema: { response: { 200: { $ref: 'ProblemCode#' } } } }, async () => code)
  })
  const siblings = Fastify()
  await siblings.register(fastifySwagger, { openapi: { openapi: '3.1.0' }, refResolver })
  const family = await withDocument({ catalog: only('PARENT') })
  for (const app of [siblings, family]) {
    addPart(app, 'ONE')
    addPart(app, 'TWO')
  }
  const description = async (app: FastifyInstance) => (await documentOf(app)).components.schemas['ProblemCode']!['description']

  for (const code of ['ONE', 'TWO', 'INTERNAL_ERROR']) t.match(await description(siblings), `\`${code}\``)
  for (const code of ['PARENT', 'ONE', 'TWO']) t.match(await description(family), `\`${code}\``)
})

test('routes of HEAD are shown where they are asked for, and every operationId once', async (t) => {
  for (const swaggerFirst of [true, false]) {
    const document = await documentOf(await buildApp({ swaggerFirst, swagger: { refResolver, exposeHeadRoutes: true } }))
    const ids = Object.values(document.paths).flatMap((operations) => Object.values(operations).map(({ operationId }) => operationId))

    t.ok(document.paths['/orders/{orderId}']!['head'])
    t.equal(new Set(ids).size, ids.length)
  }
})

test('guidance with a list stays a list, also where several codes share a response', async (t) => {
  const catalog = defineCatalog({
    CARD_DECLINED: { status: 402, title: 'Card declined', guidance: '1. Ask for another card.\n2. Keep the basket.' },
    LIMIT_USED_UP: { status: 402, title: 'Limit used up', guidance: 'Ask again tomorrow.' }
  })
  const app = Fastify()
  await app.register(fastifySwagger, { openapi: { openapi: '3.1.0' } })
  await app.register(problemJson, { catalog })
  app.get('/one', { schema: { problems: ['CARD_DECLINED'] } as object }, async () => 1)
  app.get('/both', { schema: { problems: ['CARD_DECLINED', 'LIMIT_USED_UP'] } as object }, async () => 1)
  await app.ready()
  const { responses } = JSON.parse(JSON.stringify(app.swagger())).components as { responses: Record<string, { description: string }> }

  t.equal(responses['CARD_DECLINED_response']?.description, 'Card declined.\n\n1. Ask for another card.\n2. Keep the basket.')
  t.equal(responses['CARD_DECLINED_or_LIMIT_USED_UP']?.description,
    '- `CARD_DECLINED`: Card declined.\n\n  1. Ask for another card.\n  2. Keep the basket.\n- `LIMIT_USED_UP`: Limit used up. Ask again tomorrow.')
})
