/**
 * Checks that a schema lists what may leave at every place. A place that is only constrained would be open by accident,
 * and schemas that contradict each other would silently let nothing out.
 */
import { demand } from '../catalog-error.js'
import { isSchema } from '../../json/ref.js'
import type { Schema } from '../../json/ref.js'
import {
  conjunctsOf, dependentsOf, disjunctionsOf, firstItemsOf, inPlace, isListing, isUnconstrained, memberSchemas,
  patternsOf, propertiesOf, restOfItems, unknownKeyword
} from '../extensions/vocabulary.js'

interface Checker {
  readonly owner: string
  readonly resolve: (ref: string) => unknown
  readonly seen: Set<string>
  readonly numbers: Map<unknown, number>
}

/** @throws {CatalogError} for the first place where nothing is listed, or where schemas contradict each other */
export function checkListing (owner: string, root: Schema, resolve: (ref: string) => unknown): void {
  const checker: Checker = { owner, resolve, seen: new Set(), numbers: new Map() }
  const listed = propertiesOf(root)
  const constant = inPlace(root, resolve).find((schema) => 'const' in schema || schema['enum'] !== undefined)
  demand(
    constant === undefined, capitalize(owner), ['not be a constant as a whole', 'make each member a constant'], constant
  )
  for (const name of namesIn(root, resolve)) {
    demand(
      Object.hasOwn(listed, name), `A member in a branch of ${owner}`,
      ['be in `properties` of the whole, too', 'types, documents and templates know what is listed there'], name
    )
  }
  checkPlace([root], '#', checker)
}

/** @param schemas those that apply to the place at once */
function checkPlace (schemas: readonly unknown[], path: string, checker: Checker): void {
  if (isKnown(schemas, checker) || schemas.includes(false)) return
  const { owner, resolve } = checker
  if (schemas.every(isUnconstrained)) return checkFree(schemas, path, owner)
  demand(
    schemas.some((schema) => listsAlways(schema, resolve)), `The schema at ${path} in ${owner}`,
    ['say what a value is, in every branch', 'add a type; a schema that only asserts lists nothing'],
    schemas.find((schema) => !isUnconstrained(schema))
  )
  for (const schema of schemas) checkClosed(schema, [], path, checker)
  const all = schemas.flatMap((schema) => inPlace(schema, resolve))
  for (const name of new Set(all.flatMap((schema) => Object.keys(propertiesOf(schema))))) {
    checkPlace(all.flatMap((schema) => memberSchemas(schema, name) ?? []), `${path}/properties/${name}`, checker)
  }
  for (const schema of all) {
    for (const [pattern, member] of patternsOf(schema)) {
      checkPlace([member], `${path}/patternProperties/${pattern.source}`, checker)
    }
    if (isSchema(schema['additionalProperties'])) {
      checkPlace([schema['additionalProperties']], `${path}/additionalProperties`, checker)
    }
  }
  checkItems(all, path, checker)
}

/** `{}` lets anything out; a misspelt keyword would do so by accident. */
function checkFree (schemas: readonly unknown[], path: string, owner: string): void {
  const keyword = schemas.map(unknownKeyword).find((one) => one !== undefined)
  demand(
    keyword === undefined, `The schema at ${path} in ${owner}`,
    ['have keywords of JSON Schema', 'say what the value is; {} lets anything out'], keyword
  )
}

function checkItems (all: readonly Schema[], path: string, checker: Checker): void {
  const longest = Math.max(0, ...all.map((schema) => firstItemsOf(schema).length))
  for (let index = 0; index <= longest; index++) {
    const schemas = all
      .map((schema) => firstItemsOf(schema)[index] ?? restOfItems(schema))
      .filter((schema) => schema !== undefined)
    checkPlace(schemas, `${path}/items`, checker)
  }
}

function isKnown (schemas: readonly unknown[], { seen, numbers }: Checker): boolean {
  for (const schema of schemas) if (!numbers.has(schema)) numbers.set(schema, numbers.size)
  const key = [...new Set(schemas)].map((schema) => numbers.get(schema)).join()
  if (seen.has(key)) return true
  seen.add(key)
  return false
}

/** Whether a schema lists something in each of its branches. */
function listsAlways (schema: unknown, resolve: (ref: string) => unknown): boolean {
  if (!isSchema(schema)) return false
  return (
    isListing(schema) ||
    conjunctsOf(schema, resolve).some((part) => listsAlways(part, resolve)) ||
    disjunctionsOf(schema).some((branches) =>
      branches.every((branch) => branch === false || listsAlways(branch, resolve))
    )
  )
}

/**
 * `additionalProperties: false` refuses a member that another schema of the same value lists: it would never leave.
 */
function checkClosed (schema: unknown, outside: readonly string[], path: string, checker: Checker): void {
  if (!isSchema(schema)) return
  const { owner, resolve } = checker
  const { then, else: otherwise } = schema
  const groups: unknown[][] = [
    ...conjunctsOf(schema, resolve).map((part) => [part]),
    ...disjunctionsOf(schema).map((branches) => [...branches]),
    [then, otherwise],
    ...dependentsOf(schema).map(([, dependent]) => [dependent])
  ]
  const namesOfGroups = groups.map((group) => group.flatMap((each) => namesIn(each, resolve)))
  const refused = [...outside, ...namesOfGroups.flat()].find(
    (name) => memberSchemas(schema, name)?.includes(false) && !Object.hasOwn(propertiesOf(schema), name)
  )
  demand(
    refused === undefined, `'additionalProperties' at ${path} in ${owner}`,
    ['not be false beside another schema that lists a member', 'leave it out: what is not listed never leaves'], refused
  )
  for (const [index, group] of groups.entries()) {
    const others = [
      ...outside, ...Object.keys(propertiesOf(schema)), ...namesOfGroups.filter((_, other) => other !== index).flat()
    ]
    for (const each of group) checkClosed(each, others, path, checker)
  }
}

function namesIn (schema: unknown, resolve: (ref: string) => unknown): string[] {
  return inPlace(schema, resolve).flatMap((each) => Object.keys(propertiesOf(each)))
}

function capitalize (text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
