/**
 * A catalog as JSON Schemas: `Problem`, `ProblemCode`, and one per code. Pure.
 * The schemas are open, because a client must not fail on a newer member. A literal is an enum of one value: every
 * version of OpenAPI has it, and every generator narrows by it.
 */
import type { AnyCatalog, ProblemType } from '../catalog/definition.js'
import { isClassCode } from '../catalog/standard.js'
import { inWireOrder } from '../catalog/problem/wire-order.js'
import { extensionsOf } from './extensions.js'
import type { ExtensionSchemas, JsonSchema } from './extensions.js'

export type SharedSchema = JsonSchema & { readonly $id: string }

const text = (description: string): JsonSchema => ({ type: 'string', description })

const detail = text('What went wrong this time, for a person to read.')
const instance = text('Names this occurrence; the log of the service has the same value.')
const absoluteInstance = { ...instance, format: 'uri' }
const guidance = text('What the client should do; the same in every occurrence.')
const title = text('Short, the same in every occurrence.')
export const retryAfter =
  { type: 'integer', format: 'int32', minimum: 0, description: 'Seconds to wait before the request is repeated.' }
const required = ['type', 'title', 'status', 'code']

/** The members of every problem (RFC 9457 §3.1), with any code. */
export const problemSchema: SharedSchema = {
  $id: 'Problem',
  type: 'object',
  description: 'A problem (RFC 9457). Codes may be added: treat an unknown one by its status.',
  properties: {
    type: { ...text('Identifies the problem type.'), format: 'uri-reference' },
    title,
    status: { type: 'integer', format: 'int32', minimum: 400, maximum: 599 },
    code: { $ref: 'ProblemCode#' },
    detail,
    instance: { ...instance, format: 'uri-reference' },
    retry: {
      type: 'string',
      enum: ['idempotent', 'any'],
      description: 'Which requests may be repeated; absent where none may.'
    },
    retryAfter,
    action: text('What to do, as one token.'),
    refines: text('The general code of which this one is a special case.'),
    guidance
  },
  required
}

/**
 * The part of `Problem` that decides whether a value fits. Fastify looks through the shared schemas for each route
 * that it compiles, and for circles where one has a reference. So texts and references are added afterwards.
 */
export const bareProblemSchema: SharedSchema = {
  $id: problemSchema.$id,
  type: 'object',
  properties: Object.fromEntries(
    Object.entries(problemSchema['properties'] as Record<string, JsonSchema>).map(toBareMember)
  ),
  required
}

function toBareMember ([name, { description, format, ...schema }]: [string, JsonSchema]): [string, JsonSchema] {
  return [name, '$ref' in schema ? { type: 'string' } : schema]
}

/**
 * The schema of a code: a text, so that later codes fit. The codes are in the description, not in an enum, because the
 * serializer of each route would check that its values are unique, for seconds with 500 codes and 1,000 routes.
 */
export function problemCodeSchema (catalogs: readonly AnyCatalog[]): SharedSchema {
  return { $id: 'ProblemCode', type: 'string', description: describeCodes(catalogs) }
}

const aboutCodes = 'The stable code of a problem. Codes may be added.'

export function describeCodes (catalogs: readonly AnyCatalog[]): string {
  const codes = new Set(catalogs.flatMap((catalog) => Object.keys(catalog)))
  return `${aboutCodes} Known: ${Array.from(codes, (code) => `\`${code}\``).join(', ')}.`
}

/** Whether a schema of a document is the `Problem` or `ProblemCode` that this package shares. */
export function isSharedSchema (schema: unknown, name: 'Problem' | 'ProblemCode'): boolean {
  const { description } = Object(schema) as JsonSchema
  if (typeof description !== 'string') return false
  return name === 'Problem' ? description === problemSchema['description'] : description.startsWith(aboutCodes)
}

/**
 * The schema of one problem type: the members of the format, with constants as literals, and its extension members.
 *
 * @param page the address of its page in the reference
 * @param extensions the extensions of the type, where they are converted for a document
 */
export function codeSchema (
  problemType: ProblemType, page?: string, extensions: ExtensionSchemas = extensionsOf(problemType)
): JsonSchema {
  const { properties, required: requiredExtensions, definitions } = extensions
  const schema: Record<string, unknown> = { type: 'object', description: describe(problemType) }
  if (problemType.deprecated) schema['deprecated'] = true
  schema['properties'] = Object.assign(formatMembersOf(problemType), properties)
  schema['required'] = [...required, ...alwaysSent(problemType), ...requiredExtensions]
  if (page !== undefined) schema['externalDocs'] = { url: page }
  addInstructions(schema, problemType)
  return Object.assign(schema, definitions)
}

// A spread under a condition would cost more than all other work for a large catalog.
function formatMembersOf (problemType: ProblemType): Record<string, JsonSchema> {
  const { type, code, retry, action, refines, wire } = problemType
  return inWireOrder<JsonSchema>({
    type: { type: 'string', enum: [type], format: isAbsolute(type) ? 'uri' : 'uri-reference' },
    title,
    status: statusSchema(problemType),
    code: literal(code),
    detail,
    instance: absoluteInstance,
    retry: retry === 'none' ? undefined : literal(retry),
    retryAfter: mayWait(problemType) ? retryAfter : undefined,
    action: action === undefined ? undefined : literal(action),
    refines: refines === undefined ? undefined : literal(refines),
    guidance: wire.includes('guidance') ? guidance : undefined
  })
}

/** A class code such as BAD_REQUEST is also sent with the statuses of its class that have no code. */
export function statusSchema ({ code, status, replaces }: ProblemType): JsonSchema {
  const number = { type: 'integer', format: 'int32' }
  if (!isClassCode([code, ...replaces])) return { ...number, enum: [status] }
  const lowest = status < 500 ? 400 : 500
  return { ...number, minimum: lowest, maximum: lowest + 99 }
}

/** The members that each occurrence of the type has, because its definition has them. */
function alwaysSent ({ retry, retryAfter, action, refines, wire }: ProblemType): string[] {
  const names: string[] = []
  if (retry !== 'none') names.push('retry')
  if (retryAfter !== undefined) names.push('retryAfter')
  if (action !== undefined) names.push('action')
  if (refines !== undefined) names.push('refines')
  return [...names, ...wire]
}

/** Adds what a client does about the problem, for programs that read the document. */
function addInstructions (
  schema: Record<string, unknown>, { retry, action, guidance, deprecated }: ProblemType
): void {
  schema['x-retry'] = retry
  if (action !== undefined) schema['x-action'] = action
  if (guidance !== undefined) schema['x-guidance'] = guidance
  if (deprecated?.sunset !== undefined) schema['x-sunset'] = deprecated.sunset
  if (deprecated && deprecated.replacedBy !== null) schema['x-replaced-by'] = deprecated.replacedBy
}

/** Whether a URI has a scheme (RFC 3986 §4.3). */
function isAbsolute (uri: string): boolean {
  return /^[A-Za-z][A-Za-z0-9+.-]*:/.test(uri)
}

/** Title, description, guidance and deprecation: one paragraph, or several where a text has several lines. */
export function describe ({ title, description, guidance, deprecated }: ProblemType): string {
  const notice = deprecated && `Deprecated since ${deprecated.since}` +
    (deprecated.sunset === undefined ? '' : `, gone after ${deprecated.sunset}`) +
    (deprecated.replacedBy === null ? '' : `: use \`${deprecated.replacedBy}\``)
  const parts = [title, description, guidance, notice].filter((part) => part !== undefined)
  const sentences = parts.map((part) => /[.!?]$/.test(part) ? part : `${part}.`)
  return sentences.join(parts.some((part) => part.includes('\n')) ? '\n\n' : ' ')
}

/** Whether a client may be asked to wait (RFC 9110 §10.2.3, RFC 6585 §4). */
export function mayWait ({ status, retry, retryAfter }: ProblemType): boolean {
  return retryAfter !== undefined || retry === 'any' || status === 503
}

function literal (value: string): JsonSchema {
  return { type: 'string', enum: [value] }
}
