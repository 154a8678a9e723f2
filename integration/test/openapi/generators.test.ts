/**
 * Clients that others generate from the documents, compiled here: they narrow by `code`, and know the codes of each
 * operation only.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { createClient } from '@hey-api/openapi-ts'
import { build as buildKubb } from '@kubb/core'
import { pluginOas } from '@kubb/plugin-oas'
import { pluginTs } from '@kubb/plugin-ts'
import openapiTS, { astToString } from 'openapi-typescript'
import { test } from 'tap'
import { documents } from '../fixtures/openapi-documents.js'
import { compile, complaints } from '../fixtures/tools.js'

/** An operation, what it can answer, and one of its codes with a member that others do not have. */
interface Usage {
  readonly id: string
  readonly path: string
  readonly parameter: string
  readonly codes: readonly string[]
  readonly code: string
  readonly member: readonly [name: string, type: string]
}

const automatic = ['VALIDATION_ERROR', 'INVALID_REQUEST', 'INTERNAL_ERROR']

/** Each status has one code. */
const order: Usage = {
  id: 'getOrder',
  path: '/orders/{orderId}',
  parameter: 'orderId',
  codes: ['ORDER_NOT_FOUND', 'UNAUTHORIZED', ...automatic],
  code: 'ORDER_NOT_FOUND',
  member: ['orderId', 'number']
}

/** 409 has two codes. */
const thing: Usage = {
  id: 'getThing0',
  path: '/things-0/{itemId}',
  parameter: 'itemId',
  codes: ['ORDER_NOT_FOUND', 'ORDER_ALREADY_SHIPPED', 'ORDER_LOCKED', 'ORDER_EMPTY', ...automatic],
  code: 'ORDER_ALREADY_SHIPPED',
  member: ['shippedAt', 'string']
}

const usages = { 'example 3.1': order, 'example 3.0': order, 'shop 3.1': thing, 'shop 3.0': thing }

interface Generator {
  /** Writes what it generates into a folder. */
  readonly generate: (document: object, folder: string) => Promise<unknown>
  /** Statements that end with the type `Failure`. */
  readonly failure: (usage: Usage, folder: string) => string
}

const generators: Readonly<Record<string, Generator>> = {
  'openapi-typescript': {
    generate: async (document, folder) => writeFileSync(`${folder}.ts`, astToString(await openapiTS(document as Parameters<typeof openapiTS>[0], { silent: true }))),
    failure: ({ path, parameter }, folder) => `
import createClient from 'openapi-fetch'
import type { paths } from '${folder}.js'
const answer = await createClient<paths>({}).GET('${path}', { params: { path: { ${parameter}: 1 } } })
type Failure = NonNullable<typeof answer.error>`
  },
  'hey-api': {
    generate: async (document, folder) => createClient({ input: document as never, output: folder, logs: { level: 'silent' } }),
    failure: ({ id, parameter }, folder) => `
import { ${id} } from '${folder}/index.js'
const answer = await ${id}({ path: { ${parameter}: 1 } })
type Failure = NonNullable<typeof answer.error>`
  },
  orval: {
    generate: async (document, folder) => {
      writeFileSync(`${folder}.json`, JSON.stringify(document))
      const said = await complaints('orval', ['--input', `${folder}.json`, '--output', `${folder}.ts`, '--client', 'fetch'])
      if (said !== '') throw new Error(said)
    },
    failure: ({ id }, folder) => `
import { ${id} } from '${folder}.js'
const answer = await ${id}(1)
type Failure = Exclude<typeof answer, { status: 200 }>['data']`
  },
  kubb: {
    generate: async (document, folder) => {
      writeFileSync(`${folder}.json`, JSON.stringify(document))
      // It writes into the working directory, whatever its root is.
      const before = process.cwd()
      const root = dirname(folder)
      process.chdir(root)
      try {
        const config = { root, input: { path: `${folder}.json` }, output: { path: basename(folder) }, plugins: [pluginOas({ generators: [] }), pluginTs({})] }
        const { error } = await buildKubb({ config: config as never })
        if (error) throw error
      } finally {
        process.chdir(before)
      }
    },
    failure: ({ id }, folder) => `
import type { ${nameOfQuery(id)} } from '${folder}/index.js'
type Failure = ${nameOfQuery(id)}['Errors']`
  }
}

function nameOfQuery (id: string): string {
  return `${id.charAt(0).toUpperCase()}${id.slice(1)}Query`
}

function program (usage: Usage, failure: string): string {
  const { codes, code, member: [name, type] } = usage
  return `${failure}
type Expect<T extends true> = T
type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends (<T>() => T extends B ? 1 : 2) ? true : false
export type Codes = Expect<Equal<Failure['code'], ${codes.map((each) => `'${each}'`).join(' | ')}>>
export function use (failure: Failure): void {
  if (failure.code === '${code}') {
    const value: ${type} = failure.${name}
    // @ts-expect-error a member of another code
    console.log(value, failure.errors)
  }
  // @ts-expect-error a code of another operation
  console.log(failure.code === 'PAYMENT_DECLINED')
}
`
}

for (const [tool, { generate, failure }] of Object.entries(generators)) {
  test(`${tool} generates clients that compile, and narrow by the codes of each operation`, async (t) => {
    const directory = t.testdir({})
    const files: string[] = []
    for (const [index, [name, usage]] of Object.entries(usages).entries()) {
      const folder = `generated-${index}`
      await generate(documents[name as keyof typeof usages], join(directory, folder))
      files.push(join(directory, `usage-${index}.ts`))
      writeFileSync(files.at(-1)!, program(usage, failure(usage, `./${folder}`)))
    }

    t.strictSame(compile(...files), [])
  })
}

const otherForms = `
import createClient from 'openapi-fetch'
import type { paths as unnamedPaths } from './unnamed.js'
import type { paths as legacyPaths } from './legacy.js'
import type { paths as openPaths } from './open.js'

const get = { params: { path: { orderId: '1' } } }
const unnamed = await createClient<unnamedPaths>({}).GET('/orders/{orderId}', get)
if (unnamed.error?.code === 'ORDER_NOT_FOUND') console.log(unnamed.error.orderId.trim())
// @ts-expect-error a code of another route
console.log(unnamed.error?.code === 'OUT_OF_STOCK')

const old = await createClient<legacyPaths>({}).GET('/orders/{orderId}', get)
if (old.error && 'statusCode' in old.error && old.error.error === 'ORDER_NOT_FOUND') console.log(old.error.details.orderId.trim())

const open = await createClient<openPaths>({}).GET('/orders/{orderId}', get)
console.log(open.error?.code === 'A_CODE_OF_TOMORROW')
`

test('they also do without the resolver, with an older shape, and with codes that are to come', async (t) => {
  const directory = t.testdir({ 'usage.ts': otherForms })
  const generate = generators['openapi-typescript']!.generate
  await generate(documents['without refResolver'], join(directory, 'unnamed'))
  await generate(documents.legacy, join(directory, 'legacy'))
  await generate(documents.open, join(directory, 'open'))

  t.strictSame(compile(join(directory, 'usage.ts')), [])
  t.match(readFileSync(join(directory, 'unnamed.ts'), 'utf8'), '"application/problem+json": components["schemas"]["ORDER_NOT_FOUND"]')
})
