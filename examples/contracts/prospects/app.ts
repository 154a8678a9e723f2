/**
 * Companies that may become customers, and news about them.
 */
import Fastify from 'fastify'
import type { FastifyRequest } from 'fastify'
import rateLimit from '@fastify/rate-limit'
import { Type } from '@sinclair/typebox'
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import problemJson, { defineUpstream, problemServerOptions } from 'fastify-problem-json'
import { catalog, format } from './catalog.ts'
import { openDatabase } from '../../orders/sqlite.ts'

interface Prospect { id: string, company: string, email: string }

const NewProspect = Type.Object({ company: Type.String({ minLength: 1 }), email: Type.String({ format: 'email' }) })
const Id = Type.Object({ id: Type.String() })

export interface Options {
  /** Where the news service listens. */
  upstreamUrl?: string
}

export async function build ({ upstreamUrl = 'http://127.0.0.1:4000' }: Options = {}) {
  const app = Fastify({
    ...problemServerOptions(),
    ajv: { customOptions: { allErrors: true } }
  }).withTypeProvider<TypeBoxTypeProvider>()
  const news = defineUpstream(catalog, { name: 'NewsAPI', expose: true, codes: { otherwise: 'EXTERNAL_SERVICE_ERROR', unavailable: 'EXTERNAL_SERVICE_ERROR', timeout: 'EXTERNAL_SERVICE_ERROR' } })

  await app.register(problemJson, { catalog, envelope: { format, mode: 'legacy' }, exposeStack: true })
  await app.register(rateLimit, {
    global: false,
    errorResponseBuilder: (_request, { ttl }) => new catalog.RATE_LIMIT_EXCEEDED({}, { retryAfter: ttl / 1000 })
  })

  const db = openDatabase(`
    CREATE TABLE prospects (id TEXT PRIMARY KEY, company TEXT NOT NULL UNIQUE, email TEXT NOT NULL);
    INSERT INTO prospects VALUES ('1', 'Acme', 'hello@acme.example');
  `)
  app.addHook('onClose', async () => { db.close() })
  const find = db.prepare<[string], Prospect>('SELECT * FROM prospects WHERE id = ?')
  const findByCompany = db.prepare<[string], Prospect>('SELECT * FROM prospects WHERE company = ?')
  const add = db.prepare<[string, string], Prospect>('INSERT INTO prospects (id, company, email) VALUES (hex(randomblob(8)), ?, ?) RETURNING *')

  app.addHook('onRequest', async (request) => {
    if (roleOf(request) === undefined) throw new catalog.UNAUTHORIZED()
  })

  app.get('/prospects', {
    schema: { querystring: Type.Object({ page: Type.Optional(Type.Integer({ minimum: 1 })) }) }
  }, async () => db.prepare('SELECT * FROM prospects').all())

  app.get('/prospects/:id', { schema: { params: Id } }, async ({ params }) => {
    const prospect = find.get(params.id)
    if (prospect === undefined) throw new catalog.NOT_FOUND({ resource: 'Prospect', resourceId: params.id })
    return prospect
  })

  app.post('/prospects', { schema: { body: NewProspect } }, async ({ body: { company, email } }) => {
    // A rule that no schema has is thrown in the same shape.
    if (email.endsWith('@spam.example')) {
      throw new catalog.VALIDATION_ERROR({ errors: [{ in: 'body', pointer: '#/email', code: 'invalid', detail: 'Must not be disposable' }] }, { detail: 'Invalid input' })
    }
    if (findByCompany.get(company) !== undefined) {
      throw new catalog.CONFLICT({ resource: 'Prospect' }, { detail: 'A prospect with this company name already exists' })
    }
    return add.get(company, email)
  })

  // Without a look-up before it: two requests at once, and the constraint is what answers.
  app.put('/prospects', { schema: { body: NewProspect } }, async ({ body: { company, email } }) => add.get(company, email))

  app.delete('/prospects/:id', async (request) => {
    if (roleOf(request) !== 'admin') throw new catalog.FORBIDDEN()
    return { deleted: true }
  })

  app.get('/prospects/:id/news', { schema: { params: Id } }, async ({ params }) => {
    await news(fetch(`${upstreamUrl}/news/${encodeURIComponent(params.id)}`))
    return { news: [] }
  })

  app.get('/search', { config: { rateLimit: { max: 1, timeWindow: 1000 } } }, async () => ({ found: [] }))

  // The table is not there.
  app.get('/reports', async () => db.prepare('SELECT secret FROM reports').all())

  // A bug: not every prospect has news of its own.
  app.get('/prospects/:id/score', { schema: { params: Id } }, async ({ params }) => {
    const scores: Record<string, { value: number }> = {}
    return scores[params.id]!.value
  })

  return app
}

function roleOf ({ headers }: FastifyRequest): 'admin' | 'user' | undefined {
  const token = headers.authorization?.replace(/^Bearer /, '')
  return token === 'admin' || token === 'user' ? token : undefined
}
