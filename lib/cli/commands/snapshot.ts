/**
 * `problem-json snapshot`
 */
import { createSnapshot } from '../../contract/snapshot/create.js'
import { renderSnapshot } from '../../contract/snapshot/text.js'
import { readSnapshotFile, writeText } from '../files.js'
import { textOf, UsageError } from '../io.js'
import type { ExitCode, ParsedArguments, Io } from '../io.js'
import { loadApp } from '../load/app.js'
import { isSnapshot, loadCatalog } from '../load/catalog.js'
import { servicesOf } from '../services/index.js'
import type { Service } from '../services/index.js'
import { forEach } from '../services/each.js'

export async function run (args: ParsedArguments, io: Io): Promise<ExitCode> {
  const { services, many } = await servicesOf(args, args.positionals, io)
  const out = textOf(args, 'out')
  if (many && out !== undefined) throw new UsageError("--out is for one catalog: state 'snapshot' in the config")
  return forEach(services, io, (service) => write(service, out ?? service.snapshot, io))
}

async function write (service: Service, out: string, io: Io): Promise<void> {
  if (isSnapshot(service.catalog) && out === service.snapshot) return io.err(`${out} is a snapshot already\n`)
  const catalog = await loadCatalog(service, io)
  const app = await loadApp(service, io)
  const known = await readSnapshotFile(out === '-' ? service.snapshot : out, io)
  if (known?.routes && !app.routes) io.err('The routes that the snapshot held are gone: state --app to keep them\n')
  await writeText(out, renderSnapshot(createSnapshot(catalog, { ...app, approved: known?.approved })), io)
}
