/** Sources of packages, imported by their installed files. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { test } from 'tap'
import { importFiles } from '../../../lib/contract/index.js'

const require = createRequire(import.meta.url)
const installed = (path: string) => {
  const [name = ''] = path.split('/')
  return { name: path, text: readFileSync(require.resolve(`${name}/package.json`).replace('package.json', path.slice(name.length + 1)), 'utf8') }
}

test("undici's errors: every code, and no status, as none is stated", async (t) => {
  const undici = require('undici/lib/core/errors.js') as Record<string, { prototype: object }>
  const { definitions, undecided = {}, questions } = await importFiles([installed('undici/lib/core/errors.js')])
  t.same(definitions, {})
  t.ok(Object.keys(undecided).length >= Object.keys(undici).length - 2)
  t.equal(undecided['UND_ERR_CONNECT_TIMEOUT']?.title, 'Connect Timeout Error')
  t.ok(questions.every(({ text }) => /nothing states a status \(line \d+\)/.test(text)))
})

test('an enum of TypeScript from a package: every status', async (t) => {
  const source = installed('axios/index.d.ts')
  const [, body = ''] = /enum HttpStatusCode \{([^}]+)\}/.exec(source.text) ?? []
  const stated = [...body.matchAll(/(\w+) = ([45]\d\d)/g)].map(([, name, status]) => [name!.replace(/([a-z])([A-Z])/g, '$1_$2').toUpperCase(), Number(status)])
  const { definitions } = await importFiles([source])
  const found = Object.fromEntries(Object.entries(definitions).map(([code, { status }]) => [code, status]))
  t.ok(stated.length > 30)
  for (const [name, status] of stated) t.equal(found[String(name)], status, String(name))
  t.equal(Object.keys(found).length, stated.length, 'and nothing else')
})
