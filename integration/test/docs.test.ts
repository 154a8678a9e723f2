/** The code blocks of the pages that need a library which only integration/ installs. */
import { join } from 'node:path'
import { test } from 'tap'
import { blocksOf, needsIntegration, pages, root } from '../../test/fixtures/docs/blocks.js'
import { findMistakes } from '../../test/fixtures/docs/check.js'

test('every code block that needs a library of integration/ compiles', async (t) => {
  const blocks = pages.flatMap((page) => blocksOf(page).blocks).filter(needsIntegration)

  t.ok(blocks.length >= 4, `${blocks.length} blocks`)
  t.strictSame(findMistakes(blocks, { folder: join(root, 'integration') }), [])
})
