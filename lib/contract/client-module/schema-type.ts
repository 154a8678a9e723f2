/**
 * JSON Schema → the TypeScript type of the values that fit. What it does not know is `unknown`, which is never wrong.
 */
import { isSchema } from '../../json/ref.js'
import type { Schema } from '../../json/ref.js'
import { toLine } from './comment.js'

/**
 * Renders the type of a schema, with each member of an object on a line, indented by two more spaces.
 *
 * @example renderType({ type: 'array', items: { enum: ['a', 'b'] } }) // 'Array<"a" | "b">'
 */
export function renderType (schema: unknown, indent = ''): string {
  if (!isSchema(schema)) return 'unknown'
  const type = renderKnown(schema, indent)
  return schema['nullable'] === true ? union([type, 'null']) : type
}

function renderKnown (schema: Schema, indent: string): string {
  if ('const' in schema) return renderLiteral(schema['const'])
  if (Array.isArray(schema['enum'])) return union(schema['enum'].map(renderLiteral))
  const branches = schema['anyOf'] ?? schema['oneOf']
  if (Array.isArray(branches)) return union(branches.map((branch) => renderType(branch, indent)))
  if (Array.isArray(schema['allOf'])) return intersection(schema['allOf'].map((part) => renderType(part, indent)))
  if (Array.isArray(schema['type'])) {
    return union(schema['type'].map((type) => renderByType({ ...schema, type }, indent)))
  }
  return renderByType(schema, indent)
}

function renderByType (schema: Schema, indent: string): string {
  switch (schema['type']) {
    case 'string': case 'boolean': case 'null': return schema['type']
    case 'number': case 'integer': return 'number'
    case 'array': return renderArray(schema, indent)
    case 'object': return renderObject(schema, indent)
    default: return isSchema(schema['properties']) ? renderObject(schema, indent) : 'unknown'
  }
}

function renderArray ({ items, prefixItems }: Schema, indent: string): string {
  // How long a tuple is depends on more than its items.
  return prefixItems !== undefined || Array.isArray(items) ? 'unknown[]' : `Array<${renderType(items, indent)}>`
}

function renderObject (schema: Schema, indent: string): string {
  const { properties, required, additionalProperties, patternProperties } = schema
  const names = isSchema(properties) ? Object.entries(properties) : []
  if (names.length === 0) {
    return renderMap(isSchema(patternProperties) ? Object.values(patternProperties) : [additionalProperties], indent)
  }
  const isRequired = (name: string) => Array.isArray(required) && required.includes(name)
  const members = names.map(([name, member]) => describe(member, `${indent}  `) +
    `${indent}  ${renderName(name)}${isRequired(name) ? '' : '?'}: ${renderType(member, `${indent}  `)}`)
  return `{\n${members.join('\n')}\n${indent}}`
}

function describe (member: unknown, indent: string): string {
  const description = isSchema(member) ? member['description'] : undefined
  return typeof description === 'string' ? `${indent}/** ${toLine(description)} */\n` : ''
}

/** An object that is used as a map: it names no members. */
function renderMap (values: readonly unknown[], indent: string): string {
  const known = values.filter((value) => value === true || isSchema(value))
  if (known.length === 0) return 'Record<never, never>'
  return `{ [name: string]: ${union(known.map((value) => renderType(value, indent)))} }`
}

function renderLiteral (value: unknown): string {
  const isScalar = value === null || ['string', 'number', 'boolean'].includes(typeof value)
  return isScalar ? JSON.stringify(value) : 'unknown'
}

function union (types: readonly string[]): string {
  const different = [...new Set(types)]
  return different.includes('unknown') ? 'unknown' : different.join(' | ') || 'never'
}

function intersection (types: readonly string[]): string {
  return types.map((type) => `(${type})`).join(' & ') || 'unknown'
}

function renderName (name: string): string {
  return /^[A-Za-z_]\w*$/.test(name) ? name : JSON.stringify(name)
}
