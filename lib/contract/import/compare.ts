/**
 * Where files disagree about codes: a document and the code, or two documents.
 */
import { namingOf, readFileOf } from './index.js'
import type { ImportFile, ImportOptions } from './index.js'
import { groupByCode } from './merge.js'
import type { Entry } from './sighting.js'

/** One code that the files do not agree on. */
export interface ImportDisagreement {
  readonly code: string
  /** `missing`: not every file names it. `status`: they state different statuses. */
  readonly kind: 'missing' | 'status'
  /** File → what it states: its statuses, and the first line; `undefined` where it does not name the code. */
  readonly files: Readonly<
    Record<string, { readonly statuses: readonly number[]; readonly line: number | undefined } | undefined>
  >
}

/**
 * Compares what files state about the same codes.
 *
 * @throws {Error} as importFiles() does
 * @example
 * const disagreements = await compareImports([document, source])
 */
export async function compareImports (
  files: readonly ImportFile[], options: ImportOptions = {}
): Promise<ImportDisagreement[]> {
  const sides: { name: string; entries: Map<string, Entry> }[] = []
  for (const file of files) {
    sides.push({ name: file.name, entries: groupByCode((await readFileOf(file)).sightings, namingOf(options)) })
  }
  const codes = [...new Set(sides.flatMap(({ entries }) => [...entries.keys()]))].sort()
  return codes.flatMap((code): ImportDisagreement[] => {
    const factsByFile = Object.fromEntries(sides.map(({ name, entries }) => [name, factsOf(entries.get(code))]))
    const facts = Object.values(factsByFile)
    if (facts.includes(undefined)) return [{ code, kind: 'missing', files: factsByFile }]
    const stated = new Set(
      facts.flatMap((fact) => (fact && fact.statuses.length > 0 ? [[...fact.statuses].sort().join()] : []))
    )
    return stated.size > 1 ? [{ code, kind: 'status', files: factsByFile }] : []
  })
}

function factsOf (entry: Entry | undefined): { statuses: readonly number[], line: number | undefined } | undefined {
  if (!entry) return undefined
  const { sightings } = entry
  const strongest = (['stated', 'example', 'nearby'] as const).map((evidence) =>
    sightings.filter((sighting) => (sighting.evidence ?? 'stated') === evidence && sighting.statuses.length > 0)
  )
  const statuses = [
    ...new Set((strongest.find((found) => found.length > 0) ?? []).flatMap((sighting) => sighting.statuses))
  ]
  const stating = [...strongest.flat(), ...sightings]
  return { statuses, line: stating.find(({ line }) => line !== undefined)?.line }
}
