/**
 * The layers of lib/: who may import whom.
 *
 *     http, json, markdown ← catalog ← failures, openapi, contract, client, testing ← reference, representation
 *     ← server ← cli, languages, index
 *
 * 1. A file imports from its own folder and from the layers before it, never from a later one. That holds for types,
 *    too: the lower layer does not know the higher one.
 * 2. Folders of one layer share nothing at run time. They may share types, which leave no trace in what runs.
 * 3. index.ts and cli/index.ts are doors: nothing imports them.
 * 4. At run time, only server/, openapi/routes.ts and reference/routes.ts import Fastify. Its types may be named
 *    anywhere but in catalog/.
 * 5. catalog/ imports neither Fastify nor Node, not even their types. client/ runs in a browser: at run time it
 *    imports nothing but itself.
 * 6. There is no circle, not even of types.
 */
import { readFileSync, readdirSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { join, posix } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { test } from 'tap'

const root = fileURLToPath(new URL('..', import.meta.url))
const layers = [
  ['http', 'json', 'markdown'], ['catalog'], ['failures', 'openapi', 'contract', 'client', 'testing'],
  ['reference', 'representation'], ['server'], ['cli', 'languages', 'index.ts']
]
const doors = ['index.ts', 'cli/index.ts']
const mayRunFastify = /^(?:server\/|(?:openapi|reference)\/routes\.ts$)/

/** Paths from lib/ to texts. */
type Sources = Readonly<Record<string, string>>
interface Import { readonly file: string, readonly name: string, readonly runs: boolean }

function readSources (): Sources {
  const files = readdirSync(join(root, 'lib'), { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'))
  return Object.fromEntries(files.map((file) => [file.replaceAll('\\', '/'), readFileSync(join(root, 'lib', file), 'utf8')]))
}

/** Whatever a file imports. `runs` is false for what the compiler drops: `import type`, `export type`, `import('x').T`. */
function importsOf (file: string, text: string): Import[] {
  const imports: Import[] = []
  const add = (specifier: ts.Node | undefined, runs: boolean) => {
    if (specifier && ts.isStringLiteralLike(specifier)) imports.push({ file, name: specifier.text, runs })
  }
  const visit = (node: ts.Node): void => {
    // `import { type A } from 'x'` stays as `import {} from 'x'` under verbatimModuleSyntax: it runs.
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, node.importClause?.phaseModifier !== ts.SyntaxKind.TypeKeyword)
    else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, !node.isTypeOnly)
    else if (ts.isImportTypeNode(node)) add(ts.isLiteralTypeNode(node.argument) ? node.argument.literal : undefined, false)
    else if (ts.isCallExpression(node) && (node.expression.kind === ts.SyntaxKind.ImportKeyword || node.expression.getText() === 'require')) add(node.arguments[0], true)
    ts.forEachChild(node, visit)
  }
  visit(ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true))
  return imports
}

const allImports = (sources: Sources) => Object.entries(sources).flatMap(([file, text]) => importsOf(file, text))
const isLocal = ({ name }: Import) => name.startsWith('.')
const targetOf = ({ file, name }: Import) => posix.join(posix.dirname(file), name).replace(/\.js$/, '.ts')
const folderOf = (file: string) => file.split('/')[0]!
const layerOf = (file: string) => layers.findIndex((names) => names.includes(folderOf(file)))
const isFastify = ({ name }: Import) => /^(?:fastify|fastify-plugin|@fastify\/.+)(?:\/|$)/.test(name)
const say = ({ file, name, runs }: Import, rule: string) => `lib/${file} imports ${runs ? '' : 'types of '}'${name}': ${rule}`

/** Each rule gives the imports that break it, as sentences. */
const rules = {
  unknownFolders: (sources: Sources) => Object.keys(sources).filter((file) => layerOf(file) < 0).map((file) => `lib/${file} is in no layer`),

  direction: (sources: Sources) => allImports(sources).filter(isLocal).flatMap((each) => {
    const target = targetOf(each)
    if (sources[target] === undefined) return [say(each, 'there is no such file')]
    if (doors.includes(target)) return [say(each, 'nothing imports a door')]
    if (folderOf(target) === folderOf(each.file)) return []
    if (layerOf(target) > layerOf(each.file)) return [say(each, `${folderOf(each.file)} comes before ${folderOf(target)}`)]
    if (layerOf(target) === layerOf(each.file) && each.runs) return [say(each, 'folders of one layer share nothing at run time')]
    return []
  }),

  fastify: (sources: Sources) => allImports(sources)
    .filter((each) => each.runs && isFastify(each) && !mayRunFastify.test(each.file))
    .map((each) => say(each, 'only server/, openapi/routes.ts and reference/routes.ts may')),

  catalog: (sources: Sources) => allImports(sources)
    .filter((each) => folderOf(each.file) === 'catalog' && (isFastify(each) || isBuiltin(each.name)))
    .map((each) => say(each, 'the catalog knows neither Fastify nor Node')),

  client: (sources: Sources) => allImports(sources)
    .filter((each) => folderOf(each.file) === 'client' && each.runs && !(isLocal(each) && folderOf(targetOf(each)) === 'client'))
    .map((each) => say(each, 'the client has no dependency')),

  circles: (sources: Sources) => {
    const edges = new Map(Object.keys(sources).map((file) => [file, [] as string[]]))
    for (const each of allImports(sources)) if (isLocal(each)) edges.get(each.file)!.push(targetOf(each))
    const done = new Set<string>()
    const circles: string[] = []
    const visit = (file: string, path: readonly string[]): void => {
      if (path.includes(file)) circles.push([...path.slice(path.indexOf(file)), file].map((each) => `lib/${each}`).join(' → '))
      if (done.has(file)) return
      done.add(file)
      for (const target of edges.get(file) ?? []) visit(target, [...path, file])
    }
    for (const file of edges.keys()) visit(file, [])
    return circles
  }
}

const lib = readSources()

test('every file of lib belongs to a layer', async (t) => {
  t.ok(Object.keys(lib).length > 20)
  t.strictSame(rules.unknownFolders(lib), [])
})

test('imports go one way through the layers', async (t) => {
  t.strictSame(rules.direction(lib), [])
})

test('only the server, openapi/routes.ts and reference/routes.ts import Fastify at run time', async (t) => {
  t.strictSame(rules.fastify(lib), [])
})

test('the catalog knows neither Fastify nor Node', async (t) => {
  t.strictSame(rules.catalog(lib), [])
})

test('the client imports nothing but itself', async (t) => {
  t.strictSame(rules.client(lib), [])
})

test('no circle exists, types included', async (t) => {
  t.strictSame(rules.circles(lib), [])
})

test('whatever lib imports at run time is a dependency, or a peer, of the package', async (t) => {
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Record<'dependencies' | 'peerDependencies', object>
  const stated = Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies })
  const packages = allImports(lib).filter((each) => each.runs && !isLocal(each) && !isBuiltin(each.name))
  t.strictSame(packages.filter(({ name }) => !stated.some((each) => name === each || name.startsWith(`${each}/`))).map((each) => say(each, 'package.json does not state it')), [])
})

test('every file of lib is loaded, so that the coverage knows of it', async (t) => {
  // The command acts when it is loaded.
  const files = Object.keys(lib).filter((file) => file !== 'cli/index.ts')
  const loaded = await Promise.allSettled(files.map((file) => import(new URL(`../lib/${file}`, import.meta.url).href)))
  t.strictSame(loaded.flatMap((each, index) => each.status === 'rejected' ? [`lib/${files[index]}: ${String(each.reason)}`] : []), [])
})

test('the rules find each kind of import, wherever it stands', async (t) => {
  const imports = importsOf('server/a.ts', `
    import a, { type B } from './a.js'
    import { type OnlyTypes } from './b.js'
    import type { C } from './c.js'
    import './d.js'
    export * from './e.js'
    export type { F } from './f.js'
    type G = import('./g.js').G
    const h = await import('./h.js')
    function later () { return require('./i.js') }
    const text = "import './none.js'" // import './none.js'
  `)
  t.strictSame(imports.filter(({ runs }) => runs).map(({ name }) => name), ['./a.js', './b.js', './d.js', './e.js', './h.js', './i.js'])
  t.strictSame(imports.filter(({ runs }) => !runs).map(({ name }) => name), ['./c.js', './f.js', './g.js'])
})

test('the rules say which file breaks them, and by which import', async (t) => {
  const empty = { 'catalog/a.ts': '', 'failures/a.ts': '', 'openapi/a.ts': '', 'client/a.ts': '', 'testing/a.ts': '', 'reference/a.ts': '', 'server/a.ts': '', 'index.ts': '' }
  const breaks = (rule: keyof typeof rules, file: string, text: string) => rules[rule]({ ...empty, [file]: text })

  t.strictSame(breaks('unknownFolders', 'utils/a.ts', ''), ['lib/utils/a.ts is in no layer'])
  t.strictSame(breaks('direction', 'catalog/b.ts', "import '../failures/a.js'"), ["lib/catalog/b.ts imports '../failures/a.js': catalog comes before failures"])
  t.strictSame(breaks('direction', 'catalog/b.ts', "import type { A } from '../failures/a.js'"), ["lib/catalog/b.ts imports types of '../failures/a.js': catalog comes before failures"])
  t.strictSame(breaks('direction', 'testing/b.ts', "import '../server/a.js'"), ["lib/testing/b.ts imports '../server/a.js': testing comes before server"])
  t.strictSame(breaks('direction', 'reference/b.ts', "import '../server/a.js'"), ["lib/reference/b.ts imports '../server/a.js': reference comes before server"])
  t.strictSame(breaks('direction', 'openapi/b.ts', "import '../failures/a.js'"), ["lib/openapi/b.ts imports '../failures/a.js': folders of one layer share nothing at run time"])
  t.strictSame(breaks('direction', 'openapi/b.ts', "import type { A } from '../failures/a.js'"), [])
  t.strictSame(breaks('direction', 'server/b.ts', "import '../index.js'"), ["lib/server/b.ts imports '../index.js': nothing imports a door"])
  t.strictSame(breaks('direction', 'server/b.ts', "import './lost.js'"), ["lib/server/b.ts imports './lost.js': there is no such file"])
  t.strictSame(breaks('direction', 'server/b.ts', "import '../catalog/a.js'; import '../failures/a.js'; import '../reference/a.js'; import './a.js'"), [])
  t.strictSame(breaks('fastify', 'failures/b.ts', "import Fastify from 'fastify'"), ["lib/failures/b.ts imports 'fastify': only server/, openapi/routes.ts and reference/routes.ts may"])
  t.strictSame(breaks('fastify', 'testing/b.ts', "import fp from 'fastify-plugin'"), ["lib/testing/b.ts imports 'fastify-plugin': only server/, openapi/routes.ts and reference/routes.ts may"])
  t.strictSame(breaks('fastify', 'testing/b.ts', "import type { FastifyInstance } from 'fastify'"), [])
  t.strictSame(breaks('fastify', 'openapi/routes.ts', "import fp from 'fastify-plugin'"), [])
  t.strictSame(breaks('catalog', 'catalog/b.ts', "import { join } from 'node:path'"), ["lib/catalog/b.ts imports 'node:path': the catalog knows neither Fastify nor Node"])
  t.strictSame(breaks('catalog', 'catalog/b.ts', "import type { FastifyReply } from 'fastify'"), ["lib/catalog/b.ts imports types of 'fastify': the catalog knows neither Fastify nor Node"])
  t.strictSame(breaks('client', 'client/b.ts', "import '../catalog/a.js'"), ["lib/client/b.ts imports '../catalog/a.js': the client has no dependency"])
  t.strictSame(breaks('client', 'client/b.ts', "import 'ky'"), ["lib/client/b.ts imports 'ky': the client has no dependency"])
  t.strictSame(breaks('client', 'client/b.ts', "import type { A } from '../catalog/a.js'; import './a.js'"), [])
})

test('the rules follow a circle of any length, one of types, too', async (t) => {
  const circle = (last: string) => ({
    'catalog/a.ts': "import './b.js'", 'catalog/b.ts': "export * from './c.js'", 'catalog/c.ts': last, 'catalog/d.ts': "import './a.js'"
  })
  t.strictSame(rules.circles(circle("const a = await import('./a.js')")), ['lib/catalog/a.ts → lib/catalog/b.ts → lib/catalog/c.ts → lib/catalog/a.ts'])
  t.strictSame(rules.circles(circle("import type { A } from './a.js'")).length, 1)
  t.strictSame(rules.circles(circle("import type { A } from '../json/a.js'")), [])
  t.strictSame(rules.circles({ 'catalog/a.ts': "import './a.js'" }), ['lib/catalog/a.ts → lib/catalog/a.ts'])
})
