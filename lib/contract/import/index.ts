/**
 * A Markdown document → a catalog. What cannot be decided becomes a question; nothing is dropped in silence.
 */
import { defineCatalog } from '../../catalog/define.js'
import type { Definition, Definitions } from '../../catalog/definition.js'
import type { CatalogOptions } from '../../catalog/types/catalog.js'
import { readDocument } from './document.js'
import { mergeSightings } from './merge.js'
import type { ImportQuestion } from './merge.js'
import { isReference, readReference } from '../docs/read.js'
import { repairTables } from './repair.js'
import { loadLexer } from '../../markdown/tokens.js'

export interface ImportOptions {
  /** What all codes start with and shall lose, such as `ERR_`. The spelling of the document is kept as `legacyCode`. */
  stripPrefix?: string
}

export interface ImportedCatalog {
  readonly definitions: Record<string, Definition>
  /** Options of the catalog: only a reference that `docs` wrote states any. */
  readonly options: CatalogOptions
  /** What a person has to decide. */
  readonly questions: readonly ImportQuestion[]
  /** What the document says beside, and a catalog has no place for. */
  readonly notes: readonly string[]
}

/**
 * Reads the error codes of a Markdown document: its tables, or headings such as `### CODE (404 Not Found)`.
 * Needs the package `marked`.
 *
 * @throws {Error} where `marked` is not installed
 * @example
 * const { definitions, questions } = await importMarkdown(await readFile('errors.md', 'utf8'), { stripPrefix: 'ERR_' })
 */
export async function importMarkdown (markdown: string, options: ImportOptions = {}): Promise<ImportedCatalog> {
  const lex = await loadLexer()
  const reference = lex(markdown)
  if (isReference(reference)) return withCheck({ ...readReference(reference), questions: [] })
  const document = readDocument(lex(repairTables(markdown)))
  const { definitions, questions, notes } = mergeSightings(document, options.stripPrefix)
  const unread = [...document.unread].map(([label, codes]) => `Not read: ${label} of ${codes.join(', ')}`)
  return withCheck({ definitions, options: {}, questions, notes: [...document.notes, ...unread, ...notes] })
}

/** A catalog that does not load is a question, too. */
function withCheck (imported: ImportedCatalog): ImportedCatalog {
  try {
    defineCatalog(imported.definitions as Definitions, imported.options)
    return imported
  } catch (error) {
    return { ...imported, questions: [...imported.questions, { text: `The catalog does not load yet. ${(error as Error).message}` }] }
  }
}
