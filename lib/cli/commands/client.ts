/**
 * `problem-json client`
 */
import { writeText } from '../files.js'
import { exit, textOf } from '../io.js'
import type { ExitCode, ParsedArguments, Io } from '../io.js'
import { loadCatalog } from '../load.js'

export async function run (given: ParsedArguments, io: Io): Promise<ExitCode> {
  const [file] = given.positionals as [string]
  const { renderClientModule } = await import('../../contract/client-module/index.js')
  await writeText(textOf(given, 'out') ?? '-', renderClientModule(await loadCatalog(file, io)), io)
  return exit.fine
}
