/** What a page that uses the client has to load. */
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { test } from 'tap'

const root = fileURLToPath(new URL('../../..', import.meta.url))

/** Compressed, in bytes. */
async function bundle (contents: string) {
  const { outputFiles, metafile } = await build({
    stdin: { contents, resolveDir: root },
    absWorkingDir: root,
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    metafile: true,
    write: false
  })
  return { size: gzipSync(outputFiles[0]?.contents ?? '', { level: 9 }).length, files: Object.keys(metafile.inputs).sort() }
}

test('decoder and retries are at most 1.5 kB', async (t) => {
  const { size, files } = await bundle("export { createDecoder, fetchWithRetry } from './lib/client/index.ts'")

  t.comment(`${size} bytes`)
  t.ok(size > 0 && size <= 1500, `${size} bytes`)
  t.strictSame(files, ['<stdin>', 'lib/client/decode.ts', 'lib/client/index.ts', 'lib/client/read.ts', 'lib/client/retry.ts'])
})

test('the events take at most 0.6 kB beside the decoder', async (t) => {
  const decoder = "export { createDecoder } from './lib/client/index.ts'"

  const both = await bundle(`${decoder}; export * from './lib/client/events.ts'`)
  const { size } = await bundle(decoder)

  t.comment(`${both.size - size} bytes`)
  t.ok(both.size > size && both.size - size <= 0.6 * 1024, `${both.size - size} bytes`)
})
