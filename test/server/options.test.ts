/** Mistakes in options and schemas stop the start, each with one clear message. */
import Fastify from 'fastify'
import { test } from 'tap'
import problemJson, { defineCatalog, envelopes, problemServerOptions } from '../../lib/index.js'
import type { ProblemJsonOptions } from '../../lib/index.js'
import { catalog, createService } from '../fixtures/server.js'

const circular: Record<string, unknown> = {}
circular['self'] = circular

const wrong: readonly (readonly [object, RegExp])[] = [
  [{ catalog: undefined }, /^The option 'catalog' must be a catalog made by defineCatalog\(\), got nothing/],
  [{ catalog: {} }, /^The option 'catalog' must be a catalog made by defineCatalog\(\), got \{\}$/],
  [{ mapErrors: () => {} }, /^An option of fastify-problem-json must be one of catalog, .*, got 'mapErrors'$/],
  [{ mapError: 'x' }, /^The option 'mapError' must be a function/],
  [{ errorHandler: () => {} }, /^The option 'errorHandler' must be a boolean, got a function$/],
  [{ methodNotAllowed: ['/admin'] }, /^The option 'methodNotAllowed' must be a boolean, or/],
  [{ methodNotAllowed: { except: ['admin'] } }, /^The option 'methodNotAllowed' must be/],
  [{ methodNotAllowed: { except: ['/admin/*'] } }, /beginnings of paths, decoded and without patterns/],
  [{ methodNotAllowed: { except: ['/%61dmin'] } }, /beginnings of paths, decoded and without patterns/],
  [{ notFoundPreHandler: [1] }, /^The option 'notFoundPreHandler' must be/],
  [{ requestIdHeader: 'a b' }, /^The option 'requestIdHeader' must be the name of a header, or false, got "a b"$/],
  [{ undeclared: 'throw' }, /^The option 'undeclared' must be 'ignore' or 'warn'/],
  [{ maxValidationErrors: 10n }, /^The option 'maxValidationErrors' must be an integer above 0, got "10n"$/],
  [{ maxValidationErrors: Infinity }, /got Infinity$/],
  [{ catalog: Promise.resolve(catalog) }, /^The option 'catalog' must be a catalog made by defineCatalog\(\), got a promise$/],
  [{ catalog: { ...catalog } }, /^The option 'catalog' must be a catalog made by defineCatalog\(\), got \{"\w+":"a function"/],
  [{ envelope: circular }, /^The option 'envelope' must be \{ format, mode/],
  [{ envelope: { format: envelopes.errorText, mode: 'legacy', formats: [] } }, /^The option 'envelope' must be \{ format, mode/],
  [{ methodNotAllowed: { except: ['/admin'], only: [] } }, /^The option 'methodNotAllowed' must be/],
  [{ notFoundHandler: { preHandler: () => {}, prehandler: () => {} } }, /^The option 'notFoundHandler' must be a boolean, or \{ preHandler \}/],
  [{ constraints: ['ORDER_NOT_FOUND'] }, /^The option 'constraints' must be an object such as/],
  [{ streams: [] }, /^The option 'streams' must be/],
  [{ openapi: [] }, /^The option 'openapi' must be false, or/],
  [{ maxValidationErrors: 0 }, /^The option 'maxValidationErrors' must be an integer above 0/],
  [{ onProblem: Symbol('x') }, /^The option 'onProblem' must be a function .* got Symbol\(x\)$/]
]

test('a mistake in the options stops the start with one clear message', async (t) => {
  for (const [options, message] of wrong) {
    const app = Fastify()
    await t.rejects(Promise.resolve(app.register(problemJson, { catalog, ...options } as ProblemJsonOptions)), { message })
  }
})

test('a mistake in the handlers of problemServerOptions() is named', async (t) => {
  const make = problemServerOptions as (handlers: unknown) => unknown
  t.throws(() => make({ logger: true }), { message: /^The handlers of problemServerOptions\(\) must be frameworkErrors, .*, got 'logger': put other options of the server beside it/ })
  t.throws(() => make({ frameworkErrors: 5 }), { message: /^The handler 'frameworkErrors' of problemServerOptions\(\) must be a function, got 5$/ })
  t.throws(() => make(null), { message: /must be an object, got null$/ })
})

test('a mistake in schema.problems stops the start with one clear message', async (t) => {
  for (const [problems, message] of [
    ['ORDER_NOT_FOUND', /^schema\.problems of GET \/x must be a list of codes, got "ORDER_NOT_FOUND"$/],
    [['NOPE'], /^schema\.problems of GET \/x must hold codes of the catalog, got 'NOPE'$/],
    [['ONE', 'TWO'], /^schema\.problems of GET \/x must hold one code that refines 'NOT_FOUND', got 'ONE' and 'TWO'$/]
  ] as const) {
    const row = { status: 404, title: 'x', refines: 'NOT_FOUND' } as const
    const app = Fastify()
    await app.register(problemJson, { catalog: defineCatalog({ ONE: row, TWO: row, ORDER_NOT_FOUND: { status: 404, title: 'x' } }) })
    t.throws(() => app.get('/x', { schema: { problems } as never }, async () => 'x'), { message })
  }
})

test('registering twice on one instance, or where a not-found handler is, says what to do', async (t) => {
  const { app } = await createService()
  await t.rejects(Promise.resolve(app.register(problemJson, { catalog })), { message: /is registered twice on one instance/ })

  const second = await createService()
  await t.rejects(Promise.resolve(second.app.register(async (child) => { await child.register(problemJson, { catalog }) })),
    { message: /cannot answer unknown routes of '\/': that prefix has a not-found handler already\. Pass \{ notFoundHandler: false \}/ })
})
