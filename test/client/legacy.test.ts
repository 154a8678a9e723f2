import { test } from 'tap'
import type { Test } from 'tap'
import { createDecoder } from '../../lib/client/index.js'
import { legacyBody } from '../../lib/client/legacy.js'
import type { LegacyCodes, LegacyFormat } from '../../lib/client/legacy.js'
import { defineCatalog } from '../../lib/index.js'
import { answer, page, serve } from '../fixtures/sockets.js'
import type { Handler } from '../fixtures/sockets.js'

const catalog = defineCatalog({ QUOTA_EXCEEDED: { status: 429, title: 'Quota exceeded' } })
const decode = createDecoder(catalog)
const json = { 'content-type': 'application/json' }

async function decodeLegacy (t: Test, format: LegacyFormat, handler: Handler, codes?: LegacyCodes) {
  return decode(legacyBody(await fetch(await serve(t, handler)), format, codes))
}

test('an envelope whose error is a text decodes to the same union', async (t) => {
  const body = { error: 'Too many requests', code: 'RATE_LIMITED', retryAfter: 30 }

  t.match(await decodeLegacy(t, 'errorText', answer(429, body, { ...json, 'x-request-id': 'r-1' })), {
    code: 'RATE_LIMITED',
    rawCode: 'RATE_LIMITED',
    status: 429,
    type: 'about:blank',
    detail: 'Too many requests',
    retry: 'idempotent',
    retryAfter: 30,
    requestId: 'r-1',
    extensions: {}
  })
  t.match(await decodeLegacy(t, 'errorText', answer(404, { error: 'No such call' }, json)), { code: null, rawCode: undefined, detail: 'No such call' })
})

test('an envelope whose error is an object decodes to the same union', async (t) => {
  const error = { code: 'ERR_BILLING_QUOTA_EXCEEDED', message: 'Monthly quota exceeded', details: { limit: 10, current: 11, retryAfter: 60 } }

  const problem = await decodeLegacy(t, 'errorObject', answer(429, { success: false, error }, json), { ERR_BILLING_QUOTA_EXCEEDED: 'QUOTA_EXCEEDED' })

  t.match(problem, { code: 'QUOTA_EXCEEDED', detail: 'Monthly quota exceeded', retryAfter: 60 })
  t.strictSame(problem.extensions, { limit: 10, current: 11 })
  t.match(await decodeLegacy(t, 'errorObject', answer(404, { success: false, error: { code: 'NOT_FOUND', message: 'Gone' } }, json)), { code: 'NOT_FOUND', extensions: {} })
  t.match(await decodeLegacy(t, 'errorObject', answer(500, { success: false, error: 'Oops' }, json)), { code: null, status: 500, detail: undefined })
})

test('an envelope whose error is the code decodes to the same union', async (t) => {
  const body = { error: 'RATE_LIMIT_EXCEEDED', message: 'Slow down', statusCode: 429, details: { retryAfter: 60 } }

  t.match(await decodeLegacy(t, 'errorCode', answer(429, body, json), { RATE_LIMIT_EXCEEDED: 'RATE_LIMITED' }), {
    code: 'RATE_LIMITED', bodyStatus: 429, detail: 'Slow down', retryAfter: 60, extensions: {}
  })
})

test('messages per field become errors with pointers', async (t) => {
  const fields = { email: ['Invalid email format', 'Too long'], 'items.0.a/b~c ä': 'Odd' }
  const body = { error: 'VALIDATION_ERROR', message: 'Invalid', statusCode: 400, details: { fields } }

  const problem = await decodeLegacy(t, 'errorCode', answer(400, body, json))

  t.strictSame(problem.extensions, {
    errors: [
      { in: 'body', pointer: '#/email', code: 'invalid', detail: 'Invalid email format' },
      { in: 'body', pointer: '#/email', code: 'invalid', detail: 'Too long' },
      { in: 'body', pointer: '#/items/0/a~1b~0c%20%C3%A4', code: 'invalid', detail: 'Odd' }
    ]
  })
})

test('an old code is looked up among own keys only', async (t) => {
  const problem = await decodeLegacy(t, 'errorText', answer(400, { error: 'x', code: 'constructor' }, json), {})

  t.equal(problem.code, null)
  t.equal(problem.rawCode, 'constructor')
})

test('what is a problem already stays as it is, whatever the format', async (t) => {
  const body = { type: '/problems/quota', title: 'Quota exceeded', status: 429, code: 'QUOTA_EXCEEDED', retry: 'any', error: 'Old text', limit: 1 }

  for (const format of ['errorText', 'errorObject', 'errorCode'] as const) {
    const problem = await decodeLegacy(t, format, answer(429, body))
    t.match(problem, { code: 'QUOTA_EXCEEDED', retry: 'any', type: /^http.*\/problems\/quota$/ }, format)
    t.strictSame(problem.extensions, { error: 'Old text', limit: 1 })
  }
})

test('what is no envelope either keeps its status, and never throws', async (t) => {
  const handlers = [page(502, '<h1>Bad gateway</h1>', json), page(502, ''), page(502, 'null', json), page(502, '[]', json), page(502, '{"success":fal', json), page(502, '{}', json)]
  for (const format of ['errorText', 'errorObject', 'errorCode'] as const) {
    for (const handler of handlers) {
      t.match(await decodeLegacy(t, format, handler), { code: null, rawCode: undefined, status: 502, type: 'about:blank', retry: 'idempotent' })
    }
  }
})

test('a response without an address can be read, too', async (t) => {
  const { status, headers } = new Response('', { status: 404, headers: json })
  const bare = { status, headers, clone: () => new Response('{"error":"Gone","code":"NOT_FOUND"}') }

  t.match(await decode(legacyBody(bare, 'errorText')), { code: 'NOT_FOUND', detail: 'Gone' })
})
