import { createServer } from 'node:http'
import type { RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import t, { test } from 'tap'
import { createDecoder, fetchWithRetry } from '../../lib/client/index.js'
import { defineCatalog, defineUpstream, isProblemError } from '../../lib/index.js'
import { until } from '../fixtures/until.js'

const decode = createDecoder({ DECLINED: true, SLOW: true })
const head = '{"type":"about:blank","status":503,"code":"DECLINED","detail":"'
const bomb = gzipSync(Buffer.concat([Buffer.from(head), Buffer.alloc(50_000_000, 'x'), Buffer.from('"}')]))

let open = 0
const routes: Record<string, RequestListener> = {
  '/endless': (_request, response) => { response.write(head) },
  '/bomb': (_request, response) => { response.end(bomb) },
  '/large': (_request, response) => { response.end(`${head}${'x'.repeat(60_000)}"}`) },
  '/larger': (_request, response) => { response.end(`${head}${'x'.repeat(66_000)}"}`) }
}
const server = createServer((request, response) => {
  open++
  response.on('close', () => { open-- })
  response.writeHead(503, { 'content-type': 'application/problem+json', ...(request.url === '/bomb' && { 'content-encoding': 'gzip' }) })
  routes[request.url!]!(request, response)
})
await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve) })
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
t.teardown(() => {
  server.closeAllConnections()
  server.close()
})

test('a problem of less than 64 kB is read, one of more is not', async (t) => {
  t.match(await decode(await fetch(`${url}/large`)), { code: 'DECLINED', status: 503 })
  t.match(await decode(await fetch(`${url}/larger`)), { code: null, rawCode: undefined, status: 503, retry: 'idempotent' })
})

test('a body that never ends is given up, and its response can still be closed', async (t) => {
  const response = await fetch(`${url}/endless`)

  t.match(await decode(response), { code: null, rawCode: undefined, status: 503 })
  t.equal(response.bodyUsed, false)

  await response.body!.cancel()
  await until(() => open === 0)
})

test('so is one of a platform whose bodies are no web streams', async (t) => {
  const controller = new AbortController()
  const response = await fetch(`${url}/endless`, { signal: controller.signal })
  const copy = { status: 503, headers: response.headers, clone: () => ({ text: () => response.text() }) }

  t.match(await decode(copy), { code: null, status: 503 })
  controller.abort()
  await until(() => open === 0)
})

test('a body that never ends is no reason not to repeat a request, and does not keep its connection', async (t) => {
  const paths = ['/endless', '/large']
  const response = await fetchWithRetry(url, {}, { fetch: async (_input, init) => fetch(url + paths.shift()!, init), retries: 1 })

  t.match(await decode(response), { code: 'DECLINED' })
  await response.text()
})

test('of a compressed body no more is inflated than what is read', async (t) => {
  const response = await fetch(`${url}/bomb`)
  let inflated = 0
  const counting = new TransformStream<Uint8Array, Uint8Array>({
    transform (chunk, controller) {
      inflated += chunk.length
      controller.enqueue(chunk)
    }
  })
  const body = response.body!.pipeThrough(counting)

  t.match(await decode({ status: 503, headers: response.headers, clone: () => new Response(body) }), { code: null, status: 503 })
  t.ok(inflated > 65_536 && inflated < 1_000_000, `${inflated} bytes of 50,000,000`)
})

const catalog = defineCatalog({ DECLINED: { status: 409, title: 'Declined' }, BROKEN: { status: 502, title: 'Broken' } })
const upstream = defineUpstream(catalog, { name: 'payments', codes: { DECLINED: 'DECLINED', unavailable: 'BROKEN', otherwise: 'BROKEN' } })

for (const [path, code] of [['/large', 'DECLINED'], ['/larger', 'BROKEN'], ['/endless', 'BROKEN'], ['/bomb', 'BROKEN']] as const) {
  test(`defineUpstream() has the same bounds: ${path} is ${code}, and its connection is free`, async (t) => {
    const error = await upstream(fetch(url + path)).catch((error: unknown) => error)

    t.ok(isProblemError(error))
    t.match(error, { code })
    await until(() => open === 0)
  })
}
