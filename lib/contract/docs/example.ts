/**
 * The body of a problem type as an example, from a snapshot.
 */
import { exampleInstance } from '../../catalog/example.js'
import { compileTemplate } from '../../catalog/texts/template.js'
import type { JsonObject } from '../../json/canonical.js'
import type { SnapshotProblem } from '../snapshot.js'

/** The body as it stands on the wire. */
export function toExampleBody (code: string, problem: SnapshotProblem, members: JsonObject): JsonObject {
  const { type, title, status, detail = [], retry, retryAfter, action, refines, guidance, wire = [] } = problem
  const text = compileTemplate(detail)(members)
  return {
    type,
    title,
    status,
    code,
    ...(text !== undefined && { detail: text }),
    instance: exampleInstance,
    ...(retry !== 'none' && { retry }),
    ...(retryAfter !== undefined && { retryAfter }),
    ...(action !== undefined && { action }),
    ...(refines !== undefined && { refines }),
    ...(wire.includes('guidance') && { guidance: guidance! }),
    ...members
  }
}
