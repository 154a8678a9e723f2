/** Codes that refine another one and have required extensions, which the application reads in the request. */
import { Type } from '@sinclair/typebox'
import type { FastifySchema } from 'fastify'
import { test } from 'tap'
import { defineCatalog } from '../../../lib/index.js'
import { createService, secret } from '../../fixtures/server.js'

const search = Type.Object({ term: Type.String({ maxLength: 10 }), page: Type.Optional(Type.Integer()) })

const catalog = defineCatalog({
  SEARCH_INVALID: {
    status: 400,
    title: 'Search invalid',
    detail: 'The search for {term} cannot be done.',
    refines: 'VALIDATION_ERROR',
    extensions: Type.Object({ term: Type.String({ maxLength: 10 }) }),
    fill: ({ query, headers }) => {
      if (headers['x-fail'] === 'throw') throw new Error(secret)
      if (headers['x-fail'] === 'promise') return Promise.reject(new Error(secret)) as never
      return { term: (query as { term: string }).term }
    }
  },
  EMAIL_TAKEN: {
    status: 409,
    title: 'Email taken',
    refines: 'CONFLICT',
    extensions: Type.Object({ email: Type.String() }),
    fill: ({ body }) => ({ email: (body as { email: string }).email })
  }
})

async function createShop () {
  const service = await createService({ catalog })
  service.app.get('/search', { schema: { querystring: search, problems: ['SEARCH_INVALID'] } as FastifySchema }, async () => [])
  service.app.get('/plain', { schema: { querystring: search } }, async () => [])
  service.app.post('/users', { schema: { problems: ['EMAIL_TAKEN'] } as FastifySchema }, async () => {
    throw Object.assign(new Error(`Key (email)=(${secret}) already exists.`), { code: '23505', severity: 'ERROR', schema: 'public', table: 'users', constraint: 'users_email' })
  })
  return service
}

test('a failed validation is the special case, with what the application reads in the request', async (t) => {
  const { app } = await createShop()

  const { body, statusCode } = await app.inject('/search?term=chairs&page=x')

  t.equal(statusCode, 400)
  t.match(JSON.parse(body), { code: 'SEARCH_INVALID', refines: 'VALIDATION_ERROR', term: 'chairs', detail: 'The search for chairs cannot be done.', errors: [{ in: 'query', name: 'page' }] })
  t.equal((await app.inject('/plain?term=chairs&page=x')).json().code, 'VALIDATION_ERROR')
})

test('so is what a database refuses', async (t) => {
  const { app } = await createShop()

  const response = await app.inject({ method: 'POST', url: '/users', payload: { email: 'a@example.com' } })

  t.match(response.json(), { code: 'EMAIL_TAKEN', status: 409, email: 'a@example.com' })
  t.notMatch(response.body, secret)
})

test('where the extensions cannot be filled, the general code is sent, and the operator hears why', async (t) => {
  const { app, log } = await createShop()

  for (const [request, message] of [
    [{ url: '/search?page=x' }, "'fill' of 'SEARCH_INVALID' gave extensions that do not fit; 'VALIDATION_ERROR' was sent"],
    [{ url: `/search?page=x&term=${'x'.repeat(20)}` }, "'fill' of 'SEARCH_INVALID' gave extensions that do not fit; 'VALIDATION_ERROR' was sent"],
    [{ url: '/search?page=x&term=a', headers: { 'x-fail': 'promise' } }, "'fill' of 'SEARCH_INVALID' gave extensions that do not fit; 'VALIDATION_ERROR' was sent"],
    [{ url: '/search?page=x&term=a', headers: { 'x-fail': 'throw' } }, "'fill' of 'SEARCH_INVALID' failed; 'VALIDATION_ERROR' was sent"]
  ] as const) {
    log.length = 0
    const response = await app.inject({ method: 'GET', ...request })
    t.match(response.json(), { code: 'VALIDATION_ERROR', status: 400 }, request.url)
    t.notMatch(response.body, secret)
    t.equal(log[0]?.level, 50)
    t.equal(log[0]?.msg, message)
  }
})
