/**
 * The tables of what is measured in process: against the goals, cold, and by what is allocated; of the import; and of the
 * line of a failure.
 */
import { dotChart } from './chart.mjs'
import { fixed, median, ratios, summary } from './measure.mjs'

const ours = 'fastify-problem-json'

/** Throughput per CPU time, over that of another contender in the same round. */
const goals = {
  'reply.problem()': ['ready', 0.7],
  'a thrown problem': ['fastify', 2],
  'an unknown error': ['fastify', 0.88],
  'an own error class': ['fastify', 0.84],
  'validation, 1 error': ['fastify', 1.6],
  'validation, 20 errors': ['fastify', 1],
  'an unknown route': ['fastify', 0.78],
  'a wrong method': ['fastify', 0.72],
  'a success': ['fastify', 0.93]
}

const titles = { ready: 'ready bytes', fastify: 'plain Fastify' }
const titleOfRun = ({ node }, index, runs) => {
  const line = node.split('.')[0].replace('v', 'Node ')
  const same = runs.filter((run) => run.node === node)
  return same.length === 1 ? line : `${line}, run ${same.indexOf(runs[index]) + 1}`
}

/** @param row gives the cells of a path in one run, or `undefined` */
function tableOf (runs, head, row) {
  const names = [...new Set(runs.flatMap(({ paths }) => Object.keys(paths)))]
  const lines = [['', ...head, ...runs.map(titleOfRun)], ['---', ...Array.from({ length: head.length + runs.length }, () => '--:')]]
  return [...lines, ...names.map((name) => row(name)).filter(Boolean)].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

const judged = (value, holds) => `${fixed(value, 2)}${holds ? '' : ' **missed**'}`

export function hotTable (runs) {
  if (runs.length === 0) return undefined
  return tableOf(runs, ['over', 'goal'], (name) => {
    const [over = 'fastify', least] = goals[name] ?? []
    const values = runs.map(({ paths }) => median(ratios(paths[name][over].cpu, paths[name][ours].cpu)))
    const cells = values.map((value) => least === undefined ? fixed(value, 2) : judged(value, value >= least))
    return [name, titles[over], least === undefined ? '' : `≥ ${fixed(least, 2)}`, ...cells]
  })
}

export function timeTable (runs) {
  if (runs.length === 0) return undefined
  const cell = (contenders) => ['ready', 'fastify', ours].map((name) => fixed(median(contenders[name].cpu))).join(' / ')
  return tableOf(runs, [], (name) => [name, ...runs.map(({ paths }) => cell(paths[name]))])
}

/** @param figure `cold` or `bytes`, of which this plugin may have one and a half times that of plain Fastify */
export function moreTable (runs, figure) {
  if (runs.length === 0) return undefined
  return tableOf(runs, ['goal'], (name) => [name, '≤ 1.50', ...runs.map(({ paths }) => {
    const value = median(paths[name][ours][figure]) / median(paths[name].fastify[figure])
    return judged(value, value <= 1.5)
  })])
}

export function importTable (runs) {
  if (runs.length === 0) return undefined
  const paths = Object.keys(runs[0].used)
  return tableOf(runs.map((run) => ({ ...run, paths: run.used })), [], (name) => paths.includes(name) && [name, ...runs.map(({ used }) => {
    return `${fixed(median(used[name]) / 1000, 0)} ms (${fixed(median(ratios(used[name], used.fastify)), 2)})`
  })])
}

/** Bytes of the line of a failure. */
export function lineTable (line) {
  if (line === undefined) return undefined
  const rows = Object.entries(line.paths).map(([name, bytes]) => [name, bytes.fastify || 'none', bytes[ours]])
  return [['', 'plain Fastify', 'this plugin'], ['---', '--:', '--:'], ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

/** The three numbers of the page's first lines, as a range over all runs. */
export function inShort (runs) {
  if (runs.length === 0) return undefined
  const range = (name, digits = 2) => {
    const values = runs.map(({ paths }) => median(ratios(paths[name].fastify.cpu, paths[name][ours].cpu)))
    const [low, high] = [Math.min(...values), Math.max(...values)].map((value) => fixed(value, digits))
    return low === high ? low : `${low} to ${high}`
  }
  return [
    `- **A success: ${range('a success')}** of the requests that plain Fastify answers in the same CPU time.`,
    `- **A thrown problem: ${range('a thrown problem')}** of them.`,
    `- **A validation with 20 errors: ${range('validation, 20 errors')}** of them.`
  ].join('\n')
}

export function insidePicture (runs) {
  if (runs.length === 0) return undefined
  return dotChart({
    title: 'Requests per CPU time in process, over plain Fastify with its default handler',
    note: 'Median and quartiles of paired rounds, logging off. Dashed: the goal, where it is over plain Fastify.',
    axis: 'plain Fastify = 1.00; further right is better',
    series: runs.map(titleOfRun),
    rows: Object.keys(runs[0].paths).map((name) => {
      const [over, least] = goals[name] ?? []
      const dots = runs.map(({ paths }) => summary(ratios(paths[name].fastify.cpu, paths[name][ours].cpu)))
      return { name, dots, ...over === 'fastify' && { budget: least, label: `≥ ${fixed(least, 2)}` } }
    })
  })
}
