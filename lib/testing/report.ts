/**
 * What an audit found: as data, and as text for a person.
 */

/** A rule that an answer breaks. */
export interface AuditFinding {
  /** The method and pattern of the route, such as `GET /orders/:orderId`; `the service` where it is about no route. */
  readonly route: string
  /** What was sent, such as `a body that is not JSON`. */
  readonly request: string
  /** What must hold. */
  readonly rule: string
  /** What there was instead. */
  readonly actual: string
  /** What helps. */
  readonly cure: string
}

/** A problem that was sent, once per route and code. */
export interface AuditedProblem {
  readonly route: string
  readonly code: string
  readonly status: number
  /** The first request that got it. */
  readonly request: string
}

export interface AuditReport {
  /** How many requests were sent. */
  readonly requests: number
  /** Every problem that was sent, once per route and code. */
  readonly problems: readonly AuditedProblem[]
  /** Empty where all is well. */
  readonly findings: readonly AuditFinding[]
  /** Code → how often it was sent. */
  readonly sent: Readonly<Record<string, number>>
  /** Codes that a route declares, and no request produced. */
  readonly neverSent: readonly string[]
  /** Routes that no request of the kit came to. */
  readonly unreached: readonly string[]
  /** The same as `renderReport(report)`. */
  toString: () => string
}

/**
 * The report as text: findings first, by route, with what helps.
 *
 * @example
 * assert.equal(report.findings.length, 0, renderReport(report))
 */
export function renderReport ({ requests, problems, findings, neverSent, unreached }: AuditReport): string {
  const routes = [...new Set(findings.map(({ route }) => route))]
  return [
    `${requests} requests, ${problems.length} problems, ${findings.length} findings`,
    ...routes.flatMap((route) => [
      '', route, ...findings.filter((finding) => finding.route === route).flatMap(renderFinding)
    ]),
    ...section('Declared and never sent (reach them with the option requests)', neverSent),
    ...section('Never reached (state the option params, or headers that are let in)', unreached)
  ].join('\n')
}

function renderFinding ({ request, rule, actual, cure }: AuditFinding): string[] {
  return [`  ${request}: ${rule}, got ${actual}`, `    → ${cure}`]
}

function section (title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', `${title}:`, ...lines.map((line) => `  ${line}`)]
}
