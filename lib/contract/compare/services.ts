/**
 * Changes that concern other services: those that send the same code with another meaning, or translate a code.
 */
import { isStandardCode } from '../../catalog/standard.js'
import type { Change, ContractFinding } from './findings.js'
import { problemOf } from '../snapshot/index.js'
import type { Snapshot, SnapshotProblem } from '../snapshot/index.js'

/** Name → what the service promises now. */
export type OtherServices = Readonly<Record<string, Snapshot>>

export function compareServices (
  base: Snapshot, head: Snapshot, others: OtherServices, name: string | undefined
): Change[] {
  return Object.entries(head.problems).flatMap(([code, problem]) => [
    ...compareMeaning(code, problem, base.problems[code], others),
    ...(problem.deprecated ? deprecatedForTranslators(code, translatorsOf(code, [head], others, name)) : [])
  ])
}

function deprecatedForTranslators (code: string, translators: readonly string[]): Change[] {
  return translators.length === 0
    ? []
    : [
        {
          rule: 'deprecated-code-translated',
          code,
          path: 'deprecated',
          before: `translated by ${translators.join(', ')}`
        }
      ]
}

function compareMeaning (
  code: string, { status, type }: SnapshotProblem, before: SnapshotProblem | undefined, others: OtherServices
): Change[] {
  const same = Object.entries(others).flatMap(([service, { problems }]) =>
    Object.hasOwn(problems, code) ? [{ service, problem: problemOf({ problems }, code) }] : []
  )
  const statuses = same
    .filter(({ problem }) => problem.status !== status)
    .map(({ service, problem }) => `${problem.status} in ${service}`)
  // The service that comes second has to decide; a clash that exists already is only a warning.
  const verdict = before?.status === status ? { verdict: 'warning' as const } : {}
  if (statuses.length > 0) {
    return [
      { rule: 'code-with-another-status', code, path: 'status', before: statuses.join(', '), after: status, ...verdict }
    ]
  }
  const types = isStandardCode(code)
    ? []
    : same.filter(({ problem }) => problem.type !== type).map(({ service, problem }) => `${problem.type} in ${service}`)
  return types.length > 0
    ? [{ rule: 'code-with-another-type', code, path: 'type', before: types.join(', '), after: type }]
    : []
}

/** The services that translate a code of this one, which they know by its type URI, or by the name of this service. */
export function translatorsOf (
  code: string, snapshots: readonly Snapshot[], others: OtherServices, name: string | undefined
): string[] {
  const problems = snapshots.flatMap(({ problems }) =>
    Object.hasOwn(problems, code) ? [problemOf({ problems }, code)] : []
  )
  const isThis = (upstream: string, key: string, type: string) =>
    problems.some(
      (problem) => [type, key].includes(problem.type) || (upstream === name && [code, problem.legacyCode].includes(key))
    )
  return Object.entries(others).flatMap(([service, { upstreams = {} }]) =>
    Object.entries(upstreams).some(([upstream, keys]) =>
      Object.entries(keys).some(([key, type]) => isThis(upstream, key, type))
    )
      ? [service]
      : []
  )
}

/** Adds to a finding that needs attention the services that translate its codes. */
export function withTranslators (
  finding: ContractFinding, snapshots: readonly Snapshot[], others: OtherServices, name: string | undefined
): ContractFinding {
  if (finding.verdict === 'fine' && finding.rule !== 'deprecated' && finding.rule !== 'code-removed-after-sunset') {
    return finding
  }
  const translatedBy = [...new Set(finding.codes.flatMap((code) => translatorsOf(code, snapshots, others, name)))]
  return translatedBy.length === 0 ? finding : { ...finding, translatedBy }
}
