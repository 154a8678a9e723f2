/**
 * `Problem` and `ProblemCode`: whoever refers to them, and from wherever, finds all their members.
 */
import Fastify from 'fastify'
import type { FastifyInstance, FastifySchema } from 'fastify'
import { test } from 'tap'
import { problemJson } from '../../lib/index.js'
import { defineCatalog } from '../../lib/catalog/define/index.js'
import type { AnyCatalog } from '../../lib/catalog/definition.js'

const catalog = defineCatalog({ ORDER_LOST: { status: 409, title: 'Order lost' } }) as unknown as AnyCatalog

const problem = { type: '/problems/order-lost', title: 'Order lost', status: 409, code: 'ORDER_LOST', detail: 'Gone.' }
const toProblem = { $ref: 'Problem#' }
const ofProblem = (response: object): { schema: FastifySchema } => ({ schema: { response: { 200: response } } })
const inEnvelope = { $id: 'Envelope', type: 'object', properties: { problem: toProblem } }
const handler = async () => ({ problem })

async function answerOf (app: FastifyInstance, url = '/'): Promise<unknown> {
  return (await app.inject(url)).json()
}

/** Each adds a route that sends a problem, wrapped. */
const references: Readonly<Record<string, (app: FastifyInstance) => unknown>> = {
  'in a route': (app) => app.get('/', ofProblem({ type: 'object', properties: { problem: toProblem } }), handler),
  'in a route of a media type': (app) => {
    const schema = { type: 'object', properties: { problem: toProblem } }
    return app.get('/', ofProblem({ content: { 'application/json': { schema } } }), handler)
  },
  'in a shared schema': (app) => app.addSchema(inEnvelope).get('/', ofProblem({ $ref: 'Envelope#' }), handler),
  'in a shared schema behind another': (app) => {
    app.addSchema(inEnvelope)
    app.addSchema({ $id: 'Outer', allOf: [{ $ref: 'Envelope#' }] })
    return app.get('/', ofProblem({ $ref: 'Outer#' }), handler)
  },
  'in a shared schema that is added behind the route': (app) =>
    app.get('/', ofProblem({ $ref: 'Envelope#' }), handler).addSchema(inEnvelope),
  'by a hook of the application': (app) => {
    app.addHook('onRoute', (route) => { route.schema = ofProblem({ type: 'object', properties: { problem: toProblem } }).schema })
    return app.get('/', handler)
  },
  'in a route that the plugin leaves alone': (app) =>
    app.get('/', { ...ofProblem({ type: 'object', properties: { problem: toProblem } }), config: { problems: false } }, handler),
  'in a child with a catalog of its own': (app) => app.register(async (child) => {
    const other = defineCatalog({ OTHER: { status: 409, title: 'Other' } }) as unknown as AnyCatalog
    await child.register(problemJson, { catalog: other, notFoundHandler: false })
    child.get('/', ofProblem({ type: 'object', properties: { problem: toProblem } }), handler)
  }),
  'in a child whose plugin calls back at once': (app) => app.register((child, _options, done) => {
    child.get('/', ofProblem({ type: 'object', properties: { problem: toProblem } }), handler)
    done()
  })
}

for (const [place, add] of Object.entries(references)) {
  test(`a reference to Problem finds its members: ${place}`, async (t) => {
    const app = Fastify()
    await app.register(problemJson, { catalog })
    await app.register(async (other) => { other.get('/other', async () => 'text') })
    add(app)
    t.strictSame(await answerOf(app), { problem })
  })
}

test('a route that was there before the plugin finds its members, too', async (t) => {
  const app = Fastify()
  app.get('/', ofProblem({ type: 'object', properties: { problem: toProblem } }), handler)
  await app.register(problemJson, { catalog })
  t.strictSame(await answerOf(app), { problem })
})

test('a handler that compiles a reference while it runs finds its members, although no route has one', async (t) => {
  const app = Fastify()
  await app.register(problemJson, { catalog })
  app.get('/', async (_request, reply) => reply.type('application/json').serializer(String).send(reply.serializeInput(problem, toProblem)))
  t.strictSame(await answerOf(app), problem)
})

test('a body that is to be a problem is validated as one', async (t) => {
  const app = Fastify()
  await app.register(problemJson, { catalog })
  app.post('/', { schema: { body: toProblem } }, async () => 'taken')
  const post = async (payload: object) => (await app.inject({ method: 'POST', url: '/', payload })).statusCode
  t.equal(await post(problem), 200)
  t.equal(await post({ ...problem, status: 200 }), 400)
  t.equal(await post({ code: 'ORDER_LOST' }), 400)
})
