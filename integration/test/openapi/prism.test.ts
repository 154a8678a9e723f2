/**
 * Prism answers by the documents, as `docs/openapi.md` says: each code of each operation can be had.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { test } from 'tap'
import type { Test } from 'tap'
import { request } from 'undici'
import { exampleOf } from '../../../lib/json/example/index.js'
import { mediaOf, problemType, withResponses } from '../../../test/fixtures/openapi-document.js'
import type { OpenApiDocument } from '../../../test/fixtures/openapi-document.js'
import { documents } from '../fixtures/openapi-documents.js'
import { binOf } from '../fixtures/tools.js'

async function freePort (): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  return port
}

/** The address of a Prism that has the document. */
async function startPrism (t: Test, document: object): Promise<string> {
  const file = join(t.testdir({}), 'openapi.json')
  writeFileSync(file, JSON.stringify(document))
  const port = await freePort()
  const prism = spawn(process.execPath, [binOf('prism'), 'mock', '--port', String(port), '--host', '127.0.0.1', file], { stdio: ['ignore', 'pipe', 'pipe'] })
  t.teardown(() => prism.kill())
  await new Promise<void>((resolve, reject) => {
    let said = ''
    // It is read to the end: Prism writes of each request, too.
    for (const stream of [prism.stdout, prism.stderr]) {
      stream.on('data', (chunk) => {
        said += String(chunk)
        if (said.includes('Prism is listening')) resolve()
      })
    }
    prism.once('exit', () => reject(new Error(`Prism did not start: ${said}`)))
  })
  return `http://127.0.0.1:${port}`
}

interface Operation {
  requestBody?: { content: Record<string, { schema: Record<string, unknown> }> }
  parameters?: { name: string, in: string, schema: Record<string, unknown> }[]
}

/** A request that keeps to the document, so that Prism has nothing of its own to say. */
function requestOf ({ requestBody }: Operation): { headers: Record<string, string>, body?: string } {
  const headers = { authorization: 'Bearer staff' }
  const schema = requestBody?.content['application/json']?.schema
  if (schema === undefined) return { headers }
  return { headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify(exampleOf(schema)) }
}

/** Where it is asked, with the parameters that the operation names. */
function urlOf (path: string, { parameters = [] }: Operation): string {
  const query = parameters.filter((parameter) => parameter.in === 'query').map(({ name, schema }) => [name, String(exampleOf(schema))])
  return `${path.replace(/\{\w+\}/g, '1')}?${new URLSearchParams(query).toString()}`
}

for (const name of ['example 3.1', 'example 3.0', 'shop 3.1', 'shop 3.0'] as const) {
  test(`each code of each operation is what Prism answers when it is asked for: ${name}`, async (t) => {
    const document = documents[name] as unknown as OpenApiDocument
    const origin = await startPrism(t, document)
    const asked = new Set<string>()
    for (const { path, method, status, media } of mediaOf(withResponses(document))) {
      for (const [example, { value }] of Object.entries(media.examples ?? {})) {
        const operation = document.paths[path]![method]! as unknown as Operation
        const { headers, body } = requestOf(operation)
        // `fetch` gives no answer with status 407, which is of a proxy.
        const answer = await request(origin + urlOf(path, operation), {
          method: method.toUpperCase() as 'GET',
          headers: { ...headers, prefer: `code=${status}, example=${example}` },
          ...body !== undefined && { body }
        })
        const subject = `${method} ${path} ${status} ${example}`
        t.equal(answer.statusCode, Number(status), subject)
        t.equal(answer.headers['content-type'], problemType, subject)
        t.strictSame(await answer.body.json(), value, subject)
        asked.add(String(value['code']))
      }
    }
    t.ok(asked.size > 15, `${asked.size} codes`)
  })
}
