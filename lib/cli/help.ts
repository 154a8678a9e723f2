/**
 * The texts of `--help`, from the table of commands.
 */
import { commands } from './table.js'
import type { Command } from './table.js'

const texts = Object.entries(commands).map(([name, { text }]) => [name, text.split('\n', 1).join()] as const)
const width = Math.max(...texts.map(([name]) => name.length))

export function renderHelp (): string {
  const lines = texts.map(([name, text]) => `  ${name.padEnd(width)}  ${text}`)
  return [
    'problem-json: the error contract of a service, on the command line',
    '',
    'Usage: problem-json <command> [options]',
    '',
    ...lines,
    '',
    "A catalog is a TypeScript or JavaScript module that exports 'catalog'.",
    "'problem-json <command> --help' explains a command. Exit codes: 0 fine, 1 stale, 2 breaking, 3 review, " +
    '64 usage, 70 could not run.',
    ''
  ].join('\n')
}

export function renderCommandHelp (name: string, { usage, text, options, example }: Command): string {
  const flags = Object.entries(options).map(
    ([option, { value, text }]) => [value === undefined ? `--${option}` : `--${option} ${value}`, text] as const
  )
  const column = Math.max(...flags.map(([flag]) => flag.length))
  return [
    `Usage: problem-json ${name} ${usage} [options]`,
    '',
    text,
    '',
    ...flags.map(([flag, meaning]) => `  ${flag.padEnd(column)}  ${meaning}`),
    '',
    'Example:',
    `  ${example}`,
    ''
  ].join('\n')
}
