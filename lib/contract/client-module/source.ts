/**
 * What the client module is made of: a catalog, a snapshot, or the index of the reference pages as JSON.
 */
import { catalogInfo } from '../../catalog/info.js'
import type { AnyCatalog, Deprecation } from '../../catalog/definition.js'
import { isJsonObject } from '../../json/canonical.js'
import { readSnapshot } from '../snapshot/text.js'
import { routesByName } from '../snapshot/routes.js'
import type { ProblemOperation } from '../snapshot/routes.js'

/** What the client module holds of one code. A problem type is one, and so is an entry of a snapshot. */
export interface ClientProblem {
  readonly status: number
  readonly title: string
  readonly description?: string | undefined
  readonly guidance?: string | undefined
  readonly extensions?: object | undefined
  readonly refines?: string | undefined
  readonly legacyCode?: string | undefined
  readonly deprecated?: Deprecation | undefined
}

interface RetiredCode {
  readonly status: number
  readonly since: string
  readonly replacedBy?: string | null | undefined
}

/** A snapshot is one. */
export interface ClientSource {
  readonly problems: Readonly<Record<string, ClientProblem>>
  readonly retired?: Readonly<Record<string, RetiredCode>>
  /** `GET /orders/:id` → the codes that it can answer. */
  readonly routes?: Readonly<Record<string, readonly string[]>>
}

/** @param operations those of an app (`app.problemOperations()`) */
export function sourceOfCatalog (
  catalog: AnyCatalog, operations: readonly ProblemOperation[] = []
): Required<ClientSource> {
  return {
    problems: catalog,
    retired: catalogInfo(catalog)?.retired ?? {},
    routes: routesByName(operations.map(({ method, url, answers }) => ({ method, url, problems: answers })))
  }
}

/**
 * Reads JSON that a service serves, or a repository holds.
 *
 * @param name what messages call it
 * @throws {Error} for a text that is neither a snapshot nor the index of reference pages
 */
export function readClientSource (text: string, name: string): ClientSource {
  const value = parse(text, name)
  const source = Array.isArray(value['problems']) ? sourceOfIndex(value) : readSnapshot(text, name)
  for (const [code, problem] of Object.entries(source.problems)) checkEntry(code, problem, name)
  for (const [code, { status }] of Object.entries(source.retired ?? {})) checkEntry(code, { status, title: '' }, name)
  return source
}

function parse (text: string, name: string): Readonly<Record<string, unknown>> {
  const neither = `${name} must be a snapshot, or the index of the reference pages as JSON`
  try {
    const value = JSON.parse(text) as unknown
    if (isJsonObject(value as never) && 'problems' in (value as object)) {
      return value as Readonly<Record<string, unknown>>
    }
  } catch (cause) {
    throw new Error(`${neither}, got no JSON`, { cause })
  }
  throw new Error(`${neither}, got JSON without 'problems'`)
}

interface IndexEntry extends ClientProblem {
  readonly code: string
  readonly operations?: ReadonlyArray<{ readonly method: string, readonly url: string }>
}

function sourceOfIndex ({ problems, retired = [] }: Readonly<Record<string, unknown>>): ClientSource {
  const entries = (problems as unknown[]).map((entry) => Object(entry) as IndexEntry)
  const gone = (retired as unknown[]).map(
    (entry) => Object(entry) as { code: string; status: number; retired: RetiredCode }
  )
  const routes: Record<string, string[]> = {}
  for (const { code, operations = [] } of entries) {
    for (const { method, url } of operations) (routes[`${method} ${url}`] ??= []).push(code)
  }
  return {
    problems: Object.fromEntries(entries.map((entry) => [entry.code, entry])),
    retired: Object.fromEntries(gone.map(({ code, status, retired }) => [code, { ...retired, status }])),
    routes
  }
}

/** A code becomes a name in a program: it is checked, from any source. */
function checkEntry (code: string, { status, title }: ClientProblem, name: string): void {
  if (/^[A-Z][A-Z0-9_]*$/.test(code) && Number.isInteger(status) && typeof title === 'string') return
  throw new Error(
    `an entry of ${name} must have a code in UPPER_SNAKE_CASE, a status and a title, got ` +
    `${JSON.stringify({ code, status, title })}`
  )
}
