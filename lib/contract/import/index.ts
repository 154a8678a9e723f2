/**
 * Documents and sources → a catalog. What cannot be decided becomes a question; nothing is dropped silently.
 */
import { defineCatalog } from '../../catalog/define/index.js'
import type { Definition, Definitions } from '../../catalog/definition.js'
import type { CatalogOptions } from '../../catalog/types/catalog.js'
import { readDocument } from './document/index.js'
import { findLeftovers } from './document/leftovers.js'
import { toMarkdown } from './document/markup/index.js'
import { mergeSightings } from './merge.js'
import type { ImportQuestion, Naming } from './merge.js'
import { lineFinder } from './lines.js'
import { isReference, readReference } from '../docs/read.js'
import { loadLexer } from '../../markdown/tokens.js'
import { emptyReading } from './sighting.js'
import type { Reading, Sighting } from './sighting.js'
import { readerOf } from './source/index.js'

export interface ImportOptions {
  /** A prefix to remove from all codes, such as `ERR_`. `legacyCode` keeps the spelling of the document. */
  stripPrefix?: string
  /**
   * The prefix of a code that is a number. `legacyCode` keeps the number.
   *
   * @default 'E'
   */
  numericPrefix?: string
}

export interface ImportedCatalog {
  readonly definitions: Record<string, Definition>
  /** Codes without a status, with all that is known of them: not in the catalog yet. */
  readonly undecided?: Readonly<Record<string, Definition>>
  /** Options of the catalog: texts in other languages, and what a reference that `docs` wrote states. */
  readonly options: CatalogOptions
  /** What a person has to decide. */
  readonly questions: readonly ImportQuestion[]
  /** What the document states, and a catalog has no place for. */
  readonly notes: readonly string[]
}

/** A file to import: the extension of its name says which form it has; without a known one it is Markdown. */
export interface ImportFile {
  readonly name: string
  readonly text: string
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
  return importFiles([{ name: 'errors.md', text: markdown }], options)
}

/**
 * Reads the error codes of files and merges them: Markdown, TypeScript, JavaScript, OpenAPI 3, JSON, YAML, CSV.
 * What an earlier file states counts; a later one adds what is missing. No code runs.
 *
 * @throws {Error} where the package that reads a form is not installed (`marked`, `typescript`, `yaml`), or a file does
 * not parse
 * @example
 * const { definitions } = await importFiles([{ name: 'src/errors.ts', text: await readFile('src/errors.ts', 'utf8') }])
 */
export async function importFiles (
  files: readonly ImportFile[], options: ImportOptions = {}
): Promise<ImportedCatalog> {
  const [only] = files
  const reference = files.length === 1 && only ? await readOnlyReference(only) : undefined
  if (reference) return withCheck(reference)
  const readings: Reading[] = []
  for (const file of files) {
    const reading = await readFileOf(file)
    readings.push(files.length > 1 ? ofFile(file.name, reading) : reading)
  }
  return toCatalog(mergeReadings(readings), options, files)
}

function ofFile (file: string, reading: Reading): Reading {
  return { ...reading, sightings: reading.sightings.map((sighting) => ({ ...sighting, file })) }
}

async function readOnlyReference ({ name, text }: ImportFile): Promise<ImportedCatalog | undefined> {
  if (readerOf(name)) return undefined
  const tokens = (await loadLexer())(text)
  return isReference(tokens) ? { ...readReference(tokens), questions: [] } : undefined
}

/** What one file states about codes. */
export async function readFileOf ({ name, text }: ImportFile): Promise<Reading> {
  const lineOf = lineFinder(text)
  const read = readerOf(name)
  if (read) return read(text, name, lineOf)
  const lex = await loadLexer()
  const tokens = lex(text)
  if (isReference(tokens)) return fromReference(readReference(tokens))
  return readDocument(lex(toMarkdown(text)), lineOf)
}

/** A reference that `docs` wrote, as one of several files: what any table can state. */
function fromReference ({ definitions, notes }: ReturnType<typeof readReference>): Reading {
  const sightings = Object.entries(definitions).map(([spelling, row]): Sighting => {
    const { status, title, description, guidance, action, area, type, legacyCode } = row
    const texts = Object.entries({ title, description, guidance, action, area, type, legacyCode }).filter(
      ([, text]) => text !== undefined
    )
    return {
      spelling,
      statuses: status === undefined ? [] : [status],
      texts: Object.fromEntries(texts) as Sighting['texts']
    }
  })
  return { ...emptyReading(), sightings, notes }
}

function mergeReadings (readings: readonly Reading[]): Reading {
  const unread = new Map<string, string[]>()
  for (const [label, codes] of readings.flatMap((reading) => [...reading.unread])) {
    unread.set(label, [...new Set([...(unread.get(label) ?? []), ...codes])])
  }
  return {
    sightings: readings.flatMap(({ sightings }) => sightings),
    hints: readings.flatMap(({ hints }) => hints),
    notes: readings.flatMap(({ notes }) => notes),
    unread
  }
}

function toCatalog (reading: Reading, options: ImportOptions, files: readonly ImportFile[]): ImportedCatalog {
  const { definitions, undecided, locales, questions, notes } = mergeSightings(reading, namingOf(options))
  const unread = [...reading.unread].map(([label, codes]) => `Not read: ${label} of ${codes.join(', ')}`)
  const taken = [
    ...reading.sightings.map(({ spelling }) => spelling), ...Object.keys(definitions), ...Object.keys(undecided)
  ]
  const documents = files.filter(({ name }) => !readerOf(name))
  return withCheck({
    definitions,
    undecided,
    options: Object.keys(locales).length > 0 ? { locales } : {},
    questions,
    notes: [...reading.notes, ...unread, ...notes, ...documents.flatMap(({ text }) => findLeftovers(text, taken))]
  })
}

export function namingOf ({ stripPrefix: strip = '', numericPrefix: numeric = 'E' }: ImportOptions): Naming {
  return { strip, numeric }
}

/** A catalog that does not load is a question, too. */
function withCheck (imported: ImportedCatalog): ImportedCatalog {
  try {
    defineCatalog(imported.definitions as Definitions, imported.options)
    return imported
  } catch (error) {
    return {
      ...imported,
      questions: [...imported.questions, { text: `The catalog does not load yet. ${(error as Error).message}` }]
    }
  }
}
