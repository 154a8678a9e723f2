import { readFileSync } from 'node:fs'
import { test } from 'tap'
import { defineCatalog } from '../../lib/catalog/define/index.js'
import type { AnyCatalog, Definition } from '../../lib/catalog/definition.js'
import type { CatalogOptions } from '../../lib/catalog/types/catalog.js'
import { compareSnapshots, createSnapshot, rules } from '../../lib/contract/index.js'
import type { Approval, EnvelopeMode, ContractFinding, ProblemRoute, RuleName, Snapshot, Verdict, Upstreams } from '../../lib/contract/index.js'
import { verdicts } from '../../lib/contract/rules/index.js'
import type { Rule } from '../../lib/contract/rules/rule.js'
import { toCell } from '../../lib/markdown/text.js'

type Definitions = Record<string, Definition>

interface Side {
  definitions?: Definitions
  options?: CatalogOptions
  routes?: Record<string, string[]>
  envelope?: EnvelopeMode
  approved?: Approval[]
  edit?: (snapshot: Snapshot) => Snapshot
  /** What other services promise. */
  others?: Record<string, Side>
  upstreams?: Upstreams
}

const today = '2026-03-01'
const base = 'https://api.example.com/problems/'

function snapshotOf ({ definitions = {}, options = {}, routes, envelope, approved, upstreams, edit = (snapshot) => snapshot }: Side): Snapshot {
  const list = routes && Object.entries(routes).map(([name, problems]): ProblemRoute => {
    const [method = '', url = ''] = name.split(' ')
    return { method, url, problems }
  })
  const catalog = defineCatalog(definitions, { base, ...options }) as AnyCatalog
  return edit(createSnapshot(catalog, { routes: list, envelope, approved, upstreams }))
}

function compare (before: Side, after: Side): readonly ContractFinding[] {
  const others = after.others && Object.fromEntries(Object.entries(after.others).map(([name, side]) => [name, snapshotOf(side)]))
  return compareSnapshots(snapshotOf(before), snapshotOf(after), { today, others, name: 'orders' }).findings
}

/** One code with the given fields. */
const row = (fields: Partial<Definition> = {}): Side => ({ definitions: { ORDER_LOST: { status: 409, title: 'Order lost', ...fields } } })
const members = (properties: object, required?: string[], more: object = {}): Side =>
  row({ extensions: { type: 'object', properties: properties as Record<string, unknown>, ...(required && { required }), ...more } })
const member = (schema: object): Side => members({ sku: schema }, ['sku'])
const gone: Side = {}
const renamed = (code: string, fields: Partial<Definition> = {}): Side => ({ definitions: { [code]: { status: 409, title: 'Order lost', ...fields } } })
const besideOf = (side: Side, billing: Side): Side => ({ ...side, others: { billing } })
const retired = (since = '2.0.0', type = `${base}order-lost`): Side => ({ options: { retired: { ORDER_LOST: { since, status: 409, type } } } })
const deprecated = (sunset?: string, replacedBy: string | null = null): Side =>
  row({ deprecated: { since: '2.0.0', replacedBy, ...(sunset !== undefined && { sunset }) } })
const beside = (side: Side, definitions: Definitions): Side => ({ ...side, definitions: { ...side.definitions, ...definitions } })
const onRoutes = (side: Side, routes: Record<string, string[]>, envelope?: EnvelopeMode): Side => ({ ...side, routes, ...(envelope && { envelope }) })
const withProblem = (side: Side, fields: object): Side =>
  ({ ...side, edit: (snapshot) => ({ ...snapshot, problems: { ...snapshot.problems, ORDER_LOST: { ...snapshot.problems['ORDER_LOST']!, ...fields } } }) })
const withoutItem = (side: Side): Side => ({ ...side, edit: (snapshot) => ({ ...snapshot, validation: snapshot.validation.slice(1) }) })
const text = { type: 'string' }

type Case = [rule: RuleName, verdict: Verdict, before: Side, after: Side]

const cases: Case[] = [
  ['code-removed', 'breaking', row(), gone],
  ['code-removed', 'breaking', row(), retired()],
  ['code-removed', 'breaking', deprecated(), retired()],
  ['code-renamed', 'breaking', row(), renamed('ORDER_MISSING')],
  ['code-renamed', 'breaking', row(), renamed('ORDER_WAS_LOST', { title: 'Gone' })],
  ['code-with-another-status', 'review', gone, besideOf(row(), row({ status: 404 }))],
  ['code-with-another-status', 'review', row({ status: 404 }), besideOf(row(), row({ status: 404 }))],
  ['code-with-another-status', 'warning', row(), besideOf(row(), row({ status: 404 }))],
  ['code-with-another-type', 'warning', row(), besideOf(row(), row({ type: 'https://billing.example/order-lost' }))],
  ['deprecated-code-translated', 'warning', deprecated('2027-03-02'), besideOf(deprecated('2027-03-02'), { upstreams: { orders: { ORDER_LOST: '' } } })],
  ['deprecated-code-translated', 'warning', deprecated('2027-03-02'), besideOf(deprecated('2027-03-02'), { upstreams: { anything: { x: `${base}order-lost` } } })],
  ['standard-text-replaced', 'fine', gone, { definitions: { CONFLICT: { description: 'Our own words.' } } }],
  ['code-removed-before-sunset', 'breaking', deprecated('2026-03-02'), retired()],
  ['code-removed-before-sunset', 'breaking', deprecated(today), retired()],
  ['code-removed-without-retiring', 'breaking', deprecated('2026-02-28'), gone],
  ['code-removed-without-retiring', 'breaking', deprecated('2026-02-28'), retired('2.0.0', `${base}another`)],
  ['retired-removed', 'breaking', retired(), gone],
  ['retired-removed', 'breaking', retired(), row()],
  ['retired-removed', 'breaking', retired(), retired('2.0.0', `${base}another`)],
  ['status-changed', 'breaking', row(), row({ status: 410 })],
  ['type-uri-changed', 'breaking', row(), row({ type: 'https://example.org/lost' })],
  ['action-changed', 'breaking', row({ action: 'login' }), row({ action: 'fix-input' })],
  ['action-removed', 'breaking', row({ action: 'login' }), row()],
  ['wire-text-removed', 'breaking', { ...row({ guidance: 'Wait.' }), options: { wire: ['guidance'] } }, row({ guidance: 'Wait.' })],
  ['wire-text-removed', 'breaking', { ...row({ guidance: 'Wait.' }), options: { wire: ['guidance'] } }, { ...row(), options: { wire: ['guidance'] } }],
  ['wire-text-added', 'fine', row({ guidance: 'Wait.' }), { ...row({ guidance: 'Wait.' }), options: { wire: ['guidance'] } }],
  ['retry-disabled', 'breaking', row({ retry: 'idempotent' }), row()],
  ['retry-disabled', 'breaking', row({ retry: 'any' }), row()],
  ['retry-any-withdrawn', 'breaking', row({ retry: 'any' }), row({ retry: 'idempotent' })],
  ['retry-after-guarantee-dropped', 'breaking', row({ retryAfter: 5 }), row()],
  ['header-guarantee-dropped', 'breaking', row({ headers: { 'x-hint': 'a' } }), row()],
  ['legacy-code-changed', 'breaking', row({ legacyCode: 'lost' }), row({ legacyCode: 'order-lost' })],
  ['legacy-code-changed', 'breaking', row(), row({ legacyCode: 'lost' })],
  ['legacy-code-changed', 'breaking', row(), row({ refines: 'CONFLICT' })],
  ['legacy-code-changed', 'breaking',
    beside(row({ refines: 'GENERAL' }), { GENERAL: { status: 409, title: 'General' } }),
    beside(row({ refines: 'GENERAL' }), { GENERAL: { status: 409, title: 'General', legacyCode: 'general' } })],
  ['refines-removed', 'breaking', row({ refines: 'CONFLICT', legacyCode: 'x' }), row({ legacyCode: 'x' })],
  ['sunset-too-soon', 'breaking', row(), deprecated('2026-05-29')],
  ['sunset-too-soon', 'breaking', deprecated(), deprecated('2026-03-02')],
  ['sunset-earlier', 'breaking', deprecated('2027-01-01'), deprecated('2026-12-31')],
  ['replacement-missing', 'breaking',
    beside(deprecated('2027-01-01', 'NEWER'), { NEWER: { status: 409, title: 'Newer' } }),
    beside(deprecated('2027-01-01', 'NEWER'), { NEWER: { status: 409, title: 'Newer', deprecated: { since: '3', replacedBy: null } } })],
  ['replacement-missing', 'breaking', row(), withProblem(row(), { deprecated: { since: '2', replacedBy: 'NOBODY' } })],
  ['validation-code-removed', 'breaking', row(), withoutItem(row())],
  ['envelope-default-flipped', 'breaking', onRoutes(row(), {}, 'legacy'), onRoutes(row(), {}, 'problem')],
  ['envelope-default-flipped', 'breaking', onRoutes(row(), {}, 'superset'), onRoutes(row(), {})],
  ['envelope-default-flipped', 'breaking', onRoutes(row(), {}), onRoutes(row(), {}, 'superset')],
  ['description-changed', 'review', row({ description: 'Gone.' }), row({ description: 'Not there.' })],
  ['description-changed', 'review', row({ description: 'Gone.' }), row()],
  ['header-value-changed', 'review', row({ headers: { 'x-hint': 'a' } }), row({ headers: { 'X-Hint': 'b' } })],
  ['refines-added', 'review', gone, row({ refines: 'CONFLICT' })],
  ['refines-added', 'review', row({ legacyCode: 'x' }), row({ legacyCode: 'x', refines: 'CONFLICT' })],
  ['refines-added', 'breaking', onRoutes(gone, { 'GET /a': [] }), onRoutes(row({ refines: 'CONFLICT' }), { 'GET /a': ['ORDER_LOST'] })],
  ['refines-added', 'fine', onRoutes(gone, { 'GET /a': [] }), onRoutes(row({ refines: 'CONFLICT' }), { 'GET /a': [], 'GET /b': ['ORDER_LOST'] })],
  ['replaces-changed', 'review', gone, row({ replaces: 'CONFLICT' })],
  ['replaces-changed', 'review', row({ replaces: 'CONFLICT' }), row({ replaces: ['CONFLICT', 'GONE'] })],
  ['status-changed', 'breaking', gone, row({ replaces: 'GONE' })],
  ['code-added-to-operation', 'warning', onRoutes(row(), { 'GET /a': [] }), onRoutes(row(), { 'GET /a': ['ORDER_LOST'] })],
  ['locale-removed', 'warning', { ...row(), options: { locales: { de: { ORDER_LOST: { title: 'Weg' } } } } }, row()],
  ['validation-code-added', 'warning', withoutItem(row()), row()],
  ['deprecated-without-replacement', 'warning', row(), withProblem(row(), { deprecated: { since: '2', sunset: '2027-01-01' } })],
  ['deprecated-sunset-missing', 'warning', row(), deprecated()],
  ['deprecated-sunset-missing', 'warning', deprecated(), deprecated()],
  ['replacement-status-differs', 'warning', row(), deprecated('2027-01-01', 'GONE')],
  ['base-relative', 'warning', { options: { base: '/problems/' } }, { options: { base: '/problems/' } }],
  ['code-removed-after-sunset', 'fine', deprecated('2026-02-28'), retired()],
  ['code-added', 'fine', gone, row()],
  ['code-removed-from-operation', 'fine', onRoutes(row(), { 'GET /a': ['ORDER_LOST'] }), onRoutes(row(), { 'GET /a': [] })],
  ['operation-added', 'fine', onRoutes(row(), {}), onRoutes(row(), { 'GET /a': ['ORDER_LOST'] })],
  ['operation-removed', 'fine', onRoutes(row(), { 'GET /a': ['ORDER_LOST'] }), onRoutes(row(), {})],
  ['envelope-extended', 'fine', onRoutes(row(), {}, 'legacy'), onRoutes(row(), {}, 'superset')],
  ['title-changed', 'fine', row(), row({ title: 'Lost' })],
  ['description-added', 'fine', row(), row({ description: 'Gone.' })],
  ['detail-template-changed', 'fine', row({ detail: 'One.' }), row({ detail: ['One.', 'Two.'] })],
  ['guidance-text-changed', 'fine', row({ guidance: 'Wait.' }), row()],
  ['area-changed', 'fine', row(), row({ area: 'Orders' })],
  ['examples-changed', 'fine', members({ sku: text }), row({ extensions: { type: 'object', properties: { sku: text } }, examples: [{ sku: 'A-1' }] })],
  ['locale-added', 'fine', row(), { ...row(), options: { locales: { de: { ORDER_LOST: { title: 'Weg' } } } } }],
  ['locale-text-changed', 'fine',
    { ...row(), options: { locales: { de: { ORDER_LOST: { title: 'Weg' } } } } },
    { ...row(), options: { locales: { de: { ORDER_LOST: { title: 'Verloren' } } } } }],
  ['action-added', 'fine', row(), row({ action: 'login' })],
  ['header-added', 'fine', row(), row({ headers: { 'x-hint': 'a' } })],
  ['retry-enabled', 'fine', row(), row({ retry: 'idempotent' })],
  ['retry-any-added', 'fine', row({ retry: 'idempotent' }), row({ retry: 'any' })],
  ['retry-after-guarantee-added', 'fine', row(), row({ retryAfter: 5 })],
  ['retry-after-default-changed', 'fine', row({ retryAfter: 5 }), row({ retryAfter: 6 })],
  ['deprecated', 'fine', row(), deprecated('2026-05-30')],
  ['deprecation-changed', 'fine', deprecated('2027-01-01'), deprecated('2027-01-01', 'CONFLICT')],
  ['sunset-later', 'fine', deprecated('2026-04-01'), deprecated('2026-04-02')],
  ['sunset-later', 'fine', deprecated('2026-04-01'), deprecated()],
  ['undeprecated', 'fine', deprecated('2026-04-01'), row()],
  ['retired-added', 'fine', gone, retired()],
  ['retired-changed', 'fine', retired(), retired('2.1.0')],

  ['extensions-all-removed', 'breaking', member(text), row()],
  ['extension-removed', 'breaking', members({ sku: text, count: text }, ['sku']), members({ count: text })],
  ['extension-removed', 'breaking',
    member({ type: 'object', properties: { id: text }, required: ['id'] }), member({ type: 'object', properties: {} })],
  ['extension-removed-optional', 'breaking', members({ sku: text, count: text }), members({ count: text })],
  ['extension-removed-optional', 'breaking',
    member({ type: 'object', additionalProperties: text }), member({ type: 'object', additionalProperties: false })],
  ['extension-became-optional', 'breaking', members({ sku: text }, ['sku']), members({ sku: text })],
  ['extension-became-optional', 'breaking', members({ sku: text, id: text }, ['sku', 'id']), members({ sku: text, id: text }, ['sku'])],
  ['extension-type-changed', 'breaking', member(text), member({ type: 'integer' })],
  ['extension-type-widened', 'breaking', member({ type: 'integer' }), member({ type: 'number' })],
  ['extension-type-widened', 'breaking', member(text), member({ type: ['string', 'null'] })],
  ['extension-type-widened', 'breaking', member(text), member({ anyOf: [text, { type: 'null' }] })],
  ['extension-type-widened', 'breaking', member(text), member({ ...text, nullable: true })],
  ['extension-type-widened', 'breaking', member(text), member({})],
  ['extension-type-widened', 'breaking', member({ type: 'array', items: text }), member({ type: 'array' })],
  ['extension-type-widened', 'breaking', member({ type: 'object', additionalProperties: text }), member({ type: 'object', additionalProperties: true })],
  ['extension-type-widened', 'breaking',
    member({ anyOf: [{ type: 'object', properties: { a: text } }, { type: 'object', properties: { b: text } }] }),
    member({ anyOf: [{ type: 'object', properties: { a: text } }, { type: 'object', properties: { b: text } }, { type: 'object', properties: { c: text } }] })],
  ['extension-format-changed', 'breaking', member({ ...text, format: 'date' }), member({ ...text, format: 'date-time' })],
  ['extension-format-changed', 'breaking', member({ ...text, format: 'date' }), member(text)],
  ['extension-undecidable', 'review', member({ ...text, pattern: '^a' }), member({ ...text, pattern: '^b' })],
  ['extension-undecidable', 'review', member(text), member({ ...text, not: { const: 'x' } })],
  ['extension-undecidable', 'review', member({ not: { const: 'a' }, type: 'string' }), member({ not: { const: 'b' }, type: 'string' })],
  ['extension-undecidable', 'review', member({ type: 'array', items: [text] }), member({ type: 'array', items: [text, text] })],
  ['extension-undecidable', 'review', member({ type: 'number', exclusiveMaximum: true }), member({ type: 'number', exclusiveMaximum: 3 })],
  ['extension-undecidable', 'review',
    member({ anyOf: [{ type: 'object', properties: { a: text } }, { type: 'object', properties: { b: text } }] }),
    member({ anyOf: [{ type: 'object', properties: { a: text } }, { type: 'object', properties: { c: text } }] })],
  ['extension-enum-value-added', 'warning', member({ enum: ['a'] }), member({ enum: ['a', 'b'] })],
  ['extension-enum-value-added', 'warning', member({ const: 'a' }), member({ anyOf: [{ const: 'a' }, { const: 'b', type: 'string' }] })],
  ['extension-enum-opened', 'warning', member({ enum: ['a'] }), member(text)],
  ['extension-enum-opened', 'warning', member({ enum: ['a'] }), member({ ...text, 'x-extensible-enum': ['a'] })],
  ['extension-bound-relaxed', 'warning', member({ ...text, maxLength: 3 }), member({ ...text, maxLength: 4 })],
  ['extension-bound-relaxed', 'warning', member({ ...text, maxLength: 3 }), member(text)],
  ['extension-bound-relaxed', 'warning', member({ type: 'array', items: [text], maxItems: 2 }), member({ type: 'array', items: [text], maxItems: 3 })],
  ['extension-bound-relaxed', 'warning', member({ type: 'number', minimum: 3 }), member({ type: 'number', minimum: 2 })],
  ['extension-bound-relaxed', 'warning', member({ type: 'integer', multipleOf: 4 }), member({ type: 'integer', multipleOf: 2 })],
  ['extension-bound-relaxed', 'warning', member({ type: 'array', uniqueItems: true }), member({ type: 'array', uniqueItems: false })],
  ['extensions-first-added', 'fine', row(), member(text)],
  ['extension-added', 'fine', members({ sku: text }), members({ sku: text, count: text }, ['count'])],
  ['extension-added', 'fine', members({}), members({ sku: text })],
  ['extension-became-required', 'fine', members({ sku: text }), members({ sku: text }, ['sku'])],
  ['extension-type-narrowed', 'fine', member({ type: 'number' }), member({ type: 'integer' })],
  ['extension-type-narrowed', 'fine', member(text), member({ ...text, enum: ['a'] })],
  ['extension-type-narrowed', 'fine', member(text), member({ ...text, format: 'date' })],
  ['extension-type-narrowed', 'fine', member({ ...text, 'x-extensible-enum': ['a'] }), member({ enum: ['a'] })],
  ['extension-type-narrowed', 'fine',
    member({ anyOf: [{ type: 'object', properties: { a: text } }, { type: 'object', properties: { b: text } }] }),
    member({ anyOf: [{ type: 'object', properties: { a: text } }] })],
  ['extension-enum-value-added-open', 'fine', member({ ...text, 'x-extensible-enum': ['a'] }), member({ ...text, 'x-extensible-enum': ['a', 'b'] })],
  ['extension-enum-value-removed', 'fine', member({ enum: ['a', 'b'] }), member({ enum: ['a'] })],
  ['extension-bound-tightened', 'fine', member({ ...text, maxLength: 3 }), member({ ...text, maxLength: 2 })],
  ['extension-bound-tightened', 'fine', member(text), member({ ...text, pattern: '^a' })],
  ['extension-closed-opened', 'fine', members({ sku: text }, [], { additionalProperties: false }), members({ sku: text }, [], { additionalProperties: true })],
  ['extension-closed-opened', 'fine', members({ sku: text }), members({ sku: text }, [], { additionalProperties: true })],
  ['extension-opened-closed', 'fine', members({ sku: text }, [], { additionalProperties: true }), members({ sku: text })],
  ['extension-description-changed', 'fine', member(text), member({ ...text, description: 'Which one.' })],
  ['extension-description-changed', 'fine', member({ ...text, 'x-extensible-enum': ['a'] }), member({ ...text })],
  ['extension-description-changed', 'fine', member(text), member({ ...text, 'x-extensible-enum': ['a'] })],
  ['extension-description-changed', 'fine', member({ enum: ['a', 'b'] }), member({ anyOf: [{ const: 'a' }, { const: 'b' }] })]
]

test('every rule names its change, with the verdict of the table', async (t) => {
  for (const [rule, verdict, before, after] of cases) {
    const findings = compare(before, after)
    const found = findings.find((finding) => finding.rule === rule && finding.verdict === verdict)
    t.ok(found, `${rule} is ${verdict}`, { found: findings.map((finding) => `${finding.verdict} ${finding.rule}`) })
    t.equal(found?.reason, rules[rule].reason)
  }
})

test('no rule is without a pair of catalogs that shows it', async (t) => {
  const shown = new Set(cases.map(([rule]) => rule))
  t.same(Object.keys(rules).filter((rule) => !shown.has(rule as RuleName)), [])
})

test('a change that is fine is called nothing worse', async (t) => {
  const harmless = cases.filter(([rule, verdict]) => verdict === 'fine' && rule !== 'refines-added' && rule !== 'sunset-later')
  for (const [rule, , before, after] of harmless) {
    const worse = compare(before, after).filter((finding) => !['fine', 'warning'].includes(finding.verdict))
    t.same(worse, [], rule)
  }
})

test('one removal is one finding, and so is a likely rename', async (t) => {
  const told = (before: Side, after: Side) => compare(before, after).map(({ rule }) => rule)
  t.same(told(row(), gone), ['code-removed'])
  t.same(told(deprecated('2027-03-02'), gone), ['code-removed-before-sunset'])
  t.same(told(row(), renamed('ORDER_MISSING')), ['code-renamed'])
  t.match(compare(row(), renamed('ORDER_MISSING')), [{ codes: ['ORDER_LOST'], before: 'ORDER_LOST', after: 'ORDER_MISSING' }])
  t.same(told(row(), renamed('CARD_DECLINED', { title: 'Card declined' })), ['code-removed', 'code-added'], 'another meaning')
  t.same(told(row(), renamed('ORDER_MISSING', { status: 410 })), ['code-removed', 'code-added'], 'another status')
  t.same(told(row({ extensions: { type: 'object', properties: { sku: text } } }), renamed('ORDER_MISSING')), ['code-removed', 'code-added'], 'other members')
})

test('a change of an own text on a standard code is still judged', async (t) => {
  const own = (description: string): Side => ({ definitions: { CONFLICT: { description } } })
  t.match(compare(own('One.'), own('Two.')), [{ rule: 'description-changed', verdict: 'review' }])
})

test('what wants attention names the services that translate the code', async (t) => {
  const billing = { upstreams: { orders: { ORDER_LOST: '', order_lost: '' } } }
  t.match(compare(row(), besideOf(gone, billing)), [{ rule: 'code-removed', translatedBy: ['billing'] }])
  t.match(compare(row({ legacyCode: 'order_lost' }), besideOf(gone, { upstreams: { orders: { order_lost: '' } } })), [{ translatedBy: ['billing'] }])
  t.notOk(compare(row(), besideOf(gone, { upstreams: { payments: { ORDER_LOST: '' } } }))[0]!.translatedBy, 'the code of another service')
})

test('the same catalog has no findings', async (t) => {
  t.same(compare(member(text), member(text)), [])
  t.same(compare(retired(), retired()), [])
})

test('a type that was changed is told once, not for each of its parts', async (t) => {
  const findings = compare(member({ type: 'object', properties: { id: text } }), member(text))
  t.same(findings.map(({ rule, path }) => [rule, path]), [['extension-type-changed', 'extensions.sku']])
})

test('a change is found at any depth, and named by its path', async (t) => {
  const lines = (schema: object) => member({ type: 'array', items: { type: 'object', properties: { sku: schema } } })
  t.match(compare(lines({ type: 'integer' }), lines({ type: 'number' })), [{ path: 'extensions.sku[].sku', rule: 'extension-type-widened' }])
  const map = (schema: object) => member({ type: 'object', additionalProperties: schema })
  t.match(compare(map({ type: 'integer' }), map({ type: 'number' })), [{ path: 'extensions.sku.*', rule: 'extension-type-widened' }])
})

test('a schema that is true or empty allows anything, and false allows nothing', async (t) => {
  t.match(compare(members({ a: true }), members({ a: {} })), [{ rule: 'extension-description-changed' }])
  t.match(compare(members({ a: true }), members({ a: false })), [{ rule: 'extension-undecidable' }])
  t.match(compare(members({ a: {} }), members({ a: text })), [{ rule: 'extension-type-narrowed' }])
})

test('values tell their type where the schema does not', async (t) => {
  t.match(compare(member({ enum: [null, [1], 1, 0.5, true] }), member({ enum: ['a'] })), [{ rule: 'extension-type-changed' }])
})

test('a union of which only a part can be judged is not judged', async (t) => {
  const union = (...anyOf: object[]) => member({ anyOf })
  t.match(compare(union(text, { ...text, minLength: 2 }), union(text, { type: 'object', not: {} })), [{ rule: 'extension-undecidable' }])
  t.match(compare(union({ const: 'a', minLength: 1 }, { const: 'c', minLength: 1 }), union({ const: 'b', minLength: 1 }, { const: 'c', minLength: 1 })), [{ rule: 'extension-undecidable' }])
  t.match(compare(union({ type: 'integer' }, { type: 'number' }), member(text)), [{ rule: 'extension-undecidable' }])
  t.match(compare(union(text, text, { type: 'object', not: {} }), union({ type: 'object', not: {} }, { ...text, title: 'Text' })), [{ rule: 'extension-undecidable' }])
  t.match(compare(union(text, { type: 'object', not: {} }), union({ type: 'object', not: {} }, text)), [{ rule: 'extension-description-changed' }])
})

test('the same change on every code is one finding', async (t) => {
  const moved = compare({ ...row() }, { ...row(), options: { base: 'https://example.org/errors/' } })
  const [finding, ...others] = moved
  t.equal(others.length, 0)
  t.equal(finding?.rule, 'type-uri-changed')
  t.ok(finding!.codes.length > 30)
  t.equal(finding?.before, `${base}{code}`)
  t.equal(finding?.after, 'https://example.org/errors/{code}')
})

test('each removed code is a decision of its own', async (t) => {
  const three = { A: { status: 400, title: 'A' }, B: { status: 400, title: 'B' }, C: { status: 400, title: 'C' } }
  const removed = compare({ definitions: three }, gone).filter(({ rule }) => rule === 'code-removed')
  t.same(removed.map(({ codes }) => codes), [['A'], ['B'], ['C']])
})

test('an approval counts once, for exactly the change that it names', async (t) => {
  const [found] = compare(row(), row({ status: 410 }))
  const approval: Approval = { fingerprint: found!.fingerprint, rule: found!.rule, codes: found!.codes, by: 'Ada', reason: 'No client yet', on: today }
  const approved = (side: Side, ...approvals: Approval[]) => ({ ...side, approved: approvals })

  t.match(compare(row(), approved(row({ status: 410 }), approval)), [{ approved: approval }])
  t.equal(compare(row(), approved(row({ status: 422 }), approval))[0]?.approved, undefined, 'another change')
  t.equal(compare(approved(row(), approval), approved(row({ status: 410 }), approval))[0]?.approved, undefined, 'one that the base holds')
  t.match(compare(approved(row(), approval), approved(row({ status: 410 }), approval, approval)), [{ approved: approval }], 'approved again')
})

test('a warning needs no approval', async (t) => {
  const [found] = compare(member({ enum: ['a'] }), member({ enum: ['a', 'b'] }))
  const approval: Approval = { fingerprint: found!.fingerprint, rule: found!.rule, codes: found!.codes, by: 'Ada', reason: '-', on: today }
  t.equal(compare(member({ enum: ['a'] }), { ...member({ enum: ['a', 'b'] }), approved: [approval] })[0]?.approved, undefined)
})

test('rules about routes say that they were not checked', async (t) => {
  const [before, after] = [snapshotOf(row()), snapshotOf(onRoutes(row(), {}))]
  const { notChecked } = compareSnapshots(before, after, { today })
  t.ok(notChecked.includes('code-added-to-operation'))
  t.same(compareSnapshots(after, after, { today }).notChecked, [])
})

test('a snapshot that a person wrote may leave out the envelope, or a general code', async (t) => {
  const bare = (side: Side): Side => onRoutes({ ...side, edit: ({ envelope, ...snapshot }) => snapshot }, {})
  t.same(compare(bare(row()), onRoutes(row(), {})), [])
  t.same(compare(bare(row()), bare(row())), [])
  t.match(compare(withProblem(row(), { refines: 'NOBODY' }), withProblem(row(), { refines: 'NOBODY', legacyCode: 'X' })), [{ rule: 'legacy-code-changed', before: 'NOBODY' }])
})

test('the day must be one', async (t) => {
  for (const day of ['2026-02-30', 'today', '20260301']) {
    t.throws(() => compareSnapshots(snapshotOf(row()), snapshotOf(row()), { today: day }), /'today' must be a day as YYYY-MM-DD/)
  }
})

test('the page about the contract holds the table of rules', async (t) => {
  const page = readFileSync(new URL('../../docs/contract.md', import.meta.url), 'utf8')
  const [, table] = page.split('<!-- rules -->\n')
  t.equal(table?.trim(), renderRules().trim(), 'write it again from renderRules()')
})

/** The table of rules in Markdown, the worst first. */
function renderRules (): string {
  const rows = verdicts.flatMap((verdict) => Object.entries(rules).filter(([, rule]) => rule.verdict === verdict))
  const header = ['| rule | verdict | what breaks | why | what to do |', '|---|---|---|---|---|']
  return [...header, ...rows.map(([name, rule]) => renderRule(name, rule))].join('\n') + '\n'
}

function renderRule (name: string, { verdict, breaks, reason, fix, needs }: Rule): string {
  const mark = ['app', 'services'].includes(needs) ? ` *${needs}*` : ''
  return `| \`${name}\`${mark} | ${verdict} | ${breaks} | ${toCell(reason)} | ${toCell(fix)} |`
}
