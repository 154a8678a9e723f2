/**
 * Extension members (RFC 9457 §3.2): their schema, and what of a value may leave the process.
 * A member that the schema does not list is dropped, at every depth, and so is an object where it says a scalar.
 * Compiled once per problem type.
 */
import { createResolver, isObject, isSchema } from '../../json/ref.js'
import type { Schema } from '../../json/ref.js'
import { writePicked } from './filter.js'
import type { Filter } from './filter.js'
import { fitsNumber, fitsString, only, scalar } from './scalar.js'

type Value = Record<string, unknown>

/** Compiles the filter of one schema. `$ref` is followed within the schema (`#`, `#/$defs/…`, or a `$id` of it). */
export function compileFilter (root: Schema): Filter {
  const known = new Map<Schema, Filter>()
  const resolve = createResolver(root)

  function compile (schema: unknown): Filter {
    if (schema === true) return anything
    if (!isSchema(schema)) return nothing
    const ready = known.get(schema)
    if (ready) return ready
    // A recursive schema meets its own filter before it is complete.
    const filter: Filter = { fits: (value) => compiled.fits(value), pick: (value) => compiled.pick(value), write: (value) => writePicked(compiled, value) }
    known.set(schema, filter)
    const compiled = compileSchema(schema, compile, resolve)
    return compiled
  }
  return compile(root)
}

type Compile = (schema: unknown) => Filter

function compileSchema (schema: Schema, compile: Compile, resolve: (ref: string) => unknown): Filter {
  if (typeof schema['$ref'] === 'string') return compile(resolve(schema['$ref']))
  const branches = schema['anyOf'] ?? schema['oneOf']
  if (Array.isArray(branches)) return firstThatFits(branches.map(compile))
  if (Array.isArray(schema['allOf'])) return merged(schema['allOf'].map(compile))
  if ('const' in schema) return only([schema['const']])
  if (Array.isArray(schema['enum'])) return only(schema['enum'])
  if (Array.isArray(schema['type'])) return firstThatFits(schema['type'].map((type) => compile({ ...schema, type })))
  switch (schema['type']) {
    case 'object': return objectFilter(schema, compile)
    case 'array': return arrayFilter(schema, compile)
    case 'string': return scalar((value) => typeof value === 'string' && fitsString(value, schema))
    case 'integer': return scalar((value) => Number.isInteger(value) && fitsNumber(value as number, schema))
    case 'number': return scalar((value) => Number.isFinite(value) && fitsNumber(value as number, schema))
    case 'boolean': return scalar((value) => typeof value === 'boolean')
    case 'null': return scalar((value) => value === null)
    // A schema without a type is the developer's word that anything may be here.
    default: return isSchema(schema['properties']) ? objectFilter(schema, compile) : anything
  }
}

const anything: Filter = { fits: () => true, pick: (value) => value }
const nothing: Filter = { fits: () => false, pick: () => undefined }

function firstThatFits (filters: readonly Filter[]): Filter {
  return {
    fits: (value) => filters.some((filter) => filter.fits(value)),
    pick: (value) => filters.find((filter) => filter.fits(value))?.pick(value)
  }
}

function merged (filters: readonly Filter[]): Filter {
  return {
    fits: (value) => filters.every((filter) => filter.fits(value)),
    pick (value) {
      const picked = filters.map((filter) => filter.pick(value))
      return picked.every(isObject) ? Object.assign({}, ...picked) : picked[0]
    }
  }
}

function objectFilter (schema: Schema, compile: Compile): Filter {
  const properties = Object.entries(isSchema(schema['properties']) ? schema['properties'] : {})
    .map(([name, member]) => [name, compile(member)] as const)
  const listed = new Set(properties.map(([name]) => name))
  const patterns = Object.entries(isSchema(schema['patternProperties']) ? schema['patternProperties'] : {})
    .map(([pattern, member]) => [new RegExp(pattern, 'u'), compile(member)] as const)
  const rest = schema['additionalProperties'] === undefined ? nothing : compile(schema['additionalProperties'])
  const open = patterns.length > 0 || rest !== nothing
  const required = Array.isArray(schema['required']) ? schema['required'] as string[] : []
  const filterOf = (name: string) => patterns.find(([pattern]) => pattern.test(name))?.[1] ?? rest

  const named = properties.map(([name, filter]) => ({ name, filter, prefix: `${JSON.stringify(name)}:` }))

  return {
    ...(!open && {
      write: (value) => isObject(value) ? `${writeAll(value, '{') || '{'}}` : undefined,
      writeMembers (value) {
        if (!isObject(value)) throw new TypeError(`extensions must be an object, got ${typeof value}`)
        return writeAll(value, ',')
      }
    }),
    fits (value) {
      if (!isObject(value) || !required.every((name) => Object.hasOwn(value, name))) return false
      return properties.every(([name, filter]) => !Object.hasOwn(value, name) || value[name] === undefined || filter.fits(value[name]))
    },
    pick (value) {
      if (!isObject(value)) return undefined
      const picked: Value = {}
      for (const [name, filter] of properties) {
        const member = Object.hasOwn(value, name) ? filter.pick(value[name]) : undefined
        if (member !== undefined) set(picked, name, member)
      }
      for (const name of open ? Object.keys(value) : []) {
        const member = listed.has(name) ? undefined : filterOf(name).pick(value[name])
        if (member !== undefined) set(picked, name, member)
      }
      return picked
    }
  }

  /** To make an object of the members and write that takes twice as long. */
  function writeAll (value: Value, before: '{' | ','): string {
    let text = ''
    for (const { name, filter, prefix } of named) {
      const json = Object.hasOwn(value, name) ? writePicked(filter, value[name]) : undefined
      if (json !== undefined) text += (text === '' ? before : ',') + prefix + json
    }
    return text
  }
}

function arrayFilter (schema: Schema, compile: Compile): Filter {
  const tuple = Array.isArray(schema['prefixItems']) ? schema['prefixItems'] : schema['items']
  const first = Array.isArray(tuple) ? tuple.map(compile) : []
  const rest = Array.isArray(schema['items']) ? schema['additionalItems'] : schema['items']
  const others = rest === undefined ? (first.length > 0 ? nothing : anything) : compile(rest)
  const filterOf = (index: number) => index < first.length ? first[index]! : others
  return {
    write (value) {
      if (!Array.isArray(value)) return undefined
      let text = ''
      for (let index = 0; index < value.length; index++) {
        const filter = filterOf(index)
        const item: unknown = value[index]
        // What JSON cannot say is null in a list (ECMA-262, SerializeJSONArray); what is not listed is not there.
        const json = writePicked(filter, item) ?? (filter.pick(item) === undefined ? undefined : 'null')
        if (json !== undefined) text += (text === '' ? '[' : ',') + json
      }
      return `${text || '['}]`
    },
    fits: (value) => Array.isArray(value) && value.every((item, index) => filterOf(index).fits(item)),
    pick: (value) => Array.isArray(value)
      ? value.map((item, index) => filterOf(index).pick(item)).filter((item) => item !== undefined)
      : undefined
  }
}

function set (object: Value, name: string, value: unknown): void {
  // An assignment to `__proto__` would change the prototype instead of naming a member.
  if (name === '__proto__') Object.defineProperty(object, name, { value, enumerable: true })
  else object[name] = value
}
