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

/** The runs on each line of Node, and their figures one after the other. */
function byLine (runs, figures = ({ paths }) => paths) {
  const lineOf = ({ node }) => Number(node.slice(1).split('.')[0])
  const lines = [...new Set(runs.map(lineOf))].sort((a, b) => a - b)
  return lines.map((line) => {
    const its = runs.filter((run) => lineOf(run) === line).map(figures)
    return { title: `Node ${line}`, runs: its, pooled: its.reduce(joined) }
  })
}

function joined (one, other) {
  if (Array.isArray(one)) return [...one, ...other]
  return Object.fromEntries(Object.keys(one).filter((name) => name in other).map((name) => [name, joined(one[name], other[name])]))
}

/** @param row gives the cells of a path on one line of Node, or `undefined` */
function tableOf (lines, head, row) {
  const names = Object.keys(lines[0].pooled)
  const first = [['', ...head, ...lines.map(({ title }) => title)], ['---', ...Array.from({ length: head.length + lines.length }, () => '--:')]]
  return [...first, ...names.map((name) => row(name))].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

const overOf = (paths, name, over) => median(ratios(paths[name][over].cpu, paths[name][ours].cpu))

const round = (value) => Number(fixed(value, 2))

const judged = (value, holds) => `${fixed(value, 2)}${holds ? '' : ' **missed**'}`

/** A figure for each run. A goal counts as it is written, to two digits. */
export function hotTable (runs) {
  if (runs.length === 0) return undefined
  const lines = byLine(runs)
  return tableOf(lines, ['over', 'goal'], (name) => {
    const [over = 'fastify', least = 0] = goals[name] ?? []
    const cells = lines.map(({ runs }) => {
      const values = runs.map((paths) => overOf(paths, name, over))
      return `${values.map((value) => fixed(value, 2)).join(', ')}${values.every((value) => round(value) >= least) ? '' : ' **missed**'}`
    })
    return [name, titles[over], least === 0 ? '' : `≥ ${fixed(least, 2)}`, ...cells]
  })
}

export function timeTable (runs) {
  if (runs.length === 0) return undefined
  const lines = byLine(runs)
  const cell = (contenders) => ['ready', 'fastify', ours].map((name) => fixed(median(contenders[name].cpu))).join(' / ')
  return tableOf(lines, [], (name) => [name, ...lines.map(({ pooled }) => cell(pooled[name]))])
}

/** @param figure `cold` or `bytes`, of which this plugin may have one and a half times that of plain Fastify */
export function moreTable (runs, figure) {
  if (runs.length === 0) return undefined
  const lines = byLine(runs)
  return tableOf(lines, ['goal'], (name) => [name, '≤ 1.50', ...lines.map(({ pooled }) => {
    const value = median(pooled[name][ours][figure]) / median(pooled[name].fastify[figure])
    return judged(value, round(value) <= 1.5)
  })])
}

export function importTable (runs) {
  if (runs.length === 0) return undefined
  const lines = byLine(runs, ({ used }) => used)
  return tableOf(lines, [], (name) => [name, ...lines.map(({ pooled }) => {
    return `${fixed(median(pooled[name]) / 1000, 0)} ms (${fixed(median(ratios(pooled[name], pooled.fastify)), 2)})`
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
    const values = runs.map(({ paths }) => overOf(paths, name, 'fastify'))
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
  const lines = byLine(runs)
  return dotChart({
    title: 'Requests per CPU time in process, over plain Fastify with its default handler',
    note: 'Median and quartiles of paired rounds, logging off. Dashed: the goal, where it is over plain Fastify.',
    axis: 'plain Fastify = 1.00; further right is better',
    series: lines.map(({ title }) => title),
    rows: Object.keys(lines[0].pooled).map((name) => {
      const [over, least] = goals[name] ?? []
      const dots = lines.map(({ pooled }) => summary(ratios(pooled[name].fastify.cpu, pooled[name][ours].cpu)))
      return { name, dots, ...over === 'fastify' && { goal: least, label: `≥ ${fixed(least, 2)}` } }
    })
  })
}
