/**
 * The command line: which command, with what; and every failure as a message and an exit code.
 */
import { parseArgs } from 'node:util'
import { cleanText } from '../catalog/texts/template.js'
import { renderCommandHelp, renderHelp } from './help.js'
import { exit, messageOf, UsageError } from './io.js'
import type { ExitCode, ParsedArguments, Io } from './io.js'
import { commands } from './table.js'
import type { Command } from './table.js'

/**
 * Runs a command line.
 *
 * @param argv what follows the name of the program
 * @param version what `--version` prints
 */
export async function runCommandLine (
  argv: readonly string[], io: Io, version: () => Promise<string>
): Promise<ExitCode> {
  try {
    return await dispatch(argv, io, version)
  } catch (error) {
    const isUsage = error instanceof UsageError
    const hint = isUsage ? "'problem-json --help' lists the commands\n" : ''
    io.err(`problem-json: ${cleanLines(messageOf(error))}\n${hint}`)
    return isUsage ? exit.usage : exit.failed
  }
}

async function dispatch (
  [name, ...rest]: readonly string[], io: Io, version: () => Promise<string>
): Promise<ExitCode> {
  if (name === undefined) throw new UsageError('a command is missing')
  if (name === '--version' || name === '-v') return print(io, `${await version()}\n`)
  if (name === '--help' || name === '-h' || name === 'help') return print(io, renderHelp())
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (!command) throw new UsageError(`there is no command '${name}': use one of ${Object.keys(commands).join(', ')}`)
  const args = readArguments(name, command, rest)
  if (args.values['help']) return print(io, renderCommandHelp(name, command))
  const [least, most] = command.positionals
  if (args.positionals.length < least || args.positionals.length > most) {
    throw new UsageError(`${name} takes ${command.usage}, got ${args.positionals.length} of them`)
  }
  const { run } = await command.load()
  return run(args, io)
}

function readArguments (name: string, { options }: Command, args: readonly string[]): ParsedArguments {
  const flags = Object.fromEntries(Object.entries(options).map(([option, { type }]) => [option, { type }]))
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { ...flags, help: { type: 'boolean', short: 'h' } }
    }) as ParsedArguments
  } catch (error) {
    throw new UsageError(`${name}: ${(error as Error).message}`)
  }
}

function print (io: Io, text: string): ExitCode {
  io.out(text)
  return exit.fine
}

function cleanLines (text: string): string {
  return text.split('\n').map((line) => cleanText(line, 1000)).join('\n')
}
