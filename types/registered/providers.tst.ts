/**
 * The same beside the type providers.
 */
import Fastify from 'fastify'
import type { FastifyPluginAsync } from 'fastify'
import type { FastifyPluginAsyncTypebox, FastifyPluginCallbackTypebox, TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import { Type } from '@sinclair/typebox'
import type { FastifyPluginAsyncTypebox as FastifyPluginAsyncTypebox6, TypeBoxTypeProvider as TypeBoxTypeProvider6 } from 'type-provider-typebox-6'
import Type1 from 'typebox'
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod'
import type { FastifyPluginAsyncZod, ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { expect, test } from 'tstyche'

test('TypeBox 0.34: the parameters are typed, and the codes narrowed', () => {
  const app = Fastify().withTypeProvider<TypeBoxTypeProvider>()
  app.get('/:orderId', {
    schema: { params: Type.Object({ orderId: Type.String() }), response: { 200: Type.Object({ id: Type.String() }) }, problems: ['ORDER_NOT_FOUND'] }
  }, async (request, reply) => {
    expect(request.params.orderId).type.toBe<string>()
    expect(reply.problem).type.not.toBeCallableWith('FORBIDDEN')
    expect(reply.problem).type.not.toBeCallableWith('ORDER_NOT_FOUND', { orderId: 42 })
    if (request.params.orderId === '42') return { id: '42' }
    return reply.problem('ORDER_NOT_FOUND', request.params)
  })
  app.get('/', { schema: { response: { 200: Type.Object({ id: Type.String() }) } } }, async (request, reply) => {
    if (request.id === '') return reply.problem('ORDER_LOCKED')
    return reply.send({ id: '42' })
  })
  // @ts-expect-error Type '"ORDER_LOST"' is not assignable to type
  app.get('/', { schema: { problems: ['ORDER_LOST'] } }, async () => 'ok')
})

test('TypeBox 1.x: the parameters are typed, and the codes narrowed', () => {
  const app = Fastify().withTypeProvider<TypeBoxTypeProvider6>()
  app.get('/:orderId', {
    schema: { params: Type1.Object({ orderId: Type1.String() }), response: { 200: Type1.Object({ id: Type1.String() }) }, problems: ['ORDER_NOT_FOUND'] }
  }, async (request, reply) => {
    expect(request.params.orderId).type.toBe<string>()
    expect(reply.problem).type.not.toBeCallableWith('FORBIDDEN')
    expect(reply.problem).type.not.toBeCallableWith('ORDER_NOT_FOUND', { orderId: 42 })
    if (request.params.orderId === '42') return { id: '42' }
    return reply.problem('ORDER_NOT_FOUND', request.params)
  })
  // @ts-expect-error Type '"ORDER_LOST"' is not assignable to type
  app.get('/', { schema: { problems: ['ORDER_LOST'] } }, async () => 'ok')
})

test('zod: the parameters are typed, and the codes narrowed', () => {
  const app = Fastify().withTypeProvider<ZodTypeProvider>()
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  app.get('/:orderId', {
    schema: { params: z.object({ orderId: z.string() }), response: { 200: z.object({ id: z.string() }) }, problems: ['ORDER_NOT_FOUND'] }
  }, async (request, reply) => {
    expect(request.params.orderId).type.toBe<string>()
    expect(reply.problem).type.not.toBeCallableWith('FORBIDDEN')
    if (request.params.orderId === '42') return { id: '42' }
    return reply.problem('ORDER_NOT_FOUND', request.params)
  })
  // @ts-expect-error Type '"ORDER_LOST"' is not assignable to type
  app.get('/', { schema: { problems: ['ORDER_LOST'] } }, async () => 'ok')
})

test('the plugins of the type providers narrow, too', () => {
  const typebox: FastifyPluginAsyncTypebox = async (child) => {
    child.get('/:orderId', { schema: { params: Type.Object({ orderId: Type.String() }), problems: ['ORDER_NOT_FOUND'] } }, async (request, reply) => {
      expect(reply.problem).type.not.toBeCallableWith('FORBIDDEN')
      return reply.problem('ORDER_NOT_FOUND', { orderId: request.params.orderId })
    })
  }
  const callback: FastifyPluginCallbackTypebox = (child, options, done) => {
    child.get('/:orderId', { schema: { params: Type.Object({ orderId: Type.String() }), problems: ['ORDER_NOT_FOUND'] } }, (request, reply) => {
      expect(reply.problem).type.not.toBeCallableWith('FORBIDDEN')
      reply.problem('ORDER_NOT_FOUND', { orderId: request.params.orderId })
    })
    done()
  }
  const typebox6: FastifyPluginAsyncTypebox6 = async (child) => {
    child.get('/:orderId', { schema: { params: Type1.Object({ orderId: Type1.String() }), problems: ['ORDER_NOT_FOUND'] } }, async (request, reply) => {
      expect(reply.problem).type.not.toBeCallableWith('FORBIDDEN')
      return reply.problem('ORDER_NOT_FOUND', { orderId: request.params.orderId })
    })
  }
  const zod: FastifyPluginAsyncZod = async (child) => {
    child.get('/:orderId', { schema: { params: z.object({ orderId: z.string() }), problems: ['ORDER_NOT_FOUND'] } }, async (request, reply) => {
      expect(reply.problem).type.not.toBeCallableWith('FORBIDDEN')
      return reply.problem('ORDER_NOT_FOUND', { orderId: request.params.orderId })
    })
  }
  const plain: FastifyPluginAsync = async (child) => {
    child.withTypeProvider<TypeBoxTypeProvider>().get('/', { schema: { problems: ['ORDER_LOCKED'] } }, async (request, reply) => reply.problem('ORDER_LOCKED'))
  }
  const app = Fastify()
  app.register(typebox)
  app.register(callback)
  app.register(typebox6)
  app.register(zod)
  app.register(plain)
})

test('app.problems is the catalog under a type provider, too', () => {
  const app = Fastify().withTypeProvider<TypeBoxTypeProvider>()
  expect(app.problems).type.toHaveProperty('ORDER_NOT_FOUND')
  expect(app.problems).type.not.toHaveProperty('ORDER_LOST')
})
