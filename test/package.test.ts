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
