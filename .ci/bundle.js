/**
 * Makes each door of a built package one file, with what doors share beside them: a service loads a few files instead of
 * a hundred. Nothing is minified, so that the frames of a stack stay readable; the declarations stay where they are.
 *
 *     node .ci/bundle.js [FOLDER]       the package there; default: this one
 */
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { build } from 'esbuild'

const folder = resolve(process.argv[2] ?? '.')
const dist = join(folder, 'dist')
const { exports, bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
const doors = [...Object.values(exports).map((door) => door.default).filter(Boolean), ...Object.values(bin)]

const { outputFiles } = await build({
  absWorkingDir: folder,
  entryPoints: doors,
  outdir: dist,
  outbase: dist,
  chunkNames: 'shared/[name]-[hash]',
  bundle: true,
  // Errors and catalogs made through one door are known behind the others.
  splitting: true,
  packages: 'external',
  format: 'esm',
  platform: 'neutral',
  target: 'es2022',
  write: false,
  allowOverwrite: true,
  logLevel: 'warning'
})
for (const file of listed(dist)) if (file.endsWith('.js')) rmSync(file)
for (const { path, contents } of outputFiles) {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, contents)
}

function listed (directory) {
  return readdirSync(directory, { recursive: true }).map((name) => join(directory, name))
}
