/**
 * A program that registers no catalog: any code, and the rest as ever.
 */
import { readFileSync } from 'node:fs'
import Fastify from 'fastify'
import type { FastifyInstance, FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import { expect, test } from 'tstyche'
import problemJson, { defineCatalog, isProblemError, problemJson as named, problemServerOptions, sendProblem, toProblem } from 'fastify-problem-json'
import type { Problem, ProblemEvent, ProblemJsonOptions } from 'fastify-problem-json'

const catalog = defineCatalog({ ORDER_LOCKED: { status: 409, title: 'Order locked' } })
const app = Fastify()

test('any code and any extensions compile', () => {
  app.get('/', { schema: { problems: ['ANYTHING'] } }, async (request, reply) => {
    expect(reply.problem).type.toBeCallableWith('ANYTHING')
    return reply.problem('ANYTHING', { any: 1 }, { retryAfter: 3 })
  })
  app.get('/', async (request, reply) => reply.problem('ANYTHING', { any: 1 }))
})

test('codes and extensions of the wrong kind do not compile', () => {
  app.get('/', async (request, reply) => {
    expect(reply.problem).type.not.toBeCallableWith(404)
    expect(reply.problem).type.not.toBeCallableWith()
    expect(reply.problem).type.not.toBeCallableWith('ANYTHING', 'text')
    expect(reply.problem).type.not.toBeCallableWith('ANYTHING', {}, { retryAfter: '3' })
  })
})

test('a route that declares its codes takes only those, here too', () => {
  app.get('/', { schema: { problems: ['ORDER_LOCKED'] } }, async (request, reply) => {
    expect(reply.problem).type.not.toBeCallableWith('ANYTHING')
    return reply.problem('ORDER_LOCKED')
  })
})

test('app.problems is a catalog of any codes', () => {
  const plugin: FastifyPluginAsync = async (child) => {
    expect(child.problems['ORDER_LOCKED']?.code).type.toBe<string | undefined>()
  }
  app.register(plugin)
})

test('the plugin takes its options', () => {
  app.register(problemJson, { catalog })
  app.register(named, { catalog, prefix: '/v1' })
  app.register(problemJson, {
    catalog,
    mapError: (error, request) => {
      expect(error).type.toBe<unknown>()
      expect(request).type.toBe<FastifyRequest | undefined>()
      if (error instanceof RangeError) return new catalog.ORDER_LOCKED({}, { cause: error })
    },
    errorHandler: false,
    notFoundHandler: false,
    methodNotAllowed: { except: ['/admin'] },
    notFoundPreHandler: async () => {},
    requestIdHeader: 'x-correlation-id',
    undeclared: 'ignore',
    maxValidationErrors: 10,
    onProblem ({ problem, origin, error, request, route, deprecated }) {
      expect(problem.code).type.toBe<string>()
      expect(error).type.toBe<unknown>()
      expect(request).type.toBe<FastifyRequest | undefined>()
      expect(route).type.toBe<string | undefined>()
      expect(deprecated).type.toBe<boolean>()
      expect(origin).type.toBeAssignableTo<string>()
    }
  })
  expect<ProblemJsonOptions['onProblem']>().type.toBeAssignableFrom<(event: ProblemEvent) => Promise<void>>()
})

test('mistaken options do not compile', () => {
  // @ts-expect-error No overload matches this call
  app.register(problemJson)
  // @ts-expect-error No overload matches this call
  app.register(problemJson, {})
  // @ts-expect-error No overload matches this call
  app.register(problemJson, { catalog: { ORDER_LOCKED: 409 } })
  // @ts-expect-error No overload matches this call
  app.register(problemJson, { catalog, undeclared: 'error' })
  // @ts-expect-error No overload matches this call
  app.register(problemJson, { catalog, requestIdHeader: true })
  // @ts-expect-error No overload matches this call
  app.register(problemJson, { catalog, mapErrors: () => undefined })
})

test('it is registered on any server', async () => {
  await Fastify({ http2: true }).register(problemJson, { catalog })
  await Fastify({ https: {} }).register(problemJson, { catalog })
  await Fastify({ http2: true, https: {} }).register(problemJson, { catalog })
})

test('problemServerOptions() is spread into the options of any server', () => {
  expect(Fastify({ ...problemServerOptions() })).type.toBe(Fastify())
  expect(Fastify({ ...problemServerOptions(), logger: true })).type.toBe(Fastify({ logger: true }))
  expect(Fastify({ logger: { level: 'info' }, bodyLimit: 1, ...problemServerOptions() })).type.toBe(Fastify({ logger: true }))
  expect(Fastify({ ...problemServerOptions(), https: { key: readFileSync('key.pem') } })).type.toBe(Fastify({ https: {} }))
  expect(Fastify({ ...problemServerOptions(), http2: true })).type.toBe(Fastify({ http2: true }))
  expect(Fastify({ ...problemServerOptions(), http2: true, https: {} })).type.toBe(Fastify({ http2: true, https: {} }))
  expect(Fastify({ ...problemServerOptions(), http2: true, https: {}, logger: true })).type.toBe(Fastify({ http2: true, https: {}, logger: true }))
})

test('problemServerOptions() takes handlers of your own', () => {
  problemServerOptions({
    frameworkErrors: (error, request, reply) => {
      expect(error.code).type.toBe<string>()
      reply.code(400).send(request.id)
    },
    clientErrorHandler (error, socket) {
      this.log.info(error)
      socket.end()
    },
    schemaErrorFormatter: (errors, dataVar) => new TypeError(`${dataVar}: ${errors.length}`)
  })
  // @ts-expect-error is not assignable to type '(errors: FastifySchemaValidationError[], dataVar: string) => Error'
  problemServerOptions({ schemaErrorFormatter: () => ({ message: 'not valid' }) })
  // @ts-expect-error 'frameworkError' does not exist
  problemServerOptions({ frameworkError: () => {} })
})

test('a handler of your own uses toProblem() and sendProblem()', () => {
  app.setErrorHandler((error, request, reply) => sendProblem(reply, toProblem(error, request, reply)))
  app.setErrorHandler(async (error, request, reply) => {
    const problem = toProblem(error, request, reply)
    expect(problem).type.toBe<Problem>()
    if (isProblemError(error)) request.log.info(error.code)
    return sendProblem(reply, problem)
  })
  app.get<{ Reply: { 200: string } }>('/', async (request, reply) => sendProblem(reply, new catalog.ORDER_LOCKED()))
  const secure = Fastify({ http2: true, https: {} })
  secure.setErrorHandler((error, request, reply) => sendProblem(reply, toProblem(error, request, reply)))
})

test('helpers take any instance and reply', () => {
  function answer (reply: FastifyReply) { return reply.problem('ORDER_LOCKED') }
  async function routes (instance: FastifyInstance) { instance.get('/', async (request, reply) => answer(reply)) }
  app.register(routes)
})
