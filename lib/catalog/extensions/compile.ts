/**
 * Compiles the schema of extension members (RFC 9457 §3.2) to the filter of what may leave the process.
 * A member that the schema does not list is dropped, at every depth, and so is an object where it lists a scalar.
 * Compiled once per problem type. ../check/schema.ts has refused what cannot be decided.
 */
import { createResolver, isSchema } from '../../json/ref.js'
import type { Schema } from '../../json/ref.js'
import { arrayFilter } from './array.js'
import { createFits, kindOf, toJson } from './assertions.js'
import { composedFilter } from './composed.js'
import { anything, nothing, writePicked } from './filter.js'
import type { Compiler, Filter } from './filter.js'
import { objectFilter } from './object.js'
import { constantFilter, isNumericType, scalarFilter } from './scalar.js'
import {
  firstItemsOf, hasOnly, isComposed, isListing, isUnconstrained, propertiesOf, restOfItems, typesOf
} from './vocabulary.js'

/**
 * Compiles the filter of one schema. `$ref` is followed within the schema (`#`, `#/$defs/…`, or a `$id` of it).
 *
 * @param excluded names that never leave at the top, even where the schema is open: the members of the format
 */
export function compileFilter (root: Schema, excluded: readonly string[] = []): Filter {
  const resolve = createResolver(root)
  const compiler: Compiler = {
    resolve,
    compileFits: createFits(resolve),
    compileAll: intersecting((schema) => compileOne(schema, compiler)),
    isExcluded: (schema, name) => schema === root && excluded.includes(name)
  }
  const filter = compiler.compileAll([root])
  return filter.writeMembers ? filter : orEmpty(filter)
}

/** Where no extension may leave, the problem is sent without any. */
function orEmpty ({ fits, pick, write }: Filter): Filter {
  return {
    fits,
    pick: (value) => pick(value) ?? (isSchema(value) ? {} : undefined),
    write: (value) => write?.(value) ?? (isSchema(value) ? '{}' : undefined)
  }
}

/** Schemas that apply at once are compiled as one `allOf`; the same ones are compiled once. */
function intersecting (compile: (schema: Schema) => Filter): (schemas: readonly unknown[]) => Filter {
  const known = new Map<string, Filter>()
  const numbers = new Map<Schema, number>()
  const numberOf = (schema: Schema) => numbers.get(schema) ?? numbers.set(schema, numbers.size).size - 1

  return function compileAll (schemas) {
    if (!schemas.every((schema) => schema === true || isSchema(schema))) return nothing
    const constraining = [...new Set(schemas)].filter((schema): schema is Schema => !isUnconstrained(schema))
    if (constraining.length === 0) return anything
    const key = constraining.map(numberOf).join()
    const ready = known.get(key)
    if (ready) return ready
    // A recursive schema meets its own filter before it is complete.
    const filter: Filter = {
      fits: (value) => compiled.fits(value),
      pick: (value) => compiled.pick(value),
      write: (value) => writePicked(compiled, value)
    }
    known.set(key, filter)
    const compiled = compile(constraining.length === 1 ? constraining[0]! : { allOf: constraining })
    known.set(key, compiled)
    return compiled
  }
}

function compileOne (schema: Schema, compiler: Compiler): Filter {
  if (isComposed(schema)) return compileComposed(schema, compiler)
  const fits = compiler.compileFits(schema)
  if ('const' in schema) return constantFilter([schema['const']], fits)
  if (Array.isArray(schema['enum'])) return constantFilter(schema['enum'], fits)
  // Several patterns may match one name, also a listed one.
  if (schema['patternProperties'] !== undefined) return composedFilter(schema, compiler)
  const types = typesOf(schema)
  if (types.length > 1) return byKind(schema, types, compiler)
  return compileType(types[0] ?? impliedType(schema), schema, compiler)
}

function compileType (type: string | undefined, schema: Schema, compiler: Compiler): Filter {
  const fits = compiler.compileFits(schema)
  if (type === undefined) return nothing
  if (type === 'object') return compileObject(schema, compiler)
  return type === 'array' ? arrayFilter(itemFilters(schema, compiler), fits) : scalarFilter(type, fits)
}

function impliedType (schema: Schema): string | undefined {
  if (schema['items'] !== undefined || schema['prefixItems'] !== undefined) return 'array'
  return isListing(schema) ? 'object' : undefined
}

/** A schema with several types: the kind of the value decides. */
function byKind (schema: Schema, types: readonly string[], compiler: Compiler): Filter {
  const filters = new Map(
    types.map((type) => [
      isNumericType(type) ? 'number' : type === 'Date' ? 'string' : type, compileType(type, schema, compiler)
    ])
  )
  const filterOf = (value: unknown) => filters.get(kindOf(toJson(value)) ?? '') ?? nothing
  return {
    fits: compiler.compileFits(schema),
    pick: (value) => filterOf(value).pick(value),
    write: (value) => writePicked(filterOf(value), value)
  }
}

function compileComposed (schema: Schema, compiler: Compiler): Filter {
  if (typeof schema['$ref'] === 'string' && hasOnly(schema, '$ref')) {
    return compiler.compileAll([compiler.resolve(schema['$ref'])])
  }
  return composedFilter(schema, compiler)
}

function compileObject (schema: Schema, compiler: Compiler): Filter {
  const properties = Object.entries(propertiesOf(schema)).map(
    ([name, member]) => [name, compiler.compileAll([member])] as const
  )
  const fits = compiler.compileFits(schema)
  const { additionalProperties, propertyNames } = schema
  if (additionalProperties === undefined || additionalProperties === false) return objectFilter(properties, fits)
  const others = compiler.compileAll([additionalProperties])
  const mayBeNamed = compiler.compileFits(propertyNames)
  return objectFilter(properties, fits, (name) =>
    compiler.isExcluded(schema, name) || !mayBeNamed(name) ? undefined : others
  )
}

function itemFilters (schema: Schema, { compileAll }: Compiler): (index: number) => Filter {
  const first = firstItemsOf(schema).map((item) => compileAll([item]))
  const rest = restOfItems(schema)
  const others = rest === undefined ? nothing : compileAll([rest])
  return (index) => first[index] ?? others
}
