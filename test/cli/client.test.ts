/** `problem-json client`: of what the module can be made, and in which languages. */
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import Fastify from 'fastify'
import { test } from 'tap'
import type { Test } from 'tap'
import problemJson, { defineCatalog } from '../../lib/index.js'
import { compile } from '../fixtures/docs/compile.js'
import { catalogOf, folder, library, run } from '../fixtures/command.js'
import { listen } from '../fixtures/server.js'

const app = `
import Fastify from 'fastify'
import { problemJson } from '${library}/index.ts'
import { catalog } from './catalog.mjs'
export async function build () {
  const app = Fastify()
  await app.register(problemJson, { catalog })
  app.get('/orders/:orderId', { schema: { problems: ['ORDER_LOST'] } }, async () => 'ok')
  app.post('/orders', { schema: { body: { type: 'object' }, problems: ['CARD_DECLINED'] } }, async () => 'ok')
  return app
}
`

interface Values { codes: object, legacyCodes: object, operations?: Record<string, object> }

async function service (t: Test) {
  return folder(t, { 'catalog.mjs': catalogOf(409, ", description: 'It was sent, and never came.', legacyCode: 'E_LOST'"), 'app.mjs': app })
}

test('with an app, a decoder can be narrowed to one operation', async (t) => {
  const cwd = await service(t)

  const { code, out } = await run(cwd, 'client', 'catalog.mjs', '--app', 'app.mjs')

  t.equal(code, 0)
  const program = (route: string, known: string) => `
    import { createDecoder } from 'fastify-problem-json/client'
    import { operations } from './problems.js'
    import type { Operations } from './problems.js'
    const decode = createDecoder<Operations['${route}']>(operations['${route}'])
    export async function show (response: Response): Promise<string> {
      const { code } = await decode(response)
      if (code === null) return ''
      const known: ${known} = code
      return known
    }`
  const mistakes = (route: string, known: string) => compile({ 'problems.ts': out, 'page.ts': program(route, known) }, { browser: true })
  t.strictSame(mistakes('GET /orders/:orderId', "keyof Operations['GET /orders/:orderId']"), [])
  t.match(mistakes('GET /orders/:orderId', "'CARD_DECLINED'"), [{ message: /"ORDER_LOST"/ }])
  t.notMatch(out, /"HEAD /, 'a route that Fastify adds says nothing of its own')
})

test('what routes answer stands before the fold', async (t) => {
  const cwd = await service(t)

  const { out } = await run(cwd, 'client', 'catalog.mjs', '--app', 'app.mjs')

  const fold = out.indexOf('// #region')
  const place = (code: string) => out.indexOf(`\n  ${code}: `)
  for (const code of ['ORDER_LOST', 'VALIDATION_ERROR', 'UNSUPPORTED_MEDIA_TYPE']) t.ok(place(code) > 0 && place(code) < fold, code)
  for (const code of ['GONE', 'PAYMENT_REQUIRED', 'LOCKED']) t.not(place(code) > 0 && place(code) < fold, true, code)
})

test('a snapshot gives the same codes as its catalog, with the routes that it has', async (t) => {
  const cwd = await service(t)
  await run(cwd, 'snapshot', 'catalog.mjs', '--app', 'app.mjs', '--out', 'problems.snapshot.json')

  const { out } = await run(cwd, 'client', 'problems.snapshot.json')
  const { out: ofCatalog } = await run(cwd, 'client', 'catalog.mjs')

  t.match(out, '"GET /orders/:orderId": Pick<Problems, "ORDER_LOST">')
  for (const one of ['ORDER_LOST: Record<never, never>', '   * It was sent, and never came.', '"E_LOST": "ORDER_LOST"', '   * 409 Order lost.']) {
    t.match(out, one)
    t.match(ofCatalog, one)
  }
  t.strictSame(compile({ 'problems.ts': out }, { browser: true }), [])
  t.notMatch(ofCatalog, 'Operations', 'no routes are known there')
})

test('the URL of reference pages is enough', async (t) => {
  const cwd = await service(t)
  const catalog = defineCatalog({
    ORDER_LOST: {
      status: 409,
      title: 'Order lost',
      guidance: 'Ask the carrier.',
      extensions: { type: 'object', properties: { orderId: { type: 'string' } }, required: ['orderId'] }
    }
  }, { retired: { ORDER_GONE: { since: '2.0.0', status: 410, type: '/problems/order-gone' } } })
  const server = Fastify({ forceCloseConnections: true })
  t.teardown(() => server.close())
  await server.register(problemJson, { catalog, reference: { prefix: '/problems', operations: true } })
  server.get('/orders', { schema: { problems: ['ORDER_LOST'] } }, async () => 'ok')
  server.get('/page', async (request, reply) => reply.type('text/html').send('<h1>Hello</h1>'))
  server.get('/other', async () => ({ version: 1 }))
  server.get('/codes', async () => ({ problems: [{ code: "X: 1 }; import 'y'", status: 400, title: 'X' }] }))
  const base = await listen(server)

  for (const address of ['/problems/', '/problems', '/problems/index.json']) {
    const { out } = await run(cwd, 'client', base + address)
    t.match(out, '  ORDER_LOST: {\n    orderId: string\n  }')
    t.match(out, '   * Ask the carrier.')
    t.match(out, '@deprecated since 2.0.0.')
    t.match(out, '"GET /orders": { ORDER_LOST: true }')
    t.match(out, /"VALIDATION_ERROR": true/)
    t.strictSame(compile({ 'problems.ts': out }, { browser: true }), [])
  }
  for (const [path, message] of [
    ['/page', /must be a snapshot, or the index of the reference pages as JSON, got no JSON/],
    ['/other', /got JSON without 'problems'/],
    ['/nowhere', /\/nowhere' cannot be read: the answer is 404/],
    ['/codes', /must have a code in UPPER_SNAKE_CASE, a status and a title/]
  ] as const) t.match(await run(cwd, 'client', base + path), { code: 70, out: '', err: message })
  await server.close()
  t.match(await run(cwd, 'client', `${base}/problems/`), { code: 70, err: /cannot be read: fetch failed/ })
  t.match(await run(cwd, 'client', `${base}/problems/`, '--app', 'app.mjs'), { code: 64, err: /--app is for the module of a catalog/ })
})

test('an output in JavaScript runs, and has its types beside it', async (t) => {
  const cwd = await service(t)
  const { out } = await run(cwd, 'client', 'catalog.mjs', '--app', 'app.mjs')

  for (const [file, types] of [['problems.mjs', 'problems.d.mts'], ['problems.cjs', 'problems.d.cts'], ['problems.js', 'problems.d.ts']] as const) {
    const { code, err } = await run(cwd, 'client', 'catalog.mjs', '--app', 'app.mjs', '--out', file)
    t.match({ code, err }, { code: 0, err: `Wrote ${file}\nWrote ${types}\n` })
    const path = join(cwd, file)
    const values = (file.endsWith('.cjs') ? createRequire(path)(path) : await import(pathToFileURL(path).href)) as Values
    t.equal((values.codes as Record<string, unknown>)['ORDER_LOST'], true)
    t.strictSame({ ...values.legacyCodes }, { E_LOST: 'ORDER_LOST' })
    t.strictSame(Object.keys(values.operations ?? {}), ['GET /orders/:orderId', 'POST /orders'])

    const declarations = await readFile(join(cwd, types), 'utf8')
    t.strictSame(compile({
      'problems.d.ts': declarations, 'page.ts': `
      import { codes } from './problems.js'
      import type { Problems } from './problems.js'
      export const all: Readonly<Record<keyof Problems, true>> = codes`
    }, { browser: true }), [])
    const shared = (text: string) => /interface Problems \{[^]*?\n\}/.exec(text)?.[0]
    t.equal(shared(declarations), shared(out))
  }
})
