/** A problem without a sentence for people is half of one: where the detail of an occurrence comes from. */
import createError from 'http-errors'
import Fastify from 'fastify'
import { test } from 'tap'
import { standardDefinitions } from '../../lib/catalog/standard.js'
import { defineCatalog, envelopes, problemJson } from '../../lib/index.js'
import type { AnyCatalog, ProblemJsonOptions } from '../../lib/index.js'
import { de } from '../../lib/languages/de.js'

async function answersOf (throws: Readonly<Record<string, () => unknown>>, catalog: object = defineCatalog({}), options: Partial<ProblemJsonOptions> = {}) {
  const app = Fastify()
  await app.register(problemJson, { ...options, catalog: catalog as AnyCatalog })
  for (const [name, make] of Object.entries(throws)) app.get(`/${name}`, async () => { throw make() })
  app.get('/validated', { schema: { querystring: { type: 'object', required: ['page'] }, problems: 'PAGE_INVALID' in catalog ? ['PAGE_INVALID'] : [] } }, async () => 'ok')
  return async (name: string, language = 'en') => {
    const response = await app.inject({ url: `/${name}`, headers: { 'accept-language': language } })
    return { ...response.json(), language: response.headers['content-language'] }
  }
}

const sentence = (code: keyof typeof standardDefinitions) => [standardDefinitions[code].detail].flat().at(-1)

test('every standard code has a sentence, whoever sends it', async (t) => {
  const catalog = defineCatalog({}) as AnyCatalog
  const codes = Object.keys(standardDefinitions) as (keyof typeof standardDefinitions)[]
  const read = await answersOf(Object.fromEntries(codes.map((code) => [code, () => new (catalog[code] as unknown as new (extensions: object) => Error)({})])), catalog)

  for (const code of codes) t.equal((await read(code)).detail, sentence(code), code)
})

test('a blank text is none: the sentence of the code takes its place', async (t) => {
  const catalog = defineCatalog({})
  const read = await answersOf({
    option: () => new catalog.NOT_FOUND({ resource: 'Order' }, { detail: '' }),
    spaces: () => new catalog.GONE({}, { detail: ' \n' }),
    message: () => createError(409, ' '),
    unseen: () => createError(410, '\u0000\u202e')
  }, catalog)

  t.equal((await read('option')).detail, 'Order was not found.')
  t.equal((await read('spaces')).detail, sentence('GONE'))
  t.equal((await read('message')).detail, sentence('CONFLICT'))
  t.equal((await read('unseen')).detail, sentence('GONE'))
})

test('a message of several lines becomes a detail of one, with its words apart', async (t) => {
  const read = await answersOf({ lines: () => createError(400, 'The file\n  has no\theader.\r\n') })

  t.equal((await read('lines')).detail, 'The file has no header.')
})

const general = defineCatalog({
  LOGIN: { status: 401, title: 'Sign in', replaces: 'UNAUTHORIZED' },
  PAGE_INVALID: { status: 400, title: 'No such page', refines: 'VALIDATION_ERROR' },
  TAKEN: { status: 409, title: 'Taken', refines: 'CONFLICT', detail: 'Somebody has it.' },
  AWAY: { status: 503, title: 'Away', replaces: ['SERVICE_UNAVAILABLE', 'OVERLOADED'] },
  TOKEN_EXPIRED: { status: 401, title: 'Expired', refines: 'LOGIN' },
  ORDER_LOST: { status: 404, title: 'No such order', refines: 'NOT_FOUND' }
}, { languages: [de], locales: { de: { LOGIN: { title: 'Anmelden' } } } })

const thrown = {
  login: () => createError(401),
  taken: () => new general.TAKEN(),
  away: () => createError(503),
  expired: () => new general.TOKEN_EXPIRED(),
  lost: () => new general.ORDER_LOST({ resource: 'Order', resourceId: '42' })
}

test('a code that replaces or refines one other, and has no detail, takes that of the other', async (t) => {
  const read = await answersOf(thrown, general)

  t.match(await read('login'), { code: 'LOGIN', detail: sentence('UNAUTHORIZED') })
  t.match(await read('validated'), { code: 'PAGE_INVALID', detail: sentence('VALIDATION_ERROR') })
  t.match(await read('taken'), { code: 'TAKEN', detail: 'Somebody has it.' })
  t.match(await read('expired'), { code: 'TOKEN_EXPIRED', detail: sentence('UNAUTHORIZED') })
  t.match(await read('lost'), { code: 'ORDER_LOST', detail: 'Order 42 was not found.' })
  t.equal((await read('away')).detail, undefined, 'of several nobody knows which one is true')
})

test('such a detail is in the language of the reader, and the answer says so', async (t) => {
  const read = await answersOf(thrown, general)

  t.match(await read('login', 'de'), { language: 'de', title: 'Anmelden', detail: de.codes['UNAUTHORIZED']?.detail })
  t.match(await read('expired', 'de'), { language: 'de', title: 'Expired', detail: de.codes['UNAUTHORIZED']?.detail })
  t.match(await read('lost', 'de'), { language: 'de', detail: 'Order 42 wurde nicht gefunden.' })
  t.match(await read('validated', 'de'), { language: 'de', errors: [{ detail: 'ist erforderlich' }] })
  t.match(await read('taken', 'de'), { language: 'en', detail: 'Somebody has it.' })
})

test('an older client reads the title of such a code, as it always did', async (t) => {
  const read = await answersOf(thrown, general, { envelope: { format: envelopes.errorText, mode: 'legacy' } })

  t.match(await read('login'), { error: 'Sign in', code: 'LOGIN' })
  t.match(await read('taken'), { error: 'Somebody has it.', code: 'CONFLICT' })
})
