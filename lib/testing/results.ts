/**
 * Collects what the audit finds: each answer is judged when it comes, and the report is made at the end.
 */
import { typeOfCode } from '../catalog/info.js'
import type { AnyCatalog } from '../catalog/definition.js'
import type { AuditedRoute, Instrumentation } from './instrument.js'
import { nameOf } from './operations.js'
import { renderReport } from './report.js'
import type { AuditedProblem, AuditFinding, AuditReport } from './report.js'
import { judge } from './rules/index.js'
import type { Answer, Violation } from './rules/answer.js'

export interface Asked {
  readonly route: string
  readonly request: string
  readonly declared?: ReadonlySet<string> | undefined
  readonly mustFail?: boolean | undefined
}

export interface Results {
  /** Counts a request, and names it. */
  next: () => string
  add: (asked: Asked, answer: Answer | undefined) => void
  addViolations: (route: string, request: string, violations: readonly Violation[]) => void
  addDescribedTwice: (route: string, code: string) => void
  report: (routes: readonly AuditedRoute[], reached: ReadonlySet<AuditedRoute | undefined>) => AuditReport
}

export function createResults ({ secret }: Instrumentation, catalog: AnyCatalog): Results {
  const findings: AuditFinding[] = []
  const problems = new Map<string, AuditedProblem>()
  const sent: Record<string, number> = {}
  let requests = 0

  function add ({ route, request, declared, mustFail = false }: Asked, answer: Answer | undefined): void {
    const find = (rule: string, actual: string, cure: string) => {
      findings.push({ route, request, rule, actual, cure })
    }
    // A socket may be closed without an answer; a request may not be left without one.
    if (answer === undefined) {
      return route === 'the service'
        ? undefined
        : find('There must be an answer', 'none', 'let every handler and hook end, or set handlerTimeout')
    }
    if (answer.status < 400) {
      return mustFail
        ? find('A failure must not be passed off as a success', String(answer.status), 'answer failures with a problem')
        : undefined
    }
    const { code, violations } = judge(answer, { catalog, secret, declared })
    for (const violation of violations) find(...violation)
    if (code === undefined) return
    sent[code] = (sent[code] ?? 0) + 1
    const key = `${route} ${code}`
    if (!problems.has(key)) problems.set(key, { route, code, status: answer.status, request })
  }

  function report (routes: readonly AuditedRoute[], reached: ReadonlySet<AuditedRoute | undefined>): AuditReport {
    const declared = new Set(routes.flatMap((route) => [...route.declared ?? []]))
    const result = {
      requests,
      problems: [...problems.values()],
      findings,
      sent,
      neverSent: [...declared].filter((code) => sent[code] === undefined).sort(),
      unreached: routes.filter((route) => !reached.has(route)).map(nameOf)
    }
    return Object.defineProperty(result, 'toString', { value: () => renderReport(result) })
  }

  function addDescribedTwice (route: string, code: string): void {
    const { status } = typeOfCode(catalog, code)
    findings.push({
      route,
      request: 'its schema',
      rule: 'A route must not describe a status for which it declares a problem',
      actual: `${status} in schema.response, and ${code} in schema.problems`,
      cure: `delete ${status} from schema.response: the document shows it, and it is never sent`
    })
  }

  function addViolations (route: string, request: string, violations: readonly Violation[]): void {
    findings.push(...violations.map(([rule, actual, cure]) => ({ route, request, rule, actual, cure })))
  }

  return { next: () => String(++requests), add, addViolations, addDescribedTwice, report }
}

/** What a finding is about. */
export function subjectOf (route: AuditedRoute | undefined): string {
  return route === undefined ? 'the service' : nameOf(route)
}
