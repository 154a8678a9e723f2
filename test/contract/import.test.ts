import { readFileSync } from 'node:fs'
import { test } from 'tap'
import { defineCatalog } from '../../lib/catalog/define/index.js'
import type { Definition } from '../../lib/catalog/definition.js'
import { createSnapshot, importMarkdown, renderCatalogModule, renderMarkdown } from '../../lib/contract/index.js'
import { loadLexer } from '../../lib/markdown/tokens.js'

const document = (name: string) => readFileSync(new URL(`../fixtures/contracts/${name}.md`, import.meta.url), 'utf8')
const statuses = (definitions: Record<string, Definition>) => Object.fromEntries(Object.entries(definitions).map(([code, { status }]) => [code, status]))
const table = (...lines: string[]) => importMarkdown(lines.join('\n'))
const row = async (header: string, cells: string) => {
  const { definitions, questions } = await table(header, header.replace(/[^|]+/g, '---'), cells)
  return { row: Object.values(definitions)[0], questions: questions.map(({ text }) => text) }
}

test('five documents that teams wrote are read completely', async (t) => {
  const counts = { dashboard: 8, microservices: 22, rfc7807: 16, unora: 11, prospects: 9 }
  for (const [name, count] of Object.entries(counts)) {
    const { definitions, questions } = await importMarkdown(document(name), { stripPrefix: 'ERR_' })
    t.equal(Object.keys(definitions).length, count, name)
    t.doesNotThrow(() => defineCatalog(definitions as never))
    t.ok(questions.every(({ code }) => code !== undefined))
  }
})

test('a table with its columns in another order gives code, status, meaning and guidance', async (t) => {
  const { definitions, questions } = await importMarkdown(document('dashboard'))
  t.same(statuses(definitions), {
    VALIDATION_ERROR: 400,
    AUTH_REQUIRED: 401,
    READ_ONLY_SCOPE: 403,
    RESOURCE_NOT_FOUND: 404,
    CONFLICT: 409,
    RATE_LIMITED: 429,
    INTERNAL_ERROR: 500,
    UPSTREAM_ERROR: 502
  })
  t.same(definitions['AUTH_REQUIRED'], {
    status: 401,
    title: 'Auth required',
    description: 'There is no session, or it has run out',
    guidance: 'Open the login dialogue'
  })
  t.match(questions, [{ code: 'MILLIS_RATE_LIMIT', text: 'nothing states a status (line 9): add one' }, { code: 'CONFLICT', text: /speaks of repeating the request, and 409 means retry: 'none'/ }])
})

test('a prefix is taken off on request, and kept as the legacy code', async (t) => {
  const { definitions } = await importMarkdown(document('microservices'), { stripPrefix: 'ERR_' })
  t.match(definitions['AUTH_MFA_REQUIRED'], { status: 403, area: 'Authentication & Auth', legacyCode: 'ERR_AUTH_MFA_REQUIRED' })
  const { definitions: whole } = await importMarkdown(document('microservices'))
  t.equal(whole['ERR_AUTH_MFA_REQUIRED']?.legacyCode, undefined)
})

test('a table that was torn apart by stray lines is read', async (t) => {
  const { definitions, questions } = await importMarkdown(document('rfc7807'))
  t.match(definitions['AGENT_DIVINATION_PAYLOAD_REQUIRED'], { status: 422, description: '`forwardedProps.divinationPayload` is missing', area: 'Agent Session' })
  t.same(questions.map(({ code }) => code), ['AGENT_OUTPUT_DIVINATION_INVALID', 'PROFILE_NOT_FOUND'])
})

test('headings with text below are read, and what has no place is told', async (t) => {
  const { definitions, notes } = await importMarkdown(document('prospects'))
  t.match(definitions['RATE_LIMIT_EXCEEDED'], { status: 429, guidance: 'Wait as long as the `Retry-After` header or `details.retryAfter` says.' })
  t.match(definitions['NOT_FOUND'], { status: 404, description: 'There is no such thing.', area: 'Client Errors' })
  t.match(notes, [/^Not read: 'Common Causes' of VALIDATION_ERROR, /, /^Not read: 'Note' of SERVICE_ERROR$/])
})

test('cells may hold code, bold, links, escaped pipes, line breaks and entities', async (t) => {
  const { row: read } = await row('Code|Status|Description', '**[`ORDER_LOST`](https://example.com)**|`409`|a \\| b<br>c **d** [e](https://example.com/e) [f](#f) &amp; &#x67; \\* <i>h</i> &#9999999; ~~i~~')
  t.same(read, { status: 409, title: 'Order lost', description: 'a | b\nc d e (https://example.com/e) f & g * h &#9999999; i' })
})

test('a table needs no leading pipes, and several tables are one catalog', async (t) => {
  const { definitions } = await table('Code | Status', '--- | ---', 'A_B | 400', '', '## Orders', '', 'Error code | HTTP | Meaning', '--- | --- | ---', '`C_D` | 404 | Gone')
  t.same(definitions, { A_B: { status: 400, title: 'A b' }, C_D: { status: 404, title: 'C d', description: 'Gone', area: 'Orders' } })
})

test('what stands in a fence is no table', async (t) => {
  const { definitions } = await table('```', '| Code | Status |', '|', '|---|---|', '| `A` | 400 |', '```', '~~~~', '```', '| Code | Status |', '~~~~', '| Code | Status |', '|---|---|', '', '| `B` | 400 |', '|', '', '| Code | HTTP |', '|---|---|', '| `C` | 400 |', '', 'Text')
  t.same(Object.keys(definitions), ['B', 'C'])
})

test('codes in another spelling are written in capitals, and keep theirs as the legacy code', async (t) => {
  const { definitions } = await table('| Code | Status |', '|---|---|', '| `auth_missing` | 401 |', '| user.not-found | 404 |', '| `orderLost` | 409 |')
  t.same(Object.entries(definitions).map(([code, { legacyCode }]) => [code, legacyCode]),
    [['AUTH_MISSING', 'auth_missing'], ['USER_NOT_FOUND', 'user.not-found'], ['ORDER_LOST', 'orderLost']])
})

test('headings may state the status before or after the code, or below it', async (t) => {
  const { definitions } = await table('# Errors', '### `ONE` (404 Not Found)', 'First.', '', 'Second.', '### 409 TWO', '### THREE_FOUR', '**Note** that it is  ', 'a heading', '', '**Status:** 410', '', '- **HTTP status**: 410', '- **Guidance:** Ask', '- plain',
    '#### Notes', 'More.', '### FIVE: 422', '- a list', '  - in a list', '### HTTP is not a code', '### `call()` is none', '### `ONE` is a code in a sentence', '### Six 404')
  t.same(definitions, {
    ONE: { status: 404, title: 'One', description: 'First.\nSecond.' },
    TWO: { status: 409, title: 'Two' },
    THREE_FOUR: { status: 410, title: 'Three four', guidance: 'Ask', description: 'Note that it is\na heading\nMore.' },
    FIVE: { status: 422, title: 'Five' }
  })
})

test('a column of numbers is the status, whatever it is called', async (t) => {
  t.match(await row('Code|Name|Summary', '404|ORDER_LOST|Lost'), { row: { status: 404, title: 'Lost' } })
  t.match(await row('Number|Code', '404|ORDER_LOST'), { row: { status: 404 } })
})

test('every column that a definition has a field for is read', async (t) => {
  const { row: read, questions } = await row('Code|Status|Title|Details|Fix|Action|Retry|Retry-After|Category|Type URI|Legacy code',
    '`A`|503|Away|Not there|Wait|`retry-later`|any|90 s|Core|`https://example.com/away`|`away`')
  t.same(read, {
    status: 503,
    title: 'Away',
    description: 'Not there',
    guidance: 'Wait',
    action: 'retry-later',
    retry: 'any',
    retryAfter: 90,
    area: 'Core',
    type: 'https://example.com/away',
    legacyCode: 'away'
  })
  t.same(questions, [])
  t.match(await row('Code|Status|Action', 'A|400|Ask the user'), { row: { guidance: 'Ask the user', action: undefined } })
  t.match(await row('Code|Status|Action', 'A|400|`login`'), { row: { guidance: undefined, action: 'login' } })
  t.match(await row('Code|Status|Type', 'A|400|client error'), { row: { type: undefined }, questions: [/is not a URI/] })
})

test('what the document says of repeating the request is read where it is plain, and asked where it is not', async (t) => {
  const retry = async (status: number, text: string) => row('Code|Status|Retry', `A|${status}|${text}`)
  t.match(await retry(503, 'yes'), { row: { retry: undefined }, questions: [] })
  t.match(await retry(503, 'No'), { row: { retry: 'none' }, questions: [] })
  t.match(await retry(409, 'no'), { row: { retry: undefined }, questions: [] })
  t.match(await retry(409, '✅'), { row: { retry: 'idempotent' }, questions: [/the request may be repeated; with 409/] })
  t.match(await retry(503, 'Yes, after 2 minutes'), { row: { retryAfter: 120 }, questions: [] })
  t.match(await retry(503, '30'), { row: { retryAfter: 30 }, questions: [] })
  t.match(await retry(503, 'perhaps'), { row: { retry: undefined }, questions: [/'perhaps' does not say/] })

  const guidance = async (status: number, text: string) => row('Code|Status|Guidance', `A|${status}|${text}`)
  t.match(await guidance(429, 'Retry after 30 seconds'), { row: { retryAfter: 30 }, questions: [] })
  t.match(await guidance(503, 'Do not retry'), { row: { retry: undefined }, questions: [/503 means retry: 'idempotent'/] })
  t.match(await guidance(404, 'Never retry'), { questions: [] })
  t.match(await row('Code|Status|Retry after', 'A|503|soon'), { questions: [/'soon' is not a number of seconds/] })
  t.match(await row('Code|Status|Retry after', 'A|503|15'), { row: { retryAfter: 15 } })
})

test('nothing is guessed in silence', async (t) => {
  const { definitions, questions, notes } = await table('| Code | Status | Owner |', '|---|---|---|',
    '| `TWO_STATUSES` | 401/403 | x |', '| `TWICE` | 404 | x |', '| `TWICE` | 410 | x |', '| `MOVED` | 301 | x |', '| `NONE` |  | x |', '| `NONE_AT_ALL` | 4xx | x |',
    '| `ab_c` | 400 | x |', '| `abC` | 400 | x |', '|  | 400 | x |', '| two words | 400 | x |', '| | | |', '| `a`, `B` | 400 | x | y |', '', '| Colour | Size |', '|---|---|', '| red | 1 |')
  t.same(statuses(definitions), { TWO_STATUSES: 401, TWICE: 404, AB_C: 400, A: 400, B: 400 })
  t.match(questions, [
    { code: 'TWO_STATUSES', text: /the statuses 401 and 403: a code has one; 401 was taken/ },
    { code: 'TWICE', text: /the statuses 404 and 410/ },
    { code: 'MOVED', text: /the status 301, and a problem has one from 400 to 599/ },
    { code: 'NONE', text: 'nothing states a status (line 7): add one' },
    { code: 'NONE_AT_ALL', text: /^nothing states a status/ },
    { code: 'AB_C', text: /is spelt ab_c and abC/ }
  ])
  t.match(notes, [
    'A row was not read, as it names no code:  | 400 | x (line 9)',
    'A row was not read, as it names no code: two words | 400 | x (line 12)',
    /^A row has more cells than the table has columns, and was cut: \| `a`, `B` \| 400 \| x \| y \| \(line 14\)$/,
    'A table with the columns Colour, Size was not read: none of them is known as the code (line 16)',
    'Not read: the column Owner of TWO_STATUSES'
  ])
})

test('a table without statuses adds to one that has them', async (t) => {
  const { definitions } = await table('| Code | Meaning |', '|---|---|', '| `A` | One |', '', '| Code | Status |', '|---|---|', '| `A` | 400 |')
  t.same(definitions, { A: { status: 400, title: 'A', description: 'One' } })
})

test('a text that is said twice in other words is told', async (t) => {
  const { notes } = await table('| Code | Status | Meaning |', '|---|---|---|', '| `A` | 400 | One |', '| `A` | 400 | Two |')
  t.same(notes, ['Not read: another text for A'])
})

test('a word that can be no code, and a catalog that does not load, are questions', async (t) => {
  const { questions } = await importMarkdown('| Code | Status |\n|---|---|\n| `E_1X` | 400 |', { stripPrefix: 'E_' })
  t.match(questions, [{ code: '1_X', text: "'E_1X' cannot be a code: it must start with a letter" }])
  const { questions: clash } = await table('| Code | Status |', '|---|---|', '| `AB_C` | 400 |', '| `A_BC` | 400 |')
  t.match(clash, [{ text: /^The catalog does not load yet\. The code 'A_BC' must differ/ }])
})

test('the catalog is written as a module, with the questions as comments', async (t) => {
  const imported = await table('| Code | Status | Meaning |', '|---|---|---|', '| `LOST` | 401/403 | "Gone" |', '| `MOVED` | 301 | x |')
  t.equal(renderCatalogModule(imported), `import { defineCatalog } from 'fastify-problem-json'

export const catalog = defineCatalog({
  // TODO LOST: the document states the statuses 401 and 403: a code has one; 401 was taken
  LOST: {
    status: 401,
    title: "Lost",
    description: "\\"Gone\\""
  }
  // TODO MOVED: the document states the status 301, and a problem has one from 400 to 599: choose one
  // MOVED: {
  //   status: ?,
  //   title: "Moved",
  //   description: "x"
  // },
})
`)
})

test('the options that a reference states are written, too', async (t) => {
  t.match(renderCatalogModule({ definitions: {}, options: { base: 'https://example.com/' }, questions: [{ text: 'why' }], notes: [] }),
    '// TODO why\nexport const catalog = defineCatalog({\n\n}, {\n  "base": "https://example.com/"\n})\n')
})

test('nothing in a cell can become code', async (t) => {
  // eslint-disable-next-line no-template-curly-in-string
  const attack = "x');process.exit(9);//${process.exit(9)}`*/process.exit(9)/*"
  const imported = await table('| Code | Status | Meaning | Retry |', '|---|---|---|---|',
    `| \`LOST\` | 400 | ${attack}<br>process.exit(9)&#x2028;process.exit(9) | a<br>process.exit(9)&#x2028;process.exit(9)&#13;process.exit(9) |`)
  const source = renderCatalogModule({ ...imported, options: { retired: JSON.parse('{"__proto__":{"since":"1"}}') } })
  const comments = source.split(/[\n\r\u2028\u2029]/).filter((line) => line.includes('process.exit') && !line.trim().startsWith('//'))
  t.equal(comments.length, 1, 'only the string')
  t.match(comments[0]!.trim(), /^description: "/)

  let seen: Record<string, Definition> = {}
  let options: object = {}
  const body = source.replace(/^import .*$/m, '').replace('export const catalog =', 'return')
  // eslint-disable-next-line no-new-func
  new Function('defineCatalog', body)((definitions: Record<string, Definition>, given: object) => { seen = definitions; options = given })
  t.match(seen['LOST']!.description, 'process.exit(9);')
  t.same(Object.keys((options as { retired: object }).retired), ['__proto__'], 'a member, not the prototype')
})

test('without marked the message says what to install', async (t) => {
  await t.rejects(loadLexer(() => Promise.reject(new Error('no such package'))), /npm install --save-dev marked/)
})

const truth = JSON.parse(readFileSync(new URL('../fixtures/documents/truth.json', import.meta.url), 'utf8')) as Record<string, Record<string, number | null>>
const spellingsOf = (definitions: Readonly<Record<string, Definition>>) => Object.entries(definitions).map(([code, { legacyCode = code }]) => [legacyCode, code])

for (const [name, codes] of Object.entries(truth)) {
  test(`${name}: every code has the status that the document states, and the others are named`, async (t) => {
    const { definitions, options, questions, notes } = await importMarkdown(readFileSync(new URL(`../fixtures/documents/${name}`, import.meta.url), 'utf8'))
    const catalog = defineCatalog(definitions as Record<string, never>, options) as Record<string, { status: number }>
    const read = Object.fromEntries(spellingsOf(definitions).map(([spelling, code]) => [spelling, catalog[code!]!.status]))
    t.same(read, Object.fromEntries(Object.entries(codes).filter(([, status]) => status !== null)))
    const named = JSON.stringify([questions, notes])
    for (const [code] of Object.entries(codes).filter(([, status]) => status === null)) t.match(named, code)
    const again = await importMarkdown(renderMarkdown(createSnapshot(defineCatalog(definitions as Record<string, never>) as never)))
    t.same(again.definitions, definitions, 'docs and import are the identity')
  })
}

test('definition lists of Markdown and AsciiDoc, with the status in brackets or at the end', async (t) => {
  const { definitions, questions } = await importMarkdown(`
# Error values

\`invalid_request\`
:  (HTTP 400) A parameter is missing.

**unsupported_grant**
:  The grant is not supported. Status: 422.

SEAT_UNKNOWN:: (404) No such seat
`)
  t.match(definitions, {
    INVALID_REQUEST: { status: 400, description: 'A parameter is missing.', legacyCode: 'invalid_request' },
    UNSUPPORTED_GRANT: { status: 422, description: 'The grant is not supported.' },
    SEAT_UNKNOWN: { status: 404, description: 'No such seat' }
  })
  t.strictSame(questions, [])
})

test('what nothing states is asked about, with the status that was taken', async (t) => {
  const { definitions, questions } = await importMarkdown([
    '# Error codes', '', '| Code | Meaning |', '|---|---|', '| `CONFLICT` | Somebody was quicker. |', '',
    '## Client errors (400)', '', '| Code | Status |', '|---|---|', '| `SEAT_TAKEN` | 409 |'
  ].join('\n'))
  const of = (wanted: string) => questions.filter(({ code }) => code === wanted).map(({ text }) => text)

  t.match(of('CONFLICT'), ['nothing states a status: it has that of the standard code, 409'])
  t.match(definitions['SEAT_TAKEN'], { status: 409 })
})

test('headings of numbers are codes where they stand among errors, and years are none', async (t) => {
  const { definitions, undecided = {} } = await importMarkdown([
    '# Error codes', '', '## 10042 – Order lost (404)', 'It is gone.', '', '## 2024 – a good year', 'Text.', '', '## 4021 – Card old (402)', 'Too old.'
  ].join('\n'))

  t.match(definitions, { E10042: { status: 404, legacyCode: '10042' }, E4021: { status: 402 } })
  t.notOk('E2024' in { ...definitions, ...undecided })
})
