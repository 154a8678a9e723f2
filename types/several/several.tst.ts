/**
 * Several catalogs in one program: each instance states its own, on the type provider.
 */
import Fastify from 'fastify'
import type { FastifyInstance, FastifyPluginAsync, FastifyTypeProviderDefault } from 'fastify'
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import { Type } from '@sinclair/typebox'
import { expect, test } from 'tstyche'
import problemJson, { defineCatalog } from 'fastify-problem-json'
import type { WithProblems } from 'fastify-problem-json'

const orders = defineCatalog({
  ORDER_NOT_FOUND: { status: 404, title: 'Order not found', extensions: Type.Object({ orderId: Type.String() }) },
  ORDER_LOCKED: { status: 409, title: 'Order locked' }
})
const customers = defineCatalog({
  CUSTOMER_NOT_FOUND: { status: 404, title: 'Customer not found', extensions: Type.Object({ customerId: Type.String() }) }
})

type Orders = WithProblems<TypeBoxTypeProvider, typeof orders>
type Customers = WithProblems<FastifyTypeProviderDefault, typeof customers>

const app = Fastify()
const orderApp = app.withTypeProvider<Orders>()
const customerApp = app.withTypeProvider<Customers>()

test('each instance takes the codes of its catalog', () => {
  orderApp.get('/', async (request, reply) => {
    expect(reply.problem).type.toBeCallableWith('ORDER_LOCKED')
    expect(reply.problem).type.toBeCallableWith('UNAUTHORIZED')
    expect(reply.problem).type.not.toBeCallableWith('CUSTOMER_NOT_FOUND', { customerId: '42' })
    return reply.problem('ORDER_NOT_FOUND', { orderId: '42' })
  })
  customerApp.get('/', async (request, reply) => {
    expect(reply.problem).type.not.toBeCallableWith('ORDER_LOCKED')
    return reply.problem('CUSTOMER_NOT_FOUND', { customerId: '42' })
  })
})

test('the extensions are those of its catalog', () => {
  orderApp.get('/', async (request, reply) => {
    expect(reply.problem).type.not.toBeCallableWith('ORDER_NOT_FOUND')
    expect(reply.problem).type.not.toBeCallableWith('ORDER_NOT_FOUND', { orderId: 42 })
  })
})

test('a route that declares its codes takes only those, and the type provider goes on to work', () => {
  orderApp.get('/:orderId', { schema: { params: Type.Object({ orderId: Type.String() }), problems: ['ORDER_NOT_FOUND'] } }, async (request, reply) => {
    expect(request.params.orderId).type.toBe<string>()
    expect(reply.problem).type.not.toBeCallableWith('ORDER_LOCKED')
    return reply.problem('ORDER_NOT_FOUND', request.params)
  })
})

test('explicit generics take every code of the catalog', () => {
  orderApp.get<{ Params: { orderId: string } }>('/:orderId', async (request, reply) => {
    expect(reply.problem).type.not.toBeCallableWith('CUSTOMER_NOT_FOUND', { customerId: '42' })
    return reply.problem('ORDER_LOCKED')
  })
})

test('a code of another catalog in schema.problems cannot be sent', () => {
  orderApp.get('/', { schema: { problems: ['CUSTOMER_NOT_FOUND'] } }, async (request, reply) => {
    expect(reply.problem).type.not.toBeCallableWith('CUSTOMER_NOT_FOUND', { customerId: '42' })
  })
})

test('a plugin states its catalog', () => {
  const plugin: FastifyPluginAsync<Record<never, never>, FastifyInstance['server'], Orders> = async (child) => {
    child.get('/', async (request, reply) => {
      expect(reply.problem).type.not.toBeCallableWith('CUSTOMER_NOT_FOUND', { customerId: '42' })
      return reply.problem('ORDER_LOCKED')
    })
  }
  app.register(plugin)
  app.register(async (child) => {
    const typed = child.withTypeProvider<Customers>()
    await typed.register(problemJson, { catalog: customers })
    typed.get('/', async (request, reply) => reply.problem('CUSTOMER_NOT_FOUND', { customerId: '42' }))
  })
})

test('app.problems is the catalog of its instance', () => {
  expect(orderApp.problems).type.toBe<typeof orders>()
  expect(customerApp.problems).type.toBe<typeof customers>()
})

test('an instance that states no catalog takes any code', () => {
  app.get('/', async (request, reply) => reply.problem('ANYTHING', { any: 1 }))
})
