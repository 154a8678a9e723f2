/**
 * The extension members of a problem type as plain and open JSON Schema.
 */
import type { ProblemType } from '../catalog/definition.js'

export type JsonSchema = Readonly<Record<string, unknown>>

export interface ExtensionSchemas {
  readonly properties: JsonSchema
  readonly required: readonly string[]
  /** `$defs` or `definitions`: the targets of references. */
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

// To ask for each value is slow, and most schemas have none of these.
const special = /"(?:additional|unevaluated)Properties":false|"\$ref":"#"|"type":"Date"/
const selfReference = '#/$defs/extensions'

/**
 * Without values that are not JSON, such as the symbols of TypeBox, and without keywords that close a schema. A
 * reference to the root means the extensions alone, which in the schema of a code are not the root.
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

/** The targets of references within the extensions. */
function definitionsOf ({ $defs, definitions }: JsonSchema): JsonSchema {
  return { ...($defs !== undefined && { $defs }), ...(definitions !== undefined && { definitions }) }
}
