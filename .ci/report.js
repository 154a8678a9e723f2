/**
 * Reads TAP as `tap.js` writes it, line by line: results, nested by indentation, each with a block of YAML where it
 * failed. Outermost are processes, in them files.
 */

const result = /^( *)(not )?ok \d+(?: - (.*?))?(?: # (time=[\d.]+m?s|SKIP.*|TODO.*))?(?: \{)?$/i
const longest = 40
/** The indentation of files. */
const fileDepth = 4

/** @typedef {{ path: string[], details: string[] }} Failure The names from the file down to what failed. */

/**
 * @param {{ onFile?: (name: string, seconds: number, ok: boolean) => void }} [listeners]
 */
export function createReader ({ onFile = () => {} } = {}) {
  /** Failures whose enclosing results have not come yet. */
  let open = []
  /** The failure that the last result is: a block may follow it. */
  let latest
  /** Whether a file of the process failed. */
  let hasFailed = false
  let yaml
  const failures = []
  /** How many tests were skipped, by reason. */
  const skipped = new Map()
  let totals = {}

  function closeBlock () {
    latest.details = toDetails(yaml.lines)
    yaml = undefined
  }

  /** A result without failures below it failed itself; another one only encloses them. */
  function addFailure (depth, name) {
    const below = open.filter((failure) => failure.depth > depth)
    if (below.length === 0) open.push(latest = { depth, path: [name], details: [] })
    else for (const failure of below) Object.assign(failure, { depth, path: [name, ...failure.path] })
  }

  function takeFailures () {
    failures.push(...open)
    open = []
  }

  function finishProcess () {
    hasFailed = false
    takeFailures()
  }

  function finishFile (name, time, ok) {
    hasFailed ||= !ok
    takeFailures()
    const [, count = '0', unit] = /^time=([\d.]+)(m?s)$/.exec(time ?? '') ?? []
    onFile(name, Number(count) / (unit === 's' ? 1 : 1000), ok)
  }

  function read (line) {
    if (yaml) {
      if (line === `${yaml.indent}...`) closeBlock()
      else yaml.lines.push(line.slice(yaml.indent.length))
      return
    }
    const start = /^( *)---$/.exec(line)
    if (start && latest) yaml = { indent: start[1], lines: [] }
    else if (line.startsWith('# { total: ')) totals = toTotals(line)
    else readResult(line)
  }

  function readResult (line) {
    const found = result.exec(line)
    if (!found) return
    latest = undefined
    const [, indent, not, name = '', note = ''] = found
    const reason = /^SKIP ?(.*)$/i.exec(note)?.[1]
    if (reason !== undefined) skipped.set(reason, (skipped.get(reason) ?? 0) + 1)
    else if (not && !/^TODO/i.test(note) && !(indent === '' && hasFailed)) addFailure(indent.length, name)
    if (indent.length === fileDepth) finishFile(name, note, !not)
    if (indent === '') finishProcess()
  }

  return { read, failures, skipped, totals: () => totals }
}

/** Of the YAML only what a person needs: the difference, or the trace of what was thrown, and where. */
function toDetails (yaml) {
  const sections = toSections(yaml)
  const { diff, stack, fileName, lineNumber, columnNumber } = sections
  const place = fileName ? [`at ${fileName}:${lineNumber}:${columnNumber}`] : []
  const other = ['found', 'wanted', 'pattern', 'signal', 'expired', 'exitCode', 'code', 'message']
    .flatMap((name) => sections[name] === undefined || sections[name] === 'null' ? [] : [`${name}: ${sections[name]}`])
  const trace = stack?.split('\n').length > 1 ? stack.split('\n') : []
  return shorten([...place, ...diff === undefined ? [...other, ...trace] : diff.split('\n')])
}

function shorten (lines) {
  return lines.length <= longest ? lines : [...lines.slice(0, longest), `… ${lines.length - longest} more lines`]
}

/** The members by name, and those of `at` beside them; a text of several lines keeps them. */
function toSections (yaml) {
  const sections = {}
  let top
  for (const line of yaml) {
    const isBelow = line.startsWith('  ')
    const [, name, text = ''] = /^ *(\w+):(?: (.*))?$/.exec(isBelow && top !== 'at' ? '' : line) ?? []
    if (name !== undefined) {
      if (!isBelow) top = name
      sections[name] = /^[|>][-+\d]*$/.test(text) ? '' : text
    } else if (line.trim() !== '') {
      sections[top] += `${sections[top] === '' ? '' : '\n'}${line.replace(/^ {2}/, '')}`
    }
  }
  return sections
}

/** Of tap's last lines: `# { total: 5, pass: 1, fail: 2 }`. */
function toTotals (line) {
  return Object.fromEntries(line.slice(4, -2).split(', ').filter(Boolean).map((each) => {
    const [name, count] = each.split(': ')
    return [name, Number(count)]
  }))
}
