/**
 * A stream that fails, in a real browser: read by `readEvents()`, and by an EventSource. It needs `npm run build`.
 */
import { readFile } from 'node:fs/promises'
import { Readable } from 'node:stream'
import type { Page } from 'playwright-core'
import tap, { test } from 'tap'
import type { Test } from 'tap'
import { launchBrowser, skipWithoutBrowser } from '../fixtures/browser.js'
import { catalog, startService } from '../fixtures/server.js'

const browser = skipWithoutBrowser ? undefined : await launchBrowser()
tap.teardown(() => browser?.close())

const page = `<!doctype html><title>events</title><script type="module">
import { createDecoder } from '/client/index.js'
import { decodeEvent, readEvents } from '/client/events.js'
const decode = createDecoder({ EMAIL_TAKEN: true })
window.read = async () => {
  const seen = []
  for await (const { data, problem } of readEvents(await fetch('/stream'), decode)) seen.push(problem?.code ?? data)
  return seen
}
window.listen = () => new Promise((resolve) => {
  const seen = []
  const source = new EventSource('/stream')
  source.addEventListener('message', ({ data }) => seen.push(data))
  source.addEventListener('problem', async (event) => { seen.push((await decodeEvent(event, decode)).code) })
  // The stream has ended: the browser says so, and would reconnect in a moment.
  source.addEventListener('error', () => setTimeout(() => resolve({ seen, state: source.readyState }), 6000))
})
</script>`

async function openPage (t: Test): Promise<{ page: Page, requests: () => number }> {
  if (!browser) throw new Error('There is no browser.')
  let requests = 0
  const { base } = await startService(t, {
    setup (app) {
      app.get('/', (_request, reply) => reply.type('text/html').send(page))
      app.get<{ Params: { file: string } }>('/client/:file', async (request, reply) =>
        reply.type('text/javascript').send(await readFile(new URL(`../../dist/client/${request.params.file}`, import.meta.url))))
      app.get('/stream', (_request, reply) => {
        requests++
        return reply.type('text/event-stream').send(Readable.from(failing(), { objectMode: false }))
      })
    }
  })
  const opened = await browser.newPage()
  await opened.goto(base)
  return { page: opened, requests: () => requests }
}

async function * failing () {
  yield 'data: one\n\n'
  throw new catalog.EMAIL_TAKEN()
}

test('a page reads the events and the problem', { skip: skipWithoutBrowser }, async (t) => {
  const { page } = await openPage(t)

  t.strictSame(await page.evaluate('window.read()'), ['one', 'EMAIL_TAKEN'])
})

test('an EventSource gets the problem, and does not come back where nothing may be repeated', { skip: skipWithoutBrowser }, async (t) => {
  const { page, requests } = await openPage(t)

  const { seen } = await page.evaluate('window.listen()') as { seen: string[] }

  t.strictSame(seen, ['one', 'EMAIL_TAKEN'])
  t.equal(requests(), 1)
})
