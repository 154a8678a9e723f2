/** The answers and documents that the pages show are those that the code beside them makes. */
import swagger from '@fastify/swagger'
import Fastify from 'fastify'
import { test } from 'tap'
import { Type } from 'typebox'
import { parse } from 'yaml'
import { defineCatalog, problemJson, problemServerOptions, swaggerRefResolver } from '../lib/index.js'
import type { AnyCatalog } from '../lib/index.js'
import { de } from '../lib/languages/de.js'
import { fr } from '../lib/languages/fr.js'
import { fencesOf, readPage } from './fixtures/docs/blocks.js'

/** The catalog that a block defines. */
function catalogOf (code: string): AnyCatalog {
  const [, expression = ''] = /const catalog = (defineCatalog\(.*?^\}(?:, \{.*?\})?\))$/ms.exec(code) ?? []
  // eslint-disable-next-line no-new-func
  return new Function('defineCatalog', 'Type', 'de', 'fr', `return ${expression}`)(defineCatalog, Type, de, fr) as AnyCatalog
}

async function createService (catalog: AnyCatalog) {
  const app = Fastify({ ...problemServerOptions() })
  await app.register(problemJson, { catalog })
  await app.register(swagger, { openapi: { openapi: '3.1.0', info: { title: 'Orders', version: '1.0.0' } }, refResolver: swaggerRefResolver })
  app.get('/orders/:orderId', { schema: { params: Type.Object({ orderId: Type.String() }), problems: 'ORDER_NOT_FOUND' in catalog ? ['ORDER_NOT_FOUND'] : [] } }, async (request) => {
    throw new (catalog['ORDER_NOT_FOUND'] as unknown as new (extensions: unknown) => Error)(request.params)
  })
  app.post('/orders', { schema: { body: Type.Object({ quantity: Type.Integer({ minimum: 1 }) }) } }, async () => 'ordered')
  return app
}

interface Exchange { readonly catalog: AnyCatalog, readonly request: string, readonly answer: string, readonly body: string }

/** Each block of HTTP with a request and an answer, and the catalog of the block above it. */
function exchangesOf (page: string): Exchange[] {
  const fences = fencesOf(readPage(page))
  return fences.flatMap(({ info, code }, index) => {
    const [request = '', answer = '', body = ''] = code.split('\n\n')
    const above = fences.slice(0, index).filter((fence) => fence.info === 'ts' && fence.code.includes('const catalog ='))
    return info === 'http' ? [{ catalog: catalogOf(above.at(-1)!.code), request, answer, body }] : []
  })
}

const headersOf = (lines: readonly string[]) => Object.fromEntries(lines.map((line) => line.toLowerCase().split(': ')))

test('each exchange of docs/reference.md is what the catalog above it gives', async (t) => {
  const exchanges = exchangesOf('docs/reference.md')
  t.equal(exchanges.length, 2)
  for (const { catalog, request, answer, body } of exchanges) {
    const [start = '', ...asked] = request.split('\n')
    const [status = '', ...headers] = answer.split('\n')
    const [method = 'GET', url = '/'] = start.split(' ')
    const app = await createService(catalog)

    const response = await app.inject({ method: method as 'GET', url, headers: headersOf(asked), ...(method === 'POST' && { payload: { quantity: 0 } }) })

    t.equal(`HTTP/1.1 ${response.statusCode} ${response.statusMessage}`, status)
    for (const [name, value] of Object.entries(headersOf(headers))) t.equal(String(response.headers[name]).toLowerCase(), value)
    let rest = response.body
    for (const piece of body.replaceAll(/\n */g, '').split(/ *… */).map((text) => text.replace(/,$|^\}$/, ''))) {
      t.ok(rest.includes(piece), `${piece} in ${rest}`)
      rest = rest.slice(rest.indexOf(piece) + piece.length)
    }
  }
})

test('the answer at the top of the README is that of its first service', async (t) => {
  const fences = fencesOf(readPage('README.md'))
  const [shown = ''] = fences.filter(({ info }) => info === 'http').map(({ code }) => code)
  const [first = ''] = fences.filter(({ code }) => code.includes('const catalog =')).map(({ code }) => code)
  const [head = '', body = ''] = shown.split('\n\n')
  const [status, ...headers] = head.split('\n')
  const app = await createService(catalogOf(first))

  const response = await app.inject('/orders/42')

  t.equal(status, `HTTP/1.1 ${response.statusCode} ${response.statusMessage}`)
  t.match(response.headers, headersOf(headers))
  t.strictSame({ ...response.json(), instance: 'urn:uuid:0b9c…' }, JSON.parse(body))
})

test('the document of docs/openapi.md is the one of its first service', async (t) => {
  const fences = fencesOf(readPage('docs/openapi.md'))
  const [shown = ''] = fences.filter(({ info }) => info === 'yaml').map(({ code }) => code)
  const [first = ''] = fences.filter(({ code }) => code.includes('const catalog =')).map(({ code }) => code)
  const app = await createService(catalogOf(first))
  await app.ready()

  t.match(JSON.parse(JSON.stringify(app.swagger())), toPattern(parse(shown)))
})

/** Whatever stands for `…` may be anything. */
function toPattern (shown: unknown): unknown {
  if (typeof shown === 'string' && shown.includes('…')) return new RegExp(`^${shown.split('…').map(escape).join('.*')}$`, 's')
  if (Array.isArray(shown)) return shown.map(toPattern)
  if (typeof shown !== 'object' || shown === null) return shown
  return Object.fromEntries(Object.entries(shown).map(([name, value]) => [name, toPattern(value)]))
}

function escape (text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
