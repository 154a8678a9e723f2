/**
 * The URL of a route with a value for each parameter.
 */
import type { AuditedRoute } from './instrument.js'

type Schema = Readonly<Record<string, unknown>>

export function fillUrl ({ url, options }: AuditedRoute, params: Readonly<Record<string, string>>): string {
  const schemas = Object((options.schema as Schema | undefined)?.['params']) as {
    properties?: Readonly<Record<string, Schema>>
  }
  return fill(url, (name) => params[name] ?? exampleOf(schemas.properties?.[name]))
}

/** `/a/:id(^\\d+$)/*` with a value for each parameter; `::` is a colon. */
export function fill (url: string, valueOf: (name: string) => string): string {
  return url
    .replaceAll('::', '\0')
    .replace(/:(\w+)(\((?:[^()]|\([^()]*\))*\))?\??/g, (_match, name: string) => valueOf(name))
    .replaceAll('*', 'x')
    .replaceAll('\0', ':')
}

function exampleOf (schema: Schema = {}): string {
  const { type, format, enum: values, default: value = Array.isArray(values) ? values[0] : undefined } = schema
  if (value !== undefined) return String(value)
  if (format === 'uuid') return '00000000-0000-4000-8000-000000000000'
  return ['integer', 'number'].includes(type as string) ? '1' : 'x'
}
