/** `Allow` of routes that a constraint chooses, over HTTP/1.1 and HTTP/2. */
import { test } from 'tap'
import type { FastifyInstance } from 'fastify'
import { onBoth } from '../../fixtures/both.js'

const values = () => {
  const stored = new Map<unknown, unknown>()
  return { get: (key: unknown) => stored.get(key) ?? null, set: (key: unknown, value: unknown) => { stored.set(key, value) } }
}
const strategy = (name: string, header: string, more: object = {}) => ({ name, storage: values, validate () {}, deriveConstraint: (request: { headers: Record<string, unknown> }) => request.headers[header], ...more })
const tenant = () => strategy('tenant', 'x-tenant')

const ways: ReadonlyArray<readonly [string, { name: string, header: string, server?: object, setup?: (app: FastifyInstance) => void }]> = [
  ['the host, which is :authority over HTTP/2', { name: 'host', header: 'host' }],
  ['the version', { name: 'version', header: 'accept-version' }],
  ['a strategy of the server', { name: 'tenant', header: 'x-tenant', server: { routerOptions: { constraints: { tenant: tenant() } } } }],
  ['a strategy that is added later', { name: 'tenant', header: 'x-tenant', setup: (app) => { app.addConstraintStrategy(tenant() as never) } }],
  ['a host that is read elsewhere', { name: 'host', header: 'x-forwarded-host', server: { routerOptions: { constraints: { host: strategy('host', 'x-forwarded-host') } } } }]
]

for (const [what, { name, header, server = {}, setup }] of ways) {
  test(`405 where the route has a constraint on ${what}, and 404 for whom it is not`, async (t) => {
    await onBoth(t, (app) => {
      setup?.(app)
      app.route({ method: 'POST', url: '/only', constraints: { [name]: '1.2.0' }, handler: async () => 'x' })
    }, async (send, t) => {
      const named = header === 'host' && t.name === 'HTTP/2' ? ':authority' : header
      const headers = { [named]: '1.2.0' }
      t.equal((await send('/only', { method: 'POST', headers })).status, 200, 'the route is there')
      const refused = await send('/only', { headers })
      t.equal(refused.status, 405)
      t.equal(refused.headers['allow'], 'POST')
      t.equal((await send('/only', { headers: { [named]: '7.0.0' } })).status, 404)
    }, {}, server)
  })
}

test('a strategy that fails or waits makes a 404', async (t) => {
  const failing = strategy('failing', '', { deriveConstraint () { if (new Error().stack?.includes('problemNotFound')) throw new Error('caught') } })
  const waiting = strategy('waiting', '', { deriveConstraint (_request: unknown, _context: unknown, done: (error: null, value: string) => void) { done(null, '1') } })
  await onBoth(t, (app) => {
    app.route({ method: 'POST', url: '/failing', constraints: { failing: '1' }, handler: async () => 'x' })
    app.route({ method: 'POST', url: '/waiting', constraints: { waiting: '1' }, handler: async () => 'x' })
  }, async (send, t) => {
    t.equal((await send('/failing')).status, 404)
    t.equal((await send('/waiting')).status, 404)
  }, {}, { routerOptions: { constraints: { failing, waiting } } })
})
