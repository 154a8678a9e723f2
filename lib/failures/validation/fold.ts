/**
 * Folds the errors of the branches of a `oneOf`, `anyOf`, `if` … into the mistake of the client. Entries are folded one
 * by one in the validator's order, so that the time is linear in their number.
 */
import { baseOf, isOfBranch, isUnder, takeInner } from './belonging.js'
import { isAjv, maxPath, type Entry, type List } from './entry.js'

/** The most errors of the matching branch that are kept. This also keeps nested unions linear. */
const maxKept = 32

/** Validators report the inner errors first: the entry that closes them finds them at the end of the list. */
const closers = new Map<string, (list: List, entry: Entry) => void>([
  ['oneOf', closeUnion],
  ['anyOf', closeUnion],
  ['if', closeCondition],
  ['contains', closeRule],
  ['propertyNames', closeRule],
  ['additionalProperties', closeExtras],
  ['unevaluatedProperties', closeExtras]
])

/** Adds an entry to those read so far. */
export function fold (list: List, entry: Entry): void {
  const close = closers.get(entry.keyword)
  if (close) close(list, entry)
  else list.entries.push(entry)
}

/** Keeps the rule only: the items or characters that failed it are not needed. */
function closeRule ({ entries }: List, entry: Entry): void {
  takeInner(entries, entry, isUnder)
  entries.push(entry)
}

/** The errors of `then` and `else` are more precise; TypeBox reports none of them. */
function closeCondition ({ entries }: List, entry: Entry): void {
  if (!isAjv(entry) || entries.length === 0) entries.push(entry)
}

/** TypeBox also reports each failed member: as `boolean` where no further member is allowed, else with its errors. */
function closeExtras ({ entries }: List, entry: Entry): void {
  const inner = takeInner(entries, entry, isUnder)
  if (inner.some(({ keyword }) => keyword !== 'boolean')) entries.push(...inner)
  else entries.push(entry)
}

function closeUnion (list: List, union: Entry): void {
  const inner = takeInner(list.entries, union, isOfBranch)
  const passing = union.params.passingSchemas
  if (union.instancePath.length > maxPath || (Array.isArray(passing) && passing.length > 0)) {
    list.entries.push(union)
    return
  }
  const branch = onlyBranch(inner, union)
  if (!branch) {
    list.entries.push(merge(inner, union))
    return
  }
  if (branch.length > maxKept) list.complete = false
  // From here on they count as errors of the union, so that an outer union can tell its branches apart.
  for (const entry of branch.slice(0, maxKept)) list.entries.push({ ...entry, foldPath: union.foldPath })
}

/** The errors of the only branch whose type and constants the value has. */
function onlyBranch (inner: readonly Entry[], union: Entry): Entry[] | undefined {
  const names = new Set<string>()
  const excluded = new Set<string>()
  for (const entry of inner) {
    const name = branchName(entry, union)
    names.add(name)
    if (isExcluding(entry, union)) excluded.add(name)
  }
  // Where none is excluded, several branches may share one name.
  if (excluded.size === 0 || names.size - excluded.size !== 1) return undefined
  return inner.filter((entry) => !excluded.has(branchName(entry, union)))
}

/** The number of an inline branch; for one behind a `$ref`, the name of its definition. */
function branchName ({ foldPath }: Entry, union: Entry): string {
  const base = baseOf(union)
  if (foldPath.startsWith(`${base}/`)) return foldPath.slice(base.length + 1).replace(/\/.*/s, '')
  return /^.*?\/(?:definitions|\$defs)\/[^/]+/.exec(foldPath)?.[0] ?? foldPath.slice(0, foldPath.indexOf('#') + 1)
}

const shapeKeywords = new Set(['type', 'const', 'enum', 'false schema'])

function isExcluding (entry: Entry, { instancePath }: Entry): boolean {
  const path = entry.instancePath
  if (path === instancePath) return shapeKeywords.has(entry.keyword)
  return isTag(entry) && path.length <= maxPath && path.lastIndexOf('/') === instancePath.length
}

function isTag ({ keyword, params }: Entry): boolean {
  if (keyword === 'const') return true
  return keyword === 'enum' && Array.isArray(params.allowedValues) && params.allowedValues.length === 1
}

/** A union of types becomes a type, and a union of constants an enum: TypeBox writes both as unions. */
function merge (inner: readonly Entry[], union: Entry): Entry {
  const isHere = ({ keyword, instancePath }: Entry): boolean =>
    instancePath === union.instancePath && valueKeywords.has(keyword)
  if (inner.length === 0 || !inner.every(isHere)) return union
  const constants = inner.filter(({ keyword }) => keyword !== 'type')
  if (constants.length === 0) {
    return { ...union, keyword: 'type', params: { type: unite(inner, ({ params }) => params.type) } }
  }
  if (countBranches(constants, union) < countBranches(inner, union)) return union
  const values = unite(constants, allowedOf)
  return { ...union, keyword: 'enum', params: values.includes(undefined) ? {} : { allowedValues: values } }
}

const valueKeywords = new Set(['type', 'const', 'enum'])

function countBranches (inner: readonly Entry[], union: Entry): number {
  return new Set(inner.map((entry) => branchName(entry, union))).size
}

function unite (inner: readonly Entry[], pick: (entry: Entry) => unknown): unknown[] {
  return [...new Set(inner.slice(0, maxKept).flatMap(pick))].slice(0, maxKept)
}

/**
 * The allowed values that an error names, where they are the schema's. A `const` of ajv may be `{ $data: … }`, and then
 * it names a value of the request, such as the password that had to be repeated. TypeBox has no `$data`.
 */
export function allowedOf ({ keyword, params, schemaPath }: Entry): unknown {
  if (keyword !== 'const') return params.allowedValues
  return schemaPath.endsWith('/const') ? undefined : [params.allowedValue]
}
