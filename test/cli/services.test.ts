/** Many services in one run, snapshots that move, and modules of every kind. */
import { readFile, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { test } from 'tap'
import type { Test } from 'tap'
import { appOf, catalogOf, folder, git, library, run, write } from '../fixtures/command.js'

const serviceOf = (name: string, rows: string, more = '') => `
import { defineCatalog } from '${library}/catalog/define/index.ts'
${more}
export const catalog = defineCatalog({ ${rows} }, { base: 'https://${name}.example/problems/' })
`

const shop = {
  'problem-json.config.mjs': `export default { services: {
    orders: { catalog: 'orders/catalog.mjs', app: 'orders/app.mjs', docs: 'orders/errors.md' },
    billing: 'billing/catalog.mjs'
  } }`,
  'orders/catalog.mjs': serviceOf('orders', "ORDER_LOST: { status: 409, title: 'Order lost' }, UNPAID: { status: 402, title: 'Unpaid' }"),
  'orders/app.mjs': `
import Fastify from 'fastify'
import { defineUpstream, problemJson } from '${library}/index.ts'
import { catalog } from './catalog.mjs'
import { catalog as billing } from '../billing/catalog.mjs'
export async function build () {
  defineUpstream(catalog, { name: 'billing', contract: billing, codes: { CARD_DECLINED: 'UNPAID' } })
  const app = Fastify()
  await app.register(problemJson, { catalog })
  return app
}`,
  'billing/catalog.mjs': serviceOf('billing', "CARD_DECLINED: { status: 402, title: 'Card declined' }, INVOICE_LOST: { status: 404, title: 'Invoice lost' }")
}

/** Modules are loaded once in a process: another state of a service is another file. */
const nextConfig = JSON.stringify({ services: { orders: { catalog: 'orders/catalog.mjs', app: 'orders/app.mjs' }, billing: 'billing/new.mjs' } })

/** A repository whose main branch has the snapshots of both services. */
async function repository (t: Test): Promise<string> {
  const cwd = await folder(t, shop)
  await git(cwd, 'init', '-q', '-b', 'main')
  await run(cwd, 'snapshot')
  await git(cwd, 'add', '-A')
  await git(cwd, 'commit', '-q', '-m', 'start')
  await git(cwd, 'switch', '-q', '-c', 'change')
  return cwd
}

test('one run writes and checks all services of the config', async (t) => {
  const cwd = await folder(t, shop)
  t.match(await run(cwd, 'check'), {
    code: 1,
    out: /== orders ==\norders\/problems\.snapshot\.json is not there\. Write it with: problem-json snapshot orders\n[^]*== billing ==\nbilling\/problems\.snapshot\.json is not there/
  })
  t.match(await run(cwd, 'snapshot'), { code: 0, err: 'Wrote orders/problems.snapshot.json\nWrote billing/problems.snapshot.json\n' })
  t.match(await run(cwd, 'check'), { code: 0, out: /orders\/problems\.snapshot\.json is current[^]*billing\/problems\.snapshot\.json is current/ })
  t.match(JSON.parse(await readFile(join(cwd, 'orders/problems.snapshot.json'), 'utf8')), { upstreams: { billing: { CARD_DECLINED: 'https://billing.example/problems/card-declined' } } })
  t.match(await run(cwd, 'docs'), { code: 0, err: /billing: the config states no 'docs'[^]*Wrote orders\/errors\.md/ })
  t.match(await run(cwd, 'client'), { code: 64, err: /no service of the config states 'client'/ })
  t.match(await run(cwd, 'client', '--out', 'clients'), { code: 0, err: 'Wrote clients/orders.ts\nWrote clients/billing.ts\n' })
  t.match(await run(cwd, 'check', 'billing', '--format', 'json'), { code: 0, out: /"services": \[\n {4}\{\n {6}"name": "billing"/ })
  t.notMatch((await run(cwd, 'check', 'billing')).out, 'orders')
})

test('the pages of many services are one site, whose every link leads to a page', async (t) => {
  const cwd = await folder(t, shop)
  t.match(await run(cwd, 'docs', '--format', 'html', '--out', 'site'), { code: 0, err: /Wrote site\/index\.html\n[^]*Wrote site\/billing\/invoice-lost\.html\n/ })
  for (const page of ['index.html', 'index.md', 'orders/index.html', 'billing/index.html']) {
    const text = await readFile(join(cwd, 'site', page), 'utf8')
    const links = [...text.matchAll(/href="([^"#:]+)"|\]\(([^)#:]+)\)/g)].map(([, html, markdown]) => join(cwd, 'site', dirname(page), html ?? markdown ?? ''))
    t.ok(links.length > 2, page)
    for (const link of links) await t.resolves(readFile(link), link)
  }
  const index = await readFile(join(cwd, 'site/index.html'), 'utf8')
  t.match(index, '<a class="code" href="orders/order-lost.html">ORDER_LOST</a> <a class="tag" href="orders/index.html">orders</a>')
  t.match(index, '<section id="area:billing"><h2>billing')
  t.match(index, /<option value="orders">orders \(\d+\)/)
  const ids = [...index.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id)
  t.equal(new Set(ids).size, ids.length, 'a standard code of both services has two anchors')
})

test('the config may be a key of package.json, and says what is wrong with it', async (t) => {
  const cwd = await folder(t, { 'package.json': JSON.stringify({ 'problem-json': { services: { a: './a.mjs' } } }), 'a.mjs': catalogOf(409) })
  t.match(await run(cwd, 'snapshot'), { code: 0, err: 'Wrote problems.snapshot.json\n' })
  const bad = async (config: object) => {
    await write(cwd, { 'bad.json': JSON.stringify(config) })
    return (await run(cwd, 'check', '--config', 'bad.json')).err
  }
  t.match(await bad({}), /'services' in 'bad\.json' must name at least one service/)
  t.match(await bad({ services: { a: {} } }), /The service 'a' in 'bad\.json' must state its 'catalog'/)
  t.match(await bad({ services: { a: { catalog: 'a.mjs', snap: 'x' } } }), /'snap' of the service 'a' in 'bad\.json' must be one of/)
  t.match(await bad({ services: { a: { catalog: 7 } } }), /must be a text/)
  t.match(await bad({ services: { '../a': 'a.mjs' } }), /must consist of letters/)
  t.match(await bad({ service: {} }), /'service' in 'bad\.json' must be services/)
  t.match(await bad({ services: { a: 'a.mjs', b: 'a.mjs' } }), /'a' and 'b' have the same snapshot/)
  t.match(await run(cwd, 'check', '--app', 'x.mjs'), { code: 64, err: /--app is for one catalog/ })
  t.match(await run(cwd, 'check', 'a', 'b'), { code: 64, err: /'package\.json' has no service 'b', it has a/ })
  t.match(await run(cwd, 'snapshot', '--out', 'x.json'), { code: 64, err: /--out is for one catalog/ })
  t.match(await run(cwd, 'check', '--timeout', 'soon'), { code: 64, err: /--timeout must be a number of seconds, got 'soon'/ })
})

test('a service that cannot be checked does not hide the others', async (t) => {
  const cwd = await folder(t, { ...shop, 'billing/catalog.mjs': "throw new Error('broken')" })
  await write(cwd, { 'orders/app.mjs': appOf('./catalog.mjs', '[]') })
  const checked = await run(cwd, 'check')
  t.match(checked, { code: 70, out: /== orders ==[^]*== billing ==\nIt could not be checked: 'billing\/catalog\.mjs' cannot be loaded: broken/ })
  t.match((await run(cwd, 'check', '--format', 'json')).out, /"error": "'billing/)
  t.match((await run(cwd, 'check', '--format', 'github')).out, /::error title=billing::/)
  t.match((await run(cwd, 'check', '--format', 'markdown')).out, /### billing\n\nIt could not be checked/)
})

test('the same code with another status is found across services', async (t) => {
  const cwd = await repository(t)
  await write(cwd, { 'billing/new.mjs': serviceOf('billing', "CARD_DECLINED: { status: 402, title: 'Card declined' }, INVOICE_LOST: { status: 404, title: 'Invoice lost' }, ORDER_LOST: { status: 404, title: 'x' }") })
  await write(cwd, { 'next.json': nextConfig })
  const checked = await run(cwd, 'check', '--config', 'next.json', '--against', 'main')
  t.match(checked, { code: 3, out: /== billing ==[^]*review {4}ORDER_LOST status {2}code-with-another-status {2}409 in orders → 404/ })
  t.match(checked.out, /== orders ==[^]*warning {3}ORDER_LOST status {2}code-with-another-status {2}404 in billing → 409/)
})

test('who translates a code is named before it goes', async (t) => {
  const cwd = await repository(t)
  await write(cwd, {
    'billing/new.mjs': serviceOf('billing', "INVOICE_LOST: { status: 404, title: 'Invoice lost' }"),
    'next.json': nextConfig
  })
  t.match(await run(cwd, 'check', '--config', 'next.json', '--against', 'main'), { code: 2, out: /breaking {2}CARD_DECLINED {2}code-removed[^\n]*\n[^\n]*\n {10}Translated by orders: they must know before it goes\./ })
})

test('a snapshot that was moved does not switch the check off', async (t) => {
  const cwd = await folder(t, { 'catalog.mjs': catalogOf(409), 'moved/catalog.mjs': catalogOf(410), 'other/catalog.mjs': serviceOf('o', "OTHER: { status: 404, title: 'x' }") })
  await git(cwd, 'init', '-q', '-b', 'main')
  await run(cwd, 'snapshot', 'catalog.mjs')
  await git(cwd, 'add', 'problems.snapshot.json')
  await git(cwd, 'commit', '-q', '-m', 'start')
  const check = (...more: string[]) => run(cwd, 'check', 'moved/catalog.mjs', '--against', 'main', ...more)

  t.match(await check(), { code: 2, out: /Compared with problems\.snapshot\.json at main \(merge base [0-9a-f]+\), from where it was moved\./ }, 'where older versions put it')
  await git(cwd, 'mv', 'problems.snapshot.json', 'moved/renamed.json')
  t.match(await check('--snapshot', 'moved/renamed.json'), { code: 2, out: /from where it was moved/ }, 'what git calls a rename')
  await git(cwd, 'reset', '-q', '--hard')
  await rm(join(cwd, 'problems.snapshot.json'))
  await run(cwd, 'snapshot', 'moved/catalog.mjs', '--out', 'moved/new.json')
  t.match(await check('--snapshot', 'moved/new.json'), { code: 2, out: /from where it was moved/ }, 'gone there, written anew here')

  const first = ['check', 'other/catalog.mjs', '--against', 'main']
  t.match(await run(cwd, ...first), { code: 1, out: /this is the first one/ }, 'a service that is new')
  t.match(await run(cwd, ...first, '--require-base'), { code: 70, err: /has nothing to be compared with at main .*--require-base wants a snapshot there/ })
  t.match(await run(cwd, 'check', 'other/catalog.mjs', '--require-base'), { code: 70, err: /--require-base wants --against/ })
})

test('the snapshot of another repository stands for its catalog', async (t) => {
  const cwd = await folder(t, {
    'problem-json.config.mjs': "export default { services: { orders: 'orders/catalog.mjs', far: 'contracts/far.json' } }",
    'orders/catalog.mjs': serviceOf('orders', "ORDER_LOST: { status: 409, title: 'Order lost' }"),
    'far.mjs': serviceOf('far', "BOX_LOST: { status: 404, title: 'Box lost', description: 'The box is gone.' }"),
    'later.mjs': serviceOf('far', "BOX_LOST: { status: 410, title: 'Box lost', description: 'The box is gone.' }")
  })
  await git(cwd, 'init', '-q', '-b', 'main')
  await run(cwd, 'snapshot', 'far.mjs', '--out', 'contracts/far.json')
  const given = await readFile(join(cwd, 'contracts/far.json'), 'utf8')
  t.match(await run(cwd, 'snapshot'), { code: 0, err: /contracts\/far\.json is a snapshot already/ })
  t.equal(await readFile(join(cwd, 'contracts/far.json'), 'utf8'), given)
  t.match(await run(cwd, 'docs', '--format', 'html', '--out', 'site'), { code: 0 })
  t.match(await readFile(join(cwd, 'site/far/box-lost.html'), 'utf8'), 'The box is gone.')
  t.match(await run(cwd, 'docs', 'contracts/far.json', 'BOX_LOST'), { code: 0, out: /The box is gone\./ })
  await git(cwd, 'add', '-A')
  await git(cwd, 'commit', '-q', '-m', 'start')
  t.match(await run(cwd, 'check', '--against', 'main'), { code: 0, out: /contracts\/far\.json is current/ })
  await run(cwd, 'snapshot', 'later.mjs', '--out', 'contracts/far.json')
  t.match(await run(cwd, 'check', '--against', 'main'), { code: 2, out: /BOX_LOST status {2}status-changed {2}404 → 410/ })
})

test('several changes are approved in one call', async (t) => {
  const cwd = await folder(t, { 'one.mjs': catalogOf(409, ", description: 'Gone.', guidance: 'x', headers: { 'x-hint': 'a' }"), 'two.mjs': catalogOf(410, ", description: 'Not there.', headers: { 'x-hint': 'b' }") })
  await run(cwd, 'snapshot', 'one.mjs', '--out', 'base.json')
  await run(cwd, 'snapshot', 'two.mjs')
  const approve = (...more: string[]) => run(cwd, 'approve', ...more, 'two.mjs', '--against', 'base.json', '--by', 'Ada', '--reason', 'x')
  const checked = await run(cwd, 'check', 'two.mjs', '--against', 'base.json', '--format', 'json')
  const { findings } = JSON.parse(checked.out) as { findings: { fingerprint: string, verdict: string }[] }
  const breaking = findings.filter(({ verdict }) => verdict === 'breaking').map(({ fingerprint }) => fingerprint)
  t.match(await approve(), { code: 64, err: /approve takes the fingerprints/ })
  t.match(await approve('--all-review'), { code: 0 })
  t.match(await approve('--all-review'), { code: 0, err: /Ada has approved/ }, 'again')
  t.match(await run(cwd, 'check', 'two.mjs', '--against', 'base.json'), { code: 2, out: /2 approved/ })
  t.match(await approve(...breaking), { code: 0 })
  t.match(await run(cwd, 'check', 'two.mjs', '--against', 'base.json'), { code: 0 })
  const unchanged = ['approve', '--all-review', 'two.mjs', '--against', 'problems.snapshot.json', '--by', 'Ada', '--reason', 'x']
  t.match(await run(cwd, ...unchanged), { code: 0, err: 'No change wants an approval.\n' })
})

test('a changelog tells clients what changed between two snapshots', async (t) => {
  const cwd = await folder(t, { 'one.mjs': catalogOf(409), 'two.mjs': catalogOf(410, " }, NEW_CODE: { status: 404, title: 'New | code'") })
  await run(cwd, 'snapshot', 'one.mjs', '--out', 'one.json')
  await run(cwd, 'snapshot', 'two.mjs', '--out', 'two.json')
  t.match(await run(cwd, 'changelog', 'one.json', 'two.json'), { code: 0, out: '### Breaking\n\n- `ORDER_LOST` status changed, `status`: `409` → `410`\n\n### Added\n\n- `NEW_CODE`: 404, New \\| code\n' })
  t.match(await run(cwd, 'changelog', 'one.json', 'one.json'), { code: 0, out: 'Nothing that a client may notice.\n' })
})

test('annotations have a path of the repository, and the line of the code', async (t) => {
  const cwd = await folder(t, { 'services/orders/catalog.mjs': catalogOf(409) })
  await git(cwd, 'init', '-q', '-b', 'main')
  const inside = join(cwd, 'services/orders')
  await run(inside, 'snapshot', 'catalog.mjs', '--out', 'base.json')
  await write(inside, { 'next.mjs': catalogOf(410) })
  t.match((await run(inside, 'check', 'next.mjs', '--against', 'base.json', '--format', 'github')).out, /::error file=services\/orders\/next\.mjs,line=4,title=breaking%3A status-changed::/)
  t.match((await run(inside, 'check', 'next.mjs', '--against', 'base.json', '--format', 'markdown')).out, /\| breaking \| ORDER_LOST status \| `status-changed` \| 409 → 410 \|[^]*problem-json approve [0-9a-f]{12} next\.mjs/)
})

const define = 'defineCatalog({ ORDER_LOST: { status: 409, title: \'Order lost\' } })'
const importIt = `import { defineCatalog } from '${library}/catalog/define/index.ts'\n`
// The library is TypeScript here, which require() does not know.
const requireIt = `const { defineCatalog } = require('jiti').createJiti(__filename)('${library}/catalog/define/index.ts')\n`
const modules: Record<string, string> = {
  'default.mjs': `${importIt}export default ${define}`,
  'only.mjs': `${importIt}export const errors = ${define}`,
  'whole.cjs': `${requireIt}module.exports = ${define}`,
  'member.cjs': `${requireIt}module.exports = { catalog: ${define} }`,
  'typed.cts': `import { defineCatalog } from '${library}/catalog/define/index.ts'\nexport const catalog = ${define}`,
  'assigned.cts': `import defined = require('${library}/catalog/define/index.ts')\nexport = defined.${define}`,
  'commonjs.js': `const { defineCatalog } = require('${library}/catalog/define/index.ts')\nmodule.exports = ${define}`,
  'json.mjs': `import rows from './rows.json'\n${importIt}export const catalog = defineCatalog(rows)`,
  'paths.ts': `import rows from '@app/rows.json'\n${importIt}export const catalog = defineCatalog(rows as never)`
}

test('a catalog may be exported and written in every usual way', async (t) => {
  const cwd = await folder(t, { ...modules, 'rows.json': '{ "ORDER_LOST": { "status": 409, "title": "Order lost" } }', 'package.json': '{ "type": "module" }', 'tsconfig.json': '{ "compilerOptions": { "paths": { "@app/*": ["./*"] } } }' })
  for (const name of Object.keys(modules)) t.match(await run(cwd, 'docs', name, 'ORDER_LOST'), { code: 0, err: '', out: /^### `ORDER_LOST` \(409 Conflict\)/ }, name)
})

test('of several catalogs the usual name counts, or the one that is stated', async (t) => {
  const cwd = await folder(t, { 'two.mjs': `${importIt}export const orders = ${define}\nexport const billing = defineCatalog({ BILL: { status: 404, title: 'x' } })` })
  t.match(await run(cwd, 'docs', 'two.mjs', 'BILL'), { code: 64, err: /'two\.mjs' exports billing and orders: state --export/ })
  t.match(await run(cwd, 'docs', 'two.mjs', 'BILL', '--export', 'billing'), { code: 0, out: /BILL/ })
  t.match(await run(cwd, 'docs', 'two.mjs', 'BILL', '--export', 'none'), { code: 70, err: /must export a catalog made by defineCatalog\(\) as 'none', it exports billing, orders/ })
})

test('what hangs is ended and named', async (t) => {
  const cwd = await folder(t, {
    'catalog.mjs': catalogOf(409),
    'build.mjs': 'export const build = () => new Promise(() => {})',
    'ready.mjs': 'export const build = () => ({ ready: () => new Promise(() => {}), close () {} })',
    'load.mjs': 'await new Promise(() => {})',
    'odd.mjs': 'export default () => 7',
    'failing.mjs': "export default () => { throw new Error('no database') }"
  })
  const snapshot = (app: string, ...more: string[]) => run(cwd, 'snapshot', 'catalog.mjs', '--app', app, ...more)
  const hurry = ['--timeout', '0.5']
  t.match(await snapshot('odd.mjs'), { code: 70, err: /build\(\) of 'odd\.mjs' must give a Fastify instance, got number/ })
  t.match(await snapshot('failing.mjs'), { code: 70, err: /'failing\.mjs' cannot be built: no database/ })
  t.match(await snapshot('build.mjs', ...hurry), { code: 70, err: /build\(\) of 'build\.mjs' has not finished after 0\.5 seconds/ })
  t.match(await snapshot('ready.mjs', ...hurry), { code: 70, err: /ready\(\) of 'ready\.mjs' has not finished/ })
  t.match(await snapshot('load.mjs', ...hurry), { code: 70, err: /'load\.mjs' cannot be loaded: it has not finished/ })
})

test('with --app nothing asks for --app, and HEAD is no operation of its own', async (t) => {
  const cwd = await folder(t, { 'catalog.mjs': catalogOf(409), 'app.mjs': appOf('./catalog.mjs', "['ORDER_LOST']").replace("app.get('/orders',", "app.register(async (child) => { child.get('/', { schema: { problems: [] } }, async () => 1) }, { prefix: '/things' })\n  app.get('/orders',") })
  await run(cwd, 'snapshot', 'catalog.mjs', '--out', 'base.json')
  const checked = await run(cwd, 'check', 'catalog.mjs', '--app', 'app.mjs', '--against', 'base.json')
  t.notMatch(checked.out, 'needs --app')
  t.match(checked.out, /not checked \(the snapshot there has no routes yet\)/)
  const { out } = await run(cwd, 'snapshot', 'catalog.mjs', '--app', 'app.mjs', '--out', '-')
  t.same(Object.keys((JSON.parse(out) as { routes: object }).routes), ['GET /orders', 'GET /things'])
})
