/**
 * Every code block of the README and of docs/ compiles, and those that must not compile do not. How a block is marked is
 * in test/fixtures/docs/blocks.ts. Blocks that need a library of integration/ are compiled by integration/test/docs.test.ts.
 */
import { existsSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { test } from 'tap'
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
  t.ok(readPage('README.md').split('\n').length <= 350)
})
