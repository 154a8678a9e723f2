/** The code blocks of docs/client.md: they compile for a browser, and do what the page says. */
import { Type } from '@sinclair/typebox'
import { test } from 'tap'
import ts from 'typescript'
import { renderClientModule } from '../../lib/contract/client-module/index.js'
import { defineCatalog } from '../../lib/index.js'
import { blocksOf } from '../fixtures/docs/blocks.js'
import { compile } from '../fixtures/docs/compile.js'
import { browserSetting } from '../fixtures/docs/setting.js'

const page = 'docs/client.md'
const { blocks, mistakes } = blocksOf(page)
const codeWith = (text: string) => blocks.find(({ code }) => code.includes(text))!.code

const catalog = defineCatalog({
  ORDER_NOT_FOUND: { status: 404, title: 'Order not found', extensions: Type.Object({ orderId: Type.String() }) }
})

/** What the page's blocks import: the module that the command writes, and the catalog of the server. */
const texts: Record<string, string> = {
  'setting.ts': browserSetting,
  'problems.ts': renderClientModule({ problems: catalog, routes: { 'GET /orders/:orderId': ['ORDER_NOT_FOUND'] } }),
  'catalog.ts': `import { Type } from '@sinclair/typebox'
    import { defineCatalog } from 'fastify-problem-json'
    export const catalog = defineCatalog({
      ORDER_NOT_FOUND: { status: 404, title: 'Order not found', extensions: Type.Object({ orderId: Type.String() }) }
    })`
}

test('every code block of docs/client.md compiles', async (t) => {
  const named = new Map(blocks.map((block, index) => [`block-${index}.ts`, block]))
  const all = { ...texts, ...Object.fromEntries([...named].map(([name, { code }]) => [name, code])) }

  t.ok(blocks.length >= 6)
  t.strictSame(mistakes, [])
  t.strictSame(compile(all, { browser: true }).map(({ name, line, message }) => {
    const block = named.get(name)
    return block ? `${page}:${block.line + line - 1}: ${message}` : `${name}:${line}: ${message}`
  }), [])
})

test('the line that docs/client.md says must not be left out must not', async (t) => {
  const cut = codeWith('// without this line: a compile error').replace(/^.*without this line.*\n/m, '')

  t.match(compile({ 'block.ts': cut }, { browser: true }), [{ message: /lacks ending return statement/ }])
})

test('the messages of a form find their fields', async (t) => {
  const source = codeWith('toFieldName')
  const script = ts.transpile(source, { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 })
  const { toMessages } = await import(`data:text/javascript,${encodeURIComponent(script)}`) as {
    toMessages: (errors: object[]) => Map<string, string>
  }

  t.strictSame([...toMessages([
    { in: 'body', pointer: '#/items/0/sku', code: 'minLength', detail: 'is too short' },
    { in: 'body', pointer: '#/caf%C3%A9', code: 'required', detail: 'is required' },
    { in: 'query', name: 'page', code: 'minimum', detail: 'is too small' }
  ])], [['/items/0/sku', 'is too short'], ['/café', 'is required'], ['page', 'is too small']])
})
