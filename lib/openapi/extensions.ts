/**
 * The extension members of a problem type as plain and open JSON Schema.
 */
import type { ProblemType } from '../catalog/definition.js'

export type JsonSchema = Readonly<Record<string, unknown>>

export interface ExtensionSchemas {
  readonly properties: JsonSchema
  readonly required: readonly string[]
  /** The members `$defs` and `definitions`: the targets of references. */
  readonly definitions: JsonSchema
}

export function extensionsOf ({ extensions = { type: 'object' } }: ProblemType): ExtensionSchemas {
  const plain = toPlain(extensions)
  const { properties = {}, required = [] } = plain
  return {
    properties: properties as JsonSchema,
    required: required as readonly string[],
    definitions: definitionsOf(plain)
  }
}

// A function that JSON.stringify() calls for each value is slow, and most schemas have none of these.
const special = /"(?:additional|unevaluated)Properties":false|"\$ref":"#"|"type":"Date"/
const selfReference = '#/$defs/extensions'

/**
 * The schema without values that are not JSON, such as the symbols of TypeBox, and without keywords that close it. A
 * reference to the root means the extensions, which are not the root in the schema of a code.
 */
function toPlain (schema: object): JsonSchema {
  const text = JSON.stringify(schema)
  if (!special.test(text)) return JSON.parse(text) as JsonSchema
  let refersToItself = false
  const plain = JSON.parse(JSON.stringify(schema, (key, value: unknown) => {
    if ((key === 'additionalProperties' || key === 'unevaluatedProperties') && value === false) return undefined
    if (key !== '$ref' || value !== '#') return isTypeBoxDate(value) ? { type: 'string', format: 'date-time' } : value
    refersToItself = true
    return selfReference
  })) as JsonSchema
  return refersToItself
    ? { ...plain, $defs: { ...(plain['$defs'] as object), extensions: withoutDefinitions(plain) } }
    : plain
}

function withoutDefinitions ({ $defs, definitions, ...schema }: JsonSchema): JsonSchema {
  return schema
}

function isTypeBoxDate (value: unknown): boolean {
  return (value as JsonSchema | null)?.['type'] === 'Date'
}

function definitionsOf ({ $defs, definitions }: JsonSchema): JsonSchema {
  return { ...($defs !== undefined && { $defs }), ...(definitions !== undefined && { definitions }) }
}
