/**
 * What version 0.1.0 called the exports of this door. They go with 1.0.
 */
import type { ContractFinding } from './compare/findings.js'
import { renderMarkdownOf } from './docs/render.js'
import type { ImportedCatalog } from './import/index.js'
import type { ImportQuestion } from './import/merge.js'
import type { EnvelopeMode } from './snapshot/index.js'

/** @deprecated use `EnvelopeMode` */
export type Envelope = EnvelopeMode
/** @deprecated use `ContractFinding` */
export type Finding = ContractFinding
/** @deprecated use `ImportedCatalog` */
export type Imported = ImportedCatalog
/** @deprecated use `ImportQuestion` */
export type Question = ImportQuestion
/** @deprecated use `renderMarkdownOf` */
export const renderCode = renderMarkdownOf
