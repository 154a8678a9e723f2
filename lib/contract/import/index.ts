/**
 * A document → a catalog. What cannot be decided becomes a question; nothing is dropped in silence.
 */
import { defineCatalog } from '../../catalog/define.js'
import type { Definition, Definitions } from '../../catalog/definition.js'
import type { CatalogOptions } from '../../catalog/types/catalog.js'
import { toMarkdown } from './document/html.js'
import { readDocument } from './document/index.js'
import { findLeftovers } from './document/leftovers.js'
import { repairTables } from './document/repair.js'
import { mergeSightings } from './merge.js'
import type { ImportQuestion } from './merge.js'
import { isReference, readReference } from '../docs/read.js'
import { loadLexer } from '../../markdown/tokens.js'
import type { Reading } from './sighting.js'

export interface ImportOptions {
  /** What all codes start with and shall lose, such as `ERR_`. The spelling of the document is kept as `legacyCode`. */
  stripPrefix?: string
  /**
   * What a code that is a number starts with. The number is kept as `legacyCode`.
   *
   * @default 'E'
   */
  numericPrefix?: string
}

export interface ImportedCatalog {
  readonly definitions: Record<string, Definition>
  /** Codes whose status nothing states, with all that is known of them: not part of a catalog yet. */
  readonly undecided?: Readonly<Record<string, Definition>>
  /** Options of the catalog: texts in other languages, and what a reference that `docs` wrote states. */
  readonly options: CatalogOptions
  /** What a person has to decide. */
  readonly questions: readonly ImportQuestion[]
  /** What the document says beside, and a catalog has no place for. */
  readonly notes: readonly string[]
}

/**
 * Reads the error codes of a Markdown document: its tables, lists, headings and examples.
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
  const reading = readDocument(lex(repairTables(toMarkdown(markdown))), lineFinder(markdown))
  return toCatalog(reading, options, (taken) => findLeftovers(markdown, taken))
}

/** A whole name rather than a part of a longer one, where the document has it. */
function lineFinder (text: string): (part: string) => number | undefined {
  const lines = text.split(/\r\n|[\n\r]/).map((line) => line.replaceAll('\\_', '_'))
  return (part) => {
    if (part === '') return undefined
    const whole = new RegExp(`(?<![\\w-])${part.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')}(?![\\w-])`)
    const index = lines.findIndex((line) => line.includes(part) && whole.test(line))
    const found = index < 0 ? lines.findIndex((line) => line.includes(part)) : index
    return found < 0 ? undefined : found + 1
  }
}

/** @param leftovers what else looks like a code, where the spellings were taken */
export function toCatalog (reading: Reading, options: ImportOptions, leftovers: (taken: string[]) => string[] = () => []): ImportedCatalog {
  const { stripPrefix: strip = '', numericPrefix: numeric = 'E' } = options
  const { definitions, undecided, locales, questions, notes } = mergeSightings(reading, { strip, numeric })
  const unread = [...reading.unread].map(([label, codes]) => `Not read: ${label} of ${codes.join(', ')}`)
  const rest = leftovers([...reading.sightings.map(({ spelling }) => spelling), ...Object.keys(definitions)])
  return withCheck({
    definitions,
    undecided,
    options: Object.keys(locales).length > 0 ? { locales } : {},
    questions,
    notes: [...reading.notes, ...unread, ...notes, ...rest]
  })
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
