/**
 * The document of the example is complete and true: what the service can be made to send stands in it, and fits; and
 * what stands in it can be had.
 */
import type { FastifyInstance, InjectOptions } from 'fastify'
import { test } from 'tap'
import type { Test } from 'tap'
import { startPaymentProvider } from '../../examples/orders/payment-provider.js'
import { highlights, others, toFetch } from '../../examples/orders/tour.js'
import { auditProblems } from '../../lib/testing/index.js'
import { createValidator, documentOf, mediaOf, pathOf } from '../fixtures/openapi-document.js'
import type { OpenApiDocument } from '../fixtures/openapi-document.js'

type Build = (options?: { paymentsUrl?: string }) => Promise<FastifyInstance>
type Request = InjectOptions & { method: string, url: string }
interface Answer { method: string, url: string, status: string, mediaType: string, body: { code: string } }

// By a computed name: the compiler must not see it here, since it registers a catalog for the whole of its program.
const { build } = await import(new URL('../../examples/orders/app.ts', import.meta.url).href) as { build: Build }

/** Builds services whose failures are written down. */
function createRecorder (provider: string) {
  const answers: Answer[] = []
  async function start (paymentsUrl = provider): Promise<FastifyInstance> {
    const app = await build({ paymentsUrl })
    const inject = app.inject.bind(app) as (request: Request) => ReturnType<FastifyInstance['inject']>
    app.inject = (async (request: Request) => {
      const answer = await inject(request)
      const { method, url } = request
      if (answer.statusCode >= 400 && method !== 'HEAD' && !isPlanted(request)) {
        answers.push({ method, url, status: String(answer.statusCode), mediaType: String(answer.headers['content-type']), body: answer.json() })
      }
      return answer
    }) as typeof app.inject
    return app
  }
  return { answers, start }
}

/** An error of a kind that no handler of this service throws; the audit throws it in their place. */
function isPlanted ({ headers }: Request): boolean {
  return / (?:upstream|hidden|text|object|late)$/.test(String(headers?.['x-problem-audit']))
}

/** All that the tour sends. */
const tour = [...highlights, ...others].flatMap((stop) => {
  const [url, { body, ...init }] = toFetch(stop, '')
  return Array<Request>(stop.times ?? 1).fill({ url, ...init as { method: 'GET' }, ...(body !== undefined && { payload: body }) })
})

/** Each operation that has a parameter, with an id that is no number, and with one that nothing has. */
function withOtherIds ({ paths }: OpenApiDocument): Request[] {
  return Object.entries(paths).filter(([path]) => path.includes('{')).flatMap(([path, operations]) =>
    Object.keys(operations).flatMap((method) => ['first', '42'].map((id) => ({
      method: method.toUpperCase() as 'GET',
      url: path.replace(/\{\w+\}/, id),
      headers: { authorization: 'Bearer staff', ...(path.endsWith('/payment') && { 'content-type': 'application/json' }) },
      ...(path.endsWith('/payment') && { payload: '{"card":"any"}' })
    }))))
}

/** Has a limit, which the audit meets before it comes to the body. */
const reminder = { method: 'POST' as const, url: '/orders/1/reminder', headers: { authorization: 'Bearer ada' } }
const reminders: Request[] = [
  { ...reminder, headers: { ...reminder.headers, 'content-type': 'application/xml' }, payload: '<order/>' },
  { ...reminder, headers: { ...reminder.headers, 'content-type': 'application/json' }, payload: `"${'x'.repeat(1_048_576)}"` }
]

async function provokeAll (t: Test): Promise<{ document: OpenApiDocument, answers: Answer[] }> {
  const provider = await startPaymentProvider()
  t.teardown(() => provider.close())
  const { answers, start } = createRecorder(provider.url)
  const app = await start()
  const document = await documentOf(app)
  for (const requests of [tour, withOtherIds(document), reminders]) {
    const fresh = await start()
    for (const request of requests) await fresh.inject(request)
    await fresh.close()
  }
  for (const as of ['ada', 'staff']) await auditProblems(() => start(), { headers: { authorization: `Bearer ${as}` }, params: { orderId: '1' } })
  await app.close()

  // The provider fails on demand for payments only. An orders service is none: it knows no receipts.
  const other = await build()
  t.teardown(() => other.close())
  const misled = await start(await other.listen({ port: 0, host: '127.0.0.1' }))
  await misled.inject({ method: 'GET', url: '/orders/1/receipt', headers: reminder.headers })
  await misled.close()
  return { document, answers }
}

test('every problem that the service can be made to send fits what the document says of that operation and status', async (t) => {
  const { document, answers } = await provokeAll(t)
  const validate = createValidator(document)
  const elsewhere = new Set<string>()
  const sent = new Set<string>()
  for (const { method, url, status, mediaType, body } of answers) {
    const path = pathOf(document, method, url)
    if (path === undefined || document.paths[path]![method.toLowerCase()]!.responses[status] === undefined) {
      elsewhere.add(`${status} ${body.code}`)
      continue
    }
    t.strictSame(validate({ path, method, status, mediaType }, body), [], `${method} ${url} ${body.code}`)
    sent.add(`${method} ${path} ${body.code}`)
  }
  t.ok(sent.size > 80)

  const documented = mediaOf(document).flatMap(({ path, method, media }) => Object.keys(media.examples ?? {}).map((code) => `${method.toUpperCase()} ${path} ${code}`))
  t.strictSame(documented.filter((each) => !sent.has(each)), [], 'and the document promises nothing that cannot be had')

  t.strictSame([...elsewhere].sort(), [
    '400 BAD_REQUEST', // an OPTIONS request that is no preflight
    '400 INVALID_REQUEST', // a path that cannot be decoded
    '404 NOT_FOUND', // an unknown path, or page of the reference
    '405 METHOD_NOT_ALLOWED',
    '413 PAYLOAD_TOO_LARGE', // a body with DELETE, of which the document says nothing
    '414 URI_TOO_LONG', // a parameter that is too long to be routed
    '415 UNSUPPORTED_MEDIA_TYPE',
    '418 BAD_REQUEST', // a status that nobody declares
    '500 INTERNAL_ERROR' // the fault that the test puts into the pages
  ], 'the rest belongs to no operation')
})
