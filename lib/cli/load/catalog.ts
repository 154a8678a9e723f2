/**
 * The catalog of a module, or of a snapshot.
 */
import { catalogInfo } from '../../catalog/info.js'
import type { AnyCatalog } from '../../catalog/definition.js'
import { readSnapshot } from '../../contract/snapshot/text.js'
import { readText } from '../files.js'
import type { Io } from '../io.js'
import { pickExport } from './exports.js'
import type { Wanted } from './exports.js'
import { loaders, loadModule } from './module.js'

const wanted: Wanted = {
  what: 'a catalog made by defineCatalog()',
  usual: 'catalog',
  option: 'export',
  is: (value) => catalogInfo(value) !== undefined
}

/** Where another repository has the catalog, its snapshot is used. */
export function isSnapshot (catalog: string): boolean {
  return catalog.endsWith('.json')
}

export interface CatalogSource {
  readonly catalog: string
  /** The name of the export; without it `catalog`, the default export, or the only catalog that is exported. */
  readonly export?: string | undefined
  /** Seconds after which a module that waits for something counts as hanging. */
  readonly timeout?: number | undefined
}

/** @throws {Error} for a module that exports no catalog */
export async function loadCatalog (source: CatalogSource, io: Io): Promise<AnyCatalog> {
  if (isSnapshot(source.catalog)) {
    const { restoreCatalog } = await import('../../contract/docs/restore.js')
    return restoreCatalog(readSnapshot(await readText(source.catalog, io), `'${source.catalog}'`))
  }
  const module = await loadModule(source.catalog, io, loaders, source.timeout)
  return pickExport(module, source.catalog, wanted, source.export) as AnyCatalog
}
