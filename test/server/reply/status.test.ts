/**
 * A status that the application chose reaches the client, whichever way it was chosen.
 */
import { createError as fastifyError } from '@fastify/error'
import { Boom } from '@hapi/boom'
import { Ajv } from 'ajv'
import type { FastifyInstance } from 'fastify'
import createError from 'http-errors'
import { test } from 'tap'
import { defineCatalog } from '../../../lib/index.js'
import type { AnyCatalog } from '../../../lib/index.js'
import { codeSchema } from '../../../lib/openapi/schema.js'
import { createService } from '../../fixtures/server.js'

const all = Array.from({ length: 200 }, (_, index) => 400 + index)
const registered = { 423: 'LOCKED', 424: 'FAILED_DEPENDENCY', 425: 'TOO_EARLY', 451: 'UNAVAILABLE_FOR_LEGAL_REASONS', 507: 'INSUFFICIENT_STORAGE', 508: 'LOOP_DETECTED' }

class OwnError extends Error {
  constructor (readonly status: number) { super('mine') }
}

const ways: Readonly<Record<string, (status: number) => unknown>> = {
  'an own class': (status) => new OwnError(status),
  'an own member': (status) => Object.assign(new Error('mine'), { statusCode: status }),
  'a plain object': (status) => ({ statusCode: status, message: 'mine' }),
  'http-errors': (status) => createError(status, 'mine'),
  '@fastify/error': (status) => new (fastifyError('APP_MINE', 'mine', status))(),
  boom: (status) => new Boom('mine', { statusCode: status })
}

test('a status that an error of the application says is that of the answer', async (t) => {
  const { app } = await createService()
  app.get('/:way/:status', async (request) => {
    const { way, status } = request.params as { way: string, status: string }
    throw Object.values(ways)[Number(way)]!(Number(status))
  })

  for (const [index, way] of Object.keys(ways).entries()) t.same(await changedStatuses(app, `/${index}`), [], way)
})

test('a status that a reply was given is that of the answer: converted, and beside a throw', async (t) => {
  const { app } = await createService({ convertReplies: true })
  app.get('/sent/:status', async (request, reply) => reply.code(Number((request.params as { status: string }).status)).send({ message: 'mine' }))
  app.get('/thrown/:status', async (request, reply) => {
    reply.code(Number((request.params as { status: string }).status))
    throw new Error('mine')
  })

  t.same(await changedStatuses(app, '/sent'), [])
  t.same(await changedStatuses(app, '/thrown'), [])
})

/** Asks for each status below the path, and lists those that came otherwise. */
async function changedStatuses (app: FastifyInstance, path: string): Promise<number[]> {
  const answers = await Promise.all(all.map((status) => app.inject(`${path}/${status}`)))
  return all.filter((status, index) => answers[index]!.statusCode !== status || answers[index]!.json().status !== status)
}

test('a registered status has a standard code, any other that of its class', async (t) => {
  const { app } = await createService()
  app.get('/:status', async (request) => { throw new OwnError(Number((request.params as { status: string }).status)) })

  const codeOf = async (status: number | string): Promise<unknown> => (await app.inject(`/${status}`)).json().code
  for (const [status, code] of Object.entries(registered)) t.equal(await codeOf(status), code)
  for (const status of [418, 420, 499]) t.equal(await codeOf(status), 'BAD_REQUEST')
  for (const status of [509, 529, 599]) t.equal(await codeOf(status), 'INTERNAL_ERROR')
})

test('the first answer with a status without a code says which code to define', async (t) => {
  const { app, log } = await createService({ undeclared: 'warn' })
  app.get('/', async () => { throw new OwnError(418) })

  await app.inject('/')
  await app.inject('/')

  const advice = log.filter(({ msg }) => /418/.test(String(msg)))
  t.same(advice.map(({ msg }) => msg), [
    "the status 418 has no code of its own and was sent as 'BAD_REQUEST': define a code with 'status: 418' in the catalog, and throw or send it"
  ])
})

test('an answer with a status that has no code of its own fits the schema that documents its code', async (t) => {
  const ajv = new Ajv({ strict: false, formats: { uri: true, 'uri-reference': true, int32: true } })
  for (const catalog of [defineCatalog({}), defineCatalog({ BROKEN: { status: 500, title: 'Broken', replaces: 'INTERNAL_ERROR' }, WRONG: { status: 400, title: 'Wrong', replaces: 'BAD_REQUEST' } })] as unknown as AnyCatalog[]) {
    const { app } = await createService({ catalog })
    app.get('/:status', async (request) => { throw new OwnError(Number((request.params as { status: string }).status)) })

    for (const status of all) {
      const body = (await app.inject(`/${status}`)).json()
      t.ok(ajv.validate(codeSchema(catalog[body.code]!), body), `${status} ${JSON.stringify(ajv.errors)}`)
    }
    t.notOk(ajv.validate(codeSchema(catalog['NOT_FOUND']!), { ...(await app.inject('/404')).json() as object, status: 418 }), 'any other code has one status')
  }
})
