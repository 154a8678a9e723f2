/**
 * Start-up and document generation of 500 codes and 1,000 routes that declare three each, against the same
 * application without the plugin. Fresh processes in turn; the ratio is that of the medians of CPU time.
 *
 *   npm run build && node bench/openapi.mjs [rounds]
 */
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const codeCount = 500
const routeCount = 1000
// Plugins that the routes are spread over.
const groupCount = 50
const variants = ['plain', 'plugin', 'plain again']

if (process.argv[2] === '--measure') await measure(process.argv[3] === 'plugin')
else compare(Number(process.argv[2] ?? 8))

async function measure (withPlugin) {
  const { default: Fastify } = await import('fastify')
  const { default: swagger } = await import('@fastify/swagger')
  const { default: problemJson, defineCatalog, refResolver } = await import('../dist/index.js')

  const names = Array.from({ length: codeCount }, (_, index) => `CODE_NUMBER_${index}`)
  const definitions = Object.fromEntries(names.map((name, index) => [name, {
    status: [404, 409, 422][index % 3],
    title: `Problem ${index}`,
    description: 'What it means, in a sentence.',
    guidance: 'What to do about it, in a sentence.',
    detail: 'There is no thing {thingId}.',
    extensions: { type: 'object', properties: { thingId: { type: 'string' } }, required: ['thingId'] }
  }]))

  const startUp = stopwatch()
  const app = Fastify()
  await app.register(swagger, { openapi: { openapi: '3.1.0' }, refResolver })
  if (withPlugin) await app.register(problemJson, { catalog: defineCatalog(definitions) })
  for (let group = 0; group < groupCount; group++) {
    app.register(async (child) => {
      for (let index = 0; index < routeCount / groupCount; index++) addRoute(child, group * routeCount / groupCount + index, withPlugin && names)
    }, { prefix: `/group-${group}` })
  }
  await app.ready()
  const started = startUp()
  const generation = stopwatch()
  const document = app.swagger()
  const generated = generation()
  console.log(JSON.stringify({ startUp: started, document: generated, bytes: JSON.stringify(document).length }))
}

function addRoute (app, index, names) {
  const problems = names && { problems: [0, 1, 2].map((step) => names[(index * 3 + step) % codeCount]) }
  app.get(`/things-${index}/:thingId`, {
    schema: {
      params: { type: 'object', properties: { thingId: { type: 'string' } }, required: ['thingId'] },
      response: { 200: { type: 'object', properties: { thingId: { type: 'string' }, name: { type: 'string' } } } },
      ...problems
    }
  }, async () => ({}))
}

function stopwatch () {
  const from = process.cpuUsage()
  return () => {
    const { user, system } = process.cpuUsage(from)
    return (user + system) / 1000
  }
}

function compare (rounds) {
  const results = Object.fromEntries(variants.map((variant) => [variant, []]))
  for (let round = 0; round < rounds; round++) {
    for (const variant of round % 2 === 0 ? variants : variants.toReversed()) {
      const { stdout, stderr } = spawnSync(process.execPath, ['--min-semi-space-size=16', '--max-semi-space-size=16', fileURLToPath(import.meta.url), '--measure', variant], { encoding: 'utf8' })
      if (stdout === '') throw new Error(stderr)
      results[variant].push(JSON.parse(stdout))
    }
  }
  for (const part of ['startUp', 'document']) {
    const [plain, plugin, again] = variants.map((variant) => median(results[variant].map((result) => result[part])))
    console.log(`${part}: ${plain.toFixed(0)} ms plain, ${plugin.toFixed(0)} ms with the plugin, ratio ${(plugin / plain).toFixed(2)} (control ${(again / plain).toFixed(2)})`)
  }
  const [plain, plugin] = variants.map((variant) => results[variant][0].bytes)
  console.log(`document: ${(plain / 1e6).toFixed(1)} MB plain, ${(plugin / 1e6).toFixed(1)} MB with the plugin`)
}

function median (values) {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[sorted.length >> 1]
}
