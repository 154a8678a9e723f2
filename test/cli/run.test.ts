import { Readable } from 'node:stream'
import { execFile } from 'node:child_process'
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { test } from 'tap'
import type { Test } from 'tap'
import { wantsColors } from '../../lib/cli/io.js'
import { loaders, loadModule } from '../../lib/cli/load/module.js'
import { compareSnapshots, createSnapshot } from '../../lib/contract/index.js'
import { formats } from '../../lib/cli/report/index.js'
import type { Check } from '../../lib/cli/check-result.js'
import { defineCatalog } from '../../lib/catalog/define/index.js'
import type { AnyCatalog } from '../../lib/catalog/definition.js'
import { appOf, catalogOf, folder, git, here, library, portal, renderSite, run, write } from '../fixtures/command.js'

const execute = promisify(execFile)

/** As it is built: `npm run build`. */
const entry = join(library, '../dist/cli/index.js')

/** A repository whose main branch has a snapshot of a catalog with the status 409. */
async function repository (t: Test): Promise<string> {
  const cwd = await folder(t, { 'catalog-0.mjs': catalogOf(409) })
  await git(cwd, 'init', '-q', '-b', 'main')
  await run(cwd, 'snapshot', 'catalog-0.mjs')
  await git(cwd, 'add', 'problems.snapshot.json')
  await git(cwd, 'commit', '-q', '-m', 'snapshot')
  return cwd
}

test('as a program it reads files, writes files and exits as it says', async (t) => {
  const built = catalogOf(409).replace(`${library}/catalog/define/index.ts`, `${library}/../dist/catalog/define/index.js`)
  const cwd = await folder(t, { 'catalog.ts': built })
  const program = async (...argv: string[]) => execute(process.execPath, [entry, ...argv], { cwd, env: { ...process.env, NO_COLOR: '1', _TAPJS_PROCESSINFO_COVERAGE_: '0' } })
    .then(({ stdout, stderr }) => ({ code: 0, stdout, stderr }), ({ code, stdout, stderr }: { code: number, stdout: string, stderr: string }) => ({ code, stdout, stderr }))

  t.match(await program('--version'), { code: 0, stdout: /^\d+\.\d+\.\d+\n$/ })
  t.match(await program('check', 'catalog.ts'), { code: 1, stdout: /problems\.snapshot\.json is not there/ })
  t.match(await program('snapshot', 'catalog.ts'), { code: 0, stderr: /Wrote problems\.snapshot\.json/ })
  t.match(await program('check', 'catalog.ts'), { code: 0, stdout: /^problems\.snapshot\.json is current\.\n/ })
  await write(cwd, { 'loud.ts': `process.stdout.write('written\\n')\nconsole.log('logged')\n${built}` })
  const loud = await program('snapshot', 'loud.ts', '--out', '-')
  t.match(loud, { code: 0, stderr: /written\nlogged\n/ })
  t.match(JSON.parse(loud.stdout), { problems: Object }, 'what a catalog prints is no part of the result')
  t.match(await program('check', 'nowhere.ts'), { code: 70, stderr: "problem-json: there is no file 'nowhere.ts'\n" })
  t.match(await program('chek'), { code: 64, stderr: /there is no command 'chek': use one of snapshot, check, / })
})

test('help lists the commands, and each with an example', async (t) => {
  const { code, out } = await run(here, '--help')
  t.equal(code, 0)
  for (const command of ['snapshot', 'check', 'approve', 'docs', 'import', 'client']) {
    t.match(out, `  ${command} `)
    const help = await run(here, command, '--help')
    t.match(help.out, `Usage: problem-json ${command} `)
    t.match(help.out, `Example:\n  problem-json ${command} `)
  }
  t.match(await run(here, '-h'), { code: 0, out })
  t.match(await run(here, 'help'), { code: 0, out })
  t.match(await run(here, '-v'), { code: 0, out: '1.2.3\n' })
})

test('colours are for a terminal that shows them, and for nobody who declines them', async (t) => {
  t.equal(wantsColors(true, {}), true)
  t.equal(wantsColors(undefined, {}), false)
  t.equal(wantsColors(true, { NO_COLOR: '1' }), false)
  t.equal(wantsColors(true, { TERM: 'dumb' }), false)
})

test('a command line that is wrong says what is wrong', async (t) => {
  t.match(await run(here), { code: 64, err: /a command is missing/ })
  t.match(await run(here, 'toString'), { code: 64, err: /there is no command 'toString'/ })
  t.match(await run(here, 'check'), { code: 64, err: /state a catalog, or list the services in problem-json\.config\.js/ })
  t.match(await run(here, 'check', 'a', 'b'), { code: 64, err: /one catalog is handled at a time, got 2/ })
  t.match(await run(here, 'check', '--colour'), { code: 64, err: /check: Unknown option '--colour'/ })
  t.match(await run(here, 'check', 'a.ts', '--format', 'xml'), { code: 64, err: /--format must be one of text, json, github, markdown, got 'xml'/ })
  t.match(await run(here, 'check', 'a.ts', '--today', 'now'), { code: 64, err: /--today must be a day/ })
  t.match(await run(here, 'docs', 'a.ts', '--format', 'pdf'), { code: 64, err: /--format must be one of md, html, got 'pdf'/ })
  t.match(await run(here, 'approve', '000000000000', 'a.ts', '--reason', 'x'), { code: 64, err: /--by must state who approves/ })
})

test('a change of a status is breaking until somebody approves it', async (t) => {
  const cwd = await repository(t)
  await git(cwd, 'switch', '-q', '-c', 'change')
  await write(cwd, { 'catalog-1.mjs': catalogOf(410) })

  const before = await run(cwd, 'check', 'catalog-1.mjs', '--against', 'main')
  t.equal(before.code, 2)
  t.match(before.out, /problems\.snapshot\.json is stale: .* problem-json snapshot catalog-1\.mjs --out problems\.snapshot\.json/)
  t.match(before.out, /Compared with main \(merge base [0-9a-f]{10}\)\./)
  t.match(before.out, /breaking {2}ORDER_LOST status {2}status-changed {2}409 → 410\n {10}The status drives caches/)
  t.match(before.out, '1 breaking, 0 review, 0 warning, 0 fine')
  t.match(before.out, /not checked \(needs --app, here and in the snapshot\): /)

  await run(cwd, 'snapshot', 'catalog-1.mjs')
  t.equal((await run(cwd, 'check', 'catalog-1.mjs', '--against', 'main')).code, 2, 'a current snapshot approves nothing')

  const [, fingerprint = ''] = /problem-json approve (\S+)/.exec(before.out) ?? []
  const approve = (print: string) => run(cwd, 'approve', print, 'catalog-1.mjs', '--against', 'main', '--by', 'Ada', '--reason', 'No client yet')
  t.match(await approve('000000000000'), { code: 70, err: /no change that wants an approval has the fingerprint '000000000000'/ })
  t.match(await approve(fingerprint), { code: 0, err: /Wrote problems\.snapshot\.json/ })
  t.match(await approve(fingerprint), { code: 0, err: `Ada has approved ${fingerprint} already\n` })

  const after = await run(cwd, 'check', 'catalog-1.mjs', '--against', 'main')
  t.equal(after.code, 0)
  t.match(after.out, 'Approved by Ada on 2026-03-01: No client yet')
  t.match(after.out, '1 breaking, 0 review, 0 warning, 0 fine; 1 approved')

  await run(cwd, 'snapshot', 'catalog-1.mjs')
  t.equal((await run(cwd, 'check', 'catalog-1.mjs', '--against', 'main')).code, 0, 'writing the snapshot again keeps the approval')
})

test('what main has got since the branch began is not part of the change', async (t) => {
  const cwd = await repository(t)
  await git(cwd, 'switch', '-q', '-c', 'change')
  await git(cwd, 'switch', '-q', 'main')
  await write(cwd, { 'catalog-main.mjs': catalogOf(422) })
  await run(cwd, 'snapshot', 'catalog-main.mjs')
  await git(cwd, 'commit', '-q', '-a', '-m', 'another change')
  await git(cwd, 'switch', '-q', 'change')
  t.match(await run(cwd, 'check', 'catalog-0.mjs', '--against', 'main'), { code: 0, out: /0 breaking/ })
})

test('a changed description wants review, and a snapshot in a file can be compared with', async (t) => {
  const cwd = await folder(t, { 'one.mjs': catalogOf(409, ", description: 'Gone.'"), 'two.mjs': catalogOf(409, ", description: 'Not there.'"), 'three.mjs': catalogOf(409, ", description: 'Gone.', retryAfter: 5") })
  await run(cwd, 'snapshot', 'one.mjs', '--out', 'deployed/one.json')
  await run(cwd, 'snapshot', 'two.mjs')
  t.match(await run(cwd, 'check', 'two.mjs', '--against', 'deployed/one.json'), { code: 3, out: /review {4}ORDER_LOST description {2}description-changed {2}Gone\. → Not there\./ })
  const fine = await run(cwd, 'check', 'three.mjs', '--snapshot', 'deployed/one.json', '--against', 'deployed/one.json')
  t.match(fine, { code: 1, out: /fine {6}ORDER_LOST retryAfter {2}retry-after-guarantee-added {2}nothing → 5/ })
})

test('the first snapshot has nothing to be compared with', async (t) => {
  const cwd = await folder(t, { 'catalog.mjs': catalogOf(409), 'readme.md': 'hello' })
  await git(cwd, 'init', '-q', '-b', 'main')
  await git(cwd, 'add', 'readme.md')
  await git(cwd, 'commit', '-q', '-m', 'start')
  await run(cwd, 'snapshot', 'catalog.mjs')
  t.match(await run(cwd, 'check', 'catalog.mjs', '--against', 'main'), { code: 0, out: /There is no snapshot at main \(merge base .*\): this is the first one\./ })
})

test('a ref that git does not know is told, with the cure', async (t) => {
  const cwd = await repository(t)
  t.match(await run(cwd, 'check', 'catalog-0.mjs', '--against', 'nowhere'), { code: 70, err: /'nowhere' is neither a file nor a git ref: fetch it/ })
  t.match(await run(cwd, 'check', 'catalog-0.mjs', '--against=--output=x'), { code: 64, err: /must be a git ref or a file/ })
  await git(cwd, 'switch', '-q', '--orphan', 'island')
  await git(cwd, 'commit', '-q', '--allow-empty', '-m', 'alone')
  t.match(await run(cwd, 'check', 'catalog-0.mjs', '--against', 'main'), { code: 70, err: /fetch the history \(in GitHub Actions, fetch-depth: 0\)/ })
})

test('an approval needs a snapshot to stand in', async (t) => {
  const cwd = await repository(t)
  await write(cwd, { 'catalog-1.mjs': catalogOf(410) })
  const found = await run(cwd, 'check', 'catalog-1.mjs', '--against', 'main', '--format', 'json')
  const { findings } = JSON.parse(found.out) as { findings: { fingerprint: string }[] }
  const approve = (...more: string[]) => run(cwd, 'approve', findings[0]!.fingerprint, 'catalog-1.mjs', '--by', 'Ada', '--reason', 'x', '--today', '2026-04-01', ...more)
  t.match(await approve(), { code: 64, err: /--against must state/ })
  await git(cwd, 'rm', '-q', '--cached', 'problems.snapshot.json')
  await rm(join(cwd, 'problems.snapshot.json'))
  t.match(await approve('--against', 'main'), { code: 70, err: /'problems\.snapshot\.json' is not there: write it with/ })
})

test('routes are part of the snapshot where an app is given', async (t) => {
  const cwd = await folder(t, {
    'catalog.mjs': catalogOf(409),
    'app-1.mjs': appOf('./catalog.mjs', "['ORDER_LOST']"),
    'app-2.mjs': appOf('./catalog.mjs', "['ORDER_LOST', 'CARD_DECLINED']")
  })
  await run(cwd, 'snapshot', 'catalog.mjs', '--app', 'app-1.mjs', '--out', 'base.json')
  await run(cwd, 'snapshot', 'catalog.mjs', '--app', 'app-2.mjs')
  const checked = await run(cwd, 'check', 'catalog.mjs', '--app', 'app-2.mjs', '--against', 'base.json')
  t.match(checked, { code: 0, out: /warning {3}CARD_DECLINED GET \/orders {2}code-added-to-operation\n/ })
  t.notMatch(checked.out, 'not checked')
  t.match(await run(cwd, 'check', 'catalog.mjs', '--app', 'app-1.mjs'), { code: 1, out: /is stale: .* --app MODULE --out/ })
  t.match(await run(cwd, 'check', 'catalog.mjs'), { code: 0, out: /not checked \(needs --app/ }, 'without an app the routes are left alone')
  t.match(await run(cwd, 'snapshot', 'catalog.mjs'), { code: 0, err: /The routes that the snapshot held are gone: state --app/ })
})

test('what is allowed and may surprise gets a line of advice, in every format, and decides nothing', async (t) => {
  const catalog = catalogOf(409, `, type: 'https://iana.org/assignments/http-problem-types#order-lost',
    extensions: { type: 'object', properties: { 'violated-policies': { type: 'array', items: { type: 'string' } } } }`)
  const cwd = await folder(t, { 'catalog.mjs': catalog, 'app.mjs': appOf('./catalog.mjs', "['ORDER_LOST'], response: { 409: { type: 'object' } }") })
  await run(cwd, 'snapshot', 'catalog.mjs', '--app', 'app.mjs')
  const checked = await run(cwd, 'check', 'catalog.mjs', '--app', 'app.mjs')

  t.equal(checked.code, 0)
  t.match(checked.out, /^advice: GET \/orders describes a response of the status of ORDER_LOST itself: .* Delete it from schema\.response\.$/m)
  t.match(checked.out, /^advice: ORDER_LOST has an extension with a hyphen, 'violated-policies': /m)
  t.match(checked.out, /^advice: ORDER_LOST has a type of the IANA registry, /m)
  t.equal(checked.out.match(/^advice: /gm)?.length, 3)
  for (const format of ['json', 'markdown', 'github']) t.match((await run(cwd, 'check', 'catalog.mjs', '--format', format)).out, 'violated-policies', format)
})

test('an app that cannot be asked is told', async (t) => {
  const cwd = await folder(t, {
    'catalog.mjs': catalogOf(409),
    'none.mjs': 'export const a = 1',
    'bare.mjs': 'export const build = () => ({ ready () {}, close () { console.assert(true) } })',
    'legacy.mjs': "export const build = () => ({ ready () {}, close () {}, problemRoutes: () => [], problemEnvelope: () => 'legacy' })"
  })
  t.match(await run(cwd, 'snapshot', 'catalog.mjs', '--app', 'none.mjs'), { code: 70, err: /'none\.mjs' must export build\(\)/ })
  t.match(await run(cwd, 'snapshot', 'catalog.mjs', '--app', 'bare.mjs'), { code: 70, err: /has no fastify-problem-json: register the plugin/ })
  t.match(await run(cwd, 'snapshot', 'catalog.mjs', '--app', 'legacy.mjs', '--out', '-'), { code: 0, out: /"envelope": "legacy"/ })
})

test('docs, import and client write to the standard output or to a file', async (t) => {
  const cwd = await folder(t, { 'catalog.mjs': catalogOf(409) })
  t.match(await run(cwd, 'docs', 'catalog.mjs', 'ORDER_LOST'), { code: 0, out: /^### `ORDER_LOST` \(409 Conflict\)/ })
  t.match(await run(cwd, 'docs', 'catalog.mjs', 'NOWHERE'), { code: 70, err: /There is no code 'NOWHERE'/ })
  t.match(await run(cwd, 'docs', 'catalog.mjs', '--format', 'html', '--out', 'site'), { code: 0, out: '', err: /^Wrote site\/index\.html\n[^]*Wrote site\/order-lost\.html\n/ })
  t.match(await readFile(join(cwd, 'site/order-lost.html'), 'utf8'), /<!doctype html>[^]*ORDER_LOST/i)
  t.match(await run(cwd, 'docs', 'catalog.mjs', '--format', 'html'), { code: 64, err: /--out must state the folder of the pages/ })
  t.match(await run(cwd, 'docs', 'catalog.mjs', 'ORDER_LOST', '--format', 'html'), { code: 64, err: /writes the page of every code, got 'ORDER_LOST' alone/ })
  t.match(await run(cwd, 'docs', 'catalog.mjs', '--out', 'docs/errors.md'), { code: 0, out: '', err: 'Wrote docs/errors.md\n' })
  t.match(await run(cwd, 'import', 'docs/errors.md', '--out', 'read.ts'), { code: 0, err: 'Wrote read.ts\n2 codes, 0 open questions\n' })
  t.match(await readFile(join(cwd, 'read.ts'), 'utf8'), '  ORDER_LOST: {\n    status: 409,\n    title: "Order lost"\n  }')
  t.match(await run(cwd, 'import', 'docs/errors.md', '--out', 'read.ts'), { code: 64, err: /'read\.ts' is there already: write elsewhere, or state --force/ })
  t.match(await run(cwd, 'import', 'docs/errors.md', '--out', 'read.ts', '--force'), { code: 0 })
  t.match(await run(cwd, 'client', 'catalog.mjs'), { code: 0, out: /ORDER_LOST/ })
})

test('import lists what it could not decide, and fails only where there is no code', async (t) => {
  const cwd = await folder(t, { 'errors.md': '| Code | Status | Owner |\n|---|---|---|\n| ERR_A | 401/403 | x |\n', 'empty.md': '# Nothing\n' })
  t.match(await run(cwd, 'import', 'errors.md', '--strip-prefix', 'ERR_'), {
    code: 0,
    out: /legacyCode: "ERR_A"/,
    err: /^TODO A: the document states the statuses 401 and 403.*\nNot read: the column Owner of ERR_A\n1 codes, 1 open questions\n$/
  })
  t.match(await run(cwd, 'import', 'empty.md'), { code: 70, err: /no code was found in 'empty\.md'/ })
  t.match(await run(cwd, 'import', 'nowhere.md'), { code: 70, err: /'nowhere\.md' cannot be read/ })
  t.match(await run(cwd, 'import', 'errors.md', '--out', 'errors.md/x.ts'), { code: 70, err: /'errors\.md\/x\.ts' cannot be written: a part of its path is a file/ })
  if (process.platform === 'linux') t.match(await run(cwd, 'import', 'errors.md', '--out', '/proc/none/x.ts'), { code: 70, err: /'\/proc\/none\/x\.ts' cannot be written: / })
  t.match(await run(cwd, 'import', 'errors.md', '--out', '.'), { code: 70, err: /'\.' cannot be written: it is a folder/ })
})

test('a catalog that does not load is told with its file and its code', async (t) => {
  const cwd = await folder(t, { 'broken.mjs': catalogOf(200), 'none.js': 'export const a = 1', 'odd.mjs': "throw 'odd'", 'bad.json': '{' })
  t.match(await run(cwd, 'check', 'broken.mjs'), { code: 70, err: /^problem-json: 'broken\.mjs' cannot be loaded: The status of 'ORDER_LOST' must be an integer from 400 to 599, got 200\n$/ })
  t.match(await run(cwd, 'check', 'nowhere.mjs'), { code: 70, err: /there is no file 'nowhere\.mjs'/ })
  t.match(await run(cwd, 'check', 'none.js'), { code: 70, err: /'none\.js' must export a catalog made by defineCatalog\(\) as 'catalog'/ })
  t.match(await run(cwd, 'check', 'odd.mjs'), { code: 70 })
  await write(cwd, { 'catalog.mjs': catalogOf(409) })
  t.match(await run(cwd, 'check', 'catalog.mjs', '--snapshot', 'bad.json'), { code: 70, err: /'bad\.json' is not JSON/ })
})

test('import reads the standard input, merges files, and lists where they disagree', async (t) => {
  const cwd = await folder(t, {
    'errors.md': '| Code | Status |\n|---|---|\n| `LOST` | 404 |\n| `GONE` | 410 |\n| `OLD` | 400 |\n',
    'errors.ts': "enum ErrorCode { Lost = 'LOST', Gone = 'GONE', New = 'NEW_ONE' }\nconst errorStatus = { [ErrorCode.Lost]: 404, [ErrorCode.Gone]: 409, [ErrorCode.New]: 503 } as const\n"
  })
  t.match(await run(cwd, 'import', '-'), { code: 0, out: /PIPED: \{\n {4}"?status"?: 410/ })
  t.match(await run(cwd, 'import', 'errors.md', 'errors.ts'), { code: 0, out: /OLD: [^]*NEW_ONE: /, err: /TODO GONE: 'errors.md' states 410, 'errors.ts' states 409/ })
  t.match(await run(cwd, 'import', '--compare', 'errors.md', 'errors.ts'), {
    code: 1,
    out: [
      'GONE  errors.md:4: 410  |  errors.ts:2: 409',
      'NEW_ONE  errors.md: not there  |  errors.ts:2: 503',
      'OLD  errors.md:5: 400  |  errors.ts: not there',
      ''
    ].join('\n'),
    err: '3 disagreements\n'
  })
  t.match(await run(cwd, 'import', '--compare', 'errors.md', 'errors.md'), { code: 0, out: '', err: 'The files agree\n' })
  t.match(await run(cwd, 'import', '--compare', 'errors.md'), { code: 64, err: /--compare needs two files/ })
  t.match(await run(cwd, 'import', '-', '-'), { code: 64, err: /the standard input can be read once/ })
  t.match(await run(cwd, 'import', 'errors.md', '--numeric-prefix', '7'), { code: 64, err: /--numeric-prefix must start with a letter, got '7'/ })
})

test('TypeScript is loaded by Node where it can, else by jiti', async (t) => {
  const cwd = await folder(t, { 'a.ts': 'export const a: number = 1', 'b.ts': "export { a } from './c.js'", 'c.ts': 'export enum E { A }\nexport const a: E = E.A', 'd.mjs': "import './nowhere.js'" })
  const io = { cwd, input: Readable.from([]), out () {}, err () {}, colors: false, today: '2026-03-01', renderSite, renderPortal: portal }
  const jiti = () => import('jiti')
  const missing = () => Promise.reject(new Error('no such package'))
  t.match(await loadModule('a.ts', io, { ...loaders, strips: false }), { a: 1 })
  t.match(await loadModule('a.ts', io, { strips: true, jiti: missing }), { a: 1 })
  t.match(await loadModule('b.ts', io, { strips: false, jiti }), { a: 0 })
  await t.rejects(loadModule('a.ts', io, { strips: false, jiti: missing }), /'a\.ts' cannot be loaded: This version of Node cannot strip types, jiti can: npm install --save-dev jiti/)
  await t.rejects(loadModule('d.mjs', io, { strips: true, jiti }), /'d\.mjs' cannot be loaded: Cannot find module/)
  await write(cwd, { 'e.ts': "throw new Error('its own')", 'f.ts': "throw new SyntaxError('An enum')" })
  await t.rejects(loadModule('e.ts', io, { strips: true, jiti: missing }), /its own/)
  await t.rejects(loadModule('f.ts', io, { strips: true, jiti: missing }), /'f\.ts' cannot be loaded: An enum\. Node can strip types and no more, jiti can: npm install --save-dev jiti/)
})

const checkOf = (fields: Partial<Check> = {}): Check => {
  const define = (description: string, type = '') => createSnapshot(defineCatalog({
    ORDER_LOST: { status: 409, title: 'Order lost', description, guidance: 'x'.repeat(150) + type },
    A: { status: 400, title: 'A' },
    ...type === '' ? {} : { NEW: { status: 400, title: 'New' } },
    B: { status: 400, title: 'B' }
  }, { base: `https://example.com/${type}/` }) as AnyCatalog)
  const { findings } = compareSnapshots(define('100%\r\nsure'), define('a, b: \u001b[31mc', 'v2'), { today: '2026-03-01' })
  return {
    name: 'src/a,b.ts',
    hasApp: false,
    catalogFile: 'src/a,b.ts',
    snapshotFile: 'problems.snapshot.json',
    committed: undefined,
    current: false,
    against: 'main',
    base: undefined,
    findings,
    notChecked: { against: ['code-removed'], app: [] },
    exitCode: 2,
    ...fields
  }
}

const told = async (format: string, check: Check, colors = false) =>
  formats[format]!({ checks: [check], failed: [], many: false, exitCode: check.exitCode }, { colors, cwd: here })

test('a report for people is coloured on a terminal only, and holds no control characters of a text', async (t) => {
  const plain = await told('text', checkOf())
  // eslint-disable-next-line no-control-regex
  t.notMatch(plain, /\u001b/)
  t.match(plain, /breaking {2}A, B, BAD_REQUEST and \d+ more type {2}type-uri-changed {2}https:\/\/example\.com\/\/\{code\} → /)
  t.match(plain, /x{100}… → /, 'long values are cut')
  t.match(plain, 'not checked (needs --against and a snapshot there): 1 rules about changes')
  t.match(await told('text', checkOf(), true), '\u001b[31mbreaking\u001b[0m')
})

test('a report for GitHub is a line for each finding, with its level', async (t) => {
  const lines = (await told('github', checkOf())).split('\n')
  t.match(lines[0], '::error file=test/cli/problems.snapshot.json,title=The snapshot is stale::problems.snapshot.json is not there.')
  t.ok(lines.some((line) => line.startsWith('::error file=test/cli/src/a%2Cb.ts,title=review%3A description-changed::ORDER_LOST description 100% sure'.replace('% sure', '%25sure'))))
  t.ok(lines.some((line) => line.startsWith('::notice file=test/cli/src/a%2Cb.ts,title=fine%3A guidance-text-changed::')))
  const [first] = checkOf().findings
  const approved = { ...first!, approved: { fingerprint: 'f', rule: 'r', codes: [], by: 'Ada', reason: 'x', on: '2026-03-01' } }
  t.match(await told('github', checkOf({ current: true, findings: [approved] })), /^::notice .*Approved by Ada\./)
})

test('a report for programs is JSON', async (t) => {
  const report = JSON.parse(await told('json', checkOf({ base: { name: 'main', snapshot: undefined } }))) as Record<string, unknown>
  t.match(report, { exitCode: 2, catalog: 'src/a,b.ts', snapshot: { file: 'problems.snapshot.json', current: false }, against: 'main' })
  t.equal((JSON.parse(await told('json', checkOf())) as { against: unknown }).against, null)
})

test('too many files are refused with what the command takes, and a config that is no JSON with its name', async (t) => {
  const cwd = await folder(t, { 'problem-json.config.json': '{ services: }', 'a.mjs': '' })

  t.match(await run(cwd, 'changelog', 'a.json', 'b.json', 'c.json'), { code: 64, err: /changelog takes .*, got 3 of them/ })
  t.match(await run(cwd, 'check', '--config', 'problem-json.config.json'), { code: 64, err: /'problem-json\.config\.json' is not JSON: / })
})
