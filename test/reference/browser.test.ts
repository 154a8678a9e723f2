import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { Writable } from 'node:stream'
import { pathToFileURL } from 'node:url'
import Fastify from 'fastify'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import tap, { test } from 'tap'
import type { Test } from 'tap'
import { defineCatalog, problemJson, renderPortal } from '../../lib/index.js'
import type { AnyCatalog } from '../../lib/index.js'
import { launchBrowser, skipWithoutBrowser } from '../fixtures/browser.js'
import { listen } from '../fixtures/server.js'
import { shop } from '../fixtures/shop.js'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

const logo = 'data:image/svg+xml,%3Csvg/%3E'
const app = Fastify({ logger: { stream: new Writable({ write: (_chunk, _encoding, done) => done() }) } })
await app.register(problemJson, { catalog: shop, reference: { prefix: '/problems', title: 'Errors of the Shop', operations: true, logo, support: 'support@example.com' } })
app.get('/orders/:orderId', { schema: { summary: 'Read an order', problems: ['ORDER_NOT_FOUND'] } as object }, async () => 1)
const address = `${await listen(app)}/problems/`

let browser: Browser
tap.teardown(async () => {
  // Also where a test failed: the browser would keep the process alive.
  await browser?.close()
  await Promise.all([app.close(), long.close()])
})

test('the browser starts', { skip: skipWithoutBrowser }, async (t) => {
  browser = await launchBrowser()
  t.ok(browser.isConnected())
})

interface Visit {
  page: Page
  /** What the browser asked for, and what it complained about. */
  requests: string[]
  complaints: string[]
}

async function visit (t: Test, path: string, options: BrowserContextOptions = {}, base = address): Promise<Visit> {
  const context = await browser.newContext(options)
  t.teardown(() => context.close())
  const page = await context.newPage()
  page.setDefaultTimeout(60_000)
  const requests: string[] = []
  const complaints: string[] = []
  page.on('request', (request) => requests.push(request.url()))
  page.on('console', (message) => complaints.push(message.text()))
  page.on('pageerror', (error) => complaints.push(error.message))
  await page.goto(base + path)
  return { page, requests, complaints }
}

const shownCodes = async (page: Page) => page.locator('.row:visible a.code').allTextContents()

test('the search finds codes by code, title, meaning, older spelling and type URI', { skip: skipWithoutBrowser }, async (t) => {
  const { page, requests, complaints } = await visit(t, '')
  t.equal(await page.locator('output').textContent(), '68 of 68')

  for (const [text, code] of [
    ['ORDER_NOT_FOUND', 'ORDER_NOT_FOUND'],
    ['order-not-found', 'ORDER_NOT_FOUND'],
    ['warehouse cannot', 'ORDER_ALREADY_SHIPPED'],
    ['err_order_404', 'ORDER_NOT_FOUND'],
    ['https://api.example.com/problems/coupon-expired', 'COUPON_EXPIRED'],
    ['BASKET_FULL', 'BASKET_FULL']
  ] as const) {
    await page.getByRole('searchbox').fill(text)
    t.strictSame(await shownCodes(page), [code], text)
    t.equal(await page.locator('output').textContent(), '1 of 68')
    t.equal(await page.locator('section:visible').count(), 1)
  }
  await page.getByRole('searchbox').fill('<no such code>')
  t.equal(await page.locator('output').textContent(), 'No code matches.')
  t.strictSame(requests, [address])
  t.strictSame(complaints, [])
})

test('the filters narrow the index, and stand in the address', { skip: skipWithoutBrowser }, async (t) => {
  const { page } = await visit(t, '')

  await page.getByRole('combobox', { name: 'Status' }).selectOption('409')
  await page.getByRole('combobox', { name: 'Retry' }).selectOption('any')
  t.strictSame(await shownCodes(page), ['EXPORT_RUNNING'])
  t.equal(page.url(), `${address}?status=409&retry=any`)

  await page.getByRole('combobox', { name: 'Retry' }).selectOption('')
  await page.getByRole('combobox', { name: 'Area' }).selectOption('Payments')
  t.strictSame(await shownCodes(page), ['PAYMENT_PENDING', 'REFUND_TOO_LATE'])
  await page.getByRole('combobox', { name: 'Status' }).selectOption('5xx (14)')
  t.strictSame(await shownCodes(page), ['PAYMENT_PROVIDER_DOWN'])

  const again = await visit(t, '?q=order&status=4&area=Orders&retry=nonsense&length=1#order-empty')
  t.equal(await again.page.getByRole('searchbox').inputValue(), 'order')
  t.ok((await shownCodes(again.page)).includes('ORDER_EMPTY'))
  t.notOk((await shownCodes(again.page)).includes('PAYMENT_PENDING'))
  t.strictSame(again.complaints, [])
})

test('a link to a code or an area leads there, also where a filter hides it', { skip: skipWithoutBrowser }, async (t) => {
  const { page } = await visit(t, '#validation-error', { reducedMotion: 'reduce' })
  t.ok(await page.locator('#validation-error').isVisible())
  t.equal(await page.locator('.row:target').getAttribute('id'), 'validation-error')
  t.ok(await page.evaluate('document.querySelector("#validation-error").getBoundingClientRect().top < innerHeight'), 'it is in view')

  await page.getByRole('searchbox').fill('coupon')
  await page.evaluate('location.hash = "gone"')
  await page.locator('#gone:visible').waitFor()

  await page.getByRole('link', { name: 'Payments 5' }).click()
  t.match(page.url(), '#area:payments')
})

test('the keyboard reaches everything', { skip: skipWithoutBrowser }, async (t) => {
  const { page } = await visit(t, '')

  await page.keyboard.press('Tab')
  t.equal(await page.evaluate('document.activeElement.textContent'), 'Skip to the content')
  await page.keyboard.press('/')
  await page.keyboard.type('refund/')
  t.equal(await page.getByRole('searchbox').inputValue(), 'refund/')
  await page.keyboard.press('Enter')
  t.equal(await page.getByRole('searchbox').inputValue(), 'refund/', 'the form goes nowhere')
  await page.keyboard.press('Escape')
  t.equal(await page.getByRole('searchbox').inputValue(), '')
  t.equal((await shownCodes(page)).length, 68)
})

const readClipboard = async (page: Page) => await page.evaluate('navigator.clipboard.readText()') as string

test('the button copies the code block, and the address in it is that of the service', { skip: skipWithoutBrowser }, async (t) => {
  const { page, complaints, requests } = await visit(t, 'order-not-found', { permissions: ['clipboard-read', 'clipboard-write'] })

  await page.getByRole('button', { name: 'Copy: Example' }).click()
  await page.getByRole('button', { name: 'Copied: Example' }).waitFor()
  t.match(JSON.parse(await readClipboard(page)), { code: 'ORDER_NOT_FOUND', orderId: 42 })

  await page.getByRole('button', { name: 'Copy: This page in a terminal' }).click()
  await page.getByRole('button', { name: 'Copied: This page in a terminal' }).waitFor()
  t.equal(await readClipboard(page), `curl -H 'Accept: text/markdown' \\\n  '${address}order-not-found'`)
  await page.getByRole('button', { name: 'Copy: Example' }).waitFor()
  t.strictSame(complaints, [])
  t.strictSame(requests, [`${address}order-not-found`])
})

test('the button works where there is no clipboard to write to', { skip: skipWithoutBrowser }, async (t) => {
  const { page } = await visit(t, 'order-not-found', { permissions: [] })
  await page.evaluate('Object.defineProperty(navigator, "clipboard", { value: undefined })')

  await page.getByRole('button', { name: 'Copy: In a client' }).click()

  await page.getByRole('button', { name: 'Copied: In a client' }).waitFor()
  t.match(await page.evaluate('String(getSelection())'), 'case \'ORDER_NOT_FOUND\'')
})

test('without JavaScript the pages show everything, and no control that would do nothing', { skip: skipWithoutBrowser }, async (t) => {
  const { page } = await visit(t, '', { javaScriptEnabled: false })
  t.equal((await shownCodes(page)).length, 46, 'all that the service sends')
  await page.getByText('Other standard codes (22)').click()
  t.equal((await shownCodes(page)).length, 68, 'and the others behind the fold')
  t.notOk(await page.getByRole('searchbox').isVisible())

  await page.getByRole('link', { name: 'ORDER_NOT_FOUND', exact: true }).click()
  t.equal(page.url(), `${address}order-not-found`)
  t.equal(await page.getByRole('button').count(), 0)
  t.ok(await page.getByText('Show the empty state of the order page.', { exact: true }).isVisible())
  await page.getByRole('link', { name: 'Errors of the Shop' }).click()
  t.equal(page.url(), address)
})

test('the page is dark where the reader wants it dark, and fits a narrow screen', { skip: skipWithoutBrowser }, async (t) => {
  const background = async (colorScheme: 'light' | 'dark') => {
    const { page } = await visit(t, 'order-not-found', { colorScheme })
    return page.evaluate('getComputedStyle(document.body).backgroundColor')
  }
  t.equal(await background('light'), 'rgb(255, 255, 255)')
  t.equal(await background('dark'), 'rgb(20, 23, 27)')

  for (const path of ['', 'validation-error', 'order-locked', 'network-authentication-required']) {
    const { page } = await visit(t, path, { viewport: { width: 320, height: 640 } })
    t.ok(await page.evaluate('document.documentElement.scrollWidth <= 320'), path)
  }
})

const word = 'Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen'
const long = Fastify()
await long.register(problemJson, {
  catalog: defineCatalog({
    A_CODE_THAT_IS_LONGER_THAN_ANYBODY_WOULD_WRITE_IN_A_SWITCH_AND_THAT_HAS_NO_PLACE_TO_BREAK: {
      status: 409,
      title: word,
      area: word,
      description: word,
      causes: [word, `\`${word}\``],
      guidance: `- ${word}`,
      action: word.toLowerCase().replace('ä', 'a').replace('ü', 'u'),
      documentation: 'https://example.com/',
      deprecated: { since: '1.0', replacedBy: null },
      headers: { 'x-a-header-whose-name-is-longer-than-a-phone-is-wide': 'short', 'x-short': word.replaceAll(/[äü]/g, 'x') },
      extensions: { type: 'object', properties: { aMemberWhoseNameIsLongerThanAPhoneIsWideAndThenSome: { type: 'string', enum: [word], description: word }, id: { type: 'string', description: 'Which one.' } } }
    }
  } as never) as AnyCatalog,
  reference: { prefix: '/problems', title: word, support: `https://example.com/${word.replaceAll(/[äü]/g, 'x')}`, colors: { light: { link: '#b3005e' }, dark: { text: '#ffffff', background: '#000000' } } }
})
const longAddress = `${await listen(long)}/problems/`
const longPages = ['', 'a-code-that-is-longer-than-anybody-would-write-in-a-switch-and-that-has-no-place-to-break']

test('words, names and values that are wider than a phone break', { skip: skipWithoutBrowser }, async (t) => {
  for (const path of longPages) {
    const { page } = await visit(t, path, { viewport: { width: 375, height: 800 } }, longAddress)
    t.ok(await page.evaluate('document.documentElement.scrollWidth <= 375'), path)
  }
})

test('on a wide screen a long name leaves room for what it means', { skip: skipWithoutBrowser }, async (t) => {
  const { page } = await visit(t, longPages[1]!, { viewport: { width: 1280, height: 800 } }, longAddress)
  t.ok(await page.evaluate('[...document.querySelectorAll(".wide")].every((table) => table.scrollWidth <= table.clientWidth)'))
})

test('paper is white and its ink is dark, whatever the screen of the reader and the colours of the service', { skip: skipWithoutBrowser }, async (t) => {
  const { page } = await visit(t, longPages[1]!, { colorScheme: 'dark' }, longAddress)
  const colors = async () => page.evaluate('["body", ".note", ".tag", "pre i", "a"].map((place) => getComputedStyle(document.querySelector(place)).color)') as Promise<string[]>
  const brightness = (color: string) => Math.max(...color.match(/\d+/g)!.map(Number))
  t.equal(await page.evaluate('getComputedStyle(document.body).backgroundColor'), 'rgb(0, 0, 0)')

  await page.emulateMedia({ media: 'print', colorScheme: 'dark' })

  t.equal(await page.evaluate('getComputedStyle(document.body).backgroundColor'), 'rgb(255, 255, 255)')
  for (const color of await colors()) t.ok(brightness(color) < 170, color)
})

test('on paper there are no controls', { skip: skipWithoutBrowser }, async (t) => {
  const { page } = await visit(t, '')
  await page.emulateMedia({ media: 'print' })
  t.notOk(await page.getByRole('searchbox').isVisible())
  t.ok((await page.pdf()).length > 10_000)
})

interface AxeResults { violations: Array<{ id: string, nodes: Array<{ html: string }> }> }

/** Colours are all that differs in the dark. */
const ofColours = ['color-contrast', 'link-in-text-block']

test('axe finds no violation, in light and in dark, wide and narrow', { skip: skipWithoutBrowser }, async (t) => {
  const pages = [['', 'en'], ['?q=zzz', 'en'], ['order-not-found', 'de'], ['validation-error', 'en'], ['order-locked', 'nl'], ['order-gone', 'en'], ['overloaded', 'en']] as const
  for (const [path, language] of pages) {
    // The page runs no script but its own; the tool is one more.
    const { page } = await visit(t, path, { viewport: { width: 1280, height: 800 }, extraHTTPHeaders: { 'accept-language': language }, bypassCSP: true })
    await page.addScriptTag({ content: axe })
    const findNothing = async (name: string, options: object = {}) => {
      const { violations } = await page.evaluate(`axe.run(${JSON.stringify({ resultTypes: ['violations'], ...options })})`) as AxeResults
      t.strictSame(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]), [], `${path} ${name}`)
    }
    await findNothing('light 1280')
    await page.setViewportSize({ width: 320, height: 800 })
    await findNothing('light 320')
    await page.emulateMedia({ colorScheme: 'dark' })
    await findNothing('dark 320', { runOnly: ofColours })
    await page.setViewportSize({ width: 1280, height: 800 })
    await findNothing('dark 1280', { runOnly: ofColours })
    await page.context().close()
  }
})

test('axe finds no violation on the site of many services, whose index shows one service by choice', { skip: skipWithoutBrowser }, async (t) => {
  const other = defineCatalog({ BOX_LOST: { status: 404, title: 'Box lost', area: 'Boxes' } }, { base: 'https://boxes.example/problems/' })
  const folder = t.testdir({})
  for (const { path, content } of renderPortal([{ name: 'shop', catalog: shop }, { name: 'boxes', catalog: other }])) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), content)
  }
  const page = await (await browser.newContext({ bypassCSP: true })).newPage()
  for (const path of ['index.html', 'shop/index.html', 'boxes/box-lost.html']) {
    await page.goto(pathToFileURL(join(folder, path)).href)
    await page.addScriptTag({ content: axe })
    const { violations } = await page.evaluate('axe.run({ resultTypes: ["violations"] })') as AxeResults
    t.strictSame(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]), [], path)
  }
  await page.goto(pathToFileURL(join(folder, 'index.html')).href)
  await page.locator('select[name=area]').selectOption('boxes')
  t.ok(await page.getByRole('link', { name: 'BOX_LOST' }).first().isVisible())
  t.notOk(await page.getByRole('link', { name: 'ORDER_NOT_FOUND' }).first().isVisible())
  await page.context().close()
})

test('a script that is not its own does not run', { skip: skipWithoutBrowser }, async (t) => {
  const { page, complaints } = await visit(t, 'order-not-found')
  await page.evaluate(`{
    const script = document.createElement('script')
    script.textContent = 'document.title = "owned"'
    document.body.append(script)
  }`)
  t.not(await page.title(), 'owned')
  t.match(complaints, [/Content Security Policy/])
})
