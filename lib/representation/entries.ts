/**
 * The entries of a failed validation as older shapes have them: texts by field, and one sentence for all.
 */
import { decodeToken } from '../json/pointer.js'
import { member, textMember } from '../json/untrusted.js'

/** `#/items/0/sku` → `items.0.sku`; an error of a whole part is under the part's name. */
export function toFields (errors: readonly unknown[]): Record<string, string[]> {
  const fields: Record<string, string[]> = Object.create(null)
  for (const error of errors) {
    const field = pathOf(error).join('.') || String(member(error, 'in'))
    ;(fields[field] ??= []).push(String(member(error, 'detail')))
  }
  return fields
}

/** Fastify's names of the parts of a request, as in its messages. */
const parts: Readonly<Record<string, string>> = {
  query: 'querystring',
  path: 'params',
  header: 'headers',
  cookie: 'cookies'
}

/**
 * Each entry as Fastify words it, `body/slug is required`, in their order; `undefined` where there is none.
 * As long as the list, which `maxValidationErrors` bounds.
 */
export function toSummary (errors: unknown): string | undefined {
  if (!Array.isArray(errors) || errors.length === 0) return undefined
  return errors.map((error) => `${placeOf(error)} ${String(member(error, 'detail'))}`).join(', ')
}

function placeOf (error: unknown): string {
  const part = String(member(error, 'in'))
  return [parts[part] ?? part, ...pathOf(error)].join('/')
}

function pathOf (error: unknown): string[] {
  const pointer = textMember(error, 'pointer')?.replace(/^#?\/?/, '')
  const name = textMember(error, 'name')
  return pointer ? pointer.split('/').map(decodeToken) : name ? [name] : []
}
