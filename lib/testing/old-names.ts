/**
 * What version 0.1.0 called the types of this door. They go with 1.0.
 */
import type { AuditedProblem, AuditFinding } from './report.js'

/** @deprecated use `AuditFinding` */
export type Finding = AuditFinding
/** @deprecated use `AuditedProblem` */
export type SeenProblem = AuditedProblem
