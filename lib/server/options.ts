/**
 * The plugin's options, as a user reads them. resolve-options.ts checks them and fills in the defaults.
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
   * The application's own mapping, asked first: a problem, or `undefined` to pass. There is no request where
   * `app.reportProblem()` was given none.
   *
   * @default none
   * @example (error) => error instanceof OutOfStock ? new catalog.OUT_OF_STOCK({ sku: error.sku }) : undefined
   */
  mapError? (error: unknown, request: FastifyRequest | undefined): Problem | undefined
  /**
   * What the log has of a database's message. `masked`: its words and the names of constraint and table; SQL and values
   * are `…`. `full`: all of it, personal data too.
   *
   * @default 'masked'
   */
  databaseMessages?: 'masked' | 'full'
  /**
   * The members that every problem has beside its extensions: the catalog's option `members` declares them. Asked once
   * a problem. A promise is not waited for, and what it throws is logged: the problem then has none of them. There is
   * no request where bytes were none, and where `app.reportProblem()` was given none.
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
   * `except` hides it below the given prefixes.
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
   * An older shape for the answers, for clients that have not moved yet.
   *
   * @default none
   * @example { format: envelopes.errorText, mode: 'legacy' }
   */
  envelope?: EnvelopeOptions
  /**
   * A 500 carries the stack of its error, in development and test only.
   *
   * @default false
   */
  exposeStack?: boolean
  /**
   * Error replies that were never thrown, such as `reply.code(404).send({ … })`, become problems. Answers of GraphQL,
   * tRPC, JSON-RPC and gRPC-web stay as they are; `except` names prefixes of routes with another protocol.
   *
   * @default false
   * @example { except: ['/soap'] }
   */
  convertReplies?: boolean | { except: readonly string[] }
  /**
   * How a failure looks in a stream of JSON values that has begun. Streams of events need no option: their last event
   * is `event: problem`.
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
   * Name of a database constraint → code of the catalog that its violation is: a 4xx without required extensions.
   * SQLite's constraints are named `table.column`. Without an entry, a violation is `CONFLICT` or `DATABASE_ERROR`.
   *
   * @default {}
   * @example { orders_reference_key: 'REFERENCE_TAKEN' }
   */
  constraints?: Readonly<Record<string, string>>
  /**
   * Errors that state a status and are the application's own, where the rule would take them for those of another
   * service: their classes, or a function. Their status and message reach the client (docs/whose-error.md).
   *
   * @default [] where an error was made decides
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
   * How the document of @fastify/swagger shows routes and their problems; `false`: not at all.
   *
   * @default {}
   */
  openapi?: false | OpenApiOptions
  /**
   * Called for every problem that is sent. What it throws is logged, and never reaches the client.
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
   * Hooks of unknown routes, such as a rate limiter. A plain function of one parameter makes them: it is called with
   * the instance when all plugins are loaded, and may use what a later plugin decorates.
   *
   * @example (app) => app.rateLimit()
   */
  preHandler: NotFoundHook | readonly NotFoundHook[] | MakeHooks
}

/** Makes hooks when all plugins are loaded. */
export type MakeHooks = (app: FastifyInstance) => NotFoundHook | readonly NotFoundHook[]

/** Any `preHandler` hook. */
export type NotFoundHook = preHandlerHookHandler
