/**
 * Looks at a thrown value without trusting it: it may be anything, its getters may throw, and it may be frozen or
 * shared. Nothing here changes it.
 */

/** The value's member, or `undefined` where it has none or its getter throws. */
export function member (value: unknown, name: string): unknown {
  if (value === null || (typeof value !== 'object' && typeof value !== 'function')) return undefined
  try {
    return (value as Record<string, unknown>)[name]
  } catch {
    return undefined
  }
}

export function textMember (value: unknown, name: string): string | undefined {
  const text = member(value, name)
  return typeof text === 'string' ? text : undefined
}

/** Whether the value has any of the members, own or inherited. */
export function hasAny (value: unknown, names: readonly string[]): boolean {
  return names.some((name) => member(value, name) !== undefined)
}

/** The error status that a value states as `statusCode` or `status`: 400 to 599, also as a text. */
export function statusOf (value: unknown): number | undefined {
  return toErrorStatus(member(value, 'statusCode')) ?? toErrorStatus(member(value, 'status'))
}

function toErrorStatus (value: unknown): number | undefined {
  const status = typeof value === 'string' && /^\d{3}$/.test(value) ? Number(value) : value
  return Number.isInteger(status) && status as number >= 400 && status as number <= 599 ? status as number : undefined
}

/** `instanceof` that survives a proxy whose traps throw. */
export function isError (value: unknown): value is Error {
  try {
    return value instanceof Error
  } catch {
    return false
  }
}
