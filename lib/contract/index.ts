/**
 * The door of the contract: snapshot, comparison, documents.
 */
export { compareSnapshots } from './compare.js'
export type { CompareOptions, Comparison } from './compare.js'
export type { Finding } from './findings.js'
export { createSnapshot, readSnapshot, renderSnapshot } from './snapshot.js'
export type { Approval, Envelope, ProblemRoute, Snapshot, SnapshotOptions, SnapshotProblem } from './snapshot.js'
export { rules } from './rules.js'
export type { RuleName } from './rules.js'
export type { Rule, Verdict } from './rule.js'
export { renderCode, renderMarkdown } from './markdown.js'
export { importMarkdown } from './import.js'
export type { Imported, ImportOptions } from './import.js'
export type { Question } from './import-merge.js'
export { renderCatalogModule } from './catalog-module.js'
