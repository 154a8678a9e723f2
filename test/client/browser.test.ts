import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BrowserContext, Page, Route } from 'playwright-core'
import type { FastifyInstance } from 'fastify'
import tap, { test } from 'tap'
import { launchBrowserWith, skipWithoutBrowser } from '../fixtures/browser.js'

// The page of examples/browser in a real browser, with the service of examples/orders: it needs `npm run build`.
// By a computed name: the compiler must not see it here, since it registers a catalog for the whole of its program.
const { build } = await import(new URL('../../examples/orders/app.ts', import.meta.url).href) as { build: () => Promise<FastifyInstance> }

const app = await build()
tap.teardown(() => app.close())
const api = await app.listen({ port: 0, host: '127.0.0.1' })

const profile = await mkdtemp(join(tmpdir(), 'chromium-'))
let browser: BrowserContext | undefined
if (!skipWithoutBrowser) browser = await launchBrowserWith(profile)
tap.teardown(async () => {
  await browser?.close()
  await rm(profile, { recursive: true, force: true, maxRetries: 5 })
})

async function openPage (url: string): Promise<{ page: Page, mistakes: string[], requests: string[] }> {
  if (!browser) throw new Error('There is no browser.')
  const page = await browser.newPage()
  const mistakes: string[] = []
  const requests: string[] = []
  page.on('pageerror', (error) => mistakes.push(error.message))
  page.on('request', (request) => requests.push(request.url()))
  await page.goto(url)
  return { page, mistakes, requests }
}

test('a page shows every failure of a service on another origin', { skip: skipWithoutBrowser }, async (t) => {
  const { page, mistakes } = await openPage(await servePage(t))

  await t.test('each mistake in a form stands at its field', async (t) => {
    await page.fill('[name="/reference"]', 'x')
    await page.fill('[name="/items/0/sku"]', 'A')
    await page.fill('[name="/items/0/quantity"]', '100')
    await page.fill('[name="/items/0/price"]', '5')
    await page.fill('[name="/delivery/address/street"]', 'Main Street')

    t.equal(await submit(page, '#new-order'), 'Please correct the marked fields.')
    for (const name of ['/reference', '/items/0/sku', '/items/0/quantity', '/delivery/address/city']) {
      t.not(await errorAt(page, name), '', name)
    }
    for (const name of ['/items/0/price', '/delivery/address/street']) t.equal(await errorAt(page, name), '', name)
  })

  await t.test('a corrected form is sent, and a known code is told', async (t) => {
    await page.fill('[name="/reference"]', 'ADA-2')
    await page.fill('[name="/items/0/sku"]', 'A-100')
    await page.fill('[name="/items/0/quantity"]', '2')
    await page.fill('[name="/delivery/address/city"]', 'London')

    t.equal(await submit(page, '#new-order'), 'Ordered: ADA-2.')
    t.equal(await errorAt(page, '/reference'), '')
    t.equal(await submit(page, '#new-order'), 'There is such an order already.')
    await page.fill('#find-order [name=orderId]', '77')
    t.equal(await submit(page, '#find-order'), 'There is no order 77.')
  })

  await t.test('a code that the page does not know has an answer, with its instance', async (t) => {
    await page.fill('#cancel-order [name=orderId]', '2')

    t.match(await submit(page, '#cancel-order'), /^Order 2 was shipped on 2026-03-01\. \(409, urn:uuid:[0-9a-f-]{36}\)$/)
  })

  await t.test('a wait that CORS hides is read from the body, and the request is repeated', async (t) => {
    // A limiter in front of the service, which exposes no header.
    const problem = { type: 'about:blank', title: 'Too many requests', status: 429, code: 'RATE_LIMITED', retry: 'any', retryAfter: 1 }
    const limit = (route: Route) => route.fulfill({
      status: 429, contentType: 'application/problem+json', headers: { 'access-control-allow-origin': '*', 'retry-after': '1' }, body: JSON.stringify(problem)
    })
    await page.route('**/reminder', limit, { times: 1 })

    const start = performance.now()
    t.equal(await submit(page, '#remind'), 'Reminder sent.')
    t.ok(performance.now() - start >= 1000, 'not before its time')
  })

  await t.test('a wait that is too long is told, and the service shows it in a header, too', async (t) => {
    await submit(page, '#remind')
    t.match(await submit(page, '#remind'), /^Too many reminders\. Try again in \d+ s\.$/)
    t.match(await page.evaluate(async (url) => {
      const response = await fetch(url, { method: 'POST', headers: { authorization: 'Bearer ada' } })
      return [response.status, response.headers.get('retry-after'), response.headers.get('x-request-id')].join()
    }, `${api}/orders/1/reminder`), /^429,\d+,req-\w+$/)
  })

  await t.test('a page of a gateway, and no answer at all, are told', async (t) => {
    await page.fill('#find-order [name=orderId]', '5')
    await page.route('**/orders/5', (route) => route.fulfill({
      status: 502, contentType: 'text/html', headers: { 'access-control-allow-origin': '*' }, body: '<h1>Bad gateway</h1>'
    }))
    t.equal(await submit(page, '#find-order'), 'This did not work. (502, no instance)')

    await page.unroute('**/orders/5')
    await page.route('**/orders/5', (route) => route.abort())
    t.equal(await submit(page, '#find-order'), 'The service cannot be reached.')
  })

  t.strictSame(mistakes, [], 'no error of the page itself')
})

test('the documentation of the service shows a named example of each problem', { skip: skipWithoutBrowser }, async (t) => {
  const { page, mistakes, requests } = await openPage(`${api}/docs`)
  await page.locator('.opblock-post .opblock-summary-control').first().click()
  const invalid = page.locator('tr.response[data-code="400"]')
  const examples = invalid.locator('.examples-select select')

  t.strictSame(await examples.locator('option').allTextContents(), ['Validation failed', 'Invalid request'])
  t.match(await invalid.locator('pre.example').textContent(), /"code": "VALIDATION_ERROR"/)
  await examples.selectOption({ label: 'Invalid request' })
  t.match(await invalid.locator('pre.example').textContent(), /"code": "INVALID_REQUEST"/)
  t.match(await page.locator('tr.response[data-code="401"]').textContent(), /Sign in, then repeat the request\.[^]*WWW-Authenticate/)

  t.strictSame(requests.filter((url) => !url.startsWith(api) && !url.startsWith('data:')), [], 'nothing comes from elsewhere')
  t.strictSame(mistakes, [])
})

async function servePage (t: Tap): Promise<string> {
  const example = spawn(process.execPath, ['examples/browser/serve.js'], {
    env: { ...process.env, PORT: '0', API: api }, stdio: ['ignore', 'pipe', 'inherit']
  })
  t.teardown(() => { example.kill() })
  const [line] = await once(example.stdout, 'data') as [Buffer]
  return line.toString().trim()
}

async function submit (page: Page, form: string): Promise<string> {
  await page.click(`${form} button`)
  const status = page.locator('#status')
  await status.and(page.locator(':not(:text-is("Sending …"))')).waitFor()
  return await status.textContent() ?? ''
}

async function errorAt (page: Page, name: string): Promise<string> {
  return await page.locator(`[name="${name}"] + output`).textContent() ?? ''
}

interface Tap { teardown: (end: () => void) => void }
