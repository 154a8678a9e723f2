/**
 * The filter of a schema that applies several schemas to one value: `allOf`, `anyOf`, `if`, and so on.
 *
 * All that apply hold at once. A member leaves if one of them lists its name and none refuses it; what of its value
 * leaves is what all of them list. A schema that only asserts, such as `{ required: ['id'] }`, lists nothing. A member
 * that is open (`additionalProperties`, `patternProperties`) leaves if all schemas that speak of members let it.
 */
import { isSchema } from '../../json/ref.js'
import type { Schema } from '../../json/ref.js'
import { arrayFilter } from './array.js'
import { isEqual, kindOf, toJson } from './assertions.js'
import type { Fits } from './assertions.js'
import { nothing, writePicked } from './filter.js'
import type { Compiler, Filter } from './filter.js'
import { isMembers, objectFilter } from './object.js'
import { isNumericType, toScalar, writeScalar } from './scalar.js'
import {
  conjunctsOf, dependentsOf, disjunctionsOf, firstItemsOf, inPlace, isListing, memberSchemas, propertiesOf, restOfItems,
  typesOf
} from './vocabulary.js'

/** The schemas that apply to one value. */
interface Applied {
  /** Those that list something. */
  readonly listing: Schema[]
  /** The branches that would list something, where no branch fits. */
  readonly undecided: unknown[]
  /** What the names of open members must fit. */
  readonly names: Fits[]
}

export function composedFilter (schema: Schema, compiler: Compiler): Filter {
  const filterOf = (value: unknown) => {
    const applied: Applied = { listing: [], undecided: [], names: [] }
    apply(schema, value, applied, compiler)
    return filterOfApplied(schema, applied, value, compiler)
  }
  return {
    fits: compiler.compileFits(schema),
    pick: (value) => filterOf(value).pick(value),
    write: (value) => writePicked(filterOf(value), value)
  }
}

function apply (schema: unknown, value: unknown, applied: Applied, compiler: Compiler): void {
  if (schema === false) applied.listing.push({ enum: [] })
  if (!isSchema(schema)) return
  if (isListing(schema)) applied.listing.push(schema)
  if (schema['propertyNames'] !== undefined) applied.names.push(compiler.compileFits(schema['propertyNames']))
  for (const part of conjunctsOf(schema, compiler.resolve)) apply(part, value, applied, compiler)
  for (const branches of disjunctionsOf(schema)) applyBranch(branches, value, applied, compiler)
  if (schema['if'] !== undefined) {
    apply(schema[compiler.compileFits(schema['if'])(value) ? 'then' : 'else'], value, applied, compiler)
  }
  for (const [name, dependent] of isMembers(value) ? dependentsOf(schema) : []) {
    if (Object.hasOwn(value as object, name) && (value as Schema)[name] !== undefined) {
      apply(dependent, value, applied, compiler)
    }
  }
}

/** The first branch that fits; else the first that fits once what it does not list is dropped. */
function applyBranch (branches: readonly unknown[], value: unknown, applied: Applied, compiler: Compiler): void {
  const { compileFits, compileAll } = compiler
  const chosen = branches.findIndex((branch) => compileFits(branch)(value))
  const index =
    chosen >= 0 ? chosen : branches.findIndex((branch) => compileFits(branch)(compileAll([branch]).pick(value)))
  if (index >= 0) apply(branches[index], value, applied, compiler)
  else applied.undecided.push(...branches.filter((branch) => listsSomething(branch, compiler)))
}

/** Whether a schema, or one that it applies, may list something. */
function listsSomething (schema: unknown, compiler: Compiler): boolean {
  return inPlace(schema, compiler.resolve).some(isListing)
}

function filterOfApplied (schema: Schema, applied: Applied, value: unknown, compiler: Compiler): Filter {
  const { listing, undecided } = applied
  if (listing.length === 0 || !listing.every((each) => admits(each, value))) return nothing
  const constant = listing.find(isConstant)
  if (undecided.length > 0 && (constant || !isMembers(value))) return nothing
  if (constant) {
    const others = listing.filter((each) => !isConstant(each))
    const besides = { ...applied, listing: others }
    return constantAmong(constant, others.length > 0 ? filterOfApplied(schema, besides, value, compiler) : undefined)
  }
  if (isMembers(value)) return membersFilter(schema, applied, compiler)
  if (Array.isArray(value)) return arrayFilter((index) => compileItem(listing, index, compiler), () => true)
  const isNumeric = listing.some((each) => typesOf(each).some(isNumericType))
  return {
    fits: () => true,
    pick: (scalar) => toScalar(scalar, isNumeric),
    write: (scalar) => writeScalar(scalar, isNumeric)
  }
}

/** A constant that is an object or a list leaves where the other schemas list all of it. */
function constantAmong (constant: Schema, rest: Filter | undefined): Filter {
  return {
    fits: () => true,
    pick (value) {
      const found = constantsOf(constant).find((each) => isEqual(each, value))
      if (rest === undefined || typeof found !== 'object' || found === null) return found
      return isEqual(found, rest.pick(value)) ? found : undefined
    }
  }
}

/** Whether a schema lists values of this kind. A scalar of another type is kept, as with one schema. */
function admits (schema: Schema, value: unknown): boolean {
  if (isConstant(schema)) return constantsOf(schema).some((each) => isEqual(each, value))
  const kind = typeof value === 'bigint' ? 'number' : kindOf(toJson(value)) ?? typeof value
  const types = typesOf(schema)
  if (types.length === 0) {
    return kind === (schema['items'] !== undefined || schema['prefixItems'] !== undefined ? 'array' : 'object')
  }
  if (kind === 'object' || kind === 'array') return types.includes(kind)
  if (types.length === 1) return types[0] !== 'object' && types[0] !== 'array'
  return types.some((type) => (isNumericType(type) ? 'number' : type === 'Date' ? 'string' : type) === kind)
}

function isConstant (schema: Schema): boolean {
  return 'const' in schema || Array.isArray(schema['enum'])
}

function constantsOf (schema: Schema): readonly unknown[] {
  return 'const' in schema ? [schema['const']] : schema['enum'] as unknown[]
}

function membersFilter (root: Schema, applied: Applied, compiler: Compiler): Filter {
  const names = new Set(applied.listing.flatMap((schema) => Object.keys(propertiesOf(schema))))
  const filterOf = (name: string, isListed: boolean) => {
    const schemas = compiler.isExcluded(root, name) ? undefined : schemasOf(name, isListed, applied, compiler)
    return schemas ? compiler.compileAll(schemas) : nothing
  }
  const properties = Array.from(names, (name) => [name, filterOf(name, true)] as const)
  return objectFilter(properties, () => true, (name) => filterOf(name, false))
}

/** All schemas of one member; `undefined` for one that may not leave. */
function schemasOf (
  name: string, isListed: boolean, { listing, undecided, names }: Applied, compiler: Compiler
): readonly unknown[] | undefined {
  if (!isListed && !names.every((mayBeNamed) => mayBeNamed(name))) return undefined
  const all: unknown[] = []
  for (const schema of listing.filter(speaksOfMembers)) {
    const schemas = memberSchemas(schema, name)
    // A schema that does not mention a listed name refuses nothing; one that does not mention another name does.
    if (schemas === undefined && !isListed) return undefined
    all.push(...(schemas ?? []))
  }
  const isDoubtful = undecided.some((branch) =>
    inPlace(branch, compiler.resolve).some((schema) => memberSchemas(schema, name) !== undefined)
  )
  return all.length === 0 || isDoubtful ? undefined : all
}

function speaksOfMembers ({ properties, patternProperties, additionalProperties }: Schema): boolean {
  return properties !== undefined || patternProperties !== undefined || additionalProperties !== undefined
}

function compileItem (listing: readonly Schema[], index: number, { compileAll }: Compiler): Filter {
  const schemas = listing.map((schema) => firstItemsOf(schema)[index] ?? restOfItems(schema))
  return schemas.includes(undefined) ? nothing : compileAll(schemas)
}
