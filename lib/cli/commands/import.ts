/**
 * `problem-json import`
 */
import { resolve } from 'node:path'
import { cleanText } from '../../catalog/texts/template.js'
import { renderCatalogModule } from '../../contract/import/catalog-module.js'
import { compareImports } from '../../contract/import/compare.js'
import type { ImportDisagreement } from '../../contract/import/compare.js'
import { importFiles } from '../../contract/import/index.js'
import type { ImportFile, ImportOptions } from '../../contract/import/index.js'
import { toLine } from '../../contract/import/merge.js'
import { isFile, readInput, readText, writeText } from '../files.js'
import { exit, textOf, UsageError } from '../io.js'
import type { ExitCode, ParsedArguments, Io } from '../io.js'

export async function run (args: ParsedArguments, io: Io): Promise<ExitCode> {
  const out = textOf(args, 'out') ?? '-'
  if (out !== '-' && !args.values['force'] && await isFile(resolve(io.cwd, out))) {
    throw new UsageError(`'${out}' is there already: write elsewhere, or state --force`)
  }
  const options = {
    stripPrefix: textOf(args, 'strip-prefix') ?? '',
    numericPrefix: textOf(args, 'numeric-prefix') ?? 'E'
  }
  if (!/^[A-Za-z]\w*$/.test(options.numericPrefix)) {
    throw new UsageError(`--numeric-prefix must start with a letter, got '${options.numericPrefix}'`)
  }
  const files = await readFiles(args, io)
  return args.values['compare'] ? compare(files, options, io) : write(files, options, out, io)
}

async function readFiles (args: ParsedArguments, io: Io): Promise<ImportFile[]> {
  if (args.positionals.filter((name) => name === '-').length > 1) {
    throw new UsageError('the standard input can be read once: state - once')
  }
  const form = textOf(args, 'as') ?? 'md'
  return Promise.all(args.positionals.map(async (name) => name === '-'
    ? { name: `standard input.${form.replace(/^\./, '')}`, text: await readInput(io) }
    : { name, text: await readText(name, io) }))
}

async function write (files: readonly ImportFile[], options: ImportOptions, out: string, io: Io): Promise<ExitCode> {
  const imported = await importFiles(files, options)
  for (const question of imported.questions) io.err(`TODO ${toLine(question)}\n`)
  for (const note of imported.notes) io.err(`${cleanText(note, 400)}\n`)
  const count = Object.keys(imported.definitions).length
  const open = Object.keys(imported.undecided ?? {}).length
  if (count + open === 0) {
    throw new Error(
      `no code was found in '${files.map(({ name }) => name).join("', '")}': it needs a table with a column of ` +
      'codes, headings such as \'### CODE (404 Not Found)\', or an enum, an object or a class of errors'
    )
  }
  await writeText(out, renderCatalogModule(imported), io)
  const waiting = open > 0 ? `${open} that wait for a status (written as comments), ` : ''
  io.err(`${count} codes, ${waiting}${imported.questions.length} open questions\n`)
  return exit.fine
}

async function compare (files: readonly ImportFile[], options: ImportOptions, io: Io): Promise<ExitCode> {
  if (files.length < 2) throw new UsageError('--compare needs two files or more, such as docs/errors.md src/errors.ts')
  const disagreements = await compareImports(files, options)
  for (const disagreement of disagreements) io.out(`${renderDisagreement(disagreement)}\n`)
  io.err(`${disagreements.length === 0 ? 'The files agree' : `${disagreements.length} disagreements`}\n`)
  return disagreements.length === 0 ? exit.fine : exit.stale
}

function renderDisagreement ({ code, files }: ImportDisagreement): string {
  const sides = Object.entries(files).map(([name, facts]) => {
    if (!facts) return `${name}: not there`
    const { statuses, line } = facts
    return `${name}${line === undefined ? '' : `:${line}`}: ${statuses.join(', ') || 'no status'}`
  })
  return cleanText(`${code}  ${sides.join('  |  ')}`, 600)
}
