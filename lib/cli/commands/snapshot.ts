/**
 * `problem-json snapshot`
 */
import { createSnapshot, renderSnapshot } from '../../contract/snapshot.js'
import { readSnapshotFile, writeText } from '../files.js'
import { exit, textOf } from '../io.js'
import type { ExitCode, ParsedArguments, Io } from '../io.js'
import { loadApp, loadCatalog } from '../load.js'

export const defaultFile = 'problems.snapshot.json'

export async function run (given: ParsedArguments, io: Io): Promise<ExitCode> {
  const [file] = given.positionals as [string]
  const out = textOf(given, 'out') ?? defaultFile
  const catalog = await loadCatalog(file, io)
  const app = await loadApp(textOf(given, 'app'), io)
  const known = await readSnapshotFile(out === '-' ? defaultFile : out, io)
  if (known?.routes && !app.routes) io.err('The routes that the snapshot held are gone: state --app to keep them\n')
  await writeText(out, renderSnapshot(createSnapshot(catalog, { ...app, approved: known?.approved })), io)
  return exit.fine
}
