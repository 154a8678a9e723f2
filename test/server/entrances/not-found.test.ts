/** Unknown routes, and known ones with another method. */
import { request } from 'node:http'
import type { IncomingMessage } from 'node:http'
import createError from 'http-errors'
import Fastify from 'fastify'
import type { HTTPMethods } from 'fastify'
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

test('405 of a path does not change what a route of it says of itself, in whichever order they come', async (t) => {
  for (const order of [['DELETE', 'GET', 'DELETE'], ['GET', 'DELETE', 'GET']] as const) {
    const { app } = await createService()
    app.get('/fixed', (request, reply) => { reply.callNotFound() })

    for (const method of order) {
      const { statusCode, headers } = await app.inject({ method, url: '/fixed' })
      t.equal(statusCode, method === 'GET' ? 404 : 405)
      t.equal(headers.allow, method === 'GET' ? undefined : 'GET, HEAD')
    }
  }
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

/** As it is written: inject() and fetch() would mend it. */
function ask (url: string, path: string): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    request(url, { method: 'OPTIONS', path }, (response) => resolve(response.resume())).on('error', reject).end()
  })
}

const routerOptions = [{}, { ignoreTrailingSlash: true }, { ignoreDuplicateSlashes: true, caseSensitive: false }, { useSemicolonDelimiter: true }]

const addedRoutes: ReadonlyArray<readonly [HTTPMethods, string]> = [
  ['GET', '/'], ['GET', '/Orders'], ['PUT', '/orders/:id'], ['DELETE', '/orders/:id/items/:item?'], ['POST', '/a-:b/c'], ['GET', '/files/*'],
  ['PATCH', '/d/'], ['GET', '/e//f'], ['POST', '/g::h'], ['PUT', '/%41/b'], ['DELETE', '/:lang/x'], ['PATCH', '/num/:n(^\\d+$)/y'], ['GET', '/ü/z']
]

const askedPaths = addedRoutes.map(([, url]) => url.replace('::', ':').replace(/:\w+(?:\(.*?\))?\??/g, '7').replace('*', 'p/q').replace('ü', '%C3%BC'))
const spellings: ReadonlyArray<(path: string) => string> = [
  (path) => path, (path) => `${path}/`, (path) => path.replaceAll('/', '//'), (path) => path.toUpperCase(), (path) => `${path}?x=/y#z`,
  (path) => `${path};x`, (path) => path.replace(/[a-z]/, (letter) => `%${letter.charCodeAt(0).toString(16)}`), (path) => `http://h${path}`,
  (path) => path.replace('7', ''), (path) => `${path}x`, (path) => path.slice(0, -1)
]

for (const options of routerOptions) {
  test(`Allow lists what the router finds, however the path is written, with ${JSON.stringify(options)}`, async (t) => {
    const app = Fastify({ routerOptions: options })
    await app.register(problemJson, { catalog })
    for (const [method, url] of addedRoutes) app.route({ method, url, handler: async () => 'x' })
    const url = await app.listen()
    t.teardown(() => app.close())

    for (const path of new Set(askedPaths.flatMap((each) => spellings.map((spell) => spell(each) || '/')))) {
      const found = ['GET', 'HEAD', 'PUT', 'DELETE', 'POST', 'PATCH'].filter((method) => app.findRoute({ method: method as HTTPMethods, url: path }))
      const { statusCode, headers } = await ask(url, path)
      if (statusCode === 400) continue
      t.equal(statusCode, found.length > 0 ? 405 : 404, path)
      t.same(String(headers.allow ?? '').split(', ').filter(Boolean).sort(), found.sort(), path)
    }
  })
}
