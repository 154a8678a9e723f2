/**
 * Writes what bench/results/ holds into docs/performance.md and docs/observability.md, between their markers, and draws
 * the pictures:
 *
 *   node bench/report.mjs [--check]
 *
 * With `--check` it writes nothing, and ends with 1 where the page is not what the results say.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dotChart, lineChart } from './chart.mjs'
import { hotTable, importTable, inShort, insidePicture, lineTable, moreTable, timeTable } from './inside-tables.mjs'
import { argumentsOf, fixed, median, ratios, summary } from './measure.mjs'

const { check } = argumentsOf({ check: false })
const results = new URL('./results/', import.meta.url)
const docs = new URL('../docs/', import.meta.url)

/** The goals over HTTP: throughput per CPU time, over that of another contender on the same path. */
const goals = [
  { path: 'reply.problem()', over: 'ready', least: 0.95 },
  { path: 'a thrown problem', over: 'fastify', least: 1.2 },
  { path: 'an unknown error', over: 'fastify', least: 0.92 },
  { path: 'an own error class', over: 'fastify', least: 0.92 },
  { path: 'validation, 1 error', over: 'fastify', least: 1 },
  { path: 'validation, 20 errors', over: 'fastify', least: 1 },
  { path: 'an unknown route', over: 'fastify', least: 0.92 },
  { path: 'a wrong method', over: 'fastify', least: 0.9 },
  { path: 'a rate limit', over: 'fastify', least: 0.92 },
  { path: 'an upstream that refuses', over: 'fastify', least: 0.92 },
  { path: 'a success', over: 'fastify', least: 0.98 }
]
const ours = 'fastify-problem-json'
const titles = {
  ready: 'a ready Buffer',
  fastify: 'plain Fastify',
  [ours]: 'this plugin',
  '@fastify/sensible': 'sensible',
  'fastify-http-errors-enhanced': 'http-errors-enhanced',
  '@common-sense/error-iq': 'error-iq'
}
const titleOf = (name) => titles[name] ?? name

const runs = existsSync(results) ? readdirSync(results).filter((name) => /^http-\d+\.json$/.test(name)).sort().map(read) : []
const insideRuns = runsOf('inside')
const importRuns = runsOf('import')
const growth = readIfThere('growth.json')
const types = readIfThere('types.json')
const latency = readIfThere('latency.json')
const soak = readIfThere('soak.json')
const line = readIfThere('line.json')

const pictures = { 'inside.svg': insidePicture(insideRuns), 'http.svg': httpPicture(), 'growth.svg': growthPicture(), 'soak.svg': soakPicture() }
const sections = {
  'in short': inShort(insideRuns),
  hot: pictured('inside.svg', 'Requests per CPU time in process, over plain Fastify', hotTable(insideRuns)),
  times: timeTable(insideRuns),
  cold: moreTable(insideRuns, 'cold'),
  heap: moreTable(insideRuns, 'bytes'),
  import: importTable(importRuns),
  machine: machine(),
  goals: goalTable(),
  http: pictured('http.svg', 'Requests per CPU time of each plugin, over plain Fastify', httpTables('off')),
  logging: httpTables('on'),
  answers: answerTable(),
  growth: pictured('growth.svg', 'Start-up, document generation and heap by number of routes and codes', growthTables()),
  types: typeTable(),
  latency: latencyTable(),
  soak: pictured('soak.svg', 'Heap and resident memory over the run', soakTable())
}

const stale = []
fillPage('performance.md', sections)
fillPage('observability.md', { line: lineTable(line) })
mkdirSync(new URL('performance/', docs), { recursive: true })
for (const [name, picture] of Object.entries(pictures)) {
  if (picture !== undefined) put(new URL(`performance/${name}`, docs), picture)
}
if (stale.length > 0) console.error(`${stale.join(', ')}: run 'node bench/report.mjs'`)
process.exitCode = stale.length > 0 ? 1 : 0

function put (url, text) {
  if (existsSync(url) && readFileSync(url, 'utf8') === text) return
  if (check) stale.push(url.pathname.split('/').at(-1))
  else writeFileSync(url, text)
}

function fillPage (name, parts) {
  const page = new URL(name, docs)
  put(page, Object.entries(parts).reduce((whole, [part, section]) => {
    const [begin, end] = [`<!-- ${part} -->`, `<!-- /${part} -->`]
    const [from, to] = [whole.indexOf(begin), whole.indexOf(end)]
    if (from < 0 || to < from) throw new Error(`docs/${name} has no ${begin} … ${end}`)
    return `${whole.slice(0, from + begin.length)}\n\n${section ?? 'Not measured yet.'}\n\n${whole.slice(to)}`
  }, readFileSync(page, 'utf8')))
}

/** A section with its picture, if there are figures to draw. */
function pictured (name, alternative, section) {
  return pictures[name] === undefined ? section : `![${alternative}](performance/${name})\n\n${section}`
}

/** By line of Node, then by run. */
function runsOf (kind) {
  if (!existsSync(results)) return []
  return readdirSync(results).filter((name) => new RegExp(`^${kind}-\\d+-\\d+\\.json$`).test(name)).sort().map(read)
}

function read (name) {
  return JSON.parse(readFileSync(new URL(name, results), 'utf8'))
}

function readIfThere (name) {
  return existsSync(new URL(name, results)) ? read(name) : undefined
}

function table (head, rows) {
  const lines = [head, head.map((_, index) => index === 0 ? '---' : '--:'), ...rows]
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

function spread (values, digits, unit = '') {
  const { median: middle, low, high } = summary(values)
  return `${fixed(middle, digits)}${unit} (${fixed(low, digits)}–${fixed(high, digits)})`
}

/** Each machine, with what was measured there. */
function machine () {
  const all = [
    ...insideRuns.map((run) => [`in process on ${run.node}`, run]), ...importRuns.map((run) => [`import on ${run.node}`, run]),
    ...runs.map((run, index) => [`HTTP ${index + 1}`, run]),
    ['growth', growth], ['types', types], ['latency', latency], ['soak', soak]
  ].filter(([, each]) => each)
  if (all.length === 0) return undefined
  const nameOf = ({ cpu, cores, memory, system }) => `${cpu}, ${cores} cores, ${memory} GiB, ${system}`
  const machines = [...new Set(all.map(([, each]) => nameOf(each)))]
  const versions = Object.assign({}, ...all.map(([, each]) => each.versions))
  return [
    ...machines.map((name) => {
      const there = all.filter(([, each]) => nameOf(each) === name)
      const said = [...new Set(there.map(([what, { date, commit }]) => `${what}, ${date} at ${commit}`))]
      return `**${name}**: ${said.join('; ')}.`
    }),
    Object.entries(versions).map(([name, version]) => `${name} ${version}`).join(', ') + '.'
  ].join('\n\n')
}

function goalTable () {
  const rows = [...httpGoals(), ...growthGoals(), ...typeGoals()]
  if (rows.length === 0) return undefined
  const columns = Math.max(...rows.map(({ figures }) => figures.length))
  return table(['', 'goal', ...Array.from({ length: columns }, (_, index) => columns === 1 ? 'measured' : `run ${index + 1}`)], rows.map(({ name, limit, figures }) => [
    name, limit, ...figures, ...Array(columns - figures.length).fill('')
  ]))
}

function verdict (values, holds, digits, unit) {
  return `${spread(values, digits, unit)} ${holds(median(values)) ? 'held' : '**missed**'}`
}

function httpGoals () {
  return goals.filter(({ path }) => runs.some(({ logging }) => logging.off?.[path])).map(({ path, over, least }) => ({
    name: `${path}, over ${titleOf(over)}`,
    limit: `≥ ${fixed(least, 2)}`,
    figures: runs.map(({ logging }) => verdict(ratios(logging.off[path][over].cpu, logging.off[path][ours].cpu), (value) => value >= least, 2))
  }))
}

function growthGoals () {
  if (growth === undefined) return []
  const startUp = (each) => each.startUp
  const document = (each) => each.document
  const bytes = (each) => [each.bytes]
  return [
    ['start-up', 1000, false, 1.3, startUp], ['start-up', 1000, true, 1.15, startUp],
    ['app.swagger()', 1000, true, 2, document], ['app.swagger()', 5000, true, 3, document],
    ['document', 1000, true, 5, bytes], ['document', 5000, true, 13, bytes]
  ].map(([what, routes, swagger, most, figures]) => {
    const find = (codes) => growth.variants.find((each) => each.codes === codes && each.routes === routes && each.swagger === swagger)
    return {
      name: `${what} of 500 codes and ${thousands(routes)} routes, ${swagger ? 'with' : 'without'} @fastify/swagger, over the same without the plugin`,
      limit: `≤ ${fixed(most, 2)}`,
      figures: [verdict(ratios(figures(find(500)), figures(find(0))), (value) => value <= most, 2)]
    }
  })
}

function typeGoals () {
  const { programs } = types ?? {}
  const over = (name, base) => programs[name].check.map((value, round) => value - programs[base].check[round])
  return ['500 codes', '500 codes, each used'].filter((name) => programs?.[name]).map((name) => ({
    name: `type-check of ${name}, over an empty program`,
    limit: '≤ 2 s',
    figures: [verdict(over(name, 'empty'), (value) => value <= 2, 2, ' s')]
  }))
}

/** The rounds of all runs, one after the other. */
function pooled (logging) {
  const figures = runs.map((run) => run.logging[logging]).filter(Boolean)
  const paths = Object.entries(figures[0] ?? {})
  return Object.fromEntries(paths.map(([path, contenders]) => [path, Object.fromEntries(Object.entries(contenders).map(([name, first]) => [
    name, { ...first, cpu: figures.flatMap((each) => each[path][name].cpu) }
  ]))]))
}

function httpTables (logging) {
  const paths = Object.entries(pooled(logging))
  if (paths.length === 0) return undefined
  const names = Object.keys(paths[0][1]).filter((name) => name !== 'fastify again')
  const others = names.filter((name) => name !== 'fastify')
  return [
    'Microseconds of the server\'s CPU per request: median and quartiles.',
    table(['', ...names.map(titleOf)], paths.map(([path, contenders]) => [path, ...names.map((name) => spread(contenders[name].cpu, 1))])),
    'How many requests the same CPU time answers, over plain Fastify: more is better. The last column is plain Fastify over itself, the noise.',
    table(['', ...others.map(titleOf), 'noise'], paths.map(([path, contenders]) => [path, ...[...others, 'fastify again'].map((name) => spread(ratios(contenders.fastify.cpu, contenders[name].cpu), 2))]))
  ].join('\n\n')
}

function answerTable () {
  const paths = Object.entries(pooled('off'))
  if (paths.length === 0) return undefined
  const names = Object.keys(paths[0][1]).filter((name) => name !== 'fastify again')
  const short = (type) => type.startsWith('application/problem+json') ? 'problem' : type.startsWith('application/json') ? 'JSON' : type
  return table(['', ...names.map(titleOf)], paths.map(([path, contenders]) => [path, ...names.map((name) => {
    const { status, type, bytes } = contenders[name]
    return `${status} ${short(type)}, ${bytes} B`
  })]))
}

function httpPicture () {
  const paths = Object.entries(pooled('off'))
  if (paths.length === 0) return undefined
  const names = Object.keys(paths[0][1]).filter((name) => name !== 'fastify' && name !== 'fastify again')
  return dotChart({
    title: 'Requests per CPU time, over plain Fastify with its default handler',
    note: `Median and quartiles of ${paths[0][1].fastify.cpu.length} paired rounds, logging off. Dashed: the goal of this plugin.`,
    axis: 'plain Fastify = 1.00; further right is better',
    series: names.map(titleOf),
    rows: paths.map(([path, contenders]) => {
      const dots = names.map((name) => contenders[name] && summary(ratios(contenders.fastify.cpu, contenders[name].cpu)))
      return { name: path, dots, ...goalMark(path, contenders) }
    })
  })
}

/** A goal over the ready Buffer, too, is drawn on the scale of plain Fastify. */
function goalMark (path, contenders) {
  const goal = goals.find((each) => each.path === path)
  return goal && {
    goal: goal.least * median(ratios(contenders.fastify.cpu, contenders[goal.over].cpu)),
    label: `≥ ${fixed(goal.least, 2)}${goal.over === 'fastify' ? '' : ' × ready'}`
  }
}

function inWords (codes) {
  if (codes === 0) return 'without the plugin'
  return codes === 'again' ? 'without, once more' : `${codes} codes`
}

function thousands (value) {
  return value.toLocaleString('en-US')
}

function growthTables () {
  if (growth === undefined) return undefined
  const part = (swagger) => growth.variants.filter((each) => each.swagger === swagger).map((each) => {
    const plain = growth.variants.find((other) => other.codes === 0 && other.routes === each.routes && other.swagger === swagger)
    const row = [`${thousands(each.routes)} routes, ${inWords(each.codes)}`, spread(each.startUp, 0, ' ms'), fixed(median(ratios(each.startUp, plain.startUp)), 2), `${fixed(median(each.memory), 1)} MB`]
    return swagger ? [...row, spread(each.document, 0, ' ms'), `${fixed(each.bytes / 1e6, 2)} MB`] : row
  })
  return [
    'Without @fastify/swagger:',
    table(['', 'start-up', 'over the same without', 'heap'], part(false)),
    'With @fastify/swagger:',
    table(['', 'start-up', 'over the same without', 'heap', 'app.swagger()', 'document'], part(true))
  ].join('\n\n')
}

function growthPicture () {
  if (growth === undefined) return undefined
  const routes = [...new Set(growth.variants.map((each) => each.routes))]
  const codes = [...new Set(growth.variants.map((each) => each.codes))].filter((each) => each !== 'again')
  if (routes.length < 2) return undefined
  const at = (code, routeCount, swagger) => growth.variants.find((each) => each.codes === code && each.routes === routeCount && each.swagger === swagger)
  const panel = (title, label, swagger, figure, factor) => ({
    title,
    x: { label: 'routes', log: true, ticks: routes },
    y: { label, log: true },
    lines: codes.map((code) => ({ name: inWords(code), points: routes.map((count) => [count, figure(at(code, count, swagger))]) })),
    ...(factor && { goal: routes.map((count) => [count, factor * figure(at(0, count, swagger))]) })
  })
  return lineChart({
    title: 'What grows with routes and codes; each route declares three codes',
    note: 'Medians, CPU time, each in a process of its own. Both axes are logarithmic. Dashed: what is allowed over the same application without the plugin.',
    panels: [
      panel('start-up, no swagger', 'ms', false, ({ startUp }) => median(startUp), 1.3),
      panel('start-up, with swagger', 'ms', true, ({ startUp }) => median(startUp), 1.15),
      panel('the first app.swagger()', 'ms', true, ({ document }) => median(document), 2),
      panel('heap after start, with swagger', 'MB', true, ({ memory }) => median(memory))
    ]
  })
}

function typeTable () {
  if (types === undefined) return undefined
  const { programs } = types
  return table(['program', 'check time', 'over the empty one', 'instantiations', 'memory'], Object.entries(programs).map(([name, { check: times, instantiations, memory }]) => [
    name.replace(' routes', ` ${types.method.routes} routes`), spread(times, 2, ' s'), `${fixed(median(times.map((value, round) => value - programs.empty.check[round])), 2)} s`, thousands(instantiations), `${fixed(memory, 0)} MB`
  ]))
}

function latencyTable () {
  if (latency === undefined) return undefined
  return Object.entries(latency.logging).flatMap(([logging, { rate, servers }]) => [
    `Logging ${logging}, ${thousands(rate)} requests a second, of which a tenth are the successes that are measured:`,
    table(['', 'median', '95th percentile', '99th percentile'], Object.entries(servers).flatMap(([name, figures]) => {
      const row = (title, cell) => [title, ...Object.entries(figures).map(([key, values]) => cell(values, key))]
      const rows = [row(titleOf(name), (values) => spread(values, 3, ' ms'))]
      return name === 'fastify' ? rows : [...rows, row('… over plain Fastify', (values, key) => spread(ratios(values, servers.fastify[key]), 2))]
    }))
  ]).join('\n\n')
}

function soakTable () {
  if (soak === undefined) return undefined
  const { method, seconds, bytesPerRequest, findings, samples } = soak
  const pick = samples.filter((_, index) => index % Math.ceil(samples.length / 6) === 0 || index === samples.length - 1)
  const sum = (counts) => Object.values(counts).reduce((total, each) => total + each, 0)
  return [
    `${thousands(method.count)} requests in ${fixed(seconds, 0)} s: ${findings.length === 0 ? `the heap changes by ${fixed(bytesPerRequest, 2)} bytes per request, and no handle or listener is left` : findings.join('; ')}.`,
    table(['after', 'heap', 'resident', 'open handles', 'listeners'], pick.map((each) => [
      thousands(each.requests), `${fixed(each.heap, 2)} MB`, `${fixed(each.rss, 0)} MB`, sum(each.handles), sum(each.listeners)
    ]))
  ].join('\n\n')
}

function soakPicture () {
  if (soak === undefined) return undefined
  const points = (figure) => soak.samples.map((each) => [each.requests / 1e6, figure(each)])
  const last = soak.samples.at(-1).requests / 1e6
  return lineChart({
    title: 'Memory of a service that fails in every way',
    note: 'After a collection of garbage, with all connections closed. A third of the requests fail.',
    panels: [{
      title: `${thousands(soak.method.count)} requests`,
      x: { label: 'million requests', ticks: [0, 0.25, 0.5, 0.75, 1].map((part) => part * last) },
      y: { label: 'MB' },
      lines: [{ name: 'heap', points: points(({ heap }) => heap) }, { name: 'resident', points: points(({ rss }) => rss) }]
    }]
  })
}
