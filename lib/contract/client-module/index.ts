/**
 * The module for a front end that cannot import the server's catalog: the codes and the types of their extension
 * members. Pure and deterministic; the module imports nothing.
 */
import { isStandardCode } from '../../catalog/standard.js'
import type { AnyCatalog } from '../../catalog/definition.js'
import { renderComment } from './comment.js'
import { renderType } from './schema-type.js'
import { sourceOfCatalog } from './source.js'
import type { ClientProblem, ClientSource } from './source.js'
import { renderStatements } from './statement.js'
import type { ModuleForm, Statement } from './statement.js'

/**
 * Renders the client module of a catalog.
 *
 * @param from a catalog, or a snapshot
 * @param form `js` and `cjs` have the values only, `d.ts` the types of both
 * @returns the type `Problems` (code → extension members), `ProblemCode`, the record `codes`, and `legacyCodes`
 * (spelling in an older envelope → code); where the routes are known, `Operations` and the record `operations`
 * @example
 * await writeFile('src/problems.ts', renderClientModule(catalog))
 * // in the front end: const decode = createDecoder<Problems>(codes)
 */
export function renderClientModule (from: AnyCatalog | ClientSource, form: ModuleForm = 'ts'): string {
  const source = isSource(from) ? from : sourceOfCatalog(from)
  const { problems, retired = {} } = source
  const codes = [...Object.keys(problems), ...Object.keys(retired)].sort()
  return renderStatements([
    {
      comment: '/** The extension members of every code: `createDecoder<Problems>(codes)`. */',
      type: `interface Problems {\n${membersOf(source).join('\n')}\n}`
    },
    { type: 'type ProblemCode = keyof Problems' },
    {
      comment: '/** Every code, for the decoder to look up. */',
      name: 'codes',
      type: 'Readonly<Record<ProblemCode, true>>',
      value: renderRecord(codes.map((code) => [code, 'true']))
    },
    ...operationsOf(source),
    {
      comment: '/** Codes that have another spelling in the older envelope: for `legacyBody()`. */',
      name: 'legacyCodes',
      type: 'Readonly<Record<string, ProblemCode>>',
      value: renderRecord(legacyCodes(problems))
    }
  ], form)
}

/** The codes of a catalog are in upper case. */
function isSource (from: AnyCatalog | ClientSource): from is ClientSource {
  return 'problems' in from
}

/** What the service can send comes first. */
function membersOf ({ problems, retired = {}, routes = {} }: ClientSource): string[] {
  const answered = new Set(Object.values(routes).flat())
  const isLast = (code: string) => isStandardCode(code) && !answered.has(code)
  const codes = Object.keys(problems).sort()
  const members = (some: readonly string[]) => some.map((code) => renderMember(code, problems[code]!))
  return [
    ...members(codes.filter((code) => !isLast(code))),
    ...Object.entries(retired).sort(([a], [b]) => a < b ? -1 : 1).map(renderRetired),
    ...fold(members(codes.filter(isLast)))
  ]
}

/** Editors fold it: codes that the service does not send are there for readers who look for them. */
function fold (members: readonly string[]): string[] {
  return members.length === 0 ? [] : ['  // #region Standard codes', ...members, '  // #endregion']
}

function renderMember (
  code: string, { status, title, description, guidance, deprecated, extensions }: ClientProblem
): string {
  const comment = [`${status} ${title}.`, description, guidance, deprecated && renderDeprecated(deprecated)]
  return `${renderComment(comment)}\n  ${code}: ${extensions === undefined ? none : renderType(extensions, '  ')}`
}

function renderRetired ([code, { since, status, replacedBy }]: [
  string, { since: string; status: number; replacedBy?: string | null | undefined }
]): string {
  const comment = renderComment([`${status}, of an older server.`, renderDeprecated({ since, replacedBy })])
  return `${comment}\n  ${code}: ${none}`
}

const none = 'Record<never, never>'

interface Gone { since: string, sunset?: string, replacedBy?: string | null | undefined }

function renderDeprecated ({ since, sunset, replacedBy }: Gone): string {
  const until = sunset === undefined ? '' : `, until ${sunset}`
  return `@deprecated since ${since}${until}${typeof replacedBy === 'string' ? `: ${replacedBy} is sent instead` : ''}.`
}

/** What each route can answer: `createDecoder<Operations['GET /orders/:id']>(operations['GET /orders/:id'])`. */
function operationsOf ({ problems, routes = {} }: ClientSource): Statement[] {
  const known = Object.entries(routes)
    .map(
      ([name, codes]) => [JSON.stringify(name), codes.filter((code) => Object.hasOwn(problems, code)).sort()] as const
    )
    .sort(([a], [b]) => (a < b ? -1 : 1))
  if (known.length === 0) return []
  const first = known[0]![0].replaceAll('*/', '*\\/')
  const types = known.map(
    ([name, codes]) => `  ${name}: Pick<Problems, ${codes.map((code) => JSON.stringify(code)).join(' | ') || 'never'}>`
  )
  const values = known.map(([name, codes]) => `  ${name}: {${codes.map((code) => ` ${code}: true`).join(',')} }`)
  return [
    {
      comment: `/** What one operation can answer: \`createDecoder<Operations[${first}]>(operations[${first}])\`. */`,
      type: `interface Operations {\n${types.join('\n')}\n}`
    },
    {
      comment: '/** The codes of each operation, for the decoder to look up. */',
      name: 'operations',
      type: '{ readonly [Name in keyof Operations]: Readonly<Record<keyof Operations[Name], true>> }',
      value: `{\n${values.join(',\n')}\n}`
    }
  ]
}

/** An old spelling that several codes share means the general one; it is left out where no code is general. */
function legacyCodes (problems: ClientSource['problems']): [string, string][] {
  const byLegacy = new Map<string, string[]>()
  for (const code of Object.keys(problems).sort()) {
    const { legacyCode } = problems[code]!
    if (legacyCode !== undefined) byLegacy.set(legacyCode, [...byLegacy.get(legacyCode) ?? [], code])
  }
  return [...byLegacy].flatMap(([legacyCode, codes]): [string, string][] => {
    const general = codes.filter((code) => !codes.includes(problems[code]!.refines ?? ''))
    return general.length !== 1 || Object.hasOwn(problems, legacyCode) ? [] : [[legacyCode, JSON.stringify(general[0])]]
  })
}

function renderRecord (entries: ReadonlyArray<readonly [string, string]>): string {
  if (entries.length === 0) return '{}'
  return `{\n${entries.map(([name, value]) => `  ${JSON.stringify(name)}: ${value}`).join(',\n')}\n}`
}
