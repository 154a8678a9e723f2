import { gzipSync } from 'node:zlib'
import Fastify from 'fastify'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from '@sinclair/typebox'
import { marked } from 'marked'
import { test } from 'tap'
import type { Test } from 'tap'
import { de } from '../../lib/languages/de.js'
import { defineCatalog, problemJson, renderReferenceSite } from '../../lib/index.js'
import type { AnyCatalog, ReferenceOptions } from '../../lib/index.js'
import { parseInline } from '../../lib/reference/text.js'
import { createService } from '../fixtures/server.js'
import { shop } from '../fixtures/shop.js'

const reference = { prefix: '/problems' }

async function createPages (catalog: AnyCatalog = shop, options: Partial<ReferenceOptions> = {}) {
  return createService({ catalog, reference: { ...reference, ...options } })
}

/** Everything that means something to HTML, Markdown, JavaScript, or a terminal. */
const hostile = '<script>alert(1)</script></script><!-- \' " & ` \u2028 \u202e \u0000 ]]> {x} $& [x](javascript:alert(1)) | \n# h'

// eslint-disable-next-line no-control-regex
const unsafe = /[\u2028\u202e\u0000]/

test('each type that a service sends answers with HTML, Markdown and JSON', async (t) => {
  const { app } = await createPages()
  const types: AnyCatalog = shop
  app.get('/send/:code', async (request, reply) => {
    const { code } = request.params as { code: string }
    return reply.problem(code, types[code]!.examples[0] ?? { sku: 'A-1', available: 1 })
  })

  for (const code of Object.keys(shop)) {
    const { type } = (await app.inject(`/send/${code}`)).json()
    const html = await app.inject({ url: type, headers: { accept: 'text/html' } })
    const markdown = await app.inject({ url: type, headers: { accept: 'text/markdown' } })
    const json = await app.inject({ url: type, headers: { accept: 'application/json' } })

    t.equal(html.statusCode, 200, type)
    t.equal(html.headers['content-type'], 'text/html; charset=utf-8')
    t.match(html.body, `<span class="code">${code}</span>`)
    t.equal(markdown.headers['content-type'], 'text/markdown; charset=utf-8')
    t.match(markdown.body, `# ${code}\n`)
    t.equal(json.headers['content-type'], 'application/json')
    t.match(json.json(), { code, type, example: { code, type } })
  }
})

test('the form follows the suffix, else Accept; no Accept gets a 406', async (t) => {
  const { app } = await createPages()
  const formOf = async (url: string, accept?: string) => {
    const { statusCode, headers } = await app.inject({ url, headers: accept === undefined ? {} : { accept } })
    t.equal(statusCode, 200)
    return String(headers['content-type']).split(';')[0]
  }

  t.equal(await formOf('/problems/order-not-found'), 'text/html')
  for (const [accept, form] of [
    ['*/*', 'text/html'],
    ['text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', 'text/html'],
    ['application/json', 'application/json'],
    ['application/problem+json', 'application/json'],
    ['application/*', 'application/json'],
    ['text/plain', 'text/markdown'],
    ['text/*', 'text/html'],
    ['text/html;q=0.4, application/json;q=0.5', 'application/json'],
    ['text/html;q=0, */*', 'text/markdown'],
    ['TEXT/MARKDOWN', 'text/markdown'],
    ['text/markdown;variant=GFM;Q=0.9', 'text/markdown'],
    ['image/png', 'text/html'],
    ['*/*;q=0', 'text/html'],
    [';;,,q=9, text/html;q=banana', 'text/html']
  ] as const) {
    t.equal(await formOf('/problems/order-not-found', accept), form, accept)
    t.equal(await formOf('/problems/', accept), form, accept)
  }
  for (const name of ['order-not-found', 'index', 'order-gone']) {
    t.equal(await formOf(`/problems/${name}.html`, 'application/json'), 'text/html')
    t.equal(await formOf(`/problems/${name}.md`, 'text/html'), 'text/markdown')
    t.equal(await formOf(`/problems/${name}.json`, 'text/html'), 'application/json')
  }
})

test('a page carries the headers of a document that cannot run anything', async (t) => {
  const { app } = await createPages(defineCatalog({}))

  const { headers, body } = await app.inject('/problems/not-found')

  t.match(headers['content-security-policy'], /^default-src 'none'; style-src 'sha256-[^']+'; script-src 'sha256-[^']+'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'$/)
  t.match(headers, { 'x-content-type-options': 'nosniff', 'cache-control': 'max-age=300', vary: 'Accept', etag: /^W\/"[\w-]{22}"$/ })
  t.notOk(headers['content-language'])
  t.notOk(headers['access-control-allow-origin'])
  t.notMatch(body.replace(/<(script|style)>.*?<\/\1>/gs, ''), /\son\w+=|\sstyle=|(?:src|href)="(?:https?:)?\/\//)
  t.equal(body.match(/<script>/g)?.length, 1)

  const json = await app.inject('/problems/not-found.json')
  t.equal(json.headers['access-control-allow-origin'], '*')
  t.equal(json.headers['x-content-type-options'], 'nosniff')
  t.notOk(json.headers['vary'])
})

test('a page that did not change is answered with 304', async (t) => {
  const { app } = await createPages()
  const { headers: { etag } } = await app.inject('/problems/order-not-found')

  for (const tags of [String(etag), `"x", ${String(etag)}`, String(etag).slice(2), '*']) {
    const fresh = await app.inject({ url: '/problems/order-not-found', headers: { 'if-none-match': tags } })
    t.equal(fresh.statusCode, 304, tags)
    t.equal(fresh.body, '')
    t.match(fresh.headers, { etag, vary: 'Accept, Accept-Language', 'cache-control': 'max-age=300' })
  }
  t.equal((await app.inject({ url: '/problems/order-not-found', headers: { 'if-none-match': '"other"' } })).statusCode, 200)
  t.equal((await app.inject({ method: 'HEAD', url: '/problems/order-not-found' })).statusCode, 200)
  t.equal((await app.inject({ method: 'POST', url: '/problems/order-not-found' })).json().code, 'METHOD_NOT_ALLOWED')
})

test('an unknown code is a problem', async (t) => {
  const { app } = await createPages()

  for (const page of ['no-such-code', 'constructor', '__proto__', '.json', '%2e%2e%2f', 'x'.repeat(90), '---', 'basket']) {
    const response = await app.inject(`/problems/${page}`)
    t.equal(response.statusCode, 404, page)
    t.equal(response.headers['content-type'], 'application/problem+json')
    t.equal(response.json().code, 'NOT_FOUND')
  }
})

test('other spellings lead to the page', async (t) => {
  const { app } = await createPages(defineCatalog({
    ORDER_NOT_FOUND: { status: 404, title: 'x', legacyCode: 'javascript:alert(1)' },
    CARD_DECLINED: { status: 402, title: 'x', type: '/problems/declined', legacyCode: 'ORDER_NOT_FOUND' },
    FORM_INVALID: { status: 422, title: 'x', refines: 'VALIDATION_ERROR', legacyCode: 'E 42/ü' },
    OTHER_INVALID: { status: 422, title: 'x', refines: 'VALIDATION_ERROR', legacyCode: 'E42Ü' },
    INDEX: { status: 400, title: 'x', type: 'urn:example:idx', legacyCode: '!!' }
  }, { retired: { OLD_ONE: { since: '2', status: 410, type: 'https://example.com/errors#old' } } }))

  for (const [spelling, location] of [
    ['ORDER_NOT_FOUND', './order-not-found'],
    ['order_not_found', './order-not-found'],
    ['Order-Not-Found.json', './order-not-found.json'],
    ['orderNotFound.md', './order-not-found.md'],
    ['order-not-found/', '../order-not-found'],
    ['javascript:alert(1)', './order-not-found'],
    ['declined', './card-declined'],
    ['E%2042%2F%C3%BC', './form-invalid'],
    ['index', './index-code'],
    ['idx', './index-code'],
    ['old', './old-one'],
    ['OLD_ONE', './old-one']
  ] as const) {
    const slashed = Fastify({ routerOptions: { ignoreTrailingSlash: true } })
    await slashed.register(problemJson, { catalog: (app as unknown as { problems: AnyCatalog }).problems, reference })
    const response = await slashed.inject(`/problems/${spelling}`)
    t.equal(response.statusCode, 301, spelling)
    t.equal(response.headers.location, location)
  }
  t.match((await app.inject('/problems/validation-error')).body, '>FORM_INVALID</a>, <a')
  t.match((await app.inject('/problems/index')).headers.location, './index-code')
  t.match((await app.inject('/problems/index-code.json')).json(), { code: 'INDEX' })
  t.match((await app.inject('/problems/index.json')).json(), { problems: Array })
  t.match((await app.inject('/problems/index-code.html')).body, 'urn:example:idx')
  t.notMatch((await app.inject('/problems/index-code.html')).body, 'curl')
})

test('the index has its slash, whatever stands before it', async (t) => {
  const { app } = await createPages(shop, { prefix: '/api/problems' })

  const response = await app.inject('/api/problems?q=order')
  t.equal(response.statusCode, 301)
  t.equal(response.headers.location, './problems/?q=order')
  t.equal((await app.inject('/api/problems')).headers.location, './problems/')

  const root = Fastify()
  await root.register(problemJson, { catalog: defineCatalog({}, { base: 'https://errors.example.com/' }), reference: { prefix: '/' } })
  t.equal((await root.inject('/')).statusCode, 200)
  t.equal((await root.inject('/not-found')).statusCode, 200)
})

test('a retired code keeps its page, with what replaced it', async (t) => {
  const { app } = await createPages()

  const html = await app.inject('/problems/order-gone')
  t.equal(html.statusCode, 200)
  t.match(html.body, 'No longer sent since 2.0.0')
  t.match(html.body, 'Use <a class="code" href="order-not-found">ORDER_NOT_FOUND</a> instead.')
  t.match((await app.inject('/problems/order-gone.md')).body, 'Use [`ORDER_NOT_FOUND`](order-not-found.md) instead.')
  t.match((await app.inject('/problems/order-gone.json')).json(), { code: 'ORDER_GONE', retired: { since: '2.0.0', replacedBy: 'ORDER_NOT_FOUND' } })
  t.notMatch((await app.inject('/problems/basket-full')).body, 'instead')
  t.match((await app.inject('/problems/basket-full.md')).body, '> No longer sent since 1.2.0, and never used again.\n')
  t.match((await app.inject('/problems/')).body, 'href="basket-full"')
})

test('a page says what the code means, what to do, and whether to repeat', async (t) => {
  const { app } = await createPages()
  const read = async (url: string) => (await app.inject(`/problems/${url}`)).body

  const shipped = await read('order-already-shipped')
  for (const text of [
    'The order has left the warehouse', 'Reload the order', 'No. The same request would fail again.', '<code>offer-return</code>',
    '<code>shippedAt</code>', 'string (date)', '&#39;dhl&#39; | &#39;ups&#39;', 'optional', 'Order 2 was shipped on 2026-03-01.',
    'const { orderId, shippedAt, carrier } = problem.extensions', 'HTTP/1.1 409 Conflict', '>Orders<'
  ]) t.match(shipped, text)

  t.match(await read('payment-pending'), 'Wait 5 seconds')
  t.match(await read('payment-pending'), '<td><code>retry-after</code></td><td><code>5</code></td>')
  t.match(await read('internal-error'), 'Only where that does no harm')
  t.match(await read('overloaded'), 'nothing was executed')
  t.match(await read('payment-provider-down'), 'Stands in for</dt><dd><code>SERVICE_UNAVAILABLE</code>')
  t.match(await read('profile-invalid'), 'Special case of</dt><dd><a class="code" href="validation-error">')
  t.match(await read('validation-error'), 'Special cases</dt><dd><a class="code" href="profile-invalid">')
  t.match(await read('validation-error'), '<code>errors[].pointer</code>')
  t.match(await read('order-locked'), 'Deprecated since 1.4.0.</strong> It may go after 2027-06-30. Use <a class="code" href="order-already-shipped">')
  t.match(await read('order-not-found'), 'Older spelling</dt><dd><code>ERR_ORDER_404</code>')
  t.match(await read('unauthorized'), '<code>www-authenticate</code></td><td><code>Bearer</code>')

  const markdown = await read('order-locked.md')
  t.match(markdown, '> Deprecated since 1.4.0. It may go after 2027-06-30. Use [`ORDER_ALREADY_SHIPPED`](order-already-shipped.md) instead.')
  t.match(await read('profile-invalid.md'), '- Special case of: [`VALIDATION_ERROR`](validation-error.md)')
  t.match(await read('validation-error.md'), '- Special cases: [`PROFILE_INVALID`](profile-invalid.md)')
  t.match(await read('payment-provider-down.md'), '- Stands in for: `SERVICE_UNAVAILABLE`')
  t.match(await read('payment-pending.md'), 'Wait 5 seconds')
  t.match(await read('overloaded.md'), 'nothing was executed. Wait as long as `Retry-After` says.')
  t.match(await read('index.md'), '| [`ORDER_NOT_FOUND`](order-not-found.md) | 404 | Order not found | never |')
})

test('the members of any schema have a row', async (t) => {
  const { app } = await createPages(defineCatalog({
    ANY_THING: {
      status: 400,
      title: 'x',
      extensions: Type.Object({
        anything: Type.Any(),
        kind: Type.Union([Type.Literal(1), Type.Literal('b')]),
        choice: Type.Unsafe<string>({ enum: ['a', 'b'] }),
        maybe: Type.Unsafe<string | null>({ type: ['string', 'null'] }),
        tags: Type.Array(Type.Union([Type.String(), Type.Null()])),
        open: Type.Unsafe<string[]>({ type: 'array' }),
        broken: Type.Unsafe<string>(true as unknown as object),
        class: Type.String(),
        deep: Type.Object({ one: Type.Object({ two: Type.Object({ three: Type.String() }) }) })
      })
    },
    DEPRECATED: { status: 400, title: 'x', type: 'https://other.example/a\'b', deprecated: { since: '1', replacedBy: null } }
  }))

  const { body } = await app.inject('/problems/any-thing.md')
  for (const row of [
    '`anything` | `any`', '`kind` | `1 \\| \'b\'`', '`choice` | `\'a\' \\| \'b\'`', '`maybe` | `string \\| null`',
    '`tags` | `(string \\| null)[]`', '`open` | `any[]`', '`broken` | `any`', '`deep.one.two` | `object`'
  ]) t.match(body, `| ${row} |`)
  t.notMatch(body, '`deep.one.two.three`')
  t.match(body, 'const { anything, kind, choice, maybe, tags, open, broken, deep } = problem.extensions')
  t.match(body, '"choice": "a"')

  const deprecated = await app.inject('/problems/deprecated.md')
  t.match(deprecated.body, '> Deprecated since 1.\n')
  t.match(deprecated.body, "'https://other.example/a%27b'")
  t.match((await app.inject('/problems/deprecated')).body, 'Deprecated since 1.</strong>  </p>')
})

test('every text of a catalog is escaped in every form', async (t) => {
  const catalog = defineCatalog({
    ATTACK: {
      status: 400,
      title: `title ${hostile}`,
      description: `description ${hostile}`,
      guidance: `guidance ${hostile}`,
      area: `area ${hostile}`,
      legacyCode: `legacy ${hostile}x`,
      detail: hostile.replace('{x}', ''),
      extensions: Type.Object({ x: Type.String({ description: hostile, format: hostile }), y: Type.Optional(Type.Literal(hostile)) }),
      examples: [{ x: hostile, y: hostile }],
      deprecated: { since: hostile, replacedBy: null }
    }
  }, {
    retired: { ATTACKED: { since: hostile, status: 799, type: hostile } },
    locales: { de: { ATTACK: { title: hostile } } }
  })
  const { app } = await createPages(catalog, { title: hostile, operations: true, labels: { de: { copy: hostile } } })
  app.get('/x', { schema: { summary: hostile, problems: ['ATTACK'] } as object }, async () => 1)

  for (const url of ['/problems/', '/problems/attack', '/problems/attacked']) {
    for (const language of ['en', 'de']) {
      const html = (await app.inject({ url, headers: { 'accept-language': language } })).body
      t.equal(html.match(/<script/g)?.length, 1, url)
      t.equal(html.match(/<\/script>/g)?.length, 1)
      t.notMatch(html, unsafe)
      t.notMatch(html, '<!--')
      t.notMatch(html, /(?:href|src|action)="\s*javascript/)

      const markdown = (await app.inject({ url: url.endsWith('/') ? `${url}index.md` : `${url}.md`, headers: { 'accept-language': language } })).body
      const prose = markdown.replace(/~~~~[^]*?~~~~/g, '').replace(/(`+)[^`].*?\1/g, '')
      t.notMatch(prose, /(?<!\\)<|(?<!\\)\]\(javascript/, url)
      t.notMatch(markdown, unsafe)
      t.notMatch(markdown, /^# h/m)
    }
  }
  const json = (await app.inject('/problems/attack.json')).json()
  t.equal(json.title, `title ${hostile}`)
  const code = (await app.inject('/problems/attack.md')).body
  t.match(code, /^ {4}\/\/ guidance <script>.*# h$/m)
})

test('the routes that declare a code are named only if asked', async (t) => {
  const other = defineCatalog({ ORDER_NOT_FOUND: { status: 404, title: 'Another one' } })
  const build = async (operations: boolean) => {
    const { app } = await createPages(shop, { operations })
    const schema = { summary: 'Read an order', problems: ['ORDER_NOT_FOUND'] } as object
    app.get('/orders/:orderId', { schema }, async () => 1)
    app.route({ method: ['PUT', 'PATCH'], url: '/orders/:orderId', schema: { problems: ['ORDER_NOT_FOUND'] } as object, handler: async () => 1 })
    app.get('/hidden', { schema: { ...schema, hide: true } as object }, async () => 1)
    app.get('/plain', async () => 1)
    await app.register(async (child) => {
      await child.register(problemJson, { catalog: other, notFoundHandler: false })
      child.get('/foreign', { schema }, async () => 1)
    })
    return app
  }

  const asked = await build(true)
  t.strictSame((await asked.inject('/problems/order-not-found.json')).json().operations, [
    { method: 'GET', url: '/orders/:orderId', summary: 'Read an order' },
    { method: 'PUT', url: '/orders/:orderId' },
    { method: 'PATCH', url: '/orders/:orderId' }
  ])
  t.match((await asked.inject('/problems/order-not-found')).body, '<code>GET /orders/:orderId</code> <span class="dim">Read an order</span>')
  t.match((await asked.inject('/problems/order-not-found.md')).body, '- `GET /orders/:orderId` Read an order\n- `PUT /orders/:orderId`\n')
  t.notMatch((await asked.inject('/problems/email-taken')).body, 'Operations')

  const silent = await build(false)
  t.notMatch((await silent.inject('/problems/order-not-found')).body, '/orders/')
})

test('hooks guard the pages, and what is guarded stays out of shared caches', async (t) => {
  const refuse = async (request: FastifyRequest) => {
    if (request.headers.authorization !== 'Bearer x') throw new shop.UNAUTHORIZED()
  }
  const seen: string[] = []
  const { app } = await createPages(shop, {
    onRequest: refuse,
    preHandler: [(request: FastifyRequest, _reply: FastifyReply, done: () => void) => { seen.push(request.url); done() }]
  })

  for (const url of ['/problems/', '/problems/order-not-found', '/problems/order-not-found.json', '/problems/no-such-code', '/problems/ORDER_NOT_FOUND']) {
    t.equal((await app.inject(url)).statusCode, 401, url)
  }
  const allowed = await app.inject({ url: '/problems/order-not-found', headers: { authorization: 'Bearer x' } })
  t.equal(allowed.statusCode, 200)
  t.equal(allowed.headers['cache-control'], 'private, max-age=300')
  t.strictSame(seen, ['/problems/order-not-found'])
})

test('a hook of the whole service guards the pages, too, also one that is added later', async (t) => {
  const { app } = await createPages()
  app.addHook('onRequest', async () => { throw new shop.UNAUTHORIZED() })

  t.equal((await app.inject('/problems/order-not-found')).statusCode, 401)
})

test('the pages are no operations of the API', async (t) => {
  const app = Fastify()
  const routes: Array<{ url: string, hide: unknown }> = []
  app.addHook('onRoute', ({ url, schema }) => { routes.push({ url, hide: (schema as { hide?: boolean } | undefined)?.hide }) })
  await app.register(problemJson, { catalog: shop, reference })
  await app.ready()

  t.ok(routes.length >= 3)
  t.ok(routes.every(({ hide }) => hide === true))
})

test('a base that does not lead to the pages is warned about', async (t) => {
  const warnings = async (base: string, prefix: string, parent?: string) => {
    const { app, log } = await createService()
    await app.register(async (child) => {
      await child.register(problemJson, { catalog: defineCatalog({}, { base }), reference: { prefix } })
    }, { prefix: parent ?? '/v1' })
    return log.filter(({ msg }) => msg.startsWith('type URIs')).map(({ msg }) => msg)
  }

  t.strictSame(await warnings('/v1/problems/', '/problems'), [])
  t.strictSame(await warnings('https://errors.example.com/', '/problems'), [])
  t.match(await warnings('/problems/', '/problems'), [/^type URIs start with '\/problems\/', and the reference is at '\/v1\/problems\/'/])
})

test('a mistake in the option stops the start', async (t) => {
  const wrong: unknown[] = [
    true, null, {}, { prefix: 'problems' }, { prefix: '/problems/' }, { prefix: '' }, { prefix: '/p', title: '' }, { prefix: '/p', operations: 1 },
    { prefix: '/p', onRequest: 'x' }, { prefix: '/p', preHandler: [1] }, { prefix: '/p', labels: { de: { cpoy: 'x' } } },
    { prefix: '/p', labels: { de: { copy: 1 } } }, { prefix: '/p', labels: { de: 1 } }, { prefix: '/p', labels: 1 }, { prefix: '/p', hidden: true }
  ]
  for (const option of wrong) {
    await t.rejects(createService({ reference: option as ReferenceOptions }), /The option 'reference' must be an object of prefix, .* such as \{ prefix: '\/problems' \}/)
  }
  await t.resolves(createService({ reference: { prefix: '/problems', title: undefined } as unknown as ReferenceOptions }))
})

test('the pages are in the language of the reader, and their words too where they are known', async (t) => {
  const { app } = await createPages(shop, { labels: { fr: { guidance: 'Que faire' }, 'de-CH': { copy: 'Chopiere' } } })
  const read = async (url: string, language: string) => app.inject({ url: `/problems/${url}`, headers: { 'accept-language': language } })

  const german = await read('order-not-found', 'de-AT, en;q=0.5')
  t.equal(german.headers['content-language'], 'de')
  t.equal(german.headers['vary'], 'Accept, Accept-Language')
  t.match(german.body, '<html lang="de">')
  t.match(german.body, '<h1 dir="auto">Bestellung nicht gefunden</h1>')
  t.match(german.body, 'Was zu tun ist')
  t.match(german.body, 'Es gibt keine Bestellung 42.')
  t.match((await read('order-not-found.md', 'de')).body, '## Was zu tun ist')
  t.match((await read('order-not-found.json', 'de')).json(), { title: 'Bestellung nicht gefunden', detail: ['Es gibt keine Bestellung {orderId}.'] })
  t.match((await read('payment-declined.json', 'de-CH')).json(), { title: 'Zahlung abgelehnt', detail: ['Die Karte wurde abgelehnt: {declineCode}.'] })
  t.match((await read('order-not-found', 'de-CH')).body, 'data-copy="Chopiere"')
  t.match((await read('', 'de')).body, 'Fehlertypen')

  t.match((await read('email-taken', 'de')).body, '<h1 dir="auto"><span lang="en">E-mail address taken</span></h1>')

  const dutch = (await read('order-not-found', 'nl')).body
  t.match(dutch, '<html lang="en">')
  t.match(dutch, '<h1 dir="auto"><span lang="nl">Bestelling niet gevonden</span></h1>')

  const other = await read('order-not-found', 'fr')
  t.equal(other.headers['content-language'], 'en')
  t.match(other.body, 'What to do')
})

test('a language that is written from the right is laid out so', async (t) => {
  const catalog = defineCatalog({}, { locales: { he: { NOT_FOUND: { title: 'לא נמצא' } } } })

  const [{ content = '' } = {}] = renderReferenceSite(catalog, { language: 'he', labels: { he: { index: 'שגיאות' } } })

  t.match(content, '<html lang="he" dir="rtl">')
})

test('the reference can be exported as files whose links hold', async (t) => {
  const files = renderReferenceSite(shop, { title: 'Errors' })
  const paths = files.map(({ path }) => path)

  t.equal(files.length, (Object.keys(shop).length + 2 + 1) * 3)
  t.equal(new Set(paths).size, paths.length)
  for (const { path, content } of files.filter((file) => file.path.endsWith('.html'))) {
    const links = [...content.matchAll(/href="([^"#:]+)"/g)].map(([, href]) => href!)
    t.strictSame(links.filter((href) => !paths.includes(href)), [], path)
    t.match(content, '<meta http-equiv="Content-Security-Policy"')
  }
  t.match(renderReferenceSite(shop, { language: 'de' })[0]?.content, 'Fehlertypen')
})

function weigh (t: Test, name: string, content: string): void {
  const bytes = gzipSync(content).length
  t.comment(`${name}: ${bytes} bytes`)
  t.ok(bytes < 10_000, `${name} has ${bytes} bytes`)
}

test('a page weighs less than 10 kB, and so does the index of 60 codes', async (t) => {
  for (const { path, content } of renderReferenceSite(shop)) {
    if (path.endsWith('.html')) weigh(t, path, content)
  }
})

const declined = defineCatalog({
  CARD_DECLINED: {
    status: 402,
    title: 'Card declined',
    description: 'The bank said no.\n\nNothing was charged.',
    causes: ['The card has expired.', 'The bank wants `3ds`; see [the guide](https://example.com/sca?a=1&b=2).'],
    guidance: 'Choose one:\n- another card\n- another way to pay',
    documentation: 'https://docs.example.com/card'
  }
}, { locales: { nl: { CARD_DECLINED: { causes: ['De kaart is verlopen.'] } } } })

test('causes and what to do are lists, with links that leave nothing behind', async (t) => {
  const { app } = await createPages(declined)
  const html = (await app.inject('/problems/card-declined.html')).body
  const markdown = (await app.inject('/problems/card-declined.md')).body

  t.match(html, '<p dir="auto">The bank said no.</p><p dir="auto">Nothing was charged.</p>')
  t.match(html, '<h2>Possible causes</h2>\n<ul class="list" dir="auto"><li>The card has expired.</li><li>The bank wants <code>3ds</code>; see ' +
    '<a href="https://example.com/sca?a=1&amp;b=2" rel="noreferrer">the guide</a>.</li></ul>')
  t.match(html, '<p dir="auto">Choose one:</p><ul class="list" dir="auto"><li>another card</li><li>another way to pay</li></ul>')
  t.match(html, '<a href="https://docs.example.com/card" rel="noreferrer">More in the documentation</a>')
  t.match(markdown, '- The card has expired.\n- The bank wants `3ds`; see [the guide](https://example.com/sca?a=1&b=2).\n')
  t.match(markdown, 'Choose one:\n\n- another card\n- another way to pay\n\n[More in the documentation](https://docs.example.com/card)')
  t.match((await app.inject('/problems/card-declined.json')).json(), { causes: [/expired/, /3ds/], documentation: 'https://docs.example.com/card' })
  t.match((await app.inject('/problems/card-declined.md?lang=nl')).body, '- De kaart is verlopen.\n')
})

test('a link leads to the web, a mailbox or the same host; anything else is text', async (t) => {
  for (const href of ['javascript:alert(1)', 'data:text/html,x', '//evil.example', 'JAVASCRIPT:x', 'https://x"onclick="y', 'https://x y', 'vbscript:x', ' https://x']) {
    t.strictSame(parseInline(`[x](${href})`), [`[x](${href})`], href)
  }
  for (const href of ['https://example.com/a?b=c#d', 'mailto:a@example.com', '/docs/a']) t.strictSame(parseInline(`[x](${href})`), [{ text: 'x', href }], href)
})

test('no text becomes live HTML in Markdown, however its backticks are set', async (t) => {
  const attacks = ['``<img src=x onerror=alert(1)>``', '`` ` `<b>` ``', '\\`<script>x</script>\\`', '`a\\`<i>`', '<!-- x', '[<b>](https://x)', '`<b>', '``<b>`', '`\n\n<div>`', '&lt;b&gt;<b>']
  for (const attack of attacks) {
    const catalog = defineCatalog({ A: { status: 400, title: attack, description: `x ${attack}`, guidance: `- ${attack}`, causes: [attack] } })
    const markdown = renderReferenceSite(catalog).filter(({ path }) => path === 'a.md' || path === 'index.md')
    for (const { content } of markdown) {
      const html = marked.parse(content) as string
      t.notMatch(html, /<(?:img|b|i|script|div)[\s>]|<!--/, `${attack}\n${content}`)
    }
  }
})

test('title, logo, colours and a support line are options, and the policy lets the logo in', async (t) => {
  const { app } = await createPages(shop, {
    title: 'Shop', logo: 'https://cdn.example.com/logo.svg', support: 'https://example.com/help', colors: { light: { link: '#0b6b50' }, dark: { background: '#000000' } }
  })
  const { body, headers } = await app.inject('/problems/order-not-found')

  t.match(body, '<img src="https://cdn.example.com/logo.svg" alt="" height="28">Shop</a>')
  t.match(body, '@media screen{:root{--link:#0b6b50}}@media screen and (prefers-color-scheme:dark){:root{--bg:#000000}}</style>')
  t.match(body, 'contact <a href="https://example.com/help" rel="noreferrer">example.com/help</a> and quote the <code>instance</code>')
  t.match(headers['content-security-policy'], 'img-src data: https://cdn.example.com;')
  t.match((await app.inject('/problems/order-not-found.md')).body, 'contact <https://example.com/help> and quote')

  for (const wrong of [{ logo: 'javascript:x' }, { colors: { light: { link: 'red}' } } }, { colors: { sepia: {} } }, { support: 'call us' }]) {
    await t.rejects(createPages(shop, wrong as object), /The option 'reference' must be an object of/)
  }
})

test('the switch leads to the same page in each language, and the choice goes along with the links', async (t) => {
  const { app } = await createPages()
  const chosen = await app.inject({ url: '/problems/order-not-found?lang=de', headers: { 'accept-language': 'en' } })

  t.equal(chosen.headers['content-language'], 'de')
  t.match(chosen.body, '<a href="./order-not-found?lang=nl" lang="nl" hreflang="nl">Nederlands</a>')
  t.match(chosen.body, '<a href="./order-not-found?lang=de" lang="de" hreflang="de" aria-current="true">Deutsch</a>')
  t.match(chosen.body, '<a class="brand" href="./?lang=de">')
  t.match((await app.inject('/problems/?lang=de')).body, '<a class="code" href="order-not-found?lang=de">')
  t.equal((await app.inject('/problems/?lang=xx')).headers['content-language'], 'en')
  t.match((await app.inject('/problems/ORDER_NOT_FOUND?lang=de')).headers.location, './order-not-found?lang=de')

  const files = renderReferenceSite(shop, { language: 'de', alternates: { en: '../en/', de: '../de/' } })
  t.match(files[0]?.content, '<a href="../en/index.html" lang="en" hreflang="en">English</a>')
})

test('the index folds away what the service does not send', async (t) => {
  const { app } = await createPages(defineCatalog({ GONE: { guidance: 'Delete it.' } }))
  app.get('/', { schema: { problems: ['LENGTH_REQUIRED'] } as object }, async () => 1)
  const { body } = await app.inject('/problems/')
  const [shown = '', folded = ''] = body.split('<details>')

  for (const code of ['GONE', 'LENGTH_REQUIRED', 'VALIDATION_ERROR']) t.match(shown, `>${code}</a>`)
  for (const code of ['PAYMENT_REQUIRED', 'NETWORK_AUTHENTICATION_REQUIRED']) t.match(folded, `>${code}</a>`)
  t.notMatch(folded, />GONE</)
})

test('the mistakes of what only pages show stop the start', async (t) => {
  const define = (row: object) => () => defineCatalog({ A: { status: 400, title: 'A', ...row } } as never)
  t.throws(define({ causes: 'x' }), /The causes of 'A' must be a list of texts/)
  t.throws(define({ documentation: 'javascript:alert(1)' }), /The documentation of 'A' must be a URL/)
})

test('the time to wait has the plural form of the language', async (t) => {
  const rows = {
    ONE: { status: 503, title: 'One', retryAfter: 1 },
    MANY: { status: 503, title: 'Many', retryAfter: 30 }
  } as const
  const { app } = await createPages(defineCatalog(rows, { languages: [de] }))
  const read = async (page: string) => (await app.inject(`/problems/${page}`)).body

  t.match(await read('one.md?lang=en'), 'Wait 1 second, or')
  t.match(await read('many.md?lang=en'), 'Wait 30 seconds, or')
  t.match(await read('one.html?lang=de'), 'Nach 1 Sekunde oder')
  t.match(await read('many.html?lang=de'), 'Nach 30 Sekunden oder')
})

test('words of your own may have the seconds alone', async (t) => {
  const files = renderReferenceSite(defineCatalog({ ONE: { status: 503, title: 'One', retryAfter: 1 } }), { labels: { en: { after: 'After {seconds} s.' } } })
  t.match(files.find(({ path }) => path === 'one.html')?.content, 'After 1 s.')
})
