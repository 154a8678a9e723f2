/**
 * A snapshot as text, to be committed.
 */
import { isJsonObject, toCanonical } from '../../json/canonical.js'
import type { Snapshot } from './index.js'

/** The text of a snapshot: sorted keys, one code per block, a final newline. */
export function renderSnapshot (snapshot: Snapshot): string {
  return JSON.stringify(toCanonical(snapshot), null, 2) + '\n'
}

/**
 * Reads the text of a snapshot.
 *
 * @param name what the message calls it
 * @throws {Error} for a text that is not a snapshot, or one of a later version
 */
export function readSnapshot (text: string, name = 'the snapshot'): Snapshot {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    throw new Error(`${name} is not JSON: restore it, or write it again with 'problem-json snapshot'`, { cause })
  }
  const { version, problems, retired = {}, validation = [], approved = [] } = Object(value) as Partial<Snapshot>
  if (version !== 1) {
    throw new Error(`${name} must be a snapshot of version 1, got ${JSON.stringify(version) ?? 'none'}`)
  }
  if (!isJsonObject(problems)) throw new Error(`${name} must hold 'problems'`)
  return { ...value as Snapshot, retired, validation, approved }
}
