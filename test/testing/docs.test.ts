/** The report that docs/testing.md shows is one that the kit can write. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'tap'
import Fastify from 'fastify'
import { defineCatalog, problemJson, problemServerOptions } from '../../lib/index.js'
import { auditProblems, renderReport } from '../../lib/testing/index.js'
import { fencesOf, readPage, root } from '../fixtures/docs/blocks.js'

const [shown = ''] = fencesOf(readPage('docs/testing.md')).filter(({ info }) => info === 'text').map(({ code }) => code)

test('the report of the page has the form of a report, and the words of its rules', async (t) => {
  const [route = ''] = /^[A-Z]+ \/.*$/m.exec(shown) ?? []
  const findings = [...shown.matchAll(/^ {2}(.+?): (.+), got (.+)\n {4}→ (.+)$/gm)]
    .map(([, request = '', rule = '', actual = '', cure = '']) => ({ route, request, rule, actual, cure }))
  const problem = { route, code: 'X', status: 400, request: '' }
  const sources = await Promise.all(['index', 'headers', 'body'].map((name) => readFile(join(root, `lib/testing/rules/${name}.ts`), 'utf8')))
  const rules = sources.join('\n').replaceAll(/'\s*\+\s*'/g, '').replaceAll('${problemMediaType}', 'application/problem+json') // eslint-disable-line no-template-curly-in-string

  t.equal(renderReport({ requests: 214, problems: Array(48).fill(problem), findings, sent: {}, neverSent: ['ORDER_CLOSED'], unreached: [] }), shown.trimEnd())
  t.equal(findings.length, 2)
  for (const { rule, cure } of findings) t.ok(rules.includes(rule) && rules.includes(cure), rule)
})

test('an audit sends 20 to 40 requests a route', async (t) => {
  const requestsFor = async (routes: number) => (await auditProblems(async () => {
    const app = Fastify({ ...problemServerOptions() })
    await app.register(problemJson, { catalog: defineCatalog({}) })
    for (let number = 0; number < routes; number++) {
      app.get(`/orders-${number}/:orderId`, async () => 'order')
      app.post(`/orders-${number}`, { schema: { body: { type: 'object', required: ['sku'], properties: { sku: { type: 'string' }, quantity: { type: 'integer' } } } } }, async () => 'ordered')
    }
    return app
  })).requests

  const perRoute = (await requestsFor(2) - await requestsFor(1)) / 2

  t.ok(perRoute >= 20 && perRoute <= 40, `${perRoute} requests`)
})
