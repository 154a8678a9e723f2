/**
 * The package as a user gets it: packed, installed into a new project, and loaded in every way there is.
 */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import tap, { test } from 'tap'
import { manifest, manifestOf, output, pack, root } from './fixtures/packed.js'

const tools = join(root, 'integration/node_modules')
const versionOf = (name: string) => manifestOf(folderOf(name)).version
const folderOf = (name: string) => [tools, join(root, 'node_modules')].map((folder) => join(folder, name)).find(existsSync) ?? name

const node = (cwd: string, ...args: string[]) => output(cwd, process.execPath, ...args)
const tool = (name: string, ...args: string[]) => output(root, join(tools, '.bin', name), ...args)
const compiler = (name: string) => join(folderOf(name), 'bin/tsc')

const temporary = mkdtempSync(join(tmpdir(), 'package-'))
const project = join(temporary, 'project')
const installed = join(project, 'node_modules/fastify-problem-json')
mkdirSync(project)

tap.teardown(() => rmSync(temporary, { recursive: true, force: true }))

const { tarball, files } = await pack(temporary)
writeFileSync(join(project, 'package.json'), JSON.stringify({ name: 'project', private: true }))
await output(project, 'npm', 'install', '--prefer-offline', '--no-audit', '--no-fund', '--ignore-scripts', tarball,
  `fastify@${versionOf('fastify')}`, `@types/node@${versionOf('@types/node')}`)

test('everything that package.json names is in the package', async (t) => {
  const targets = Object.values(manifest.exports).flatMap((target) => typeof target === 'string' ? [target] : Object.values(target))
  const named = new Set([...targets, manifest.main, manifest.types, ...Object.values(manifest.bin)])
  t.strictSame([...named].filter((target) => !files.includes(target.replace('./', ''))), [])
})

test('the command starts with a line that says what runs it', async (t) => {
  for (const target of Object.values(manifest.bin)) {
    const path = join(installed, target)
    t.match(existsSync(path) ? readFileSync(path, 'utf8') : `there is no ${target}`, /^#!\/usr\/bin\/env node\n/)
  }
})

test('it holds the licence and the README, and no tests, fixtures or settings', async (t) => {
  const top = new Set(files.map((file) => file.split('/')[0]))
  t.strictSame([...top].sort(), ['CHANGELOG.md', 'LICENSE', 'README.md', 'dist', 'docs', 'package.json'])
  t.strictSame(files.filter((file) => /\.(?:test|tst)\.|fixtures|tsbuildinfo/.test(file)), [])
})

test('it holds what runs and its types, and neither sources, maps, pictures nor measurements', async (t) => {
  t.strictSame(files.filter((file) => !/^(?:[^/]+|dist\/.+(?:\.d\.ts|\.js)|docs\/[^/]+\.md)$/.test(file)), [])
  t.notOk(files.includes('docs/performance.md'))
})

test('a server loads one file, and a few that it shares with other doors', async (t) => {
  const door = readFileSync(join(installed, manifest.main), 'utf8')
  const shared = door.match(/^(?:import|\} from) .*\.js";$/gm) ?? []

  t.ok(shared.length < 6, `${shared.length} files`)
  t.strictSame(shared.filter((line) => !line.includes('"./shared/')), [])
})

test('a stack names functions as they are written', async (t) => {
  const program = "import { defineCatalog } from 'fastify-problem-json'; try { defineCatalog({ A: { status: 'x' } }) } catch (error) { console.log(error.stack) }"

  t.match(await node(project, '--input-type=module', '-e', program), /at defineCatalog \(.+fastify-problem-json\/dist\/[\w/.-]+\.js:\d+:\d+\)/)
})

test('a server needs one package beside fastify', async (t) => {
  t.strictSame(Object.keys(manifest.dependencies), ['fastify-plugin'])
  t.notOk(existsSync(join(project, 'node_modules/@sinclair')))
})

test('publint finds nothing', async (t) => {
  await t.resolves(tool('publint', 'run', tarball, '--strict'))
})

test('arethetypeswrong finds nothing', async (t) => {
  await t.resolves(tool('attw', tarball, '--profile', 'esm-only', '--no-emoji'))
})

const service = `
const catalog = defineCatalog({
  ORDER_NOT_FOUND: {
    status: 404,
    title: 'Order not found',
    detail: 'There is no order {orderId}.',
    extensions: { type: 'object', properties: { orderId: { type: 'string' } }, required: ['orderId'] }
  }
})
const app = Fastify({ ...problemServerOptions() })
app.register(problemJson, { catalog })
app.register(async (child) => {
  child.get('/', { schema: { problems: ['ORDER_NOT_FOUND'] } }, async (request, reply) => reply.problem('ORDER_NOT_FOUND', { orderId: '42' }))
})
app.inject('/').then(({ statusCode, headers, body }) => {
  console.log(JSON.stringify({ statusCode, type: headers['content-type'], problem: JSON.parse(body) }))
})
`

const registration = `
declare module 'fastify-problem-json' { interface Register { catalog: typeof catalog } }
app.register(async (child) => {
  child.get('/unknown', async (request, reply) => {
    // @ts-expect-error an unknown code
    return reply.problem('ORDER_LOST')
  })
})
`

const sources: Record<string, string> = {
  'module.mjs': `import Fastify from 'fastify'
import problemJson, { defineCatalog, problemServerOptions } from 'fastify-problem-json'${service}`,

  'default.cjs': `const Fastify = require('fastify')
const { default: problemJson, defineCatalog, problemServerOptions } = require('fastify-problem-json')${service}`,

  'named.cjs': `const Fastify = require('fastify')
const { problemJson, defineCatalog, problemServerOptions } = require('fastify-problem-json')${service}`,

  'whole.cjs': `const Fastify = require('fastify')
const { defineCatalog, problemServerOptions } = require('fastify-problem-json')
const problemJson = require('fastify-problem-json')${service}`,

  'typed-module.mts': `import Fastify from 'fastify'
import problemJson, { defineCatalog, problemServerOptions } from 'fastify-problem-json'${service}${registration}`,

  'typed-commonjs.cts': `import Fastify from 'fastify'
import problemJson, { defineCatalog, problemServerOptions } from 'fastify-problem-json'${service}${registration}`
}

for (const [name, source] of Object.entries(sources)) writeFileSync(join(project, name), source)

/** Runs a file of the project, which prints the answer to one request. */
async function answerOf (file: string): Promise<unknown> {
  const { problem, ...answer } = JSON.parse(await node(project, file)) as { problem: Record<string, unknown> }
  return { ...answer, problem: { ...problem, instance: String(problem['instance']).replace(/[0-9a-f-]{36}$/, '…') } }
}

const expected = {
  statusCode: 404,
  type: 'application/problem+json',
  problem: {
    type: '/problems/order-not-found',
    title: 'Order not found',
    status: 404,
    code: 'ORDER_NOT_FOUND',
    detail: 'There is no order 42.',
    instance: 'urn:uuid:…',
    orderId: '42'
  }
}

test('a module imports the package', async (t) => {
  t.strictSame(await answerOf('module.mjs'), expected)
})

test('a CommonJS file requires the package, and registers its default, its name, or all of it', async (t) => {
  for (const file of ['default.cjs', 'named.cjs', 'whole.cjs']) t.strictSame(await answerOf(file), expected, file)
})

test('TypeScript on nodenext compiles it to a module and to CommonJS, and both run', async (t) => {
  writeFileSync(join(project, 'tsconfig.json'), JSON.stringify({
    compilerOptions: { target: 'ES2022', module: 'NodeNext', strict: true, types: ['node'], outDir: 'out', skipLibCheck: true },
    include: ['*.mts', '*.cts']
  }))
  // The root's: a tool brings an older one along.
  t.equal(await node(project, join(root, 'node_modules/typescript/bin/tsc')), '')
  for (const file of ['out/typed-module.mjs', 'out/typed-commonjs.cjs']) t.strictSame(await answerOf(file), expected, file)
})

// On the newest compiler, which is quick, the declarations themselves are checked, too.
for (const { name, skipLibCheck } of [{ name: 'typescript-5', skipLibCheck: true }, { name: 'typescript-7', skipLibCheck: false }]) {
  test(`TypeScript ${versionOf(name)} reads the published types, and refuses the same lines`, async (t) => {
    t.equal(await node(root, compiler(name), '-p', 'types/compilers', '--skipLibCheck', String(skipLibCheck)), '')
  })
}
