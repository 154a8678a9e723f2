/**
 * The public door.
 */
export * from './catalog/types/register.js'
export { defineCatalog } from './catalog/define.js'
export { CatalogError } from './catalog/check.js'
export { ProblemError, isProblemError } from './catalog/problem.js'
export type { Problem, ProblemDetails, ProblemOptions } from './catalog/problem.js'
export type { Retry } from './catalog/status.js'
export type { StandardCode, ValidationCode, ValidationItem, ValidationLocation } from './catalog/standard.js'
export type {
  AnyCatalog, Catalog, CatalogOptions, CodeOf, Definition, Definitions, Deprecation, ExtensionsOf, ProblemClass, ProblemType, Retired
} from './catalog/types/catalog.js'
export { defineUpstream } from './failures/define-upstream.js'
export type { PlainCode, Upstream, UpstreamOptions, UpstreamResponse } from './failures/define-upstream.js'
export type { Operation } from './reference/model.js'
export type { ReferenceOptions } from './reference/routes.js'
export { renderReferenceSite } from './reference/site.js'
export type { SiteOptions } from './reference/site.js'
export { problemJson, problemJson as default } from './server/plugin.js'
export { envelopes } from './representation/envelope.js'
export type { EnvelopeContext, EnvelopeFormat, EnvelopeOptions } from './representation/envelope.js'
export { problemServerOptions } from './server/entrances/pre-routing.js'
export type { OwnServerOptions, ProblemServerOptions } from './server/entrances/pre-routing.js'
export { sendProblem, toProblem } from './server/reply/send.js'
export type { Language, Translate, TranslatedTexts } from './server/reply/locale.js'
export type { ProblemJsonOptions } from './server/options.js'
export type { OpenApiOptions, ProblemEvent } from './server/types.js'
export { refResolver } from './openapi/names.js'
