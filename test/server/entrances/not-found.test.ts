/** Unknown routes, and known ones with another method. */
import createError from 'http-errors'
import Fastify from 'fastify'
import { test } from 'tap'
import problemJson from '../../../lib/index.js'
import { catalog, createService } from '../../fixtures/server.js'

test('405 says which methods there are, and 404 stays 404 where a route catches everything', async (t) => {
  const { app } = await createService()
  app.get('/orders/:id', async () => 'x')
  app.put('/orders/:id', async () => 'x')
  app.get('/files/*', (request, reply) => { reply.callNotFound() })
  app.options('*', async () => 'x')
  app.get('/a', async () => 'x')
  app.options('/a', async () => 'x')
  app.delete('/b/:id', async () => 'x')

  const response = await app.inject({ method: 'DELETE', url: '/orders/1?x=2' })

  t.equal(response.statusCode, 405)
  t.equal(response.headers.allow, 'GET, HEAD, PUT')
  t.same(response.json().allow, ['GET', 'HEAD', 'PUT'])
  t.equal((await app.inject('/nowhere')).statusCode, 404)
  t.equal((await app.inject('/files/x')).statusCode, 404)
  t.equal((await app.inject({ method: 'POST', url: '/files/x' })).statusCode, 405)
  t.equal((await app.inject({ method: 'POST', url: '/a' })).headers.allow, 'GET, HEAD, OPTIONS')
  t.equal((await app.inject({ method: 'GET', url: '/b/1' })).headers.allow, 'DELETE')
})

test('405 knows the methods of routes that the plugin does not see, in a plugin beside it or before it', async (t) => {
  const app = Fastify()
  app.register(async (child) => {
    await child.register(problemJson, { catalog })
    child.get('/x', async () => 'x')
  }, { prefix: '/a' })
  app.register(async (child) => { child.put('/a/x', async () => 'x') })
  const late = Fastify()
  late.put('/x', async () => 'x')
  await late.register(problemJson, { catalog })
  late.get('/x', async () => 'x')

  t.same((await app.inject({ method: 'DELETE', url: '/a/x' })).json().allow, ['GET', 'HEAD', 'PUT'])
  t.same((await late.inject({ method: 'DELETE', url: '/x' })).json().allow, ['GET', 'HEAD', 'PUT'])
})

test('405 can be switched off, everywhere or below a prefix', async (t) => {
  for (const methodNotAllowed of [false, { except: ['/admin'] }]) {
    const { app } = await createService({ methodNotAllowed })
    app.get('/admin/users', async () => 'x')
    t.equal((await app.inject({ method: 'POST', url: '/admin/users' })).statusCode, 404)
  }
})

test('an unknown route can have a preHandler, such as a rate limiter', async (t) => {
  const { app } = await createService({ notFoundPreHandler: async () => { throw createError(429) } })

  t.equal((await app.inject('/nowhere')).json().code, 'RATE_LIMITED')
})
