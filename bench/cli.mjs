// The command line against an empty Node start: `--help`, and checking 500 codes. Build first.
// Each round runs all of them in turn; what counts is the median of the ratios.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const rounds = Number(process.argv[2] ?? 15)
const dist = fileURLToPath(new URL('../dist/', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'problem-json-'))
const cli = join(dist, 'cli/index.js')

const rows = Array.from({ length: 500 }, (_, index) => `  ORDER_STATE_${index}: {
    status: ${400 + index % 50}, title: 'Order state ${index}', description: 'State ${index}.', detail: 'There is no {orderId}.',
    extensions: { type: 'object', properties: { orderId: { type: 'string' }, count: { type: 'integer' } }, required: ['orderId'] }
  }`)
writeFileSync(join(folder, 'empty.mjs'), '')
writeFileSync(join(folder, 'catalog.mjs'), `import { defineCatalog } from '${dist}index.js'\nexport const catalog = defineCatalog({\n${rows.join(',\n')}\n})\n`)
writeFileSync(join(folder, 'only.mjs'), "import './catalog.mjs'\n")

const node = (...args) => {
  const start = performance.now()
  try {
    execFileSync(process.execPath, args, { cwd: folder, stdio: 'ignore' })
  } catch (error) {
    if (error.status > 3) throw error
  }
  return performance.now() - start
}

node(cli, 'snapshot', 'catalog.mjs')
node(cli, 'snapshot', 'catalog.mjs', '--out', 'base.json')

const cases = {
  'empty Node start': ['empty.mjs'],
  '--help': [cli, '--help'],
  'loading the catalog of 500 codes': ['only.mjs'],
  'check of 500 codes': [cli, 'check', 'catalog.mjs', '--against', 'base.json']
}
const times = Object.fromEntries(Object.keys(cases).map((name) => [name, []]))
for (let round = 0; round < rounds; round++) {
  for (const [name, args] of Object.entries(cases)) times[name].push(node(...args))
}
rmSync(folder, { recursive: true })

const median = (values) => values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)]
const empty = times['empty Node start']
for (const [name, values] of Object.entries(times)) {
  const ratio = median(values.map((value, round) => value / empty[round]))
  console.log(`${name.padEnd(34)} ${median(values).toFixed(0).padStart(5)} ms  ${ratio.toFixed(2).padStart(6)} × an empty Node start`)
}
