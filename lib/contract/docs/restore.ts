/**
 * A snapshot as the catalog that it was made of, for pages where only the snapshot is at hand. What a snapshot does not
 * hold (causes, links) is missing.
 */
import { defineCatalog } from '../../catalog/define/index.js'
import type { AnyCatalog, Definition, Texts } from '../../catalog/definition.js'
import type { Snapshot } from '../snapshot/index.js'
import {
  basesOf, emptyStandardFields, isUntouched, statedDetail, withoutDefaults, withoutInherited
} from './defaults.js'

/**
 * The catalog of a snapshot.
 *
 * @throws {Error} for a snapshot that no catalog can have produced
 * @example
 * const catalog = restoreCatalog(readSnapshot(await readFile('orders.json', 'utf8')))
 * const pages = renderPortal([{ name: 'orders', catalog }])
 */
export function restoreCatalog (snapshot: Snapshot): AnyCatalog {
  const bases = basesOf(snapshot)
  const defined = Object.entries(snapshot.problems).filter(([code, problem]) => !isUntouched(code, problem, bases))
  const rows = new Map(defined.map(([code, { wire, locales, ...row }]) =>
    [code, { ...emptyStandardFields(code), ...row } as Definition]
  ))
  const definitions = [...rows].map(([code, row]) =>
    [code, { ...withoutDefaults(code, withoutInherited(row, rows), bases), ...statedDetail(row, rows) }])
  const wire = [...new Set(defined.flatMap(([, problem]) => problem.wire ?? []))]
  return defineCatalog(Object.fromEntries(definitions) as Record<string, never>, {
    ...bases,
    retired: snapshot.retired,
    locales: localesOf(defined),
    ...(wire.length > 0 && { wire })
  }) as AnyCatalog
}

/** Language tag → code → texts. */
function localesOf (problems: [string, Snapshot['problems'][string]][]): Record<string, Record<string, Texts>> {
  const locales: Record<string, Record<string, Texts>> = {}
  for (const [code, problem] of problems) {
    for (const [tag, texts] of Object.entries(problem.locales ?? {})) locales[tag] = { ...locales[tag], [code]: texts }
  }
  return locales
}
