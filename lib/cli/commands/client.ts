/**
 * `problem-json client`
 */
import type { ClientSource } from '../../contract/client-module/source.js'
import type { ModuleForm } from '../../contract/client-module/statement.js'
import { readText, readUrl, writeText } from '../files.js'
import { isUrl, textOf, UsageError } from '../io.js'
import type { ExitCode, ParsedArguments, Io } from '../io.js'
import { loadApp } from '../load/app.js'
import { loadCatalog } from '../load/catalog.js'
import { forEach } from '../services/each.js'
import { servicesOf } from '../services/index.js'
import type { Service } from '../services/index.js'
import { targetsOf } from '../services/targets.js'

export async function run (args: ParsedArguments, io: Io): Promise<ExitCode> {
  const { services, many } = await servicesOf(args, args.positionals, io)
  const { renderClientModule } = await import('../../contract/client-module/index.js')
  const targets = targetsOf(
    { field: many ? 'client' : undefined, out: textOf(args, 'out'), extension: 'ts' }, services, io
  )
  return forEach([...targets.keys()], io, async (service) => {
    const source = await sourceOf(service, io)
    for (const [file, form] of filesOf(targets.get(service)!)) {
      await writeText(file, renderClientModule(source, form), io)
    }
  })
}

/** The types of a module in JavaScript are beside it, where editors look for them. */
function filesOf (target: string): [file: string, form: ModuleForm][] {
  const [, stem = '', kind = ''] = /^(.*)\.([cm]?)js$/.exec(target) ?? []
  if (stem === '') return [[target, 'ts']]
  return [[target, kind === 'c' ? 'cjs' : 'js'], [`${stem}.d.${kind}ts`, 'd.ts']]
}

/** @throws {UsageError} for an app beside a snapshot or a URL, which state their routes themselves */
async function sourceOf (service: Service, io: Io): Promise<ClientSource> {
  const { catalog, app, timeout } = service
  const { readClientSource, sourceOfCatalog } = await import('../../contract/client-module/source.js')
  if (!isUrl(catalog) && !catalog.endsWith('.json')) {
    return sourceOfCatalog(await loadCatalog(service, io), (await loadApp(service, io)).operations)
  }
  if (app !== undefined) {
    throw new UsageError(`--app is for the module of a catalog, got '${catalog}', which states its routes itself`)
  }
  return readClientSource(
    isUrl(catalog) ? await readUrl(catalog, timeout) : await readText(catalog, io), `'${catalog}'`
  )
}
