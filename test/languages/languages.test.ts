import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import rateLimit from '@fastify/rate-limit'
import createError from 'http-errors'
import { test } from 'tap'
import { placeholders } from '../../lib/catalog/texts/template.js'
import { createPhraser } from '../../lib/catalog/texts/phrase.js'
import type { LanguageTexts, PhraseKey } from '../../lib/catalog/texts/language-texts.js'
import { standardDefinitions } from '../../lib/catalog/standard.js'
import { byDriverMessage } from '../../lib/failures/database/index.js'
import { inEnglish } from '../../lib/failures/validation/english.js'
import { defineCatalog, problemJson } from '../../lib/index.js'
import type { ProblemType } from '../../lib/index.js'
import { de } from '../../lib/languages/de.js'
import { es } from '../../lib/languages/es.js'
import { fr } from '../../lib/languages/fr.js'
import { ja } from '../../lib/languages/ja.js'
import { nl } from '../../lib/languages/nl.js'
import { pt } from '../../lib/languages/pt.js'
import { english } from '../../lib/reference/labels/en.js'
import Fastify from 'fastify'

const root = fileURLToPath(new URL('../..', import.meta.url))
const languages = { de, es, fr, ja, nl, pt }
const fields = ['title', 'description', 'guidance', 'detail'] as const
const places = (text: string | readonly string[] = []) => placeholders([text].flat()).sort()

for (const [name, language] of Object.entries(languages) as [string, LanguageTexts][]) {
  test(`${name} has every text of every standard code, with the same placeholders`, async (t) => {
    t.equal(language.language, name)
    for (const [code, english] of Object.entries(standardDefinitions)) {
      for (const field of fields) {
        const text = language.codes[code]?.[field]
        t.equal(text === undefined, english[field] === undefined, `${code} ${field}`)
        t.strictSame(places(text), places(english[field]), `${code} ${field}`)
        t.equal([text ?? []].flat().length, [english[field] ?? []].flat().length, `${code} ${field}`)
      }
    }
  })

  test(`${name} has every phrase of validation, in every plural form that the language tells apart`, async (t) => {
    t.strictSame(Object.keys(language.phrases), Object.keys(de.phrases))
    const forms = new Set([0, 1, 2, 3, 5, 11, 100, 1.5, 1_000_000].map((number) => new Intl.PluralRules(name).select(number)))
    for (const [key, text] of Object.entries(language.phrases)) {
      for (const form of typeof text === 'string' ? [text] : Object.values(text)) {
        t.strictSame(places(form), places(englishTemplate(key as PhraseKey)), `${key}: ${form}`)
      }
      if (typeof text !== 'string') t.strictSame(Object.keys(text).filter((form) => form !== 'other').sort(), [...forms].filter((form) => form !== 'other').sort(), key)
    }
  })

  test(`${name} has every sentence that the plugin writes by itself, and every word of the pages`, async (t) => {
    t.strictSame(Object.keys(language.sentences).sort(), sentencesOfLib().sort())
    t.strictSame(Object.keys(language.labels), Object.keys(english))
    for (const [label, text] of Object.entries(english)) {
      t.strictSame(places(language.labels[label]), places(text), label)
      t.equal(language.labels[label]?.split('`').length, text.split('`').length, `the code in ${label}`)
    }
  })

  test(`${name} has no text that is left in English`, async (t) => {
    const same = Object.entries(language.codes).flatMap(([code, texts]) => fields.filter((field) =>
      texts[field] !== undefined && JSON.stringify(texts[field]) === JSON.stringify(standardDefinitions[code as 'GONE']?.[field])).map((field) => `${code} ${field}`))
    // Dutch has the same word.
    t.strictSame(same, name === 'nl' ? ['CONFLICT title'] : [])
  })
}

function englishTemplate (key: PhraseKey): string {
  const template = inEnglish({ key, number: 7, names: ['NAMES'], text: 'TEXT' })
  return template.replace('7', '{number}').replace('NAMES', '{names}').replace('TEXT', '{text}')
}

/** Every text in quotes in lib/failures that is a sentence, but the texts that drivers are known by. */
function sentencesOfLib (): string[] {
  const files = (readdirSync(join(root, 'lib/failures'), { recursive: true }) as string[]).filter((file) => file.endsWith('.ts'))
  const texts = files.map((file) => readFileSync(join(root, 'lib/failures', file), 'utf8'))
  return [...new Set(texts.flatMap((text) => [...text.matchAll(/'([A-Z][^'\n]* [^'\n]*\.)'/g)].map(([, sentence]) => sentence!)))]
    .filter((sentence) => !byDriverMessage.has(sentence))
}

test('the check of sentences sees them', async (t) => {
  t.ok(sentencesOfLib().length > 25)
  t.ok(sentencesOfLib().includes('The authorization was refused.'))
  t.ok(sentencesOfLib().includes('The body is not valid JSON.'))
})

test('numbers and plural forms are those of the language', async (t) => {
  const write = (language: LanguageTexts, key: PhraseKey, number: number) => createPhraser(language)({ key, number })

  t.equal(write(de, 'minItems', 1), 'muss mindestens 1 Element haben')
  t.equal(write(de, 'minItems', 1000), 'muss mindestens 1.000 Elemente haben')
  t.equal(write(de, 'maximum', 0.25), 'darf höchstens 0,25 sein')
  t.equal(write(fr, 'maxLength', 0), 'doit comporter au plus 0 caractère', 'in French zero is singular')
  t.equal(write(fr, 'maxLength', 2), 'doit comporter au plus 2 caractères')
  t.equal(write(es, 'maxItems', 1_000_000), 'debe tener como máximo 1.000.000 de elementos', 'CLDR calls a million "many"')
  t.equal(write(fr, 'maxItems', 2_000_000), 'doit contenir au plus 2\u202f000\u202f000 d’éléments')
  t.equal(write(pt, 'maxLength', 1_000_000), 'deve ter no máximo 1.000.000 de caracteres')
  t.equal(write(es, 'maxItems', 1_500_000), 'debe tener como máximo 1.500.000 elementos')
  t.equal(write(pt, 'minItems', 1), 'deve ter no mínimo 1 item')
  t.equal(write(nl, 'minMembers', 2), 'moet minstens 2 velden hebben')
  t.equal(write(ja, 'minLength', 3), '3 文字以上でなければなりません')
  t.equal(createPhraser(de)({ key: 'type', names: ['integer', 'null', 'bigint'] }), 'muss eine ganze Zahl, null oder bigint sein')
  t.equal(createPhraser(fr)({ key: 'values', text: 'a, b' }), 'doit être l’une de ces valeurs\u00a0: a, b')
})

const textsOf = ({ codes, sentences, phrases, types, labels }: LanguageTexts) =>
  [codes, sentences, phrases, types, labels].flatMap((part) => JSON.stringify(Object.values(part)).match(/"[^"]*"/g)!)

test('punctuation is that of the language', async (t) => {
  t.strictSame(textsOf(fr).filter((text) => / [;:?!»]|« |[\p{L}]'\p{L}/u.test(text)), [], 'French keeps signs with their word')
  t.strictSame(textsOf(ja).filter((text) => /[^ -~] ?[,.:;?!()]/.test(text)), [], 'Japanese has full-width signs')
  for (const language of Object.values(languages)) t.strictSame(textsOf(language).filter((text) => / {2}|^" | "$/.test(text)), [])
})

test('no text tells a client to repeat what may have been done already', async (t) => {
  const careful = { en: /harm/, de: /Schaden/, es: /daño/, fr: /risque/, ja: /問題がなければ/, nl: /kwaad/, pt: /danos/ }
  for (const { code, retry, guidance } of Object.values<ProblemType>(defineCatalog({}))) {
    if (retry !== 'idempotent' || guidance === undefined) continue
    t.match(guidance, careful.en, code)
    for (const [name, { codes }] of Object.entries(languages)) t.match(codes[code]?.guidance, careful[name as 'de'], `${name} ${code}`)
  }
})

const orders = {
  body: {
    type: 'object',
    properties: { sku: { type: 'string', minLength: 2 }, quantity: { type: 'integer', minimum: 1 }, note: { type: 'string', maxLength: 1000 } },
    required: ['sku']
  }
}

async function createService (catalog = defineCatalog({}, { languages: [de, ja] })) {
  const app = Fastify({ logger: false, ajv: { customOptions: { allErrors: true } } })
  const events: unknown[] = []
  await app.register(problemJson, { catalog, onProblem: ({ problem }) => { events.push(problem) } })
  app.post('/orders', { schema: orders }, async () => 'fine')
  const post = async (payload: string, language: string) => {
    const response = await app.inject({ method: 'POST', url: '/orders', payload, headers: { 'content-type': 'application/json', 'accept-language': language } })
    return { ...response.json(), language: response.headers['content-language'] }
  }
  return { app, events, post }
}

test('a failed validation is in the language of the reader, item by item; events stay English', async (t) => {
  const { events, post } = await createService()

  t.match(await post('{"quantity":0,"sku":"x"}', 'de-AT'), {
    language: 'de',
    title: 'Validierung fehlgeschlagen',
    detail: 'Die Anfrage hat nicht die Form, die diese Operation erwartet.',
    errors: [
      { pointer: '#/sku', code: 'minLength', limit: 2, detail: 'muss mindestens 2 Zeichen haben' },
      { pointer: '#/quantity', code: 'minimum', limit: 1, detail: 'muss mindestens 1 sein' }
    ]
  })
  t.match(events, [{ title: 'Validation failed', errors: [{ detail: 'must have at least 2 characters' }, { detail: 'must be >= 1' }] }])
  t.match(await post('{}', 'ja'), { language: 'ja', errors: [{ code: 'required', detail: '必須です' }] })
  t.match(await post('{}', 'fr'), { language: 'en', errors: [{ detail: 'is required' }] })
})

test('what the plugin knows more exactly than its code is in the language of the reader, too', async (t) => {
  const { post } = await createService()

  t.match(await post('{', 'de'), { code: 'INVALID_REQUEST', language: 'de', title: 'Ungültige Anfrage', detail: 'Der Body ist kein gültiges JSON.' })
})

test('a text that an application writes stays as it is', async (t) => {
  const { app } = await createService()
  const catalog = app.problems as unknown as { VALIDATION_ERROR: new (extensions: object, options: object) => Error }
  app.get('/own', async () => {
    throw new catalog.VALIDATION_ERROR({ errors: [{ in: 'body', code: 'required', detail: 'is required' }] }, { detail: 'Mine.' })
  })

  const { json } = await app.inject({ url: '/own', headers: { 'accept-language': 'de' } })

  t.match(json(), { title: 'Validierung fehlgeschlagen', detail: 'Mine.', errors: [{ detail: 'is required' }] })
})

test('a shipped text is not that of a row that says something else, and yields to a text of the catalog', async (t) => {
  const rows = { FORBIDDEN: { title: 'Ask your manager' }, LOGIN: { status: 401, title: 'Login', replaces: 'UNAUTHORIZED' } } as const
  const inner = defineCatalog({ CARD: { status: 402, title: 'Card' } }, { languages: [de] })
  const catalog = defineCatalog(rows, { include: [inner], locales: { de: { NOT_FOUND: { title: 'Weg' } } } })
  const app = Fastify()
  await app.register(problemJson, { catalog })
  app.get('/:code', async (request, reply) => (reply as { problem: (code: string) => unknown }).problem((request.params as { code: string }).code))
  const read = async (url: string) => (await app.inject({ url, headers: { 'accept-language': 'de' } })).json()

  t.match(await read('/FORBIDDEN'), { title: 'Ask your manager', detail: 'Diese Anfrage ist nicht erlaubt.' })
  t.match(await read('/LOGIN'), { title: 'Login' })
  t.match(await read('/no/where'), { title: 'Weg', detail: 'Unter dieser Adresse wurde nichts gefunden.' })
  t.match(await read('/GONE'), { title: 'Nicht mehr vorhanden' })
})

test('a value that is no language stops the start', async (t) => {
  const define = (languages: unknown) => () => defineCatalog({}, { languages } as object)
  t.throws(define(de), /The option 'languages' must be a list, such as \[de\]/)
  t.throws(define([{ language: 'de' }]), /An entry of 'languages' must be \{ language, codes, sentences, phrases, types, labels \}/)
})

test('each language is an entry of the package, and nothing else loads it', async (t) => {
  const { exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { exports: Record<string, { default: string }> }
  const entries = Object.keys(exports).filter((entry) => entry.startsWith('./languages/'))
  t.strictSame(entries, Object.keys(languages).map((name) => `./languages/${name}`))
  t.strictSame(readdirSync(join(root, 'lib/languages')).sort(), Object.keys(languages).map((name) => `${name}.ts`))
  const sources = (readdirSync(join(root, 'lib'), { recursive: true }) as string[]).filter((file) => file.endsWith('.ts') && !file.startsWith('languages'))
  t.strictSame(sources.filter((file) => /from '\.[^']*\/(?:languages\/|labels\/(?!en|index))/.test(readFileSync(join(root, 'lib', file), 'utf8'))), [])
})

test('what a library says by default is said in the language of the reader', async (t) => {
  const app = Fastify({ logger: false })
  await app.register(problemJson, { catalog: defineCatalog({}, { languages: [de] }) })
  await app.register(rateLimit, { global: false })
  app.get('/limited', { config: { rateLimit: { max: 1 } } }, async () => 'ok')
  app.get('/bare', async () => { throw createError(409) })
  app.get('/own', async () => { throw createError(409, 'Somebody has this name.') })
  const detailOf = async (url: string) => (await app.inject({ url, headers: { 'accept-language': 'de' } })).json().detail

  await app.inject('/limited')
  t.equal(await detailOf('/limited'), de.codes['RATE_LIMITED']?.detail)
  t.equal(await detailOf('/bare'), [de.codes['CONFLICT']?.detail].flat().at(-1))
  t.equal(await detailOf('/own'), 'Somebody has this name.')
})
