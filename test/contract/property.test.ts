import { test } from 'tap'
import fc from 'fast-check'
import { defineCatalog } from '../../lib/catalog/define/index.js'
import type { AnyCatalog, Definition } from '../../lib/catalog/definition.js'
import { compareSnapshots, createSnapshot } from '../../lib/contract/index.js'
import type { ContractFinding } from '../../lib/contract/index.js'
import { runs } from '../fixtures/long.js'

/** A catalog as a client's author would note it down: only what a client acts upon. */
type Model = Record<string, Row>
interface Row {
  status: number
  action: string | undefined
  retry: 'none' | 'idempotent' | 'any'
  retryAfter: number | undefined
  header: boolean
  legacyCode: string | undefined
  path: string
  members: Record<string, Member>
}
interface Member { kind: 'string' | 'integer' | 'number' | 'null' | 'date' | 'days', nullable: boolean, required: boolean }

const codes = ['ORDER_LOST', 'CART_LOCKED', 'CARD_DECLINED', 'SEAT_TAKEN', 'FORBIDDEN']
const names = ['sku', 'count', 'until']
const optional = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: undefined })

const memberOf = fc.record<Member>({
  kind: fc.constantFrom<Member['kind']>('string', 'integer', 'number', 'null', 'date', 'days'),
  nullable: fc.boolean(),
  required: fc.boolean()
})
const rowOf = fc.record<Row>({
  status: fc.constantFrom(400, 404, 409, 410, 422),
  action: optional(fc.constantFrom('login', 'fix-input')),
  retry: fc.constantFrom<Row['retry']>('none', 'idempotent', 'any'),
  retryAfter: optional(fc.constantFrom(1, 60)),
  header: fc.boolean(),
  legacyCode: optional(fc.constantFrom('one', 'two')),
  path: fc.constantFrom('', 'v2-'),
  members: fc.dictionary(fc.constantFrom(...names), memberOf, { maxKeys: 3 })
})
const modelOf = fc.dictionary(fc.constantFrom(...codes), rowOf, { minKeys: 1, maxKeys: 5 })

/** One edit, as somebody would make it in the catalog. */
type Edit = (model: Model) => Model
const editOf: fc.Arbitrary<Edit> = fc.oneof(
  fc.constantFrom(...codes).map((code): Edit => ({ [code]: _, ...model }) => model),
  fc.tuple(fc.constantFrom(...codes), rowOf).map(([code, row]): Edit => (model) => ({ [code]: row, ...model })),
  fc.tuple(fc.constantFrom(...codes), rowOf, fc.constantFrom<keyof Row>('status', 'action', 'retry', 'retryAfter', 'header', 'legacyCode', 'path', 'members'))
    .map(([code, row, field]): Edit => (model) => model[code] ? { ...model, [code]: { ...model[code], [field]: row[field] } } : model),
  fc.tuple(fc.constantFrom(...codes), fc.constantFrom(...names), optional(memberOf)).map(([code, name, member]): Edit => (model) => {
    const row = model[code]
    if (!row) return model
    const { [name]: _, ...members } = row.members
    return { ...model, [code]: { ...row, members: member ? { ...members, [name]: member } : members } }
  })
)

function toCatalog (model: Model): AnyCatalog {
  const rows = Object.entries(model).map(([code, row]): [string, Definition] => {
    const members = Object.entries(row.members)
    return [code, {
      status: row.status,
      title: code,
      retry: row.retry,
      type: `https://example.com/${row.path}${code}`,
      headers: row.header ? { 'x-hint': 'a' } : {},
      extensions: {
        type: 'object',
        properties: Object.fromEntries(members.map(([name, member]) => [name, toSchema(member)])),
        // A standard code is also sent without being asked, so that it can require nothing.
        required: code === 'FORBIDDEN' ? [] : members.filter(([, { required }]) => required).map(([name]) => name)
      },
      ...(row.action !== undefined && { action: row.action }),
      ...(row.retryAfter !== undefined && { retryAfter: row.retryAfter }),
      ...(row.legacyCode !== undefined && { legacyCode: row.legacyCode })
    }]
  })
  return defineCatalog(Object.fromEntries(rows)) as AnyCatalog
}

function toSchema ({ kind, nullable }: Member): object {
  const plain = kind === 'date' ? { type: 'string', format: 'date' } : kind === 'days' ? { type: 'integer', format: 'days' } : { type: kind }
  return nullable ? { anyOf: [plain, { type: 'null' }] } : plain
}

/** The oracle: a client that was written for the first catalog, and meets the second. It knows nothing of schemas. */
function breaks (code: string, before: Row, after: Row | undefined): boolean {
  if (!after) return true
  const ranks = ['none', 'idempotent', 'any']
  return before.status !== after.status ||
    before.path !== after.path ||
    (before.action !== undefined && before.action !== after.action) ||
    ranks.indexOf(after.retry) < ranks.indexOf(before.retry) ||
    (before.retryAfter !== undefined && after.retryAfter === undefined) ||
    (before.header && !after.header) ||
    (before.legacyCode ?? code) !== (after.legacyCode ?? code) ||
    Object.entries(before.members).some(([name, member]) => breaksMember(code, member, after.members[name]))
}

function breaksMember (code: string, before: Member, after: Member | undefined): boolean {
  if (!after) return true
  if (code !== 'FORBIDDEN' && before.required && !after.required) return true
  const holds = (values: string[], others: string[]) => others.every((other) => values.includes(other))
  return !holds(valuesOf(before), valuesOf(after))
}

/** Kinds of values that a reader of the member can meet. A date is a string; not every string is a date. */
function valuesOf ({ kind, nullable }: Member): string[] {
  const kinds = { string: ['date', 'text'], date: ['date'], integer: ['whole', 'days'], days: ['days'], number: ['whole', 'days', 'fraction'], null: ['null'] }
  return [...kinds[kind], ...nullable ? ['null'] : []]
}

const compare = (before: Model, after: Model) =>
  compareSnapshots(createSnapshot(toCatalog(before)), createSnapshot(toCatalog(after)), { today: '2026-03-01' }).findings
const worst = (findings: readonly ContractFinding[], code: string) => findings.filter((finding) => finding.codes.includes(code)).map(({ verdict }) => verdict)
const edited = fc.tuple(modelOf, fc.array(editOf, { minLength: 1, maxLength: 6 }))
  .map(([before, edits]) => ({ before, after: edits.reduce((model, edit) => edit(model), before) }))

test('an edit that breaks a client is never called fine', async (t) => {
  let broken = 0
  fc.assert(fc.property(edited, ({ before, after }) => {
    const findings = compare(before, after)
    for (const [code, row] of Object.entries(before)) {
      // A standard code that the catalog no longer redefines falls back to the standard: another contract.
      if (!breaks(code, row, after[code]) || (code === 'FORBIDDEN' && !after[code])) continue
      broken++
      if (!worst(findings, code).some((verdict) => verdict === 'breaking' || verdict === 'review')) return false
    }
    return true
  }), { numRuns: runs(100, 2000) })
  t.ok(broken > runs(40, 800), `${broken} broken clients`)
})

test('an edit that breaks no client is not called breaking', async (t) => {
  let kept = 0
  fc.assert(fc.property(edited, ({ before, after }) => {
    const findings = compare(before, after)
    for (const [code, row] of Object.entries(before)) {
      if (breaks(code, row, after[code])) continue
      kept++
      if (worst(findings, code).includes('breaking')) return false
    }
    return true
  }), { numRuns: runs(100, 2000) })
  t.ok(kept > runs(40, 800), `${kept} clients that still work`)
})

test('what differs is told, and what does not is not', async (t) => {
  fc.assert(fc.property(edited, ({ before, after }) => {
    const [base, head] = [createSnapshot(toCatalog(before)), createSnapshot(toCatalog(after))]
    const differs = JSON.stringify(base) !== JSON.stringify(head)
    return (compareSnapshots(base, head, { today: '2026-03-01' }).findings.filter(({ rule }) => rule !== 'base-relative').length > 0) === differs
  }), { numRuns: runs(40, 750) })
  t.pass()
})
