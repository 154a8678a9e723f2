/**
 * One JSON Schema in the form that the comparison reads: several spellings of one thing become one.
 */
import { isJsonObject, isSame } from '../../json/canonical.js'
import type { Json, JsonObject } from '../../json/canonical.js'

/** What a schema allows. */
export interface Shape {
  /** The JSON types; `undefined` for any. */
  readonly types: ReadonlySet<string> | undefined
  /** The listed values, as JSON texts; `undefined` where any may come. */
  readonly values: readonly string[] | undefined
  /** Whether values may come that are not listed (x-extensible-enum). */
  readonly open: boolean
  /** The schema, without the spellings that were folded into the above. */
  readonly keywords: JsonObject
}

const annotations = new Set([
  'title', 'description', 'examples', 'example', 'default', 'deprecated', 'readOnly', 'writeOnly', '$comment', '$schema'
])
const folded = new Set(['type', 'enum', 'const', 'nullable', 'x-extensible-enum'])

/** Whether a keyword does not constrain values. */
export function isAnnotation (keyword: string): boolean {
  return annotations.has(keyword) || keyword.startsWith('x-')
}

const keywordTypes: Readonly<Record<string, readonly string[]>> = {
  format: ['string', 'number', 'integer'],
  contentEncoding: ['string'],
  contentMediaType: ['string'],
  minLength: ['string'],
  maxLength: ['string'],
  pattern: ['string'],
  minimum: ['number', 'integer'],
  maximum: ['number', 'integer'],
  exclusiveMinimum: ['number', 'integer'],
  exclusiveMaximum: ['number', 'integer'],
  multipleOf: ['number', 'integer'],
  items: ['array'],
  minItems: ['array'],
  maxItems: ['array'],
  uniqueItems: ['array']
}

/** The keywords about types that the other shape still allows: a value that is never sent has no format. */
export function keywordsFor ({ keywords }: Shape, { types }: Shape): JsonObject {
  const isRelevant = (keyword: string) =>
    types === undefined || (keywordTypes[keyword]?.some((type) => types.has(type)) ?? true)
  return Object.fromEntries(Object.entries(keywords).filter(([keyword]) => isRelevant(keyword)))
}

/** `true`, or a schema that is missing, allows anything. */
export function toShape (schema: Json | undefined): Shape {
  const keywords = mergeBranches(toObject(schema))
  const open = keywords['x-extensible-enum']
  const listed = 'const' in keywords ? [keywords['const']] : keywords['enum'] ?? open
  const values = Array.isArray(listed) ? listed as readonly Json[] : undefined
  return {
    types: typesOf(keywords, values),
    values: values?.map((value) => JSON.stringify(value)),
    open: open !== undefined,
    keywords: Object.fromEntries(Object.entries(keywords).filter(([keyword]) => !folded.has(keyword)))
  }
}

/** The branches of a union that cannot be written as one schema; else the one schema. */
export function toBranches (schema: Json | undefined): readonly Json[] {
  const merged = mergeBranches(toObject(schema))
  const [keyword, ...more] = Object.keys(merged).filter((name) => !isAnnotation(name))
  return keyword === 'anyOf' && more.length === 0
    ? distinct((merged['anyOf'] as readonly Json[]).map(toObject).map(mergeBranches))
    : [merged]
}

function toObject (schema: Json | undefined): JsonObject {
  if (schema === false) return { not: {} }
  return isJsonObject(schema) ? schema : {}
}

function typesOf (
  { type, nullable }: JsonObject, values: readonly Json[] | undefined
): ReadonlySet<string> | undefined {
  const stated = type === undefined ? values?.map(typeOf) : ([type].flat() as string[])
  if (stated === undefined) return undefined
  return new Set(nullable === true ? [...stated, 'null'] : stated)
}

function typeOf (value: Json): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'array'
  return Number.isInteger(value) ? 'integer' : typeof value
}

/** A union of constants is an enum; a union of plain types is a list of types. Any other stays a union. */
function mergeBranches (schema: JsonObject): JsonObject {
  const [keyword, ...more] = Object.keys(schema).filter((name) => !isAnnotation(name))
  if (more.length > 0 || (keyword !== 'anyOf' && keyword !== 'oneOf')) return schema
  const branches = distinct((schema[keyword] as readonly Json[]).map(toObject).map(mergeBranches))
  const [single, ...others] = branches
  if (single && others.length === 0) return single
  return mergeConstants(branches) ?? mergeTypes(branches) ?? schema
}

function distinct (branches: readonly JsonObject[]): JsonObject[] {
  return branches.filter((branch, index) => branches.findIndex((other) => isSame(branch, other)) === index)
}

function mergeConstants (branches: readonly JsonObject[]): JsonObject | undefined {
  const values = branches.map((branch) => {
    const other = Object.keys(branch).some((name) => !isAnnotation(name) && !['const', 'enum', 'type'].includes(name))
    return other ? undefined : ('const' in branch ? [branch['const']] : branch['enum']) as readonly Json[] | undefined
  })
  return values.includes(undefined) ? undefined : { enum: values.flat() as readonly Json[] }
}

/** The keywords of each branch are about its type only, so that one schema can hold all. */
function mergeTypes (branches: readonly JsonObject[]): JsonObject | undefined {
  const types = branches.map(({ type }) => type)
  const differ = new Set(types.map((type) => type === 'integer' ? 'number' : type)).size === types.length
  const plain = branches.every((branch) => typeof branch['type'] === 'string' && Object.keys(branch).every(isOfOneType))
  return differ && plain
    ? { ...(Object.assign({}, ...branches) as JsonObject), type: types as readonly Json[] }
    : undefined
}

function isOfOneType (keyword: string): boolean {
  return keyword === 'type' || isAnnotation(keyword) || ofOneType.has(keyword)
}

const ofOneType = new Set([
  ...Object.keys(keywordTypes), 'properties', 'required', 'additionalProperties', 'minProperties', 'maxProperties'
])
