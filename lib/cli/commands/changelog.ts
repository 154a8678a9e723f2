/**
 * `problem-json changelog`
 */
import { isDay } from '../../contract/compare/index.js'
import { renderChangelog } from '../../contract/changelog.js'
import { readSnapshot } from '../../contract/snapshot/text.js'
import { readText, writeText } from '../files.js'
import { exit, textOf, UsageError } from '../io.js'
import type { ExitCode, ParsedArguments, Io } from '../io.js'

export async function run (args: ParsedArguments, io: Io): Promise<ExitCode> {
  const today = textOf(args, 'today') ?? io.today
  if (!isDay(today)) throw new UsageError(`--today must be a day as YYYY-MM-DD, got '${today}'`)
  const [base, head] = await Promise.all(
    args.positionals.map(async (file) => readSnapshot(await readText(file, io), `'${file}'`))
  )
  await writeText(
    textOf(args, 'out') ?? '-', renderChangelog(base!, head!, { today }) || 'Nothing that a client may notice.\n', io
  )
  return exit.fine
}
