/**
 * What the types cost: `tsc --extendedDiagnostics` of generated programs.
 *
 *   node bench/types.mjs [--rounds=5] [--codes=10,100,500] [--routes=100] [--dry]
 *
 * Each program imports the same packages. `empty` has no more than that; `N codes` a registered catalog in which every code
 * has two placeholders and two extensions; `each used` a call of each class as well; `and routes` routes that each declare
 * three codes and send one, beside `empty and routes`, which has the same routes without codes. Writes bench/results/types.json; `--dry` prints instead.
 */
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { argumentsOf, circumstances, fixed, inTurn, median, store } from './measure.mjs'

const { rounds, codes, routes, dry } = argumentsOf({ rounds: 5, codes: '10,100,500', routes: 100, dry: false })
const root = fileURLToPath(new URL('..', import.meta.url))
const compiler = createRequire(import.meta.url).resolve('typescript/lib/tsc.js')

const imports = `import Fastify from 'fastify'
import { Type } from '@sinclair/typebox'
import problemJson, { defineCatalog } from 'fastify-problem-json'
export const used = { Fastify, Type, problemJson, defineCatalog }
`
const nameOf = (index) => `CODE_NUMBER_${index}`

const catalogOf = (count) => `export const catalog = defineCatalog({
${Array.from({ length: count }, (_, index) => `  ${nameOf(index)}: {
    status: 404, title: 'Problem ${index}', detail: 'There is no {thingId}, or {other${index}}.',
    extensions: Type.Object({ thingId: Type.String(), other${index}: Type.Number() })
  }`).join(',\n')}
})
declare module 'fastify-problem-json' { interface Register { catalog: typeof catalog } }
`

const usesOf = (count) => `${Array.from({ length: count }, (_, index) => `export const make${index} = () => new catalog.${nameOf(index)}({ thingId: 'a', other${index}: 1 })`).join('\n')}
`

const routesOf = (count, codeCount) => `const app = Fastify()
${Array.from({ length: count }, (_, index) => {
  const [first, second, third] = [0, 1, 2].map((step) => (index * 3 + step) % codeCount)
  const [problems, answer] = codeCount > 0
    ? [`, problems: ['${nameOf(first)}', '${nameOf(second)}', '${nameOf(third)}']`, `reply.problem('${nameOf(first)}', { thingId: 'a', other${first}: 1 })`]
    : ['', "reply.send({ thingId: 'a' })"]
  return `app.get('/things-${index}/:thingId', { schema: { params: Type.Object({ thingId: Type.String() })${problems} } }, async (_request, reply) => ${answer})`
}).join('\n')}
`

const programs = {
  empty: imports,
  'empty again': imports,
  'empty and routes': imports + routesOf(routes, 0),
  ...Object.fromEntries(codes.split(',').map(Number).flatMap((count) => [
    [`${count} codes`, imports + catalogOf(count)],
    [`${count} codes, each used`, imports + catalogOf(count) + usesOf(count)],
    [`${count} codes and routes`, imports + catalogOf(count) + routesOf(routes, count)]
  ]))
}

const folder = mkdtempSync(join(tmpdir(), 'problem-json-types-'))
process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
writeFileSync(join(folder, 'package.json'), '{"type":"module"}')
for (const [index, source] of Object.values(programs).entries()) {
  mkdirSync(join(folder, String(index)))
  writeFileSync(join(folder, String(index), 'program.ts'), source)
  writeFileSync(join(folder, String(index), 'tsconfig.json'), JSON.stringify({
    compilerOptions: {
      target: 'es2022',
      module: 'nodenext',
      strict: true,
      skipLibCheck: true,
      noEmit: true,
      types: ['node'],
      paths: { 'fastify-problem-json': [join(root, 'dist/index.d.ts')] }
    },
    files: ['program.ts']
  }))
}

const names = Object.keys(programs)
const figures = Object.fromEntries(names.map((name) => [name, { check: [], total: [] }]))
for (let round = 0; round < rounds; round++) {
  for (const name of inTurn(names, round)) {
    const { check, total, ...counts } = compile(name)
    figures[name].check.push(check)
    figures[name].total.push(total)
    Object.assign(figures[name], counts)
  }
}
for (const [name, { check, total, instantiations, memory }] of Object.entries(figures)) {
  console.error(`${name.padEnd(24)} check ${fixed(median(check), 2)} s, all ${fixed(median(total), 2)} s, ${instantiations} instantiations, ${fixed(memory, 0)} MB`)
}
const results = { ...circumstances(['typescript', 'fastify', 'fastify-problem-json', '@sinclair/typebox']), method: { rounds, routes }, programs: figures }
if (dry) console.log(JSON.stringify(results))
else store('types', results)

function compile (name) {
  const { status, stdout } = spawnSync(process.execPath, [compiler, '-p', join(folder, String(names.indexOf(name))), '--extendedDiagnostics'], { encoding: 'utf8' })
  if (status !== 0) throw new Error(`${name} does not compile:\n${stdout.slice(0, 2000)}`)
  const read = (label) => Number(new RegExp(`^${label}:\\s+([\\d.]+)`, 'm').exec(stdout)[1])
  return { check: read('Check time'), total: read('Total time'), instantiations: read('Instantiations'), memory: read('Memory used') / 1000 }
}
