/**
 * Documents in the layouts that projects really use, with invented words: `=== name`, the codes with the status that the
 * document states (`null`: none), `---`, the document.
 */
import { readFileSync } from 'node:fs'
import { test } from 'tap'
import { defineCatalog } from '../../lib/catalog/define/index.js'
import { createSnapshot, importMarkdown, renderMarkdown } from '../../lib/contract/index.js'

const source = readFileSync(new URL('../fixtures/documents/layouts.txt', import.meta.url), 'utf8')

for (const part of source.split(/^=== /m).slice(1)) {
  const [, name = '', truth = '', document = ''] = /^(.*)\n([^]*?)^---\n([^]*)$/m.exec(part) ?? []
  const stated = new Map(truth.split(/\s+/).filter((word) => word !== '').map((word) => {
    const at = word.lastIndexOf('=')
    return [word.slice(0, at), word.endsWith('=null') ? null : Number(word.slice(at + 1))] as const
  }))

  test(`${name}: the codes that a document lists, and nothing else`, async (t) => {
    const { definitions, undecided, options, questions, notes } = await importMarkdown(document)
    const catalog = defineCatalog(definitions as Record<string, never>)
    t.doesNotThrow(() => defineCatalog(definitions as Record<string, never>, options))
    const rows = catalog as unknown as Record<string, { status: number }>
    const read = Object.entries(definitions).map(([code, { legacyCode = code }]) => [legacyCode, rows[code]!.status] as const)

    // A standard code has its status, whether the document states one or not.
    t.strictSame(
      Object.fromEntries(read.filter(([code]) => stated.get(code) !== null)),
      Object.fromEntries([...stated].filter(([, status]) => status !== null).sort(byPlaceIn(read)))
    )
    const told = JSON.stringify([definitions, undecided, questions, notes])
    for (const code of stated.keys()) t.ok(told.includes(code), `${code} is not lost in silence`)
    const snapshot = createSnapshot(catalog)
    const again = await importMarkdown(renderMarkdown(snapshot))
    t.same(createSnapshot(defineCatalog(again.definitions as Record<string, never>, again.options)), snapshot, 'docs and import are the identity')
  })
}

function byPlaceIn (read: readonly (readonly [string, number])[]) {
  const place = (code: string) => read.findIndex(([one]) => one === code)
  return ([one]: readonly [string, number | null], [other]: readonly [string, number | null]) => place(one) - place(other)
}
