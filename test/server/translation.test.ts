import { Type } from '@sinclair/typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { test } from 'tap'
import { mergeVary, parsePreferences } from '../../lib/http/accept.js'
import { catalogInfo } from '../../lib/catalog/info.js'
import { lookupLanguage } from '../../lib/catalog/texts/language.js'
import { defineCatalog, envelopes } from '../../lib/index.js'
import type { CatalogOptions, ProblemJsonOptions } from '../../lib/index.js'
import { createService } from '../fixtures/server.js'

const orders = Type.Object({ orderId: Type.String() })

const catalog = defineCatalog({
  ORDER_NOT_FOUND: { status: 404, title: 'Order not found', detail: 'There is no order {orderId}.', extensions: orders },
  CARD_DECLINED: { status: 402, title: 'Card declined', detail: 'The bank said no.' },
  BASKET_FULL: { status: 409, title: 'Basket full' }
}, {
  locales: {
    de: {
      ORDER_NOT_FOUND: { title: 'Bestellung nicht gefunden', detail: 'Es gibt keine Bestellung {orderId}.' },
      CARD_DECLINED: { title: 'Karte abgelehnt' },
      INVALID_REQUEST: { title: 'Anfrage nicht lesbar' },
      NOT_FOUND: { title: 'Nicht gefunden', detail: ['Es gibt kein {resource} {resourceId}.'] }
    },
    'de-CH': { ORDER_NOT_FOUND: { detail: 'Die Bestellung {orderId} gibt es nöd.' } },
    fr: { ORDER_NOT_FOUND: { detail: 'Pas de commande {orderId}.' } }
  }
})

async function createShop (options: Partial<ProblemJsonOptions> = {}) {
  const { app, log } = await createService({ catalog, ...options })
  app.get('/order', async (_request, reply) => reply.problem('ORDER_NOT_FOUND', { orderId: '42' }))
  app.get('/card', async () => { throw new catalog.CARD_DECLINED() })
  app.get('/basket', async (_request, reply) => reply.problem('BASKET_FULL'))
  app.get('/own', async (_request, reply) => reply.problem('ORDER_NOT_FOUND', { orderId: '1' }, { detail: 'It was deleted.' }))
  app.get('/odd', async (_request, reply) => reply.problem('ORDER_NOT_FOUND', { orderId: { } as string }))
  const ask = async (url: string, language?: string) => {
    const { headers, ...response } = await app.inject({ url, headers: language === undefined ? {} : { 'accept-language': language } })
    const { title, detail, code } = response.json()
    return { title, detail, code, status: response.statusCode, language: headers['content-language'], vary: headers['vary'] }
  }
  return { app, log, ask }
}

test('P03 title and detail are in the language of the reader, and nothing else changes', async (t) => {
  const { app, log, ask } = await createShop()

  t.strictSame(await ask('/order', 'de'), {
    title: 'Bestellung nicht gefunden', detail: 'Es gibt keine Bestellung 42.', code: 'ORDER_NOT_FOUND', status: 404, language: 'de', vary: 'Accept-Language'
  })
  const bodyIn = async (language: string) => (await app.inject({ url: '/order', headers: { 'accept-language': language } })).json()
  const { title: a, detail: b, instance: c, ...english } = await bodyIn('en')
  const { title: d, detail: e, instance: f, ...german } = await bodyIn('de')
  t.strictSame(german, english)
  t.match(log, [{ msg: 'Order not found' }, { msg: 'Order not found' }, { msg: 'Order not found' }], 'the log stays English')
})

test('P03 a language that the catalog lacks gets English, and never a 406', async (t) => {
  const { ask } = await createShop()

  for (const language of [undefined, '', '*', '*;q=0', 'ja', 'ja, *;q=0.5', 'en', 'EN-gb', 'de;q=0', 'en;q=0', 'xx-!!, ;;;, q=1', '\u00fc', 'd', 'de;q=1.5', 'de;q=', 'de_DE']) {
    const answer = await ask('/order', language)
    t.match(answer, { title: 'Order not found', detail: 'There is no order 42.', status: 404, language: 'en', vary: 'Accept-Language' }, String(language))
  }
})

test('the language is looked up as RFC 4647 says', async (t) => {
  const languages = ['en', 'de', 'de-CH', 'zh-Hant', 'sr-Latn', 'fr']

  for (const [ranges, language] of [
    ['de', 'de'],
    ['DE-at', 'de'],
    ['de-CH-1996', 'de-CH'],
    ['de-ch', 'de-CH'],
    ['zh-Hant-TW', 'zh-Hant'],
    ['zh-Hant-x-private', 'zh-Hant'],
    ['zh', 'en'],
    ['sr-Latn-RS, de', 'sr-Latn'],
    ['ja, fr;q=0.1', 'fr'],
    ['fr;q=0.1, de;q=0.2', 'de'],
    ['fr;q=0.5, de;q=0.5', 'fr'],
    ['de;q=0.001, fr;q=0', 'de'],
    ['de-CH, de;q=0', 'de-CH'],
    ['de-AT, de;q=0', 'en'],
    ['en;q=0, de;q=0.5', 'de'],
    ['en-US,en;q=0.9,de;q=0.8', 'en'],
    ['fr ; q=0.9 , de ; q=0.8', 'fr'],
    ['x-de', 'en'],
    [undefined, 'en']
  ] as const) {
    t.equal(lookupLanguage(ranges, languages), language, String(ranges))
  }
})

test('a header with 10,000 languages is read in part, and quickly', async (t) => {
  const many = Array.from({ length: 10_000 }, (_, index) => `x${index};q=0.5`).join(',')

  t.ok(parsePreferences(many).length < 200)
  t.strictSame(parsePreferences('x'.repeat(100_000)), [])
  const { ask } = await createShop()
  t.equal((await ask('/order', `de, ${many}`)).language, 'de')
  t.equal((await ask('/order', `${many}, de`)).language, 'en')
})

test('each text falls back on its own: to the general language, then to English', async (t) => {
  const { ask } = await createShop()

  t.match(await ask('/order', 'de-CH'), { title: 'Bestellung nicht gefunden', detail: 'Die Bestellung 42 gibt es nöd.', language: 'de' })
  t.match(await ask('/order', 'fr'), { title: 'Order not found', detail: 'Pas de commande 42.', language: 'fr' })
  t.match(await ask('/card', 'de'), { title: 'Karte abgelehnt', detail: 'The bank said no.', language: 'de' })
  t.match(await ask('/basket', 'de'), { title: 'Basket full', detail: undefined, language: 'en' })
  t.match(await ask('/own', 'de'), { title: 'Bestellung nicht gefunden', detail: 'It was deleted.', language: 'de' })
  t.match(await ask('/own', 'fr'), { title: 'Order not found', detail: 'It was deleted.', language: 'en' })
  t.match(await ask('/odd', 'fr'), { title: 'Order not found', detail: undefined, language: 'en' })
  t.match(await ask('/none', 'de'), { title: 'Nicht gefunden', detail: 'Nothing was found at this address.', language: 'de' })
})

test('H22 Vary joins what others wrote there', async (t) => {
  const { app } = await createService({ catalog })
  const later = (_request: FastifyRequest, reply: FastifyReply, payload: unknown, done: (error: null, payload: unknown) => void) => {
    reply.header('vary', `${String(reply.getHeader('vary'))}, X-Later`)
    done(null, payload)
  }
  app.get('/', async (_request, reply) => {
    reply.raw.setHeader('vary', 'X-Raw')
    return reply.header('vary', ['Origin', 'accept-language']).problem('BASKET_FULL', {}, { headers: { Vary: 'Accept' } })
  })
  app.get('/later', { onSend: later }, async (_request, reply) => reply.problem('BASKET_FULL'))

  t.equal((await app.inject('/')).headers['vary'], 'Origin, accept-language, Accept, X-Raw')
  t.equal((await app.inject('/later')).headers['vary'], 'Accept-Language, X-Later')
  t.equal(mergeVary(undefined, ['A', 'b'], 'B, a,, C'), 'A, b, C')
  t.equal(mergeVary('Origin, *', 'A'), '*')
})

test('H23 a catalog with one language negotiates none', async (t) => {
  const { app } = await createService()

  const { headers } = await app.inject({ url: '/', headers: { 'accept-language': 'de' } })

  t.notOk(headers['content-language'])
  t.notOk(headers['vary'])
})

test('an older envelope is in the language of the reader, too', async (t) => {
  const { app } = await createService({ catalog, envelope: { format: envelopes.errorText, mode: 'legacy' } })
  app.get('/', async (_request, reply) => reply.problem('ORDER_NOT_FOUND', { orderId: '42' }))

  const response = await app.inject({ url: '/', headers: { 'accept-language': 'de' } })

  t.strictSame(response.json(), { error: 'Es gibt keine Bestellung 42.', code: 'ORDER_NOT_FOUND' })
  t.match(response.headers, { 'content-language': 'de', vary: 'Accept, Accept-Language' })
})

test('translate() gives texts of its own, field by field, and knows what would be sent', async (t) => {
  const asked: unknown[] = []
  const { ask } = await createShop({
    translate (problem, { language, request }) {
      asked.push([problem.code, problem.title, problem['orderId'], language, request.url])
      if (problem.code === 'BASKET_FULL') return { title: 'Mand vol', language: 'nl' }
      if (problem.code === 'CARD_DECLINED') return {}
      return problem.code === 'NOT_FOUND' ? undefined : { detail: `${problem.detail}!` }
    }
  })

  t.match(await ask('/order', 'de'), { title: 'Bestellung nicht gefunden', detail: 'Es gibt keine Bestellung 42.!', language: 'de' })
  t.strictSame(asked[0], ['ORDER_NOT_FOUND', 'Bestellung nicht gefunden', '42', 'de', '/order'])
  t.match(await ask('/basket', 'de'), { title: 'Mand vol', language: 'nl' })
  t.match(await ask('/card', 'de'), { title: 'Karte abgelehnt', language: 'de' })
  t.match(await ask('/none', 'fr'), { title: 'Not found', language: 'en' })
})

test('translate() works without locales', async (t) => {
  const { app } = await createService({ catalog: defineCatalog({}), translate: () => ({ title: 'Niks', language: 'nl' }) })

  const response = await app.inject('/')

  t.equal(response.json().title, 'Niks')
  t.match(response.headers, { 'content-language': 'nl', vary: 'Accept-Language' })
})

test('a hook that fails costs nothing but the translation', async (t) => {
  const broken: Array<NonNullable<ProblemJsonOptions['translate']>> = [
    () => { throw new Error('no table') },
    (() => Promise.reject(new Error('async'))) as never,
    (async () => ({ title: 'x' })) as never,
    (() => ({ title: 1 })) as never,
    (() => ({ detail: '' })) as never,
    (() => ({ title: 'x', language: 'a\r\nb' })) as never,
    (() => ({ title: 'x', language: 7 })) as never,
    (() => 'x') as never
  ]
  for (const translate of broken) {
    const { ask, log } = await createShop({ translate })
    t.match(await ask('/order', 'de'), { title: 'Bestellung nicht gefunden', status: 404, language: 'de' })
    t.match(log, [{ level: 50, msg: 'translation.render() failed; the catalog\'s own texts were sent' }, { code: 'ORDER_NOT_FOUND' }], String(translate))
  }
})

test('language() takes the language from elsewhere, such as the profile of the user', async (t) => {
  const { ask } = await createShop({ language: (request) => request.url === '/order' ? 'de-AT' : undefined })
  t.equal((await ask('/order', 'fr')).language, 'de')
  t.equal((await ask('/own', 'fr')).language, 'en')

  for (const language of [() => { throw new Error('no profile') }, () => 7 as never]) {
    const failing = await createShop({ language })
    t.match(await failing.ask('/order', 'fr'), { title: 'Order not found', status: 404, language: 'en' })
    t.match(failing.log[0], { level: 50, msg: /^translation\.language\(\) failed/ })
  }
  await t.rejects(createService({ language: 'de' as never }), /The option 'language' must be a function/)
  await t.rejects(createService({ translate: 'de' as never }), /The option 'translate' must be a function/)
})

test('failures before there is a route are in the language of the reader, too', async (t) => {
  const { ask } = await createShop()

  t.match(await ask('/%zz', 'de'), { title: 'Anfrage nicht lesbar', language: 'de', vary: 'Accept-Language' })
})

test('the languages of included catalogs come along', async (t) => {
  const all = defineCatalog({ OTHER: { status: 400, title: 'Other' } }, {
    include: [catalog],
    locales: { de: { OTHER: { title: 'Anderes' }, CARD_DECLINED: { detail: 'Die Bank sagt nein.' } }, nl: {} }
  })

  const { locales } = catalogInfo(all)!
  t.strictSame(Object.keys(locales), ['de', 'de-CH', 'fr', 'nl'])
  t.match(locales['de'], { OTHER: { title: 'Anderes' }, CARD_DECLINED: { title: 'Karte abgelehnt', detail: 'Die Bank sagt nein.' } })
})

test('a mistake in a text of another language stops the start', async (t) => {
  const define = (texts: object) => () => defineCatalog({
    LOST: { status: 404, title: 'Lost', extensions: orders }
  }, { locales: { de: { LOST: texts } } } as unknown as CatalogOptions<[]>)

  t.throws(define({ detail: 'Es fehlt {id}.' }), /A placeholder in the detail of 'LOST' in 'de' must be one of its extensions \(orderId\), got '\{id\}'/)
  t.throws(define({ title: '' }), /The title of 'LOST' in 'de' must be a text that is not empty/)
  t.throws(define({ guidance: 5 }), /The guidance of 'LOST' in 'de' must be a text/)
  t.throws(define({ detail: ['x', 1] }), /The detail of 'LOST' in 'de' must be a text/)
  t.throws(define({ titel: 'x' }), /A text of 'LOST' in 'de' must be one of/)
  t.doesNotThrow(define({ detail: ['{orderId}', 'x'], title: 'Weg' }))
})
