/**
 * The tests' own compiler and that of the command (jiti) may both compile a file of lib/, even in one process. c8 adds up
 * what it finds under one address, and it has one source map: counts of another compiler's text would go to wrong lines.
 */
import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** @param {string} folder what Node wrote to NODE_V8_COVERAGE */
export function dropOtherCompilers (folder) {
  for (const file of readdirSync(folder)) {
    const path = join(folder, file)
    const { result, 'source-map-cache': maps = {}, ...others } = JSON.parse(readFileSync(path, 'utf8'))
    const kept = result.filter(({ url, functions }) => !isSource(url) || endOf(functions) === lengthOf(maps[url]))
    writeFileSync(path, JSON.stringify({ ...others, result: kept, 'source-map-cache': maps }))
  }
}

function isSource (url) {
  return url.endsWith('.ts') && !url.includes('/node_modules/')
}

/** The whole text is the first function. */
function endOf ([{ ranges }]) {
  return ranges[0].endOffset
}

/** Of the text that has this map: its lines, and the ends of all but the last. */
function lengthOf ({ lineLengths = [] } = {}) {
  return lineLengths.reduce((sum, length) => sum + length + 1, -1)
}
