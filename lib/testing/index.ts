/**
 * The testing kit: proves of a service that no failure leaves it in another shape. For any test runner.
 */
export { auditProblems } from './audit.js'
export type { AuditOptions, AuditRequest } from './audit.js'
export { renderReport } from './report.js'
export type { AuditedProblem, AuditFinding, AuditReport } from './report.js'
export type { Finding, SeenProblem } from './old-names.js'
