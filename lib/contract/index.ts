/**
 * The door of the contract: snapshot, comparison, documents.
 */
export { compareSnapshots } from './compare/index.js'
export type { CompareOptions, Comparison } from './compare/index.js'
export type { ContractFinding } from './compare/findings.js'
export { renderChangelog } from './changelog.js'
export type { OtherServices } from './compare/services.js'
export type { ProblemJsonConfig, ServiceConfig } from './config.js'
export { createSnapshot, readSnapshot, renderSnapshot } from './snapshot.js'
export type {
  Approval, EnvelopeMode, ProblemRoute, Snapshot, SnapshotOptions, SnapshotProblem, Upstreams
} from './snapshot.js'
export { rules } from './rules/index.js'
export type { RuleName } from './rules/index.js'
export type { Breaks, Rule, Verdict } from './rules/rule.js'
export { renderMarkdown, renderMarkdownOf } from './docs/render.js'
export { restoreCatalog } from './docs/restore.js'
export { importFiles, importMarkdown } from './import/index.js'
export type { ImportedCatalog, ImportFile, ImportOptions } from './import/index.js'
export { compareImports } from './import/compare.js'
export type { ImportDisagreement } from './import/compare.js'
export type { ImportQuestion } from './import/merge.js'
export { renderCatalogModule } from './import/catalog-module.js'
export { renderClientModule } from './client-module/index.js'
export type { ClientProblem, ClientSource } from './client-module/source.js'
export type { ModuleForm } from './client-module/statement.js'
export type { Envelope, Finding, Imported, Question } from './old-names.js'
export { renderCode } from './old-names.js'
