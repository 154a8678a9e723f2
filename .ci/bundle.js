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
const doors = Object.values(exports).map((door) => door.default).filter(Boolean)

// What the command line shares with the doors would cut them into many small files: it has its own.
const outputFiles = [...await bundle(doors, 'shared'), ...await bundle(Object.values(bin), 'cli')]
for (const file of listed(dist)) if (file.endsWith('.js')) rmSync(file)
for (const { path, contents } of outputFiles) {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, contents)
}

async function bundle (entryPoints, chunks) {
  const { outputFiles } = await build({
    absWorkingDir: folder,
    entryPoints,
    outdir: dist,
    outbase: dist,
    chunkNames: `${chunks}/[name]-[hash]`,
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
  return outputFiles
}

function listed (directory) {
  return readdirSync(directory, { recursive: true }).map((name) => join(directory, name))
}
