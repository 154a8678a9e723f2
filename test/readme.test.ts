/**
 * The examples of the README and of docs/ compile, and those that must not compile do not.
 */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { test } from 'tap'

const root = resolve(fileURLToPath(new URL('..', import.meta.url)))
const readme = readFileSync(join(root, 'README.md'), 'utf8')
const pages = ['README.md', 'docs/openapi.md', 'docs/reference.md'].map((page) => readFileSync(join(root, page), 'utf8')).join('\n')

/** What the fragments that are no whole file stand in. */
const setting = `
import Fastify from 'fastify'
import { Type } from '@sinclair/typebox'
import problemJson, { defineCatalog } from 'fastify-problem-json'
const catalog = defineCatalog({
  ORDER_NOT_FOUND: { status: 404, title: 'Order not found', extensions: Type.Object({ orderId: Type.String() }) }
})
declare module 'fastify-problem-json' { interface Register { catalog: typeof catalog } }
class MissingRow extends Error { table = 'orders' }
const app = Fastify()
const orderId = '42'
const token = 'x'
const profiles = new Map<unknown, { language: string }>()
const tables = new Map<string, Record<string, string>>()
const error: unknown = undefined
app.get('/', { schema: { problems: ['ORDER_NOT_FOUND'] } }, async (request, reply) => {
`

interface Block { readonly kind: string, readonly code: string }

const blocks: Block[] = [...pages.matchAll(/```ts\n(?:\/\/ @(\w+)\n)?([^]*?)```/g)].map(([, kind = 'file', code = '']) => ({ kind, code }))

function compile (sources: readonly string[]): string[][] {
  const folder = mkdtempSync(join(tmpdir(), 'readme-'))
  try {
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
    writeFileSync(join(folder, 'package.json'), '{"type":"module"}')
    return sources.map((source, index) => {
      const file = join(folder, `block-${index}.ts`)
      writeFileSync(file, source)
      const program = ts.createProgram([file], {
        target: ts.ScriptTarget.ES2022,
        module: ts.ModuleKind.NodeNext,
        moduleResolution: ts.ModuleResolutionKind.NodeNext,
        strict: true,
        noEmit: true,
        skipLibCheck: true,
        types: ['node'],
        typeRoots: [join(root, 'node_modules/@types')],
        paths: { 'fastify-problem-json': [join(root, 'dist/index.d.ts')] }
      })
      return ts.getPreEmitDiagnostics(program).map(({ messageText, start, file }) => {
        const line = file && start !== undefined ? ts.getLineAndCharacterOfPosition(file, start).line : 0
        return `${line}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`
      })
    })
  } finally {
    rmSync(folder, { recursive: true })
  }
}

test('every example of the README, of docs/openapi.md and of docs/reference.md compiles', async (t) => {
  const good = blocks.filter(({ kind }) => kind !== 'errors')
  t.ok(good.length >= 4)
  const results = compile(good.map(({ kind, code }) => kind === 'body' ? `${setting}${code}\n})` : code))
  for (const [index, problems] of results.entries()) t.same(problems, [], good[index]!.code)
})

test('what the README says does not compile does not, line by line', async (t) => {
  const lines = blocks.filter(({ kind }) => kind === 'errors').flatMap(({ code }) => code.trim().split('\n'))
  t.ok(lines.length >= 5)
  const results = compile(lines.map((line) => `${setting}${line}\n})`))
  for (const [index, problems] of results.entries()) t.ok(problems.length > 0, lines[index]!)
})

test('every link of the README and the docs to a file leads somewhere', async (t) => {
  const docs = readdirSync(join(root, 'docs')).map((name) => join('docs', name)).filter((name) => name.endsWith('.md'))
  for (const page of ['README.md', ...docs]) {
    const text = readFileSync(join(root, page), 'utf8')
    for (const [, target = ''] of text.matchAll(/\]\((?!https?:|#)([^)#]+)/g)) {
      t.ok(existsSync(resolve(root, page, '..', target)), `${page} → ${target}`)
    }
  }
})

test('the README stays a doorway', async (t) => {
  t.ok(readme.split('\n').length <= 350)
})
