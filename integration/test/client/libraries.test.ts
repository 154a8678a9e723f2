/** What other clients have read already decodes as the response itself does. */
import { QueryClient, QueryObserver } from '@tanstack/query-core'
import type { QueryObserverOptions } from '@tanstack/query-core'
import axios from 'axios'
import type { AxiosError } from 'axios'
import Fastify from 'fastify'
import got from 'got'
import type { HTTPError } from 'got'
import ky from 'ky'
import { ofetch } from 'ofetch'
import type { FetchError } from 'ofetch'
import createClient from 'openapi-fetch'
import superagent from 'superagent'
import tap, { test } from 'tap'
import { request } from 'undici'
import { createDecoder } from '../../../lib/client/index.js'
import type { DecodedProblem, ReadResponse, ResponseLike } from '../../../lib/client/index.js'
import { orThrow, RequestError } from '../../../lib/client/throw.js'
import problemJson, { defineCatalog } from '../../../lib/index.js'

const catalog = defineCatalog({
  ORDER_NOT_FOUND: {
    status: 404,
    title: 'Order not found',
    detail: 'There is no order {orderId}.',
    extensions: { type: 'object', properties: { orderId: { type: 'string' } }, required: ['orderId'] }
  },
  WAREHOUSE_BUSY: { status: 503, title: 'The warehouse is busy', retryAfter: 7 }
})
const decode = createDecoder(catalog)
type Problem = DecodedProblem<typeof catalog>

const app = Fastify({ forceCloseConnections: true })
let requests = 0
app.addHook('onRequest', async () => { requests++ })
await app.register(problemJson, { catalog })
app.get('/orders/:orderId', async (request) => {
  const { orderId } = request.params as { orderId: string }
  throw new catalog.ORDER_NOT_FOUND({ orderId }, { instance: `urn:failure:${orderId}` })
})
app.get('/warehouse', async () => { throw new catalog.WAREHOUSE_BUSY({}, { instance: 'urn:failure:1' }) })
app.get('/gateway', async (request, reply) => reply.code(502).type('text/html').send('<h1>Bad gateway</h1>'))
const base = await app.listen({ port: 0 })
tap.teardown(() => app.close())

const thrownBy = (work: Promise<unknown>) => work.then(() => { throw new Error('it did not fail') }, (error: unknown) => error)

const clients: Record<string, (path: string) => Promise<ResponseLike | ReadResponse>> = {
  async 'openapi-fetch' (path) {
    const client = createClient<Record<string, { get: { responses: { 200: object, default: object } } }>>({ baseUrl: base })
    const { error, response } = await client.GET(path)
    return { status: response.status, url: response.url, headers: response.headers, body: error }
  },
  async ofetch (path) {
    const error = await thrownBy(ofetch(path, { baseURL: base, retry: 0 })) as FetchError
    return { status: error.status!, url: error.response?.url, headers: error.response?.headers, body: error.data }
  },
  async axios (path) {
    const { response } = await thrownBy(axios.get(base + path)) as AxiosError
    return { ...response!, url: base + path, body: response!.data }
  },
  async superagent (path) {
    const { response } = await thrownBy(superagent.get(base + path)) as { response: { status: number, headers: Record<string, string>, body: unknown } }
    return { status: response.status, url: base + path, headers: response.headers, body: response.body }
  },
  async got (path) {
    const { response } = await thrownBy(got(base + path, { retry: { limit: 0 } })) as HTTPError
    return { status: response.statusCode, url: base + path, headers: response.headers, body: response.body }
  },
  async undici (path) {
    const { statusCode, headers, body } = await request(base + path)
    return { status: statusCode, url: base + path, headers, body: await body.text() }
  },
  async inject (path) {
    const response = await app.inject(path)
    return { status: response.statusCode, url: base + path, headers: response.headers, body: response.body }
  },
  async ky (path) {
    return ky.get(base + path, { throwHttpErrors: false, retry: 0 })
  }
}

for (const [name, ask] of Object.entries(clients)) {
  test(`what ${name} has read decodes as the response does`, async (t) => {
    for (const path of ['/orders/42', '/warehouse', '/nowhere', '/gateway']) {
      const { requestId, ...expected } = await decode(await fetch(base + path))
      const { requestId: other, ...problem } = await decode(await ask(path))

      // Each answer has its own id, and where nothing else names it, its own instance.
      const ignored = path === '/nowhere' ? { instance: '' } : {}
      t.strictSame({ ...problem, ...ignored }, { ...expected, ...ignored }, path)
      if (path !== '/gateway') t.ok(requestId && other && requestId !== other)
    }
  })
}

test('without headers, the body is enough to know the problem', async (t) => {
  const { data, status } = (await thrownBy(axios.get(`${base}/orders/42`)) as AxiosError).response!

  t.match(await decode({ status, body: data }), { code: 'ORDER_NOT_FOUND', status: 404, extensions: { orderId: '42' }, requestId: undefined })
})

type QueryError = RequestError<Problem> | TypeError

/** The first result that is final. */
function resultOf (client: QueryClient, options: QueryObserverOptions<unknown, QueryError>) {
  const observer = new QueryObserver<unknown, QueryError>(client, options)
  return new Promise<ReturnType<typeof observer.getCurrentResult>>((resolve) => {
    const unsubscribe = observer.subscribe((result) => {
      if (result.isPending) return
      resolve(result)
      queueMicrotask(() => unsubscribe())
    })
  })
}

test('a query of TanStack has the problem in its error, and repeats what may be repeated', async (t) => {
  const client = new QueryClient()
  const query = (path: string) => ({
    queryKey: [path],
    queryFn: async () => (await orThrow(fetch(base + path), decode)).json() as Promise<unknown>,
    retryDelay: 1,
    retry: (failures: number, error: QueryError) =>
      failures < 2 && !(error instanceof RequestError && error.problem.retry === 'none')
  })
  const attempt = async (path: string) => {
    requests = 0
    const { error } = await resultOf(client, query(path))
    t.ok(error instanceof RequestError)
    return { error: error as RequestError<Problem>, requests }
  }

  const missing = await attempt('/orders/42')
  t.equal(missing.requests, 1)
  t.equal(missing.error.message, 'There is no order 42.')
  const { problem } = missing.error
  t.equal(problem.code === 'ORDER_NOT_FOUND' && problem.extensions.orderId, '42')

  const busy = await attempt('/warehouse')
  t.equal(busy.requests, 3)
  t.equal(busy.error.problem.retryAfter, 7)
})
