/**
 * What a route may answer, where the program registers its catalog.
 */
import Fastify from 'fastify'
import type { FastifyInstance, FastifyPluginAsync, FastifyPluginCallback, FastifyReply, FastifyRequest, RouteHandlerMethod } from 'fastify'
import { expect, test } from 'tstyche'
import type { CodeOf } from 'fastify-problem-json'
import type { catalog } from './catalog.js'

const app = Fastify()

test('a route that declares nothing takes every code', () => {
  app.get('/', async (request, reply) => {
    expect(reply.problem).type.toBeCallableWith('ORDER_LOCKED')
    expect(reply.problem).type.toBeCallableWith('ORDER_NOT_FOUND', { orderId: '42' })
    expect(reply.problem).type.toBeCallableWith('ACCOUNT_SUSPENDED', { since: '2026' })
    expect(reply.problem).type.toBeCallableWith('UNAUTHORIZED')
    return reply.problem('RATE_LIMITED', {}, { retryAfter: 3 })
  })
})

test('an unknown code does not compile, and the error is about the code', () => {
  app.get('/', async (request, reply) => {
    expect(reply.problem).type.not.toBeCallableWith('ORDER_LOST')
    // @ts-expect-error Argument of type '"ORDER_LOST"' is not assignable
    reply.problem('ORDER_LOST')
    // @ts-expect-error Argument of type '"ORDER_LOST"' is not assignable
    reply.problem('ORDER_LOST', { orderId: '42' }, { retryAfter: 1 })
    // @ts-expect-error Argument of type 'string' is not assignable
    reply.problem('ORDER_LOST' as string)
  })
})

test('a code in a variable compiles where it can only be one that takes these extensions', () => {
  app.get<{ Querystring: { locked: boolean } }>('/', async (request, reply) => {
    return reply.problem(request.query.locked ? 'ORDER_LOCKED' : 'FORBIDDEN')
  })
  app.get<{ Querystring: { locked: boolean } }>('/', async (request, reply) => {
    const code = request.query.locked ? 'ORDER_LOCKED' : 'ORDER_NOT_FOUND'
    // @ts-expect-error Expected 2-3 arguments, but got 1
    return reply.problem(code)
  })
})

test('a missing extension member does not compile', () => {
  app.get('/', async (request, reply) => {
    // @ts-expect-error Expected 2-3 arguments, but got 1
    reply.problem('ORDER_NOT_FOUND')
    // @ts-expect-error Property 'orderId' is missing in type '{}'
    reply.problem('ORDER_NOT_FOUND', {})
    // @ts-expect-error Argument of type 'undefined' is not assignable
    reply.problem('ORDER_NOT_FOUND', undefined)
  })
})

test('a mistyped extension member does not compile', () => {
  app.get('/', async (request, reply) => {
    // @ts-expect-error Type 'number' is not assignable to type 'string'
    reply.problem('ORDER_NOT_FOUND', { orderId: 42 })
    // @ts-expect-error 'orderID' does not exist in type
    reply.problem('ORDER_NOT_FOUND', { orderID: '42' })
    // @ts-expect-error 'customer' does not exist in type
    reply.problem('ORDER_NOT_FOUND', { orderId: '42', customer: 'c' })
    // @ts-expect-error Type 'string' is not assignable to type 'number'
    reply.problem('OUT_OF_STOCK', { sku: 'A-1', left: '3' })
    // @ts-expect-error this code has no extensions
    reply.problem('ORDER_LOCKED', { orderId: '42' })
  })
})

test('options in the place of extensions do not compile, and the error says where they go', () => {
  app.get('/', async (request, reply) => {
    // @ts-expect-error options come after them: ('ORDER_LOCKED', {}, { detail })
    reply.problem('ORDER_LOCKED', { detail: 'Since noon.' })
    // @ts-expect-error options come after them: ('ORDER_LOCKED', {}, { detail })
    reply.problem('ORDER_LOCKED', { cause: new Error('x') })
    // @ts-expect-error options come after them: ('ORDER_LOCKED', {}, { detail })
    reply.problem('ORDER_LOCKED', { retryAfter: 3 })
    // @ts-expect-error options come after them: ('ORDER_LOCKED', {}, { detail })
    reply.problem('ORDER_LOCKED', { extensions: 1 })
    // @ts-expect-error ('ORDER_LOCKED', {}, { detail })
    reply.problem('ORDER_LOCKED', 'Since noon.')
    // @ts-expect-error 'detail' does not exist in type '{ orderId: string; }'
    reply.problem('ORDER_NOT_FOUND', { orderId: '42', detail: 'Gone.' })
    // @ts-expect-error 'extensions' does not exist in type '{ orderId: string; }'
    reply.problem('ORDER_NOT_FOUND', { extensions: { orderId: '42' } })
  })
})

test('the extensions may be left out where none is required', () => {
  app.get('/', async (request, reply) => {
    expect(reply.problem).type.toBeCallableWith('ORDER_LOCKED')
    expect(reply.problem).type.toBeCallableWith('ORDER_LOCKED', {})
    expect(reply.problem).type.toBeCallableWith('ORDER_LOCKED', undefined, { detail: 'Since noon.' })
    expect(reply.problem).type.toBeCallableWith('DUPLICATE')
    expect(reply.problem).type.toBeCallableWith('DUPLICATE', { resource: 'order', resourceId: '42' })
    expect(reply.problem).type.not.toBeCallableWith('DUPLICATE', { resource: 42 })
  })
})

test('the options are detail, retryAfter, headers and cause', () => {
  app.get('/', async (request, reply) => {
    const options = { detail: 'x', retryAfter: 3, headers: { 'x-a': 'b', 'x-c': ['d', 'e'] }, cause: new Error('x') }
    expect(reply.problem).type.toBeCallableWith('ORDER_LOCKED', {}, options)
    expect(reply.problem).type.toBeCallableWith('ORDER_LOCKED', {}, { detail: undefined, retryAfter: undefined })
    expect(reply.problem).type.not.toBeCallableWith('ORDER_LOCKED', {}, { details: 'x' })
    expect(reply.problem).type.not.toBeCallableWith('ORDER_LOCKED', {}, { retryAfter: '3' })
  })
})

test('a route that declares its codes takes only those', () => {
  app.get('/', { schema: { problems: ['ORDER_NOT_FOUND', 'ORDER_LOCKED'] } }, async (request, reply) => {
    expect(reply.problem).type.toBeCallableWith('ORDER_LOCKED')
    expect(reply.problem).type.toBeCallableWith('ORDER_NOT_FOUND', { orderId: '42' })
    // @ts-expect-error Argument of type '"FORBIDDEN"' is not assignable to parameter of type '"ORDER_NOT_FOUND" | "ORDER_LOCKED" | Hint<"add 'FORBIDDEN' to schema.problems">'
    reply.problem('FORBIDDEN')
    // @ts-expect-error is not assignable to parameter of type '"ORDER_NOT_FOUND" | "ORDER_LOCKED"'
    reply.problem('ORDER_LOST')
    // @ts-expect-error Type 'number' is not assignable to type 'string'
    reply.problem('ORDER_NOT_FOUND', { orderId: 42 })
    return reply.problem('ORDER_LOCKED')
  })
})

test('app.route() narrows, too', () => {
  app.route({
    method: 'GET',
    url: '/',
    schema: { problems: ['ORDER_LOCKED'] },
    handler: async (request, reply) => {
      expect(reply.problem).type.not.toBeCallableWith('FORBIDDEN')
      return reply.problem('ORDER_LOCKED')
    }
  })
})

test('the hooks of a route are narrowed as its handler is', () => {
  app.get('/', {
    schema: { problems: ['ORDER_LOCKED'] },
    preHandler: async (request, reply) => {
      expect(reply.problem).type.toBeCallableWith('ORDER_LOCKED')
      expect(reply.problem).type.not.toBeCallableWith('FORBIDDEN')
    }
  }, async () => 'ok')
})

test('a hook of the instance takes every code', () => {
  app.addHook('preHandler', async (request, reply) => {
    expect(reply.problem).type.not.toBeCallableWith('ORDER_LOST')
    return reply.problem('UNAUTHORIZED')
  })
})

test('a route that declares an empty list answers no problem itself', () => {
  app.get('/', { schema: { problems: [] } }, async (request, reply) => {
    expect(reply.problem).type.not.toBeCallableWith('FORBIDDEN')
  })
})

test('an unknown code in schema.problems does not compile', () => {
  // @ts-expect-error Type '"ORDER_LOST"' is not assignable to type
  app.get('/', { schema: { problems: ['ORDER_LOCKED', 'ORDER_LOST'] } }, async () => 'ok')
  // @ts-expect-error Type '"CONFLICT"' is not assignable to type
  app.get('/', { schema: { problems: ['CONFLICT'] } }, async () => 'ok')
  app.route({
    method: 'GET',
    url: '/',
    // @ts-expect-error Type '"ORDER_LOST"' is not assignable to type
    schema: { problems: ['ORDER_LOST'] },
    handler: async () => 'ok'
  })
})

test('a route whose response declares only 200 answers problems', () => {
  app.get<{ Reply: { 200: { id: string } } }>('/', async (request, reply) => {
    if (request.id === '') return reply.problem('ORDER_LOCKED')
    return reply.code(200).send({ id: '42' })
  })
  app.get<{ Reply: { 200: { id: string } } }>('/', async (request, reply) => {
    if (request.id === '') return reply.problem('ORDER_NOT_FOUND', { orderId: '42' })
    return { id: '42' }
  })
  app.get<{ Reply: { id: string } }>('/', async (request, reply) => {
    if (request.id === '') return reply.problem('ORDER_LOCKED')
    return { id: '42' }
  })
  app.get<{ Reply: { id: string } }>('/', (request, reply) => {
    reply.problem('ORDER_LOCKED')
  })
})

test('explicit generics take every code', () => {
  app.get<{ Params: { orderId: string } }>('/:orderId', async (request, reply) => {
    expect(reply.problem).type.not.toBeCallableWith('ORDER_LOST')
    return reply.problem('ORDER_NOT_FOUND', { orderId: request.params.orderId })
  })
  app.get<{ Params: { orderId: string } }>('/:orderId', { schema: { problems: ['ORDER_NOT_FOUND'] } }, async (request, reply) => {
    return reply.problem('ORDER_NOT_FOUND', { orderId: request.params.orderId })
  })
  app.post<{ Body: { orderId: string }, Reply: { 201: { id: string } } }>('/', async (request, reply) => {
    if (request.body.orderId === '') return reply.problem('ORDER_LOCKED')
    return reply.code(201).send({ id: request.body.orderId })
  })
})

test('explicit generics refuse an unknown code in schema.problems', () => {
  // @ts-expect-error Type '"ORDER_LOST"' is not assignable to type
  app.get<{ Params: { orderId: string } }>('/:orderId', { schema: { problems: ['ORDER_LOST'] } }, async () => 'ok')
})

test('a schema that is declared apart narrows where it is const', () => {
  const schema = { problems: ['ORDER_LOCKED'] } as const
  app.get('/', { schema }, async (request, reply) => {
    expect(reply.problem).type.not.toBeCallableWith('FORBIDDEN')
    return reply.problem('ORDER_LOCKED')
  })
})

test('child plugins narrow, whichever way they are typed', () => {
  const asynchronous: FastifyPluginAsync = async (child) => {
    child.get('/', { schema: { problems: ['ORDER_LOCKED'] } }, async (request, reply) => {
      expect(reply.problem).type.not.toBeCallableWith('FORBIDDEN')
      return reply.problem('ORDER_LOCKED')
    })
  }
  const callback: FastifyPluginCallback = (child, options, done) => {
    child.get('/', { schema: { problems: ['ORDER_LOCKED'] } }, (request, reply) => {
      expect(reply.problem).type.not.toBeCallableWith('FORBIDDEN')
      reply.problem('ORDER_LOCKED')
    })
    done()
  }
  async function plain (child: FastifyInstance) {
    child.get('/', async (request, reply) => {
      expect(reply.problem).type.not.toBeCallableWith('ORDER_LOST')
      return reply.problem('ORDER_NOT_FOUND', { orderId: '42' })
    })
  }
  app.register(asynchronous)
  app.register(callback)
  app.register(plain)
})

test('handlers and helpers that are declared apart take every code', () => {
  async function handler (request: FastifyRequest, reply: FastifyReply) {
    return reply.problem('ORDER_NOT_FOUND', { orderId: '42' })
  }
  const method: RouteHandlerMethod = async (request, reply) => reply.problem('ORDER_LOCKED')
  app.get('/', handler)
  app.get('/', method)
})

test('a handler that is declared apart fits a route that declares its codes', () => {
  async function handler (request: FastifyRequest, reply: FastifyReply) {
    return reply.problem('ORDER_NOT_FOUND', { orderId: '42' })
  }
  app.get('/', { schema: { problems: ['ORDER_NOT_FOUND'] } }, handler)
})

test('a reply of a narrowed route goes to a helper for any reply', () => {
  function notFound (reply: FastifyReply, orderId: string) {
    return reply.problem('ORDER_NOT_FOUND', { orderId })
  }
  app.get('/', { schema: { problems: ['ORDER_NOT_FOUND'] } }, async (request, reply) => notFound(reply, '42'))
})

test('reply.problem() returns the reply', () => {
  app.get('/', async (request, reply) => {
    expect(reply.problem('ORDER_LOCKED')).type.toBe(reply)
  })
})

test('error and not-found handlers take every code', () => {
  app.setErrorHandler((error, request, reply) => {
    if (error instanceof RangeError) return reply.problem('ORDER_LOCKED')
    reply.problem('INTERNAL_ERROR')
  })
  app.setNotFoundHandler((request, reply) => {
    reply.problem('MISSING', { resource: 'page' })
  })
})

test('a websocket or http2 instance has it, too', () => {
  const secure = Fastify({ http2: true, https: {} })
  secure.get('/', { schema: { problems: ['ORDER_LOCKED'] } }, async (request, reply) => {
    expect(reply.problem).type.not.toBeCallableWith('FORBIDDEN')
    return reply.problem('ORDER_LOCKED')
  })
})

test('app.problems is the catalog', () => {
  expect(app.problems).type.toBe<typeof catalog>()
  expect(app.problems).type.toHaveProperty('ORDER_NOT_FOUND')
  expect(app.problems).type.not.toHaveProperty('ORDER_LOST')
  const plugin: FastifyPluginAsync = async (child) => {
    throw new child.problems.ORDER_NOT_FOUND({ orderId: '42' })
  }
  app.register(plugin)
})

test('the codes are those of the catalog, of what it includes, and of the standard that it does not replace', () => {
  type Code = CodeOf<typeof catalog>
  expect<Code>().type.toBeAssignableFrom<'ORDER_NOT_FOUND' | 'ACCOUNT_SUSPENDED' | 'FORBIDDEN' | 'INTERNAL_ERROR'>()
  expect<Code>().type.not.toBeAssignableFrom<'CONFLICT'>()
  expect<Code>().type.not.toBeAssignableFrom<'NOT_FOUND'>()
  expect<Code>().type.not.toBeAssignableFrom<'GONE'>()
  expect<Code>().type.not.toBeAssignableFrom<string>()
})

test('config.problems takes false, or the standard codes that the route omits', () => {
  app.get('/', { config: { problems: false } }, async () => 'ok')
  app.get('/', { config: { problems: { omit: ['PAYLOAD_TOO_LARGE'] } } }, async () => 'ok')
  // @ts-expect-error Type 'true' is not assignable to type
  app.get('/', { config: { problems: true } }, async () => 'ok')
  // @ts-expect-error Type '"ORDER_LOCKED"' is not assignable to type
  app.get('/', { config: { problems: { omit: ['ORDER_LOCKED'] } } }, async () => 'ok')
})
