import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import type { Page } from 'playwright-core'
import tap, { test } from 'tap'

// A compiler or a browser takes its time on a busy machine.
tap.setTimeout(120_000)

// The page of examples/browser in a real browser: it needs `npm run build`, and Chromium (on Debian: apt-get install chromium).
const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium'

test('a page shows every failure of a service on another origin', async (t) => {
  const address = new URL(await startExample(t))
  const profile = await mkdtemp(join(tmpdir(), 'chromium-'))
  t.teardown(() => rm(profile, { recursive: true, force: true, maxRetries: 5 }))
  const browser = await chromium.launchPersistentContext(profile, {
    executablePath,
    args: [
      '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
      '--disable-background-networking', '--disable-component-update', '--disable-sync'
    ]
  })
  t.teardown(() => browser.close())
  const page = await browser.newPage()
  const mistakes: string[] = []
  page.on('pageerror', (error) => mistakes.push(error.message))
  await page.goto(address.href)
  const api = address.searchParams.get('api')!

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
    await page.fill('[name=orderId]', '77')
    t.equal(await submit(page, '#find-order'), 'There is no order 77.')
  })

  await t.test('a code that the page does not know has an answer, with the request id', async (t) => {
    await page.fill('[name=orderId]', '2')

    t.match(await submit(page, '#find-order'), /^This order is in the archive\. \(410, req-\w+\)$/)
  })

  await t.test('a wait that CORS hides is read from the body, and the request is repeated', async (t) => {
    t.equal(await page.evaluate(async (url) => {
      const response = await fetch(url, { method: 'POST' })
      return [response.status, response.headers.get('retry-after')].join()
    }, `${api}/orders/1/reminder`), '429,')
    await page.evaluate((url) => fetch(url, { method: 'POST' }), `${api}/orders/1/reminder`)

    const start = performance.now()
    t.equal(await submit(page, '#remind'), 'Reminder sent.')
    t.ok(performance.now() - start >= 1000, 'not before its time')
  })

  await t.test('a page of a gateway, and no answer at all, are told', async (t) => {
    await page.fill('[name=orderId]', '5')
    await page.route('**/orders/5', (route) => route.fulfill({
      status: 502, contentType: 'text/html', headers: { 'access-control-allow-origin': '*' }, body: '<h1>Bad gateway</h1>'
    }))
    t.equal(await submit(page, '#find-order'), 'This did not work. (502, no request id)')

    await page.unroute('**/orders/5')
    await page.route('**/orders/5', (route) => route.abort())
    t.equal(await submit(page, '#find-order'), 'The service cannot be reached.')
  })

  t.strictSame(mistakes, [], 'no error of the page itself')
})

async function startExample (t: Tap): Promise<string> {
  const example = spawn(process.execPath, ['examples/browser/serve.js'], {
    env: { ...process.env, PORT: '0' }, stdio: ['ignore', 'pipe', 'inherit']
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
