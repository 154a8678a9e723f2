/**
 * A mistake in a catalog, and its message: the subject, the rule, the value, and the cure.
 */
import { show } from '../json/show.js'

/** A mistake in a catalog, found when it is defined. */
export class CatalogError extends Error {
  override readonly name = 'CatalogError'
}

/** @param rule what must hold; beside it, where it helps, the cure or the reason */
export function demand (
  condition: unknown, subject: string, rule: string | readonly [rule: string, cure: string | undefined], actual: unknown
): asserts condition {
  if (!condition) refuse(subject, rule, showActual(actual))
}

/** @param actual the value in words, where the value itself would say little */
export function refuse (
  subject: string, rule: string | readonly [rule: string, cure: string | undefined], actual: string
): never {
  const [text, cure] = [rule].flat()
  throw new CatalogError(`${subject} must ${text}, got ${actual}${cure ? `: ${cure}` : ''}`)
}

function showActual (value: unknown): string {
  if (typeof value === 'function') return `function ${value.name}`
  return typeof value === 'string' ? shorten(`'${value}'`) : show(value)
}

function shorten (text: string): string {
  return text.length > 120 ? `${text.slice(0, 120)}…` : text
}
