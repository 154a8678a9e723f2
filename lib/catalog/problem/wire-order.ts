/**
 * The members of the format in the order of the wire. `toDetails()` and the writer of the text, which run for each
 * failure, spell it out, which is twice as fast. A test holds them to the list.
 */
import { reservedMembers } from '../definition.js'
import type { ReservedMember } from '../definition.js'

/** The members that are present. */
export function inWireOrder<T> (members: Readonly<Record<ReservedMember, T | undefined>>): Record<string, T> {
  const ordered: Record<string, T> = {}
  for (const name of reservedMembers) {
    const value = members[name]
    if (value !== undefined) ordered[name] = value
  }
  return ordered
}
