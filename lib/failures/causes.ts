/**
 * What led to an error. One list of names for the answer and for the log, so that both see the same chain. Total: a
 * cause may be a revoked proxy, or point back at what it caused.
 */
import { isError, member, textMember } from '../json/untrusted.js'

/** The most causes that are looked at. */
const maxCauses = 8

/**
 * Where libraries keep what led to an error, in the order in which they are read. The language has `cause` and `errors`
 * (AggregateError), Sequelize `original` and `parent`, TypeORM `driverError`, Objection `nativeError`. JWT libraries
 * and mssql have `originalError`.
 */
export const causeNames = ['cause', 'original', 'originalError', 'driverError', 'nativeError', 'parent', 'reason']

/**
 * The causes of a thrown value: the nearest first, each once, at most eight. Never throws.
 *
 * @example causesOf(new Error('a', { cause: new Error('b', { cause: refused }) })) // [Error b, refused]
 */
export function causesOf (error: unknown): readonly unknown[] {
  const found = [error]
  for (const one of found) {
    for (const cause of directCauses(one)) {
      if (found.length > maxCauses) return found.slice(1)
      if (!found.includes(cause)) found.push(cause)
    }
  }
  return found.slice(1)
}

/** The causes that the value names itself, without the causes of those. */
export function directCauses (error: unknown): readonly unknown[] {
  if (error === null || (typeof error !== 'object' && typeof error !== 'function')) return []
  const causes: unknown[] = []
  for (const name of causeNames) {
    const cause = member(error, name)
    if (cause !== undefined && cause !== null && (name === 'cause' || isFailure(cause))) causes.push(cause)
  }
  const errors = member(error, 'errors')
  return errors === undefined ? causes : [...causes, ...listed(errors)]
}

/** The errors of an AggregateError. Other errors also list texts there, which are skipped. */
function listed (errors: unknown): unknown[] {
  const stated = member(errors, 'length')
  const length = typeof stated === 'number' && stated > 0 ? Math.min(stated, maxCauses) : 0
  const items = Array.from({ length }, (_, index) => member(errors, String(index)))
  return items.filter((item) => typeof item === 'object' && item !== null)
}

/** Only errors count: other libraries use these names for texts and for nodes of a tree. */
function isFailure (value: unknown): boolean {
  return isError(value) || (typeof value === 'object' && textMember(value, 'message') !== undefined)
}
