import { join } from 'node:path'
import tap, { test } from 'tap'
import ts from 'typescript'

// A compiler or a browser takes its time on a busy machine.
tap.setTimeout(120_000)

const doors = ['index', 'legacy', 'events']

function compile (folder: string, extension: string, lib: string[], types: string[] = []): string[] {
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    lib: lib.map((name) => `lib.${name}.d.ts`),
    types,
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    skipLibCheck: types.length > 0,
    skipDefaultLibCheck: true,
    noEmit: true
  }
  const program = ts.createProgram(doors.map((name) => join(folder, `${name}${extension}`)), options)
  return ts.getPreEmitDiagnostics(program)
    .map(({ file, messageText }) => `${file?.fileName}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`)
}

test('the client uses nothing that a browser lacks', (t) => {
  t.strictSame(compile('lib/client', '.ts', ['es2022', 'dom', 'dom.iterable']), [])
  t.end()
})

test('the published types need neither the DOM nor Node', (t) => {
  t.ok(ts.sys.fileExists('dist/client/index.d.ts'), 'the package is built: npm run build')
  t.strictSame(compile('dist/client', '.d.ts', ['es2022']), [])
  t.strictSame(compile('dist/client', '.d.ts', ['es2022', 'dom']), [])
  t.strictSame(compile('dist/client', '.d.ts', ['es2022'], ['node']), [])
  t.end()
})
