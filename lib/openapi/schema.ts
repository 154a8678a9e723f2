/**
 * A catalog as JSON Schemas: `Problem`, `ProblemCode`, and one per code. Pure.
 * They stay open: a client must not fail on a member that is newer than it. Literals are enums of one value, which
 * every version of OpenAPI knows and every generator narrows by.
 */
import type { AnyCatalog, ProblemType } from '../catalog/definition.js'

export type JsonSchema = Readonly<Record<string, unknown>>
export type SharedSchema = JsonSchema & { readonly $id: string }

const text = (description: string): JsonSchema => ({ type: 'string', description })

const detail = text('What went wrong this time, for a person to read.')
const instance = text('Names this occurrence; the log of the service has the same value.')
const title = text('Short, the same in every occurrence.')
export const retryAfter = { type: 'integer', minimum: 0, description: 'Seconds to wait before the request is repeated.' }
const required = ['type', 'title', 'status', 'code']

/** The members that every problem has (RFC 9457 §3.1), whatever its code. */
export const problemSchema: SharedSchema = {
  $id: 'Problem',
  type: 'object',
  description: 'A problem (RFC 9457). Codes may be added: treat an unknown one by its status.',
  properties: {
    type: { ...text('Identifies the problem type.'), format: 'uri-reference' },
    title,
    status: { type: 'integer', minimum: 400, maximum: 599 },
    code: { $ref: 'ProblemCode#' },
    detail,
    instance,
    retry: { type: 'string', enum: ['idempotent', 'any'], description: 'Which requests may be repeated; absent where none may.' },
    retryAfter,
    action: text('What to do, as one token.'),
    refines: text('The general code of which this one is a special case.')
  },
  required
}

/**
 * What of it decides whether a value fits. Fastify looks through the shared schemas for each route that it compiles, and for
 * circles if one has a reference: texts and references can wait until that is done.
 */
export const bareProblemSchema: SharedSchema = {
  $id: problemSchema.$id,
  type: 'object',
  properties: Object.fromEntries(Object.entries(problemSchema['properties'] as Record<string, JsonSchema>).map(([name, { description, ...schema }]) =>
    [name, '$ref' in schema ? { type: 'string' } : schema])),
  required
}

/**
 * Every code of the catalogs; a text, so that later ones fit. The list is in the description: as an enum, the
 * serializer of each route would check that its values are unique, for seconds with 500 codes and 1,000 routes.
 */
export function problemCodeSchema (catalogs: readonly AnyCatalog[]): SharedSchema {
  return { $id: 'ProblemCode', type: 'string', description: describeCodes(catalogs) }
}

export function describeCodes (catalogs: readonly AnyCatalog[]): string {
  const codes = new Set(catalogs.flatMap((catalog) => Object.keys(catalog)))
  return `The stable code of a problem. Codes may be added. Known: ${Array.from(codes, (code) => `\`${code}\``).join(', ')}.`
}

/** The schema of one problem type: the members of the format as literals, and its extension members beside them. */
export function codeSchema (problemType: ProblemType): JsonSchema {
  const { type, status, code, retry, action, refines, deprecated } = problemType
  const { properties, required: needed, definitions } = extensionsOf(problemType)
  return {
    type: 'object',
    description: describe(problemType),
    ...(deprecated && { deprecated: true }),
    properties: {
      type: only(type),
      title,
      status: { type: 'integer', enum: [status] },
      code: only(code),
      detail,
      instance,
      ...(retry !== 'none' && { retry: only(retry) }),
      ...(mayWait(problemType) && { retryAfter }),
      ...(action !== undefined && { action: only(action) }),
      ...(refines !== undefined && { refines: only(refines) }),
      ...properties
    },
    required: [...required, ...needed],
    ...definitions
  }
}

/** The extension members, as plain and open JSON Schema. */
export function extensionsOf ({ extensions = { type: 'object' } }: ProblemType): { properties: JsonSchema, required: readonly string[], definitions: JsonSchema } {
  const { properties = {}, required = [], ...rest } = toPlain(extensions)
  return { properties: properties as JsonSchema, required: required as readonly string[], definitions: definitionsOf(rest) }
}

/** Title, meaning, guidance and deprecation, as one paragraph. */
export function describe ({ title, description, guidance, deprecated }: ProblemType): string {
  const notice = deprecated && `Deprecated since ${deprecated.since}` +
    (deprecated.sunset === undefined ? '' : `, gone after ${deprecated.sunset}`) +
    (deprecated.replacedBy === null ? '' : `: use \`${deprecated.replacedBy}\``)
  return [title, description, guidance, notice]
    .filter((part) => part !== undefined)
    .map((part) => /[.!?]$/.test(part) ? part : `${part}.`)
    .join(' ')
}

/** Whether a client may be told how long to wait (RFC 9110 §10.2.3, RFC 6585 §4). */
export function mayWait ({ status, retry, retryAfter }: ProblemType): boolean {
  return retryAfter !== undefined || retry === 'any' || status === 503
}

function only (value: string): JsonSchema {
  return { type: 'string', enum: [value] }
}

/** Without what is not JSON, such as the symbols of TypeBox, and without what closes a schema. */
function toPlain (schema: object): Readonly<Record<string, unknown>> {
  return JSON.parse(JSON.stringify(schema, (key, value: unknown) => {
    if ((key === 'additionalProperties' || key === 'unevaluatedProperties') && value === false) return undefined
    return isTypeBoxDate(value) ? { type: 'string', format: 'date-time' } : value
  }))
}

function isTypeBoxDate (value: unknown): boolean {
  return (value as JsonSchema | null)?.['type'] === 'Date'
}

/** What references within the extensions point at. */
function definitionsOf (schema: JsonSchema): JsonSchema {
  return Object.fromEntries(Object.entries(schema).filter(([name]) => name === '$defs' || name === 'definitions'))
}
