/**
 * How start-up, memory and the OpenAPI document grow with codes and routes, with and without the plugin:
 *
 *   node bench/growth.mjs [--rounds=5] [--codes=10,100,500] [--routes=100,1000,5000] [--dry]
 *
 * Each figure is that of a process of its own: CPU time from Fastify() to ready(), of the first app.swagger(), and the
 * heap after a collection of garbage. Every route declares three codes. All variants take turns in each round; the first
 * is measured twice, so that the noise shows. Writes bench/results/growth.json; `--dry` prints instead.
 */
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { argumentsOf, circumstances, fixed, fixedHeap, inTurn, median, ratios, store } from './measure.mjs'

// Plugins that the routes are spread over.
const groupCount = 50

if (process.argv[2] === '--measure') await measure(...process.argv.slice(3).map(Number))
else compare(argumentsOf({ rounds: 5, codes: '10,100,500', routes: '100,1000,5000', dry: false }))

/** No code: the application without the plugin. */
async function measure (codeCount, routeCount, withSwagger) {
  const { default: Fastify } = await import('fastify')
  const { default: swagger } = await import('@fastify/swagger')
  const { default: problemJson, defineCatalog, refResolver } = await import('fastify-problem-json')

  const names = Array.from({ length: codeCount }, (_, index) => `CODE_NUMBER_${index}`)
  const definitions = Object.fromEntries(names.map((name, index) => [name, {
    status: [404, 409, 422][index % 3],
    title: `Problem ${index}`,
    description: 'What it means, in a sentence.',
    guidance: 'What to do about it, in a sentence.',
    detail: 'There is no thing {thingId}.',
    extensions: { type: 'object', properties: { thingId: { type: 'string' } }, required: ['thingId'] }
  }]))

  const base = heap()
  const startUp = stopwatch()
  const app = Fastify()
  if (withSwagger) await app.register(swagger, { openapi: { openapi: '3.1.0' }, refResolver })
  if (codeCount > 0) await app.register(problemJson, { catalog: defineCatalog(definitions) })
  for (let group = 0; group < groupCount; group++) {
    const share = Math.floor((group + 1) * routeCount / groupCount) - Math.floor(group * routeCount / groupCount)
    app.register(async (child) => {
      for (let index = 0; index < share; index++) addRoute(child, Math.floor(group * routeCount / groupCount) + index, names)
    }, { prefix: `/group-${group}` })
  }
  await app.ready()
  const figures = { startUp: startUp(), memory: heap() - base }
  if (withSwagger) {
    const generation = stopwatch()
    const document = app.swagger()
    figures.document = generation()
    figures.bytes = JSON.stringify(document).length
  }
  console.log(JSON.stringify(figures))
}

function addRoute (app, index, names) {
  const problems = names.length > 0 && { problems: [0, 1, 2].map((step) => names[(index * 3 + step) % names.length]) }
  app.get(`/things-${index}/:thingId`, {
    schema: {
      params: { type: 'object', properties: { thingId: { type: 'string' } }, required: ['thingId'] },
      response: { 200: { type: 'object', properties: { thingId: { type: 'string' }, name: { type: 'string' } } } },
      ...problems
    }
  }, async () => ({}))
}

/** Megabytes. */
function heap () {
  globalThis.gc()
  globalThis.gc()
  return process.memoryUsage().heapUsed / 1e6
}

/** Milliseconds of CPU. */
function stopwatch () {
  const from = process.cpuUsage()
  return () => {
    const { user, system } = process.cpuUsage(from)
    return (user + system) / 1000
  }
}

function compare ({ rounds, codes, routes, dry }) {
  const counts = (text) => text.split(',').map(Number)
  const variants = counts(routes).flatMap((routeCount) => [1, 0].flatMap((withSwagger) =>
    [0, ...counts(codes), 'again'].map((codeCount) => ({ codeCount, routeCount, withSwagger, figures: { startUp: [], memory: [], document: [] } }))))
  for (let round = 0; round < rounds; round++) {
    for (const variant of inTurn(variants, round)) run(variant)
    console.error(`round ${round + 1} of ${rounds}`)
  }
  const results = {
    ...circumstances(['fastify', 'fastify-problem-json', '@fastify/swagger']),
    method: { rounds, routesPerPlugin: `routes / ${groupCount}`, codesPerRoute: 3 },
    variants: variants.map(({ codeCount, routeCount, withSwagger, figures, bytes }) => ({ codes: codeCount, routes: routeCount, swagger: withSwagger === 1, bytes, ...figures }))
  }
  for (const each of results.variants) tell(each, results.variants)
  if (dry) console.log(JSON.stringify(results))
  else store('growth', results)
}

function run (variant) {
  const { codeCount, routeCount, withSwagger, figures } = variant
  const { stdout, stderr } = spawnSync(process.execPath, [...fixedHeap, '--expose-gc', fileURLToPath(import.meta.url), '--measure', codeCount === 'again' ? 0 : codeCount, routeCount, withSwagger].map(String),
    { encoding: 'utf8', env: { ...process.env, NODE_ENV: 'production' } })
  if (stdout === '') throw new Error(stderr)
  const measured = JSON.parse(stdout)
  figures.startUp.push(measured.startUp)
  figures.memory.push(measured.memory)
  if (measured.document !== undefined) figures.document.push(measured.document)
  variant.bytes = measured.bytes
}

function tell ({ codes, routes, swagger, startUp, memory, document, bytes }, all) {
  const plain = all.find((other) => other.codes === 0 && other.routes === routes && other.swagger === swagger)
  const parts = [`start-up ${fixed(median(startUp), 0)} ms (${fixed(median(ratios(startUp, plain.startUp)), 2)})`, `heap ${fixed(median(memory))} MB`]
  if (swagger) {
    parts.push(`document ${fixed(median(document), 0)} ms (${fixed(median(ratios(document, plain.document)), 2)})`)
    parts.push(`${fixed(bytes / 1e6, 2)} MB (${fixed(bytes / plain.bytes, 1)})`)
  }
  console.error(`${codes} codes, ${routes} routes, ${swagger ? 'with' : 'without'} swagger: ${parts.join(', ')}`)
}
