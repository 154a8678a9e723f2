/**
 * `problem-json docs`
 */
import { renderCode, renderMarkdown } from '../markdown.js'
import { createSnapshot } from '../snapshot.js'
import type { Snapshot } from '../snapshot.js'
import { writeText } from './files.js'
import { exit, textOf, UsageError } from './io.js'
import type { ExitCode, Given, Io } from './io.js'
import { loadCatalog } from './load.js'

interface Format {
  all: (snapshot: Snapshot) => string
  one: (snapshot: Snapshot, code: string) => string
}

const formats: Readonly<Record<string, Format>> = { md: { all: renderMarkdown, one: renderCode } }

export async function run (given: Given, io: Io): Promise<ExitCode> {
  const [file, code] = given.positionals as [string, string?]
  const name = textOf(given, 'format') ?? 'md'
  const format = Object.hasOwn(formats, name) ? formats[name] : undefined
  if (!format) throw new UsageError(`--format must be one of ${Object.keys(formats).join(', ')}, got '${name}'`)
  const snapshot = createSnapshot(await loadCatalog(file, io))
  const text = code === undefined ? format.all(snapshot) : format.one(snapshot, code)
  await writeText(textOf(given, 'out') ?? '-', text, io)
  return exit.fine
}
