/**
 * Deprecation: a sunset is a promise, at least 90 days long, that may be lengthened and never shortened.
 */
import type { Deprecation } from '../../catalog/definition.js'
import { isSame } from '../../json/canonical.js'
import type { Change } from './findings.js'
import type { Snapshot } from '../snapshot/index.js'

const graceDays = 90
const day = 86_400_000

export function compareDeprecation (
  code: string, before: Deprecation | undefined, after: Deprecation | undefined, today: string
): Change[] {
  if (isSame(before, after)) return []
  if (after === undefined) return [{ rule: 'undeprecated', code, path: 'deprecated', before }]
  const sunset = compareSunset(code, before?.sunset, after.sunset, today)
  if (before === undefined) return [{ rule: 'deprecated', code, path: 'deprecated', after }, ...sunset]
  return isSame({ ...before, sunset: '' }, { ...after, sunset: '' })
    ? sunset
    : [{ rule: 'deprecation-changed', code, path: 'deprecated', before, after }, ...sunset]
}

function compareSunset (code: string, before: string | undefined, after: string | undefined, today: string): Change[] {
  if (before === after) return []
  const change = { code, path: 'deprecated.sunset', before, after }
  if (after === undefined || before === undefined) {
    if (after === undefined) return [{ rule: 'sunset-later', ...change }]
    return isTooSoon(after, today) ? [{ rule: 'sunset-too-soon', ...change }] : []
  }
  return [{ rule: after < before ? 'sunset-earlier' : 'sunset-later', ...change }]
}

function isTooSoon (sunset: string, today: string): boolean {
  return Date.parse(sunset) - Date.parse(today) < graceDays * day
}

/** What is wrong with the deprecations of one snapshot, apart from what changed. */
export function deprecationState ({ problems }: Snapshot): Change[] {
  return Object.entries(problems).flatMap(([code, { status, deprecated }]): Change[] => {
    if (deprecated === undefined) return []
    const { sunset, replacedBy } = deprecated as Partial<Deprecation>
    const replacement =
      typeof replacedBy === 'string' && Object.hasOwn(problems, replacedBy) ? problems[replacedBy] : undefined
    const missing =
      typeof replacedBy === 'string' && (replacement === undefined || replacement.deprecated !== undefined)
    const differs = replacement !== undefined && replacement.status !== status
    return [
      ...(sunset === undefined
        ? [{ rule: 'deprecated-sunset-missing', code, path: 'deprecated.sunset' } as const]
        : []),
      ...(replacedBy === undefined
        ? [{ rule: 'deprecated-without-replacement', code, path: 'deprecated.replacedBy' } as const]
        : []),
      ...(missing
        ? [{ rule: 'replacement-missing', code, path: 'deprecated.replacedBy', after: replacedBy } as const]
        : []),
      ...(differs
        ? [
            {
              rule: 'replacement-status-differs',
              code,
              path: 'deprecated.replacedBy',
              before: status,
              after: replacement.status
            } as const
          ]
        : [])
    ]
  })
}
