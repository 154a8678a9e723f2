/**
 * The commands: what each takes, and what its help says. The work is loaded when it is asked for.
 */
import type { Run } from './io.js'

export interface CommandOption {
  readonly type: 'string' | 'boolean'
  /** What stands for its value in the help. */
  readonly value?: string
  readonly text: string
}

export interface Command {
  readonly usage: string
  readonly text: string
  readonly positionals: readonly [least: number, most: number]
  readonly options: Readonly<Record<string, CommandOption>>
  readonly example: string
  readonly load: () => Promise<{ run: Run }>
}

const snapshotFile = 'problems.snapshot.json'

const app: CommandOption = { type: 'string', value: 'MODULE', text: 'a module that exports build(), which gives a Fastify instance: adds its routes and its envelope' }
const snapshot: CommandOption = { type: 'string', value: 'FILE', text: `the committed snapshot (default ${snapshotFile})` }
const against: CommandOption = { type: 'string', value: 'REF|FILE', text: 'compare with the snapshot at the merge base with a git ref, or in a file' }
const today: CommandOption = { type: 'string', value: 'DATE', text: 'judge sunsets as of this day (default today)' }
const out = (standard: string): CommandOption => ({ type: 'string', value: 'FILE|-', text: `where to write it (default ${standard})` })

export const commands: Readonly<Record<string, Command>> = {
  snapshot: {
    usage: '<catalog.ts>',
    text: 'Write what the catalog promises as canonical JSON. Approvals that the file holds are kept.',
    positionals: [1, 1],
    options: { app, out: out(snapshotFile) },
    example: 'problem-json snapshot src/catalog.ts --app src/app.ts',
    load: () => import('./commands/snapshot.js')
  },
  check: {
    usage: '<catalog.ts>',
    text: 'Ask whether the snapshot is current and, with --against, whether a change breaks a client.\n' +
      'Exit codes: 0 fine, 1 stale, 2 breaking and not approved, 3 wants review; the first of 2, 3, 1 counts.',
    positionals: [1, 1],
    options: {
      snapshot,
      against,
      app,
      format: { type: 'string', value: 'text|json|github', text: 'how to report (default text)' },
      today
    },
    example: 'problem-json check src/catalog.ts --against origin/main',
    load: () => import('./commands/check.js')
  },
  approve: {
    usage: '<fingerprint> <catalog.ts>',
    text: 'Approve one change that check has named, with a name and a reason, in the snapshot.',
    positionals: [2, 2],
    options: {
      against,
      by: { type: 'string', value: 'NAME', text: 'who approves it' },
      reason: { type: 'string', value: 'TEXT', text: 'why it breaks nobody, or whom it may break' },
      snapshot,
      app,
      today
    },
    example: 'problem-json approve 1f0c8a52be91 src/catalog.ts --against origin/main --by "Ada" --reason "No client has shipped yet"',
    load: () => import('./commands/approve.js')
  },
  docs: {
    usage: '<catalog.ts> [CODE]',
    text: 'Write the reference of the catalog, or of one code. What it writes, import reads back.',
    positionals: [1, 2],
    options: { format: { type: 'string', value: 'md', text: 'how to write it: md (default), or html, the pages of every code' }, out: out('the standard output; a folder for html') },
    example: 'problem-json docs src/catalog.ts --out docs/errors.md',
    load: () => import('./commands/docs.js')
  },
  import: {
    usage: '<file …|->',
    text: 'Write a catalog from what holds the errors today: Markdown, TypeScript, JavaScript, OpenAPI 3, JSON, YAML, CSV.\n' +
      'Several files are merged. What a person has to decide is listed. Exit code 1: --compare found a disagreement.',
    positionals: [1, 100],
    options: {
      out: out('the standard output'),
      compare: { type: 'boolean', text: 'write no catalog: list where the files disagree' },
      as: { type: 'string', value: 'EXT', text: 'the form of the standard input, such as ts or csv (default md)' },
      'strip-prefix': { type: 'string', value: 'PREFIX', text: 'take it off every code; legacyCode keeps the whole' },
      'numeric-prefix': { type: 'string', value: 'PREFIX', text: 'put it in front of codes that are numbers (default E); legacyCode keeps the number' },
      force: { type: 'boolean', text: 'write over a file that is there' }
    },
    example: 'problem-json import docs/errors.md src/errors.ts --strip-prefix ERR_ --out src/catalog.ts',
    load: () => import('./commands/import.js')
  },
  client: {
    usage: '<catalog.ts>',
    text: 'Write types and codes for a front end that cannot import the catalog.',
    positionals: [1, 1],
    options: { out: out('the standard output') },
    example: 'problem-json client src/catalog.ts --out web/problems.ts',
    load: () => import('./commands/client.js')
  }
}
