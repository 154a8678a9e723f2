/**
 * The body of a problem type as an example, from a snapshot.
 */
import { exampleInstance } from '../../catalog/example.js'
import { compileTemplate } from '../../catalog/texts/template.js'
import { inWireOrder } from '../../catalog/problem/wire-order.js'
import type { Json, JsonObject } from '../../json/canonical.js'
import type { SnapshotProblem } from '../snapshot/index.js'

/** The body as it is on the wire. */
export function toExampleBody (code: string, problem: SnapshotProblem, members: JsonObject): JsonObject {
  const { type, title, status, detail = [], retry, retryAfter, action, refines, guidance, wire = [] } = problem
  const text = compileTemplate(detail)(members)
  const format = inWireOrder<Json>({
    type,
    title,
    status,
    code,
    detail: text,
    instance: exampleInstance,
    retry: retry === 'none' ? undefined : retry,
    retryAfter,
    action,
    refines,
    guidance: wire.includes('guidance') ? guidance : undefined
  })
  return { ...format, ...members }
}
