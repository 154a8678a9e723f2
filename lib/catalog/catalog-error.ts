/**
 * A mistake in a catalog, and its message: the subject, the rule, the value, and the cure.
 */

/** A mistake in a catalog, found when it is defined. */
export class CatalogError extends Error {
  override readonly name = 'CatalogError'
}

export function demand (condition: unknown, subject: string, rule: string, actual: unknown, cure?: string): asserts condition {
  if (!condition) throw new CatalogError(`${subject} must ${rule}, got ${show(actual)}${cure ? `: ${cure}` : ''}`)
}

function show (value: unknown): string {
  if (typeof value === 'function') return `function ${value.name}`
  const text = typeof value === 'string' ? `'${value}'` : toText(value)
  return text.length > 120 ? `${text.slice(0, 120)}…` : text
}

/** JSON where there is some: a value may be circular, or hold a bigint. */
function toText (value: unknown): string {
  try {
    return JSON.stringify(value) ?? String(value)
  } catch {
    return String(value)
  }
}
