/**
 * Where the client runs: the native compiler knows what each platform has.
 */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'tap'
import { compiler } from '../fixtures/compiler.js'

const doors = ['index', 'legacy', 'events']

/** What the compiler complains about. Only types of platforms that are named may be checked less. */
function compile (folder: string, extension: string, lib: string, types: readonly string[] = []): string[] {
  const { stdout, error } = spawnSync(compiler, [
    '--ignoreConfig', '--pretty', 'false', '--noEmit', '--target', 'ES2022', '--module', 'NodeNext', '--lib', lib,
    '--strict', '--exactOptionalPropertyTypes', '--noUncheckedIndexedAccess', '--skipDefaultLibCheck',
    '--types', types.join(), '--skipLibCheck', String(types.length > 0),
    ...doors.map((name) => join(folder, `${name}${extension}`))
  ], { encoding: 'utf8' })
  if (error) throw error
  return stdout.split('\n').filter(Boolean)
}

test('the client uses nothing that a browser lacks', async (t) => {
  t.strictSame(compile('lib/client', '.ts', 'ES2022,DOM,DOM.Iterable'), [])
  t.match(compile('lib/client', '.ts', 'ES2022'), [/lib\/client\/.*error TS/], 'the compiler finds what a platform lacks')
})

test('the published types need neither the DOM nor Node', async (t) => {
  t.ok(existsSync('dist/client/index.d.ts'), 'the package is built: npm run build')
  t.strictSame(compile('dist/client', '.d.ts', 'ES2022'), [])
  t.strictSame(compile('dist/client', '.d.ts', 'ES2022,DOM'), [])
  t.strictSame(compile('dist/client', '.d.ts', 'ES2022', ['node']), [])
})
