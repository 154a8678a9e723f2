/**
 * The older shape as the OpenAPI document shows it: schemas for the ready formats, examples for all others.
 */
import type { AnyCatalog, ProblemType } from '../catalog/definition.js'
import type { LegacyShape } from '../openapi/document/response.js'
import { extensionsOf } from '../openapi/extensions.js'
import { codeSchema, mayWait, retryAfter, statusSchema } from '../openapi/schema.js'
import type { JsonSchema } from '../openapi/extensions.js'
import { legacyCodeOf } from '../catalog/legacy-code.js'
import { createWrite } from './envelope.js'
import { envelopes } from './envelopes.js'
import type { EnvelopeFormat, EnvelopeOptions } from './envelope.js'

/** `undefined` where every client gets a problem. */
export function toLegacyShape (catalog: AnyCatalog, envelope: EnvelopeOptions | undefined): LegacyShape | undefined {
  if (envelope === undefined || envelope.mode === 'problem') return undefined
  const { format, mode } = envelope
  const write = createWrite(catalog, envelope)
  const toBody = toBodyOf(format)
  return {
    name: mode,
    // As it is on the wire, without members that have no value.
    write: (problem, instance) => JSON.parse(JSON.stringify(write(problem, instance))) as object,
    schemaOf: (problemType) =>
      toBody && schemaOf(problemType, toBody(problemType, legacyCodeOf(problemType.code, catalog)), mode)
  }
}

/** Members by name. One whose name ends in `?` is optional. */
type Members = Readonly<Record<string, JsonSchema>>

const text: JsonSchema = { type: 'string' }
const literal = (value: string | number | boolean): JsonSchema => ({
  type: typeof value === 'number' ? 'integer' : typeof value,
  enum: [value]
})

type ToBody = (problemType: ProblemType, legacyCode: string) => Members

const bodies: Readonly<Record<keyof typeof envelopes, ToBody>> = {
  errorText: (problemType, legacyCode) => ({ error: text, code: literal(legacyCode), ...waitOf(problemType) }),

  errorObject: (problemType, legacyCode) => ({
    success: literal(false),
    error: objectOf({ code: literal(legacyCode), message: text, ...detailsOf(membersOf(problemType)) })
  }),

  errorCode: (problemType, legacyCode) => {
    const { errors, 'errors?': optionalErrors, ...members } = membersOf(problemType)
    const details = {
      ...members,
      ...fieldsOf('errors', errors),
      ...fieldsOf('errors?', optionalErrors),
      ...waitOf(problemType)
    }
    return { error: literal(legacyCode), message: text, statusCode: statusSchema(problemType), ...detailsOf(details) }
  }
}

/** `undefined` for a format that the user wrote. */
function toBodyOf (format: EnvelopeFormat): ToBody | undefined {
  const name = (Object.keys(bodies) as (keyof typeof envelopes)[]).find((name) => envelopes[name] === format)
  return name && bodies[name]
}

/** A list of errors is written as `details.fields`; another member of that name is not in the older shape. */
function fieldsOf (name: 'errors' | 'errors?', errors: JsonSchema | undefined): Members {
  if (errors?.['type'] !== 'array') return {}
  return name === 'errors' ? { fields } : { 'fields?': fields }
}

const fields: JsonSchema = { type: 'object', additionalProperties: { type: 'array', items: text } }

function waitOf (problemType: ProblemType): Members {
  if (!mayWait(problemType)) return {}
  return problemType.retryAfter === undefined ? { 'retryAfter?': retryAfter } : { retryAfter }
}

/** The extension members. */
function membersOf (problemType: ProblemType): Members {
  const { properties, required } = extensionsOf(problemType)
  return Object.fromEntries(
    Object.entries(properties).map(([name, schema]) => [
      required.includes(name) ? name : `${name}?`, schema as JsonSchema
    ])
  )
}

/** `details` is present where it has members. */
function detailsOf (members: Members): Members {
  const names = Object.keys(members)
  if (names.length === 0) return {}
  return { [names.every(isOptional) ? 'details?' : 'details']: objectOf(members) }
}

const isOptional = (name: string): boolean => name.endsWith('?')

function objectOf (members: Members): { properties: JsonSchema, required: readonly string[] } & JsonSchema {
  const properties = Object.fromEntries(
    Object.entries(members).map(([name, schema]) => [name.replace(/\?$/, ''), schema])
  )
  const required = Object.keys(members).filter((name) => !isOptional(name))
  return { type: 'object', properties, ...(required.length > 0 && { required }) } as ReturnType<typeof objectOf>
}

/** In mode `superset` the members of the problem are present, too, and win. */
function schemaOf (problemType: ProblemType, members: Members, mode: EnvelopeOptions['mode']): JsonSchema {
  const problem = codeSchema(problemType) as ReturnType<typeof objectOf>
  const legacy = { description: problem['description'], ...objectOf(members), ...extensionsOf(problemType).definitions }
  if (mode === 'legacy') return legacy
  return {
    ...problem,
    properties: { ...legacy.properties, ...problem.properties },
    required: [...new Set([...problem.required, ...legacy.required])]
  }
}
