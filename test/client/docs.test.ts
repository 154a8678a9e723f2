import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { Type } from '@sinclair/typebox'
import tap, { test } from 'tap'
import ts from 'typescript'
import { renderClientModule } from '../../lib/contract/client-module/index.js'
import { defineCatalog } from '../../lib/index.js'

const docs = readFileSync('docs/client.md', 'utf8')
const blocks = [...docs.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, block]) => block!)

const catalog = defineCatalog({
  ORDER_NOT_FOUND: { status: 404, title: 'Order not found', extensions: Type.Object({ orderId: Type.String() }) }
})

const files: Record<string, string> = {
  'problems.ts': renderClientModule(catalog),
  'catalog.ts': `import { Type } from '@sinclair/typebox'
    import { defineCatalog } from 'fastify-problem-json'
    export const catalog = defineCatalog({
      ORDER_NOT_FOUND: { status: 404, title: 'Order not found', extensions: Type.Object({ orderId: Type.String() }) }
    })`,
  'page.d.ts': 'declare function showText (text: string): void; declare function showOrder (order: unknown): void',
  ...Object.fromEntries(blocks.map((block, index) => [`block-${index}.ts`, block]))
}

// A compiler or a browser takes its time on a busy machine.
tap.setTimeout(120_000)

function compile (sources: Record<string, string>): string[] {
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2022,
    lib: ['lib.es2022.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    types: [],
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    verbatimModuleSyntax: true,
    skipLibCheck: true,
    noEmit: true
  }
  // As if they lay in docs/, so that the package is found by its own name.
  const byPath = new Map(Object.entries(sources).map(([name, source]) => [resolve('docs', name), source]))
  const host = ts.createCompilerHost(options)
  const { fileExists, readFile, getSourceFile } = host
  host.fileExists = (name) => byPath.has(name) || fileExists.call(host, name)
  host.readFile = (name) => byPath.get(name) ?? readFile.call(host, name)
  host.getSourceFile = (name, languageVersionOrOptions, ...rest) => byPath.has(name)
    ? ts.createSourceFile(name, byPath.get(name)!, languageVersionOrOptions)
    : getSourceFile.call(host, name, languageVersionOrOptions, ...rest)
  return ts.getPreEmitDiagnostics(ts.createProgram([...byPath.keys()], options, host))
    .map(({ file, messageText }) => `${file?.fileName}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`)
}

test('every TypeScript block of docs/client.md compiles', (t) => {
  t.ok(ts.sys.fileExists('dist/client/index.d.ts'), 'the package is built: npm run build')
  t.ok(blocks.length >= 6)
  t.strictSame(compile(files), [])
  t.end()
})

test('the line that docs/client.md says must not be left out must not', (t) => {
  const block = blocks.findIndex((text) => text.includes('// without this line: a compile error'))
  const cut = blocks[block]!.replace(/^.*without this line.*\n/m, '')

  t.match(compile({ 'block.ts': cut }), [/lacks ending return statement/])
  t.end()
})

test('the messages of a form find their fields', async (t) => {
  const source = blocks.find((text) => text.includes('toFieldName'))!
  const script = ts.transpile(source, { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 })
  const { toMessages } = await import(`data:text/javascript,${encodeURIComponent(script)}`) as { toMessages: (errors: object[]) => Map<string, string> }

  t.strictSame([...toMessages([
    { in: 'body', pointer: '#/items/0/sku', code: 'minLength', detail: 'is too short' },
    { in: 'body', pointer: '#/caf%C3%A9', code: 'required', detail: 'is required' },
    { in: 'query', name: 'page', code: 'minimum', detail: 'is too small' }
  ])], [['/items/0/sku', 'is too short'], ['/café', 'is required'], ['page', 'is too small']])
})
