/**
 * Which entries belong to the one that closes them: by the paths of their schemas and, where a `$ref` hides these, by
 * the path of the value.
 */
import { isAjv, maxPath, type Entry } from './entry.js'

type Belongs = (entry: Entry, closing: Entry) => boolean

export function takeInner (entries: Entry[], closing: Entry, belongs: Belongs): Entry[] {
  let start = entries.length
  while (start > 0 && belongs(entries[start - 1]!, closing)) start--
  return entries.splice(start)
}

export function isUnder ({ foldPath }: Entry, closing: Entry): boolean {
  const base = baseOf(closing)
  return foldPath !== closing.foldPath && (foldPath === base || foldPath.startsWith(`${base}/`))
}

export function isOfBranch (entry: Entry, union: Entry): boolean {
  if (isUnder(entry, union)) return true
  return isAjv(union) && !isNeighbour(entry, union) && isAtOrBelow(entry.instancePath, union.instancePath)
}

/** The path of the inner errors' schemas. */
export function baseOf (entry: Entry): string {
  return isAjv(entry) ? entry.schemaPath : `${entry.schemaPath}/${entry.keyword}`
}

/** Keywords that ajv checks after the unions of their schema: reported before the union, they are a branch's. */
const lateKeywords = new Set([
  'required', 'dependencies', 'dependentRequired', 'additionalProperties', 'minProperties', 'maxProperties',
  'minItems', 'maxItems', 'uniqueItems', 'contains', 'propertyNames'
])

/** Whether an entry is beside the union. Behind a `$ref`, ajv's schemaPath does not show where the reference was. */
function isNeighbour (entry: Entry, { foldPath, instancePath, keyword }: Entry): boolean {
  const all = foldPath.indexOf('/allOf/')
  if (all >= 0 && entry.foldPath.startsWith(foldPath.slice(0, all + 7))) return true
  const folder = foldPath.slice(0, -keyword.length)
  return entry.foldPath === folder + entry.keyword && !lateKeywords.has(entry.keyword) &&
    entry.instancePath.length === instancePath.length
}

function isAtOrBelow (path: string, parent: string): boolean {
  if (path.length > maxPath || parent.length > maxPath) return false
  return path === parent || path.startsWith(`${parent}/`)
}
