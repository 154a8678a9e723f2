/**
 * The plugin's options, documented for users. resolve-options.ts checks them and fills in the defaults.
 */
import type { OwnErrors } from '../failures/whose/index.js'
import type { FastifyInstance, FastifyRequest, preHandlerHookHandler } from 'fastify'
import type { AnyCatalog } from '../catalog/definition.js'
import type { Problem } from '../catalog/problem/occurrence.js'
import type { RegisteredMembers } from '../catalog/types/register.js'
import type { OpenApiOptions } from '../openapi/options.js'
import type { ReferenceOptions } from '../reference/options.js'
import type { EnvelopeOptions } from '../representation/envelope.js'
import type { LanguageResolver, TranslateHook, TranslationOptions } from './translation/options.js'
import type { StreamOptions } from './streams/format.js'
import type { ProblemEvent } from './types.js'

export interface ProblemJsonOptions {
  /** The catalog, made by `defineCatalog()`. */
  catalog: AnyCatalog
  /**
   * Maps an error to a problem before the plugin does; `undefined` leaves the error to the plugin. The request is
   * `undefined` where `app.reportProblem()` got none.
   *
   * @default none
   * @example (error) => error instanceof OutOfStock ? new catalog.OUT_OF_STOCK({ sku: error.sku }) : undefined
   */
  mapError? (error: unknown, request: FastifyRequest | undefined): Problem | undefined
  /**
   * How the log shows a database's message. `masked`: with its words and the names of constraint and table, but `…` for
   * SQL and values. `full`: unchanged, with personal data.
   *
   * @default 'masked'
   */
  databaseMessages?: 'masked' | 'full'
  /**
   * Gives the members that every problem has beside its extensions; the catalog's option `members` declares them. It is
   * called once for each problem. It must not return a promise; where it throws, the failure is logged and the problem
   * has none of these members. The request is `undefined` for malformed HTTP, and where `app.reportProblem()` got none.
   *
   * @default none
   * @example (request) => ({ build, traceId: request?.headers['x-trace-id'] })
   */
  members? (request: FastifyRequest | undefined): RegisteredMembers | undefined
  /**
   * `false`: the application sets the error handler, and calls `toProblem()` and `sendProblem()` there.
   *
   * @default true
   */
  errorHandler?: boolean
  /**
   * `false`: the application answers unknown routes. `preHandler` runs before an unknown route is answered.
   *
   * @default true
   * @example { preHandler: (app) => app.rateLimit() }
   */
  notFoundHandler?: boolean | NotFoundOptions
  /**
   * `false`: a known path with another method is a 404 instead of a 405, whose `Allow` shows which methods exist.
   * `except` does the same below some prefixes only.
   *
   * @default true
   * @example { except: ['/admin'] }
   */
  methodNotAllowed?: boolean | { except: readonly string[] }
  /**
   * The response header that carries the request id, or `false` for none.
   *
   * @default 'x-request-id'
   */
  requestIdHeader?: string | false
  /**
   * What happens when a route sends a code that it did not declare.
   *
   * @default 'warn' outside production, else 'ignore'
   */
  undeclared?: 'ignore' | 'warn'
  /**
   * An older shape of the answers, for clients that do not read problems yet.
   *
   * @default none
   * @example { format: envelopes.errorText, mode: 'legacy' }
   */
  envelope?: EnvelopeOptions
  /**
   * Shows the stack of an error in its 500, in development and test only.
   *
   * @default false
   */
  exposeStack?: boolean
  /**
   * Converts error replies that were not thrown, such as `reply.code(404).send({ … })`, to problems. Answers of
   * GraphQL, tRPC, JSON-RPC and gRPC-web stay unchanged; `except` has prefixes of routes with another protocol.
   *
   * @default false
   * @example { except: ['/soap'] }
   */
  convertReplies?: boolean | { except: readonly string[] }
  /**
   * How a problem is written into a stream of JSON values that has begun. Streams of events need no option: their last
   * event is `event: problem`.
   *
   * @default {}
   * @example { ndjson: (problem) => ({ type: 'error', problem }) }
   */
  streams?: StreamOptions
  /**
   * The most entries that `errors` of a validation failure holds.
   *
   * @default 100
   */
  maxValidationErrors?: number
  /**
   * Name of a database constraint → code of its violation: a 4xx without required extensions. The name is
   * `table.column` for SQLite. Without an entry, a violation is `CONFLICT` or `DATABASE_ERROR`.
   *
   * @default {}
   * @example { orders_reference_key: 'REFERENCE_TAKEN' }
   */
  constraints?: Readonly<Record<string, string>>
  /**
   * The classes of errors that state a status and are the application's, or a function that knows such errors. It is
   * for errors that would count as another service's. Their status and message reach the client (docs/whose-error.md).
   *
   * @default []
   * @example [GuardError]
   */
  ownErrors?: OwnErrors
  /**
   * Every route is rate limited, except those with `config: { rateLimit: false }`: it may answer `RATE_LIMITED`.
   *
   * @default false
   */
  rateLimited?: boolean
  /**
   * How the document of @fastify/swagger shows the problems of routes; `false` leaves them out.
   *
   * @default {}
   */
  openapi?: false | OpenApiOptions
  /**
   * Called for every problem that is sent. An error that it throws is logged, and never reaches the client.
   *
   * @default none
   * @example ({ problem, origin }) => counter.inc({ code: problem.code, origin })
   */
  onProblem?: (event: ProblemEvent) => void | Promise<void>
  /**
   * Serves the reference pages: an index and one page per code, below the prefix.
   *
   * @default none
   * @example { prefix: '/problems' }
   */
  reference?: ReferenceOptions
  /**
   * How a problem finds the language of its reader.
   *
   * @default the header `Accept-Language`, and the `locales` of the catalog
   */
  translation?: TranslationOptions
  /** @deprecated `notFoundHandler: { preHandler }` */
  notFoundPreHandler?: preHandlerHookHandler | preHandlerHookHandler[]
  /** @deprecated `translation: { language }` */
  language?: LanguageResolver
  /** @deprecated `translation: { render }` */
  translate?: TranslateHook
}

export interface NotFoundOptions {
  /**
   * Hooks of unknown routes, such as a rate limiter. A function with one parameter makes such hooks: it gets the
   * instance when all plugins are loaded, so it may use decorators of later plugins.
   *
   * @example (app) => app.rateLimit()
   */
  preHandler: NotFoundHook | readonly NotFoundHook[] | MakeHooks
}

/** Makes hooks once all plugins are loaded. */
export type MakeHooks = (app: FastifyInstance) => NotFoundHook | readonly NotFoundHook[]

/** Any `preHandler` hook. */
export type NotFoundHook = preHandlerHookHandler
