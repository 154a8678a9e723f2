/** docs/migration.md says what differs for clients that stay with the old shape: a plain service, and the same with an envelope. */
import Fastify from 'fastify'
import type { FastifyInstance } from 'fastify'
import { test } from 'tap'
import { defineCatalog, envelopes, problemJson, problemServerOptions } from '../../lib/index.js'
import { readPage } from '../fixtures/docs/blocks.js'

function addRoutes (app: FastifyInstance): void {
  const body = { type: 'object', required: ['slug'], properties: { slug: { type: 'string', minLength: 2 } } }
  app.post('/things', { schema: { body } }, async () => 'made')
  app.get('/bug', async () => { throw new Error('the secret') })
  app.get('/own', async () => { throw Object.assign(new Error('Somebody has it.'), { statusCode: 409 }) })
}

async function createServices () {
  const plain = Fastify({ logger: false })
  addRoutes(plain)
  const moving = Fastify({ ...problemServerOptions(), logger: false })
  await moving.register(problemJson, { catalog: defineCatalog({}), envelope: { format: envelopes.errorText, mode: 'legacy' } })
  addRoutes(moving)
  return { plain, moving }
}

const json = { 'content-type': 'application/json' }
const requests = {
  invalid: { method: 'POST', url: '/things', payload: { slug: 'x' } },
  missing: { method: 'POST', url: '/things', payload: {} },
  unknown: { method: 'GET', url: '/nowhere' },
  malformed: { method: 'POST', url: '/things', payload: '{', headers: json },
  wrongMethod: { method: 'DELETE', url: '/things' },
  bug: { method: 'GET', url: '/bug' },
  own: { method: 'GET', url: '/own' }
} as const

test('what differs for a client that has not moved is what the page says', async (t) => {
  const { plain, moving } = await createServices()
  const ask = async (name: keyof typeof requests) => {
    const [before, now] = [await plain.inject(requests[name]), await moving.inject(requests[name])]
    return { before: before.json().message, now: now.json().error, statuses: [before.statusCode, now.statusCode], headers: now.headers }
  }

  const invalid = await ask('invalid')
  t.match(invalid, { before: 'body/slug must NOT have fewer than 2 characters', now: 'body/slug must have at least 2 characters', statuses: [400, 400] })
  t.match(await ask('missing'), { before: "body must have required property 'slug'", now: 'body/slug is required', statuses: [400, 400] })
  t.match(await ask('unknown'), { before: 'Route GET:/nowhere not found', now: 'Not found', statuses: [404, 404] })
  t.match(await ask('malformed'), { now: 'The body is not valid JSON.', statuses: [400, 400] })
  t.match(await ask('wrongMethod'), { statuses: [404, 405] })
  t.match(await ask('bug'), { before: 'the secret', now: 'Internal error', statuses: [500, 500] })
  t.match(await ask('own'), { before: 'Somebody has it.', now: 'Somebody has it.', statuses: [409, 409] })
  t.match(invalid.headers, { vary: 'Accept', 'cache-control': 'no-store', 'x-request-id': /./ })

  const page = readPage('docs/migration.md')
  for (const { before, now } of [invalid, await ask('missing'), await ask('unknown')]) {
    t.ok(page.includes(now), now)
    t.ok(page.includes(before), before)
  }
})
