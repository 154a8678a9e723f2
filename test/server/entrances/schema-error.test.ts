/** A request that does not validate, as the service and its clients see it. */
import Fastify from 'fastify'
import { test } from 'tap'
import problemJson, { problemServerOptions } from '../../../lib/index.js'
import { toSchemaError } from '../../../lib/server/entrances/schema-error.js'
import { catalog, createService, secret } from '../../fixtures/server.js'

test('validation names each place, and the code that refines it on a route that declares it', async (t) => {
  const { app } = await createService({}, { ajv: { customOptions: { allErrors: true } } })
  const body = { type: 'object', required: ['email', 'items'], properties: { email: { type: 'string', format: 'email' }, items: { type: 'array', items: { type: 'object', required: ['sku'] } } } }
  app.post('/plain', { schema: { body } }, async () => 'x')
  app.post('/profile', { schema: { body, problems: ['PROFILE_INVALID'] } as never }, async () => 'x')
  const payload = { email: secret, items: [{}, {}] }

  const plain = await app.inject({ method: 'POST', url: '/plain', payload })
  const refined = await app.inject({ method: 'POST', url: '/profile', payload })

  t.match(plain.json(), {
    status: 400,
    code: 'VALIDATION_ERROR',
    errors: [
      { in: 'body', pointer: '#/email', code: 'format' },
      { in: 'body', pointer: '#/items/0/sku', code: 'required' },
      { in: 'body', pointer: '#/items/1/sku', code: 'required' }
    ]
  })
  t.notMatch(plain.body, secret)
  t.match(refined.json(), { status: 422, code: 'PROFILE_INVALID', refines: 'VALIDATION_ERROR', errors: plain.json().errors })
})

test('at most maxValidationErrors places are named', async (t) => {
  const { app } = await createService({ maxValidationErrors: 2 }, { ajv: { customOptions: { allErrors: true } } })
  app.post('/', { schema: { body: { type: 'array', items: { type: 'number' } } } }, async () => 'x')

  const response = await app.inject({ method: 'POST', url: '/', payload: ['a', 'b', 'c'] })

  t.equal(response.json().errors.length, 2)
  t.equal(response.json().truncated, true)
})

test('the text of a failed validation is made for the log, and not where there is none', async (t) => {
  for (const logger of [false, { level: 'info', stream: { write () {} } }]) {
    let read = 0
    const entry = {
      keyword: 'type', schemaPath: '#/type', instancePath: '', params: { type: 'object' }, get message () { return `read ${++read}` }
    }
    const app = Fastify({ ...problemServerOptions(), logger })
    app.setValidatorCompiler(() => () => ({ error: toSchemaError([entry], 'body') }))
    await app.register(problemJson, { catalog })
    app.post('/', { schema: { body: { type: 'object' } } }, async () => 'x')

    const { statusCode } = await app.inject({ method: 'POST', url: '/', payload: [] })

    t.equal(statusCode, 400)
    t.equal(read > 0, logger !== false)
  }
})

test('a failed validation is an Error with the text that Fastify gives it, and without a stack', async (t) => {
  const schema = { body: { type: 'object', required: ['sku'], properties: { size: { type: 'object', properties: { width: { type: 'integer' } } } } } }
  const errorOf = async (options: object) => {
    const app = Fastify({ ...options, ajv: { customOptions: { allErrors: true } } })
    app.post('/', { schema, attachValidation: true }, async (request, reply) => {
      const { validationError } = request
      return reply.code(400).send({
        text: String(validationError),
        name: validationError!.name,
        statusCode: (validationError as { statusCode?: number }).statusCode,
        isError: validationError instanceof Error,
        frames: validationError!.stack!.split('\n').length,
        stackStart: validationError!.stack!.split('\n', 1)[0],
        own: Object.keys(validationError!)
      })
    })
    return (await app.inject({ method: 'POST', url: '/', payload: { size: { width: 'x' } } })).json()
  }
  const { frames, ...usual } = await errorOf({})
  t.ok(frames > 1)
  t.strictSame(await errorOf(problemServerOptions()), { ...usual, frames: 1 })
  t.match(usual.text, 'body must have required property')

  const error = toSchemaError([], 'body')
  error.stack = 'cut by a tracer'
  t.equal(error.stack, 'cut by a tracer')

  const own = await errorOf(problemServerOptions({ schemaErrorFormatter: () => new TypeError('my own') }))
  t.equal(own.text, 'TypeError: my own')
})

test('a validator of one\'s own may say what it likes', async (t) => {
  for (const said of ['bad', [], [null], [{ message: 'is bad' }], { length: 1 }]) {
    const { app } = await createService()
    app.setValidatorCompiler(() => () => ({ error: said as never }))
    app.post('/', { schema: { body: {} } }, async () => 'x')
    const response = await app.inject({ method: 'POST', url: '/', payload: { a: 1 } })
    t.match(response.json(), { status: 400, code: 'VALIDATION_ERROR' }, JSON.stringify(said))
  }
})

test('the text of errors that cannot be read says no more than where they are', async (t) => {
  const unreadable = new Proxy([], { get: () => { throw new Error(secret) } })

  const error = toSchemaError(unreadable as never, 'body')

  t.equal(error.message, 'body is invalid')
})
