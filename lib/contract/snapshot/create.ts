/**
 * A catalog → its snapshot.
 */
import { catalogInfo } from '../../catalog/info.js'
import { validationCodes } from '../../catalog/standard.js'
import type { AnyCatalog, ProblemType, Texts } from '../../catalog/definition.js'
import { compareText, isJsonObject, toCanonical } from '../../json/canonical.js'
import type { Json } from '../../json/canonical.js'
import type { Approval, EnvelopeMode, Snapshot, Upstreams } from './index.js'
import { routesByName } from './routes.js'
import type { ProblemRoute } from './routes.js'

export interface SnapshotOptions {
  /** What the routes of the app declare; without it, the rules about routes are not checked. */
  routes?: readonly ProblemRoute[] | undefined
  /** @default 'problem', where there are routes */
  envelope?: EnvelopeMode | undefined
  /** Codes of other services that this one translates. */
  upstreams?: Upstreams | undefined
  /** Approvals to keep. */
  approved?: readonly Approval[] | undefined
}

/**
 * The snapshot of a catalog.
 *
 * @throws {TypeError} for a value that is not a catalog
 * @example
 * await writeFile('problems.snapshot.json', renderSnapshot(createSnapshot(catalog)))
 */
export function createSnapshot (catalog: AnyCatalog, options: SnapshotOptions = {}): Snapshot {
  const info = catalogInfo(catalog)
  if (!info) throw new TypeError('createSnapshot() must be given a catalog made by defineCatalog()')
  const { routes, envelope = routes && 'problem', upstreams = {}, approved = [] } = options
  const problems = Object.values(catalog).map((type) => [
    type.code, toSnapshotProblem(type, textsOf(type.code, info.locales))
  ])
  return toCanonical({
    version: 1,
    problems: Object.fromEntries(problems),
    retired: info.retired,
    validation: [...validationCodes].sort(),
    approved,
    routes: routes && routesByName(routes),
    envelope,
    ...(!isEmpty(upstreams) && { upstreams })
  }) as unknown as Snapshot
}

function toSnapshotProblem (type: ProblemType, locales: Readonly<Record<string, Texts>>): Json {
  // Fields that only the pages show are not promises.
  const { code, extensions, causes, documentation, ...rest } = type
  const members = Object.entries({ ...rest, extensions: extensions && toSchema(extensions), locales })
    .filter(([, value]) => value !== undefined && !isEmpty(value))
  return toCanonical(Object.fromEntries(members))
}

/** A schema in canonical form: the order of `required` means nothing. */
export function toSchema (schema: unknown): Json {
  return sortRequired(toCanonical(schema))
}

function sortRequired (schema: Json): Json {
  if (Array.isArray(schema)) return schema.map(sortRequired)
  if (!isJsonObject(schema)) return schema
  return Object.fromEntries(Object.entries(schema).map(([key, value]) => {
    const isNames = key === 'required' && Array.isArray(value)
    return [key, isNames ? (value as string[]).toSorted(compareText) : sortRequired(value)]
  }))
}

function isEmpty (value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0
}

function textsOf (
  code: string, locales: Readonly<Record<string, Readonly<Record<string, Texts>>>>
): Record<string, Texts> {
  return Object.fromEntries(
    Object.entries(locales).flatMap(([tag, texts]) => (texts[code] ? [[tag, texts[code]]] : []))
  )
}
