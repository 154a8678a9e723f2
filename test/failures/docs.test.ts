/**
 * docs/failures.md and the recognizers say the same: each recognizer and each signal has its place on the page, and
 * nothing is on the page that no recognizer knows.
 */
import { test } from 'tap'
import { standardDefinitions } from '../../lib/catalog/standard.js'
import type { StandardCode } from '../../lib/catalog/standard.js'
import { defineCatalog } from '../../lib/index.js'
import { backendFailures, bareFailures, requestFailures, statedStatus } from '../../lib/failures/match.js'
import { createRecognize } from '../../lib/failures/recognize.js'
import type { FailureContext } from '../../lib/failures/failure.js'
import { readPage } from '../fixtures/docs/blocks.js'
import { byLibraryMessage } from '../../lib/failures/clients-mistake.js'
import { unavailableClasses } from '../../lib/failures/database/sql.js'
import { brokenFamilies } from '../../lib/failures/upstream/network.js'
import { rows } from '../fixtures/failures/rows.js'
import { signals } from '../fixtures/failures/signals.js'
import type { Signal } from '../fixtures/failures/signals.js'

const page = readPage('docs/failures.md')

/** The cells of the table between two marks of the page. */
function rowsOf (name: string): string[][] {
  const [, table = ''] = page.split(`<!-- ${name} -->`)
  return table.trim().split('\n').slice(2).map((line) => line.split('|').slice(1, -1).map((cell) => cell.trim()))
}

const unquote = (cell: string) => [...cell.matchAll(/`([^`]+)`/g)].map(([, text]) => text!)

test('each recognizer has its row, in the order in which it is asked, and each row its recognizer', async (t) => {
  const recognizers = [...requestFailures, ...backendFailures, ...statedStatus, ...bareFailures]
  const known = new Set(recognizers.map(([origin, { name }]) => `${name} ${origin}`))

  const listed = rowsOf('recognizers').map(([name = '', origin = '']) => `${unquote(name)[0]} ${unquote(origin)[0]}`)

  t.strictSame(listed, [...known])
})

test('each signal of a recognizer is on the page, and each one of the page is known to a recognizer', async (t) => {
  const keyOf = ({ from, by, signal, code }: Omit<Signal, 'error'>) => `${from}, by ${by}: ${signal} → ${code}`
  const listed = rowsOf('signals').flatMap(([from = '', by = '', words = '', code = '']) =>
    unquote(words).map((signal) => keyOf({ from, by, signal, code: unquote(code)[0]! })))
  const known = signals.map(keyOf)

  t.strictSame(known.filter((key) => !listed.includes(key)), [], 'write them into the table')
  t.strictSame(listed.filter((key) => !known.includes(key)), [], 'no recognizer knows them: take them out')
  t.equal(listed.length, new Set(listed).size, 'nothing is listed twice')
})

const context: FailureContext = {
  status: 200,
  header: () => undefined,
  method: 'GET',
  bodyLimit: 1024,
  bodyMissing: false,
  acceptedTypes: () => ['application/json'],
  maxValidationErrors: 100
}

test('an error with that signal and nothing else becomes that code', async (t) => {
  const recognize = createRecognize(defineCatalog({}))

  t.ok(signals.length > 300, `${signals.length} signals`)
  for (const { from, by, signal, code, error } of signals) {
    t.equal(recognize(error, context).problem.problemType.code, code, `${from}, by ${by}: ${signal}`)
  }
})

/** The rows of the tables of a section, as the page has them. */
function sectionRows (name: string): { words: string, codes: string[] }[] {
  const [, after = ''] = page.split(new RegExp(`^## ${name}$`, 'm'))
  const [section = ''] = after.split(/^#{2,3} /m)
  const tables = [...section.matchAll(/^\|.*\|\n\|(?:---\|)+\n((?:\|.*\n)+)/gm)]
  // The second table of the databases says what was tried, and names no code.
  const lines = tables.flatMap(([table, body = '']) => /\| code \|/.test(table) ? body.trim().split('\n') : [])
  return lines.map((line) => {
    const cells = line.split('|').slice(1, -1).map((cell) => cell.trim())
    const at = cells.length > 2 && !/^\d{3}$/.test(cells.at(-1)!) ? 2 : 1
    return { words: cells.slice(0, at).join(' ').trim(), codes: unquote(cells[at]!).filter((word) => Object.hasOwn(standardDefinitions, word)) }
  })
}

for (const [name, samples] of Object.entries(rows)) {
  test(`${name}: each row becomes the code beside it, and nothing else has a row`, async (t) => {
    const recognize = createRecognize(defineCatalog({}))
    const listed = sectionRows(name)

    t.strictSame(listed.map(({ words }) => words), Object.keys(samples))
    for (const { words, codes } of listed) {
      for (const { error, code, headers = {} } of samples[words] ?? []) {
        const { problem } = recognize(error, { ...context, header: (header) => headers[header] })
        t.equal(problem.problemType.code, code, `${words}: ${String(error)}`)
        if (codes.length > 0) t.ok(codes.includes(code), `${words}: ${code}`)
      }
      for (const code of codes) t.ok(samples[words]?.some((sample) => sample.code === code), `a sample of ${words} that becomes ${code}`)
    }
  })
}

test('each package that a message is known from has a row', async (t) => {
  const [, section = ''] = page.split('## Libraries of your own hooks')
  const packages = byLibraryMessage.flatMap((rule) => rule.package.source.replaceAll(/\\\/|[()?:]/g, ' ').split(/[ |]+/).filter((word) => /^(?:@fastify|[\w-]+)$/.test(word)))
  const words = new Set(section.split(/[^\w@-]+/))

  t.ok(packages.length >= 7)
  t.strictSame(packages.filter((name) => !words.has(name)), [])
})

test('each family of codes is in the last lines, and each of those is one', async (t) => {
  const [, last = ''] = page.split('<!-- signals -->\n').slice(-2).join('').split(/(?=^An OpenSSL)/m)
  const familiesOf = (pattern: RegExp) => /\(\?:(.*)\)/.exec(pattern.source)![1]!.split('|')
  const [openssl = '', sqlStates = ''] = last.split(';')

  t.strictSame(unquote(openssl).filter((word) => word !== 'EXTERNAL_SERVICE_ERROR'), familiesOf(brokenFamilies))
  t.strictSame(/classes (.*?) is/.exec(sqlStates.replaceAll('\n', ' '))?.[1]?.split(/, | and /), familiesOf(unavailableClasses))
})

test('the status beside a code is that of the code', async (t) => {
  const [, ...rest] = page.matchAll(/^\|.*\|\s*`([A-Z_]+)`[^|]*\|\s*(\d{3})\s*\|$/gm)
  t.ok(rest.length >= 10, `${rest.length} rows`)
  for (const [line, code, status] of rest) t.equal(standardDefinitions[code as StandardCode]?.status, Number(status), line)
})

test('each code that the page names is a standard one, or one of its examples', async (t) => {
  const examples = ['PAYMENT_DECLINED', 'CUSTOMER_NOT_FOUND', 'PAYMENT_PENDING', 'REFERENCE_TAKEN', 'QUANTITY_MISSING', 'ORDER_NOT_FOUND']
  const [prose = ''] = page.split('<!-- recognizers -->')
  const named = new Set([...prose.matchAll(/\b[A-Z]+(?:_[A-Z]+)+\b/g)].map(([code]) => code))
  t.strictSame([...named].filter((code) => !Object.hasOwn(standardDefinitions, code) && !examples.includes(code)), [])
})
