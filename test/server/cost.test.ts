/**
 * A request cannot be made to cost more than its size: one megabyte of bad input, in every place where it fits.
 */
import type { FastifyInstance } from 'fastify'
import { test } from 'tap'
import type { Test } from 'tap'
import { longParameter } from '../fixtures/fastify.js'
import { createService, listen } from '../fixtures/server.js'
import { ask } from '../fixtures/wire.js'
import type { Answer, Ask } from '../fixtures/wire.js'

const megabyte = 1024 * 1024
const json = { 'content-type': 'application/json' }
const allErrors = { ajv: { customOptions: { allErrors: true, removeAdditional: false } } } as const

/** Milliseconds of CPU. The dearest take a tenth of it on a quiet machine; what grows with the square takes minutes. */
const patience = 5000

/** The work, and the CPU time that this process spent meanwhile. */
async function measured (work: () => Promise<Answer>): Promise<{ cpu: number, answer: Answer }> {
  const before = process.cpuUsage()
  const answer = await work()
  const { user, system } = process.cpuUsage(before)
  return { cpu: (user + system) / 1000, answer }
}

function addRoutes (app: FastifyInstance): void {
  const leaf = { type: 'object', required: ['name'], additionalProperties: false, properties: { name: { type: 'integer' } } }
  app.post('/numbers', { schema: { body: { type: 'array', items: { type: 'integer' } } } }, async () => 'x')
  app.post('/objects', { schema: { body: { type: 'array', items: leaf } } }, async () => 'x')
  app.post('/closed', { schema: { body: { ...leaf, required: [] } } }, async () => 'x')
  app.post('/named', { schema: { body: { type: 'object', propertyNames: { maxLength: 1 } } } }, async () => 'x')
  app.addSchema({ $id: 'tree', type: 'object', additionalProperties: { $ref: 'tree#' }, properties: { leaf: { type: 'integer' } } })
  app.post('/tree', { schema: { body: { $ref: 'tree#' } } }, async () => 'x')
  app.post('/either', { schema: { body: { type: 'array', items: { anyOf: [{ type: 'integer' }, leaf] } } } }, async () => 'x')
  app.get('/query', { schema: { querystring: { type: 'object', properties: { q: { type: 'array', items: { type: 'integer' } } } } } }, async () => 'x')
  app.get('/item/:id', async () => 'x')
}

const fill = (text: string) => text.repeat(Math.floor((megabyte - 100) / text.length))

const bodies: readonly (readonly [name: string, path: string, body: string, status: number])[] = [
  ['260,000 numbers that are none', '/numbers', `[${fill('"x",')}1]`, 400],
  ['350,000 objects without what is required', '/objects', `[${fill('{},')}{}]`, 400],
  ['80,000 members that are not allowed', '/closed', `{${Array.from({ length: 80_000 }, (_, index) => `"k${index}":1`).join()}}`, 400],
  ['80,000 names that are too long', '/named', `{${Array.from({ length: 80_000 }, (_, index) => `"k${index}":1`).join()}}`, 400],
  ['a name of a megabyte', '/closed', `{"${'k'.repeat(megabyte - 100)}":1}`, 400],
  ['a name of a megabyte that is all escapes', '/closed', `{"${fill('~/')}":1}`, 400],
  ['a name of a megabyte that a URI has to encode', '/closed', `{"${fill('\u00e9\u202e')}":1}`.slice(0, 400_000) + '":1}', 400],
  ['100,000 arrays in each other', '/numbers', '['.repeat(100_000), 400],
  ['100,000 arrays in each other, complete', '/numbers', `${'['.repeat(100_000)}${']'.repeat(100_000)}`, 400],
  // The validator of a recursive schema runs out of stack, which Fastify takes for a bug of the validator.
  ['100,000 objects in each other', '/tree', `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`, 500],
  ['branches that fail one by one', '/either', `[${fill('"x",')}1]`, 400],
  ['a string that is no JSON', '/numbers', fill('x'), 400],
  ['a body that is one byte too large', '/numbers', `"${'x'.repeat(megabyte)}"`, 413]
]

async function withPlugin (t: Test, server: object = allErrors): Promise<string> {
  const { app } = await createService({}, { ...server, logger: false } as never)
  addRoutes(app)
  t.teardown(() => app.close())
  return listen(app)
}

test('one megabyte of bad input makes a short answer, and costs no more than its validation', async (t) => {
  const base = await withPlugin(t)

  for (const [name, path, payload, status] of bodies) {
    const { cpu, answer } = await measured(() => ask(base, path, { method: 'POST', payload, headers: json }))
    t.comment(`${name}: ${Math.round(cpu)} ms, ${answer.text.length} bytes`)
    t.equal(answer.status, status, name)
    t.equal(answer.headers['content-type'], 'application/problem+json', name)
    t.ok(answer.text.length <= 16_000, name)
    t.ok(cpu < patience, name)
  }
})

const heads: readonly (readonly [name: string, path: string, options: Ask, status: number])[] = [
  ['an unknown path of a megabyte', `/${fill('x')}`, {}, 404],
  ['an unknown path of 500,000 segments', fill('/a'), {}, 404],
  ['a path of a megabyte of encoded bytes', `/${fill('%41')}`, {}, 404],
  ['a path of a megabyte that cannot be decoded', `/item/${fill('%E0')}`, {}, 400],
  ['a parameter of a megabyte', `/item/${fill('x')}`, {}, longParameter.status],
  ['a query of 300,000 parameters', `/query?${fill('q=x&')}`, {}, 400],
  ['a query of a megabyte on a route that is none', `/none?${fill('q=x&')}`, {}, 404],
  ['another method on a path with a megabyte of query', `/query?${fill('a=b&')}`, { method: 'DELETE' }, 405],
  ['a header of a megabyte', '/none', { headers: { 'x-a': fill('x') } }, 404],
  ['an Accept of a megabyte', '/none', { headers: { accept: fill('a/b;q=0.1,') } }, 404],
  ['a content type of a megabyte', '/numbers', { method: 'POST', payload: '1', headers: { 'content-type': fill('a;') } }, 415],
  ['a content type of a megabyte of parameters', '/numbers', { method: 'POST', payload: '1', headers: { 'content-type': `image/png;${fill('a=b;')}` } }, 415]
]

test('a megabyte of URL or headers makes a short answer, in a moment', async (t) => {
  const base = await withPlugin(t, { ...allErrors, http: { maxHeaderSize: 4 * megabyte } })

  for (const [name, path, options, status] of heads) {
    const { cpu, answer } = await measured(() => ask(base, path, options))
    t.comment(`${name}: ${Math.round(cpu)} ms, ${answer.text.length} bytes`)
    t.equal(answer.status, status, name)
    t.equal(answer.headers['content-type'], 'application/problem+json', name)
    t.ok(answer.text.length + JSON.stringify(answer.headers).length < 100_000, name)
    t.ok(cpu < patience, name)
  }
})

test('by default Node refuses such a URL before it is read', async (t) => {
  const base = await withPlugin(t)

  t.match(await ask(base, `/${fill('x')}`), { status: 431, headers: { 'content-type': 'application/problem+json' } })
})

/** What the operator is told at start-up of a service with this one route. */
async function advice (body: object, server: object = allErrors, before: (app: FastifyInstance) => void = () => {}): Promise<string[]> {
  const { app, log } = await createService({}, server)
  before(app)
  app.post('/orders', { schema: { body } }, async () => 'x')
  await app.ready()
  return log.map(({ msg }) => msg)
}

const text = { type: 'string' }
const order = { type: 'object', properties: { items: { type: 'array', items: text }, tags: { type: 'array', items: text, maxItems: 5 }, other: { anyOf: [{ type: ['array', 'null'], items: text }] } } }

test('arrays without maxItems are named at start-up where the validator reports all errors, once and with their place', async (t) => {
  const [line, ...more] = await advice(order)

  t.match(line, /^the validator reports all errors, and 2 arrays have no maxItems \(POST \/orders #\/properties\/items, POST \/orders #\/properties\/other\/anyOf\/0\): /)
  t.same(more, [])
  t.match(await advice({ content: { 'application/json': { schema: order } } }), [/#\/content\/application\/json\/schema\/properties\/items/])
  t.match(await advice({ type: 'object', properties: { order: { $ref: 'order#' } } }, allErrors, (app) => app.addSchema({ $id: 'order', ...order })), [/ #\/properties\/order\/properties\/items/])
})

test('nothing is said where there is nothing to say', async (t) => {
  t.same(await advice(order, {}), [])
  t.same(await advice({ type: 'array', items: text, maxItems: 9 }), [])
  t.same(await advice({ type: 'array' }), [])
  t.same(await advice(order, allErrors, (app) => app.setValidatorCompiler(() => () => true)), [])
  t.same(await advice(order, allErrors, (app) => app.setValidatorCompiler(({ schema }) => {
    if ((schema as { type?: string }).type === 'array') throw new Error('no schema of mine')
    return () => true
  })), [])
})
