/**
 * The extension members of a code, compared as what a client receives: narrowing is fine, widening breaks.
 */
import { isJsonObject, isSame } from '../../json/canonical.js'
import type { Json, JsonObject } from '../../json/canonical.js'
import { compareBounds, compareFormats } from './bounds.js'
import type { SchemaChange } from './findings.js'
import { isAnnotation, keywordsFor, toBranches, toShape } from './schema-shape.js'
import type { Shape } from './schema-shape.js'

const root = 'extensions'

/** All changes of the extension schema of one code. */
export function compareExtensions (before: JsonObject | undefined, after: JsonObject | undefined): SchemaChange[] {
  const [had, has] = [memberNames(before), memberNames(after)]
  if (had.length > 0 && has.length === 0) return [{ rule: 'extensions-all-removed', path: root, before: had }]
  if (before === undefined && has.length > 0) return [{ rule: 'extensions-first-added', path: root, after: has }]
  return compareSchemas(before ?? { type: 'object' }, after ?? { type: 'object' }, root)
}

function memberNames (schema: JsonObject | undefined): string[] {
  return Object.keys(schema?.['properties'] ?? {})
}

function compareSchemas (base: Json | undefined, head: Json | undefined, path: string): SchemaChange[] {
  if (isSame(base, head)) return []
  const [was, is] = [toBranches(base), toBranches(head)]
  if (was.length > 1 || is.length > 1) return compareUnion(was, is, path)
  const [before, after] = [toShape(base), toShape(head)]
  const types = compareTypes(before, after, path)
  if (types[0]?.rule === 'extension-type-changed') return types
  const [had, has] = [keywordsFor(before, after), after.keywords]
  const changes = [
    ...types,
    ...compareValues(before, after, path),
    ...compareFormats(had, has, path),
    ...compareBounds(had, has, path),
    ...compareMembers(had, has, path),
    ...compareOpenness(had['additionalProperties'], has['additionalProperties'], path),
    ...compareItems(had, has, path),
    ...compareRest(had, has, path)
  ]
  return changes.length > 0 ? changes : [{ rule: 'extension-description-changed', path, before: base, after: head }]
}

function compareTypes ({ types: before }: Shape, { types: after }: Shape, path: string): SchemaChange[] {
  const [narrower, wider] = [covers(before, after), covers(after, before)]
  if (narrower && wider) return []
  const rule = narrower ? 'extension-type-narrowed' : wider ? 'extension-type-widened' : 'extension-type-changed'
  return [{ rule, path, before: before && [...before].sort(), after: after && [...after].sort() }]
}

/** Whether the first allows all that the second allows. */
function covers (types: Shape['types'], others: Shape['types']): boolean {
  if (types === undefined) return true
  return (
    others !== undefined && [...others].every((type) => types.has(type) || (type === 'integer' && types.has('number')))
  )
}

function compareValues (before: Shape, after: Shape, path: string): SchemaChange[] {
  const [was, is] = [before.values, after.values]
  if (was === undefined && is === undefined) return []
  if (was === undefined) return after.open ? [] : [{ rule: 'extension-type-narrowed', path, after: is }]
  if (is === undefined || (after.open && !before.open)) {
    return before.open ? [] : [{ rule: 'extension-enum-opened', path, before: was, after: is }]
  }
  if (before.open && !after.open) return [{ rule: 'extension-type-narrowed', path, before: was, after: is }]
  const added = is.filter((value) => !was.includes(value))
  const removed = was.filter((value) => !is.includes(value))
  const addedRule = before.open ? 'extension-enum-value-added-open' : 'extension-enum-value-added'
  return [
    ...added.map((value) => ({ rule: addedRule, path, after: value } as const)),
    ...removed.map((value) => ({ rule: 'extension-enum-value-removed', path, before: value } as const))
  ]
}

function compareMembers (base: JsonObject, head: JsonObject, path: string): SchemaChange[] {
  const [before, after] = [membersOf(base), membersOf(head)]
  const [needed, needs] = [requiredOf(base), requiredOf(head)]
  const names = new Set([...before.keys(), ...after.keys(), ...needed, ...needs])
  return [...names].flatMap((name): SchemaChange[] => {
    const at = `${path}.${name}`
    if (before.has(name) && !after.has(name)) {
      return [
        {
          rule: needed.has(name) ? 'extension-removed' : 'extension-removed-optional',
          path: at,
          before: before.get(name)
        }
      ]
    }
    if (!before.has(name) && after.has(name) && !needed.has(name)) {
      return [{ rule: 'extension-added', path: at, after: after.get(name) }]
    }
    return [
      ...needed.has(name) && !needs.has(name) ? [{ rule: 'extension-became-optional', path: at } as const] : [],
      ...!needed.has(name) && needs.has(name) ? [{ rule: 'extension-became-required', path: at } as const] : [],
      ...compareSchemas(before.get(name), after.get(name), at)
    ]
  })
}

function membersOf ({ properties }: JsonObject): Map<string, Json> {
  return new Map(Object.entries(isJsonObject(properties) ? properties : {}))
}

function requiredOf ({ required }: JsonObject): Set<string> {
  return new Set(Array.isArray(required) ? required as readonly string[] : [])
}

/** A schema makes the object a map: its values are read like those of a member. */
function compareOpenness (before: Json | undefined, after: Json | undefined, path: string): SchemaChange[] {
  if (isSame(before, after)) return []
  const at = `${path}.*`
  const isMap = isJsonObject(before) && Object.keys(before).length > 0
  if (isMap && (after === undefined || after === false)) {
    return [{ rule: 'extension-removed-optional', path: at, before }]
  }
  if (isMap) return compareSchemas(before, after, at)
  const closes = before !== false && (before !== undefined || after === false)
  return [{ rule: closes ? 'extension-opened-closed' : 'extension-closed-opened', path, before, after }]
}

function compareItems (base: JsonObject, head: JsonObject, path: string): SchemaChange[] {
  const [before, after] = [base['items'], head['items']]
  if (Array.isArray(before) || Array.isArray(after)) return undecidable('items', before, after, path)
  return compareSchemas(before, after, `${path}[]`)
}

const compared = new Set([
  'format', 'contentEncoding', 'contentMediaType', 'pattern', 'uniqueItems', 'multipleOf', 'minimum', 'maximum',
  'exclusiveMinimum', 'exclusiveMaximum', 'minLength', 'maxLength', 'minItems', 'maxItems', 'minProperties',
  'maxProperties', 'properties', 'required', 'additionalProperties', 'items'
])

function compareRest (before: JsonObject, after: JsonObject, path: string): SchemaChange[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)])
  return [...names]
    .filter((name) => !compared.has(name) && !isAnnotation(name))
    .flatMap((name) => undecidable(name, before[name], after[name], path))
}

/** Whole branches that come or go can be judged; a branch that changed cannot. */
function compareUnion (was: readonly Json[], is: readonly Json[], path: string): SchemaChange[] {
  const gained = is.filter((branch) => !was.some((other) => isSame(branch, other)))
  const lost = was.filter((branch) => !is.some((other) => isSame(branch, other)))
  if (gained.length > 0 && lost.length > 0) return undecidable('anyOf', was, is, path)
  if (gained.length > 0) return [{ rule: 'extension-type-widened', path, before: was, after: is }]
  return [
    {
      rule: lost.length > 0 ? 'extension-type-narrowed' : 'extension-description-changed',
      path,
      before: was,
      after: is
    }
  ]
}

function undecidable (
  keyword: string, before: Json | undefined, after: Json | undefined, path: string
): SchemaChange[] {
  return isSame(before, after) ? [] : [{ rule: 'extension-undecidable', path: `${path}(${keyword})`, before, after }]
}
