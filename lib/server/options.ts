/**
 * The plugin's options. Every mistake in them stops the start.
 */
import type { FastifyRequest, preHandlerHookHandler } from 'fastify'
import { catalogInfo } from '../catalog/define.js'
import type { Problem } from '../catalog/problem.js'
import type { AnyCatalog } from '../catalog/definition.js'
import { referenceRule } from '../reference/routes.js'
import type { ReferenceOptions } from '../reference/routes.js'
import { isEnvelope } from '../representation/envelope.js'
import type { EnvelopeOptions } from '../representation/envelope.js'
import type { Language, Translate } from './reply/locale.js'
import { openApiDefaults, openApiRule } from '../openapi/options.js'
import type { OpenApiOptions, ResolvedOpenApiOptions } from '../openapi/options.js'
import type { ProblemEvent } from './types.js'

export interface ProblemJsonOptions {
  /** The catalog, made by `defineCatalog()`. */
  catalog: AnyCatalog
  /** Your own mapping, asked first: a problem, or `undefined` to pass. */
  mapError?: (error: unknown, request: FastifyRequest) => Problem | undefined
  /** `false`: the error handler is yours; call `toProblem()` and `sendProblem()` there. */
  errorHandler?: boolean
  /** `false`: unknown routes are yours. */
  notFoundHandler?: boolean
  /** `false`: a known path with another method is a 404 instead of a 405. `Allow` tells what exists; `except` hides it below the given prefixes. */
  methodNotAllowed?: boolean | { except: readonly string[] }
  /** Runs before an unknown route is answered, such as a rate limiter. */
  notFoundPreHandler?: preHandlerHookHandler | preHandlerHookHandler[]
  /** The response header that carries the request id, or `false` for none. Default `x-request-id`. */
  requestIdHeader?: string | false
  /** What happens when a route sends a code that it did not declare. Default `warn` outside production. */
  undeclared?: 'ignore' | 'warn'
  /** An older shape for the answers, for clients that have not moved yet. */
  envelope?: EnvelopeOptions
  /** A 500 carries the stack of its error, in development and test only. Default `false`. */
  exposeStack?: boolean
  /** Error replies that were never thrown, such as `reply.code(404).send({ … })`, become problems. Default `false`. */
  convertReplies?: boolean
  /** The most entries that `errors` of a validation failure holds. Default 100. */
  maxValidationErrors?: number
  /**
   * Name of a database constraint → code of the catalog that its violation is: a 4xx without required extensions.
   * SQLite's constraints are named `table.column`. Without an entry, a violation is `CONFLICT` or `DATABASE_ERROR`.
   */
  constraints?: Readonly<Record<string, string>>
  /** How routes and their problems stand in the document of @fastify/swagger; `false`: they do not. */
  openapi?: false | OpenApiOptions
  /** Told of every problem that is sent. What it throws is logged, and never reaches the client. */
  onProblem?: (event: ProblemEvent) => void | Promise<void>
  /** Serves the reference pages: an index and one page per code, below the prefix. */
  reference?: ReferenceOptions
  /** The languages that a client prefers, in the form of `Accept-Language`, which is the default. */
  language?: Language
  /** Texts of your own for one occurrence, where the catalog's `locales` do not suffice. */
  translate?: Translate
}

type Optional = 'mapError' | 'onProblem' | 'notFoundPreHandler' | 'envelope' | 'reference' | 'language' | 'translate'

export type ResolvedOptions = Required<Omit<ProblemJsonOptions, Optional | 'openapi'>> & {
  readonly [Name in Optional]: ProblemJsonOptions[Name] | undefined
} & {
  readonly openapi: false | ResolvedOpenApiOptions
  /** Whether values are checked and warnings given that cost time. */
  readonly development: boolean
}

const isBoolean = (value: unknown) => typeof value === 'boolean'
const isFunction = (value: unknown) => typeof value === 'function'

const isExcept = (value: unknown) => {
  const { except } = Object(value) as { except?: unknown }
  return Array.isArray(except) && except.every((prefix) => typeof prefix === 'string' && prefix.startsWith('/'))
}

const isTextRecord = (value: unknown) =>
  typeof value === 'object' && value !== null && Object.values(value).every((one) => typeof one === 'string')

const rules: Record<keyof ProblemJsonOptions, readonly [check: (value: unknown) => boolean, rule: string]> = {
  catalog: [(value) => catalogInfo(value) !== undefined, 'be a catalog made by defineCatalog()'],
  mapError: [isFunction, 'be a function (error, request) => problem | undefined'],
  errorHandler: [isBoolean, 'be a boolean'],
  notFoundHandler: [isBoolean, 'be a boolean'],
  methodNotAllowed: [(value) => isBoolean(value) || isExcept(value), "be a boolean, or { except: ['/admin'] }"],
  notFoundPreHandler: [(value) => isFunction(value) || (Array.isArray(value) && value.every(isFunction)), 'be a preHandler hook, or a list of them'],
  requestIdHeader: [(value) => value === false || (typeof value === 'string' && /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(value)), 'be the name of a header, or false'],
  undeclared: [(value) => value === 'ignore' || value === 'warn', "be 'ignore' or 'warn'"],
  envelope: [isEnvelope, "be { format, mode: 'legacy' | 'superset' | 'problem' }, such as { format: envelopes.errorText, mode: 'legacy' }"],
  exposeStack: [isBoolean, 'be a boolean'],
  convertReplies: [isBoolean, 'be a boolean'],
  maxValidationErrors: [(value) => Number.isSafeInteger(value) && value as number > 0, 'be an integer above 0'],
  constraints: [isTextRecord, "be an object such as { orders_reference_key: 'REFERENCE_TAKEN' }"],
  openapi: openApiRule,
  onProblem: [isFunction, 'be a function (event) => void'],
  reference: referenceRule,
  language: [isFunction, 'be a function (request) => string | undefined'],
  translate: [isFunction, 'be a function (problem, { language, request }) => { title?, detail? } | undefined']
}

/** Fills in the defaults. Without `NODE_ENV`, the process counts as production. */
export function resolveOptions (options: ProblemJsonOptions): ResolvedOptions {
  const development = ['development', 'test'].includes(process.env['NODE_ENV'] ?? '')
  for (const [name, value] of Object.entries(options)) checkOption(name, value)
  if (options.catalog === undefined) throw new TypeError("The option 'catalog' must be a catalog made by defineCatalog(), got nothing: register(problemJson, { catalog })")
  checkConstraints(options.constraints ?? {}, options.catalog)
  return Object.freeze({
    errorHandler: true,
    notFoundHandler: true,
    methodNotAllowed: true,
    undeclared: development ? 'warn' : 'ignore',
    maxValidationErrors: 100,
    convertReplies: false,
    envelope: undefined,
    constraints: {},
    mapError: undefined,
    onProblem: undefined,
    notFoundPreHandler: undefined,
    reference: undefined,
    language: undefined,
    translate: undefined,
    ...withoutUndefined(options),
    catalog: options.catalog,
    openapi: options.openapi !== false && { ...openApiDefaults, ...options.openapi },
    requestIdHeader: options.requestIdHeader === false ? false : (options.requestIdHeader ?? 'x-request-id').toLowerCase(),
    exposeStack: development && options.exposeStack === true,
    development
  })
}

function checkOption (name: string, value: unknown): void {
  // fastify.register() hands its own options on to the plugin.
  if (['prefix', 'logLevel', 'logSerializers'].includes(name) || value === undefined) return
  if (!Object.hasOwn(rules, name)) throw new TypeError(`An option of fastify-problem-json must be one of ${Object.keys(rules).join(', ')}, got '${name}'`)
  const [check, rule] = rules[name as keyof ProblemJsonOptions]
  if (!check(value)) throw new TypeError(`The option '${name}' must ${rule}, got ${show(value)}`)
}

function checkConstraints (constraints: Readonly<Record<string, string>>, catalog: AnyCatalog): void {
  for (const [name, code] of Object.entries(constraints)) {
    const must = (rule: string, actual: unknown) => new TypeError(`The code of the constraint '${name}' must ${rule}, got ${show(actual)}`)
    if (!Object.hasOwn(catalog, code)) throw must('be a code of the catalog', code)
    const { status, extensions, retry } = catalog[code]!
    const required = extensions?.required ?? []
    if (status >= 500) throw must('have a status below 500', `${code} ${status}`)
    if (required.length > 0) throw must('have no required extensions', `${code} ${required.join(', ')}`)
    // What comes from a database may have been half done.
    if (retry === 'any') throw must("not say retry: 'any'", code)
  }
}

function show (value: unknown): string {
  return typeof value === 'function' ? 'a function' : JSON.stringify(value) ?? String(value)
}

function withoutUndefined<T extends object> (options: T): Partial<T> {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as Partial<T>
}
