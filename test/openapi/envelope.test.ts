/**
 * The document of a service that answers in an older shape: it says what a client gets that asks for none.
 */
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import fastifySwagger from '@fastify/swagger'
import { Validator } from '@seriousme/openapi-schema-validator'
import { Type } from '@sinclair/typebox'
import Fastify from 'fastify'
import type { FastifyInstance, FastifySchema, InjectOptions } from 'fastify'
import { test } from 'tap'
import { defineCatalog, envelopes, problemJson, problemServerOptions, refResolver } from '../../lib/index.js'
import type { AnyCatalog, EnvelopeFormat, EnvelopeOptions, OpenApiOptions } from '../../lib/index.js'
import { toLegacyShape } from '../../lib/representation/envelope-openapi.js'
import { contracts } from '../fixtures/contracts.js'
import { createValidator, documentOf, mediaOf, pathOf, problemType } from '../fixtures/openapi-document.js'
import type { OpenApiDocument } from '../fixtures/openapi-document.js'

const catalog = defineCatalog({
  ORDER_NOT_FOUND: {
    status: 404,
    title: 'Order not found',
    detail: 'There is no order {orderId}.',
    legacyCode: 'order_missing',
    extensions: Type.Object({ orderId: Type.String(), hint: Type.Optional(Type.String()) })
  },
  ORDER_GONE: { status: 404, title: 'Order gone', legacyCode: 'order_missing' },
  BUSY: { status: 503, title: 'Busy', retryAfter: 7 },
  FORM_INVALID: { status: 422, title: 'Form invalid', refines: 'VALIDATION_ERROR', extensions: Type.Object({ form: Type.Optional(Type.String()) }) },
  FORM_HINTS: { status: 409, title: 'Form hints', extensions: Type.Object({ errors: Type.Optional(Type.Array(Type.String())) }), examples: [{}] }
}, { base: 'https://api.example.com/problems/' })

async function build (envelope: EnvelopeOptions, openapi: OpenApiOptions = {}): Promise<{ app: FastifyInstance, document: OpenApiDocument }> {
  const app = Fastify({ ...problemServerOptions() })
  await app.register(fastifySwagger, { openapi: { openapi: '3.1.0', info: { title: 'Orders', version: '1' } }, refResolver })
  // This program registers no catalog.
  await app.register(problemJson, { catalog: catalog as unknown as AnyCatalog, envelope, openapi })
  const schema = { body: Type.Object({ end: Type.String() }), problems: ['ORDER_NOT_FOUND', 'ORDER_GONE', 'BUSY', 'FORM_INVALID', 'FORM_HINTS'] } as FastifySchema
  app.post('/orders', { schema }, async (request, reply) => {
    const { end } = request.body as { end: string }
    if (end === 'missing') return reply.problem('ORDER_NOT_FOUND', { orderId: '7' })
    if (end === 'hints') return reply.problem('FORM_HINTS', { errors: ['text'] })
    return reply.problem(end)
  })
  app.get('/wait', { schema: { problems: ['SERVICE_UNAVAILABLE'] } as FastifySchema }, async (_request, reply) => reply.problem('SERVICE_UNAVAILABLE', {}, { retryAfter: 3 }))
  await app.ready()
  return { app, document: await documentOf(app) }
}

const formats: Record<string, EnvelopeFormat> = {
  ...envelopes,
  'of the user': (problem, { legacyCode }) => ({ ok: false, reason: legacyCode })
}

const answers = ['missing', 'ORDER_GONE', 'BUSY', 'hints', undefined, 'bug']

test('an older shape stands first, and what is sent in it fits, as does the problem beside it', async (t) => {
  for (const [name, format] of Object.entries(formats)) {
    for (const mode of ['legacy', 'superset'] as const) {
      // In `errorText` the older spelling of a code would be a second `code`.
      if (mode === 'superset' && name === 'errorText') continue
      for (const open of [false, true]) {
        const { app, document } = await build({ format, mode }, { open })
        const validate = createValidator(document)
        t.match(await new Validator().validate(structuredClone(document) as unknown as Record<string, unknown>), { valid: true })
        t.strictSame(Object.keys(document.paths['/orders']!['post']!.responses['404']!.content!), ['application/json', problemType])

        const requests: InjectOptions[] = [{ url: '/wait' }, ...answers.map((end) => ({ method: 'POST' as const, url: '/orders', payload: { end } }))]
        for (const request of requests) {
          for (const accept of ['*/*', problemType]) {
            const response = await app.inject({ ...request, headers: { accept } })
            const { method = 'get', url } = request
            const place = { path: String(url), method, status: String(response.statusCode), mediaType: String(response.headers['content-type']) }
            t.strictSame(validate(place, response.json()), [], `${name}, ${mode}: ${response.body}`)
          }
        }
        for (const { media: { examples }, ...place } of mediaOf(document).filter(({ media }) => media.examples)) {
          for (const { value } of Object.values(examples)) t.strictSame(validate(place, value), [], `${name}, ${mode}: ${JSON.stringify(value)}`)
        }
      }
    }
  }
})

test('each code has an example in the older shape, and a ready format a schema', async (t) => {
  const { document } = await build({ format: envelopes.errorObject, mode: 'legacy' })
  const { schema, examples } = document.paths['/orders']!['post']!.responses['404']!.content!['application/json']!

  t.strictSame(schema, { type: 'object', anyOf: [{ $ref: '#/components/schemas/ORDER_NOT_FOUND-legacy' }, { $ref: '#/components/schemas/ORDER_GONE-legacy' }] })
  t.strictSame(examples, {
    ORDER_NOT_FOUND: {
      summary: 'Order not found',
      value: { success: false, error: { code: 'order_missing', message: 'There is no order 42.', details: { orderId: '42', hint: 'Try again tomorrow.' } } }
    },
    ORDER_GONE: { summary: 'Order gone', value: { success: false, error: { code: 'order_missing', message: 'Order gone' } } }
  })
  t.strictSame(document.components.schemas['ORDER_NOT_FOUND-legacy'], {
    type: 'object',
    description: 'Order not found.',
    properties: {
      success: { type: 'boolean', enum: [false] },
      error: {
        type: 'object',
        properties: {
          code: { type: 'string', enum: ['order_missing'] },
          message: { type: 'string' },
          details: { type: 'object', properties: { orderId: { type: 'string' }, hint: { type: 'string' } }, required: ['orderId'] }
        },
        required: ['code', 'message', 'details']
      }
    },
    required: ['success', 'error']
  })
})

test('a schema of an older shape tells what is wrong', async (t) => {
  const place = { path: '/orders', method: 'post', status: '422', mediaType: 'application/json' }
  const errors = [{ in: 'body', pointer: '#/end', code: 'required', detail: 'is required' }]
  const wrong = {
    errorText: [{ error: 'Form invalid' }, { error: 'Form invalid', code: 'OTHER' }],
    errorObject: [{ success: true, error: { code: 'VALIDATION_ERROR', message: '', details: { errors } } }, { success: false, error: { code: 'VALIDATION_ERROR', message: '' } }],
    errorCode: [{ error: 'VALIDATION_ERROR', message: '', statusCode: 400, details: { fields: {} } }, { error: 'VALIDATION_ERROR', message: '', statusCode: 422, details: { fields: { end: 'is required' } } }]
  }
  for (const [name, bodies] of Object.entries(wrong)) {
    const { document } = await build({ format: formats[name]!, mode: 'legacy' })
    const validate = createValidator(document)
    for (const body of bodies) t.not(validate(place, body).length, 0, JSON.stringify(body))
  }
})

test('what is no list of errors is no part of details.fields', async (t) => {
  const odd = defineCatalog({ ODD: { status: 400, title: 'Odd', extensions: { type: 'object', properties: { errors: { type: 'integer' } }, required: ['errors'] } } })
  const shape = toLegacyShape(odd, { format: envelopes.errorCode, mode: 'legacy' })!
  t.notMatch(JSON.stringify(shape.schemaOf(odd.ODD as never)), 'fields')
  t.notMatch(JSON.stringify(shape.write({ problemType: odd.ODD as never, extensions: { errors: 3 } }, 'urn:uuid:0')), 'fields')
})

test('in mode problem nothing is said of the older shape', async (t) => {
  const { document } = await build({ format: envelopes.errorCode, mode: 'problem' })
  t.strictSame(Object.keys(document.paths['/orders']!['post']!.responses['404']!.content!), [problemType])
})

test('unora: what each situation of the contract gets fits the document of the service', async (t) => {
  // The examples have no document: it is there before anything else of theirs.
  const addDocument = (message: unknown) => {
    (message as { fastify: FastifyInstance }).fastify.register(fastifySwagger, { openapi: { openapi: '3.1.0', info: { title: 'Unora', version: '1' } }, refResolver })
  }
  subscribe('fastify.initialization', addDocument)
  // By a computed name: the examples import the built package.
  const load = (path: string) => import(new URL(`../../examples/contracts/${path}`, import.meta.url).href)
  const { startStandIn } = await load('stand-in.ts') as { startStandIn: () => Promise<{ url: string, close: () => Promise<void> }> }
  const { build } = await load('unora/app.ts') as { build: (options: object) => Promise<FastifyInstance> }
  const standIn = await startStandIn()
  const app = await build({ upstreamUrl: standIn.url })
  unsubscribe('fastify.initialization', addDocument)
  t.teardown(async () => {
    await app.close()
    await standIn.close()
  })
  const document = await documentOf(app)
  const validate = createValidator(document)
  t.match(await new Validator().validate(structuredClone(document) as unknown as Record<string, unknown>), { valid: true })

  for (const { request, as, body, times = 1, code, status, upstreamDown } of contracts['unora']!.situations) {
    const [method = '', url = ''] = request.split(' ')
    const path = pathOf(document, method, url)
    if (path === undefined || upstreamDown) continue
    const payload = typeof body === 'string' ? body : JSON.stringify(body)
    const headers = { ...(as && { authorization: `Bearer ${as}` }), ...(body && { 'content-type': 'application/json' }) }
    const send = (accept: string) => app.inject({ method: method as 'GET', url, headers: { ...headers, accept }, ...(body && { payload }) })
    for (let sent = 1; sent < times; sent++) await send('*/*')
    for (const mediaType of ['application/json', problemType]) {
      const response = await send(mediaType)
      t.match(response, { statusCode: status, headers: { 'content-type': mediaType } })
      t.strictSame(validate({ path, method, status: String(status), mediaType }, response.json()), [], `${request} ${code}`)
    }
  }
})
