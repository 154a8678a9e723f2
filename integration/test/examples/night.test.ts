/**
 * A night's log, as docs/observability.md shows it: pino-pretty's picture, and the way from a ticket to the cause.
 */
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import fastifyJwt from '@fastify/jwt'
import { prettyFactory } from 'pino-pretty'
import type { PrettyOptions } from 'pino-pretty'
import tap, { test } from 'tap'
import { createService, catalog, secret } from '../../../test/fixtures/server.js'
import { startMisbehaving } from '../../../test/fixtures/misbehaving.js'

const { nowhere, close } = await startMisbehaving()
const { prettyOptions } = await import(new URL('../../recipes/pretty.ts', import.meta.url).href) as { prettyOptions: PrettyOptions }
tap.teardown(() => close())
const page = readFileSync(new URL('../../../docs/observability.md', import.meta.url), 'utf8')

/** A service that had a bad night: its log as it stands in the file, and what its customers were told. */
async function haveNight () {
  const { app, log } = await createService()
  await app.register(fastifyJwt, { secret: 'of the test' })
  const body = { type: 'object', required: ['sku'], properties: { sku: { type: 'string' } } }
  app.get('/orders/:orderId', async (request, reply) => reply.problem('ORDER_NOT_FOUND', { orderId: secret }))
  app.post('/orders', { schema: { body } }, async () => await fetch(nowhere))
  app.get('/me', async (request) => await (request as unknown as { jwtVerify: () => Promise<unknown> }).jwtVerify())
  app.post('/customers', async () => {
    throw Object.assign(new Error('duplicate key value violates unique constraint "customers_email_key"'),
      { code: '23505', severity: 'ERROR', detail: `Key (email)=(${secret}) already exists.`, constraint: 'customers_email_key', table: 'customers' })
  })
  app.get('/maintenance', async () => { throw new catalog.MAINTENANCE({}, { detail: 'The tables are being moved.' }) })
  const requests = [
    { url: `/orders/${secret}` }, { method: 'POST', url: '/orders', payload: { sku: 'A-1' } }, { method: 'POST', url: '/orders', payload: { other: secret } },
    { url: '/me' }, { url: '/me', headers: { authorization: `Bearer ${secret}` } }, { method: 'POST', url: '/customers' }, { url: '/maintenance' }, { url: '/nowhere' }
  ] as const
  const told = []
  for (const request of requests) told.push((await app.inject(request as never)).json<{ instance: string, title: string }>())
  return { text: log.map((line) => `${JSON.stringify(line)}\n`).join(''), told }
}

/** Without what differs from one night, and from one machine, to the next. */
function still (text: string): string {
  return text
    .replace(/urn:uuid:[0-9a-f-]{36}/g, 'urn:uuid:…')
    .replace(/^\[\d\d:\d\d:\d\d\]/gm, '[03:12:45]')
    .replace(/127\.0\.0\.1:\d+/g, '10.0.3.7:443')
    .replace(/(?:^ +at .*\n)+/gm, (frames) => `${/^ */.exec(frames)?.[0]}at …\n`)
    .replace(/\\n +at [^"]*"/g, '\\n    at …"')
}

test('pino-pretty shows a night as the page does', async (t) => {
  const { text } = await haveNight()
  const pretty = prettyFactory({ ...prettyOptions, colorize: false })

  const shown = still(text.trim().split('\n').map((line) => pretty(line)).join('')).trim()

  t.notMatch(shown, secret)
  if (process.env['NIGHT']) console.error(shown)
  t.equal(shown, /<!-- night -->\n+```text\n([^]*?)\n```/.exec(page)?.[1])
})

test('from the text in the ticket to the cause, by the query of the page', async (t) => {
  const { text, told } = await haveNight()
  const [, order] = told
  const ticket = `I could not order. It said: ${order?.title} (${order?.instance})`
  const command = /a file, with jq \| `jq (.*?) app\.log`/.exec(page)?.[1]?.replaceAll('\\|', '|')
  const [, filter = ''] = /'(fromjson.*?)'/.exec(command ?? '') ?? []
  const instance = /urn:uuid:[0-9a-f-]{36}/.exec(ticket)?.[0] ?? ''

  const { stdout, error } = spawnSync('jq', ['-cR', '--arg', 'instance', instance, filter], { input: `no JSON at all\n${text}`, encoding: 'utf8' })
  if (error) {
    t.pass('asked with jq', { skip: 'jq is not installed' })
    return
  }

  const [line = '', ...others] = stdout.trim().split('\n')
  t.strictSame(others, [])
  t.match(JSON.parse(line), {
    code: 'SERVICE_UNAVAILABLE',
    method: 'POST',
    route: '/orders',
    origin: 'upstream',
    instance,
    err: { message: 'fetch failed', causes: [{ code: 'ECONNREFUSED' }] }
  })
})

test('each store of logs that the page names has a query by instance', async (t) => {
  const stores = ['jq', 'Loki', 'Elasticsearch', 'Kibana', 'CloudWatch', 'Datadog', 'Google Cloud Logging', 'Splunk']

  for (const store of stores) t.match(page, new RegExp(`^\\| [^|]*${store}[^|]* \\| \`.*instance.*\` \\|$`, 'm'), store)
})
