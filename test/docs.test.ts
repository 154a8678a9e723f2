/**
 * Every code block of the README and of docs/ compiles, and those that must not compile do not. How a block is marked is
 * in test/fixtures/docs/blocks.ts. Blocks that need a library of integration/ are compiled by integration/test/docs.test.ts.
 */
import { existsSync } from 'node:fs'
import { dirname, relative, resolve } from 'node:path'
import { test } from 'tap'
import { defineCatalog } from '../lib/index.js'
import type { ProblemType } from '../lib/index.js'
import { blocksOf, needsIntegration, pages, readPage, root } from './fixtures/docs/blocks.js'
import { findMistakes } from './fixtures/docs/check.js'

/** They are for browsers: test/client/docs.test.ts compiles them. */
const elsewhere = ['docs/client.md']

const all = pages.filter((page) => !elsewhere.includes(page)).map((page) => blocksOf(page))
const blocks = all.flatMap(({ blocks }) => blocks)

test('every code block is of a kind that is compiled, or says that it is none', async (t) => {
  t.strictSame(all.flatMap(({ mistakes }) => mistakes), [])
})

test('every code block compiles, and every line that must not compile does not', async (t) => {
  const here = blocks.filter((block) => !needsIntegration(block))

  t.ok(here.length >= 40, `${here.length} blocks`)
  t.ok(here.some(({ kind }) => kind === 'errors'))
  t.strictSame(findMistakes(here), [])
})

test('a block that does not compile is named by its page and line', async (t) => {
  const { blocks, mistakes } = blocksOf('docs/page.md', [
    'Text', '', '```ts', 'const a: number = 1', 'const b: string = lost', '```',
    '```ts errors', 'catalog.NO_SUCH_CODE', 'catalog.CONFLICT', '```',
    '```js', 'x', '```', '```text', '…', '```'
  ].join('\n'))

  t.strictSame(mistakes, ["docs/page.md:11: a fence of 'js' is not compiled; write 'ts', 'ts errors' or 'text'"])
  t.strictSame(findMistakes(blocks), [
    "docs/page.md:5: Cannot find name 'lost'. (A fragment sees what test/fixtures/docs/setting.ts declares.)",
    'docs/page.md:9: this line compiles, and must not: catalog.CONFLICT'
  ])
})

test('every link of a page to a file leads somewhere', async (t) => {
  for (const page of pages) {
    for (const [, target = ''] of readPage(page).matchAll(/\]\((?!https?:|#)([^)#]+)/g)) {
      t.ok(existsSync(resolve(root, dirname(page), target)), `${page} → ${target}`)
    }
  }
})

test('the README stays a doorway', async (t) => {
  t.ok(readPage('README.md').split('\n').length <= 251)
})

test('every link to a section of a page leads to one', async (t) => {
  for (const page of pages) {
    for (const [, target = '', section = ''] of readPage(page).matchAll(/\]\((?!https?:)([^)#]*)#([^)]+)\)/g)) {
      const other = target === '' ? page : relative(root, resolve(root, dirname(page), target))
      t.ok(sectionsOf(other).includes(section), `${page} → ${other}#${section}`)
    }
  }
})

/** As GitHub names them. */
function sectionsOf (page: string): string[] {
  const prose = readPage(page).replaceAll(/^```.*?^```$/gms, '')
  return [...prose.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading.toLowerCase().replaceAll(/[^\p{L}\p{N} _-]/gu, '').trim().replaceAll(' ', '-'))
}

/** The first cells of the rows of a table: what stands in backticks there. */
function firstCells (page: string, section: string): string[] {
  const [, after = ''] = readPage(page).split(new RegExp(`^## ${section}$`, 'm'))
  const [table = ''] = /^\|.*?(?=\n\n|$(?![\s\S]))/ms.exec(after) ?? []
  return [...table.matchAll(/^\| `(\w+)/gm)].map(([, name]) => name!)
}

/** The members of an interface, those aside that are deprecated. */
function membersOf (file: string, name: string): string[] {
  const [, body = ''] = new RegExp(`export interface ${name}[^{]*\\{\n(.*?)\n\\}`, 's').exec(readPage(file)) ?? []
  return [...body.replaceAll(/\/\*\* @deprecated .*?\*\/\n.*\n?/g, '').matchAll(/^ {2}(?:readonly )?(\w+)\??(?: \(|:)/gm)].map(([, member]) => member!)
}

test('the page of the catalog has every field and every option, and no other', async (t) => {
  t.strictSame(firstCells('docs/catalog.md', 'Fields of a code').sort(), membersOf('lib/catalog/definition.ts', 'Definition').sort())
  t.strictSame(firstCells('docs/catalog.md', 'Options').sort(), membersOf('lib/catalog/types/catalog.ts', 'CatalogOptions').sort())
})

test('the page of the options has every option, and no other', async (t) => {
  const [, table = ''] = readPage('docs/options.md').split('|---|---|---|\n')
  const [rows = ''] = table.split('\n\n')
  const listed = [...rows.matchAll(/^\| `(\w+)/gm)].map(([, name]) => name!)
  t.strictSame(listed.sort(), membersOf('lib/server/options.ts', 'ProblemJsonOptions').sort())
})

test('the page of the catalog has the standard codes as they are', async (t) => {
  const catalog = defineCatalog({})
  const [, table = ''] = readPage('docs/catalog.md').split('<!-- standard -->')
  const rows = Object.values<ProblemType>(catalog).map(({ code, status, title, retry, extensions }) =>
    `| \`${code}\` | ${status} | ${title} | ${retry} | ${Object.keys(extensions?.properties ?? {}).map((name) => `\`${name}\``).join(' ')} |`)
  t.strictSame(table.trim().split('\n').slice(2).sort(), rows.sort())
})

/** The options in the first cells of the table with this head. */
function optionsOf (page: string, head: string): string[] {
  const [, after = ''] = readPage(page).split(`${head}\n`)
  const [rows = ''] = after.split('\n\n')
  return rows.split('\n').slice(1).flatMap((row) => [...row.split('|')[1]!.matchAll(/`(?:\{ )?(\w+)/g)].map(([, name]) => name!))
}

test('the pages of the reference, of the document and of the kit have every option, and no other', async (t) => {
  const reference = [...membersOf('lib/reference/options.ts', 'ReferenceOptions'), ...membersOf('lib/reference/context.ts', 'ContextOptions')]
  const internal = ['declared', 'alternates']

  t.strictSame(optionsOf('docs/reference.md', '| Option of `reference` | Default | Meaning |').sort(), [...new Set(reference)].filter((name) => !internal.includes(name)).sort())
  t.strictSame(optionsOf('docs/openapi.md', '| `openapi` | |').filter((name) => name !== 'false').sort(), membersOf('lib/openapi/options.ts', 'OpenApiOptions').sort())
  t.strictSame(optionsOf('docs/testing.md', '| Option | Default | Meaning |').sort(), membersOf('lib/testing/audit.ts', 'AuditOptions').sort())
})
