/**
 * The public door: what a service imports.
 */
export type { Register, WithProblems } from './catalog/types/register.js'
export { defineCatalog } from './catalog/define/index.js'
export { CatalogError } from './catalog/catalog-error.js'
export { ProblemError, isProblemError } from './catalog/problem/index.js'
export type { Problem, ProblemOptions } from './catalog/problem/occurrence.js'
export type { ProblemDetails } from './catalog/problem/details.js'
export type { LanguageTexts, PhraseKey, PhraseText } from './catalog/texts/language-texts.js'
export type { Retry } from './catalog/status.js'
export type { StandardCode, ValidationCode, ValidationItem, ValidationLocation } from './catalog/standard.js'
export type {
  AnyCatalog, Definition, Definitions, Deprecation, FailedRequest, ProblemType, Retired, Texts
} from './catalog/definition.js'
export type { Locales } from './catalog/texts/language.js'
export type { Catalog, CatalogOptions, CodeOf, ExtensionsOf, MembersOf, ProblemClass } from './catalog/types/catalog.js'
export type { ExtensionSchema, SchemaOf } from './catalog/types/infer.js'
export type { ProblemOperation, ProblemRoute } from './contract/snapshot/routes.js'
export { defineUpstream } from './failures/upstream/define.js'
export type { Upstream, UpstreamResponse } from './failures/upstream/define.js'
export type { PlainCode, Translations, UpstreamContract, UpstreamOptions } from './failures/upstream/options.js'
export type { Origin } from './failures/failure.js'
export type { AutomaticCode } from './openapi/automatic.js'
export type { Labels } from './reference/labels/en.js'
export type { Operation } from './reference/model.js'
export { renderPortal } from './reference/html/portal.js'
export type { PortalService } from './reference/html/portal.js'
export type { ReferenceOptions } from './reference/options.js'
export { renderReferenceSite } from './reference/site.js'
export type { SiteOptions } from './reference/site.js'
export { problemJson, problemJson as default } from './server/plugin.js'
export { envelopes } from './representation/envelopes.js'
export type { EnvelopeContext, EnvelopeFormat, EnvelopeOptions } from './representation/envelope.js'
export { problemServerOptions } from './server/entrances/pre-routing.js'
export type {
  ProblemServerOptions, ServerHandlers, ServerHandlers as OwnServerOptions
} from './server/entrances/pre-routing.js'
export { toProblem } from './server/entrances/thrown.js'
export { sendProblem } from './server/reply/send.js'
export type {
  LanguageResolver, LanguageResolver as Language, TranslateHook, TranslateHook as Translate, TranslatedTexts,
  TranslationOptions
} from './server/translation/options.js'
export { endWithProblem } from './server/streams/event-plugins.js'
export type { StreamOptions, ToRecord, WireProblem } from './server/streams/format.js'
export type { NotFoundHook, NotFoundOptions, ProblemJsonOptions } from './server/options.js'
export type { OpenApiOptions } from './openapi/options.js'
export type { ProblemEvent, ReportOptions } from './server/types.js'
export { refResolver, swaggerRefResolver, swaggerTransformObject, transformObject } from './openapi/swagger.js'
