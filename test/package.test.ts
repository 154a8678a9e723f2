/** What an installation of the package brings. */
import { readFileSync } from 'node:fs'
import { test } from 'tap'

interface Manifest {
  readonly dependencies: object
  readonly peerDependencies: object
  readonly peerDependenciesMeta: Readonly<Record<string, { readonly optional?: boolean }>>
}

test('a front end that installs the package gets fastify-plugin beside it, and no peer', async (t) => {
  const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as Manifest

  t.strictSame(Object.keys(manifest.dependencies), ['fastify-plugin'])
  t.ok(Object.keys(manifest.peerDependencies).includes('fastify'))
  for (const peer of Object.keys(manifest.peerDependencies)) t.equal(manifest.peerDependenciesMeta[peer]?.optional, true, peer)
})

test('the versions that the pages state are those that the package demands, and is tested with', async (t) => {
  const read = (path: string) => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8')
  const { version, engines, peerDependencies } = JSON.parse(read('package.json')) as Record<'engines' | 'peerDependencies', Record<string, string>> & { version: string }
  const [, row = ''] = /^\| fastify-problem-json \|.*\n\|.*\n\| (.*) \|$/m.exec(read('README.md')) ?? []
  const [own, fastify, node, typebox, typescript] = row.split(' | ')
  const versionOf = (name: string, folder = 'node_modules') => (JSON.parse(read(`${folder}/${name}/package.json`)) as { version: string }).version

  t.ok(version.startsWith(`${own}.`))
  t.match(fastify, /^5\.6 and later; \[6 on trial\]/)
  t.equal(peerDependencies['fastify'], '^5.6.0 || ^6.0.0-0')
  t.equal(node, '20.19, 22.12, 24')
  t.equal(engines['node'], '^20.19.0 || >=22.12.0')
  t.match(typebox, `${versionOf('typebox').split('.')[0]}.x (\`typebox\`), ${versionOf('@sinclair/typebox').split('.').slice(0, 2).join('.')} (\`@sinclair/typebox\`)`)
  const compilers = (JSON.parse(read('integration/package.json')) as { devDependencies: Record<string, string> }).devDependencies['typescript-5']
  t.equal(typescript, [/(5\.\d+)/.exec(compilers ?? '')?.[1], ...['typescript', 'typescript-7'].map((name) => versionOf(name).split('.').slice(0, 2).join('.'))].join(', '))
})

test('the coverage that CONTRIBUTING.md states is the floor', async (t) => {
  const read = (path: string) => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8')
  const [, lines, branches] = /([\d.]+) % of the lines, ([\d.]+) % of the branches/.exec(read('CONTRIBUTING.md')) ?? []
  t.match(read('.ci/test.js'), new RegExp(`branches: ${branches}, .*lines: ${lines} `))
})
