/**
 * `problem-json changelog`
 */
import { isDay } from '../../contract/compare/index.js'
import { renderChangelog } from '../../contract/changelog.js'
import { readSnapshot } from '../../contract/snapshot.js'
import { readText, writeText } from '../files.js'
import { exit, textOf, UsageError } from '../io.js'
import type { ExitCode, ParsedArguments, Io } from '../io.js'

export async function run (given: ParsedArguments, io: Io): Promise<ExitCode> {
  const today = textOf(given, 'today') ?? io.today
  if (!isDay(today)) throw new UsageError(`--today must be a day as YYYY-MM-DD, got '${today}'`)
  const [base, head] = await Promise.all(
    given.positionals.map(async (file) => readSnapshot(await readText(file, io), `'${file}'`))
  )
  await writeText(
    textOf(given, 'out') ?? '-', renderChangelog(base!, head!, { today }) || 'Nothing that a client may notice.\n', io
  )
  return exit.fine
}
