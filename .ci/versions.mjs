/**
 * Runs server, hooks, validation and the failure matrix on other versions than the installed ones: the lowest Fastify of
 * the peer range, the newest 5, the newest 6, and each Node that engines names.
 *
 *     node .ci/versions.mjs                    all of them
 *     node .ci/versions.mjs fastify@5.6.0      only these
 *     node .ci/versions.mjs node@22 test/server/log.test.ts
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'

const { peerDependencies } = JSON.parse(readFileSync('package.json', 'utf8'))
const lowest = /\d+\.\d+\.\d+/.exec(peerDependencies.fastify)[0]
const running = process.versions.node.split('.')[0]
const all = [
  `fastify@${lowest}`, 'fastify@5', 'fastify@6',
  ...['20', '22', '24'].filter((major) => major !== running).map((major) => `node@${major}`)
]

const named = process.argv.slice(2)
const namedTests = named.filter((each) => each.endsWith('.test.ts'))
const tests = namedTests.length > 0
  ? namedTests
  : ['test/failures/matrix.test.ts', 'test/failures/framework.test.ts', 'test/failures/validation.test.ts', ...testFiles('test/server')]

const asked = named.filter((each) => !each.endsWith('.test.ts'))
const results = (asked.length > 0 ? asked : all).map((each) => runOn(each))
for (const { name, ok } of results) console.log(`${ok ? 'ok ' : 'NOT OK'} ${name}`)
process.exitCode = results.every(({ ok }) => ok) ? 0 : 1

/** The release where there is one, else the newest alpha. */
function newestSix () {
  const versions = JSON.parse(execFileSync('npm', ['view', 'fastify', 'versions', '--json'], { encoding: 'utf8' }))
  const sixes = versions.filter((version) => version.startsWith('6.'))
  return sixes.filter((version) => !version.includes('-')).at(-1) ?? sixes.at(-1)
}

function runOn (asked) {
  const wanted = asked === 'fastify@6' ? `fastify@${newestSix()}` : asked
  const folder = mkdtempSync(join(tmpdir(), 'versions-'))
  try {
    const installed = join(folder, 'installed')
    const [name, range] = wanted.split('@')
    // Fastify 6 needs Node 22.
    const more = name === 'fastify' && !range.startsWith('5') && running < '22' ? ['node@22'] : []
    install(installed, wanted, ...more)
    const { version } = JSON.parse(readFileSync(join(installed, 'node_modules', name, 'package.json'), 'utf8'))
    console.log(`\n${name} ${version}`)
    const bin = join(installed, 'node_modules/node/bin')
    const ok = runTests(name === 'node' ? '.' : withFastify(folder, installed), bin)
    return { name: `${name} ${version}`, ok }
  } catch (error) {
    console.log(`${wanted} could not be tried: ${error.message}`)
    return { name: wanted, ok: false }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function install (folder, ...packages) {
  execFileSync('npm', ['install', '--silent', '--no-save', '--no-audit', '--no-fund', '--prefix', folder, ...packages], { stdio: 'inherit' })
}

function runTests (cwd, bin) {
  const env = { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH}` }
  return spawnSync('node', ['.ci/test.js', ...tests], { cwd, env, stdio: 'inherit' }).status === 0
}

/** A copy of the project whose fastify is that one, with its dependencies inside of it. */
function withFastify (folder, installed) {
  const copy = join(folder, 'project')
  cpSync('.', copy, { recursive: true, filter: (path) => !/(?:^|\/)(?:node_modules|\.git|\.tap|coverage)(?:\/|$)/.test(path) })
  execFileSync('cp', ['-al', 'node_modules', join(copy, 'node_modules')])
  const fastify = join(copy, 'node_modules/fastify')
  rmSync(fastify, { recursive: true })
  renameSync(join(installed, 'node_modules/fastify'), fastify)
  for (const name of packagesIn(join(installed, 'node_modules'))) {
    const from = join(installed, 'node_modules', name)
    // As npm would: one ajv for Fastify and for the plugins of ajv, which know no other.
    if (name !== 'node' && majorOf(from) !== majorOf(join(copy, 'node_modules', name))) cpSync(from, join(fastify, 'node_modules', name), { recursive: true })
  }
  letPluginsRun(join(copy, 'node_modules/@fastify'))
  return copy
}

function packagesIn (folder) {
  const names = readdirSync(folder).filter((name) => !name.startsWith('.'))
  return names.flatMap((name) => name.startsWith('@') ? readdirSync(join(folder, name)).map((each) => `${name}/${each}`) : [name])
}

function majorOf (folder) {
  const file = join(folder, 'package.json')
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).version.split('.')[0] : undefined
}

/** The plugins around this one refuse Fastify 6 until they have said that they support it; how they fail is tested all the same. */
function letPluginsRun (scope) {
  const files = readdirSync(scope).flatMap((name) => readdirSync(join(scope, name))
    .filter((file) => file.endsWith('.js')).map((file) => join(scope, name, file)))
  for (const file of files) {
    const text = readFileSync(file, 'utf8')
    const open = text.replace(/fastify: '(?:\^5\.[\d.]+|5\.x|>=? ?5[\d.]*)'/g, "fastify: '>=5'")
    // Removed first: the file is a hard link.
    if (open !== text) { rmSync(file); writeFileSync(file, open) }
  }
}

function testFiles (folder) {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.test.ts'))
    .map((file) => `${folder}/${file}`)
}
