/**
 * What others make of the document of the example, and of a sample in the forms that the example does not have:
 * validators, linters, and generators of clients whose code is compiled here.
 */
import { execFile } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { createClient } from '@hey-api/openapi-ts'
import { Validator } from '@seriousme/openapi-schema-validator'
import openapiTS, { astToString } from 'openapi-typescript'
import type { FastifyInstance } from 'fastify'
import t, { test } from 'tap'
import ts from 'typescript'
import { envelopes } from '../../../lib/index.js'
import { buildApp } from '../../../test/fixtures/openapi-app.js'
import type { SampleOptions } from '../../../test/fixtures/openapi-app.js'

// Compilers and linters take their time on a busy machine.
t.setTimeout(120_000)

const run = promisify(execFile)
const tools = fileURLToPath(new URL('../../node_modules/.bin', import.meta.url))

// By a computed name: the compiler must not see it here, since it registers a catalog for the whole of its program.
const { build } = await import(new URL('../../../examples/orders/app.ts', import.meta.url).href) as { build: () => Promise<FastifyInstance> }

const sample = (options: SampleOptions) => () => buildApp(options)
const documents = {
  example: await documentOf(build),
  '3.0': await documentOf(sample({ version: '3.0.3' })),
  'without refResolver': await documentOf(sample({ swagger: {} })),
  open: await documentOf(sample({ plugin: { openapi: { open: true } } })),
  legacy: await documentOf(sample({ plugin: { envelope: { format: envelopes.errorCode, mode: 'legacy' } } })),
  superset: await documentOf(sample({ version: '3.0.3', plugin: { envelope: { format: envelopes.errorObject, mode: 'superset' } } }))
}

async function documentOf (build: () => Promise<FastifyInstance>): Promise<object> {
  const app = await build()
  await app.ready()
  const document = app.swagger()
  await app.close()
  return document
}

/** Runs a tool; without the environment, by which it would be measured, too. What it prints, where it ends with an error. */
async function complaints (tool: string, args: readonly string[]): Promise<string> {
  try {
    await run(process.execPath, [join(tools, tool), ...args], { env: { PATH: process.env['PATH'] }, maxBuffer: 1e8 })
    return ''
  } catch (error) {
    return (error as { stdout: string }).stdout || String(error)
  }
}

test('a validator and a linter find no error in the document', async (t) => {
  const files: string[] = []
  const directory = t.testdir({
    'redocly.yaml': `extends: [recommended]
rules:
  operation-4xx-problem-details-rfc7807: error
  no-invalid-media-type-examples: error
  no-invalid-schema-examples: error
`
  })
  for (const [name, document] of Object.entries(documents)) {
    t.match(await new Validator().validate(structuredClone(document) as Record<string, unknown>), { valid: true }, name)
    const file = join(directory, `${name}.json`)
    writeFileSync(file, JSON.stringify(document))
    files.push(file)
  }

  t.equal(await complaints('redocly', ['lint', '--config', join(directory, 'redocly.yaml'), '--format', 'stylish', ...files]), '')
})

const usage = `
import createClient from 'openapi-fetch'
import type { paths } from './api.js'
import type { paths as paths30 } from './api-3.0.js'
import type { paths as unnamedPaths } from './api-unnamed.js'
import type { paths as legacyPaths } from './api-legacy.js'
import { getOrdersByOrderId } from './hey/index.js'

type Expect<T extends true> = T
type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends (<T>() => T extends B ? 1 : 2) ? true : false
type Codes = 'ORDER_NOT_FOUND' | 'UNAUTHORIZED' | 'VALIDATION_ERROR' | 'INVALID_REQUEST' | 'INTERNAL_ERROR'

const fetched = await createClient<paths>({}).GET('/orders/{orderId}', { params: { path: { orderId: 1 } } })
export type FetchCodes = Expect<Equal<NonNullable<typeof fetched.error>['code'], Codes>>
if (fetched.error?.code === 'ORDER_NOT_FOUND') {
  const orderId: number = fetched.error.orderId
  // @ts-expect-error a member of another code
  console.log(orderId, fetched.error.errors)
}
// @ts-expect-error a code of another route
console.log(fetched.error?.code === 'PAYMENT_DECLINED')

const fetched30 = await createClient<paths30>({}).GET('/orders/{orderId}', { params: { path: { orderId: '1' } } })
if (fetched30.error?.code === 'ORDER_NOT_FOUND') console.log(fetched30.error.orderId.trim())
// @ts-expect-error a code of another route
console.log(fetched30.error?.code === 'OUT_OF_STOCK')

const unnamed = await createClient<unnamedPaths>({}).GET('/orders/{orderId}', { params: { path: { orderId: '1' } } })
if (unnamed.error?.code === 'ORDER_NOT_FOUND') console.log(unnamed.error.orderId.trim())
// @ts-expect-error a code of another route
console.log(unnamed.error?.code === 'OUT_OF_STOCK')

const old = await createClient<legacyPaths>({}).GET('/orders/{orderId}', { params: { path: { orderId: '1' } } })
if (old.error && 'statusCode' in old.error && old.error.error === 'ORDER_NOT_FOUND') console.log(old.error.details.orderId.trim())

const answer = await getOrdersByOrderId({ path: { orderId: 1 } })
export type HeyCodes = Expect<Equal<NonNullable<typeof answer.error>['code'], Codes>>
if (answer.error?.code === 'ORDER_NOT_FOUND') {
  const orderId: number = answer.error.orderId
  // @ts-expect-error a member of another code
  console.log(orderId, answer.error.errors)
}
// @ts-expect-error a code of another route
console.log(answer.error?.code === 'PAYMENT_DECLINED')
`

test('generated clients narrow by code, and know the codes of each operation only', async (t) => {
  const directory = t.testdir({ 'usage.ts': usage })
  const generate = async (name: string, document: object) => {
    const tree = await openapiTS(document as Parameters<typeof openapiTS>[0], { silent: true })
    writeFileSync(join(directory, name), astToString(tree))
  }
  await generate('api.ts', documents.example)
  await generate('api-3.0.ts', documents['3.0'])
  await generate('api-unnamed.ts', documents['without refResolver'])
  await generate('api-legacy.ts', documents.legacy)
  await createClient({ input: documents.example as never, output: join(directory, 'hey'), logs: { level: 'silent' } })

  t.strictSame(compile(join(directory, 'usage.ts')), [])
  t.match(readFileSync(join(directory, 'api.ts'), 'utf8'), '"application/problem+json": components["schemas"]["ORDER_NOT_FOUND"]')
})

/** The errors that the compiler finds. */
function compile (file: string): string[] {
  const program = ts.createProgram([file], {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    lib: ['lib.es2023.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
    types: [],
    // The generated files are in a folder of the root, which does not have it.
    paths: { 'openapi-fetch': [fileURLToPath(new URL('../../node_modules/openapi-fetch', import.meta.url))] }
  })
  return ts.getPreEmitDiagnostics(program).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))
}
