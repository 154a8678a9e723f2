/**
 * `problem-json client`
 */
import { writeText } from '../files.js'
import { textOf } from '../io.js'
import type { ExitCode, ParsedArguments, Io } from '../io.js'
import { loadCatalog } from '../load/catalog.js'
import { forEach } from '../services/each.js'
import { servicesOf } from '../services/index.js'
import { targetsOf } from '../services/targets.js'

export async function run (given: ParsedArguments, io: Io): Promise<ExitCode> {
  const { services, many } = await servicesOf(given, given.positionals, io)
  const { renderClientModule } = await import('../../contract/client-module/index.js')
  const targets = targetsOf(many ? 'client' : undefined, services, textOf(given, 'out'), 'ts', io)
  return forEach([...targets.keys()], io, async (service) => {
    await writeText(targets.get(service)!, renderClientModule(await loadCatalog(service, io)), io)
  })
}
