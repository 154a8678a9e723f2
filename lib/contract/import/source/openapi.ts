/**
 * An OpenAPI 3 document → its error codes: the examples of its responses, and the constants and enums of their schemas.
 */
import { isRecord } from '../../../json/record.js'
import { emptyReading } from '../sighting.js'
import type { Reading, Sighting } from '../sighting.js'
import { likenessOf } from '../spelling.js'
import { readValue } from '../values/index.js'
import { isAboutErrors } from './names.js'

type Members = Readonly<Record<string, unknown>>

const deepest = 20
const codeNames = ['code', 'errorCode', 'error_code', 'errcode', 'error']

export function isOpenApi (value: unknown): value is Members {
  return isRecord(value) && (typeof value['openapi'] === 'string' || typeof value['swagger'] === 'string')
}

export function readOpenApi (document: Members): Reading {
  const reading = emptyReading()
  const responses = responsesOf(document)
  const fromExamples = responses.flatMap(({ status, response }) => readExamples(document, response, status))
  const bySchema = new Map<string, Set<number>>()
  for (const { status, response } of responses) {
    for (const code of contentsOf(response).flatMap(({ schema }) => codesOf(document, schema, 0))) {
      bySchema.set(code, new Set([...(bySchema.get(code) ?? []), status]))
    }
  }
  const fromSchemas = [...bySchema].map(([spelling, statuses]) => ({
    spelling,
    statuses: statuses.size === 1 ? [...statuses] : [],
    texts: {}
  }))
  const known = new Set([...fromExamples, ...fromSchemas].map(({ spelling }) => spelling))
  const listed = enumsOf(document)
    .filter((spelling) => !known.has(spelling))
    .map((spelling) => ({ spelling, statuses: [], texts: {} }))
  reading.sightings.push(...fromExamples, ...fromSchemas, ...listed)
  for (const { spelling, statuses } of fromSchemas) {
    if (statuses.length === 0) {
      reading.notes.push(
        `The schemas list '${spelling}' with several statuses: ${[...(bySchema.get(spelling) ?? [])].join(', ')}`
      )
    }
  }
  return reading
}

interface StatedResponse { readonly status: number, readonly response: Members }

/** Every response with one status from 400 to 599; not `4XX`, not `default`. */
function responsesOf (document: Members): StatedResponse[] {
  const found: StatedResponse[] = []
  const visit = (value: unknown, depth: number): void => {
    if (depth > deepest || typeof value !== 'object' || value === null) return
    if (isRecord(value) && isRecord(value['responses'])) {
      for (const [status, response] of Object.entries(value['responses'])) {
        const resolved = resolve(document, response)
        if (/^[45]\d\d$/.test(status) && isRecord(resolved)) found.push({ status: Number(status), response: resolved })
      }
    }
    for (const member of Object.values(value)) visit(member, depth + 1)
  }
  visit(document['paths'], 0)
  visit(document['webhooks'], 0)
  return found
}

function contentsOf ({ content, schema, examples }: Members): Members[] {
  // In version 2 the response itself has the schema, and examples by media type.
  return isRecord(content)
    ? Object.values(content).filter(isRecord)
    : [
        {
          schema,
          ...(isRecord(examples) && {
            examples: Object.fromEntries(Object.entries(examples).map(([name, value]) => [name, { value }]))
          })
        }
      ]
}

function readExamples (document: Members, response: Members, status: number): Sighting[] {
  return contentsOf(response).flatMap(({ example, examples, schema }) => {
    const named = isRecord(examples) ? Object.entries(examples) : []
    const inSchema = resolve(document, schema)
    return [
      ...readValue(example, 'example', { status }),
      ...named.flatMap(([name, entry]) => readNamed(document, name, entry, status)),
      ...isRecord(inSchema) ? readValue([inSchema['example'], inSchema['examples']], 'example', { status }) : []
    ].map((sighting): Sighting => ({ ...sighting, evidence: 'stated' }))
  })
}

/** The name of an example is the code where its value has none. */
function readNamed (document: Members, name: string, entry: unknown, status: number): Sighting[] {
  const resolved = resolve(document, entry)
  if (!isRecord(resolved)) return []
  const title = typeof resolved['summary'] === 'string' ? { title: resolved['summary'] } : {}
  const found = readValue(resolved['value'], 'example', { status }).map((sighting) => ({ ...sighting, texts: title }))
  if (found.length > 0 || likenessOf(name) !== 'constant') return found
  return [{ spelling: name, statuses: [status], texts: title }]
}

/** The constants that a schema allows as the code. */
function codesOf (document: Members, schema: unknown, depth: number): string[] {
  const resolved = resolve(document, schema)
  if (!isRecord(resolved) || depth > deepest) return []
  const branchesOf = (keyword: string) =>
    (Array.isArray(resolved[keyword]) ? (resolved[keyword] as unknown[]) : []).map((branch) =>
      codesOf(document, branch, depth + 1)
    )
  const properties = isRecord(resolved['properties']) ? Object.entries(resolved['properties']) : []
  const named = properties.flatMap(([name, property]) => {
    const constants = codeNames.includes(name) ? constantsOf(resolve(document, property)) : []
    // The entries of a list of fields have codes of another kind.
    return constants.length > 0 || name !== 'error' ? constants : codesOf(document, property, depth + 1)
  })
  return narrowest([named, ['oneOf', 'anyOf'].flatMap(branchesOf).flat(), ...branchesOf('allOf')])
}

/** All parts apply at once: a general list of codes does not count where a part names those of this response. */
function narrowest (parts: readonly (readonly string[])[]): string[] {
  const [first = [], ...others] = parts.filter(({ length }) => length > 0).sort((a, b) => a.length - b.length)
  return [first, ...others.filter((other) => !other.some((code) => first.includes(code)))].flat()
}

function constantsOf (schema: unknown): string[] {
  if (!isRecord(schema)) return []
  const values = Array.isArray(schema['enum']) ? schema['enum'] as unknown[] : [schema['const']]
  return values.filter((value): value is string => typeof value === 'string' && likenessOf(value) !== undefined)
}

/** Enums of the components whose names are about errors. */
function enumsOf (document: Members): string[] {
  const { schemas } = Object(document['components'] ?? { schemas: document['definitions'] }) as { schemas?: unknown }
  if (!isRecord(schemas)) return []
  return Object.entries(schemas)
    .filter(([name]) => isAboutErrors(name))
    .flatMap(([, schema]) => [...constantsOf(schema), ...codesOf(document, schema, 0)])
}

/** A local reference; nothing is loaded. */
function resolve (document: Members, value: unknown, depth = 0): unknown {
  const reference = isRecord(value) ? value['$ref'] : undefined
  if (typeof reference !== 'string' || depth > deepest) return value
  if (!reference.startsWith('#/')) return undefined
  const parts = reference
    .slice(2)
    .split('/')
    .map((part) => decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~'))
  const target = parts.reduce<unknown>(
    (at, part) => (isRecord(at) && Object.hasOwn(at, part) ? at[part] : undefined), document
  )
  return resolve(document, target, depth + 1)
}
