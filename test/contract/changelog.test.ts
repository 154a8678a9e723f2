/**
 * What the writers of clients read of a new contract.
 */
import { test } from 'tap'
import { defineCatalog } from '../../lib/catalog/define/index.js'
import type { AnyCatalog, Definition } from '../../lib/catalog/definition.js'
import { renderChangelog } from '../../lib/contract/changelog.js'
import { createSnapshot } from '../../lib/contract/snapshot/create.js'
import type { ProblemRoute } from '../../lib/contract/snapshot/routes.js'

const today = '2026-03-01'
const define = defineCatalog as unknown as (definitions: object) => AnyCatalog

function changelog (before: Record<string, Definition>, after: Record<string, Definition>, ...routes: ProblemRoute[][]): string {
  const [base, head] = [before, after].map((rows, index) => createSnapshot(define(rows), { routes: routes[index] ?? [] }))
  return renderChangelog(base!, head!, { today })
}

test('a deprecation says what to use, and until when', async (t) => {
  const rows = { OLD: { status: 404, title: 'Old' }, NEW: { status: 404, title: 'New' } }
  const deprecated = (replacedBy: string | null, sunset?: string) =>
    changelog(rows, { ...rows, OLD: { ...rows.OLD, deprecated: { since: '2', replacedBy, ...sunset !== undefined && { sunset } } } })

  t.equal(deprecated('NEW', '2027-01-01'), '### Deprecated\n\n- `OLD`: use `NEW`, gone after 2027-01-01\n')
  t.equal(deprecated('NEW'), '### Deprecated\n\n- `OLD`: use `NEW`\n')
  t.equal(deprecated(null, '2027-01-01'), '### Deprecated\n\n- `OLD`, gone after 2027-01-01\n')
})

test('what is about an operation names it', async (t) => {
  const rows = { LOST: { status: 404, title: 'Lost' } }
  const get = { method: 'GET', url: '/orders', problems: ['LOST'] }
  const added = changelog(rows, rows, [get], [get, { ...get, url: '/things' }])

  t.match(added, /^### Added\n\n- \S/)
  t.match(added, 'GET /things')
})

test('a member that was added shows what it is', async (t) => {
  const row = { status: 404, title: 'Lost' }
  const extensions = { type: 'object', properties: { id: { type: 'string' } } } as never

  t.match(changelog({ LOST: row }, { LOST: { ...row, extensions } }), /^### Added\n\n- `LOST` extensions? .*: nothing → /)
  t.equal(changelog({ LOST: row }, { LOST: { ...row, area: 'Orders' } }), '', 'what only authors see is not told')
})
