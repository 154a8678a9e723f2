/**
 * `problem-json docs`
 */
import { join } from 'node:path'
import { renderMarkdownOf, renderMarkdown } from '../../contract/docs/render.js'
import { createSnapshot } from '../../contract/snapshot.js'
import type { AnyCatalog } from '../../catalog/definition.js'
import { writeText } from '../files.js'
import { exit, requiredText, textOf, UsageError } from '../io.js'
import type { ExitCode, ParsedArguments, Io } from '../io.js'
import { loadCatalog } from '../load.js'

type Write = (catalog: AnyCatalog, code: string | undefined, given: ParsedArguments, io: Io) => Promise<void>

const formats: Readonly<Record<string, Write>> = { md: writeMarkdown, html: writePages }

export async function run (given: ParsedArguments, io: Io): Promise<ExitCode> {
  const [file, code] = given.positionals as [string, string?]
  const name = textOf(given, 'format') ?? 'md'
  const write = Object.hasOwn(formats, name) ? formats[name] : undefined
  if (!write) throw new UsageError(`--format must be one of ${Object.keys(formats).join(', ')}, got '${name}'`)
  await write(await loadCatalog(file, io), code, given, io)
  return exit.fine
}

async function writeMarkdown (catalog: AnyCatalog, code: string | undefined, given: ParsedArguments, io: Io): Promise<void> {
  const snapshot = createSnapshot(catalog)
  await writeText(textOf(given, 'out') ?? '-', code === undefined ? renderMarkdown(snapshot) : renderMarkdownOf(snapshot, code), io)
}

/** The index, and a page for every code, each as HTML, Markdown and JSON. */
async function writePages (catalog: AnyCatalog, code: string | undefined, given: ParsedArguments, io: Io): Promise<void> {
  if (code !== undefined) throw new UsageError(`--format html writes the page of every code, got '${code}' alone: leave it out`)
  const folder = requiredText(given, 'out', 'the folder of the pages')
  for (const { path, content } of await io.renderSite(catalog)) await writeText(join(folder, path), content, io)
}
