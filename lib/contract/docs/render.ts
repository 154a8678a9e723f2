/**
 * A snapshot → its reference in Markdown: grouped by area, deterministic, and read back by `import`.
 */
import { exampleMembers } from '../../catalog/example.js'
import { standardDefinitions } from '../../catalog/standard.js'
import type { StandardCode } from '../../catalog/standard.js'
import { compareText, isJsonObject } from '../../json/canonical.js'
import type { JsonObject } from '../../json/canonical.js'
import { basesOf, isUntouched } from './defaults.js'
import { toExampleBody } from './example.js'
import { toCell, toCodeSpan, toCodeCell, toInline, toJsonText } from '../../markdown/text.js'
import { referenceFields } from './fields.js'
import { problemOf } from '../snapshot/index.js'
import type { Snapshot, SnapshotProblem } from '../snapshot/index.js'

/** `import` recognises the document by it. */
export const referenceMark = '<!-- problem-json docs: written from the catalog; problem-json import reads it back -->'
/** Marks of the sections that are not an area. */
export const sectionMarks = { none: '<!-- no area -->', retired: '<!-- retired -->', standard: '<!-- standard -->' }

/** Types that the row of a member names; any other schema is JSON there. */
export const plainTypes: ReadonlySet<string> = new Set([
  'string', 'number', 'integer', 'boolean', 'object', 'array', 'null'
])

type Entry = readonly [code: string, problem: SnapshotProblem]

/**
 * The reference of a catalog: every code with guidance, retry rule, extension members and an example.
 *
 * @example
 * await writeFile('docs/errors.md', renderMarkdown(createSnapshot(catalog)))
 */
export function renderMarkdown (snapshot: Snapshot): string {
  const entries = Object.entries(snapshot.problems).sort(([one], [other]) => compareText(one, other))
  const bases = basesOf(snapshot)
  const [untouched, defined] = [
    entries.filter(([code, problem]) => isUntouched(code, problem, bases)),
    entries.filter(([code, problem]) => !isUntouched(code, problem, bases))
  ]
  const areas = [...new Set(defined.map(([, { area }]) => area ?? ''))].sort(compareText)
  return join([
    '# Error codes',
    referenceMark,
    list(
      [
        ['Base', bases.base], ['Standard base', bases.standardBase], ['Challenge', bases.challenge]
      ].map(([label, value]) => `**${label}:** ${toCodeSpan(value!)}`)
    ),
    ...areas.flatMap((area) =>
      renderArea(
        area, defined.filter(([, problem]) => (problem.area ?? '') === area), snapshot
      )
    ),
    ...renderRetired(snapshot.retired),
    ...renderStandard(untouched)
  ])
}

/**
 * The reference of one code.
 *
 * @throws {TypeError} for a code that the snapshot does not have
 */
export function renderMarkdownOf (snapshot: Snapshot, code: string): string {
  return join(renderProblem([code, problemOf(snapshot, code)], snapshot))
}

function renderArea (area: string, entries: readonly Entry[], snapshot: Snapshot): string[] {
  return [
    ...(area === '' ? ['## General', sectionMarks.none] : [`## ${toInline(area)}`]),
    table(
      ['Code', 'Status', 'Title'],
      entries.map(([code, { status, title }]) => [
        `[${toCodeCell(code)}](#${slug(code, status)})`, String(status), toCell(title)
      ])
    ),
    ...entries.flatMap((entry) => renderProblem(entry, snapshot))
  ]
}

function renderProblem ([code, problem]: Entry, { problems }: Snapshot): string[] {
  const { status, description, extensions, examples = [] } = problem
  const example = (members: JsonObject) => `\`\`\`json\n${toJsonText(toExampleBody(code, problem, members), 2)}\n\`\`\``
  const fields = referenceFields.flatMap(({ label, write }) => write(problem).map((text) => `**${label}:** ${text}`))
  return [
    `### ${toCodeSpan(code)} (${[status, reasonOf(status)].join(' ').trim()})`,
    ...(description === undefined ? [] : [toInline(description)]),
    list(fields),
    ...(extensions === undefined ? [] : renderExtensions(extensions)),
    ...(examples.length > 0
      ? ['**Example**', ...examples.map(example)]
      : ['**Body**', example(exampleMembers(problem, problems) as JsonObject)])
  ]
}

function renderExtensions ({ type, properties, required, ...rest }: JsonObject): string[] {
  const members = Object.entries((properties ?? {}) as JsonObject)
  const needed = (required ?? []) as readonly string[]
  const others = needed.filter((name) => !members.some(([member]) => member === name))
  const more = {
    ...rest,
    ...(required !== undefined && (others.length > 0 || needed.length === 0) && { required: others })
  }
  return [
    '**Extensions**',
    ...(properties === undefined
      ? []
      : [
          table(
            ['Member', 'Type', 'Required', 'Meaning'],
            members.map(([name, member]) => renderMember(name, member, needed.includes(name)))
          )
        ]),
    ...(properties === undefined || Object.keys(more).length > 0
      ? [list([`**Schema:** ${toCodeSpan(toJsonText(more))}`])]
      : [])
  ]
}

function renderMember (name: string, schema: unknown, required: boolean): string[] {
  const { description, ...rest } = isJsonObject(schema) ? schema : {}
  const text = typeof description === 'string' ? description : ''
  const shown = text === '' ? schema : rest
  const type =
    isJsonObject(shown) && Object.keys(shown).length === 1 && plainTypes.has(String(shown['type']))
      ? String(shown['type'])
      : toJsonText(shown)
  return [toCodeCell(name), toCodeCell(type), required ? 'yes' : 'no', toCell(text)]
}

function renderRetired (retired: Snapshot['retired']): string[] {
  const entries = Object.entries(retired)
  if (entries.length === 0) return []
  const rows = entries.map(([code, { since, status, type, replacedBy }]) => [
    toCodeCell(code),
    String(status),
    toCodeCell(type),
    toCell(since),
    replacedBy === undefined ? '' : toCodeCell(replacedBy)
  ])
  return [
    '## Retired',
    sectionMarks.retired,
    'These codes are no longer sent, and are never used again.',
    table(['Code', 'Status', 'Type', 'Since', 'Replaced by'], rows)
  ]
}

function renderStandard (entries: readonly Entry[]): string[] {
  if (entries.length === 0) return []
  const rows = entries.map(([code, { status, title, retry, guidance = '' }]) =>
    [toCodeCell(code), String(status), toCell(title), toCodeCell(retry), toCell(guidance)])
  return [
    '## Standard problem types',
    sectionMarks.standard,
    'Failures that every service has. They are part of every catalog.',
    table(['Code', 'Status', 'Title', 'Retry', 'Guidance'], rows)
  ]
}

const reasons = new Map<number, string>()
for (const code of Object.keys(standardDefinitions) as StandardCode[]) {
  const { status, title } = standardDefinitions[code]
  if (!reasons.has(status)) reasons.set(status, title)
}

function reasonOf (status: number): string {
  return reasons.get(status) ?? ''
}

/** The anchor that GitHub gives to the heading of a code. */
function slug (code: string, status: number): string {
  const heading = [code, status, ...reasonOf(status).split(' ')].join(' ').trim()
  return heading.toLowerCase().replace(/[^\w -]/g, '').replaceAll(' ', '-')
}

function table (names: readonly string[], rows: readonly (readonly string[])[]): string {
  return [names, names.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

function list (items: readonly string[]): string {
  return items.map((item) => `- ${item}`).join('\n')
}

function join (blocks: readonly string[]): string {
  return blocks.join('\n\n') + '\n'
}
