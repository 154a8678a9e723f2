import { Type } from '@sinclair/typebox'
import { test } from 'tap'
import ts from 'typescript'
import { renderClientModule } from '../../lib/contract/client-module/index.js'
import { renderType } from '../../lib/contract/client-module/schema-type.js'
import { defineCatalog } from '../../lib/index.js'

const catalog = defineCatalog({
  ORDER_NOT_FOUND: {
    status: 404,
    title: 'Order */ not found',
    description: 'First line.\n@deprecated\u2028import "x"',
    legacyCode: 'ERR_ORDER',
    extensions: Type.Object({
      orderId: Type.Integer(),
      state: Type.Union([Type.Literal('new'), Type.Literal('it\'s "old"')]),
      version: Type.Literal(2),
      tags: Type.Optional(Type.Array(Type.Union([Type.String(), Type.Null()]))),
      lines: Type.Array(Type.Object({ sku: Type.String(), 'unit-price': Type.Optional(Type.Number()) })),
      labels: Type.Record(Type.String(), Type.Boolean()),
      raw: Type.Unknown()
    }),
    examples: [{ orderId: 1, state: 'new', version: 2, lines: [], labels: {}, raw: null }]
  },
  ORDER_ARCHIVED: { status: 404, title: 'Order archived', refines: 'ORDER_NOT_FOUND', legacyCode: 'ERR_ORDER' },
  ORDER_LOCKED: {
    status: 409,
    title: 'Order locked',
    legacyCode: 'ERR_STATE',
    deprecated: { since: '1.4.0', sunset: '2027-06-30', replacedBy: 'CONFLICT' }
  },
  ORDER_SEALED: { status: 409, title: 'Order sealed', legacyCode: 'ERR_STATE', deprecated: { since: '1.5.0', replacedBy: null } },
  SIGNED_OUT: { status: 401, title: 'Signed out', legacyCode: 'UNAUTHORIZED' }
}, { retired: { ORDER_LOST: { since: '1.0.0', status: 404, type: '/problems/order-lost', replacedBy: 'ORDER_NOT_FOUND' } } })

const libraries = new Map<string, ts.SourceFile | undefined>()

/** What the compiler says of one file that nothing else is beside. */
function compile (source: string): string[] {
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2022,
    lib: ['lib.es2022.d.ts'],
    types: [],
    strict: true,
    exactOptionalPropertyTypes: true,
    isolatedModules: true,
    verbatimModuleSyntax: true,
    noEmit: true,
    module: ts.ModuleKind.ESNext,
    skipDefaultLibCheck: true
  }
  const host = ts.createCompilerHost(options)
  const { getSourceFile } = host
  host.getSourceFile = (name, ...rest) => {
    if (name === 'module.ts') return ts.createSourceFile(name, source, ts.ScriptTarget.ES2022)
    const file = libraries.get(name) ?? getSourceFile.call(host, name, ...rest)
    libraries.set(name, file)
    return file
  }
  return ts.getPreEmitDiagnostics(ts.createProgram(['module.ts'], options, host))
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))
}

const source = renderClientModule(catalog)

test('the module compiles alone, in strict mode, and imports nothing', (t) => {
  t.strictSame(compile(source), [])
  t.notMatch(source, /^\s*import/m)
  t.end()
})

test('the extension members have the types of their schemas', (t) => {
  const uses = `
    type Is<A, B> = (<T>() => T extends A ? 1 : 2) extends (<T>() => T extends B ? 1 : 2) ? true : never
    type Order = Problems['ORDER_NOT_FOUND']
    export const all: true[] = [
      true satisfies Is<Order['orderId'], number>,
      true satisfies Is<Order['state'], 'new' | 'it\\'s "old"'>,
      true satisfies Is<Order['version'], 2>,
      true satisfies Is<Required<Order>['tags'], Array<string | null>>,
      true satisfies Is<Order['lines'], Array<{ sku: string, 'unit-price'?: number }>>,
      true satisfies Is<Order['labels'], { [name: string]: boolean }>,
      true satisfies Is<Order['raw'], unknown>,
      true satisfies Is<Problems['ORDER_ARCHIVED'], Order>,
      true satisfies Is<Problems['VALIDATION_ERROR']['errors'][number]['in'], 'body' | 'query' | 'path' | 'header' | 'cookie'>,
      true satisfies Is<keyof Problems['FORBIDDEN'], never>
    ]
    export const order: Order = { orderId: 1, state: 'new', version: 2, lines: [], labels: {}, raw: undefined }
  `
  t.strictSame(compile(source + uses), [])
  t.strictSame(compile(`${source}\nexport const wrong: Problems['ORDER_NOT_FOUND']['orderId'] = '1'`), ["Type 'string' is not assignable to type 'number'."])
  t.end()
})

test('it lists every code, the retired ones too, in a fixed order', async (t) => {
  const { codes } = await load()

  t.strictSame(Object.keys(codes), [...Object.keys(catalog), 'ORDER_LOST'].sort())
  t.equal(source, renderClientModule(catalog))
  t.end()
})

test('deprecated and retired codes say so where they are used', (t) => {
  t.match(source, '@deprecated since 1.4.0, until 2027-06-30: CONFLICT is sent instead.')
  t.match(source, '@deprecated since 1.5.0.')
  t.match(source, '@deprecated since 1.0.0: ORDER_NOT_FOUND is sent instead.')
  t.end()
})

test('old spellings lead to the one code that they can mean', async (t) => {
  const { legacyCodes } = await load()

  t.strictSame(legacyCodes, { ERR_ORDER: 'ORDER_NOT_FOUND' }, 'the general one; not one of two that share a spelling; nothing that is a code itself')
  t.match(renderClientModule(defineCatalog({})), /legacyCodes: .* = \{\}\n$/)
  t.end()
})

test('the service\'s own codes come first, the standard ones behind one fold', (t) => {
  const order = (code: string) => source.indexOf(`\n  ${code}: `)

  for (const code of ['ORDER_NOT_FOUND', 'SIGNED_OUT', 'ORDER_LOST']) t.ok(order(code) > 0 && order(code) < source.indexOf('// #region'), code)
  for (const code of ['BAD_REQUEST', 'CONFLICT', 'VALIDATION_ERROR']) t.ok(order(code) > source.indexOf('// #region'), code)
  t.equal(source.split('// #region').length, 2)
  t.equal(source.split('// #endregion').length, 2)
  t.end()
})

test('title, description and guidance are the comment of a code, and a member has its own', (t) => {
  const described = renderClientModule(defineCatalog({
    ORDER_LOCKED: {
      status: 409,
      title: 'Order locked',
      description: 'Somebody else works on it.',
      guidance: 'Ask */ them.\nThen @try again.',
      extensions: Type.Object({ by: Type.String({ description: 'Who */ it is.' }), at: Type.String() })
    }
  }))

  t.match(described, [
    '  /**', '   * 409 Order locked.', '   *', '   * Somebody else works on it.', '   *', '   * Ask *\\/ them. Then \\@try again.', '   */',
    '  ORDER_LOCKED: {', '    /** Who *\\/ it is. */', '    by: string', '    at: string'
  ].join('\n'))
  t.strictSame(compile(described), [])
  t.end()
})

test('texts stay in their comments', (t) => {
  t.match(source, ' * 404 Order *\\/ not found.\n   *\n   * First line. \\@deprecated import "x"\n')
  t.notMatch(source, /[\u0085\u2028\u2029\r]/)
  t.end()
})

test('a table that was not made by defineCatalog() has no retired codes', (t) => {
  t.strictSame(compile(renderClientModule({ ORDER_NOT_FOUND: catalog.ORDER_NOT_FOUND })), [])
  t.end()
})

test('a schema that is not understood is unknown', (t) => {
  const types: [unknown, string][] = [
    [true, 'unknown'],
    [{ $ref: '#' }, 'unknown'],
    [{ type: 'Date' }, 'unknown'],
    [{ const: { a: 1 } }, 'unknown'],
    [{ anyOf: [{ type: 'string' }, {}] }, 'unknown'],
    [{ enum: [] }, 'never'],
    [{ enum: ['a', 1, null, 'it\'s "b"'] }, '"a" | 1 | null | "it\'s \\"b\\""'],
    [{ type: ['string', 'null'] }, 'string | null'],
    [{ type: 'string', nullable: true }, 'string | null'],
    [{ oneOf: [{ type: 'integer' }, { type: 'number' }] }, 'number'],
    [{ allOf: [{ enum: ['a', 'b'] }, { type: 'string' }] }, '("a" | "b") & (string)'],
    [{ allOf: [] }, 'unknown'],
    [{ type: 'array' }, 'Array<unknown>'],
    [{ type: 'array', items: [{ type: 'string' }] }, 'unknown[]'],
    [{ type: 'array', prefixItems: [{ type: 'string' }] }, 'unknown[]'],
    [{ type: 'object' }, 'Record<never, never>'],
    [{ type: 'object', additionalProperties: true }, '{ [name: string]: unknown }'],
    [{ type: 'object', additionalProperties: { type: 'string' } }, '{ [name: string]: string }'],
    [{ properties: { a: { type: 'null' } } }, '{\n  a?: null\n}'],
    [{ type: 'object', properties: { 'a-b': {} }, required: ['a-b'] }, '{\n  "a-b": unknown\n}']
  ]
  for (const [schema, type] of types) {
    t.equal(renderType(schema), type, JSON.stringify(schema))
  }
  t.strictSame(compile(types.map(([, type], index) => `export type T${index} = ${type}`).join('\n')), [])
  t.end()
})

async function load (): Promise<{ codes: object, legacyCodes: object }> {
  const script = ts.transpile(source, { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 })
  return import(`data:text/javascript,${encodeURIComponent(script)}`)
}
