/**
 * Pictures as SVG text: dots with whiskers, and lines. Each is a card with a ground of its own, so that it can be read
 * on a light page and on a dark one.
 */
const colors = ['#6b7280', '#0072b2', '#d55e00', '#009e73', '#a8559c', '#8a6d00', '#56a0d3']

const style = `
  .card { fill: #ffffff; stroke: #d0d7de } .grid { stroke: #d8dee4 } .axis { stroke: #57606a } .goal { stroke: #cf222e; stroke-dasharray: 4 3 }
  text { fill: #24292f; font: 12px system-ui, -apple-system, 'Segoe UI', sans-serif } .title { font-weight: 600; font-size: 14px } .soft { fill: #57606a; font-size: 11px } .limit { fill: #cf222e; font-size: 11px }
  @media (prefers-color-scheme: dark) {
    .card { fill: #161b22; stroke: #30363d } .grid { stroke: #30363d } .axis { stroke: #8b949e } .goal { stroke: #ff7b72 }
    text { fill: #e6edf3 } .soft { fill: #9da7b1 } .limit { fill: #ff7b72 }
  }`

const escaped = (text) => String(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
const text = (x, y, content, { anchor = 'start', name = '', turn = '' } = {}) =>
  `<text x="${round(x)}" y="${round(y)}" text-anchor="${anchor}"${name && ` class="${name}"`}${turn && ` transform="rotate(${turn} ${round(x)} ${round(y)})"`}>${escaped(content)}</text>`
const line = (x1, y1, x2, y2, name) => `<line x1="${round(x1)}" y1="${round(y1)}" x2="${round(x2)}" y2="${round(y2)}" class="${name}"/>`
const round = (value) => Math.round(value * 10) / 10

const card = (width, height, title, parts) => `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escaped(title)}">
<style>${style}</style>
<rect x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="6" class="card"/>
${text(20, 28, title, { name: 'title' })}
${parts.join('\n')}
</svg>
`

/** A sign of its own shape for each series, for those who cannot tell the colours apart. */
function sign (index, x, y) {
  const color = colors[index % colors.length]
  const at = (points) => points.map(([dx, dy]) => `${round(x + dx)},${round(y + dy)}`).join(' ')
  switch (index % 5) {
    case 0: return `<circle cx="${round(x)}" cy="${round(y)}" r="3.2" fill="none" stroke="${color}" stroke-width="1.8"/>`
    case 1: return `<rect x="${round(x - 3.2)}" y="${round(y - 3.2)}" width="6.4" height="6.4" fill="${color}"/>`
    case 2: return `<circle cx="${round(x)}" cy="${round(y)}" r="4.2" fill="${color}"/>`
    case 3: return `<polygon points="${at([[0, -4.4], [4.2, 3.2], [-4.2, 3.2]])}" fill="${color}"/>`
    default: return `<polygon points="${at([[0, -4.6], [4.6, 0], [0, 4.6], [-4.6, 0]])}" fill="${color}"/>`
  }
}

function legend (names, y, width) {
  const parts = []
  let x = 24
  for (const [index, name] of names.entries()) {
    const needed = 24 + name.length * 6.6
    if (x + needed > width - 10) {
      x = 24
      y += 18
    }
    parts.push(sign(index, x, y - 4), text(x + 9, y, name))
    x += needed
  }
  return { parts, bottom: y }
}

/**
 * One row per path, one dot with its quartiles per series.
 *
 * @param rows `{ name, goal?, label?, dots: (undefined | { median, low, high })[] }`, the dots in the order of `series`
 */
export function dotChart ({ title, note, series, rows, axis }) {
  const width = 900
  const [left, right] = [170, 120]
  const { parts, bottom } = legend(series, 52, width)
  const rowHeight = 10 * series.length + 8
  const top = bottom + 18
  const height = top + rows.length * rowHeight + 62
  const largest = Math.max(...rows.flatMap(({ dots, goal = 0 }) => [...dots.map((dot) => dot?.high ?? 0), goal]))
  const step = largest > 3 ? 0.5 : 0.25
  const end = Math.ceil(largest / step) * step
  const x = (value) => left + value / end * (width - left - right)
  const below = top + rows.length * rowHeight

  for (let tick = 0; tick <= end + 1e-9; tick += step) {
    parts.push(line(x(tick), top, x(tick), below, tick === 1 ? 'axis' : 'grid'), text(x(tick), below + 16, tick.toFixed(2), { anchor: 'middle', name: 'soft' }))
  }
  for (const [index, { name, dots, goal, label }] of rows.entries()) {
    const from = top + index * rowHeight
    parts.push(line(20, from, width - 20, from, 'grid'), text(20, from + rowHeight / 2 + 4, name))
    if (goal !== undefined) parts.push(line(x(goal), from + 2, x(goal), from + rowHeight - 2, 'goal'), text(width - right + 8, from + rowHeight / 2 + 4, label, { name: 'limit' }))
    for (const [which, dot] of dots.entries()) {
      if (dot === undefined) continue
      const y = from + 9 + which * 10
      parts.push(`<line x1="${round(x(dot.low))}" y1="${y}" x2="${round(x(dot.high))}" y2="${y}" stroke="${colors[which % colors.length]}" stroke-width="2"/>`, sign(which, x(dot.median), y))
    }
  }
  parts.push(line(left, below, width - right, below, 'axis'), text((left + width - right) / 2, below + 34, axis, { anchor: 'middle' }), text(20, below + 52, note, { name: 'soft' }))
  return card(width, height, title, parts)
}

/**
 * Panels, two beside each other.
 *
 * @param panels `{ title, x: { label, log?, ticks }, y: { label, log?, from? }, lines: [{ name, points: [x, y][] }], goal?: [x, y][] }`
 */
export function lineChart ({ title, note, panels }) {
  const names = [...new Set(panels.flatMap(({ lines }) => lines.map(({ name }) => name)))]
  const [panelWidth, panelHeight] = [panels.length > 1 ? 440 : 640, 220]
  const width = panels.length > 1 ? 900 : 660
  const { parts, bottom } = legend(names, 52, width)
  const below = panelHeight + 84
  for (const [index, panel] of panels.entries()) {
    parts.push(...drawPanel(panel, names, 10 + (index % 2) * panelWidth, bottom + 34 + Math.floor(index / 2) * below, panelWidth, panelHeight))
  }
  const height = bottom + Math.ceil(panels.length / 2) * below + 24
  parts.push(text(20, height - 16, note, { name: 'soft' }))
  return card(width, height, title, parts)
}

function drawPanel ({ title, x, y, lines, goal }, names, offset, top, width, height) {
  const parts = []
  const [left, right] = [offset + 62, offset + width - 14]
  const values = [...lines.flatMap(({ points }) => points), ...(goal ?? [])].map(([, value]) => value)
  const yTicks = y.log ? powers(Math.min(...values), Math.max(...values)) : steps(y.from ?? 0, Math.max(...values))
  const toX = scale(x.ticks[0], x.ticks.at(-1), left, right, x.log)
  const toY = scale(yTicks[0], yTicks.at(-1), top + height, top, y.log)

  parts.push(text(left, top - 12, title, { name: 'soft' }), text(offset + 14, top + height / 2, y.label, { anchor: 'middle', name: 'soft', turn: '-90' }))
  for (const tick of yTicks) parts.push(line(left, toY(tick), right, toY(tick), 'grid'), text(left - 5, toY(tick) + 4, short(tick), { anchor: 'end', name: 'soft' }))
  for (const tick of x.ticks) parts.push(line(toX(tick), top, toX(tick), top + height, 'grid'), text(toX(tick), top + height + 16, short(tick), { anchor: 'middle', name: 'soft' }))
  parts.push(line(left, top + height, right, top + height, 'axis'), line(left, top, left, top + height, 'axis'), text((left + right) / 2, top + height + 34, x.label, { anchor: 'middle', name: 'soft' }))

  const path = (points) => points.map(([px, py]) => `${round(toX(px))},${round(toY(py))}`).join(' ')
  if (goal) parts.push(`<polyline points="${path(goal)}" fill="none" stroke-width="1.5" class="goal"/>`)
  for (const { name, points } of lines) {
    const index = names.indexOf(name)
    parts.push(`<polyline points="${path(points)}" fill="none" stroke="${colors[index % colors.length]}" stroke-width="1.8"/>`, ...points.map(([px, py]) => sign(index, toX(px), toY(py))))
  }
  return parts
}

function scale (from, to, start, end, log) {
  const position = log ? (value) => Math.log(value / from) / Math.log(to / from) : (value) => (value - from) / (to - from)
  return (value) => start + position(value) * (end - start)
}

/** Powers of ten, and what lies between them where there are few. */
function powers (least, most) {
  const ticks = []
  for (let power = Math.floor(Math.log10(least)); power <= Math.ceil(Math.log10(most)); power++) ticks.push(10 ** power)
  const between = ticks.length > 4 ? ticks : ticks.flatMap((tick, index) => index === ticks.length - 1 ? [tick] : [tick, tick * 3])
  const first = between.findLastIndex((tick) => tick <= least)
  const last = between.findIndex((tick) => tick >= most)
  return between.slice(Math.max(0, first), last + 1)
}

function steps (from, most) {
  const raw = (most - from) / 5
  const unit = 10 ** Math.floor(Math.log10(raw))
  const step = [1, 2, 5, 10].map((factor) => factor * unit).find((each) => each >= raw)
  return Array.from({ length: Math.ceil((most - from) / step) + 1 }, (_, index) => from + index * step)
}

function short (value) {
  if (value >= 1e6) return `${round(value / 1e6)} M`
  if (value >= 1e4) return `${round(value / 1e3)} k`
  return value >= 10 ? String(Math.round(value)) : String(Number(value.toPrecision(2)))
}
