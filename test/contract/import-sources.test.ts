import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { test } from 'tap'
import { compareImports, createSnapshot, importFiles, renderMarkdown } from '../../lib/contract/index.js'
import { defineCatalog } from '../../lib/catalog/define/index.js'
import type { ImportFile } from '../../lib/contract/index.js'
import { loadYaml } from '../../lib/contract/import/source/index.js'
import { loadCompiler } from '../../lib/contract/import/source/typescript.js'

const require = createRequire(import.meta.url)
const file = (name: string, text: string): ImportFile => ({ name, text })
const installed = (path: string) => file(path, readFileSync(require.resolve(path), 'utf8'))

/** Code → status; `null` for a code that waits for one. The spelling of the source, where it is another one. */
async function read (...files: ImportFile[]) {
  const { definitions, undecided = {} } = await importFiles(files)
  return Object.fromEntries([
    ...Object.entries(definitions).map(([code, { status, legacyCode }]) => [legacyCode ?? code, status]),
    ...Object.keys(undecided).map((code) => [code, null])
  ]) as Record<string, number | null>
}

test("fastify's own errors: every code, and every status as the running code has it", async (t) => {
  const codes = require('fastify/lib/errors.js') as Record<string, new () => { statusCode: number }>
  const { definitions } = await importFiles([installed('fastify/lib/errors.js')])
  const names = Object.keys(codes).filter((name) => name.startsWith('FST_'))
  t.ok(names.length >= 90, 'there are many')
  const own = names.map((name) => [name, new codes[name]!().statusCode])
  t.same(Object.fromEntries(Object.entries(definitions).map(([code, { status }]) => [code, status])), Object.fromEntries(own))
  t.equal(definitions['FST_ERR_CTP_EMPTY_JSON_BODY']?.title, "Body cannot be empty when content-type is set to 'application/json'")
})

test('constants, registries, maps and enums', async (t) => {
  t.same(await read(file('errors.ts', `
    import { HttpStatus } from '@nestjs/common'
    export enum ErrorCode { Lost = 'ORDER_LOST', Taken = 'SEAT_TAKEN', Numeric = 40401 }
    export const errorStatus: Record<ErrorCode, number> = { [ErrorCode.Lost]: 404, [ErrorCode.Taken]: HttpStatus.CONFLICT }
    export const errors = Object.freeze({
      cardDeclined: { code: 'CARD_DECLINED', status: 402, message: 'The bank said no' },
      QUOTA_SPENT: { httpStatus: StatusCodes.TOO_MANY_REQUESTS, message: 'Later' },
      TUPLE_ROW: [410, 'Gone for good'],
      TEXT_ONLY: 'No status here'
    } as const)
    const problems = new Map([['MAP_ROW', 423]])
    const limits = { MAX_SIZE: 500, MAX_COUNT: 404 }
    const colors = { RED_DARK: 'x' }
    reply.code(404).send({ code: 'SENT_HERE' })
    res.send({ code: 'NOT_READ_HERE' })
  `)), { ORDER_LOST: 404, SEAT_TAKEN: 409, CARD_DECLINED: 402, QUOTA_SPENT: 429, TUPLE_ROW: 410, MAP_ROW: 423, SENT_HERE: 404, TEXT_ONLY: null, NUMERIC: null })
})

test('calls that make an error, their arguments in any order', async (t) => {
  t.same(await read(file('errors.js', `
    const createError = require('http-errors')
    createError('ORDER_LOST', 'The order is lost', 409)
    createError(423, 'Locked', { code: 'SEAT_LOCKED' })
    throw new AppError('The card was declined', 402, 'CARD_DECLINED')
    throw new ApiException({ code: 'quota_spent', statusCode: 429, message: 'Later' })
    throw new AppError('WITHOUT_STATUS')
    notify('EVENT_NAME', 404)
  `)), { ORDER_LOST: 409, SEAT_LOCKED: 423, CARD_DECLINED: 402, quota_spent: 429, WITHOUT_STATUS: null })
  const { notes } = await importFiles([file('errors.js', "createError('A_B', 'x', 400)\ncreateError(code, text)")])
  t.same(notes, ['A call of createError() was not read: its code is not a literal (line 2)'])
})

test('classes that extend an error, with a code and a status of their own or of the class above', async (t) => {
  t.same(await read(file('errors.ts', `
    import { ConflictException } from '@nestjs/common'
    abstract class NotFound extends Error { readonly statusCode = 404 }
    class OrderMissing extends NotFound { readonly code = 'ORDER_MISSING' }
    class SeatTaken extends Error { constructor () { super('The seat is taken'); this.code = 'SEAT_TAKEN'; this.status = 409 } }
    class CardDeclined extends HttpError { static code = 'CARD_DECLINED'; get status () { return 402 } }
    class QuotaSpent extends AppError { constructor () { super('Later', 429, 'QUOTA_SPENT') } }
    class Doubled extends ConflictException { code = 'DOUBLED_KEY' }
    class Other extends Error { code = 'NO_STATUS' }
    class Settings { code = 'NO_ERROR'; status = 404 }
  `)), { ORDER_MISSING: 404, SEAT_TAKEN: 409, CARD_DECLINED: 402, QUOTA_SPENT: 429, DOUBLED_KEY: 409, NO_STATUS: null })
})

const openapi = {
  openapi: '3.1.0',
  paths: {
    '/orders': {
      get: {
        responses: {
          200: { description: 'fine', content: { 'application/json': { example: { code: 'NOT_AN_ERROR' } } } },
          404: { $ref: '#/components/responses/Missing' },
          409: { content: { 'application/json': { examples: { SEAT_TAKEN: { summary: 'The seat is taken', value: { message: 'x' } }, second: { value: { error: { code: 'SEAT_LOCKED' } } } } } } },
          422: { content: { 'application/json': { schema: { allOf: [{ $ref: '#/components/schemas/Base' }, { properties: { code: { enum: ['NAME_EMPTY', 'NAME_LONG'] } } }] } } } },
          '4XX': { content: { 'application/json': { example: { code: 'ANY_STATUS' } } } }
        }
      }
    }
  },
  components: {
    responses: { Missing: { content: { 'application/problem+json': { schema: { properties: { code: { const: 'ORDER_MISSING' } } } } } } },
    schemas: { Base: { properties: { errors: { items: { properties: { code: { const: 'FIELD_CODE' } } } } } }, ErrorCode: { enum: ['ORDER_MISSING', 'NEVER_SENT'] } }
  }
}

test('OpenAPI: examples, constants and enums of responses', async (t) => {
  const codes = { ORDER_MISSING: 404, SEAT_TAKEN: 409, SEAT_LOCKED: 409, NAME_EMPTY: 422, NAME_LONG: 422, NEVER_SENT: null }
  t.same(await read(file('openapi.json', JSON.stringify(openapi))), codes)
  t.same(await read(file('openapi.yaml', JSON.stringify(openapi, null, 2))), codes, 'YAML is a superset of JSON')
})

test('OpenAPI: a part that names the codes of a response counts more than the list of all codes', async (t) => {
  const problem = { properties: { code: { enum: ['BOOK_UNKNOWN', 'BOOK_LENT', 'READER_BANNED'] } } }
  const narrowed = (...codes: string[]) => ({ content: { 'application/json': { schema: { allOf: [{ $ref: '#/components/schemas/Problem' }, { properties: { code: { enum: codes } } }] } } } })
  const document = { openapi: '3.1.0', paths: { '/a': { get: { responses: { 404: narrowed('BOOK_UNKNOWN'), 409: narrowed('BOOK_LENT') } } } }, components: { schemas: { Problem: problem } } }
  t.same(await read(file('narrow.json', JSON.stringify(document))), { BOOK_UNKNOWN: 404, BOOK_LENT: 409, READER_BANNED: null })
})

test('JSON, YAML and CSV', async (t) => {
  t.same(await read(file('errors.json', JSON.stringify({ errors: [{ code: 'A_LOST', status: 404, message: 'Lost' }, { code: 10001, http_status: 400 }], B_GONE: { status: 410 }, C_TEXT: 'A text' }))),
    { A_LOST: 404, 10001: 400, B_GONE: 410, C_TEXT: null })
  t.same(await read(file('errors.yml', 'errors:\n  - code: A_LOST\n    status: 404\n  - code: B_GONE\n    status: "410"\n')), { A_LOST: 404, B_GONE: 410 })
  const { definitions } = await importFiles([file('errors.csv', '\ufeffHTTP;Fehlercode;Beschreibung\r\n404;A_LOST;"Weg; ""ganz"" weg"\r\n410;B_GONE;"Zwei\nZeilen"\r\n')])
  t.match(definitions, { A_LOST: { status: 404, description: 'Weg; "ganz" weg' }, B_GONE: { status: 410, description: 'Zwei\nZeilen' } })
  await t.rejects(importFiles([file('errors.json', '{')]), /'errors\.json' is not JSON/)
  await t.rejects(importFiles([file('errors.yaml', 'a: [')]), /'errors\.yaml' is not YAML/)
})

test('files are merged: the first that states something counts', async (t) => {
  const texts = file('texts.json', JSON.stringify({ ORDER_LOST: 'The order is lost' }))
  const codes = file('codes.ts', 'export enum ErrorStatus { ORDER_LOST = 404 }')
  const { definitions } = await importFiles([texts, codes])
  t.same(definitions, { ORDER_LOST: { status: 404, title: 'The order is lost' } })
})

test('where a document and the code disagree is listed with its lines', async (t) => {
  const document = file('errors.md', '| Code | Status |\n|---|---|\n| `LOST` | 404 |\n| `SAME` | 409 |\n')
  const source = file('errors.ts', 'const errors = {\n  LOST: { status: 410 },\n  SAME: { status: 409 },\n  NEW_ONE: { status: 500 }\n}')
  t.same(await compareImports([document, source]), [
    { code: 'LOST', kind: 'status', files: { 'errors.md': { statuses: [404], line: 3 }, 'errors.ts': { statuses: [410], line: 2 } } },
    { code: 'NEW_ONE', kind: 'missing', files: { 'errors.md': undefined, 'errors.ts': { statuses: [500], line: 4 } } }
  ])
})

test('the messages say which package reads a form', async (t) => {
  const missing = () => Promise.reject(new Error('no such package'))
  await t.rejects(loadCompiler(missing), /npm install --save-dev typescript/)
  await t.rejects(loadCompiler(async () => ({ default: {} })), /a version of 'typescript' that has a parser/)
  await t.rejects(loadYaml(missing), /npm install --save-dev yaml/)
})

test('a question about several files names them', async (t) => {
  const { questions } = await importFiles([
    { name: 'docs/errors.md', text: '| Code | Status |\n|---|---|\n| `ORDER_LOST` | 404 |\n| `CARD_OLD` | 302 |\n' },
    { name: 'src/errors.json', text: '{ "ORDER_LOST": { "status": 410 }, "CARD_OLD": {} }' },
    { name: 'lists/errors.csv', text: 'code,status\nORDER_LOST,404\n' }
  ])
  const of = (wanted: string) => questions.filter(({ code }) => code === wanted).map(({ text }) => text)

  t.strictSame(of('ORDER_LOST'), [
    "'docs/errors.md' states 404, 'src/errors.json' states 410, 'lists/errors.csv' states 404: a code has one; 404 was taken"
  ])
  t.strictSame(of('CARD_OLD'), [
    "'docs/errors.md' states 302, and a problem has one from 400 to 599: choose one"
  ])
})

test('a reference that docs wrote is one of several files like any other', async (t) => {
  const reference = renderMarkdown(createSnapshot(defineCatalog({
    ORDER_LOST: { status: 410, title: 'Order lost', guidance: 'Order again.', legacyCode: 'E_LOST' }
  })))
  const { definitions, questions } = await importFiles([
    file('errors.json', '{ "ORDER_LOST": { "status": 404 }, "CARD_OLD": { "status": 422 } }'),
    file('reference.md', reference)
  ])

  t.match(definitions, { CARD_OLD: { status: 422 }, ORDER_LOST: { status: 404, title: 'Order lost', guidance: 'Order again.' } })
  t.match(questions.filter(({ code }) => code === 'ORDER_LOST'), [{ text: /^'errors\.json' states 404, 'reference\.md' states 410/ }])
})

test('an OpenAPI document that lists one code with several statuses is asked about', async (t) => {
  const response = { content: { 'application/json': { schema: { properties: { code: { enum: ['LOST', 'GONE_AWAY'] } } } } } }
  const { notes, undecided } = await importFiles([file('openapi.json', JSON.stringify({
    openapi: '3.1.0', paths: { '/a': { get: { responses: { 404: response, 410: response } } } }
  }))])

  t.match(notes, ["The schemas list 'LOST' with several statuses: 404, 410", "The schemas list 'GONE_AWAY' with several statuses: 404, 410"])
  t.match(undecided, { LOST: { title: 'Lost' }, GONE_AWAY: {} })
})

test('responses of version 2 have their examples by media type', async (t) => {
  t.match(await read(file('swagger.json', JSON.stringify({
    swagger: '2.0',
    paths: {
      '/a': {
        get: {
          responses: {
            409: { description: 'Taken', examples: { 'application/json': { code: 'SEAT_TAKEN', message: 'Somebody was quicker.' } } },
            404: { description: 'None', schema: { properties: { code: { enum: ['SEAT_MISSING'] } } } }
          }
        }
      }
    }
  }))), { SEAT_TAKEN: 409, SEAT_MISSING: 404 })
})

test('texts that are joined are read, numbers that are added are not', async (t) => {
  t.strictSame(await read(file('errors.ts', "export const errors = { A: { code: 'ORDER_' + 'LOST', status: 404 }, B: { code: 'CARD_OLD', status: 400 + 22 } }")),
    { ORDER_LOST: 404, CARD_OLD: null })
})
