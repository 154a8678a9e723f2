/**
 * The extension members of a problem type as rows of a table, nested ones by their path.
 */
import type { ExtensionSchema } from '../catalog/types/infer.js'

export interface Member {
  /** `errors`, and below it `errors[].pointer`. */
  readonly path: string
  /** In the words of TypeScript: `string`, `'a' | 'b'`, `integer[]`. */
  readonly type: string
  readonly required: boolean
  readonly description: string | undefined
}

type Schema = Readonly<Record<string, unknown>>

// Deep enough for a list of objects; a recursive schema has no end.
const maxDepth = 3

export function membersOf (schema: ExtensionSchema | undefined): readonly Member[] {
  return schema === undefined ? [] : rowsOf(schema as unknown as Schema, '', 1)
}

function rowsOf (schema: Schema, prefix: string, depth: number): Member[] {
  const required = Array.isArray(schema['required']) ? schema['required'] : []
  return Object.entries(toSchema(schema['properties'])).flatMap(([name, value]) => {
    const member = toSchema(value)
    const { description } = member
    const path = prefix + name
    const row = {
      path,
      type: typeOf(member),
      required: required.includes(name),
      description: typeof description === 'string' ? description : undefined
    }
    const [nested, suffix] = member['type'] === 'array' ? [toSchema(member['items']), '[].'] : [member, '.']
    return depth === maxDepth ? [row] : [row, ...rowsOf(nested, path + suffix, depth + 1)]
  })
}

function typeOf (schema: Schema): string {
  const { type, format, enum: values, const: value } = schema
  if (value !== undefined) return literal(value)
  if (Array.isArray(values)) return values.map(literal).join(' | ')
  const branches = schema['anyOf'] ?? schema['oneOf']
  if (Array.isArray(branches)) return branches.map((branch) => typeOf(toSchema(branch))).join(' | ')
  if (type === 'array') return listOf(typeOf(toSchema(schema['items'])))
  if (Array.isArray(type)) return type.join(' | ')
  if (typeof type !== 'string') return 'any'
  return typeof format === 'string' ? `${type} (${format})` : type
}

function listOf (item: string): string {
  return /^\w+$/.test(item) ? `${item}[]` : `(${item})[]`
}

function literal (value: unknown): string {
  return typeof value === 'string' ? `'${value}'` : JSON.stringify(value)
}

function toSchema (value: unknown): Schema {
  return typeof value === 'object' && value !== null ? value as Schema : {}
}
