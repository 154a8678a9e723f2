/**
 * Which entries belong to the one that closes them: by the place of their schemas, and where a `$ref` hides it, by the
 * place of the value.
 */
import { isAjv, maxPath, type Entry } from './entry.js'

type Belongs = (entry: Entry, closing: Entry) => boolean

export function takeInner (entries: Entry[], closing: Entry, belongs: Belongs): Entry[] {
  let start = entries.length
  while (start > 0 && belongs(entries[start - 1]!, closing)) start--
  return entries.splice(start)
}

export function isUnder ({ place }: Entry, closing: Entry): boolean {
  const base = baseOf(closing)
  return place !== closing.place && (place === base || place.startsWith(`${base}/`))
}

export function isOfBranch (entry: Entry, union: Entry): boolean {
  if (isUnder(entry, union)) return true
  return isAjv(union) && !isNeighbour(entry, union) && isAtOrBelow(entry.instancePath, union.instancePath)
}

/** Where the inner errors' schemas are: ajv's path has the keyword at its end, TypeBox's has not. */
export function baseOf (entry: Entry): string {
  return isAjv(entry) ? entry.schemaPath : `${entry.schemaPath}/${entry.keyword}`
}

/** What ajv checks after the unions of the same schema: where they come first, they are a branch's. */
const lateKeywords = new Set([
  'required', 'dependencies', 'dependentRequired', 'additionalProperties', 'minProperties', 'maxProperties',
  'minItems', 'maxItems', 'uniqueItems', 'contains', 'propertyNames'
])

/** Behind a `$ref`, ajv's schemaPath says nothing of the way there: leave out what is known to stand beside. */
function isNeighbour (entry: Entry, { place, instancePath, keyword }: Entry): boolean {
  const all = place.indexOf('/allOf/')
  if (all >= 0 && entry.place.startsWith(place.slice(0, all + 7))) return true
  const folder = place.slice(0, -keyword.length)
  return entry.place === folder + entry.keyword && !lateKeywords.has(entry.keyword) &&
    entry.instancePath.length === instancePath.length
}

function isAtOrBelow (path: string, parent: string): boolean {
  if (path.length > maxPath || parent.length > maxPath) return false
  return path === parent || path.startsWith(`${parent}/`)
}
