/**
 * Checks the plugin's options and fills in the defaults. Every mistake stops the start.
 */
import { catalogInfo, infoOf, typeOfCode } from '../catalog/info.js'
import type { AnyCatalog } from '../catalog/definition.js'
import { isRecord } from '../json/record.js'
import { show } from '../json/show.js'
import { member } from '../json/untrusted.js'
import { openApiDefaults, openApiRule } from '../openapi/options.js'
import type { ResolvedOpenApiOptions } from '../openapi/options.js'
import { referenceRule } from '../reference/options.js'
import { isEnvelope } from '../representation/envelope.js'
import type { NotFoundOptions, ProblemJsonOptions } from './options.js'
import type { TranslationOptions } from './translation/options.js'

type Optional = 'mapError' | 'members' | 'onProblem' | 'envelope' | 'reference'
type Deprecated = 'notFoundPreHandler' | 'language' | 'translate'

export type ResolvedOptions = Required<
  Omit<ProblemJsonOptions, Optional | Deprecated | 'openapi' | 'notFoundHandler'>
> & {
  readonly [Name in Optional]: ProblemJsonOptions[Name] | undefined
} & {
  readonly notFoundHandler: false | Partial<NotFoundOptions>
  readonly openapi: false | ResolvedOpenApiOptions
  /** Whether there are checks and warnings that cost time. */
  readonly development: boolean
}

const isBoolean = (value: unknown) => typeof value === 'boolean'
const isFunction = (value: unknown) => typeof value === 'function'
const isHook = (value: unknown) => isFunction(value) || (Array.isArray(value) && value.every(isFunction))

const isExcept = (value: unknown) => {
  const except = member(value, 'except')
  const isList = Array.isArray(except) && except.every((prefix) => typeof prefix === 'string' && prefix.startsWith('/'))
  return isList && Object.keys(value as object).length === 1
}

/** Only plain prefixes: a pattern would match no path. */
const isPlainExcept = (value: unknown) =>
  isExcept(value) && !(value as { except: string[] }).except.some((prefix) => /[%*?#]|\/:/.test(prefix))

const isTextRecord = (value: unknown) => isRecord(value) && Object.values(value).every((one) => typeof one === 'string')

/** An object that has these members only, each optional. */
const hasOnly = (names: readonly string[], check: (member: unknown) => boolean) => (value: unknown) =>
  isRecord(value) &&
  Object.entries(value).every(([name, one]) => names.includes(name) && (one === undefined || check(one)))

const hookRule = 'be a preHandler hook, or a list of them'

const rules: Record<keyof ProblemJsonOptions, readonly [check: (value: unknown) => boolean, rule: string]> = {
  catalog: [(value) => catalogInfo(value) !== undefined, 'be a catalog made by defineCatalog()'],
  mapError: [isFunction, 'be a function (error, request) => problem | undefined'],
  members: [isFunction, 'be a function (request) => ({ traceId, … })'],
  errorHandler: [isBoolean, 'be a boolean'],
  notFoundHandler: [
    (value) => isBoolean(value) || (hasOnly(['preHandler'], isHook)(value) && isHook(member(value, 'preHandler'))),
    'be a boolean, or { preHandler } with a hook, a list of hooks, or (app) => hook'
  ],
  methodNotAllowed: [
    (value) => isBoolean(value) || isPlainExcept(value),
    "be a boolean, or { except: ['/admin'] }: beginnings of paths, decoded and without patterns"
  ],
  notFoundPreHandler: [isHook, hookRule],
  requestIdHeader: [
    (value) => value === false || (typeof value === 'string' && /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(value)),
    'be the name of a header, or false'
  ],
  undeclared: [(value) => value === 'ignore' || value === 'warn', "be 'ignore' or 'warn'"],
  envelope: [
    isEnvelope,
    "be { format, mode: 'legacy' | 'superset' | 'problem' }, such as { format: envelopes.errorText, mode: 'legacy' }"
  ],
  exposeStack: [isBoolean, 'be a boolean'],
  databaseMessages: [(value) => value === 'masked' || value === 'full', "be 'masked' or 'full'"],
  convertReplies: [(value) => isBoolean(value) || isExcept(value), "be a boolean, or { except: ['/graphql'] }"],
  maxValidationErrors: [(value) => Number.isSafeInteger(value) && (value as number) > 0, 'be an integer above 0'],
  ownErrors: [
    (value) => isFunction(value) || (Array.isArray(value) && value.every(isFunction)),
    'be a list of classes of errors, or a function (error) => boolean'
  ],
  constraints: [isTextRecord, "be an object such as { orders_reference_key: 'REFERENCE_TAKEN' }"],
  rateLimited: [isBoolean, 'be a boolean'],
  openapi: openApiRule,
  onProblem: [isFunction, 'be a function (event) => void'],
  reference: referenceRule,
  streams: [
    hasOnly(['ndjson', 'jsonSequence'], isFunction), 'be { ndjson?, jsonSequence? } with functions (problem) => value'
  ],
  translation: [hasOnly(['language', 'render'], isFunction), 'be { language?, render? } with functions'],
  language: [isFunction, 'be a function (request) => string | undefined'],
  translate: [isFunction, 'be a function (problem, { language, request }) => { title?, detail? } | undefined']
}

/** Every process outside production gets warnings; stacks leave the process only in `development` and `test`. */
export function resolveOptions (options: ProblemJsonOptions): ResolvedOptions {
  const development = process.env['NODE_ENV'] !== 'production'
  const mayExposeStack = ['development', 'test'].includes(process.env['NODE_ENV'] ?? '')
  for (const [name, value] of Object.entries(options)) checkOption(name, value)
  if (options.catalog === undefined) {
    throw new TypeError(
      "The option 'catalog' must be a catalog made by defineCatalog(), got nothing: register(problemJson, { catalog })"
    )
  }
  checkConstraints(options.constraints ?? {}, options.catalog)
  checkMembers(options)
  return Object.freeze({
    errorHandler: true,
    methodNotAllowed: true,
    undeclared: development ? 'warn' : 'ignore',
    maxValidationErrors: 100,
    convertReplies: false,
    databaseMessages: 'masked',
    envelope: undefined,
    constraints: {},
    streams: {},
    ownErrors: [],
    mapError: undefined,
    members: undefined,
    onProblem: undefined,
    reference: undefined,
    ...withoutUndefined(options),
    catalog: options.catalog,
    notFoundHandler: resolveNotFound(options),
    rateLimited: resolveRateLimited(options),
    openapi: options.openapi !== false && { ...openApiDefaults, ...options.openapi },
    translation: resolveTranslation(options),
    requestIdHeader:
      options.requestIdHeader === false ? false : (options.requestIdHeader ?? 'x-request-id').toLowerCase(),
    exposeStack: mayExposeStack && options.exposeStack === true,
    development
  })
}

function resolveNotFound ({
  notFoundHandler = true,
  notFoundPreHandler
}: ProblemJsonOptions): false | Partial<NotFoundOptions> {
  if (typeof notFoundHandler === 'object') return notFoundHandler
  return notFoundHandler && (notFoundPreHandler === undefined ? {} : { preHandler: notFoundPreHandler })
}

/** A route does not show a global limiter. Without the document, each route is assumed to have one. */
function resolveRateLimited ({ rateLimited, openapi = {} }: ProblemJsonOptions): boolean {
  return rateLimited ?? (openapi === false || openapi.rateLimited === true)
}

function resolveTranslation ({ translation, language, translate }: ProblemJsonOptions): TranslationOptions {
  return { language: translation?.language ?? language, render: translation?.render ?? translate }
}

function checkOption (name: string, value: unknown): void {
  // Fastify passes the options of register() on to the plugin.
  if (['prefix', 'logLevel', 'logSerializers'].includes(name) || value === undefined) return
  if (!Object.hasOwn(rules, name)) {
    throw new TypeError(
      `An option of fastify-problem-json must be one of ${Object.keys(rules).join(', ')}, got '${name}'`
    )
  }
  const [check, rule] = rules[name as keyof ProblemJsonOptions]
  if (!check(value)) throw new TypeError(`The option '${name}' must ${rule}, got ${show(value)}`)
}

function checkConstraints (constraints: Readonly<Record<string, string>>, catalog: AnyCatalog): void {
  for (const [name, code] of Object.entries(constraints)) {
    const must = (rule: string, actual: unknown) =>
      new TypeError(`The code of the constraint '${name}' must ${rule}, got ${show(actual)}`)
    if (!Object.hasOwn(catalog, code)) throw must('be a code of the catalog', code)
    const { status, extensions, retry } = typeOfCode(catalog, code)
    const required = extensions?.required ?? []
    if (status >= 500) throw must('have a status below 500', `${code} ${status}`)
    if (required.length > 0) throw must('have no required extensions', `${code} ${required.join(', ')}`)
    // The database may have done a part of the request.
    if (retry === 'any') throw must("not say retry: 'any'", code)
  }
}

function checkMembers ({ members, catalog }: ProblemJsonOptions): void {
  if (members === undefined || infoOf(catalog).members !== undefined) return
  throw new TypeError("The option 'members' must belong to a catalog that declares what it gives, got one without: " +
    'defineCatalog(definitions, { members: Type.Object({ traceId: Type.String() }) })')
}

function withoutUndefined<T extends object> (options: T): Partial<T> {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as Partial<T>
}
