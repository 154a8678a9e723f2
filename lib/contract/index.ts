/**
 * The door of the contract: snapshot, comparison, documents.
 */
export { compareSnapshots } from './compare/index.js'
export type { CompareOptions, Comparison } from './compare/index.js'
export type { Finding } from './compare/findings.js'
export { createSnapshot, readSnapshot, renderSnapshot } from './snapshot.js'
export type { Approval, Envelope, ProblemRoute, Snapshot, SnapshotOptions, SnapshotProblem } from './snapshot.js'
export { rules } from './rules/index.js'
export type { RuleName } from './rules/index.js'
export type { Rule, Verdict } from './rules/rule.js'
export { renderCode, renderMarkdown } from './docs/render.js'
export { importMarkdown } from './import/index.js'
export type { Imported, ImportOptions } from './import/index.js'
export type { Question } from './import/merge.js'
export { renderCatalogModule } from './import/catalog-module.js'
