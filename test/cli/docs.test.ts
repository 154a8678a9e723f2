/** The commands that the pages show: each one runs, on a repository that looks like the reader's. */
import { Readable } from 'node:stream'
import { readFile, mkdir, rm, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import tap, { test } from 'tap'
import type { Test } from 'tap'
import { parse } from 'yaml'
import { runCommandLine } from '../../lib/cli/run.js'
import { catalogOf, appOf, folder, git, portal, renderSite, run, write } from '../fixtures/command.js'
import { fencesOf, pages, readPage, root } from '../fixtures/docs/blocks.js'

tap.setTimeout(180_000)

const catalogWith = (status: number) => catalogOf(status).replace('ORDER_LOST', 'ORDER_NOT_FOUND')
const errors = '| Code | Status | Meaning |\n|---|---|---|\n| `ERR_ORDER_LOST` | 404 | The order is lost |\n'

/** A repository of which the main branch has a snapshot, and the working tree a change that wants an approval. */
async function repository (t: Test): Promise<string> {
  // One command writes into a folder beside that of the service.
  const cwd = join(await folder(t), 'service')
  await write(cwd, {
    'src/errors.ts': "export const errors = { ORDER_LOST: { status: 404, message: 'The order is lost' } }\n",
    'docs/errors.md': errors,
    'contracts/orders.json': ''
  })
  // The pages say .ts; what this process loads is JavaScript.
  await write(cwd, { 'src/catalog.mjs': catalogWith(409), 'src/app.mjs': appOf('./catalog.mjs', "['ORDER_NOT_FOUND']") })
  await run(cwd, 'snapshot', 'src/catalog.mjs')
  await mkdir(join(cwd, 'node_modules/@acme'), { recursive: true })
  await symlink(join(cwd, 'src'), join(cwd, 'node_modules/@acme/orders-problems'))
  await write(cwd, { 'contracts/orders.json': await readFile(join(cwd, 'src/problems.snapshot.json'), 'utf8') })
  await git(cwd, 'init', '-q', '-b', 'main')
  await git(cwd, 'add', '.')
  await git(cwd, 'commit', '-q', '-m', 'snapshot')
  await git(cwd, 'update-ref', 'refs/remotes/origin/main', 'main')
  return cwd
}

interface Line { readonly page: string, readonly line: string }

const lines: readonly Line[] = pages.flatMap((page) => fencesOf(readPage(page))
  .filter(({ info }) => info === 'sh')
  .flatMap(({ code }) => code.trim().split('\n').map((line) => ({ page, line: line.replace(/\s+# .*$/, '').trim() }))))
  .filter(({ line }) => line !== '')

const commandOf = (line: string) => /(?:^|\| )npx problem-json (.+)$/.exec(line)?.[1]

/** The words of a command line, those in quotes as one. */
const wordsOf = (text: string) => [...text.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare!)

/** The command for a change that is there: the status of a code. */
async function withChange (cwd: string, command: string): Promise<string> {
  await write(cwd, { 'src/changed.mjs': catalogWith(410) })
  const { out } = await run(cwd, 'check', 'src/changed.mjs', '--against', 'origin/main', '--format', 'json')
  const [, fingerprint = ''] = /"fingerprint": ?"(\w+)"/.exec(out) ?? []
  return command.replace(/\b[0-9a-f]{12}\b/, fingerprint).replace('src/catalog.ts', 'src/changed.mjs')
}

async function runShown (cwd: string, command: string) {
  const argv = wordsOf(command.replaceAll('src/catalog.ts', 'src/catalog.mjs').replaceAll('src/app.ts', 'src/app.mjs'))
  let [out, err] = ['', '']
  const io = {
    cwd,
    input: Readable.from(['code,status\nORDER_LOST,404\n']),
    colors: false,
    today: '2026-03-01',
    renderSite,
    renderPortal: portal,
    out: (text: string) => { out += text },
    err: (text: string) => { err += text }
  }
  const code = await runCommandLine(argv, io, async () => '1.2.3')
  return { code, out, err }
}

test('each call of the command runs as it is shown', async (t) => {
  const commands = lines.flatMap(({ line }) => commandOf(line) ?? [])
  t.ok(commands.length >= 15, `${commands.length} commands`)
  for (const shown of commands) {
    const cwd = await repository(t)
    // Who imports has no catalog yet.
    if (shown.startsWith('import')) await rm(join(cwd, 'src/catalog.mjs'))
    const command = shown.startsWith('approve') ? await withChange(cwd, shown) : shown

    const { code, err } = await runShown(cwd, command)

    t.equal(code, command.includes('--compare') ? 1 : 0, `${command}\n${err}`)
  }
})

test('each other command is one that there is', async (t) => {
  const { scripts, peerDependencies, devDependencies } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as Record<string, Record<string, string>>
  const known = { ...peerDependencies, ...devDependencies, 'fastify-problem-json': '', tsx: '' }
  for (const { page, line } of lines.filter(({ line }) => commandOf(line) === undefined)) {
    for (const command of line.split(' && ')) {
      const script = /^npm (?:run )?([\w:]+)/.exec(command)?.[1]
      if (/^npm (?:install|i) /.test(command)) {
        const names = command.split(' ').slice(2).filter((word) => !word.startsWith('-'))
        t.strictSame(names.filter((name) => !Object.hasOwn(known, name)), [], `${page}: ${command}`)
      } else if (script !== undefined && !['ci', 'init', 'pkg'].includes(script)) {
        t.ok(scripts![script === 'test' ? 'test' : script] ?? scripts![script], `${page}: ${command}`)
      } else {
        t.match(command, /^(?:npm (?:ci|init|pkg)|npx |curl |node )/, `${page}: ${command}`)
      }
    }
  }
})

test('the workflow of CI is one, and its check is a command that runs', async (t) => {
  const [yaml = ''] = fencesOf(readPage('docs/contract.md')).filter(({ info }) => info === 'yaml').map(({ code }) => code)
  const { jobs } = parse(yaml) as { jobs: { contract: { steps: { uses?: string, run?: string }[] } } }
  const shown = jobs.contract.steps.flatMap(({ run }) => commandOf(run ?? '') ?? [])

  t.equal(shown.length, 1)
  t.equal((await runShown(await repository(t), shown[0]!.replace('${{ github.base_ref }}', 'main'))).code, 0) // eslint-disable-line no-template-curly-in-string
})
