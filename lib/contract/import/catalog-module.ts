/**
 * Definitions → the source of a catalog. Values are written as JSON and comments on one line, so that no text of a
 * document can become code.
 */
import type { Definition } from '../../catalog/definition.js'
import type { ImportedCatalog } from './index.js'
import { toLine } from './merge.js'

/**
 * The TypeScript source of a catalog, open questions as `// TODO` lines.
 *
 * @example
 * await writeFile('catalog.ts', renderCatalogModule(await importMarkdown(markdown)))
 */
export function renderCatalogModule ({ definitions, undecided = {}, options, questions }: ImportedCatalog): string {
  const general = questions.filter(
    ({ code }) => code === undefined || !(Object.hasOwn(definitions, code) || Object.hasOwn(undecided, code))
  )
  const rows = Object.entries(definitions).map(([code, row]) => {
    const asked = questions.filter((question) => question.code === code)
    return [...asked.map((question) => `  // TODO ${toLine(question)}\n`), `  ${code}: ${renderRow(row)}`].join('')
  })
  return [
    "import { defineCatalog } from 'fastify-problem-json'\n\n",
    ...general.map((question) => `// TODO ${toLine(question)}\n`),
    'export const catalog = defineCatalog({\n',
    rows.join(',\n'),
    ...Object.entries(undecided).map(([code, row]) => renderUndecided(code, row, questions)),
    '\n}',
    ...Object.keys(options).length > 0 ? [`, ${toSource(options, 0)}`] : [],
    ')\n'
  ].join('')
}

/**
 * A row that waits for its status: a comment with all that is known. JSON holds no line break, so that no line is code.
 */
function renderUndecided (code: string, row: Definition, questions: ImportedCatalog['questions']): string {
  const asked = questions.filter((question) => question.code === code)
  const lines = `${code}: ${renderRow({ ...row, status: row.status ?? 0 }).replace('status: 0', 'status: ?')},`.split(
    '\n'
  )
  return [
    '',
    ...asked.map((question) => `  // TODO ${toLine(question)}`),
    ...lines.map((line) => `  // ${line.replace(/^ {2}/, '')}`)
  ].join('\n')
}

function renderRow (row: Definition): string {
  const fields = Object.entries(row).sort(byField).map(([field, value]) => `    ${field}: ${toSource(value, 4)}`)
  return `{\n${fields.join(',\n')}\n  }`
}

const order = ['status', 'title', 'description', 'guidance', 'action', 'area', 'detail', 'extensions', 'examples']

/** The order of the documentation; other fields keep theirs. */
function byField ([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number {
  const place = (field: string) => order.includes(field) ? order.indexOf(field) : order.length
  return place(one) - place(other)
}

/** JSON, safe as JavaScript: line separators are escaped, and `__proto__` is a member like any other. */
function toSource (value: unknown, indent: number): string {
  return JSON.stringify(value, null, 2)
    .replace(/[\u2028\u2029]/g, (separator) => `\\u${separator.charCodeAt(0).toString(16)}`)
    .replaceAll('"__proto__":', '["__proto__"]:')
    .replaceAll('\n', `\n${' '.repeat(indent)}`)
}
