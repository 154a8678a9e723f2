/**
 * `problem-json import`
 */
import { resolve } from 'node:path'
import { cleanText } from '../../catalog/template.js'
import { renderCatalogModule } from '../../contract/import/catalog-module.js'
import { importMarkdown } from '../../contract/import/index.js'
import { toLine } from '../../contract/import/merge.js'
import { isFile, readText, writeText } from '../files.js'
import { exit, textOf, UsageError } from '../io.js'
import type { ExitCode, ParsedArguments, Io } from '../io.js'

export async function run (given: ParsedArguments, io: Io): Promise<ExitCode> {
  const [file] = given.positionals as [string]
  const out = textOf(given, 'out') ?? '-'
  if (out !== '-' && !given.values['force'] && await isFile(resolve(io.cwd, out))) {
    throw new UsageError(`'${out}' is there already: write elsewhere, or state --force`)
  }
  const imported = await importMarkdown(await readText(file, io), { stripPrefix: textOf(given, 'strip-prefix') ?? '' })
  for (const question of imported.questions) io.err(`TODO ${toLine(question)}\n`)
  for (const note of imported.notes) io.err(`${cleanText(note, 400)}\n`)
  const count = Object.keys(imported.definitions).length
  if (count === 0) throw new Error(`no code was found in '${file}': it needs a table with a column of codes, or headings such as '### CODE (404 Not Found)'`)
  await writeText(out, renderCatalogModule(imported), io)
  io.err(`${count} codes, ${imported.questions.length} open questions\n`)
  return exit.fine
}
