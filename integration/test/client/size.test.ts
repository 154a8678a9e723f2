/** What a page that uses the client has to load. */
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { test } from 'tap'

const root = fileURLToPath(new URL('../../..', import.meta.url))

test('decoder and retries are at most 1.3 kB', async (t) => {
  const { outputFiles, metafile } = await build({
    stdin: { contents: "export { createDecoder, fetchWithRetry } from './lib/client/index.ts'", resolveDir: root },
    absWorkingDir: root,
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    metafile: true,
    write: false
  })

  const size = gzipSync(outputFiles[0]!.contents, { level: 9 }).length

  t.comment(`${size} bytes`)
  t.ok(size <= 1300, `${size} bytes`)
  t.strictSame(Object.keys(metafile.inputs).sort(), ['<stdin>', 'lib/client/decode.ts', 'lib/client/index.ts', 'lib/client/read.ts', 'lib/client/retry.ts'])
})
