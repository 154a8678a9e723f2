/**
 * Changes that only the routes of an app show: which operation sends which code, and in which envelope.
 */
import type { Verdict } from '../rules/rule.js'
import type { Change } from './findings.js'
import type { RuleName } from '../rules/index.js'
import type { EnvelopeMode, Snapshot } from '../snapshot/index.js'

type Routes = NonNullable<Snapshot['routes']>

/** Both snapshots have routes. */
export function compareRoutes (base: Snapshot, head: Snapshot): Change[] {
  const { routes: before = {} } = base
  const { routes: after = {} } = head
  return [
    ...onlyIn(before, after).map((path) => ({ rule: 'operation-removed', code: '*', path } as const)),
    ...onlyIn(after, before).map((path) => ({ rule: 'operation-added', code: '*', path } as const)),
    ...compareCommonRoutes(before, after),
    ...compareEnvelope(base.envelope ?? 'problem', head.envelope ?? 'problem')
  ]
}

function compareCommonRoutes (before: Routes, after: Routes): Change[] {
  const known = new Map(Object.entries(before))
  return Object.entries(after).flatMap(([path, codes]) => {
    const old = known.get(path)
    if (old === undefined) return []
    return [
      ...codes
        .filter((code) => !old.includes(code))
        .map((code) => ({ rule: 'code-added-to-operation', code, path }) as const),
      ...old
        .filter((code) => !codes.includes(code))
        .map((code) => ({ rule: 'code-removed-from-operation', code, path }) as const)
    ]
  })
}

function onlyIn (one: Routes, other: Routes): string[] {
  return Object.keys(one).filter((path) => !Object.hasOwn(other, path))
}

function compareEnvelope (before: EnvelopeMode, after: EnvelopeMode): Change[] {
  if (before === after) return []
  const rule: RuleName = before === 'legacy' && after === 'superset' ? 'envelope-extended' : 'envelope-default-flipped'
  return [{ rule, code: '*', path: 'envelope', before, after }]
}

/** On a route that clients use already, the special code replaces the general one. */
export function refinesVerdict (code: string, base: Snapshot, head: Snapshot): { verdict?: Verdict } {
  const [before, after] = [base.routes, head.routes]
  if (!before || !after) return {}
  const declaring = Object.entries(after).filter(([, codes]) => codes.includes(code))
  const known = declaring.some(([path]) => Object.hasOwn(before, path))
  return { verdict: known ? 'breaking' : 'fine' }
}
