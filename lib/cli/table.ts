/**
 * The commands: what each takes, and the texts of its help. The work is loaded when a command runs.
 */
import type { Run } from './io.js'

export interface CommandOption {
  readonly type: 'string' | 'boolean'
  /** The name of its value in the help. */
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

const snapshotFile = 'problems.snapshot.json beside the catalog'

const app: CommandOption = {
  type: 'string',
  value: 'MODULE',
  text: 'a module that exports build(), which gives a Fastify instance: adds its routes and its envelope'
}
const snapshot: CommandOption = {
  type: 'string',
  value: 'FILE',
  text: `the committed snapshot (default ${snapshotFile})`
}
const against: CommandOption = {
  type: 'string',
  value: 'REF|FILE',
  text: 'compare with the snapshot at the merge base with a git ref, or in a file'
}
const today: CommandOption = { type: 'string', value: 'DATE', text: 'judge sunsets as of this day (default today)' }
const config: CommandOption = {
  type: 'string',
  value: 'FILE',
  text: 'the config that lists the services (default problem-json.config.js, or the key problem-json of package.json)'
}
const timeout: CommandOption = {
  type: 'string',
  value: 'SECONDS',
  text: 'how long a module or an app may take (default 60)'
}
const catalogExport: CommandOption = {
  type: 'string',
  value: 'NAME',
  text: "the catalog's export (default catalog, the default export, or the only one)"
}
const appExport: CommandOption = {
  type: 'string',
  value: 'NAME',
  text: "the app's export (default build, the default export, or the only function)"
}
const loading = { export: catalogExport, config, timeout }
const services = '[<catalog.ts> | service …]'
const out = (standard: string): CommandOption => ({
  type: 'string',
  value: 'FILE|-',
  text: `where to write it (default ${standard})`
})

const ofAll = 'Without a catalog: for all services that the config lists.'

export const commands: Readonly<Record<string, Command>> = {
  snapshot: {
    usage: services,
    text: 'Write what the catalog promises as canonical JSON. Approvals that the file holds are kept.\n' + ofAll,
    positionals: [0, 1000],
    options: { app, 'app-export': appExport, out: out(snapshotFile), ...loading },
    example: 'problem-json snapshot src/catalog.ts --app src/app.ts',
    load: () => import('./commands/snapshot.js')
  },
  check: {
    usage: services,
    text:
      'Check whether the snapshot is current and, with --against, whether a change breaks a client.\n' +
      'Exit codes: 0 fine, 1 stale, 2 breaking and not approved, 3 wants review; the first of 2, 3, 1 counts.\n' +
      ofAll,
    positionals: [0, 1000],
    options: {
      snapshot,
      against,
      'require-base': { type: 'boolean', text: 'fail where there is no snapshot to compare with' },
      app,
      'app-export': appExport,
      format: { type: 'string', value: 'text|json|github|markdown', text: 'how to report (default text)' },
      today,
      ...loading
    },
    example: 'problem-json check src/catalog.ts --against origin/main',
    load: () => import('./commands/check.js')
  },
  approve: {
    usage: '<fingerprint …> ' + services,
    text: 'Approve changes that check has named, with a name and a reason, in the snapshot.',
    positionals: [0, 1000],
    options: {
      against,
      'all-review': { type: 'boolean', text: 'every change that wants review' },
      by: { type: 'string', value: 'NAME', text: 'who approves it' },
      reason: { type: 'string', value: 'TEXT', text: 'why it breaks no client, or which one' },
      snapshot,
      app,
      'app-export': appExport,
      today,
      ...loading
    },
    example:
      'problem-json approve 1f0c8a52be91 src/catalog.ts --against origin/main --by "Ada" --reason "No client has ' +
      'shipped yet"',
    load: () => import('./commands/approve.js')
  },
  changelog: {
    usage: '<old.json> <new.json>',
    text: 'Write what changed between two snapshots, as Markdown for people who write clients.',
    positionals: [2, 2],
    options: { out: out('the standard output'), today },
    example: 'problem-json changelog deployed.json src/problems.snapshot.json',
    load: () => import('./commands/changelog.js')
  },
  docs: {
    usage: services + ' [CODE]',
    text: 'Write the reference of the catalog, or of one code. What it writes, import reads back.\n' + ofAll,
    positionals: [0, 1000],
    options: {
      format: { type: 'string', value: 'md', text: 'how to write it: md (default), or html, the pages of every code' },
      out: out('the standard output; a folder for html, or for several services'),
      ...loading
    },
    example: 'problem-json docs src/catalog.ts --out docs/errors.md',
    load: () => import('./commands/docs.js')
  },
  import: {
    usage: '<file …|->',
    text:
      'Write a catalog from what holds the errors today: Markdown, TypeScript, JavaScript, OpenAPI 3, JSON, YAML, ' +
      'CSV.\n' +
      'Several files are merged. What a person has to decide is listed. Exit code 1: --compare found a disagreement.',
    positionals: [1, 100],
    options: {
      out: out('the standard output'),
      compare: { type: 'boolean', text: 'write no catalog: list where the files disagree' },
      as: { type: 'string', value: 'EXT', text: 'the form of the standard input, such as ts or csv (default md)' },
      'strip-prefix': { type: 'string', value: 'PREFIX', text: 'take it off every code; legacyCode keeps the whole' },
      'numeric-prefix': {
        type: 'string',
        value: 'PREFIX',
        text: 'put it in front of codes that are numbers (default E); legacyCode keeps the number'
      },
      force: { type: 'boolean', text: 'overwrite an existing file' }
    },
    example: 'problem-json import docs/errors.md src/errors.ts --strip-prefix ERR_ --out src/catalog.ts',
    load: () => import('./commands/import.js')
  },
  client: {
    usage: '[<catalog.ts|snapshot.json|URL> | service …]',
    text:
      'Write types and codes for a front end that cannot import the catalog. A URL is that of the reference pages.\n' +
      'With --app, the codes of each route, too. A snapshot has them where it was made with one.\n' +
      ofAll,
    positionals: [0, 1000],
    options: {
      app,
      'app-export': appExport,
      out: out(
        'the standard output; a folder for several services; a name in .js, .mjs or .cjs gives JavaScript, with ' +
        'declarations beside it'
      ),
      ...loading
    },
    example: 'problem-json client src/catalog.ts --out web/problems.ts',
    load: () => import('./commands/client.js')
  }
}
